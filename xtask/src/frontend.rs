//! The pages: Trunk's release build into `frontend/dist`, compressed, and left alone when nothing changed.
//!
//! Trunk runs offline with the tools of PATH and of `frontend/node_modules`, so that it downloads none itself;
//! what cargo needs is fetched before.

use crate::files::{fingerprint, has_extension, walk};
use crate::process::{cargo, command, output, run};
use crate::workspace::Workspace;
use crate::{assets, npm, tools};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds the pages unless the ones in `dist` are of these sources.
pub fn build(workspace: &Workspace) -> Result<()> {
    let sources = fingerprint(&sources(workspace)?)?;
    let stamp = workspace.notes().join("frontend.stamp");
    if fs::read_to_string(&stamp).is_ok_and(|found| Some(found) == describe(workspace, &sources)) {
        return Ok(());
    }
    ensure_tools(workspace)?;
    run(&mut trunk(workspace, "build"))?;
    minify_glue(workspace)?;
    assets::compress(&workspace.dist())?;
    fs::create_dir_all(workspace.notes())?;
    let built = describe(workspace, &sources).context("Trunk left no dist/index.html")?;
    fs::write(stamp, built)?;
    Ok(())
}

/// Whatever `trunk` needs, the crates of the pages included.
pub fn ensure_tools(workspace: &Workspace) -> Result<()> {
    tools::ensure_for_frontend(workspace)?;
    npm::ensure(workspace, &workspace.frontend())?;
    let host = output(command(workspace, "rustc").arg("-vV"))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    run(cargo(workspace).args(["fetch", "--quiet", "--target", host]).args(["--target", "wasm32-unknown-unknown"]))
}

/// Trunk as `Trunk.toml` has it, which is the release build.
pub fn trunk(workspace: &Workspace, action: &str) -> Command {
    let mut trunk = command(workspace, "trunk");
    trunk.arg(action).args(["--offline", "--skip-version-check"]);
    trunk
}

/// wasm-bindgen's script, half of it comments and blanks; Trunk's own minifier cannot read it. The other scripts are
/// small, and the page names their hashes.
fn minify_glue(workspace: &Workspace) -> Result<()> {
    let glue = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("clienthub-frontend-") && name.ends_with(".js")
    };
    let scripts = walk(&workspace.dist(), &|_| false)?.into_iter().filter(|path| glue(path));
    let esbuild = workspace.frontend().join("node_modules/.bin/esbuild");
    let mut minify = command(workspace, esbuild);
    minify.args(scripts).args(["--minify", "--format=esm", "--allow-overwrite", "--log-level=warning"]);
    run(minify.arg(format!("--outdir={}", workspace.dist().display())))
}

/// The sources' fingerprint and that of the page built from them; nothing when there is no page. Both, since
/// one target folder may serve several clones, and `dist` lies in the clone.
fn describe(workspace: &Workspace, sources: &str) -> Option<String> {
    let index = workspace.dist().join("index.html");
    Some(format!("{sources} {}", fingerprint([&index]).ok()?))
}

fn sources(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let made = |path: &Path| {
        let ours = path.strip_prefix(workspace.frontend()).unwrap_or(path);
        [Path::new("node_modules"), Path::new("dist"), Path::new("styles/out.css")].contains(&ours)
    };
    let mut files = walk(&workspace.frontend(), &made)?;
    files.extend(walk(&workspace.path("shared"), &|_| false)?);
    files.retain(|file| !has_extension(file, &["md"]));
    files.extend(["Cargo.lock", "Cargo.toml", "Trunk.toml"].map(|name| workspace.path(name)));
    Ok(files)
}
