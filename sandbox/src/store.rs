//! The state file: read once at the start, written whole (temporary file, then rename) shortly after a change and at the end.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;

use crate::sandbox::Sandbox;
use crate::world::World;

const SETTLE: Duration = Duration::from_millis(200);

/// None when the file does not exist yet.
pub fn load(path: &Path) -> anyhow::Result<Option<World>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| format!("reading the sandbox state {}", path.display()));
        }
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .with_context(|| format!("the sandbox state {} is not readable; remove the file to start over", path.display()))
}

pub fn save(path: &Path, sandbox: &Sandbox) -> anyhow::Result<()> {
    let bytes = serde_json::to_vec_pretty(&sandbox.lock().world)?;
    let temporary = path.with_extension("tmp");
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    }
    std::fs::write(&temporary, bytes).with_context(|| format!("writing {}", temporary.display()))?;
    std::fs::rename(&temporary, path).with_context(|| format!("renaming to {}", path.display()))
}

/// Saves after every burst of changes, for as long as the sandbox runs.
pub async fn keep_saved(path: PathBuf, sandbox: Arc<Sandbox>) {
    loop {
        sandbox.dirty.notified().await;
        tokio::time::sleep(SETTLE).await;
        if let Err(error) = save(&path, &sandbox) {
            tracing::error!("sandbox state not saved: {error:#}");
        }
    }
}
