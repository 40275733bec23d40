//! What is forgotten by its age. How long each is kept is `jobs/schedule.rs`'s to say.

use chrono::{DateTime, Utc};
use sea_orm::Statement;

use super::{Conn, StoreResult};

/// Rows that one transaction removes: it holds SQLite's only writer.
pub const AT_ONCE: u64 = 5000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgotten {
    DoneTasks,
    BuriedTasks,
    DomainEvents,
    /// Meta's events that were dealt with; what is pending stays, however old.
    SettledEvents,
    /// Meta's events for WABAs that nobody has connected.
    OrphanEvents,
    /// Expired or ended.
    Sessions,
    /// Of hours long past, unless Meta asked for a longer wait.
    GraphBudgets,
    /// Answers of requests with an `Idempotency-Key`.
    Requests,
    /// Of which Meta knows nothing any more.
    Uploads,
}

impl Forgotten {
    /// Table, key, and which rows are old: `$1` is the time in microseconds.
    const fn rows(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::DoneTasks => ("tasks", "id", "state = 'done' AND finished_at < $1"),
            Self::BuriedTasks => ("tasks", "id", "state = 'buried' AND finished_at < $1"),
            Self::DomainEvents => ("domain_events", "id", "at < $1"),
            Self::SettledEvents => ("meta_events", "id", "received_at < $1 AND outcome <> 'pending'"),
            Self::OrphanEvents => (
                "meta_events",
                "id",
                "received_at < $1 AND outcome = 'pending' AND NOT EXISTS (SELECT 1 FROM wabas \
                 WHERE wabas.meta_id = meta_events.waba_meta_id AND wabas.disconnected_at IS NULL)",
            ),
            Self::Sessions => ("sessions", "id", "expires_at < $1 OR ended_at < $1"),
            Self::GraphBudgets => {
                ("graph_budgets", "subject", "hour * 3600000000 < $1 AND (blocked_until IS NULL OR blocked_until < $1)")
            }
            Self::Requests => ("idempotency", "scope", "created_at < $1"),
            Self::Uploads => ("uploads", "id", "created_at < $1"),
        }
    }
}

/// Removes at most `AT_ONCE` rows that are older than `before`; says how many.
pub async fn remove_some_any_org(db: &impl Conn, what: Forgotten, before: DateTime<Utc>) -> StoreResult<u64> {
    let (table, key, condition) = what.rows();
    let sql =
        format!("DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {condition} LIMIT {AT_ONCE})");
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [before.timestamp_micros().into()]);
    Ok(db.execute_raw(statement).await?.rows_affected())
}
