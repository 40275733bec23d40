//! Message templates: what Meta has, and what was not sent yet. Every function but those of `template_list.rs` reads whole rows.

use chrono::{DateTime, Utc};
use clienthub_shared::id::{OrgId, TemplateId, WabaId};
use clienthub_shared::status::Quality;
use clienthub_shared::template::Template;
use clienthub_shared::template::state::TemplateState;
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, ExprTrait, IntoActiveModel, QueryOrder, QuerySelect};

use super::{Conn, ROWS, StoreError, StoreResult, word};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "templates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub org_id: String,
    pub waba_id: String,
    /// Absent until Meta has had it.
    pub meta_id: Option<String>,
    pub name: String,
    pub language: String,
    /// `TemplateState`.
    pub state: String,
    pub state_since: i64,
    pub meta_status: Option<String>,
    /// Meta's word: of what Meta has, else of the draft.
    pub category: Option<String>,
    /// Meta's word of the category that it is about to give.
    pub category_coming: Option<String>,
    pub category_coming_at: Option<i64>,
    /// Meta's word of the category that it took away.
    pub category_before: Option<String>,
    /// `Quality`.
    pub quality: String,
    pub quality_since: i64,
    pub quality_raw: Option<String>,
    /// Meta's word.
    pub rejected_reason: Option<String>,
    pub rejection_text: Option<String>,
    pub rejection_advice: Option<String>,
    pub paused_since: Option<i64>,
    pub paused_until: Option<i64>,
    pub pause_title: Option<String>,
    /// Approved now, or it was when it was deleted: Meta keeps the name for 30 days.
    pub was_approved: bool,
    /// JSON: when edits were sent that Meta counts, micros.
    pub edits: Option<String>,
    /// The beginning of the body, for lists.
    pub excerpt: String,
    /// Folded: name and every text.
    pub search_text: String,
    /// JSON: `Template`, what Meta has.
    pub content: Option<String>,
    /// JSON: `Template`, what was not sent yet.
    pub draft: Option<String>,
    pub draft_at: Option<i64>,
    /// Name of the person.
    pub draft_by: Option<String>,
    /// JSON: `TemplateRefusal`.
    pub refusal: Option<String>,
    /// It was given to Meta then, and no answer is known.
    pub sending_since: Option<i64>,
    /// When it was first sent from here.
    pub first_sent_at: Option<i64>,
    pub submitted_at: Option<i64>,
    pub edited_at: i64,
    pub synced_at: Option<i64>,
    pub gone_at: Option<i64>,
    pub added_at: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// One that nobody has written anything into.
    pub fn new(id: TemplateId, org: OrgId, waba: WabaId, now: DateTime<Utc>) -> Self {
        let now = now.timestamp_micros();
        Self {
            id: id.to_string(),
            org_id: org.to_string(),
            waba_id: waba.to_string(),
            meta_id: None,
            name: String::new(),
            language: String::new(),
            state: TemplateState::Draft.as_str().into(),
            state_since: now,
            meta_status: None,
            category: None,
            category_coming: None,
            category_coming_at: None,
            category_before: None,
            quality: Quality::Unknown.as_str().into(),
            quality_since: now,
            quality_raw: None,
            rejected_reason: None,
            rejection_text: None,
            rejection_advice: None,
            paused_since: None,
            paused_until: None,
            pause_title: None,
            was_approved: false,
            edits: None,
            excerpt: String::new(),
            search_text: String::new(),
            content: None,
            draft: None,
            draft_at: Some(now),
            draft_by: None,
            refusal: None,
            sending_since: None,
            first_sent_at: None,
            submitted_at: None,
            edited_at: now,
            synced_at: None,
            gone_at: None,
            added_at: now,
            version: 1,
        }
    }

    pub fn id(&self) -> StoreResult<TemplateId> {
        word("templates.id", &self.id)
    }

    pub fn org(&self) -> StoreResult<OrgId> {
        word("templates.org_id", &self.org_id)
    }

    pub fn state(&self) -> StoreResult<TemplateState> {
        word("templates.state", &self.state)
    }

    pub fn quality(&self) -> StoreResult<Quality> {
        word("templates.quality", &self.quality)
    }

    /// What Meta has.
    pub fn content(&self) -> StoreResult<Option<Template>> {
        parsed("templates.content", self.content.as_deref())
    }

    pub fn draft(&self) -> StoreResult<Option<Template>> {
        parsed("templates.draft", self.draft.as_deref())
    }
}

pub(super) fn parsed(what: &'static str, text: Option<&str>) -> StoreResult<Option<Template>> {
    let corrupt = |text: &str| StoreError::Corrupt { what, value: text.chars().take(100).collect() };
    text.map(|text| serde_json::from_str(text).map_err(|_| corrupt(text))).transpose()
}

fn of_waba(org: OrgId, waba: WabaId) -> Select<Entity> {
    Entity::find().filter(Column::WabaId.eq(waba.to_string())).filter(Column::OrgId.eq(org.to_string()))
}

/// Gone ones too.
pub async fn find(db: &impl Conn, org: OrgId, waba: WabaId, id: TemplateId) -> StoreResult<Option<Model>> {
    Ok(of_waba(org, waba).filter(Column::Id.eq(id.to_string())).one(db).await?)
}

/// The one that is there, of a name and language.
pub async fn find_by_name(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    name: &str,
    language: &str,
) -> StoreResult<Option<Model>> {
    let row = of_waba(org, waba).filter(Column::Name.eq(name)).filter(Column::Language.eq(language));
    Ok(row.filter(Column::GoneAt.is_null()).one(db).await?)
}

/// Every language of a name, in the order of their codes.
pub async fn list_family(db: &impl Conn, org: OrgId, waba: WabaId, name: &str) -> StoreResult<Vec<Model>> {
    let rows = of_waba(org, waba).filter(Column::Name.eq(name)).filter(Column::GoneAt.is_null());
    Ok(rows.order_by_asc(Column::Language).all(db).await?)
}

/// The last one of a name and language that was approved when it was deleted.
pub async fn find_blocking(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    name: &str,
    language: &str,
    since: DateTime<Utc>,
) -> StoreResult<Option<Model>> {
    let rows = of_waba(org, waba).filter(Column::Name.eq(name)).filter(Column::Language.eq(language));
    let rows = rows.filter(Column::WasApproved.eq(true)).filter(Column::GoneAt.gt(since.timestamp_micros()));
    Ok(rows.order_by_desc(Column::GoneAt).one(db).await?)
}

pub async fn list_by_ids(db: &impl Conn, org: OrgId, waba: WabaId, ids: &[TemplateId]) -> StoreResult<Vec<Model>> {
    let ids = ids.iter().map(ToString::to_string);
    Ok(of_waba(org, waba).filter(Column::Id.is_in(ids)).filter(Column::GoneAt.is_null()).all(db).await?)
}

pub async fn list_by_names(db: &impl Conn, org: OrgId, waba: WabaId, names: &[String]) -> StoreResult<Vec<Model>> {
    let mut rows = Vec::new();
    for some in names.chunks(ROWS) {
        let found = of_waba(org, waba).filter(Column::Name.is_in(some)).filter(Column::GoneAt.is_null());
        rows.extend(found.order_by_asc(Column::Name).order_by_asc(Column::Language).all(db).await?);
    }
    Ok(rows)
}

/// Those of some names in some languages.
pub async fn list_by_names_in(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    names: &[String],
    languages: &[String],
) -> StoreResult<Vec<Model>> {
    let found = of_waba(org, waba).filter(Column::Name.is_in(names)).filter(Column::Language.is_in(languages));
    Ok(found.filter(Column::GoneAt.is_null()).all(db).await?)
}

/// By Meta's ids, gone ones too.
pub async fn list_by_meta_ids(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    meta_ids: &[String],
) -> StoreResult<Vec<Model>> {
    let mut rows = Vec::new();
    for some in meta_ids.chunks(ROWS) {
        rows.extend(of_waba(org, waba).filter(Column::MetaId.is_in(some)).all(db).await?);
    }
    Ok(rows)
}

/// Some of those that are there, behind a name and language: for walking over all of them.
pub async fn list_after(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    after: Option<(&str, &str)>,
    limit: u64,
) -> StoreResult<Vec<Model>> {
    let mut rows = of_waba(org, waba).filter(Column::GoneAt.is_null());
    if let Some((name, language)) = after {
        let here = Expr::tuple([Column::Name.into_expr(), Column::Language.into_expr()]);
        rows = rows.filter(here.gt(Expr::tuple([Expr::value(name), Expr::value(language)])));
    }
    Ok(rows.order_by_asc(Column::Name).order_by_asc(Column::Language).limit(limit).all(db).await?)
}

/// Some of those at Meta that no sync has seen since then, behind an id.
pub async fn list_not_synced_since(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    since: DateTime<Utc>,
    after: &str,
    limit: u64,
) -> StoreResult<Vec<Model>> {
    let micros = since.timestamp_micros();
    Ok(of_waba(org, waba)
        .filter(Column::GoneAt.is_null())
        .filter(Column::MetaId.is_not_null())
        .filter(Column::SyncedAt.is_null().or(Column::SyncedAt.lt(micros)))
        .filter(Column::Id.gt(after))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// How many were sent to Meta as new ones since then.
pub async fn count_sent_since(db: &impl Conn, org: OrgId, waba: WabaId, since: DateTime<Utc>) -> StoreResult<u64> {
    Ok(of_waba(org, waba).filter(Column::FirstSentAt.gt(since.timestamp_micros())).count(db).await?)
}

/// When the first of them was.
pub async fn first_sent_since(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    since: DateTime<Utc>,
) -> StoreResult<Option<i64>> {
    let first = of_waba(org, waba).filter(Column::FirstSentAt.gt(since.timestamp_micros()));
    let first = first.select_only().column_as(Column::FirstSentAt.min(), "first");
    Ok(first.into_tuple::<Option<i64>>().one(db).await?.flatten())
}

pub async fn insert_many(db: &impl Conn, rows: &[Model]) -> StoreResult<()> {
    // 43 columns in a row, and SQLite takes 32,766 values.
    for some in rows.chunks(ROWS / 2) {
        let rows = some.iter().map(|row| row.clone().into_active_model().reset_all());
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
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

/// Seen at Meta as they were: only the time moves.
pub async fn seen_many(db: &impl Conn, org: OrgId, ids: &[String], at: DateTime<Utc>) -> StoreResult<()> {
    for some in ids.chunks(ROWS) {
        Entity::update_many()
            .col_expr(Column::SyncedAt, Expr::value(at.timestamp_micros()))
            .filter(Column::Id.is_in(some))
            .filter(Column::OrgId.eq(org.to_string()))
            .exec(db)
            .await?;
    }
    Ok(())
}

/// A draft that Meta never had leaves nothing behind.
pub async fn remove(db: &impl Conn, org: OrgId, id: &str) -> StoreResult<()> {
    Entity::delete_many().filter(Column::Id.eq(id)).filter(Column::OrgId.eq(org.to_string())).exec(db).await?;
    Ok(())
}
