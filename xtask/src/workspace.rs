//! Where things lie: the repository, cargo's target folder, the built front end and the built program.
//! Nothing here runs or writes.

use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};

pub struct Workspace {
    pub root: PathBuf,
    pub target: PathBuf,
}

impl Workspace {
    pub fn find() -> Result<Workspace> {
        // Asked at run time: one target folder may serve several clones, and cargo does not build anew for each.
        let package = env::var_os("CARGO_MANIFEST_DIR").context("call it as `cargo xtask`")?;
        let root = Path::new(&package).parent().context("xtask lies in a folder of the repository")?.to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => std::path::absolute(folder)?,
            None => root.join("target"),
        };
        Ok(Workspace { root, target })
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub fn frontend(&self) -> PathBuf {
        self.path("frontend")
    }

    pub fn dist(&self) -> PathBuf {
        self.path("frontend/dist")
    }

    pub fn e2e(&self) -> PathBuf {
        self.path("e2e")
    }

    /// The program as `cargo build --release` leaves it.
    pub fn release_binary(&self) -> PathBuf {
        self.target.join("release/clienthub")
    }

    /// The program as the tests leave it.
    pub fn debug_binary(&self) -> PathBuf {
        self.target.join("debug/clienthub")
    }

    /// Our own notes (stamps, builds of tools), beside cargo's.
    pub fn notes(&self) -> PathBuf {
        self.target.join("xtask")
    }
}
