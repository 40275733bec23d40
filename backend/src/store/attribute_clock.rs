//! When Meta last told an attribute of an object by webhook: by its clock, for the order among webhooks, and by ours, for
//! the race with a read.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attribute_clocks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub object_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub attribute: String,
    /// Meta's clock: `entry.time`.
    pub event_time: i64,
    /// Our clock.
    pub arrived_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Attributes of an object that a webhook told since `began`: a read that began then must not overwrite them.
pub async fn told_since(db: &impl Conn, object: &str, began: DateTime<Utc>) -> StoreResult<HashSet<String>> {
    let rows = Entity::find()
        .filter(Column::ObjectId.eq(object))
        .filter(Column::ArrivedAt.gte(began.timestamp_micros()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.attribute).collect())
}
