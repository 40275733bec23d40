//! Activity: one row per thing that happened to a number or, without a number, to its whole WABA.

use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub org_id: String,
    pub waba_id: String,
    /// Absent: it concerns every number of the WABA.
    pub number_id: Option<String>,
    pub at: i64,
    /// Meta's clock.
    pub meta_at: Option<i64>,
    /// `ActivityKind`
    pub kind: String,
    pub field: Option<String>,
    /// `Action`
    pub action: Option<String>,
    /// `Outcome`
    pub outcome: String,
    pub actor: Option<String>,
    /// JSON: `Vec<Change>`.
    pub changes: String,
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
