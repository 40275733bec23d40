//! Turns to read a file of templates: of one organisation a file at a time is read, so that slow senders hold up nobody else's; and
//! so many are looked through at once that their memory is bounded. And turns to pass a file of a header on.

use std::sync::Arc;
use std::time::Duration;

use clienthub_shared::problem::ErrorCode;
use moka::future::Cache;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::error::{AppError, AppResult};

/// Files that are looked through at a time: each may be 16 MB, and twenty times that when it is made for it.
const AT_ONCE: usize = 2;
/// Files of headers that come from Meta at a time.
const PICTURES: usize = 32;
/// Until a turn comes.
const PATIENCE: Duration = Duration::from_secs(15);
/// What an organisation's turn is kept for, when nobody wants it.
const IDLE: Duration = Duration::from_secs(600);

#[derive(Clone)]
pub struct FileTurns {
    by_org: Cache<String, Arc<Semaphore>>,
    all: Arc<Semaphore>,
    pictures: Arc<Semaphore>,
    patience: Duration,
}

impl Default for FileTurns {
    fn default() -> Self {
        Self::new(PATIENCE)
    }
}

/// Whoever holds what was read holds it.
pub struct FileTurn {
    _of_org: OwnedSemaphorePermit,
    all: Arc<Semaphore>,
    patience: Duration,
    _of_all: Option<OwnedSemaphorePermit>,
}

impl FileTurns {
    fn new(patience: Duration) -> Self {
        let by_org = Cache::builder().max_capacity(10_000).time_to_idle(IDLE).build();
        let [all, pictures] = [AT_ONCE, PICTURES].map(|turns| Arc::new(Semaphore::new(turns)));
        Self { by_org, all, pictures, patience }
    }

    /// The organisation's turn, in which the file is received.
    pub async fn wait(&self, org: &str) -> AppResult<FileTurn> {
        let own = self.by_org.get_with(org.to_owned(), async { Arc::new(Semaphore::new(1)) }).await;
        let (all, patience) = (self.all.clone(), self.patience);
        Ok(FileTurn { _of_org: turn(own, patience).await?, all, patience, _of_all: None })
    }

    /// For a file of a header, until its last byte has come.
    pub async fn picture(&self) -> AppResult<OwnedSemaphorePermit> {
        turn(self.pictures.clone(), self.patience).await
    }

    /// How many more files could be looked through now.
    pub fn free(&self) -> usize {
        self.all.available_permits()
    }
}

impl FileTurn {
    /// The turn of all, in which it is looked through.
    pub async fn begin(&mut self) -> AppResult<()> {
        self._of_all = Some(turn(self.all.clone(), self.patience).await?);
        Ok(())
    }
}

async fn turn(turns: Arc<Semaphore>, patience: Duration) -> AppResult<OwnedSemaphorePermit> {
    match timeout(patience, turns.acquire_owned()).await {
        Ok(turn) => turn.map_err(|closed| AppError::Internal(closed.into())),
        Err(_) => Err(AppError::Unavailable(ErrorCode::Overloaded, 2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_slow_sender_holds_up_its_own_organisation_and_no_other() {
        let turns = FileTurns::new(Duration::from_millis(20));
        let slow = turns.wait("org_a").await.unwrap();
        assert!(matches!(turns.wait("org_a").await, Err(AppError::Unavailable(ErrorCode::Overloaded, _))));
        let mut others = Vec::new();
        for org in ["org_b", "org_c"] {
            let mut turn = turns.wait(org).await.unwrap();
            turn.begin().await.unwrap();
            others.push(turn);
        }
        assert_eq!(turns.free(), 0);
        let mut late = turns.wait("org_d").await.unwrap();
        assert!(late.begin().await.is_err());
        drop((slow, others));
        late.begin().await.unwrap();
        turns.wait("org_a").await.unwrap();
    }
}
