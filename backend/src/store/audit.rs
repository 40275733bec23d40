//! The audit log: who did what to what, with the values before and after. Secrets never stand in it.

use chrono::{DateTime, Utc};
use clienthub_shared::id::{AuditId, OrgId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub org_id: String,
    pub actor_kind: String,
    pub actor_id: Option<String>,
    pub action: String,
    pub object_id: Option<String>,
    pub before_value: Option<String>,
    pub after_value: Option<String>,
    pub request_id: Option<String>,
    pub at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// One row, as a service writes it in the transaction of the change.
pub struct AuditEntry<'a> {
    pub id: AuditId,
    pub actor: &'a crate::actor::Actor,
    /// Such as `waba.connect`.
    pub action: &'a str,
    pub object_id: Option<String>,
    pub before: Option<serde_json::Value>,
    pub after: Option<serde_json::Value>,
}

pub async fn insert(db: &impl Conn, org: OrgId, entry: AuditEntry<'_>, now: DateTime<Utc>) -> StoreResult<()> {
    insert_many(db, vec![(org, entry)], now).await
}

/// The same in the logs of several organisations.
pub async fn insert_many(db: &impl Conn, entries: Vec<(OrgId, AuditEntry<'_>)>, now: DateTime<Utc>) -> StoreResult<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let rows = entries.into_iter().map(|(org, entry)| ActiveModel {
        id: Set(entry.id.to_string()),
        org_id: Set(org.to_string()),
        actor_kind: Set(entry.actor.kind.as_str().into()),
        actor_id: Set(entry.actor.id()),
        action: Set(entry.action.into()),
        object_id: Set(entry.object_id),
        before_value: Set(entry.before.map(|value| value.to_string())),
        after_value: Set(entry.after.map(|value| value.to_string())),
        request_id: Set(entry.actor.request_id.clone()),
        at: Set(now.timestamp_micros()),
    });
    Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}
