//! Meta's webhooks as they came, one row per change: kept whether we know the field or not. They carry no organisation: the
//! WABA's Meta id says whose they are, also when it is connected only later. Applying them is `service/apply`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use clienthub_shared::id::EventId;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, Statement, Value};

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meta_events")]
pub struct Model {
    /// Sorts by arrival.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// SHA-256 of what makes a redelivery the same.
    pub hash: Vec<u8>,
    pub waba_meta_id: String,
    pub field: String,
    /// Meta's clock, UNIX seconds.
    pub entry_time: Option<i64>,
    /// Meta's own bytes.
    pub value: String,
    pub received_at: i64,
    /// `pending`, `applied`, `superseded`, `kept`
    pub outcome: String,
    pub applied_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A change that arrived and is not stored yet.
#[derive(Clone, Debug)]
pub struct NewMetaEvent {
    pub hash: [u8; 32],
    pub waba_meta_id: String,
    pub field: String,
    pub entry_time: Option<i64>,
    pub value: String,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventOutcome {
    Applied,
    /// Something newer was known.
    Superseded,
    /// Stored; it changes nothing here.
    Kept,
}

impl EventOutcome {
    pub const ALL: [Self; 3] = [Self::Applied, Self::Superseded, Self::Kept];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Superseded => "superseded",
            Self::Kept => "kept",
        }
    }
}

/// Rows of one statement. A few fixed sizes, so that each connection has them all prepared.
const SIZES: [usize; 5] = [256, 64, 16, 4, 1];

static INSERTS: LazyLock<[String; 5]> = LazyLock::new(|| {
    SIZES.map(|rows| {
        let row = |i: usize| {
            let place = |column: usize| i * 7 + column;
            let places: Vec<_> = (1..=7).map(|column| format!("${}", place(column))).collect();
            format!("({},'pending')", places.join(","))
        };
        let rows: Vec<_> = (0..rows).map(row).collect();
        format!(
            "INSERT INTO meta_events (id, hash, waba_meta_id, field, entry_time, value, received_at, outcome) VALUES {} \
             ON CONFLICT (hash) DO NOTHING",
            rows.join(",")
        )
    })
});

/// Stores what is not there already; `id` gives each row its id, in order. Returns how many were new.
pub async fn insert_many_any_org(
    db: &impl Conn,
    events: Vec<NewMetaEvent>,
    received_at: DateTime<Utc>,
    mut id: impl FnMut() -> EventId,
) -> StoreResult<u64> {
    let received_at = received_at.timestamp_micros();
    let (mut left, mut new) = (events.len(), 0);
    let mut events = events.into_iter();
    for (size, sql) in SIZES.iter().zip(INSERTS.iter()) {
        while left >= *size {
            let mut values: Vec<Value> = Vec::with_capacity(size * 7);
            for event in events.by_ref().take(*size) {
                values.push(id().to_string().into());
                values.push(event.hash.to_vec().into());
                values.push(event.waba_meta_id.into());
                values.push(event.field.into());
                values.push(event.entry_time.into());
                values.push(event.value.into());
                values.push(received_at.into());
            }
            let statement = Statement::from_sql_and_values(db.get_database_backend(), sql.as_str(), values);
            new += db.execute_raw(statement).await?.rows_affected();
            left -= size;
        }
    }
    Ok(new)
}

/// Pending events of a WABA in the order of their arrival, those with a field of `but` left out.
pub async fn list_pending_any_org(
    db: &impl Conn,
    waba_meta_id: &str,
    but: &[&str],
    limit: u64,
) -> StoreResult<Vec<Model>> {
    let mut rows = Entity::find().filter(Column::WabaMetaId.eq(waba_meta_id)).filter(Column::Outcome.eq("pending"));
    if !but.is_empty() {
        rows = rows.filter(Column::Field.is_not_in(but.iter().copied()));
    }
    Ok(rows.order_by_asc(Column::Id).limit(limit).all(db).await?)
}

/// Synced WABAs (their Meta ids) with pending events and no task that would apply them: a task was lost or given up.
pub async fn list_stranded_any_org(db: &impl Conn, limit: u64) -> StoreResult<BTreeSet<String>> {
    let sql = "SELECT meta_id FROM wabas WHERE disconnected_at IS NULL AND synced_at IS NOT NULL \
               AND EXISTS (SELECT 1 FROM meta_events WHERE waba_meta_id = wabas.meta_id AND outcome = 'pending') \
               AND NOT EXISTS (SELECT 1 FROM tasks WHERE kind = 'apply_events' AND object_id = wabas.meta_id \
               AND state IN ('queued', 'running')) LIMIT $1";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [limit.into()])).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// Writes down what became of these events.
pub async fn settle_any_org(
    db: &impl Conn,
    ids: &[String],
    outcome: EventOutcome,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(outcome.as_str()))
        .col_expr(Column::AppliedAt, Expr::value(now.timestamp_micros()))
        .filter(Column::Id.is_in(ids))
        .exec(db)
        .await?;
    Ok(())
}
