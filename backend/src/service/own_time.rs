//! A step that goes on when its request is gone, and waits for Meta longer than people do.

use std::time::Duration;

use tracing::Instrument;

use crate::error::{AppError, AppResult};
use crate::state::AppState;

/// How far a step had come when its person was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Done,
    /// Meta has not answered yet; the stream tells.
    Pending,
}

/// Runs a step apart from its request, and waits for it as long as people do.
pub async fn in_own_time(
    app: &AppState,
    step: impl Future<Output = AppResult<()>> + Send + 'static,
) -> AppResult<Progress> {
    let running = tokio::spawn(step.instrument(tracing::Span::current()));
    match tokio::time::timeout(Duration::from_secs(app.config.meta.answer_within_s), running).await {
        Ok(Ok(done)) => done.map(|()| Progress::Done),
        Ok(Err(died)) => Err(AppError::Internal(anyhow::Error::new(died).context("a step died"))),
        Err(_) => Ok(Progress::Pending),
    }
}
