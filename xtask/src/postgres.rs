//! A PostgreSQL cluster of our own for one run: temporary folder, free port, nobody else's server touched.
//! It ends with the value that holds it, also when a stage failed, and with our process should that be killed.

use crate::process::{output, run};
use crate::system;
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const START_DEADLINE: Duration = Duration::from_secs(60);

/// Whether a commit reaches the disk: yes where speed or crashes are looked at, no where only results are.
#[derive(Clone, Copy, PartialEq)]
pub enum Durability {
    Synced,
    Unsynced,
}

pub struct Cluster {
    server: Child,
    bin: PathBuf,
    port: u16,
    folder: TempDir,
}

impl Cluster {
    pub fn start(workspace: &Workspace, durability: Durability) -> Result<Cluster> {
        let bin = system::ensure_postgres(workspace)?;
        // Below /tmp, since the user postgres may not enter root's folders.
        let folder = tempfile::Builder::new().prefix("clienthub-postgres-").tempdir_in("/tmp")?;
        let as_postgres = system::is_root(workspace);
        if as_postgres {
            run(Command::new("chown").arg("postgres:").arg(folder.path()))?;
        }
        let data = folder.path().join("data");
        output(
            server_command(&bin.join("initdb"), as_postgres, folder.path())
                .arg("--pgdata")
                .arg(&data)
                .args(["--username=postgres", "--auth=trust", "--no-sync"])
                .args(["--locale=C.UTF-8", "--encoding=UTF8"]),
        )?;

        let port = free_port()?;
        let log = fs::File::create(folder.path().join("log"))?;
        let mut postgres = server_command(&bin.join("postgres"), as_postgres, folder.path());
        postgres.arg("-D").arg(&data);
        for setting in settings(port, durability) {
            postgres.args(["-c", &setting]);
        }
        let server = postgres
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot start postgres")?;
        let mut cluster = Cluster { server, bin, port, folder };
        cluster.wait_until_ready()?;
        eprintln!("postgres listens on 127.0.0.1:{port}");
        Ok(cluster)
    }

    /// The address of a database of this cluster; `postgres` is always there.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// A fresh, empty database and its address.
    pub fn create_database(&self, name: &str) -> Result<String> {
        for (program, extra) in [("dropdb", Some("--if-exists")), ("createdb", None)] {
            output(
                Command::new(self.bin.join(program))
                    .args(["--host=127.0.0.1", "--username=postgres"])
                    .arg(format!("--port={}", self.port))
                    .args(extra)
                    .arg(name),
            )?;
        }
        Ok(self.url(name))
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + START_DEADLINE;
        loop {
            let ready = Command::new(self.bin.join("pg_isready"))
                .args(["--quiet", "--host=127.0.0.1"])
                .arg(format!("--port={}", self.port))
                .status()?;
            if ready.success() {
                return Ok(());
            }
            if let Some(status) = self.server.try_wait()? {
                bail!("postgres ended at once ({status})\n{}", self.log());
            }
            if Instant::now() > deadline {
                bail!("postgres does not answer\n{}", self.log());
            }
            sleep(Duration::from_millis(50));
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // "Immediate": nothing in the folder is needed any more.
        let pid = self.server.id().to_string();
        let _ = Command::new("kill").args(["-QUIT", &pid]).status();
        let _ = self.server.wait();
    }
}

/// PostgreSQL refuses to run as root. The parent-death signal ends it (fast shutdown) when we are killed.
fn server_command(program: &Path, as_postgres: bool, folder: &Path) -> Command {
    let mut command = match (as_postgres, Path::new("/usr/bin/setpriv").exists()) {
        (false, false) => Command::new(program),
        (as_postgres, _) => {
            let mut command = Command::new("setpriv");
            if as_postgres {
                command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
            }
            command.args(["--pdeathsig=INT", "--"]).arg(program);
            command
        }
    };
    command.current_dir(folder).env("LC_ALL", "C.UTF-8");
    command
}

fn settings(port: u16, durability: Durability) -> Vec<String> {
    let synced = if durability == Durability::Synced { "on" } else { "off" };
    vec![
        format!("port={port}"),
        format!("fsync={synced}"),
        format!("full_page_writes={synced}"),
        format!("synchronous_commit={synced}"),
        "listen_addresses=127.0.0.1".into(),
        "unix_socket_directories=".into(),
        "max_connections=300".into(),
        "timezone=UTC".into(),
    ]
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
