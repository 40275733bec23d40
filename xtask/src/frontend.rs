//! The pages: Trunk's release builds of the three programs (decision 0008) into `frontend/dist`, compressed, and left alone when
//! nothing changed.
//!
//! Trunk runs offline with the tools of PATH and of `frontend/node_modules`, so that it downloads none itself;
//! what cargo needs is fetched before.

use crate::files::{fingerprint, has_extension, walk};
use crate::process::{cargo, command, output, run};
use crate::workspace::Workspace;
use crate::{assets, npm, tools};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Those beside the first.
const OTHERS: [&str; 2] = ["templates", "editor"];

/// Builds the pages unless the ones in `dist` are of these sources.
pub fn build(workspace: &Workspace) -> Result<()> {
    let sources = fingerprint(&sources(workspace)?)?;
    let stamp = workspace.notes().join("frontend.stamp");
    if fs::read_to_string(&stamp).is_ok_and(|found| Some(found) == describe(workspace, &sources)) {
        return Ok(());
    }
    ensure_tools(workspace)?;
    run(&mut trunk(workspace, "build"))?;
    for program in OTHERS {
        build_other(workspace, program)?;
    }
    minify_glue(workspace)?;
    assets::compress(&workspace.dist())?;
    fs::create_dir_all(workspace.notes())?;
    let built = describe(workspace, &sources).context("Trunk left no page in dist")?;
    fs::write(stamp, built)?;
    Ok(())
}

/// Another program, beside the first: names carry hashes, so that what all load (style, fonts) is there once.
fn build_other(workspace: &Workspace, program: &str) -> Result<()> {
    let folder = workspace.notes().join(format!("{program}-dist"));
    let page = page_of(workspace, program)?;
    run(trunk(workspace, "build").arg(page).args(["--html-output", &file_of(program), "--dist"]).arg(&folder))?;
    for file in walk(&folder, &|_| false)? {
        let to = workspace.dist().join(file.strip_prefix(&folder)?);
        fs::create_dir_all(to.parent().context("dist")?)?;
        fs::copy(&file, &to).with_context(|| format!("{}", to.display()))?;
    }
    Ok(())
}

fn file_of(program: &str) -> String {
    format!("{program}.html")
}

/// The page that another program begins with: that of the first, with another program in it.
pub fn page_of(workspace: &Workspace, program: &str) -> Result<PathBuf> {
    let first = fs::read_to_string(workspace.frontend().join("index.html")).context("frontend/index.html")?;
    let name = |program: &str| format!("data-bin=\"clienthub-{program}\"");
    let page = first.replace(&name("frontend"), &name(program));
    ensure!(page != first, "frontend/index.html names no program");
    let path = workspace.frontend().join(file_of(program));
    // Trunk watches it.
    if fs::read_to_string(&path).ok().as_ref() != Some(&page) {
        fs::write(&path, page)?;
    }
    Ok(path)
}

/// Whatever `trunk` needs, the crates of the pages included.
pub fn ensure_tools(workspace: &Workspace) -> Result<()> {
    tools::ensure_for_frontend(workspace)?;
    npm::ensure(workspace, &workspace.frontend())?;
    let host = output(command(workspace, "rustc").arg("-vV"))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    run(cargo(workspace).args(["fetch", "--quiet", "--target", host]).args(["--target", "wasm32-unknown-unknown"]))
}

/// The validator alone, as the pages have it, for a bench: a folder with its wasm and script.
pub fn build_validator(workspace: &Workspace) -> Result<PathBuf> {
    ensure_tools(workspace)?;
    let build = ["build", "--package", "clienthub-frontend", "--example", "bench_validator"];
    let profile = ["--profile", "wasm-release", "--target", "wasm32-unknown-unknown"];
    run(cargo(workspace).args(build).args(profile))?;
    let built = workspace.target.join("wasm32-unknown-unknown/wasm-release/examples/bench_validator.wasm");
    let folder = workspace.notes().join("validator");
    let mut bind = command(workspace, "wasm-bindgen");
    bind.arg(built).args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&folder);
    run(&mut bind)?;
    Ok(folder)
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
        ["clienthub-frontend-", "clienthub-templates-", "clienthub-editor-"]
            .iter()
            .any(|program| name.starts_with(program))
            && name.ends_with(".js")
    };
    let scripts = walk(&workspace.dist(), &|_| false)?.into_iter().filter(|path| glue(path));
    let esbuild = workspace.frontend().join("node_modules/.bin/esbuild");
    let mut minify = command(workspace, esbuild);
    minify.args(scripts).args(["--minify", "--format=esm", "--allow-overwrite", "--log-level=warning"]);
    run(minify.arg(format!("--outdir={}", workspace.dist().display())))
}

/// The sources' fingerprint and that of the pages built from them; nothing when one is missing. Both, since
/// one target folder may serve several clones, and `dist` lies in the clone.
fn describe(workspace: &Workspace, sources: &str) -> Option<String> {
    let pages = ["index.html", "templates.html", "editor.html"].map(|page| workspace.dist().join(page));
    Some(format!("{sources} {}", fingerprint(&pages).ok()?))
}

fn sources(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let made = |path: &Path| {
        let ours = path.strip_prefix(workspace.frontend()).unwrap_or(path);
        let folders = ["node_modules", "dist", "styles/out.css", "templates.html", "editor.html"];
        folders.iter().any(|made| Path::new(made) == ours)
    };
    let mut files = walk(&workspace.frontend(), &made)?;
    files.extend(walk(&workspace.path("shared"), &|_| false)?);
    files.retain(|file| !has_extension(file, &["md"]));
    files.extend(["Cargo.lock", "Cargo.toml", "Trunk.toml"].map(|name| workspace.path(name)));
    Ok(files)
}
