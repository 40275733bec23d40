//! npm's packages of a folder, installed from its lock file when they are missing or of another lock.

use crate::files::fingerprint;
use crate::process::{command, run};
use crate::workspace::Workspace;
use anyhow::Result;
use std::fs;
use std::path::Path;

pub fn ensure(workspace: &Workspace, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let stamp = folder.join("node_modules/.clienthub-lock");
    let wanted = fingerprint([&lock])?;
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    run(command(workspace, "npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder))?;
    fs::write(stamp, wanted)?;
    Ok(())
}
