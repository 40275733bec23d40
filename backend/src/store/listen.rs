//! Being told at once that domain events were committed: by this process through a counter, by others through Postgres'
//! NOTIFY, which carries nothing. Only a hint to look; what was missed is found by looking again.

use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{DbErr, RuntimeErr};
use tokio::sync::watch;

use super::{Db, StoreError, StoreResult};

/// Sent with each transaction that writes domain events; see `domain_event::insert_many`.
pub const CHANNEL: &str = "clienthub_events";

/// One connection that hears of other processes' events.
pub struct Listener(PgListener);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    Events,
    /// The connection broke and is back: anything may have been missed.
    Gap,
}

impl Db {
    /// Changes with every transaction that this process commits.
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.subscribe()
    }

    /// None on SQLite, which has one process.
    pub async fn listen(&self) -> StoreResult<Option<Listener>> {
        if self.is_sqlite() {
            return Ok(None);
        }
        let mut listener = PgListener::connect_with(self.write.get_postgres_connection_pool()).await.map_err(lost)?;
        listener.listen(CHANNEL).await.map_err(lost)?;
        Ok(Some(Listener(listener)))
    }
}

impl Listener {
    pub async fn next(&mut self) -> StoreResult<Heard> {
        let heard = self.0.try_recv().await.map_err(lost)?;
        Ok(if heard.is_some() { Heard::Events } else { Heard::Gap })
    }
}

fn lost(error: sea_orm::sqlx::Error) -> StoreError {
    StoreError::Db(DbErr::Conn(RuntimeErr::Internal(error.to_string())))
}
