//! All tests by nextest; the database halves are told by the environment where to go. The pages' tests run on the host too, apart,
//! so that the program is not built with the features of both.

use crate::postgres::Cluster;
use crate::process::{cargo, run};
use crate::workspace::Workspace;
use anyhow::Result;
use std::env;
use std::process::Command;
use std::thread;

pub fn both_databases(workspace: &Workspace, cluster: &Cluster) -> Result<()> {
    run(nextest(workspace).env("CLIENTHUB_TEST_POSTGRES", cluster.url("postgres")))
}

pub fn sqlite_only(workspace: &Workspace) -> Result<()> {
    run(nextest(workspace).env_remove("CLIENTHUB_TEST_POSTGRES").env("CLIENTHUB_TEST_SQLITE_ONLY", "1"))
}

/// What of the pages needs no browser.
pub fn pages(workspace: &Workspace) -> Result<()> {
    run(cargo(workspace).args(["nextest", "run", "--package", "clienthub-frontend"]))
}

/// Tests that need a file which is not ours say so themselves; this repeats it where it is seen.
pub fn say_what_was_not_run() {
    if env::var_os("META_OPENAPI").is_none() {
        eprintln!(
            "not run: the replay of Meta's own request examples. Set META_OPENAPI to the path of Meta's \
             business-messaging OpenAPI file (JSON) to run it"
        );
    }
}

/// Two tests a core: half of what they do is waiting.
fn nextest(workspace: &Workspace) -> Command {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let mut command = cargo(workspace);
    command.args(["nextest", "run", "--workspace", "--exclude", "clienthub-frontend"]);
    command.args(["--test-threads", &(2 * cores).to_string()]);
    command
}
