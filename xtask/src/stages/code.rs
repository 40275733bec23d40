//! What holds for all code without running it: format, clippy with warnings denied, licences, banned crates.

use crate::process::{cargo, output, run};
use crate::workspace::Workspace;
use anyhow::{Result, bail};

pub fn format(workspace: &Workspace) -> Result<()> {
    run(cargo(workspace).args(["fmt", "--all", "--check"]))
}

/// The host without the pages, and the pages for the target they run on.
pub fn clippy(workspace: &Workspace) -> Result<()> {
    let denied = ["--", "--deny", "warnings"];
    run(cargo(workspace)
        .args(["clippy", "--workspace", "--exclude", "clienthub-frontend", "--all-targets"])
        .args(denied))?;
    run(cargo(workspace)
        .args(["clippy", "--package", "clienthub-frontend", "--target", "wasm32-unknown-unknown"])
        .args(denied))
}

pub fn dependencies(workspace: &Workspace) -> Result<()> {
    run(cargo(workspace).args(["deny", "--log-level", "error", "check", "licenses", "bans"]))?;
    no_ring(workspace)
}

/// One crypto provider in what we ship, aws-lc-rs. cargo-deny cannot say this: Cargo.lock names `ring` for features
/// that are off. So ask what is compiled in.
fn no_ring(workspace: &Workspace) -> Result<()> {
    let program = ["--package", "clienthub", "--edges", "normal,build"].as_slice();
    let pages = ["--package", "clienthub-frontend", "--edges", "normal", "--target", "wasm32-unknown-unknown"];
    for shipped in [program, &pages] {
        let compiled = output(cargo(workspace).args(["tree", "--prefix", "none", "--format", "{p}"]).args(shipped))?;
        if compiled.lines().any(|package| package.starts_with("ring ")) {
            let question = shipped.join(" ");
            bail!("`ring` is compiled in; `cargo tree --invert ring {question}` says for whom");
        }
    }
    Ok(())
}
