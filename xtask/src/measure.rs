//! `cargo xtask bench` and `cargo xtask crash`: long runs by hand, on a PostgreSQL that syncs its commits.

use crate::postgres::{Cluster, Durability};
use crate::process::{cargo, run};
use crate::stages::journeys;
use crate::workspace::Workspace;
use crate::{backend, tools};
use anyhow::Result;
use clap::ValueEnum;

#[derive(Clone, Copy, ValueEnum)]
pub enum Bench {
    /// Pages, filters and searches of a long list of numbers, with the query plans
    List,
    /// A WABA with 6,000 templates: its sync, lists and searches, with the query plans
    Templates,
    /// Meta's webhooks: accepted, stored and applied per second
    Webhooks,
    /// Time until ready, and memory
    Start,
    /// Keystrokes in the editor of templates, and the validator in wasm
    Editor,
}

/// Runs `backend/examples/bench_NAME.rs` in release; it measures the release program or the library itself.
pub fn bench(workspace: &Workspace, bench: Bench, arguments: &[String]) -> Result<()> {
    let example = match bench {
        Bench::List => "bench_list",
        Bench::Templates => "bench_templates",
        Bench::Webhooks => "bench_webhooks",
        Bench::Start => "bench_start",
        Bench::Editor => return journeys::bench_editor(workspace),
    };
    let program = backend::build_with_pages(workspace)?;
    run(cargo(workspace).args(["build", "--release", "--package", "clienthub"]).args(["--example", example]))?;
    let cluster = Cluster::start(workspace, Durability::Synced)?;
    run(cargo(workspace)
        .args(["run", "--release", "--package", "clienthub", "--example", example, "--"])
        .args(arguments)
        .env("CLIENTHUB_BIN", program)
        .env("CLIENTHUB_BENCH_POSTGRES", cluster.url("postgres")))
}

/// `backend/tests/crash`, with more rounds than a test run takes, on each database.
pub fn crash(workspace: &Workspace, rounds: u32) -> Result<()> {
    tools::ensure_nextest(workspace)?;
    let cluster = Cluster::start(workspace, Durability::Synced)?;
    run(cargo(workspace)
        .args(["nextest", "run", "--package", "clienthub", "--test", "crash"])
        .args(["--profile", "crash", "--no-capture"])
        .env("CLIENTHUB_CRASH_ROUNDS", rounds.to_string())
        .env("CLIENTHUB_TEST_POSTGRES", cluster.url("postgres")))
}
