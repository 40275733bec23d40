//! Users: people who sign in.

use chrono::{DateTime, Utc};
use clienthub_shared::id::UserId;
use clienthub_shared::session::User;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{ExprTrait, QuerySelect};

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
    pub language: Option<String>,
    pub theme: Option<String>,
    pub numbers_view: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    fn into_shared(self) -> StoreResult<User> {
        Ok(User {
            id: word("users.id", &self.id)?,
            language: self.language.map(|tag| word("users.language", &tag)).transpose()?,
            theme: self.theme.map(|theme| word("users.theme", &theme)).transpose()?,
            numbers_view: word("users.numbers_view", &self.numbers_view)?,
            email: self.email,
            name: self.name,
            operator: self.operator,
            version: self.version,
        })
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
    row.map(with_password).transpose()
}

/// The same by id, held until the end of the transaction, against others who change it.
pub async fn lock_any_org(db: &impl Conn, user: UserId) -> StoreResult<Option<(User, String)>> {
    let row = Entity::find_by_id(user.to_string()).lock(LockType::NoKeyUpdate).one(db).await?;
    row.map(with_password).transpose()
}

fn with_password(row: Model) -> StoreResult<(User, String)> {
    let hash = row.password_hash.clone();
    Ok((row.into_shared()?, hash))
}

/// The password's hash (PHC string).
pub async fn find_password_any_org(db: &impl Conn, user: UserId) -> StoreResult<Option<String>> {
    let query = Entity::find_by_id(user.to_string()).select_only().column(Column::PasswordHash);
    Ok(query.into_tuple().one(db).await?)
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
        version: Set(user.version),
        language: Set(user.language.map(|tag| tag.to_string())),
        theme: Set(user.theme.map(|theme| theme.to_string())),
        numbers_view: Set(user.numbers_view.to_string()),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Writes name and preferences of a user who is held; the version becomes one more than `user.version`.
pub async fn update_any_org(db: &impl Conn, user: &User) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::Name, Expr::value(user.name.clone()))
        .col_expr(Column::Language, Expr::value(user.language.map(|tag| tag.to_string())))
        .col_expr(Column::Theme, Expr::value(user.theme.map(|theme| theme.to_string())))
        .col_expr(Column::NumbersView, Expr::value(user.numbers_view.to_string()))
        .col_expr(Column::Version, Expr::value(user.version + 1))
        .filter(Column::Id.eq(user.id.to_string()))
        .exec(db)
        .await?;
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
