//! What people change about themselves: name and preferences, and the password. Somebody else's is `user.rs`'s, by the command line.

use clienthub_shared::id::{AuditId, SessionId, UserId};
use clienthub_shared::me::{PasswordChange, UserPatch};
use clienthub_shared::problem::{ErrorCode, FieldError};
use clienthub_shared::rules::{self, PASSWORD_MAX};
use clienthub_shared::session::User;
use serde_json::{Value, json};

use crate::actor::Actor;
use crate::error::{AppError, AppResult, field, field_with};
use crate::service::password::Turn;
use crate::state::AppState;
use crate::store::audit::AuditEntry;
use crate::store::{self, Tx};

/// `version` is the one that the caller saw (If-Match).
pub async fn update(
    app: &AppState,
    actor: &Actor,
    id: UserId,
    patch: UserPatch,
    version: Option<i64>,
) -> AppResult<User> {
    if let Some(name) = &patch.name {
        rules::name("name", name).map_err(|finding| AppError::Invalid(vec![finding]))?;
    }
    let tx = app.db.begin().await?;
    let (before, _) = store::user::lock_any_org(&*tx, id).await?.ok_or(AppError::NotFound)?;
    if version.is_some_and(|version| version != before.version) {
        return Err(AppError::Stale);
    }
    let mut after = before.clone();
    if let Some(name) = patch.name {
        after.name = name.trim().to_owned();
    }
    after.language = patch.language.unwrap_or(after.language);
    after.theme = patch.theme.unwrap_or(after.theme);
    after.numbers_view = patch.numbers_view.unwrap_or(after.numbers_view);
    if after == before {
        return Ok(after);
    }
    store::user::update_any_org(&*tx, &after).await?;
    after.version += 1;
    // Preferences are nobody else's business.
    if after.name != before.name {
        let named = |user: &User| Some(json!({ "name": user.name }));
        note(app, &tx, actor, id, "user.update", [named(&before), named(&after)]).await?;
    }
    tx.commit().await?;
    Ok(after)
}

/// Gives oneself another password and ends one's other sessions. `address` is the client's, for the slow-down.
pub async fn change_password(
    app: &AppState,
    actor: &Actor,
    user: &User,
    session: SessionId,
    change: &PasswordChange,
    address: &str,
) -> AppResult<()> {
    check(change).map_err(AppError::Invalid)?;
    let (turn, hash) = confirm(app, user, "current", &change.current, address).await?;
    let new = turn.hash(&change.new).await?;
    drop(turn);
    let tx = app.db.begin().await?;
    let locked = store::user::lock_any_org(&*tx, user.id).await?;
    if locked.map(|(_, today)| today) != hash {
        // Somebody was faster: it is not the current one any more.
        return Err(AppError::Invalid(vec![field("current", ErrorCode::PasswordWrong)]));
    }
    store::user::update_password_any_org(&*tx, user.id, &new).await?;
    store::session::end_others_of_user_any_org(&*tx, user.id, session, app.clock.now()).await?;
    note(app, &tx, actor, user.id, "user.password", [None, None]).await?;
    Ok(tx.commit().await?)
}

/// The person proves to be the one who signed in; the hash that fitted. 422 `password_wrong` at `path`, slowed down as signing
/// in is.
pub async fn confirm(
    app: &AppState,
    user: &User,
    path: &str,
    password: &str,
    address: &str,
) -> AppResult<(Turn, Option<String>)> {
    // Guessed here or at the sign-in: it is the same account.
    let account = user.email.trim().to_lowercase();
    let slowed = || match app.slow_down.wait_s(&account, address, app.clock.now()) {
        Some(wait) => Err(AppError::Limited(ErrorCode::SignInSlowed, wait)),
        None => Ok(()),
    };
    slowed()?;
    let turn = app.passwords.turn().await?;
    // Those before in the queue may have failed meanwhile.
    slowed()?;
    let hash = store::user::find_password_any_org(app.db.read(), user.id).await?;
    if !turn.verify(password, hash.as_deref()).await? {
        app.slow_down.failed(&account, address, app.clock.now());
        return Err(AppError::Invalid(vec![field(path, ErrorCode::PasswordWrong)]));
    }
    app.slow_down.succeeded(&account);
    Ok((turn, hash))
}

fn check(change: &PasswordChange) -> Result<(), Vec<FieldError>> {
    let mut findings = Vec::new();
    if change.current.is_empty() {
        findings.push(field("current", ErrorCode::Required));
    }
    if change.current.len() > PASSWORD_MAX {
        findings.push(field_with("current", ErrorCode::TooLong, "max", PASSWORD_MAX));
    }
    match rules::new_password("new", &change.new) {
        Err(finding) => findings.push(finding),
        Ok(()) if change.new == change.current => findings.push(field("new", ErrorCode::PasswordSame)),
        Ok(()) => {}
    }
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

/// A row in the audit log of each organisation that the person belongs to: each has a stake in it.
async fn note(
    app: &AppState,
    tx: &Tx,
    actor: &Actor,
    user: UserId,
    action: &str,
    [before, after]: [Option<Value>; 2],
) -> AppResult<()> {
    let orgs = store::org::list_of_user_any_org(&**tx, user, None, None).await?;
    let entry = |org: clienthub_shared::org::OrgMembership| {
        let (before, after) = (before.clone(), after.clone());
        let id = AuditId::from_uuid(app.clock.uuid());
        (org.id, AuditEntry { id, actor, action, object_id: Some(user.to_string()), before, after })
    };
    let entries = orgs.into_iter().map(entry).collect();
    Ok(store::audit::insert_many(&**tx, entries, app.clock.now()).await?)
}
