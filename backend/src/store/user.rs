//! Users: people who sign in.

use chrono::{DateTime, Utc};
use clienthub_shared::id::UserId;
use clienthub_shared::session::User;
use sea_orm::ActiveValue::Set;
use sea_orm::ExprTrait;
use sea_orm::entity::prelude::*;

use super::{Conn, StoreResult, word};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub email: String,
    pub email_key: String,
    pub name: String,
    pub password_hash: String,
    pub operator: bool,
    pub created_at: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    fn into_shared(self) -> StoreResult<User> {
        Ok(User { id: word("users.id", &self.id)?, email: self.email, name: self.name, operator: self.operator })
    }
}

/// E-mail addresses are the same when they differ in letter case alone.
fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

pub async fn find_any_org(db: &impl Conn, user: UserId) -> StoreResult<Option<User>> {
    Entity::find_by_id(user.to_string()).one(db).await?.map(Model::into_shared).transpose()
}

/// The user when a further condition holds, in one query.
pub(super) async fn find_where_any_org(
    db: &impl Conn,
    user: UserId,
    condition: sea_orm::sea_query::SimpleExpr,
) -> StoreResult<Option<User>> {
    let row = Entity::find_by_id(user.to_string()).filter(condition).one(db).await?;
    row.map(Model::into_shared).transpose()
}

/// The user and the password's hash (PHC string).
pub async fn find_by_email_any_org(db: &impl Conn, email: &str) -> StoreResult<Option<(User, String)>> {
    let row = Entity::find().filter(Column::EmailKey.eq(email_key(email))).one(db).await?;
    row.map(|row| {
        let hash = row.password_hash.clone();
        Ok((row.into_shared()?, hash))
    })
    .transpose()
}

pub async fn insert(db: &impl Conn, user: &User, password_hash: &str, now: DateTime<Utc>) -> StoreResult<()> {
    let row = ActiveModel {
        id: Set(user.id.to_string()),
        email: Set(user.email.clone()),
        email_key: Set(email_key(&user.email)),
        name: Set(user.name.clone()),
        password_hash: Set(password_hash.into()),
        operator: Set(user.operator),
        created_at: Set(now.timestamp_micros()),
        version: Set(1),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update_password_any_org(db: &impl Conn, user: UserId, password_hash: &str) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::PasswordHash, Expr::value(password_hash))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(user.to_string()))
        .exec(db)
        .await?;
    Ok(())
}
