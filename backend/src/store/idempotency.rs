//! Requests that carried an `Idempotency-Key`: what was asked and what was answered. Kept a day (`retention.rs`).

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{Statement, Value};

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// Who, where and which key, as one MAC.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: String,
    pub body_hash: Vec<u8>,
    /// `running`, `answered`, `secret` (answered, but the answer is not kept), `unknown`
    pub state: String,
    pub status: Option<i64>,
    pub answer: Option<String>,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Begins a request; false when there is one in its place that is younger than `expired`.
pub async fn claim_any_org(
    db: &impl Conn,
    scope: &str,
    body_hash: &[u8],
    now: DateTime<Utc>,
    expired: DateTime<Utc>,
) -> StoreResult<bool> {
    let sql = "INSERT INTO idempotency (scope, body_hash, state, created_at) VALUES ($1, $2, 'running', $3) \
               ON CONFLICT (scope) DO UPDATE SET body_hash = excluded.body_hash, state = excluded.state, \
               status = NULL, answer = NULL, created_at = excluded.created_at WHERE idempotency.created_at <= $4";
    let values: [Value; 4] =
        [scope.into(), body_hash.to_vec().into(), now.timestamp_micros().into(), expired.timestamp_micros().into()];
    let done = db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    Ok(done.rows_affected() == 1)
}

pub async fn find_any_org(db: &impl Conn, scope: &str) -> StoreResult<Option<Model>> {
    Ok(Entity::find_by_id(scope).one(db).await?)
}

/// Writes down how the request that began at `created_at` ended.
pub async fn settle_any_org(db: &impl Conn, row: Model) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(row.state))
        .col_expr(Column::Status, Expr::value(row.status))
        .col_expr(Column::Answer, Expr::value(row.answer))
        .filter(Column::Scope.eq(row.scope))
        .filter(Column::CreatedAt.eq(row.created_at))
        .exec(db)
        .await?;
    Ok(())
}

pub async fn remove_any_org(db: &impl Conn, scope: &str, created_at: i64) -> StoreResult<()> {
    Entity::delete_many().filter(Column::Scope.eq(scope)).filter(Column::CreatedAt.eq(created_at)).exec(db).await?;
    Ok(())
}
