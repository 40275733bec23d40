//! How many Graph calls a WABA has had this hour: a row that all processes share.

use chrono::{DateTime, Utc};
use sea_orm::{Statement, Value};

use super::{Conn, StoreResult};

/// Takes one call of this hour's budget; false when `most` are used up, usage is at `most_percent`, or Meta asked to wait.
pub async fn take_any_org(
    db: &impl Conn,
    waba_meta_id: &str,
    most: i64,
    most_percent: i64,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let sql = "INSERT INTO graph_budgets (waba_meta_id, hour, calls, usage_percent) VALUES ($1, $2, 1, 0) \
               ON CONFLICT (waba_meta_id) DO UPDATE SET hour = excluded.hour, \
               calls = CASE WHEN graph_budgets.hour = excluded.hour THEN graph_budgets.calls + 1 ELSE 1 END, \
               usage_percent = CASE WHEN graph_budgets.hour = excluded.hour THEN graph_budgets.usage_percent ELSE 0 END \
               WHERE (graph_budgets.hour <> excluded.hour \
               OR (graph_budgets.calls < $3 AND graph_budgets.usage_percent < $4)) \
               AND (graph_budgets.blocked_until IS NULL OR graph_budgets.blocked_until <= $5)";
    let values: [Value; 5] = [
        waba_meta_id.into(),
        (now.timestamp() / 3600).into(),
        most.into(),
        most_percent.into(),
        now.timestamp_micros().into(),
    ];
    let done = db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(done.rows_affected() == 1)
}

/// What Meta said of the limits with its last answer.
pub async fn note_any_org(
    db: &impl Conn,
    waba_meta_id: &str,
    percent: i64,
    blocked_until: Option<DateTime<Utc>>,
) -> StoreResult<()> {
    let sql = "UPDATE graph_budgets SET usage_percent = $2, blocked_until = COALESCE($3, blocked_until) \
               WHERE waba_meta_id = $1";
    let values: [Value; 3] =
        [waba_meta_id.into(), percent.into(), blocked_until.map(|until| until.timestamp_micros()).into()];
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(())
}
