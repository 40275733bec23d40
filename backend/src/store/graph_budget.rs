//! How many Graph calls a WABA has had this hour, how much of a limit Meta says is used up, and until when it asks to wait: rows
//! that all processes share. The app has a row of its own; its calls are not counted, for Meta does not tell its limit.

use chrono::{DateTime, Utc};
use sea_orm::{FromQueryResult, Statement, Value};

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Budget {
    /// Hours since 1970; what the next two count belongs to it.
    pub hour: i64,
    pub calls: i64,
    pub usage_percent: i64,
    /// Meta asked to wait until then.
    pub blocked_until: Option<i64>,
}

/// How much may be used up before a call is refused.
#[derive(Clone, Copy, Debug)]
pub struct Most {
    pub calls: i64,
    pub percent: i64,
}

pub fn hour_of(now: DateTime<Utc>) -> i64 {
    now.timestamp().div_euclid(3600)
}

pub async fn find_any_org(db: &impl Conn, subject: &str) -> StoreResult<Option<Budget>> {
    let sql = "SELECT hour, calls, usage_percent, blocked_until FROM graph_budgets WHERE subject = $1";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [subject.into()]);
    Ok(Budget::find_by_statement(statement).one(db).await?)
}

/// Takes one call of this hour's; false when more is used up, or Meta asked to wait.
pub async fn take_any_org(db: &impl Conn, subject: &str, most: Most, now: DateTime<Utc>) -> StoreResult<bool> {
    let sql = "INSERT INTO graph_budgets (subject, hour, calls, usage_percent) VALUES ($1, $2, 1, 0) \
               ON CONFLICT (subject) DO UPDATE SET hour = excluded.hour, \
               calls = CASE WHEN graph_budgets.hour = excluded.hour THEN graph_budgets.calls + 1 ELSE 1 END, \
               usage_percent = CASE WHEN graph_budgets.hour = excluded.hour THEN graph_budgets.usage_percent ELSE 0 END \
               WHERE (graph_budgets.hour <> excluded.hour \
               OR (graph_budgets.calls < $3 AND graph_budgets.usage_percent < $4)) \
               AND (graph_budgets.blocked_until IS NULL OR graph_budgets.blocked_until <= $5)";
    let values: [Value; 5] =
        [subject.into(), hour_of(now).into(), most.calls.into(), most.percent.into(), now.timestamp_micros().into()];
    let done = db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(done.rows_affected() == 1)
}

/// Calls beyond the one that was taken, and what Meta said of its limits; 0 percent: nothing.
pub async fn note_any_org(
    db: &impl Conn,
    subject: &str,
    now: DateTime<Utc>,
    more_calls: i64,
    percent: i64,
    blocked_until: Option<DateTime<Utc>>,
) -> StoreResult<()> {
    let sql = "INSERT INTO graph_budgets (subject, hour, calls, usage_percent, blocked_until) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (subject) DO UPDATE SET hour = excluded.hour, \
               calls = excluded.calls + CASE WHEN graph_budgets.hour = excluded.hour THEN graph_budgets.calls ELSE 0 END, \
               usage_percent = CASE WHEN excluded.usage_percent > 0 THEN excluded.usage_percent \
               WHEN graph_budgets.hour = excluded.hour THEN graph_budgets.usage_percent ELSE 0 END, \
               blocked_until = COALESCE(excluded.blocked_until, graph_budgets.blocked_until)";
    let values: [Value; 5] = [
        subject.into(),
        hour_of(now).into(),
        more_calls.into(),
        percent.into(),
        blocked_until.map(|until| until.timestamp_micros()).into(),
    ];
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(())
}
