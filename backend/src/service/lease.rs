//! A long job keeps its task from being taken over, and learns when it was.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::error::AppResult;
use crate::state::AppState;
use crate::store;
use crate::store::task::Task;

pub struct Lease<'a> {
    app: &'a AppState,
    task: &'a Task,
    /// Microseconds, the last time that it was written.
    extended_at: AtomicI64,
}

impl<'a> Lease<'a> {
    pub fn new(app: &'a AppState, task: &'a Task) -> Self {
        Self { app, task, extended_at: AtomicI64::new(app.clock.now().timestamp_micros()) }
    }

    /// False: somebody else has taken over, stop. Written when a tenth of it is gone; ask as often as you like.
    pub async fn extend(&self) -> AppResult<bool> {
        let now = self.app.clock.now();
        let tenth = self.task.kind.lease().num_microseconds().unwrap_or(i64::MAX) / 10;
        if now.timestamp_micros() - self.extended_at.load(Ordering::Relaxed) < tenth {
            return Ok(true);
        }
        let tx = self.app.db.begin().await?;
        let mine = store::task::extend(&*tx, self.task, now).await?;
        tx.commit().await?;
        self.extended_at.store(now.timestamp_micros(), Ordering::Relaxed);
        Ok(mine)
    }
}
