//! When an attribute was last told: by Meta's clock to order webhooks among themselves, by ours to weigh a webhook against
//! what a sync read. The two clocks are never compared. An attribute is a group of columns that Meta tells together.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Conn, StoreResult};

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

/// What webhooks told of these objects since `began`, by object: a read that began then must not overwrite it.
pub async fn told_since_any_org(
    db: &impl Conn,
    object_ids: &[String],
    began: DateTime<Utc>,
) -> StoreResult<HashMap<String, HashSet<String>>> {
    let rows = Entity::find()
        .filter(Column::ObjectId.is_in(object_ids))
        .filter(Column::ArrivedAt.gte(began.timestamp_micros()))
        .all(db)
        .await?;
    let mut told: HashMap<String, HashSet<String>> = HashMap::new();
    for row in rows {
        told.entry(row.object_id).or_default().insert(row.attribute);
    }
    Ok(told)
}

/// Notes that we made these attributes so ourselves: a read that began earlier knows nothing of it. Meta's clock has no part.
pub async fn touch_any_org(
    db: &impl Conn,
    object_id: &str,
    attributes: &[&str],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let rows = attributes.iter().map(|attribute| Model {
        object_id: object_id.into(),
        attribute: (*attribute).into(),
        event_time: 0,
        arrived_at: now.timestamp_micros(),
    });
    let rows = rows.map(|row| row.into_active_model().reset_all());
    let conflict =
        OnConflict::columns([Column::ObjectId, Column::Attribute]).update_column(Column::ArrivedAt).to_owned();
    Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
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
