//! The steps of `cargo xtask test`, in order: cheap ones first, the browser last. One file per step, or per
//! family of steps. The first failure ends the run; a table of what ran, and how long, is printed either way.

mod code;
pub mod journeys;
pub mod locales;
pub mod openapi;
mod runner;
mod tests;
mod text_scan;

use crate::postgres::{Cluster, Durability};
use crate::workspace::Workspace;
use crate::{assets, backend, frontend, system, tools};
use anyhow::Result;
use runner::Runner;

pub fn run_all(workspace: &Workspace) -> Result<()> {
    let mut runner = Runner::new();
    let result = all(workspace, &mut runner);
    runner.finish(result)?;
    tests::say_what_was_not_run();
    Ok(())
}

fn all(workspace: &Workspace, runner: &mut Runner) -> Result<()> {
    runner.stage("tools", || {
        system::ensure_chromium(workspace)?;
        system::ensure_postgres(workspace)?;
        tools::ensure_deny(workspace)?;
        tools::ensure_nextest(workspace)?;
        frontend::ensure_tools(workspace)
    })?;
    runner.stage("format", || code::format(workspace))?;
    runner.stage("clippy", || code::clippy(workspace))?;
    runner.stage("licences and bans", || code::dependencies(workspace))?;
    runner.stage("locales", || locales::check(workspace))?;
    runner.stage("types of the journeys", || journeys::check_types(workspace))?;
    let cluster = runner.stage("postgres", || Cluster::start(workspace, Durability::Unsynced))?;
    runner.stage("tests", || tests::both_databases(workspace, &cluster))?;
    runner.stage("tests of the pages", || tests::pages(workspace))?;
    runner.stage("openapi", || openapi::check(workspace))?;
    runner.stage("pages", || {
        frontend::build(workspace)?;
        assets::check_budget(&workspace.dist(), assets::BUDGET)
    })?;
    runner.stage("release", || backend::build(workspace).map(drop))?;
    runner.stage("journeys", || journeys::run_on(workspace, &cluster, &[]))
}

pub fn run_quick(workspace: &Workspace) -> Result<()> {
    let mut runner = Runner::new();
    let result = quick(workspace, &mut runner);
    runner.finish(result)?;
    eprintln!(
        "not run with --quick: PostgreSQL, licences and bans, locales, types of the journeys, tests of the pages, openapi, pages, release, journeys"
    );
    Ok(())
}

fn quick(workspace: &Workspace, runner: &mut Runner) -> Result<()> {
    runner.stage("tools", || {
        tools::ensure_wasm_target(workspace)?;
        tools::ensure_nextest(workspace)
    })?;
    runner.stage("format", || code::format(workspace))?;
    runner.stage("clippy", || code::clippy(workspace))?;
    runner.stage("tests on SQLite", || tests::sqlite_only(workspace))
}
