//! Programs of the Rust world that the commands need: the wasm target, Trunk, wasm-bindgen, nextest, deny.
//! Versions are pinned where another version would give another result.

use crate::process::{cargo, command, output, run};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;

const TRUNK: &str = "0.21.14";
const NEXTEST: &str = "0.9.143";
const DENY: &str = "0.20.2";

/// What a build of the pages needs, beside npm's packages.
pub fn ensure_for_frontend(workspace: &Workspace) -> Result<()> {
    ensure_wasm_target(workspace)?;
    if version(workspace, "trunk", &["--version"]).as_deref() != Some(TRUNK) {
        install(workspace, &format!("trunk@{TRUNK}"), true)?;
    }
    let locked =
        locked_version(&fs::read_to_string(workspace.path("Cargo.lock")).context("Cargo.lock")?, "wasm-bindgen")?;
    if version(workspace, "wasm-bindgen", &["--version"]).as_deref() != Some(&locked) {
        install(workspace, &format!("wasm-bindgen-cli@{locked}"), false)?;
    }
    Ok(())
}

pub fn ensure_wasm_target(workspace: &Workspace) -> Result<()> {
    let sysroot = output(command(workspace, "rustc").args(["--print", "sysroot"]))?;
    let target = std::path::Path::new(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown");
    if target.is_dir() {
        return Ok(());
    }
    run(command(workspace, "rustup").args(["target", "add", "wasm32-unknown-unknown"]))
        .context("the target wasm32-unknown-unknown is missing; install it, then run this again")
}

pub fn ensure_nextest(workspace: &Workspace) -> Result<()> {
    ensure_subcommand(workspace, "nextest", &format!("cargo-nextest@{NEXTEST}"))
}

pub fn ensure_deny(workspace: &Workspace) -> Result<()> {
    ensure_subcommand(workspace, "deny", &format!("cargo-deny@{DENY}"))
}

fn ensure_subcommand(workspace: &Workspace, name: &str, package: &str) -> Result<()> {
    match output(cargo(workspace).args([name, "--version"])) {
        Ok(_) => Ok(()),
        Err(_) => install(workspace, package, true),
    }
}

fn install(workspace: &Workspace, package: &str, locked: bool) -> Result<()> {
    eprintln!("installing {package}: this takes minutes, once");
    let folder = workspace.notes().join("tools");
    let mut cargo = cargo(workspace);
    cargo.args(["install", package]);
    if locked {
        cargo.arg("--locked");
    }
    // A folder that stays: an interrupted installation goes on where it stopped.
    run(cargo.env("CARGO_TARGET_DIR", &folder))?;
    let _ = fs::remove_dir_all(folder);
    Ok(())
}

/// The second word of `tool --version`, if the tool is there.
fn version(workspace: &Workspace, tool: &str, arguments: &[&str]) -> Option<String> {
    let text = output(command(workspace, tool).args(arguments)).ok()?;
    Some(text.split_whitespace().nth(1)?.to_owned())
}

fn locked_version(lock: &str, package: &str) -> Result<String> {
    let lock: toml::Table = lock.parse().context("Cargo.lock")?;
    lock.get("package")
        .and_then(|packages| packages.as_array())
        .into_iter()
        .flatten()
        .find(|entry| entry.get("name").and_then(|name| name.as_str()) == Some(package))
        .and_then(|entry| entry.get("version")?.as_str())
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock does not name {package}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
        version = 4
        [[package]]
        name = "wasm-bindgen-futures"
        version = "0.4.1"
        [[package]]
        name = "wasm-bindgen"
        version = "0.2.130"
    "#;

    #[test]
    fn the_locked_version_is_that_of_the_whole_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").unwrap(), "0.2.130");
    }

    #[test]
    fn a_package_that_is_not_locked_is_named() {
        let error = locked_version(LOCK, "trunk").unwrap_err().to_string();
        assert!(error.contains("trunk"), "{error}");
    }
}
