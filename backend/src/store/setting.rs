//! The installation's own settings: the root key's check value, and what the demo remembers.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, sea_query::OnConflict};

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub value: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub async fn find(db: &impl Conn, name: &str) -> StoreResult<Option<String>> {
    Ok(Entity::find_by_id(name).one(db).await?.map(|row| row.value))
}

pub async fn put(db: &impl Conn, name: &str, value: &str) -> StoreResult<()> {
    let row = ActiveModel { name: Set(name.into()), value: Set(value.into()) };
    let conflict = OnConflict::column(Column::Name).update_column(Column::Value).to_owned();
    Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}
