//! `cargo xtask demo`, the release as a visitor sees it, and `cargo xtask dev`, the edit loop.

use crate::process::{cargo, command, interrupted, run};
use crate::workspace::Workspace;
use crate::{backend, frontend};
use anyhow::{Context, Result, bail};
use std::fs;
use std::os::unix::process::CommandExt;
use std::thread::sleep;
use std::time::Duration;

/// Builds what changed and becomes `clienthub demo`, which keeps its state in `data/demo` unless told otherwise.
pub fn run_program(workspace: &Workspace, arguments: Vec<String>) -> Result<()> {
    let program = backend::build_with_pages(workspace)?;
    let mut demo = command(workspace, program);
    demo.arg("demo");
    let chosen = |argument: &String| argument.split('=').next() == Some("--data-dir");
    if !arguments.iter().any(chosen) {
        demo.arg("--data-dir").arg(workspace.path("data/demo"));
    }
    if let Ok(folder) = std::env::current_dir() {
        demo.current_dir(folder);
    }
    Err(demo.args(arguments).exec()).context("cannot start clienthub")
}

/// The hub in debug on 127.0.0.1:8080 with its own data folder, and Trunk on 127.0.0.1:8083 in front of it.
/// Pages are rebuilt at every change; the hub takes its changes when this is started again.
pub fn develop(workspace: &Workspace) -> Result<()> {
    frontend::ensure_tools(workspace)?;
    // Trunk refuses to ignore what is not there yet.
    fs::create_dir_all(workspace.dist())?;
    let made = workspace.path("frontend/styles/out.css");
    if !made.exists() {
        fs::write(made, "")?;
    }
    run(cargo(workspace).args(["build", "--package", "clienthub"]))?;
    let mut hub = command(workspace, workspace.debug_binary())
        .arg("demo")
        .arg("--data-dir")
        .arg(workspace.path("data/dev"))
        .spawn()
        .context("cannot start clienthub")?;
    // Not into `frontend/dist`: that holds the release build, and the next release embeds it.
    let mut pages = frontend::trunk(workspace, "serve")
        .args(["--release=false", "--cargo-profile=dev", "--dist"])
        .arg(workspace.notes().join("dev-dist"))
        .spawn()
        .context("cannot start trunk")?;
    eprintln!("pages    http://127.0.0.1:8083 (Ctrl-C ends both)");

    let ended = loop {
        if let Some(status) = hub.try_wait()? {
            break format!("the hub ended ({status})");
        }
        if let Some(status) = pages.try_wait()? {
            break format!("trunk ended ({status})");
        }
        sleep(Duration::from_millis(200));
    };
    if !interrupted() {
        let _ = hub.kill();
        let _ = pages.kill();
    }
    hub.wait()?;
    pages.wait()?;
    if interrupted() { Ok(()) } else { bail!(ended) }
}
