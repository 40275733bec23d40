//! A long job keeps its task from being taken over, and learns when it was.

use crate::error::AppResult;
use crate::state::AppState;
use crate::store;
use crate::store::task::Task;

pub struct Lease<'a> {
    app: &'a AppState,
    task: &'a Task,
}

impl<'a> Lease<'a> {
    pub fn new(app: &'a AppState, task: &'a Task) -> Self {
        Self { app, task }
    }

    /// False: somebody else has taken over, stop.
    pub async fn extend(&self) -> AppResult<bool> {
        let tx = self.app.db.begin().await?;
        let mine = store::task::extend(&*tx, self.task, self.app.clock.now()).await?;
        tx.commit().await?;
        Ok(mine)
    }
}
