//! Background work as rows: written in the transaction of the change, claimed with a lease and a fencing number.
//!
//! There is at most one open task of a kind for an object; asking again while it runs makes it run once more.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::id::TaskId;
use sea_orm::entity::prelude::*;
use sea_orm::{DbBackend, ExprTrait, FromQueryResult, Statement, Value};

use super::{Conn, StoreResult, word};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tasks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// `TaskKind`
    pub kind: String,
    pub object_id: String,
    /// `queued`, `running`, `done`, `buried`
    pub state: String,
    pub run_at: i64,
    pub attempts: i64,
    /// Counts claims; a worker whose number is old changes nothing.
    pub fence: i64,
    pub lease_until: Option<i64>,
    /// Asked for again while it ran, and not begun anew since.
    pub again: bool,
    pub last_error: Option<String>,
    pub created_at: i64,
    pub finished_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What a task does; its object is named by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskKind {
    /// Object: a WABA's Meta id. Applies its pending webhook events.
    ApplyEvents,
    /// Object: a WABA. Reads it and its numbers from Meta.
    SyncWaba,
    /// Object: a number. Asks Meta for its health.
    RefreshHealth,
    /// Object: a number or a WABA whose state changes by time alone.
    Expire,
    /// Object: a number. Reads it from Meta at once.
    ReadNumber,
    /// Object: a number whose registration's process may have died.
    ResumeRegistration,
    /// Object: a WABA. Reads its templates from Meta.
    SyncTemplates,
    /// Object: a WABA and a template by its Meta id, with a slash between. Reads that one from Meta.
    ReadTemplate,
}

impl TaskKind {
    pub const ALL: [Self; 8] = [
        Self::ApplyEvents,
        Self::SyncWaba,
        Self::RefreshHealth,
        Self::Expire,
        Self::ReadNumber,
        Self::ResumeRegistration,
        Self::SyncTemplates,
        Self::ReadTemplate,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApplyEvents => "apply_events",
            Self::SyncWaba => "sync_waba",
            Self::RefreshHealth => "refresh_health",
            Self::Expire => "expire",
            Self::ReadNumber => "read_number",
            Self::ResumeRegistration => "resume_registration",
            Self::SyncTemplates => "sync_templates",
            Self::ReadTemplate => "read_template",
        }
    }

    /// How long a worker may be silent before somebody else takes over.
    pub const fn lease(self) -> TimeDelta {
        match self {
            Self::ApplyEvents | Self::Expire => TimeDelta::seconds(60),
            Self::RefreshHealth | Self::ReadNumber | Self::ReadTemplate => TimeDelta::seconds(60),
            // Kept with every page, and a page is a few calls of 15 s.
            Self::SyncWaba | Self::SyncTemplates => TimeDelta::seconds(90),
            Self::ResumeRegistration => TimeDelta::seconds(300),
        }
    }
}

/// A claimed task.
#[derive(Clone, Debug)]
pub struct Task {
    pub id: TaskId,
    pub kind: TaskKind,
    pub object_id: String,
    /// This attempt's number, from 1.
    pub attempt: i64,
    pub fence: i64,
}

/// Asks for a task. One that is queued already may come earlier; one that runs will run again.
pub async fn enqueue(
    db: &impl Conn,
    kind: TaskKind,
    object_id: &str,
    run_at: DateTime<Utc>,
    id: TaskId,
) -> StoreResult<()> {
    let sql = "INSERT INTO tasks (id, kind, object_id, state, run_at, attempts, fence, again, created_at) \
               VALUES ($1, $2, $3, 'queued', $4, 0, 0, false, $4) \
               ON CONFLICT (kind, object_id) WHERE state IN ('queued', 'running') DO UPDATE SET \
               again = (tasks.again OR tasks.state = 'running'), \
               run_at = CASE WHEN tasks.state = 'queued' AND tasks.run_at > excluded.run_at \
               THEN excluded.run_at ELSE tasks.run_at END";
    let values: [Value; 4] =
        [id.to_string().into(), kind.as_str().into(), object_id.into(), run_at.timestamp_micros().into()];
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// The same for several objects in one statement. In the order of their names, so that two processes never wait for each
/// other; what is queued already is left alone, also while it waits after a failure.
pub async fn enqueue_many(
    db: &impl Conn,
    kind: TaskKind,
    object_ids: &BTreeSet<String>,
    run_at: DateTime<Utc>,
    mut id: impl FnMut() -> TaskId,
) -> StoreResult<()> {
    let object_ids: Vec<_> = object_ids.iter().collect();
    for some in object_ids.chunks(500) {
        let mut values: Vec<Value> = vec![kind.as_str().into(), run_at.timestamp_micros().into()];
        let mut rows = String::new();
        for object_id in some {
            values.push(id().to_string().into());
            values.push(object_id.as_str().into());
            let (comma, place) = (if rows.is_empty() { "" } else { "," }, values.len());
            rows.push_str(&format!("{comma}(${}, $1, ${place}, 'queued', $2, 0, 0, false, $2)", place - 1));
        }
        let sql = format!(
            "INSERT INTO tasks (id, kind, object_id, state, run_at, attempts, fence, again, created_at) VALUES {rows} \
             ON CONFLICT (kind, object_id) WHERE state IN ('queued', 'running') DO UPDATE SET \
             again = (tasks.again OR tasks.state = 'running'), \
             run_at = CASE WHEN tasks.state = 'queued' THEN excluded.run_at ELSE tasks.run_at END \
             WHERE (tasks.state = 'running' AND NOT tasks.again) \
             OR (tasks.state = 'queued' AND tasks.attempts = 0 AND tasks.run_at > excluded.run_at)"
        );
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Claimed {
    id: String,
    object_id: String,
    attempts: i64,
    fence: i64,
}

/// Claims up to `limit` tasks of a kind that are due, or whose worker has been silent for its lease. What was asked for while an
/// attempt ran stays asked for: the next one may go on where that one stopped, and has not begun anew.
pub async fn claim(db: &impl Conn, kind: TaskKind, now: DateTime<Utc>, limit: u64) -> StoreResult<Vec<Task>> {
    let lock = if db.get_database_backend() == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let sql = format!(
        "WITH due AS MATERIALIZED (SELECT id FROM tasks WHERE kind = $1 AND state IN ('queued', 'running') \
         AND run_at <= $2 AND (state = 'queued' OR lease_until < $2) ORDER BY run_at LIMIT $3 {lock}) \
         UPDATE tasks SET state = 'running', attempts = attempts + 1, fence = fence + 1, lease_until = $4 \
         WHERE id IN (SELECT id FROM due) RETURNING id, object_id, attempts, fence"
    );
    let until = (now + kind.lease()).timestamp_micros();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values: [Value; 4] = [kind.as_str().into(), now.timestamp_micros().into(), limit.into(), until.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = Claimed::find_by_statement(statement).all(db).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Task {
                id: word("tasks.id", &row.id)?,
                kind,
                object_id: row.object_id,
                attempt: row.attempts,
                fence: row.fence,
            })
        })
        .collect()
}

/// A task that is not needed any more; one that runs ends by itself.
pub async fn cancel_queued(db: &impl Conn, kind: TaskKind, object_id: &str) -> StoreResult<()> {
    Entity::delete_many()
        .filter(Column::Kind.eq(kind.as_str()))
        .filter(Column::ObjectId.eq(object_id))
        .filter(Column::State.eq("queued"))
        .exec(db)
        .await?;
    Ok(())
}

/// Makes the queued tasks of a kind due. For SQLite at the start.
pub async fn hasten(db: &impl Conn, kind: TaskKind, now: DateTime<Utc>) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::RunAt, Expr::value(now.timestamp_micros()))
        .filter(Column::Kind.eq(kind.as_str()))
        .filter(Column::State.eq("queued"))
        .exec(db)
        .await?;
    Ok(())
}

/// Takes every running task from its worker. For SQLite at the start: its one process has died, so nobody has them.
pub async fn requeue_running(db: &impl Conn, now: DateTime<Utc>) -> StoreResult<u64> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value("queued"))
        .col_expr(Column::Fence, Expr::col(Column::Fence).add(1))
        .col_expr(Column::RunAt, Expr::value(now.timestamp_micros()))
        .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
        .filter(Column::State.eq("running"))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// Keeps a long task: false when somebody else has taken it over.
pub async fn extend(db: &impl Conn, task: &Task, now: DateTime<Utc>) -> StoreResult<bool> {
    let until = (now + task.kind.lease()).timestamp_micros();
    let done = mine(task).col_expr(Column::LeaseUntil, Expr::value(until)).exec(db).await?;
    Ok(done.rows_affected == 1)
}

/// Done; or queued again at once when it was asked for while it ran.
pub async fn complete(db: &impl Conn, task: &Task, now: DateTime<Utc>) -> StoreResult<bool> {
    let now = now.timestamp_micros();
    let again = || Expr::col(Column::Again);
    let done = mine(task)
        .col_expr(Column::State, Expr::case(again(), "queued").finally("done").into())
        .col_expr(Column::Again, Expr::value(false))
        .col_expr(Column::FinishedAt, Expr::case(again(), Expr::value(None::<i64>)).finally(now).into())
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::RunAt, Expr::value(now))
        .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
        .col_expr(Column::LastError, Expr::value(None::<String>))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// To be tried again later; with `None` buried, unless it was asked for while it ran.
pub async fn fail(
    db: &impl Conn,
    task: &Task,
    reason: &str,
    again_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let ended = mine(task)
        .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
        .col_expr(Column::LastError, Expr::value(reason.chars().take(500).collect::<String>()));
    let ended = match again_at {
        Some(at) => ended
            .col_expr(Column::State, Expr::value("queued"))
            .col_expr(Column::RunAt, Expr::value(at.timestamp_micros())),
        None => {
            let (again, now) = (|| Expr::col(Column::Again), now.timestamp_micros());
            ended
                .col_expr(Column::State, Expr::case(again(), "queued").finally("buried").into())
                .col_expr(Column::Again, Expr::value(false))
                .col_expr(Column::FinishedAt, Expr::case(again(), Expr::value(None::<i64>)).finally(now).into())
                .col_expr(Column::Attempts, Expr::case(again(), 0).finally(Expr::col(Column::Attempts)).into())
                .col_expr(Column::RunAt, Expr::value(now))
        }
    };
    Ok(ended.exec(db).await?.rows_affected == 1)
}

fn mine(task: &Task) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::Id.eq(task.id.to_string()))
        .filter(Column::Fence.eq(task.fence))
        .filter(Column::State.eq("running"))
}

/// Whether a claim would find anything: a read, so that idle workers leave the writer alone.
pub async fn count_due_of(db: &impl Conn, kind: TaskKind, now: DateTime<Utc>) -> StoreResult<u64> {
    let now = now.timestamp_micros();
    Ok(Entity::find()
        .filter(Column::Kind.eq(kind.as_str()))
        .filter(Column::State.is_in(["queued", "running"]))
        .filter(Column::RunAt.lte(now))
        .filter(Column::State.eq("queued").or(Column::LeaseUntil.lt(now)))
        .count(db)
        .await?)
}
