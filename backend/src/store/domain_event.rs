//! Domain events: the outbox. Written in the transaction of the change; stream and later subscribers read it.

use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

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
    Ok(())
}

pub async fn prune_any_org(db: &impl Conn, before_micros: i64) -> StoreResult<u64> {
    Ok(Entity::delete_many().filter(Column::At.lt(before_micros)).exec(db).await?.rows_affected)
}
