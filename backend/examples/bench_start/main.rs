//! How long `clienthub serve` takes until it is ready, and how much memory it has 10 s later: the release program itself, on
//! SQLite with a seeded organisation, idle.
//!
//! `CLIENTHUB_BIN=target/release/clienthub cargo run --release -p clienthub --example bench_start -- [--numbers 10000]`. Linux
//! only: memory is read from /proc. Prints what is over the half second and the 60 MB that product.md promises.

#[path = "../bench_list/seed.rs"]
#[expect(dead_code, reason = "bench_list asks for more than this one")]
mod seed;

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Parser;
use clienthub::clock::Clock;
use clienthub::config::Config;
use clienthub::startup;

const ROOT_KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const READY_PROMISE: Duration = Duration::from_millis(500);
const MEMORY_PROMISE_KB: u64 = 60 * 1024;
/// From the start, as the promise says.
const LOOKED_AT_AFTER: Duration = Duration::from_secs(10);
const GIVE_UP: Duration = Duration::from_secs(30);

#[derive(Parser)]
struct Args {
    /// Numbers of the organisation.
    #[arg(long, default_value_t = 10_000)]
    numbers: usize,
    /// Starts that are measured.
    #[arg(long, default_value_t = 5)]
    starts: usize,
}

/// The program, ended with this value.
struct Hub(Child);

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let program = PathBuf::from(std::env::var_os("CLIENTHUB_BIN").context("CLIENTHUB_BIN names no program")?);
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite://{}/bench.db", folder.path().display());
    seeded(&database, args.numbers)?;
    println!("\n# SQLite, {} numbers\n", args.numbers);
    println!("{:<10} {:>10} {:>18} {:>14}", "start", "ready, ms", "resident, MB", "peak, MB");
    let (mut slowest, mut largest) = (Duration::ZERO, 0);
    for start in 1..=args.starts {
        let (ready, resident, peak) = measure(&program, &database)?;
        let mb = |kb: u64| kb as f64 / 1024.0;
        println!("{start:<10} {:>10.0} {:>18.1} {:>14.1}", ready.as_secs_f64() * 1000.0, mb(resident), mb(peak));
        slowest = slowest.max(ready);
        largest = largest.max(resident);
    }
    let met = slowest < READY_PROMISE && largest < MEMORY_PROMISE_KB;
    println!("\nReady in under 500 ms and under 60 MB after 10 s: {}.", if met { "yes" } else { "NO" });
    Ok(())
}

/// A runtime of its own, gone before anything is measured.
#[tokio::main]
async fn seeded(database: &str, numbers: usize) -> anyhow::Result<()> {
    let mut config = Config::defaults()?;
    config.database.url = database.to_owned().into();
    config.secrets.root_key = ROOT_KEY.into();
    let app = startup::open(config, Clock::system()).await?;
    seed::seed(&app, numbers).await?;
    app.db.clone().close().await;
    Ok(())
}

/// Time until ready, resident memory and its peak in KB.
fn measure(program: &PathBuf, database: &str) -> anyhow::Result<(Duration, u64, u64)> {
    let address = free_address()?;
    let began = Instant::now();
    let mut hub = Command::new(program);
    hub.arg("serve").stdout(Stdio::null()).stderr(Stdio::null());
    hub.env("CLIENTHUB__SERVER__LISTEN", address.to_string());
    hub.env("CLIENTHUB__SERVER__PUBLIC_URL", format!("http://{address}"));
    hub.env("CLIENTHUB__DATABASE__URL", database);
    hub.env("CLIENTHUB__SECRETS__ROOT_KEY", ROOT_KEY);
    hub.env("CLIENTHUB__META__APP_ID", "150000000000001");
    hub.env("CLIENTHUB__META__APP_SECRET", "bench-app-secret");
    hub.env("CLIENTHUB__META__VERIFY_TOKEN", "bench-verify-token");
    let mut hub = Hub(hub.spawn().with_context(|| format!("cannot start {}", program.display()))?);
    while !is_ready(address) {
        if let Some(status) = hub.0.try_wait()? {
            bail!("serve ended with {status}");
        }
        if began.elapsed() > GIVE_UP {
            bail!("not ready after {} s", GIVE_UP.as_secs());
        }
        sleep(Duration::from_millis(2));
    }
    let ready = began.elapsed();
    sleep(LOOKED_AT_AFTER.saturating_sub(ready));
    let status = fs::read_to_string(format!("/proc/{}/status", hub.0.id()))?;
    let kb = |name: &str| -> anyhow::Result<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).context("no such line in /proc")?;
        Ok(line.trim_end_matches("kB").trim().parse()?)
    };
    Ok((ready, kb("VmRSS:")?, kb("VmHWM:")?))
}

fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer.starts_with("HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}
