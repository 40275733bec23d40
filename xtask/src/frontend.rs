//! The pages: Trunk's release builds of both programs (decision 0008) into `frontend/dist`, compressed, and left alone when
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

const TEMPLATES_PAGE: &str = "templates.html";

/// Builds the pages unless the ones in `dist` are of these sources.
pub fn build(workspace: &Workspace) -> Result<()> {
    let sources = fingerprint(&sources(workspace)?)?;
    let stamp = workspace.notes().join("frontend.stamp");
    if fs::read_to_string(&stamp).is_ok_and(|found| Some(found) == describe(workspace, &sources)) {
        return Ok(());
    }
    ensure_tools(workspace)?;
    run(&mut trunk(workspace, "build"))?;
    build_templates(workspace)?;
    minify_glue(workspace)?;
    assets::compress(&workspace.dist())?;
    fs::create_dir_all(workspace.notes())?;
    let built = describe(workspace, &sources).context("Trunk left no page in dist")?;
    fs::write(stamp, built)?;
    Ok(())
}

/// The second program, beside the first: names carry hashes, so that what both load (style, fonts) is there once.
fn build_templates(workspace: &Workspace) -> Result<()> {
    let folder = workspace.notes().join("templates-dist");
    let page = templates_page(workspace)?;
    run(trunk(workspace, "build").arg(page).args(["--html-output", TEMPLATES_PAGE, "--dist"]).arg(&folder))?;
    for file in walk(&folder, &|_| false)? {
        let to = workspace.dist().join(file.strip_prefix(&folder)?);
        fs::create_dir_all(to.parent().context("dist")?)?;
        fs::copy(&file, &to).with_context(|| format!("{}", to.display()))?;
    }
    Ok(())
}

/// The page that the second program begins with: that of the first, with another program in it.
pub fn templates_page(workspace: &Workspace) -> Result<PathBuf> {
    let first = fs::read_to_string(workspace.frontend().join("index.html")).context("frontend/index.html")?;
    let name = |program: &str| format!("data-bin=\"clienthub-{program}\"");
    let page = first.replace(&name("frontend"), &name("templates"));
    ensure!(page != first, "frontend/index.html names no program");
    let path = workspace.frontend().join(TEMPLATES_PAGE);
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
        ["clienthub-frontend-", "clienthub-templates-"].iter().any(|program| name.starts_with(program))
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
    let pages = ["index.html", TEMPLATES_PAGE].map(|page| workspace.dist().join(page));
    Some(format!("{sources} {}", fingerprint(&pages).ok()?))
}

fn sources(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let made = |path: &Path| {
        let ours = path.strip_prefix(workspace.frontend()).unwrap_or(path);
        [Path::new("node_modules"), Path::new("dist"), Path::new("styles/out.css"), Path::new(TEMPLATES_PAGE)]
            .contains(&ours)
    };
    let mut files = walk(&workspace.frontend(), &made)?;
    files.extend(walk(&workspace.path("shared"), &|_| false)?);
    files.retain(|file| !has_extension(file, &["md"]));
    files.extend(["Cargo.lock", "Cargo.toml", "Trunk.toml"].map(|name| workspace.path(name)));
    Ok(files)
}
