//! Numbers: Meta's raw facts and what follows from them. The list and its filters are in `number_list.rs`.

use chrono::{DateTime, Utc};
use clienthub_shared::id::{NumberId, OrgId, WabaId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{CaseStatement, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, IntoActiveModel, Iterable, QueryOrder, QuerySelect, Statement, Value};

use super::{Conn, StoreError, StoreResult, word};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "numbers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub org_id: String,
    pub waba_id: String,
    pub meta_id: String,
    /// E.164.
    pub phone_number: String,
    pub digits: String,
    pub display_name: String,
    /// Folded, for sorting.
    pub name_key: String,
    /// Folded name, WABA name and digits, for `q`.
    pub search_text: String,
    pub status: String,
    /// Place of the status in the order of `NumberStatus`, for sorting.
    pub status_rank: i64,
    pub status_since: i64,
    pub meta_status: Option<String>,
    pub name_state: String,
    pub name_state_since: i64,
    pub name_status: Option<String>,
    pub name_pending: Option<String>,
    pub new_name_status: Option<String>,
    pub quality: String,
    pub quality_since: i64,
    pub quality_raw: Option<String>,
    pub limit_tier: String,
    pub limit_raw: Option<String>,
    pub throughput_raw: Option<String>,
    pub account_mode_raw: Option<String>,
    pub platform_raw: Option<String>,
    pub official: bool,
    pub pin_set: Option<bool>,
    pub code_verification: Option<String>,
    /// When ownership was first seen proven; counts 14 days.
    pub verified_at: Option<i64>,
    /// Meta's `last_onboarded_time`.
    pub registered_at: Option<i64>,
    /// JSON: `Vec<HealthEntity>`.
    pub health: Option<String>,
    pub health_at: Option<i64>,
    /// `RegistrationState`, derived.
    pub registration: String,
    /// `service::status::RegistrationStep`: how far our own steps have come.
    pub registration_step: Option<String>,
    pub code_expires_at: Option<i64>,
    /// A wait that Meta set on registering.
    pub waits_until: Option<i64>,
    /// JSON: when the hub called register or deregister, the oldest first.
    pub register_calls: Option<String>,
    /// Also used in the WhatsApp Business app.
    pub on_biz_app: Option<bool>,
    pub attention: String,
    pub attention_since: i64,
    /// It cannot be read though its WABA can.
    pub unreadable: bool,
    pub next_expiry_at: Option<i64>,
    pub added_at: i64,
    /// When a person asked for it to be read.
    pub sync_asked_at: Option<i64>,
    pub synced_at: Option<i64>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::waba::Entity", from = "Column::WabaId", to = "super::waba::Column::Id")]
    Waba,
}

impl Related<super::waba::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Waba.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// The number with its WABA.
pub async fn find(db: &impl Conn, org: OrgId, number: NumberId) -> StoreResult<Option<(Model, super::waba::Model)>> {
    let row = Entity::find_by_id(number.to_string())
        .filter(Column::OrgId.eq(org.to_string()))
        .find_also_related(super::waba::Entity)
        .one(db)
        .await?;
    Ok(row.and_then(|(number, waba)| Some((number, waba?))))
}

/// By our id alone: for jobs, whose task carries no organisation.
pub async fn find_any_org(db: &impl Conn, number: NumberId) -> StoreResult<Option<(Model, super::waba::Model)>> {
    let row = Entity::find_by_id(number.to_string()).find_also_related(super::waba::Entity).one(db).await?;
    Ok(row.and_then(|(number, waba)| Some((number, waba?))))
}

/// The number with its WABA, whose row is held until the end of the transaction.
pub async fn lock_any_org(db: &impl Conn, number: NumberId) -> StoreResult<Option<(Model, super::waba::Model)>> {
    let Some(row) = Entity::find_by_id(number.to_string()).one(db).await? else { return Ok(None) };
    super::waba::lock_any_org(db, &row.waba_id).await?;
    // What was read before the row was held may be old.
    find_any_org(db, number).await
}

/// The numbers of a WABA with these Meta ids.
pub async fn list_by_meta_ids(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    meta_ids: &[String],
) -> StoreResult<Vec<Model>> {
    Ok(of_waba(org, waba).filter(Column::MetaId.is_in(meta_ids)).all(db).await?)
}

/// The numbers of a WABA with these digits, as Meta's events name them.
pub async fn list_by_digits(db: &impl Conn, org: OrgId, waba: WabaId, digits: &str) -> StoreResult<Vec<Model>> {
    Ok(of_waba(org, waba).filter(Column::Digits.eq(digits)).all(db).await?)
}

/// A slice of the WABA's numbers by id, after `after`.
pub async fn list_of_waba(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    after: Option<&str>,
    limit: u64,
) -> StoreResult<Vec<Model>> {
    let mut rows = of_waba(org, waba).order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        rows = rows.filter(Column::Id.gt(after));
    }
    Ok(rows.all(db).await?)
}

/// Numbers that the sync which began at `began` did not see; those looked for longest ago first, so that each has its turn.
pub async fn list_not_synced_since(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    began: DateTime<Utc>,
    limit: u64,
) -> StoreResult<Vec<Model>> {
    let began = began.timestamp_micros();
    let rows = of_waba(org, waba).filter(Column::SyncedAt.lt(began));
    Ok(rows.order_by_asc(Column::SyncedAt).order_by_asc(Column::Id).limit(limit).all(db).await?)
}

/// Numbers whose status may have changed by time alone.
pub async fn list_expired_any_org(db: &impl Conn, now: DateTime<Utc>, limit: u64) -> StoreResult<Vec<Model>> {
    Ok(Entity::find().filter(Column::NextExpiryAt.lte(now.timestamp_micros())).limit(limit).all(db).await?)
}

fn of_waba(org: OrgId, waba: WabaId) -> Select<Entity> {
    Entity::find().filter(Column::OrgId.eq(org.to_string())).filter(Column::WabaId.eq(waba.to_string()))
}

pub async fn insert_many(db: &impl Conn, rows: Vec<Model>) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
    Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}

/// Writes every column and counts the version up, when nobody else has since it was read.
pub async fn update(db: &impl Conn, row: &Model) -> StoreResult<()> {
    let mut change = row.clone().into_active_model().reset_all();
    change.version = Set(row.version + 1);
    let done = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(row.id.clone()))
        .filter(Column::Version.eq(row.version))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Raced) }
}

impl Model {
    pub fn id(&self) -> StoreResult<NumberId> {
        word("numbers.id", &self.id)
    }
}

/// Whether some number of the WABA has one of these words of Meta's as its status.
pub async fn any_with_meta_status(db: &impl Conn, org: OrgId, waba: WabaId, words: &[&str]) -> StoreResult<bool> {
    let words = words.iter().copied();
    Ok(of_waba(org, waba).filter(Column::MetaStatus.is_in(words)).limit(1).one(db).await?.is_some())
}

/// Notes that a person asks for the number to be read; false, and nothing noted, when somebody did after `pause_began`.
pub async fn ask_sync(
    db: &impl Conn,
    org: OrgId,
    number: NumberId,
    now: DateTime<Utc>,
    pause_began: DateTime<Utc>,
) -> StoreResult<bool> {
    let long_ago = Column::SyncAskedAt.is_null().or(Column::SyncAskedAt.lte(pause_began.timestamp_micros()));
    let done = Entity::update_many()
        .col_expr(Column::SyncAskedAt, Expr::value(now.timestamp_micros()))
        .filter(Column::Id.eq(number.to_string()))
        .filter(Column::OrgId.eq(org.to_string()))
        .filter(long_ago)
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes the note of `ask_sync` back.
pub async fn unask_sync(db: &impl Conn, org: OrgId, number: NumberId, asked_at: DateTime<Utc>) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::SyncAskedAt, Expr::value(None::<i64>))
        .filter(Column::Id.eq(number.to_string()))
        .filter(Column::OrgId.eq(org.to_string()))
        .filter(Column::SyncAskedAt.eq(asked_at.timestamp_micros()))
        .exec(db)
        .await?;
    Ok(())
}

/// Writes every column of many numbers in one statement and counts their versions up, when nobody else has.
pub async fn update_many(db: &impl Conn, rows: &[Model]) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let changed = rows.iter().map(|row| Model { version: row.version + 1, ..row.clone() });
    let is_as_read = Expr::col((Entity, Column::Version)).eq(Expr::cust("excluded.version - 1"));
    let conflict = OnConflict::column(Column::Id)
        .update_columns(Column::iter().filter(|column| !matches!(column, Column::Id | Column::SyncAskedAt)))
        .action_and_where(is_as_read)
        .to_owned();
    let insert = Entity::insert_many(changed.map(|row| row.into_active_model().reset_all())).on_conflict(conflict);
    let done = insert.exec_without_returning(db).await?;
    if done == rows.len() as u64 { Ok(()) } else { Err(StoreError::Raced) }
}

/// Numbers that Meta showed as they were: only times move, and those of health for the ones whose health was told.
pub async fn seen_many(db: &impl Conn, ids: &[String], with_health: &[String], at: DateTime<Utc>) -> StoreResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let at = at.timestamp_micros();
    let health_at = CaseStatement::new().case(Column::Id.is_in(with_health), at).finally(Expr::col(Column::HealthAt));
    Entity::update_many()
        .col_expr(Column::SyncedAt, Expr::value(at))
        .col_expr(Column::HealthAt, health_at.into())
        .filter(Column::Id.is_in(ids))
        .exec(db)
        .await?;
    Ok(())
}

/// Writes the derived columns, and the limit, of many numbers; counts their versions up, when nobody else has.
pub async fn update_derived_many(db: &impl Conn, rows: &[Model]) -> StoreResult<()> {
    // A list of values names its columns column1, column2, … on both databases; the first is the id.
    const COLUMNS: [&str; 15] = [
        "status",
        "status_rank",
        "status_since",
        "name_state",
        "name_state_since",
        "quality",
        "quality_since",
        "limit_tier",
        "limit_raw",
        "name_key",
        "search_text",
        "next_expiry_at",
        "attention",
        "attention_since",
        "registration",
    ];
    let set: Vec<_> = COLUMNS.iter().zip(2..).map(|(name, place)| format!("{name} = v.column{place}")).collect();
    for some in rows.chunks(100) {
        let mut values: Vec<Value> = Vec::with_capacity(some.len() * 17);
        let mut lists = Vec::with_capacity(some.len());
        for row in some {
            let first = values.len() + 1;
            values.extend([
                Value::from(row.id.as_str()),
                row.status.as_str().into(),
                row.status_rank.into(),
                row.status_since.into(),
                row.name_state.as_str().into(),
                row.name_state_since.into(),
                row.quality.as_str().into(),
                row.quality_since.into(),
                row.limit_tier.as_str().into(),
                row.limit_raw.clone().into(),
                row.name_key.as_str().into(),
                row.search_text.as_str().into(),
                row.next_expiry_at.into(),
                row.attention.as_str().into(),
                row.attention_since.into(),
                row.registration.as_str().into(),
                row.version.into(),
            ]);
            let places: Vec<_> = (first..first + 17).map(|place| format!("${place}")).collect();
            lists.push(format!("({})", places.join(",")));
        }
        let sql = format!(
            "UPDATE numbers SET {}, version = numbers.version + 1 FROM (VALUES {}) AS v \
             WHERE numbers.id = v.column1 AND numbers.version = v.column17",
            set.join(", "),
            lists.join(",")
        );
        let done = db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
        if done.rows_affected() != some.len() as u64 {
            return Err(StoreError::Raced);
        }
    }
    Ok(())
}
