//! Access tokens of organisations: their hashes, never the secrets. Revoked ones stay, for the audit log names them.

use chrono::{DateTime, Utc};
use clienthub_shared::id::{AccessTokenId, OrgId, UserId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ExprTrait, JoinType, QueryOrder, QuerySelect, RelationDef};

use super::org::membership;
use super::{Conn, StoreResult, user};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub org_id: String,
    /// The maker.
    pub user_id: String,
    pub name: String,
    pub prefix: String,
    pub hash: Vec<u8>,
    /// Comma-separated.
    pub scopes: String,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub last_used_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A token with what its maker is today. The hash is not read.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct AccessTokenRow {
    pub id: String,
    pub org_id: String,
    pub user_id: String,
    pub name: String,
    pub prefix: String,
    pub scopes: String,
    pub created_at: i64,
    pub expires_at: Option<i64>,
    pub last_used_at: Option<i64>,
    #[sea_orm(nested)]
    pub maker: MakerRow,
    /// Absent: the maker has left the organisation.
    #[sea_orm(nested)]
    pub membership: Option<MembershipRow>,
}

#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "user::Entity")]
pub struct MakerRow {
    pub name: String,
}

#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "membership::Entity")]
pub struct MembershipRow {
    pub role: String,
}

/// The token of a secret that is not revoked, expired ones too: what every request by token asks. Each of the three rows is found by
/// a unique index.
pub async fn find_by_hash_any_org(db: &impl Conn, hash: &[u8; 32]) -> StoreResult<Option<AccessTokenRow>> {
    find_where(db, Column::Hash.eq(hash.to_vec())).await
}

pub async fn find(db: &impl Conn, org: OrgId, token: AccessTokenId) -> StoreResult<Option<AccessTokenRow>> {
    find_where(db, Column::Id.eq(token.to_string()).and(Column::OrgId.eq(org.to_string()))).await
}

async fn find_where(db: &impl Conn, which: SimpleExpr) -> StoreResult<Option<AccessTokenRow>> {
    Ok(rows(which).into_partial_model().one(db).await?)
}

/// An organisation's tokens before `before`, the newest first, and whether there is more.
pub async fn page(
    db: &impl Conn,
    org: OrgId,
    before: Option<&AccessTokenId>,
    limit: u32,
) -> StoreResult<(Vec<AccessTokenRow>, bool)> {
    let mut which = Column::OrgId.eq(org.to_string());
    if let Some(before) = before {
        which = which.and(Column::Id.lt(before.to_string()));
    }
    let query = rows(which).order_by_desc(Column::Id).limit(u64::from(limit) + 1);
    let mut rows: Vec<AccessTokenRow> = query.into_partial_model().all(db).await?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok((rows, has_more))
}

pub async fn total(db: &impl Conn, org: OrgId) -> StoreResult<u64> {
    Ok(of_org(org).count(db).await?)
}

/// How many of them have not expired.
pub async fn count_live(db: &impl Conn, org: OrgId, now: DateTime<Utc>) -> StoreResult<u64> {
    let live = Column::ExpiresAt.is_null().or(Column::ExpiresAt.gt(now.timestamp_micros()));
    Ok(of_org(org).filter(live).count(db).await?)
}

fn of_org(org: OrgId) -> Select<Entity> {
    Entity::find().filter(Column::OrgId.eq(org.to_string())).filter(Column::RevokedAt.is_null())
}

fn rows(which: SimpleExpr) -> Select<Entity> {
    let maker: RelationDef = Entity::belongs_to(user::Entity).from(Column::UserId).to(user::Column::Id).into();
    let membership: RelationDef = Entity::belongs_to(membership::Entity)
        .from((Column::OrgId, Column::UserId))
        .to((membership::Column::OrgId, membership::Column::UserId))
        .into();
    Entity::find()
        .filter(which)
        .filter(Column::RevokedAt.is_null())
        .join(JoinType::InnerJoin, maker)
        .join(JoinType::LeftJoin, membership)
}

pub struct NewAccessToken<'a> {
    pub id: AccessTokenId,
    pub maker: UserId,
    pub name: &'a str,
    pub prefix: String,
    pub hash: [u8; 32],
    /// Comma-separated.
    pub scopes: String,
    pub expires_at: Option<DateTime<Utc>>,
}

pub async fn insert(db: &impl Conn, org: OrgId, new: NewAccessToken<'_>, now: DateTime<Utc>) -> StoreResult<()> {
    let row = ActiveModel {
        id: Set(new.id.to_string()),
        org_id: Set(org.to_string()),
        user_id: Set(new.maker.to_string()),
        name: Set(new.name.into()),
        prefix: Set(new.prefix),
        hash: Set(new.hash.to_vec()),
        scopes: Set(new.scopes),
        created_at: Set(now.timestamp_micros()),
        expires_at: Set(new.expires_at.map(|at| at.timestamp_micros())),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// False when it is revoked already, or not there.
pub async fn revoke(db: &impl Conn, org: OrgId, token: AccessTokenId, now: DateTime<Utc>) -> StoreResult<bool> {
    let done = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now.timestamp_micros()))
        .filter(Column::OrgId.eq(org.to_string()))
        .filter(Column::Id.eq(token.to_string()))
        .filter(Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Whether the organisation ever had it, revoked or not.
pub async fn exists(db: &impl Conn, org: OrgId, token: AccessTokenId) -> StoreResult<bool> {
    let found = Entity::find_by_id(token.to_string()).filter(Column::OrgId.eq(org.to_string())).count(db).await?;
    Ok(found > 0)
}

/// Writes down that it was used, unless a later use is.
pub async fn used_any_org(db: &impl Conn, token: AccessTokenId, now: DateTime<Utc>) -> StoreResult<()> {
    let earlier = Column::LastUsedAt.is_null().or(Column::LastUsedAt.lt(now.timestamp_micros()));
    Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(now.timestamp_micros()))
        .filter(Column::Id.eq(token.to_string()))
        .filter(earlier)
        .exec(db)
        .await?;
    Ok(())
}
