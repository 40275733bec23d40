//! Registrations: one row per number that was ever on its way, with its last code, the step in flight and the last refusal.
//! How far it has come stands in the number's row (`registration_step`).

use chrono::{DateTime, Utc};
use clienthub_shared::id::{NumberId, OrgId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, Iterable};

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registrations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number_id: String,
    pub org_id: String,
    /// `CodeMethod` of the last code.
    pub method: Option<String>,
    /// Meta's locale of it.
    pub language: Option<String>,
    pub code_requested_at: Option<i64>,
    /// In a row, without a right one between them.
    pub wrong_codes: i64,
    /// The code that is being checked.
    pub sealed_code: Option<Vec<u8>>,
    pub data_region: Option<String>,
    /// `registered_at` before the register call in flight.
    pub registered_before: Option<i64>,
    /// JSON: `RegistrationFailure`.
    pub failure: Option<String>,
    /// The step in flight: `code`, `register` or `pin`.
    pub running: Option<String>,
    /// JSON: who began it.
    pub running_by: Option<String>,
    /// The PIN that a person gave for it.
    pub running_pin: Option<String>,
    pub running_since: Option<i64>,
    /// Then its process is taken for dead.
    pub running_until: Option<i64>,
    /// Counts steps and takeovers; who holds an older number changes nothing.
    pub fence: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Of a number that nobody has tried to register here.
    pub fn new(org_id: &str, number_id: &str) -> Self {
        Self {
            number_id: number_id.into(),
            org_id: org_id.into(),
            method: None,
            language: None,
            code_requested_at: None,
            wrong_codes: 0,
            sealed_code: None,
            data_region: None,
            registered_before: None,
            failure: None,
            running: None,
            running_by: None,
            running_pin: None,
            running_since: None,
            running_until: None,
            fence: 0,
        }
    }
}

/// The cell in which a code is sealed.
pub fn code_place(number: &str) -> String {
    format!("registrations/sealed_code/{number}")
}

pub async fn find(db: &impl Conn, org: OrgId, number: NumberId) -> StoreResult<Option<Model>> {
    Ok(Entity::find_by_id(number.to_string()).filter(Column::OrgId.eq(org.to_string())).one(db).await?)
}

/// Inserts or replaces. Callers hold the number's WABA.
pub async fn put(db: &impl Conn, row: Model) -> StoreResult<()> {
    let columns = Column::iter().filter(|column| !matches!(column, Column::NumberId));
    let conflict = OnConflict::column(Column::NumberId).update_columns(columns).to_owned();
    Entity::insert(row.into_active_model().reset_all()).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

/// Takes every running step from its process. For SQLite at the start: its one process has died.
pub async fn release_all_any_org(db: &impl Conn, now: DateTime<Utc>) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::RunningUntil, Expr::value(now.timestamp_micros()))
        .filter(Column::Running.is_not_null())
        .exec(db)
        .await?;
    Ok(())
}
