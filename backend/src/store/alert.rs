//! What open alerts are derived from: WABAs that have something to say, low quality and rejected templates by
//! WABA, failing syncs of templates, and Meta's own alerts. The rules are in `service/alert.rs`.

use chrono::{DateTime, Utc};
use clienthub_shared::id::OrgId;
use clienthub_shared::status::{NumberStatus, Quality};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Condition;
use sea_orm::{FromQueryResult, JoinType, PartialModelTrait, QuerySelect, QueryTrait, Statement};

use super::waba_list::{TokenFacts, joined_to_token};
use super::{Conn, StoreResult, credential, waba};

/// A connected WABA with its token.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "waba::Entity")]
pub struct WabaFactsRow {
    #[sea_orm(nested)]
    pub waba: waba::Model,
    #[sea_orm(nested)]
    pub token: Option<TokenFacts>,
}

/// The numbers of low quality of one WABA.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LowQualityRow {
    pub waba_id: String,
    pub waba_name: String,
    pub count: i64,
    /// One of them; the one, when the count is 1.
    pub number_id: String,
    pub number_name: String,
    pub since: i64,
}

/// An open alert of Meta's.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MetaAlertRow {
    pub waba_id: String,
    pub waba_name: String,
    pub number_id: Option<String>,
    pub number_name: Option<String>,
    pub kind: String,
    pub severity: String,
    pub description: Option<String>,
    pub opened_at: i64,
}

/// The rejected templates of one WABA.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RejectedRow {
    pub waba_id: String,
    pub waba_name: String,
    pub count: i64,
    /// One of them; the one, when the count is 1.
    pub template_id: String,
    pub template_name: String,
    /// When the last was rejected.
    pub since: i64,
}

/// A WABA that can be read while its templates cannot.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TemplateSyncRow {
    pub waba_id: String,
    pub waba_name: String,
    pub error: Option<String>,
    /// When the last good sync of its templates was.
    pub since: Option<i64>,
}

/// Connected WABAs of which at least one thing may be an alert: the token (missing, refused, or expiring before
/// `expiring_before` or then), a restriction, ban or violation, a failed sync.
pub async fn list_wabas(db: &impl Conn, org: OrgId, expiring_before: DateTime<Utc>) -> StoreResult<Vec<WabaFactsRow>> {
    Ok(WabaFactsRow::find_by_statement(wabas(db, org, expiring_before)).all(db).await?)
}

fn wabas(db: &impl Conn, org: OrgId, expiring_before: DateTime<Utc>) -> Statement {
    let says_something = Condition::any()
        .add(credential::Column::WabaId.is_null())
        .add(credential::Column::Refused.is_not_null())
        .add(credential::Column::ExpiresAt.lte(expiring_before.timestamp_micros()))
        .add(waba::Column::Restrictions.is_not_null())
        .add(waba::Column::BanState.is_not_null())
        .add(waba::Column::Violation.is_not_null())
        .add(waba::Column::SyncFailedAt.is_not_null());
    let query = joined_to_token()
        .into_iter()
        .fold(waba::Entity::find(), |query, relation| query.join(JoinType::LeftJoin, relation))
        .filter(waba::Column::OrgId.eq(org.to_string()))
        .filter(waba::Column::DisconnectedAt.is_null())
        .filter(says_something)
        .select_only();
    WabaFactsRow::select_cols(query).build(db.get_database_backend())
}

/// Numbers of low quality that are still in use, by connected WABA.
pub async fn list_low_quality(db: &impl Conn, org: OrgId) -> StoreResult<Vec<LowQualityRow>> {
    Ok(LowQualityRow::find_by_statement(low_quality(db, org)).all(db).await?)
}

fn low_quality(db: &impl Conn, org: OrgId) -> Statement {
    const SQL: &str = "SELECT wabas.id AS waba_id, wabas.name AS waba_name, COUNT(*) AS count, MIN(numbers.id) AS number_id, \
                       MIN(numbers.display_name) AS number_name, MIN(numbers.quality_since) AS since \
                       FROM numbers JOIN wabas ON wabas.id = numbers.waba_id \
                       WHERE numbers.org_id = $1 AND numbers.quality = $2 AND numbers.status NOT IN ($3, $4) \
                       AND wabas.disconnected_at IS NULL GROUP BY wabas.id, wabas.name";
    let values = [
        org.to_string().into(),
        Quality::Low.as_str().into(),
        NumberStatus::Terminated.as_str().into(),
        NumberStatus::Migrated.as_str().into(),
    ];
    Statement::from_sql_and_values(db.get_database_backend(), SQL, values)
}

/// Meta's alerts that it has not taken back, of connected WABAs.
pub async fn list_meta(db: &impl Conn, org: OrgId) -> StoreResult<Vec<MetaAlertRow>> {
    Ok(MetaAlertRow::find_by_statement(of_meta(db, org)).all(db).await?)
}

fn of_meta(db: &impl Conn, org: OrgId) -> Statement {
    const SQL: &str = "SELECT wabas.id AS waba_id, wabas.name AS waba_name, numbers.id AS number_id, \
                       numbers.display_name AS number_name, meta_alerts.kind, meta_alerts.severity, meta_alerts.description, \
                       meta_alerts.opened_at FROM meta_alerts JOIN wabas ON wabas.id = meta_alerts.waba_id \
                       LEFT JOIN numbers ON numbers.id = meta_alerts.number_id \
                       WHERE meta_alerts.org_id = $1 AND meta_alerts.closed_at IS NULL AND wabas.disconnected_at IS NULL";
    Statement::from_sql_and_values(db.get_database_backend(), SQL, [org.to_string().into()])
}

/// Templates that Meta rejected since then and that were not sent again, by connected WABA.
pub async fn list_rejected(db: &impl Conn, org: OrgId, since: DateTime<Utc>) -> StoreResult<Vec<RejectedRow>> {
    Ok(RejectedRow::find_by_statement(rejected(db, org, since)).all(db).await?)
}

fn rejected(db: &impl Conn, org: OrgId, since: DateTime<Utc>) -> Statement {
    // The words stand in the text: only so the partial index fits.
    const SQL: &str = "SELECT wabas.id AS waba_id, wabas.name AS waba_name, COUNT(*) AS count, \
                       MIN(templates.id) AS template_id, MIN(templates.name) AS template_name, \
                       MAX(templates.state_since) AS since \
                       FROM templates JOIN wabas ON wabas.id = templates.waba_id \
                       WHERE templates.org_id = $1 AND templates.state = 'rejected' AND templates.gone_at IS NULL \
                       AND templates.state_since > $2 AND wabas.disconnected_at IS NULL GROUP BY wabas.id, wabas.name";
    let values = [org.to_string().into(), since.timestamp_micros().into()];
    Statement::from_sql_and_values(db.get_database_backend(), SQL, values)
}

/// Syncs of templates that fail while those of their WABAs do not.
pub async fn list_template_syncs(db: &impl Conn, org: OrgId) -> StoreResult<Vec<TemplateSyncRow>> {
    Ok(TemplateSyncRow::find_by_statement(template_syncs(db, org)).all(db).await?)
}

fn template_syncs(db: &impl Conn, org: OrgId) -> Statement {
    const SQL: &str = "SELECT wabas.id AS waba_id, wabas.name AS waba_name, template_syncs.error AS error, \
                       template_syncs.synced_at AS since \
                       FROM wabas JOIN template_syncs ON template_syncs.waba_id = wabas.id \
                       WHERE wabas.org_id = $1 AND template_syncs.failed_at IS NOT NULL \
                       AND wabas.sync_failed_at IS NULL AND wabas.disconnected_at IS NULL";
    Statement::from_sql_and_values(db.get_database_backend(), SQL, [org.to_string().into()])
}

/// The database's plans for the five queries, line by line: for the bench.
pub async fn explain(db: &impl Conn, org: OrgId, expiring_before: DateTime<Utc>) -> StoreResult<Vec<String>> {
    let mut lines = super::explain(db, wabas(db, org, expiring_before)).await?;
    lines.extend(super::explain(db, low_quality(db, org)).await?);
    lines.extend(super::explain(db, of_meta(db, org)).await?);
    lines.extend(super::explain(db, rejected(db, org, expiring_before - chrono::TimeDelta::days(60))).await?);
    lines.extend(super::explain(db, template_syncs(db, org)).await?);
    Ok(lines)
}
