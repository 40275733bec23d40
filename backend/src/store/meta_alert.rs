//! Meta's own alerts (`account_alerts`, reference 8.3), open until Meta says that they are over.

use clienthub_shared::id::OrgId;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meta_alerts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub org_id: String,
    pub waba_id: String,
    /// Absent: it concerns the WABA or its business.
    pub number_id: Option<String>,
    /// Meta's word, such as `OBA_REJECTED`.
    pub kind: String,
    /// `CRITICAL`, `WARNING`, `INFORMATIONAL`
    pub severity: String,
    pub description: Option<String>,
    pub opened_at: i64,
    pub closed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// All open alerts of an organisation.
pub async fn list_open(db: &impl Conn, org: OrgId) -> StoreResult<Vec<Model>> {
    Ok(Entity::find().filter(Column::OrgId.eq(org.to_string())).filter(Column::ClosedAt.is_null()).all(db).await?)
}

/// The open alert of this kind about the WABA or, when given, the number.
pub async fn find_open(
    db: &impl Conn,
    org: OrgId,
    waba_id: &str,
    number_id: Option<&str>,
    kind: &str,
) -> StoreResult<Option<Model>> {
    let rows = Entity::find()
        .filter(Column::OrgId.eq(org.to_string()))
        .filter(Column::WabaId.eq(waba_id))
        .filter(Column::Kind.eq(kind))
        .filter(Column::ClosedAt.is_null());
    let rows = match number_id {
        Some(number) => rows.filter(Column::NumberId.eq(number)),
        None => rows.filter(Column::NumberId.is_null()),
    };
    Ok(rows.one(db).await?)
}

pub async fn insert(db: &impl Conn, row: Model) -> StoreResult<()> {
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update(db: &impl Conn, row: Model) -> StoreResult<()> {
    Entity::update(row.into_active_model().reset_all()).exec(db).await?;
    Ok(())
}
