//! WABAs as pages show them: with what is known of the token (never the token) and how many numbers they have.

use clienthub_shared::id::{OrgId, WabaId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait, Query};
use sea_orm::{FromQueryResult, JoinType, PartialModelTrait, QueryOrder, QuerySelect, QueryTrait, RelationDef};
use serde::{Deserialize, Serialize};

use super::waba::{Column, Entity, Model};
use super::{Conn, StoreResult, credential, number, user};

/// What is known of a WABA's token; the sealed token itself is not read.
#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "credential::Entity")]
pub struct TokenFacts {
    /// Comma-separated.
    pub scopes: String,
    pub expires_at: Option<i64>,
    pub checked_at: i64,
    pub given_at: i64,
    pub source: String,
    pub refused: Option<String>,
    #[sea_orm(nested)]
    pub giver: Option<Giver>,
}

impl From<&credential::Model> for TokenFacts {
    fn from(row: &credential::Model) -> Self {
        Self {
            scopes: row.scopes.clone(),
            expires_at: row.expires_at,
            checked_at: row.checked_at,
            given_at: row.given_at,
            source: row.source.clone(),
            refused: row.refused.clone(),
            giver: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DerivePartialModel)]
#[sea_orm(entity = "user::Entity")]
pub struct Giver {
    pub name: String,
}

#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct WabaRow {
    #[sea_orm(nested)]
    pub waba: Model,
    #[sea_orm(nested)]
    pub token: Option<TokenFacts>,
    #[sea_orm(from_expr = "number_count()")]
    pub number_count: i64,
}

/// The last row of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position(i64, String);

/// The organisation's WABAs, disconnected ones too, the newest first.
pub async fn page(
    db: &impl Conn,
    org: OrgId,
    after: Option<&Position>,
    limit: u32,
) -> StoreResult<(Vec<WabaRow>, Option<Position>)> {
    let mut query = rows(org).order_by_desc(Column::AddedAt).order_by_desc(Column::Id).limit(u64::from(limit) + 1);
    if let Some(Position(added_at, id)) = after {
        let here = Expr::tuple([Column::AddedAt.into_expr(), Column::Id.into_expr()]);
        query = query.filter(here.lt(Expr::tuple([Expr::value(*added_at), Expr::value(id.clone())])));
    }
    let mut rows = WabaRow::find_by_statement(query.build(db.get_database_backend())).all(db).await?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| has_more).map(|row| Position(row.waba.added_at, row.waba.id.clone()));
    Ok((rows, next))
}

pub async fn total(db: &impl Conn, org: OrgId) -> StoreResult<u64> {
    Ok(Entity::find().filter(Column::OrgId.eq(org.to_string())).count(db).await?)
}

pub async fn find(db: &impl Conn, org: OrgId, waba: WabaId) -> StoreResult<Option<WabaRow>> {
    let query = rows(org).filter(Column::Id.eq(waba.to_string()));
    Ok(WabaRow::find_by_statement(query.build(db.get_database_backend())).one(db).await?)
}

fn rows(org: OrgId) -> Select<Entity> {
    let [token, giver] = joined_to_token();
    let query = Entity::find()
        .filter(Column::OrgId.eq(org.to_string()))
        .join(JoinType::LeftJoin, token)
        .join(JoinType::LeftJoin, giver)
        .select_only();
    WabaRow::select_cols(query)
}

/// The joins from a number to its WABA, the WABA's token and who gave it.
pub(super) fn joined_to_numbers() -> [(JoinType, RelationDef); 3] {
    let [token, giver] = joined_to_token();
    [(JoinType::InnerJoin, number::Relation::Waba.def()), (JoinType::LeftJoin, token), (JoinType::LeftJoin, giver)]
}

/// The joins, to the left, from a WABA to its token and who gave it.
pub(super) fn joined_to_token() -> [RelationDef; 2] {
    [
        Entity::belongs_to(credential::Entity).from(Column::Id).to(credential::Column::WabaId).into(),
        credential::Entity::belongs_to(user::Entity).from(credential::Column::GivenBy).to(user::Column::Id).into(),
    ]
}

/// How many numbers the WABA of the row has.
pub(super) fn number_count() -> Expr {
    let counted = Alias::new("counted");
    let numbers = Query::select()
        .expr(Expr::cust("COUNT(*)"))
        .from_as(number::Entity, counted.clone())
        .and_where(Expr::col((counted, number::Column::WabaId)).equals((Entity, Column::Id)))
        .to_owned();
    Expr::SubQuery(None, Box::new(numbers.into()))
}
