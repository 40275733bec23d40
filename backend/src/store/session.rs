//! Sessions: a signed-in browser. The refresh token is not stored: it is a MAC of session and generation.

use chrono::{DateTime, Utc};
use clienthub_shared::id::{SessionId, UserId};
use clienthub_shared::session::User;
use sea_orm::ActiveValue::Set;
use sea_orm::ExprTrait;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;

use crate::clock::from_micros;

use super::{Conn, StoreResult, word};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub user_id: String,
    pub generation: i64,
    pub rotated_at: i64,
    pub created_at: i64,
    pub expires_at: i64,
    pub ended_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A session that has neither ended nor expired.
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    /// How often the refresh token was replaced.
    pub generation: i64,
    pub rotated_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub async fn insert(
    db: &impl Conn,
    session: SessionId,
    user: UserId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> StoreResult<()> {
    let row = ActiveModel {
        id: Set(session.to_string()),
        user_id: Set(user.to_string()),
        generation: Set(1),
        rotated_at: Set(now.timestamp_micros()),
        created_at: Set(now.timestamp_micros()),
        expires_at: Set(expires_at.timestamp_micros()),
        ended_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

pub async fn find_live_any_org(db: &impl Conn, session: SessionId, now: DateTime<Utc>) -> StoreResult<Option<Session>> {
    let row = Entity::find_by_id(session.to_string())
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now.timestamp_micros()))
        .one(db)
        .await?;
    row.map(|row| {
        Ok(Session {
            id: session,
            user: word("sessions.user_id", &row.user_id)?,
            generation: row.generation,
            rotated_at: from_micros(row.rotated_at),
            expires_at: from_micros(row.expires_at),
        })
    })
    .transpose()
}

/// The user of a session that is live: what every request asks.
pub async fn find_user_any_org(
    db: &impl Conn,
    session: SessionId,
    user: UserId,
    now: DateTime<Utc>,
) -> StoreResult<Option<User>> {
    let live = Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(Column::Id.eq(session.to_string()))
        .and_where(Column::UserId.eq(user.to_string()))
        .and_where(Column::EndedAt.is_null())
        .and_where(Column::ExpiresAt.gt(now.timestamp_micros()))
        .to_owned();
    super::user::find_where_any_org(db, user, Expr::exists(live)).await
}

/// Counts the generation up when it is still `from`; false when somebody was faster.
pub async fn rotate_any_org(db: &impl Conn, session: SessionId, from: i64, now: DateTime<Utc>) -> StoreResult<bool> {
    let done = Entity::update_many()
        .col_expr(Column::Generation, Expr::value(from + 1))
        .col_expr(Column::RotatedAt, Expr::value(now.timestamp_micros()))
        .filter(Column::Id.eq(session.to_string()))
        .filter(Column::Generation.eq(from))
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

pub async fn end_any_org(db: &impl Conn, session: SessionId, now: DateTime<Utc>) -> StoreResult<()> {
    end_where(db, Column::Id.eq(session.to_string()), now).await
}

pub async fn end_all_of_user_any_org(db: &impl Conn, user: UserId, now: DateTime<Utc>) -> StoreResult<()> {
    end_where(db, Column::UserId.eq(user.to_string()), now).await
}

/// All but one.
pub async fn end_others_of_user_any_org(
    db: &impl Conn,
    user: UserId,
    kept: SessionId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    end_where(db, Column::UserId.eq(user.to_string()).and(Column::Id.ne(kept.to_string())), now).await
}

async fn end_where(db: &impl Conn, which: sea_orm::sea_query::SimpleExpr, now: DateTime<Utc>) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.timestamp_micros()))
        .filter(which)
        .filter(Column::EndedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}
