//! Domain events: the outbox. Written in the transaction of the change; stream and later subscribers read it.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{DbBackend, FromQueryResult, IntoActiveModel, QueryOrder, QuerySelect};

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "domain_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub org_id: String,
    /// Such as `number.status_changed.v1`; the catalogue is docs/events.md.
    pub kind: String,
    pub object_id: String,
    pub object_version: i64,
    /// JSON.
    pub payload: String,
    pub at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub async fn insert_many(db: &impl Conn, rows: Vec<Model>) -> StoreResult<()> {
    for some in rows.chunks(super::ROWS) {
        let rows = some.iter().map(|row| row.clone().into_active_model().reset_all());
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    if !rows.is_empty() && db.get_database_backend() == DbBackend::Postgres {
        // Heard after the commit; once, however often a transaction says it.
        db.execute_unprepared(&format!("NOTIFY {}", super::listen::CHANNEL)).await?;
    }
    Ok(())
}

/// An event as the stream passes it on.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Brief {
    pub id: String,
    pub org_id: String,
    pub kind: String,
    pub object_id: String,
    pub object_version: i64,
    pub at: i64,
}

/// What was written since then, in its order.
pub async fn list_since_any_org(db: &impl Conn, since: DateTime<Utc>) -> StoreResult<Vec<Brief>> {
    Ok(Entity::find()
        .select_only()
        .columns([Column::Id, Column::OrgId, Column::Kind, Column::ObjectId, Column::ObjectVersion, Column::At])
        .filter(Column::At.gte(since.timestamp_micros()))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .into_model::<Brief>()
        .all(db)
        .await?)
}
