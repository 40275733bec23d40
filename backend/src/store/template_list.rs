//! The list of template families: filters, order, keyset paging, counts. A family is listed when one of its languages fits all
//! filters. Grouping reads the index `templates_list` alone; a search looks at the rows' `search_text`.

use clienthub_shared::id::{OrgId, TemplateId, WabaId};
use clienthub_shared::status::Quality;
use clienthub_shared::template::family::TemplateSort;
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::template::word::Category;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, ExprTrait, Query};
use sea_orm::{FromQueryResult, Order, QueryOrder, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};

use super::template::{Column, Entity};
use super::{Conn, StoreResult};

/// What a list takes. Empty lists filter nothing; several values of one filter are alternatives.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TemplateFilter {
    pub search: Option<TemplateSearch>,
    pub state: Vec<TemplateState>,
    pub category: Vec<Category>,
    pub language: Vec<String>,
    pub quality: Vec<Quality>,
}

/// `q`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum TemplateSearch {
    Id(TemplateId),
    /// Folded; each is a part of the name or of a text. It may be an id of Meta's as well.
    Words {
        words: Vec<String>,
        meta_id: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TemplateOrder {
    pub by: TemplateSort,
    pub descending: bool,
}

/// A family, by its name, and when one of its languages was last edited: also the place where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromQueryResult)]
pub struct FamilyRow {
    pub name: String,
    pub edited_at: i64,
    /// How many families match from this page on: on the first page all of them, without another query.
    #[serde(skip)]
    pub rest: i64,
}

/// What a list shows of one template.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LanguageRow {
    pub id: String,
    pub name: String,
    pub language: String,
    pub state: String,
    pub quality: String,
    pub category: Option<String>,
    pub excerpt: String,
    pub edited_at: i64,
    /// Meta has it, and there are changes that were not sent.
    pub unsent: bool,
}

/// One page after `after`, and whether there is more.
pub async fn page(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    filter: &TemplateFilter,
    order: TemplateOrder,
    after: Option<&FamilyRow>,
    limit: u32,
) -> StoreResult<(Vec<FamilyRow>, bool)> {
    let query = page_query(org, waba, filter, order, after, u64::from(limit) + 1);
    let mut rows = FamilyRow::find_by_statement(query.build(db.get_database_backend())).all(db).await?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok((rows, has_more))
}

/// How many families match, on all pages.
pub async fn total(db: &impl Conn, org: OrgId, waba: WabaId, filter: &TemplateFilter) -> StoreResult<u64> {
    let query = total_query(org, waba, filter);
    let count: Option<i64> = query.into_tuple().one(db).await?;
    super::count(count.unwrap_or(0))
}

/// The languages of some families, by name and language.
pub async fn languages(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    names: impl IntoIterator<Item = &str>,
    with_gone: bool,
) -> StoreResult<Vec<LanguageRow>> {
    Ok(Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Name,
            Column::Language,
            Column::State,
            Column::Quality,
            Column::Category,
            Column::Excerpt,
            Column::EditedAt,
        ])
        .column_as(Column::MetaId.is_not_null().and(Column::Draft.is_not_null()), "unsent")
        .filter(there(org, waba, with_gone))
        .filter(Column::Name.is_in(names))
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Language)
        .into_model::<LanguageRow>()
        .all(db)
        .await?)
}

/// How many templates are in each state, and which languages are in use.
pub async fn counts(db: &impl Conn, org: OrgId, waba: WabaId) -> StoreResult<Vec<(String, String, i64)>> {
    Ok(Entity::find()
        .select_only()
        .columns([Column::State, Column::Language])
        .column_as(Column::Name.count(), "count")
        .filter(there(org, waba, false))
        .group_by(Column::State)
        .group_by(Column::Language)
        .into_tuple()
        .all(db)
        .await?)
}

/// The last that Meta rejected since then and that were not sent again, the newest first.
pub async fn rejected(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    since: i64,
    limit: u64,
) -> StoreResult<Vec<super::template::Model>> {
    Ok(Entity::find()
        .filter(there(org, waba, false))
        .filter(Column::State.eq(TemplateState::Rejected.as_str()))
        .filter(Column::StateSince.gt(since))
        .order_by_desc(Column::StateSince)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// The database's plans for a page and its total, line by line: for the bench and `docs/performance.md`.
pub async fn explain(
    db: &impl Conn,
    org: OrgId,
    waba: WabaId,
    filter: &TemplateFilter,
    order: TemplateOrder,
) -> StoreResult<Vec<String>> {
    let backend = db.get_database_backend();
    let mut lines = super::explain(db, page_query(org, waba, filter, order, None, 26).build(backend)).await?;
    lines.extend(super::explain(db, total_query(org, waba, filter).build(backend)).await?);
    Ok(lines)
}

fn page_query(
    org: OrgId,
    waba: WabaId,
    filter: &TemplateFilter,
    order: TemplateOrder,
    after: Option<&FamilyRow>,
    limit: u64,
) -> Select<Entity> {
    let edited = || Column::EditedAt.max();
    let direction = if order.descending { Order::Desc } else { Order::Asc };
    let mut query = Entity::find()
        .select_only()
        .column(Column::Name)
        .column_as(edited(), "edited_at")
        .expr_as(Expr::cust("COUNT(*) OVER ()"), "rest")
        .filter(there(org, waba, filter.wants_gone()))
        .group_by(Column::Name);
    if !filter.is_empty() {
        let names = Query::select()
            .column(Column::Name)
            .from(Entity)
            .cond_where(there(org, waba, filter.wants_gone()).add(fits(filter)))
            .to_owned();
        query = query.filter(Column::Name.in_subquery(names));
    }
    let by_name = order.by == TemplateSort::Name;
    if let Some(after) = after {
        if by_name {
            let name = Column::Name;
            let behind = if order.descending { name.lt(&after.name) } else { name.gt(&after.name) };
            query = query.filter(behind);
        } else {
            let here = Expr::tuple([edited(), Column::Name.into_expr()]);
            let there = Expr::tuple([Expr::value(after.edited_at), Expr::value(after.name.clone())]);
            query = query.having(if order.descending { here.lt(there) } else { here.gt(there) });
        }
    }
    if !by_name {
        query = query.order_by(edited(), direction.clone());
    }
    query.order_by(Column::Name, direction).limit(limit)
}

fn total_query(org: OrgId, waba: WabaId, filter: &TemplateFilter) -> Select<Entity> {
    Entity::find()
        .select_only()
        .expr(Expr::cust("COUNT(DISTINCT name)"))
        .filter(there(org, waba, filter.wants_gone()).add(fits(filter)))
}

fn there(org: OrgId, waba: WabaId, with_gone: bool) -> Condition {
    let all = Condition::all().add(Column::WabaId.eq(waba.to_string())).add(Column::OrgId.eq(org.to_string()));
    if with_gone { all } else { all.add(Column::GoneAt.is_null()) }
}

impl TemplateFilter {
    fn is_empty(&self) -> bool {
        self.search.is_none()
            && self.state.is_empty()
            && self.category.is_empty()
            && self.language.is_empty()
            && self.quality.is_empty()
    }

    /// Deleted ones are listed only when they are asked for.
    pub fn wants_gone(&self) -> bool {
        self.state.contains(&TemplateState::Deleted)
    }
}

fn fits(filter: &TemplateFilter) -> Condition {
    let mut all = Condition::all();
    if !filter.state.is_empty() {
        all = all.add(Column::State.is_in(filter.state.iter().map(|word| word.as_str())));
    }
    if !filter.category.is_empty() {
        all = all.add(Column::Category.is_in(filter.category.iter().map(|word| word.as_str())));
    }
    if !filter.language.is_empty() {
        all = all.add(Column::Language.is_in(filter.language.iter().map(String::as_str)));
    }
    if !filter.quality.is_empty() {
        all = all.add(Column::Quality.is_in(filter.quality.iter().map(|word| word.as_str())));
    }
    match &filter.search {
        None => all,
        Some(TemplateSearch::Id(id)) => all.add(Column::Id.eq(id.to_string())),
        Some(TemplateSearch::Words { words, meta_id }) => {
            let mut any = Condition::any();
            // Nothing but accents or control characters was asked for: nothing is found.
            let texts =
                words.iter().fold(Condition::all(), |texts, word| texts.add(super::contains(Column::SearchText, word)));
            any = any.add(if words.is_empty() { Condition::all().add(Column::Id.eq("")) } else { texts });
            if let Some(id) = meta_id {
                any = any.add(Column::MetaId.eq(id));
            }
            all.add(any)
        }
    }
}
