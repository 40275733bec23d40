//! WhatsApp Business Accounts: Meta's raw facts and what follows from them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use clienthub_shared::id::{OrgId, WabaId};
use clienthub_shared::status::{OnBehalf, WabaStatus, WabaType};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, IntoActiveModel, QueryOrder, QuerySelect};

use super::{Conn, ROWS, StoreError, StoreResult, word};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wabas")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub org_id: String,
    pub meta_id: String,
    pub name: String,
    /// Folded, for sorting and searching.
    pub name_key: String,
    pub status: String,
    pub status_since: i64,
    pub kind: String,
    pub on_behalf: String,
    pub on_behalf_since: i64,
    pub on_behalf_name: Option<String>,
    pub verification: String,
    pub review_status: Option<String>,
    pub ownership_type: Option<String>,
    pub on_behalf_type: Option<String>,
    pub on_behalf_status: Option<String>,
    pub verification_status: Option<String>,
    pub portfolio_meta_id: Option<String>,
    pub currency: Option<String>,
    pub timezone_id: Option<String>,
    pub namespace: Option<String>,
    pub limit_raw: Option<String>,
    /// JSON: `Vec<HealthEntity>`.
    pub health: Option<String>,
    /// JSON: `Vec<Restriction>`.
    pub restrictions: Option<String>,
    pub ban_state: Option<String>,
    pub violation: Option<String>,
    pub violation_at: Option<i64>,
    pub app_subscribed: bool,
    pub partner_removed: bool,
    /// When the status may change by time alone.
    pub next_expiry_at: Option<i64>,
    /// `SyncState`.
    pub sync_state: String,
    /// `ErrorCode` of the last failure.
    pub sync_error: Option<String>,
    /// When the first of the failures in a row was; absent while syncs work.
    pub sync_failed_at: Option<i64>,
    pub sync_asked_at: Option<i64>,
    /// When the sync began that has not come to its end; absent when none was interrupted.
    pub sync_began_at: Option<i64>,
    /// Meta's cursor where that sync goes on; absent: it has seen all pages.
    pub sync_cursor: Option<String>,
    /// When the last complete sync began to read.
    pub synced_at: Option<i64>,
    pub added_at: i64,
    pub disconnected_at: Option<i64>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub async fn find(db: &impl Conn, org: OrgId, waba: WabaId) -> StoreResult<Option<Model>> {
    Ok(Entity::find_by_id(waba.to_string()).filter(Column::OrgId.eq(org.to_string())).one(db).await?)
}

/// By our id alone: for jobs, whose task carries no organisation.
pub async fn find_any_org(db: &impl Conn, waba: WabaId) -> StoreResult<Option<Model>> {
    Ok(Entity::find_by_id(waba.to_string()).one(db).await?)
}

/// The connected WABA of a Meta id, in whichever organisation: there is at most one.
pub async fn find_active_any_org(db: &impl Conn, meta_id: &str) -> StoreResult<Option<Model>> {
    Ok(Entity::find().filter(Column::MetaId.eq(meta_id)).filter(Column::DisconnectedAt.is_null()).one(db).await?)
}

/// Those of these Meta ids that somebody has connected.
pub async fn active_of_any_org(db: &impl Conn, meta_ids: BTreeSet<String>) -> StoreResult<BTreeSet<String>> {
    let mut active = BTreeSet::new();
    for some in meta_ids.into_iter().collect::<Vec<_>>().chunks(ROWS) {
        let found = Entity::find().select_only().column(Column::MetaId).filter(Column::DisconnectedAt.is_null());
        active.extend(found.filter(Column::MetaId.is_in(some)).into_tuple::<String>().all(db).await?);
    }
    Ok(active)
}

/// Held until the end of the transaction: whoever changes a WABA or its numbers holds its row first (docs/decisions/0003).
/// SQLite has one writer anyway.
pub async fn lock(db: &impl Conn, org: OrgId, waba: WabaId) -> StoreResult<Option<Model>> {
    let row = Entity::find_by_id(waba.to_string()).filter(Column::OrgId.eq(org.to_string()));
    Ok(row.lock_exclusive().one(db).await?)
}

/// The same by our id alone.
pub async fn lock_any_org(db: &impl Conn, waba_id: &str) -> StoreResult<Option<Model>> {
    Ok(Entity::find_by_id(waba_id).lock_exclusive().one(db).await?)
}

/// A WABA that this organisation connected before, connected now or not; the newest.
pub async fn find_by_meta_id(db: &impl Conn, org: OrgId, meta_id: &str) -> StoreResult<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::OrgId.eq(org.to_string()))
        .filter(Column::MetaId.eq(meta_id))
        .order_by_desc(Column::AddedAt)
        .one(db)
        .await?)
}

/// The WABAs of a business portfolio in one organisation: a capability event concerns all of them. Held until the end of the
/// transaction, in the order of their ids.
pub async fn lock_portfolio(db: &impl Conn, org: OrgId, portfolio: &str) -> StoreResult<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::OrgId.eq(org.to_string()))
        .filter(Column::PortfolioMetaId.eq(portfolio))
        .filter(Column::DisconnectedAt.is_null())
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(db)
        .await?)
}

/// Connected WABAs whose last sync was asked for before `before`, the oldest first: the periodic sync's work.
pub async fn list_due_any_org(db: &impl Conn, before: DateTime<Utc>, limit: u64) -> StoreResult<Vec<Model>> {
    let before = before.timestamp_micros();
    Ok(Entity::find()
        .filter(Column::DisconnectedAt.is_null())
        .filter(Column::SyncAskedAt.lt(before))
        .order_by_asc(Column::SyncAskedAt)
        .limit(limit)
        .all(db)
        .await?)
}

/// WABAs whose status may have changed by time alone.
pub async fn list_expired_any_org(db: &impl Conn, now: DateTime<Utc>, limit: u64) -> StoreResult<Vec<Model>> {
    Ok(Entity::find().filter(Column::NextExpiryAt.lte(now.timestamp_micros())).limit(limit).all(db).await?)
}

pub async fn insert(db: &impl Conn, row: Model) -> StoreResult<()> {
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(db).await?;
    Ok(())
}

/// Writes every column and counts the version up, when nobody else has since it was read.
pub async fn update(db: &impl Conn, row: &Model) -> StoreResult<()> {
    let mut change = row.clone().into_active_model().reset_all();
    change.version = Set(row.version + 1);
    let done = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(row.id.clone()))
        .filter(Column::Version.eq(row.version))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Raced) }
}

impl Model {
    pub fn id(&self) -> StoreResult<WabaId> {
        word("wabas.id", &self.id)
    }

    pub fn org(&self) -> StoreResult<OrgId> {
        word("wabas.org_id", &self.org_id)
    }

    pub fn status(&self) -> StoreResult<WabaStatus> {
        word("wabas.status", &self.status)
    }

    pub fn kind(&self) -> StoreResult<WabaType> {
        word("wabas.kind", &self.kind)
    }

    pub fn on_behalf(&self) -> StoreResult<OnBehalf> {
        word("wabas.on_behalf", &self.on_behalf)
    }
}

/// The periodic sync was asked for: not a change that anybody sees.
pub async fn sync_asked(db: &impl Conn, row: &Model, now: DateTime<Utc>) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::SyncAskedAt, Expr::value(now.timestamp_micros()))
        .filter(Column::Id.eq(row.id.clone()))
        .exec(db)
        .await?;
    Ok(())
}

/// How far the sync came that began at `began`; no cursor: through all pages. Not a change that anybody sees.
pub async fn put_sync_progress(
    db: &impl Conn,
    waba_id: &str,
    began: DateTime<Utc>,
    cursor: Option<&str>,
) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::SyncBeganAt, Expr::value(began.timestamp_micros()))
        .col_expr(Column::SyncCursor, Expr::value(cursor.map(ToOwned::to_owned)))
        .filter(Column::Id.eq(waba_id))
        .exec(db)
        .await?;
    Ok(())
}

/// A sync came to its end and found everything as it was: only the time moves.
pub async fn synced(db: &impl Conn, waba_id: &str, began: DateTime<Utc>) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::SyncedAt, Expr::value(began.timestamp_micros()))
        .col_expr(Column::SyncBeganAt, Expr::value(None::<i64>))
        .col_expr(Column::SyncCursor, Expr::value(None::<String>))
        .filter(Column::Id.eq(waba_id))
        .exec(db)
        .await?;
    Ok(())
}
