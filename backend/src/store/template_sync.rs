//! How far the sync of a WABA's templates is, and what the last one found. One row per WABA, from the first sync on.

use chrono::{DateTime, Utc};
use clienthub_shared::id::{OrgId, WabaId};
use clienthub_shared::waba::SyncState;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{FromQueryResult, IntoActiveModel, Iterable, Statement};

use super::{Conn, StoreResult, template};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template_syncs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub waba_id: String,
    pub org_id: String,
    /// `SyncState`.
    pub state: String,
    /// `ErrorCode` of the last failure.
    pub error: Option<String>,
    /// When the first of the failures in a row was.
    pub failed_at: Option<i64>,
    pub asked_at: Option<i64>,
    /// When the sync began that has not come to its end.
    pub began_at: Option<i64>,
    /// Meta's cursor where that sync goes on; absent: it has seen all pages.
    pub cursor: Option<String>,
    /// When the last complete sync began to read.
    pub synced_at: Option<i64>,
    /// Templates that Meta counts, and how many it allows.
    pub used: Option<i64>,
    pub allowed: Option<i64>,
    /// JSON: `TemplateChanges` of the sync that has not come to its end.
    pub finding: Option<String>,
    /// The same of the last that found something.
    pub found: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Of a WABA whose templates were never read.
    pub fn new(org: OrgId, waba: WabaId) -> Self {
        Self {
            waba_id: waba.to_string(),
            org_id: org.to_string(),
            state: SyncState::Never.as_str().into(),
            error: None,
            failed_at: None,
            asked_at: None,
            began_at: None,
            cursor: None,
            synced_at: None,
            used: None,
            allowed: None,
            finding: None,
            found: None,
        }
    }
}

pub async fn find(db: &impl Conn, org: OrgId, waba: WabaId) -> StoreResult<Option<Model>> {
    Ok(Entity::find_by_id(waba.to_string()).filter(Column::OrgId.eq(org.to_string())).one(db).await?)
}

/// Inserts or replaces. Callers hold the WABA.
pub async fn put(db: &impl Conn, row: &Model) -> StoreResult<()> {
    let columns = Column::iter().filter(|column| !matches!(column, Column::WabaId));
    let conflict = OnConflict::column(Column::WabaId).update_columns(columns).to_owned();
    let row = row.clone().into_active_model().reset_all();
    Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

/// More or fewer templates at Meta than it counted, until the next sync counts. Callers hold the WABA.
pub async fn count_used(db: &impl Conn, org: OrgId, waba: WabaId, more: i64) -> StoreResult<()> {
    let Some(mut row) = find(db, org, waba).await? else { return Ok(()) };
    row.used = row.used.map(|used| (used + more).max(0));
    put(db, &row).await
}

/// A connected WABA, and when its templates were last asked for.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Due {
    pub waba_id: String,
    pub asked_at: Option<i64>,
}

/// Those last asked for before `before`, the longest ago first: the periodic sync's work.
pub async fn list_due_any_org(db: &impl Conn, before: DateTime<Utc>, limit: u64) -> StoreResult<Vec<Due>> {
    let sql = "SELECT wabas.id AS waba_id, template_syncs.asked_at AS asked_at \
               FROM wabas LEFT JOIN template_syncs ON template_syncs.waba_id = wabas.id \
               WHERE wabas.disconnected_at IS NULL AND (template_syncs.asked_at IS NULL OR template_syncs.asked_at < $1) \
               ORDER BY COALESCE(template_syncs.asked_at, 0) LIMIT $2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = [before.timestamp_micros().into(), limit.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Due::find_by_statement(statement).all(db).await?)
}

/// New ones that were given to Meta before `before`, of which no answer is known.
pub async fn list_open(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    before: DateTime<Utc>,
) -> StoreResult<Vec<template::Model>> {
    Ok(template::Entity::find()
        .filter(template::Column::WabaId.eq(waba.to_string()))
        .filter(template::Column::OrgId.eq(org.to_string()))
        .filter(template::Column::MetaId.is_null())
        .filter(template::Column::SendingSince.lt(before.timestamp_micros()))
        .all(db)
        .await?)
}
