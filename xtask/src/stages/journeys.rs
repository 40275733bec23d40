//! The browser journeys of `e2e/`: Playwright drives Chromium against the release program.

use crate::postgres::{Cluster, Durability};
use crate::process::{command, run};
use crate::workspace::Workspace;
use crate::{backend, frontend, npm, system};
use anyhow::Result;
use std::process::Command;

/// `cargo xtask e2e`: builds, then only this stage.
pub fn alone(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    backend::build_with_pages(workspace)?;
    let cluster = Cluster::start(workspace, Durability::Unsynced)?;
    run_on(workspace, &cluster, arguments)
}

/// Against the release program as it lies there; the smoke journey gets a database of the cluster.
pub fn run_on(workspace: &Workspace, cluster: &Cluster, arguments: &[String]) -> Result<()> {
    let database = cluster.create_database("clienthub_e2e")?;
    run(playwright(workspace)?.args(arguments).env("CLIENTHUB_E2E_POSTGRES", database))
}

/// The types of what the journeys are written in.
pub fn check_types(workspace: &Workspace) -> Result<()> {
    npm::ensure(workspace, &workspace.e2e())?;
    run(command(workspace, workspace.path("e2e/node_modules/.bin/tsc")).current_dir(workspace.e2e()))
}

/// The pictures of the README, in `docs/images`.
pub fn screenshots(workspace: &Workspace) -> Result<()> {
    backend::build_with_pages(workspace)?;
    run(playwright(workspace)?.args(["--config", "playwright.docs.config.ts"]))
}

/// Figures of the editor, printed: the release program's pages in Chromium, and the validator in wasm.
pub fn bench_editor(workspace: &Workspace) -> Result<()> {
    backend::build_with_pages(workspace)?;
    let validator = frontend::build_validator(workspace)?;
    run(playwright(workspace)?.args(["--config", "playwright.bench.config.ts"]).env("CLIENTHUB_VALIDATOR", validator))
}

fn playwright(workspace: &Workspace) -> Result<Command> {
    let chromium = system::ensure_chromium(workspace)?;
    npm::ensure(workspace, &workspace.e2e())?;
    let mut playwright = command(workspace, workspace.path("e2e/node_modules/.bin/playwright"));
    playwright
        .arg("test")
        .current_dir(workspace.e2e())
        .env("CLIENTHUB_BIN", workspace.release_binary())
        .env("CLIENTHUB_CHROMIUM", chromium);
    Ok(playwright)
}
