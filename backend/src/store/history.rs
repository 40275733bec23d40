//! History: every change of a derived value, with its source. "Since two days" comes from here.

use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "history")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub org_id: String,
    /// A number or a WABA.
    pub object_id: String,
    pub attribute: String,
    pub from_value: Option<String>,
    pub to_value: Option<String>,
    /// `webhook`, `sync`, `person`, `time`.
    pub source: String,
    /// The webhook's event.
    pub event_id: Option<String>,
    /// Meta's clock.
    pub event_at: Option<i64>,
    pub observed_at: i64,
    /// A user.
    pub actor: Option<String>,
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
