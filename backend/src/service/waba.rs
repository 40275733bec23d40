//! Connecting WABAs, giving them other tokens, and letting them go.

use clienthub_shared::activity::{Action, ActivityKind, Change, Outcome};
use clienthub_shared::id::{AuditId, EventId, OrgId, TaskId, WabaId};
use clienthub_shared::problem::{ErrorCode, FieldError};
use clienthub_shared::waba::WabaConnect;
use secrecy::SecretString;
use serde_json::json;

use crate::actor::Actor;
use crate::error::{AppError, AppResult, field, field_with};
use crate::graph::{GraphErrorKind, MetaWaba};
use crate::service::change::{self, Cause, Source};
use crate::service::record::{self, Told};
use crate::service::token::{self, Checked};
use crate::state::AppState;
use crate::store::audit::AuditEntry;
use crate::store::task::TaskKind;
use crate::store::{self, Tx, activity, credential, waba};

/// What `connect` did.
pub struct Connected {
    pub waba: WabaId,
    /// False when the WABA was connected already and got another token.
    pub new: bool,
}

/// Checks the token with Meta, subscribes the app, and stores WABA and sealed token; the first sync follows at once.
pub async fn connect(app: &AppState, actor: &Actor, org: OrgId, create: WabaConnect) -> AppResult<Connected> {
    check(&create).map_err(AppError::Invalid)?;
    let WabaConnect { meta_id, access_token } = create;
    let secret = SecretString::from(access_token);
    refuse_taken(app, org, &meta_id).await?;
    let checked = token::check(app, &secret, &meta_id).await?;
    let meta = read(app, &secret, &meta_id).await?;
    app.graph.subscribe_app(&secret, &meta_id).await.map_err(token::blame)?;
    loop {
        match store_connected(app, actor, org, &meta_id, &secret, &checked, meta.clone()).await {
            // Somebody connected it between the look and the write: another organisation, or this one, which has its row now.
            Err(AppError::Internal(error)) if error.downcast_ref().is_some_and(store::StoreError::is_unique) => {
                refuse_taken(app, org, &meta_id).await?;
            }
            stored => {
                app.work.notify_waiters();
                return stored;
            }
        }
    }
}

fn check(create: &WabaConnect) -> Result<(), Vec<FieldError>> {
    let mut findings = Vec::new();
    let id = create.meta_id.as_str();
    if id.is_empty() {
        findings.push(field("meta_id", ErrorCode::Required));
    } else if !(5..=25).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        findings.push(field("meta_id", ErrorCode::BadFormat));
    }
    let token = create.access_token.as_str();
    if token.is_empty() {
        findings.push(field("access_token", ErrorCode::Required));
    } else if token.len() < 20 {
        findings.push(field_with("access_token", ErrorCode::TooShort, "min", 20));
    } else if token.len() > 2000 {
        findings.push(field_with("access_token", ErrorCode::TooLong, "max", 2000));
    } else if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        findings.push(field("access_token", ErrorCode::BadFormat));
    }
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

/// Another organisation has it: 409, and nothing is said of whom.
async fn refuse_taken(app: &AppState, org: OrgId, meta_id: &str) -> AppResult<()> {
    match store::waba::find_active_any_org(app.db.read(), meta_id).await? {
        Some(row) if row.org_id != org.to_string() => Err(AppError::Conflict(ErrorCode::WabaTaken)),
        _ => Ok(()),
    }
}

async fn read(app: &AppState, secret: &SecretString, meta_id: &str) -> AppResult<MetaWaba> {
    match app.graph.read_waba(secret, meta_id).await {
        Ok(answer) => Ok(answer.value),
        Err(error)
            if matches!(
                error.kind,
                GraphErrorKind::NotFound | GraphErrorKind::Permission | GraphErrorKind::UnknownField(_)
            ) =>
        {
            Err(AppError::Invalid(vec![field("meta_id", ErrorCode::WabaUnreadable)]))
        }
        Err(error) => Err(token::blame(error)),
    }
}

async fn store_connected(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    meta_id: &str,
    secret: &SecretString,
    checked: &Checked,
    meta: MetaWaba,
) -> AppResult<Connected> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let known = match store::waba::find_by_meta_id(&*tx, org, meta_id).await? {
        Some(row) => store::waba::lock(&*tx, org, row.id()?).await?,
        None => None,
    };
    let new = known.as_ref().is_none_or(|row| row.disconnected_at.is_some());
    let before = known.unwrap_or_else(|| record::new_waba(WabaId::from_uuid(app.clock.uuid()), org, meta_id, now));
    let id = before.id()?;
    let mut after = before.clone();
    after.disconnected_at = None;
    after.app_subscribed = true;
    after.partner_removed = false;
    after.sync_error = None;
    after.sync_asked_at = Some(now.timestamp_micros());
    record::waba(&mut after, meta, &Told::default());
    let credential = credential::Model {
        waba_id: before.id.clone(),
        org_id: org.to_string(),
        sealed: app.keys.seal(&credential::place(id), secret)?,
        scopes: checked.scopes.join(","),
        expires_at: checked.expires_at.map(|at| at.timestamp_micros()),
        checked_at: now.timestamp_micros(),
        given_at: now.timestamp_micros(),
        given_by: actor.user.map(|user| user.to_string()),
        source: "pasted".into(),
        refused: None,
    };
    change::derive_waba(&mut after, Some(&credential), now)?;
    let cause = Cause { source: Source::Person, actor: actor.user };
    if store::waba::find(&*tx, org, id).await?.is_none() {
        store::waba::insert(&*tx, before.clone()).await?;
    }
    store::credential::put(&*tx, credential.clone()).await?;
    let changes = change::save_waba(&tx, &app.clock, &before, &after, &cause).await?;
    change::rederive_numbers(&tx, &app.clock, &after, Some(&credential), &cause).await?;
    let (action, name) =
        if new { (Action::WabaConnected, "waba.connect") } else { (Action::WabaTokenReplaced, "waba.replace_token") };
    let about = json!({ "meta_id": meta_id, "scopes": credential.scopes, "expires_at": checked.expires_at });
    note(app, &tx, actor, &after, action, name, about, changes).await?;
    let task = || TaskId::from_uuid(app.clock.uuid());
    store::task::enqueue(&*tx, TaskKind::SyncWaba, &after.id, now, task()).await?;
    store::task::enqueue(&*tx, TaskKind::ApplyEvents, meta_id, now, task()).await?;
    tx.commit().await?;
    Ok(Connected { waba: id, new })
}

/// Unsubscribes the app, erases the token, keeps the rows as history. Works also while Meta does not answer.
pub async fn disconnect(app: &AppState, actor: &Actor, org: OrgId, id: WabaId) -> AppResult<()> {
    let found = store::waba::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
    if found.disconnected_at.is_some() {
        return Ok(());
    }
    if let Ok((_, secret)) = token::open(app, org, id).await
        && let Err(error) = app.graph.unsubscribe_app(&secret, &found.meta_id).await
    {
        // Its webhooks will find no connected WABA and change nothing.
        tracing::warn!(waba = %id, %error, "the app could not be unsubscribed");
    }
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let before = store::waba::lock(&*tx, org, id).await?.ok_or(AppError::NotFound)?;
    let mut after = before.clone();
    after.disconnected_at = Some(now.timestamp_micros());
    change::derive_waba(&mut after, None, now)?;
    store::credential::remove(&*tx, org, id).await?;
    let cause = Cause { source: Source::Person, actor: actor.user };
    let changes = change::save_waba(&tx, &app.clock, &before, &after, &cause).await?;
    change::rederive_numbers(&tx, &app.clock, &after, None, &cause).await?;
    let about = json!({ "meta_id": after.meta_id });
    note(app, &tx, actor, &after, Action::WabaDisconnected, "waba.disconnect", about, changes).await?;
    tx.commit().await?;
    app.work.notify_waiters();
    Ok(())
}

/// The activity row and the audit row of what a person did to a WABA.
#[expect(clippy::too_many_arguments, reason = "one row each, all of it")]
async fn note(
    app: &AppState,
    tx: &Tx,
    actor: &Actor,
    row: &waba::Model,
    action: Action,
    audit: &str,
    about: serde_json::Value,
    changes: Vec<Change>,
) -> AppResult<()> {
    let now = app.clock.now();
    let entry = AuditEntry {
        id: AuditId::from_uuid(app.clock.uuid()),
        actor,
        action: audit,
        object_id: Some(row.id.clone()),
        before: None,
        after: Some(about),
    };
    store::audit::insert(&**tx, row.org()?, entry, now).await?;
    let row = activity::Model {
        id: EventId::from_uuid(app.clock.uuid()).to_string(),
        org_id: row.org_id.clone(),
        waba_id: row.id.clone(),
        number_id: None,
        at: now.timestamp_micros(),
        meta_at: None,
        kind: ActivityKind::Person.as_str().into(),
        field: None,
        action: Some(action.as_str().into()),
        outcome: Outcome::Done.as_str().into(),
        actor: Some(actor.name.clone()),
        changes: serde_json::to_string(&changes).map_err(anyhow::Error::new)?,
    };
    store::activity::insert_many(&**tx, vec![row]).await?;
    Ok(())
}

/// Asks for a sync; at most every 30 s.
pub async fn request_sync(app: &AppState, actor: &Actor, org: OrgId, id: WabaId) -> AppResult<()> {
    let now = app.clock.now();
    store::waba::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
    token::open(app, org, id).await?;
    let tx = app.db.begin().await?;
    let before = store::waba::lock(&*tx, org, id).await?.ok_or(AppError::NotFound)?;
    if let Some(wait) = before.sync_wait_s(now) {
        return Err(AppError::Limited(ErrorCode::SyncTooSoon, wait));
    }
    let mut after = before.clone();
    after.sync_asked_at = Some(now.timestamp_micros());
    let cause = Cause { source: Source::Person, actor: actor.user };
    let changes = change::save_waba(&tx, &app.clock, &before, &after, &cause).await?;
    let about = json!({ "meta_id": after.meta_id });
    note(app, &tx, actor, &after, Action::SyncRequested, "waba.sync", about, changes).await?;
    store::task::enqueue(&*tx, TaskKind::SyncWaba, &after.id, now, TaskId::from_uuid(app.clock.uuid())).await?;
    tx.commit().await?;
    app.work.notify_waiters();
    Ok(())
}
