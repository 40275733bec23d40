//! `cargo xtask …`: the project's commands. Each installs what it misses, then does its work.
//!
//! This file only reads the command line. `tools.rs`, `system.rs` and `npm.rs` install, `frontend.rs` and
//! `backend.rs` build, `stages/` holds the steps of `cargo xtask test`, `postgres.rs` the cluster they share.

mod assets;
mod backend;
mod demo;
mod files;
mod frontend;
mod measure;
mod npm;
mod postgres;
mod process;
mod stages;
mod system;
mod tools;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use workspace::Workspace;

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "Clienthub's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything in release and run `clienthub demo`
    Demo {
        /// Passed on, for example: --numbers 1000 --data-dir DIR
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// The edit loop: the hub with demo data, and the pages rebuilt on every change
    Dev {
        /// Also another program of the pages (decision 0008)
        #[arg(long, value_parser = ["templates", "editor"])]
        program: Option<String>,
    },
    /// Everything that must hold before a change lands; what `.ci/run` calls
    Test {
        /// Format, clippy and the tests on SQLite only
        #[arg(long)]
        quick: bool,
    },
    /// The browser journeys against a release build
    E2e {
        /// Passed to Playwright, for example: sign_in, or -g "wrong password"
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measure: list, webhooks or start
    Bench {
        name: measure::Bench,
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Kill the hub at random points, many times
    Crash {
        #[arg(long, default_value_t = 100)]
        rounds: u32,
    },
    /// Only the check of languages, and of text outside them
    Locales,
    /// Write docs/openapi.json again
    Openapi,
    /// Make the pictures in docs/images with a release build
    Screenshots,
}

fn main() -> ExitCode {
    // Ctrl-C reaches our children by the terminal; we stay to take down what was started.
    process::stay_on_interrupt();
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<()> {
    let workspace = Workspace::find()?;
    match task {
        Task::Demo { arguments } => demo::run_program(&workspace, arguments),
        Task::Dev { program } => demo::develop(&workspace, program.as_deref()),
        Task::Test { quick: false } => stages::run_all(&workspace),
        Task::Test { quick: true } => stages::run_quick(&workspace),
        Task::E2e { arguments } => stages::journeys::alone(&workspace, &arguments),
        Task::Bench { name, arguments } => measure::bench(&workspace, name, &arguments),
        Task::Crash { rounds } => measure::crash(&workspace, rounds),
        Task::Locales => stages::locales::check(&workspace),
        Task::Openapi => stages::openapi::write(&workspace),
        Task::Screenshots => stages::journeys::screenshots(&workspace),
    }
}
