//! The program in release. It embeds `frontend/dist`, so the pages are built first.

use crate::frontend;
use crate::process::{cargo, run};
use crate::workspace::Workspace;
use anyhow::Result;
use std::path::PathBuf;

/// Pages and program; gives the program's path.
pub fn build_with_pages(workspace: &Workspace) -> Result<PathBuf> {
    frontend::build(workspace)?;
    build(workspace)
}

pub fn build(workspace: &Workspace) -> Result<PathBuf> {
    run(cargo(workspace).args(["build", "--release", "--package", "clienthub"]))?;
    Ok(workspace.release_binary())
}
