//! Chromium and PostgreSQL, which come from the system: installed by apt as root on Debian, elsewhere named
//! in an error that says what to install.

use crate::process::{command, find_in_path, output, run};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

pub fn is_root(workspace: &Workspace) -> bool {
    output(command(workspace, "id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// The path of Chromium; `CLIENTHUB_CHROMIUM` names another one.
pub fn ensure_chromium(workspace: &Workspace) -> Result<PathBuf> {
    ensure(workspace, "Chromium", "chromium", find_chromium)
}

/// The folder with `initdb`, `pg_ctl` and `postgres`.
pub fn ensure_postgres(workspace: &Workspace) -> Result<PathBuf> {
    ensure(workspace, "PostgreSQL", "postgresql", find_postgres)
}

fn ensure(workspace: &Workspace, name: &str, package: &str, find: fn() -> Option<PathBuf>) -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    let debian = Path::new("/etc/debian_version").exists();
    if !(debian && is_root(workspace)) {
        bail!("{name} is missing: install it (on Debian `apt-get install {package}`), then run this again");
    }
    run(command(workspace, "apt-get").arg("update"))?;
    run(command(workspace, "apt-get")
        .args(["install", "--yes", "--no-install-recommends", package])
        .env("DEBIAN_FRONTEND", "noninteractive"))?;
    find().with_context(|| format!("{name} was installed but is not found"))
}

fn find_chromium() -> Option<PathBuf> {
    env::var_os("CLIENTHUB_CHROMIUM")
        .map(PathBuf::from)
        .filter(|file| file.is_file())
        .or_else(|| find_in_path(&["chromium", "chromium-browser", "google-chrome"]))
}

fn find_postgres() -> Option<PathBuf> {
    let in_path = find_in_path(&["initdb"])
        .and_then(|file| file.canonicalize().ok())
        .and_then(|file| Some(file.parent()?.to_path_buf()));
    let mut debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    debian.sort();
    in_path
        .into_iter()
        .chain(debian.into_iter().rev())
        .find(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|program| folder.join(program).is_file()))
}
