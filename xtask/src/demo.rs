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

/// The hub in debug on 127.0.0.1:8080 with its own data folder, and Trunk on 127.0.0.1:8083 in front of it. A second
/// Trunk on 8084 serves another program of the pages. Pages are rebuilt at every change; the hub takes its changes when this is
/// started again.
pub fn develop(workspace: &Workspace, other: Option<&str>) -> Result<()> {
    frontend::ensure_tools(workspace)?;
    // Trunk refuses to ignore what is not there yet.
    fs::create_dir_all(workspace.dist())?;
    let made = workspace.path("frontend/styles/out.css");
    if !made.exists() {
        fs::write(made, "")?;
    }
    run(cargo(workspace).args(["build", "--package", "clienthub"]))?;
    let mut hub = command(workspace, workspace.debug_binary());
    hub.arg("demo").arg("--data-dir").arg(workspace.path("data/dev"));
    // Not into `frontend/dist`: that holds the release build, and the next release embeds it.
    let trunk = |dist: &str| {
        let mut trunk = frontend::trunk(workspace, "serve");
        trunk.args(["--release=false", "--cargo-profile=dev", "--dist"]).arg(workspace.notes().join(dist));
        trunk
    };
    let mut programs = vec![("the hub", hub), ("trunk", trunk("dev-dist"))];
    eprintln!("pages    http://127.0.0.1:8083 (Ctrl-C ends all)");
    if let Some(other) = other {
        let mut second = trunk("dev-other-dist");
        second.args(["--port", "8084"]).arg(frontend::page_of(workspace, other)?);
        programs.push(("the second trunk", second));
        eprintln!("{other:<8} http://127.0.0.1:8084, when signed in on the first");
    }
    let mut running = Vec::new();
    for (name, mut program) in programs {
        running.push((name, program.spawn().with_context(|| format!("cannot start {name}"))?));
    }
    let ended = 'watch: loop {
        for (name, program) in &mut running {
            if let Some(status) = program.try_wait()? {
                break 'watch format!("{name} ended ({status})");
            }
        }
        sleep(Duration::from_millis(200));
    };
    for (_, program) in &mut running {
        if !interrupted() {
            let _ = program.kill();
        }
        program.wait()?;
    }
    if interrupted() { Ok(()) } else { bail!(ended) }
}
