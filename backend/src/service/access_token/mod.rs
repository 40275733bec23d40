//! Making and revoking an organisation's access tokens. What one opens is in `bearer.rs`, the secret's form in `crate::secret`.

use anyhow::Context;
use chrono::{DateTime, Months, SecondsFormat, Utc};
use clienthub_shared::access_token::{AccessTokenCreate, AccessTokenCreated, LIVE_MAX, YEARS_MAX};
use clienthub_shared::id::{AccessTokenId, AuditId, OrgId};
use clienthub_shared::permission::Permission;
use clienthub_shared::problem::{ErrorCode, FieldError};
use clienthub_shared::rules;
use serde_json::json;

use crate::actor::Actor;
use crate::clock::from_micros;
use crate::error::{AppError, AppResult, field, field_with};
use crate::secret::{ACCESS_TOKEN, Secret};
use crate::service::view;
use crate::state::AppState;
use crate::store::access_token::NewAccessToken;
use crate::store::audit::AuditEntry;
use crate::store::{self, Tx};

pub mod bearer;

/// Makes a token and gives its secret, which is nowhere else. `may` is what the asker may do at this moment, be it a person or a token.
pub async fn create(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    may: &[Permission],
    create: AccessTokenCreate,
) -> AppResult<AccessTokenCreated> {
    let now = app.clock.now();
    check(&create, may, now).map_err(AppError::Invalid)?;
    let maker = actor.user.context("an access token without a maker")?;
    let mut scopes = create.scopes;
    scopes.sort_unstable();
    let secret = Secret::make(ACCESS_TOKEN)?;
    let id = AccessTokenId::from_uuid(app.clock.uuid());
    let new = NewAccessToken {
        id,
        maker,
        name: create.name.trim(),
        prefix: secret.beginning(ACCESS_TOKEN),
        hash: secret.hash(),
        scopes: scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(","),
        // As the database keeps it.
        expires_at: create.expires_at.map(|at| from_micros(at.timestamp_micros())),
    };
    let tx = app.db.begin().await?;
    // Held, so that two at once do not both make the last one.
    store::org::lock(&*tx, org).await?.ok_or(AppError::NotFound)?;
    if store::access_token::count_live(&*tx, org, now).await? >= LIVE_MAX {
        return Err(AppError::Conflict(ErrorCode::TooManyAccessTokens));
    }
    let after = json!({ "name": new.name, "prefix": new.prefix, "scopes": scopes, "expires_at": new.expires_at });
    store::access_token::insert(&*tx, org, new, now).await?;
    note(app, &tx, actor, org, id, Change { action: "token.create", before: None, after: Some(after) }).await?;
    let row = store::access_token::find(&*tx, org, id).await?.ok_or(AppError::NotFound)?;
    tx.commit().await?;
    Ok(AccessTokenCreated { token: view::access_token(row)?, secret: secret.expose().to_owned() })
}

fn check(create: &AccessTokenCreate, may: &[Permission], now: DateTime<Utc>) -> Result<(), Vec<FieldError>> {
    let expiry = create.expires_at.map_or(Ok(()), |at| check_expiry(at, now));
    let findings = [rules::name("name", &create.name), check_scopes(&create.scopes, may), expiry];
    let findings: Vec<FieldError> = findings.into_iter().filter_map(Result::err).collect();
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

fn check_scopes(scopes: &[Permission], may: &[Permission]) -> Result<(), FieldError> {
    if scopes.is_empty() {
        return Err(field("scopes", ErrorCode::Required));
    }
    let finding = |code, scope: &Permission| Err(field_with("scopes", code, "scope", scope.as_str()));
    if let Some((_, twice)) = scopes.iter().enumerate().find(|(at, scope)| scopes[..*at].contains(scope)) {
        return finding(ErrorCode::Repeated, twice);
    }
    match scopes.iter().find(|scope| !may.contains(scope)) {
        Some(beyond) => finding(ErrorCode::ScopeNotYours, beyond),
        None => Ok(()),
    }
}

fn check_expiry(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), FieldError> {
    let latest = now.checked_add_months(Months::new(YEARS_MAX * 12)).unwrap_or(now);
    if at > now && at <= latest {
        return Ok(());
    }
    let latest = latest.to_rfc3339_opts(SecondsFormat::Secs, true);
    Err(field_with("expires_at", ErrorCode::ExpiryOutOfRange, "max", latest))
}

/// From now on it opens nothing, in no process: every request asks the database. Revoked before is as good.
pub async fn revoke(app: &AppState, actor: &Actor, org: OrgId, id: AccessTokenId) -> AppResult<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let row = store::access_token::find(&*tx, org, id).await?;
    if !store::access_token::revoke(&*tx, org, id, now).await? {
        let is_revoked = store::access_token::exists(&*tx, org, id).await?;
        return if is_revoked { Ok(()) } else { Err(AppError::NotFound) };
    }
    let before = row.map(|row| json!({ "name": row.name, "prefix": row.prefix }));
    note(app, &tx, actor, org, id, Change { action: "token.revoke", before, after: None }).await?;
    Ok(tx.commit().await?)
}

struct Change {
    action: &'static str,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
}

async fn note(app: &AppState, tx: &Tx, actor: &Actor, org: OrgId, id: AccessTokenId, change: Change) -> AppResult<()> {
    let Change { action, before, after } = change;
    let object_id = Some(id.to_string());
    let entry = AuditEntry { id: AuditId::from_uuid(app.clock.uuid()), actor, action, object_id, before, after };
    Ok(store::audit::insert(&**tx, org, entry, app.clock.now()).await?)
}
