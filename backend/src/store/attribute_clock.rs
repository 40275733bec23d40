//! When an attribute was last told: by Meta's clock to order webhooks among themselves, by ours to weigh a webhook against
//! what a sync read. The two clocks are never compared. An attribute is a group of columns that Meta tells together.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Conn, StoreResult};

/// The attribute under which a sync leaves the beginning of its reading (`arrived_at`).
pub const READ: &str = "read";
/// The messaging limit; told of a WABA it concerns each of its numbers.
pub const LIMIT: &str = "limit";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attribute_clocks")]
pub struct Model {
    /// A WABA or a number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub object_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub attribute: String,
    /// Meta's clock, UNIX seconds; 0 when Meta told none.
    pub event_time: i64,
    /// Our clock.
    pub arrived_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub async fn list_any_org(db: &impl Conn, object_ids: &[String]) -> StoreResult<Vec<Model>> {
    Ok(Entity::find().filter(Column::ObjectId.is_in(object_ids)).all(db).await?)
}

/// Which of these objects had the attribute told later than `event_time` (Meta's clock).
pub async fn list_told_after_any_org(
    db: &impl Conn,
    object_ids: &[String],
    attribute: &str,
    event_time: i64,
) -> StoreResult<HashSet<String>> {
    let rows = Entity::find()
        .filter(Column::ObjectId.is_in(object_ids))
        .filter(Column::Attribute.eq(attribute))
        .filter(Column::EventTime.gt(event_time));
    Ok(rows.all(db).await?.into_iter().map(|row| row.object_id).collect())
}

/// What webhooks told after a read began: (object, attribute). There the read's answer does not count. Ask for the numbers'
/// and the WABA's ids at once: `limit` told of the WABA concerns each of its numbers.
pub async fn attributes_told_since(
    db: &impl Conn,
    object_ids: &[String],
    read_began_at: DateTime<Utc>,
) -> StoreResult<HashSet<(String, String)>> {
    let rows = Entity::find()
        .filter(Column::ObjectId.is_in(object_ids))
        .filter(Column::Attribute.ne(READ))
        .filter(Column::ArrivedAt.gt(read_began_at.timestamp_micros()));
    Ok(rows.all(db).await?.into_iter().map(|row| (row.object_id, row.attribute)).collect())
}

/// A sync that began then has read the object (of a WABA: all its numbers too). Webhooks that arrived before, and are
/// applied only later, no longer change what a sync reads.
pub async fn put_read(db: &impl Conn, object_id: &str, read_began_at: DateTime<Utc>) -> StoreResult<()> {
    let arrived_at = read_began_at.timestamp_micros();
    put_many(db, vec![Model { object_id: object_id.into(), attribute: READ.into(), event_time: 0, arrived_at }]).await
}

pub async fn put_many(db: &impl Conn, rows: Vec<Model>) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    let conflict = OnConflict::columns([Column::ObjectId, Column::Attribute])
        .update_columns([Column::EventTime, Column::ArrivedAt])
        .to_owned();
    Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}
