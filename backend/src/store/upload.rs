//! Files on their way to Meta. The bytes never stay here; Meta's session is a secret for as long as it takes them.

use clienthub_shared::id::{OrgId, UploadId, WabaId};
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "uploads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub org_id: String,
    pub waba_id: String,
    pub sealed_session: Vec<u8>,
    pub file_name: String,
    pub mime_type: String,
    pub bytes: i64,
    /// Meta's, once it has every byte.
    pub handle: Option<String>,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The cell in which a session is sealed.
pub fn session_place(upload: UploadId) -> String {
    format!("uploads/sealed_session/{upload}")
}

pub async fn find(db: &impl Conn, org: OrgId, waba: WabaId, upload: UploadId) -> StoreResult<Option<Model>> {
    Ok(Entity::find_by_id(upload.to_string())
        .filter(Column::OrgId.eq(org.to_string()))
        .filter(Column::WabaId.eq(waba.to_string()))
        .one(db)
        .await?)
}

pub async fn insert(db: &impl Conn, row: Model) -> StoreResult<()> {
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn put_handle(db: &impl Conn, org: OrgId, upload: UploadId, handle: &str) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::Handle, Expr::value(handle))
        .filter(Column::Id.eq(upload.to_string()))
        .filter(Column::OrgId.eq(org.to_string()))
        .exec(db)
        .await?;
    Ok(())
}
