//! The access token of a WABA, sealed. Erased when the WABA is disconnected.

use clienthub_shared::id::{OrgId, WabaId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ExprTrait, IntoActiveModel};

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "waba_credentials")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub waba_id: String,
    pub org_id: String,
    pub sealed: Vec<u8>,
    /// Comma-separated.
    pub scopes: String,
    pub expires_at: Option<i64>,
    pub checked_at: i64,
    pub given_at: i64,
    /// A user; absent for the command line.
    pub given_by: Option<String>,
    /// `pasted` or `signup`.
    pub source: String,
    /// `ErrorCode` with which Meta refused it last; absent while it works.
    pub refused: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The name of the cell that a token is sealed for.
pub fn place(waba: WabaId) -> String {
    format!("waba_credentials/sealed/{waba}")
}

pub async fn find(db: &impl Conn, org: OrgId, waba: WabaId) -> StoreResult<Option<Model>> {
    Ok(Entity::find_by_id(waba.to_string()).filter(Column::OrgId.eq(org.to_string())).one(db).await?)
}

/// Inserts, or replaces the token that was there.
pub async fn put(db: &impl Conn, row: Model) -> StoreResult<()> {
    let rest = [
        Column::Sealed,
        Column::Scopes,
        Column::ExpiresAt,
        Column::CheckedAt,
        Column::GivenAt,
        Column::GivenBy,
        Column::Source,
        Column::Refused,
    ];
    let conflict = OnConflict::column(Column::WabaId).update_columns(rest).to_owned();
    Entity::insert(row.into_active_model().reset_all()).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

/// Meta accepted (`None`) or refused the token just now. Concerns the token that was used: a newer one stays untouched.
pub async fn checked(db: &impl Conn, used: &Model, refused: Option<&str>, now_micros: i64) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::CheckedAt, Expr::value(now_micros))
        .col_expr(Column::Refused, Expr::value(refused.map(ToOwned::to_owned)))
        .filter(Column::WabaId.eq(used.waba_id.clone()).and(Column::GivenAt.eq(used.given_at)))
        .exec(db)
        .await?;
    Ok(())
}

pub async fn remove(db: &impl Conn, org: OrgId, waba: WabaId) -> StoreResult<()> {
    Entity::delete_many()
        .filter(Column::WabaId.eq(waba.to_string()))
        .filter(Column::OrgId.eq(org.to_string()))
        .exec(db)
        .await?;
    Ok(())
}
