//! Organisations: reading is the store's; here is what changes them.

use clienthub_shared::id::{AuditId, OrgId};
use clienthub_shared::org::{Org, OrgPatch};
use clienthub_shared::permission::Role;
use clienthub_shared::problem::{ErrorCode, FieldError};
use clienthub_shared::rules;

use crate::actor::Actor;
use crate::error::{AppError, AppResult, field, field_with};
use crate::service::user::is_email;
use crate::state::AppState;
use crate::store;
use crate::store::audit::AuditEntry;

/// Makes an organisation, from the command line.
pub async fn create(app: &AppState, name: &str, contact_email: Option<&str>) -> AppResult<OrgId> {
    check(Some(name), contact_email).map_err(|finding| AppError::Invalid(vec![finding]))?;
    let org = OrgId::from_uuid(app.clock.uuid());
    let tx = app.db.begin().await?;
    store::org::insert(&*tx, org, name.trim(), contact_email, app.clock.now()).await?;
    tx.commit().await?;
    Ok(org)
}

/// Changes name or contact; `version` is the one that the caller saw (If-Match).
pub async fn update(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    patch: OrgPatch,
    version: Option<i64>,
) -> AppResult<Org> {
    let contact = patch.contact_email.as_ref().and_then(Option::as_deref);
    check(patch.name.as_deref(), contact).map_err(|finding| AppError::Invalid(vec![finding]))?;
    let tx = app.db.begin().await?;
    let before = store::org::lock(&*tx, org).await?.ok_or(AppError::NotFound)?;
    if version.is_some_and(|version| version != before.version) {
        return Err(AppError::Stale);
    }
    let mut after = before.clone();
    if let Some(name) = patch.name {
        after.name = name.trim().to_owned();
    }
    if let Some(contact) = patch.contact_email {
        after.contact_email = contact;
    }
    if after == before {
        return Ok(after);
    }
    if !store::org::update(&*tx, &after).await? {
        return Err(AppError::Stale);
    }
    after.version += 1;
    let entry = AuditEntry {
        id: AuditId::from_uuid(app.clock.uuid()),
        actor,
        action: "org.update",
        object_id: Some(org.to_string()),
        before: serde_json::to_value(&before).ok(),
        after: serde_json::to_value(&after).ok(),
    };
    store::audit::insert(&*tx, org, entry, app.clock.now()).await?;
    tx.commit().await?;
    Ok(after)
}

fn check(name: Option<&str>, contact_email: Option<&str>) -> Result<(), FieldError> {
    if let Some(name) = name {
        rules::name("name", name)?;
    }
    match contact_email {
        Some(email) if email.len() > 254 => Err(field_with("contact_email", ErrorCode::TooLong, "max", 254)),
        Some(email) if !is_email(email) => Err(field("contact_email", ErrorCode::BadFormat)),
        _ => Ok(()),
    }
}

/// Puts a user into an organisation, or gives another role.
pub async fn add_role(app: &AppState, org: OrgId, email: &str, role: Role) -> AppResult<()> {
    let tx = app.db.begin().await?;
    store::org::find(&*tx, org).await?.ok_or(AppError::NotFound)?;
    let (user, _) = store::user::find_by_email_any_org(&*tx, email).await?.ok_or(AppError::NotFound)?;
    let before = store::org::find_role(&*tx, org, user.id).await?;
    store::org::put_role(&*tx, org, user.id, role, app.clock.now()).await?;
    let entry = AuditEntry {
        id: AuditId::from_uuid(app.clock.uuid()),
        actor: &Actor::cli(),
        action: "member.role",
        object_id: Some(user.id.to_string()),
        before: before.map(|role| role.as_str().into()),
        after: Some(role.as_str().into()),
    };
    store::audit::insert(&*tx, org, entry, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
