//! Users made and changed by the operator's command line.

use clienthub_shared::id::UserId;
use clienthub_shared::me::NumbersView;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::rules;
use clienthub_shared::session::User;

use crate::error::{AppError, AppResult, field};
use crate::state::AppState;
use crate::store;

pub struct UserCreate<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub password: &'a str,
    pub operator: bool,
}

/// Makes a user; the e-mail address must be new.
pub async fn create(app: &AppState, create: UserCreate<'_>) -> AppResult<User> {
    check(&create).map_err(|finding| AppError::Invalid(vec![finding]))?;
    let hash = app.passwords.hash(create.password).await?;
    let tx = app.db.begin().await?;
    if store::user::find_by_email_any_org(&*tx, create.email).await?.is_some() {
        return Err(AppError::Internal(anyhow::anyhow!("a user with the address {} exists", create.email)));
    }
    let user = User {
        id: UserId::from_uuid(app.clock.uuid()),
        email: create.email.trim().to_owned(),
        name: create.name.trim().to_owned(),
        operator: create.operator,
        language: None,
        theme: None,
        numbers_view: NumbersView::List,
        version: 1,
    };
    store::user::insert(&*tx, &user, &hash, app.clock.now()).await?;
    tx.commit().await?;
    Ok(user)
}

/// Something before and something after the last `@`, and nothing that no address has.
pub fn is_email(text: &str) -> bool {
    let (local, domain) = text.rsplit_once('@').unwrap_or_default();
    let is_odd = |letter: char| letter.is_whitespace() || letter.is_control() || "<>()[],;:\\\"".contains(letter);
    !local.is_empty() && !domain.is_empty() && !text.contains(is_odd)
}

fn check(create: &UserCreate<'_>) -> Result<(), clienthub_shared::problem::FieldError> {
    let email = create.email.trim();
    if !is_email(email) || email.len() > 254 {
        return Err(field("email", ErrorCode::BadFormat));
    }
    rules::name("name", create.name)?;
    rules::new_password("password", create.password)
}

/// Gives a user another password and ends all sessions.
pub async fn change_password(app: &AppState, email: &str, new: &str) -> AppResult<()> {
    rules::new_password("password", new).map_err(|finding| AppError::Invalid(vec![finding]))?;
    let hash = app.passwords.hash(new).await?;
    let tx = app.db.begin().await?;
    let (user, _) = store::user::find_by_email_any_org(&*tx, email).await?.ok_or(AppError::NotFound)?;
    store::user::update_password_any_org(&*tx, user.id, &hash).await?;
    store::session::end_all_of_user_any_org(&*tx, user.id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
