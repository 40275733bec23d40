//! The list of numbers: filters, order, keyset paging, counts; and one number with all that its page shows. One query for a
//! page and one for the total, at any size. The indexes are in the migration `m0002_numbers`; `cargo xtask bench list` shows
//! the plans.

use clienthub_shared::id::{NumberId, OrgId, WabaId};
use clienthub_shared::number::{NumberCounts, NumberSort};
use clienthub_shared::status::{Attention, LimitTier, NumberStatus, Quality, WabaStatus};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, ExprTrait, Query};
use sea_orm::{FromQueryResult, JoinType, Order, PartialModelTrait, QueryOrder, QuerySelect, QueryTrait, Statement};
use serde::{Deserialize, Serialize};

use super::number::{Column, Entity, Model};
use super::waba_list::{TokenFacts, joined_to_numbers};
use super::{Conn, StoreResult, org, waba, word};

/// What a list takes. Empty lists filter nothing; several values of one filter are alternatives.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NumberFilter {
    pub search: Option<Search>,
    pub status: Vec<NumberStatus>,
    pub attention: Vec<Attention>,
    pub waba_status: Vec<WabaStatus>,
    pub waba: Vec<WabaId>,
    pub quality: Vec<Quality>,
    pub limit_tier: Vec<LimitTier>,
}

/// `q`, read by `service::fold::search`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Search {
    /// Folded; a part of `search_text`.
    pub text: String,
    /// A part of the digits, where it differs from the text.
    pub digits: Option<String>,
    pub id: Option<SearchedId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum SearchedId {
    Number(NumberId),
    Waba(WabaId),
    /// Of a number or a WABA; may be a part of a phone number as well.
    Meta(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NumberOrder {
    pub by: NumberSort,
    pub descending: bool,
}

/// The last row of a page: its sort key and id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position(SortKey, String);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum SortKey {
    Number(i64),
    Text(String),
}

/// A number with what its row shows of the WABA.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct NumberRow {
    #[sea_orm(nested)]
    pub number: Model,
    #[sea_orm(nested)]
    pub waba: waba::Model,
    #[sea_orm(nested)]
    pub token: Option<TokenFacts>,
}

/// The same with the rest of the number's page.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct NumberDetailsRow {
    #[sea_orm(nested)]
    pub row: NumberRow,
    #[sea_orm(nested)]
    pub org: org::Model,
    #[sea_orm(from_expr = "super::waba_list::number_count()")]
    pub number_count: i64,
}

/// The value of `status_rank`: the status's place in the order of its declaration.
pub fn status_rank(status: NumberStatus) -> i64 {
    status as i64
}

/// One page after `after`, and where the next one begins.
pub async fn page(
    db: &impl Conn,
    org: OrgId,
    filter: &NumberFilter,
    order: NumberOrder,
    after: Option<&Position>,
    limit: u32,
) -> StoreResult<(Vec<NumberRow>, Option<Position>)> {
    let query = page_query(org, filter, order, after, u64::from(limit) + 1);
    let statement = query.build(db.get_database_backend());
    let mut rows = NumberRow::find_by_statement(statement).all(db).await?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| has_more).map(|row| position(&row.number, order.by));
    Ok((rows, next))
}

/// How many rows match, on all pages.
pub async fn total(db: &impl Conn, org: OrgId, filter: &NumberFilter) -> StoreResult<u64> {
    let statement = total_query(org, filter).build(db.get_database_backend());
    let row = db.query_one_raw(statement).await?;
    super::count(row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?.unwrap_or(0))
}

/// One number with everything that its page shows.
pub async fn find_details(db: &impl Conn, org: OrgId, number: NumberId) -> StoreResult<Option<NumberDetailsRow>> {
    let query = with_waba(Entity::find_by_id(number.to_string()))
        .join(JoinType::InnerJoin, Entity::belongs_to(org::Entity).from(Column::OrgId).to(org::Column::Id).into())
        .filter(Column::OrgId.eq(org.to_string()))
        .select_only();
    let statement = NumberDetailsRow::select_cols(query).build(db.get_database_backend());
    Ok(NumberDetailsRow::find_by_statement(statement).one(db).await?)
}

/// Read from the index by (organisation, attention) alone.
const COUNTS: &str = "SELECT attention AS word, COUNT(*) AS count FROM numbers WHERE org_id = $1 GROUP BY attention \
                      UNION ALL SELECT 'wabas', COUNT(*) FROM wabas WHERE org_id = $1 AND disconnected_at IS NULL";

/// Numbers by attention, and connected WABAs.
pub async fn counts(db: &impl Conn, org: OrgId) -> StoreResult<NumberCounts> {
    #[derive(FromQueryResult)]
    struct Row {
        word: String,
        count: i64,
    }
    let statement = Statement::from_sql_and_values(db.get_database_backend(), COUNTS, [org.to_string().into()]);
    let mut counts = NumberCounts::default();
    for row in Row::find_by_statement(statement).all(db).await? {
        let number = super::count(row.count)?;
        if row.word == "wabas" {
            counts.wabas = number;
            continue;
        }
        counts.all += number;
        *match word("numbers.attention", &row.word)? {
            Attention::None => &mut counts.none,
            Attention::Client => &mut counts.client,
            Attention::Meta => &mut counts.meta,
            Attention::Operator => &mut counts.operator,
        } = number;
    }
    Ok(counts)
}

/// The database's plans for a page and its total, line by line: for the bench and `docs/performance.md`.
pub async fn explain(
    db: &impl Conn,
    org: OrgId,
    filter: &NumberFilter,
    order: NumberOrder,
    after: Option<&Position>,
    limit: u32,
) -> StoreResult<Vec<String>> {
    let mut lines = explain_page(db, org, filter, order, after, limit).await?;
    lines.extend(super::explain(db, total_query(org, filter).build(db.get_database_backend())).await?);
    Ok(lines)
}

/// The same for the page alone.
pub async fn explain_page(
    db: &impl Conn,
    org: OrgId,
    filter: &NumberFilter,
    order: NumberOrder,
    after: Option<&Position>,
    limit: u32,
) -> StoreResult<Vec<String>> {
    let query = page_query(org, filter, order, after, u64::from(limit) + 1);
    super::explain(db, query.build(db.get_database_backend())).await
}

/// The same for the counts.
pub async fn explain_counts(db: &impl Conn, org: OrgId) -> StoreResult<Vec<String>> {
    super::explain(db, Statement::from_sql_and_values(db.get_database_backend(), COUNTS, [org.to_string().into()]))
        .await
}

fn page_query(
    org: OrgId,
    filter: &NumberFilter,
    order: NumberOrder,
    after: Option<&Position>,
    limit: u64,
) -> Select<Entity> {
    let (key, direction) = (key_column(order.by), if order.descending { Order::Desc } else { Order::Asc });
    let mut query = with_waba(Entity::find()).filter(condition(org, filter)).select_only();
    if let Some(Position(sort_key, id)) = after {
        let here = Expr::tuple([key.into_expr(), Column::Id.into_expr()]);
        let sort_key = match sort_key {
            SortKey::Number(number) => Expr::value(*number),
            SortKey::Text(text) => Expr::value(text.clone()),
        };
        let there = Expr::tuple([sort_key, Expr::value(id.clone())]);
        query = query.filter(if order.descending { here.lt(there) } else { here.gt(there) });
    }
    NumberRow::select_cols(query).order_by(key, direction.clone()).order_by(Column::Id, direction).limit(limit)
}

fn total_query(org: OrgId, filter: &NumberFilter) -> Select<Entity> {
    Entity::find().select_only().expr(Expr::cust("COUNT(*)")).filter(condition(org, filter))
}

fn with_waba(numbers: Select<Entity>) -> Select<Entity> {
    joined_to_numbers().into_iter().fold(numbers, |query, (kind, relation)| query.join(kind, relation))
}

/// What `WHERE` says; without the joins of the page, so that the total needs none.
fn condition(org: OrgId, filter: &NumberFilter) -> Condition {
    let mut all = Condition::all().add(Column::OrgId.eq(org.to_string()));
    if !filter.status.is_empty() {
        // The rank and not the word: it has the index.
        all = all.add(Column::StatusRank.is_in(filter.status.iter().map(|status| status_rank(*status))));
    }
    if !filter.attention.is_empty() {
        all = all.add(Column::Attention.is_in(filter.attention.iter().map(|word| word.as_str())));
    }
    if !filter.quality.is_empty() {
        all = all.add(Column::Quality.is_in(filter.quality.iter().map(|word| word.as_str())));
    }
    if !filter.limit_tier.is_empty() {
        all = all.add(Column::LimitTier.is_in(filter.limit_tier.iter().map(|word| word.as_str())));
    }
    if !filter.waba.is_empty() {
        all = all.add(Column::WabaId.is_in(filter.waba.iter().map(ToString::to_string)));
    }
    if !filter.waba_status.is_empty() {
        let words = filter.waba_status.iter().map(|word| word.as_str());
        all = all.add(of_wabas(org, waba::Column::Status.is_in(words)));
    }
    match &filter.search {
        Some(search) => all.add(matches(org, search)),
        None => all,
    }
}

fn matches(org: OrgId, search: &Search) -> Condition {
    let mut any = Condition::any();
    match &search.id {
        Some(SearchedId::Number(number)) => return any.add(Column::Id.eq(number.to_string())),
        Some(SearchedId::Waba(waba)) => return any.add(Column::WabaId.eq(waba.to_string())),
        Some(SearchedId::Meta(id)) => {
            any = any.add(Column::MetaId.eq(id)).add(of_wabas(org, waba::Column::MetaId.eq(id)));
        }
        None => {}
    }
    if let Some(digits) = &search.digits {
        any = any.add(super::contains(Column::Digits, digits));
    }
    if !search.text.is_empty() {
        any = any.add(super::contains(Column::SearchText, &search.text));
    }
    // Nothing but accents or control characters was asked for: nothing is found.
    if any.is_empty() { any.add(Column::Id.eq("")) } else { any }
}

fn of_wabas(org: OrgId, which: Expr) -> Expr {
    let wabas = Query::select()
        .column((waba::Entity, waba::Column::Id))
        .from(waba::Entity)
        .and_where(waba::Column::OrgId.eq(org.to_string()))
        .and_where(which)
        .to_owned();
    Column::WabaId.in_subquery(wabas)
}

fn key_column(sort: NumberSort) -> Column {
    match sort {
        NumberSort::Added => Column::AddedAt,
        NumberSort::Name => Column::NameKey,
        NumberSort::Status => Column::StatusRank,
    }
}

fn position(row: &Model, sort: NumberSort) -> Position {
    let key = match sort {
        NumberSort::Added => SortKey::Number(row.added_at),
        NumberSort::Name => SortKey::Text(row.name_key.clone()),
        NumberSort::Status => SortKey::Number(row.status_rank),
    };
    Position(key, row.id.clone())
}
