//! Connecting WABAs, giving them other tokens, and letting them go.

use chrono::{DateTime, Utc};
use clienthub_shared::activity::{Action, Change, Outcome};
use clienthub_shared::id::{AuditId, OrgId, TaskId, WabaId};
use clienthub_shared::problem::{ErrorCode, FieldError};
use clienthub_shared::waba::{SyncState, WabaConnect};
use secrecy::SecretString;
use serde_json::json;

use crate::actor::Actor;
use crate::clock::from_micros;
use crate::error::{AppError, AppResult, field, field_with};
use crate::graph::{GraphErrorKind, MetaWaba};
use crate::service::budget::{self, Spender};
use crate::service::change::{self, Cause, Source};
use crate::service::record::{self, Told};
use crate::service::token::{self, Checked};
use crate::service::{activity, again, pause, template};
use crate::state::AppState;
use crate::store::audit::AuditEntry;
use crate::store::task::TaskKind;
use crate::store::{self, Tx, credential, waba};

/// What `connect` did.
pub struct Connected {
    pub waba: WabaId,
    /// False when the WABA was connected already and got another token.
    pub new: bool,
}

/// What a person gave, and what Meta said of it.
struct Given {
    meta_id: String,
    secret: SecretString,
    checked: Checked,
    meta: MetaWaba,
}

/// Checks the token with Meta, subscribes the app, and stores WABA and sealed token; the first sync follows at once.
///
/// The calls have one deadline together, and nothing is stored before the last. A subscription that was made before something
/// failed stays: its events find no connected WABA and are dropped after a week, the next attempt makes it again, and taking it
/// back could cut off another connection of the same WABA that has come further.
pub async fn connect(app: &AppState, actor: &Actor, org: OrgId, create: WabaConnect) -> AppResult<Connected> {
    check(&create).map_err(AppError::Invalid)?;
    let WabaConnect { meta_id, access_token } = create;
    let secret = SecretString::from(access_token);
    let (checked, meta) = budget::within_one_timeout(app, async {
        let checked = token::check(app, &secret, &meta_id).await?;
        // Only now: who has no token of the WABA's learns nothing about it.
        refuse_taken(app, org, &meta_id).await?;
        let meta = read(app, &secret, &meta_id).await?;
        let subscribing = app.graph.subscribe_app(&secret, &meta_id);
        match budget::call(app, &meta_id, Spender::Person, subscribing).await {
            Err(AppError::Provider(error)) => Err(token::blame(error)),
            done => done.map(|()| (checked, meta)),
        }
    })
    .await?;
    let given = Given { meta_id, secret, checked, meta };
    let connected = again::when_raced(async || match store_connected(app, actor, org, &given).await {
        Err(error) if error.is_unique() => {
            // Somebody connected it between the look and the write: another organisation, or this one a moment ago.
            refuse_taken(app, org, &given.meta_id).await?;
            store_connected(app, actor, org, &given).await
        }
        stored => stored,
    })
    .await?;
    app.work.notify_waiters();
    Ok(connected)
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
    match budget::call(app, meta_id, Spender::Person, app.graph.read_waba(secret, meta_id)).await {
        Err(AppError::Provider(error))
            if matches!(
                error.kind,
                GraphErrorKind::NotFound | GraphErrorKind::Permission | GraphErrorKind::UnknownField(_)
            ) =>
        {
            Err(AppError::Invalid(vec![field("meta_id", ErrorCode::WabaUnreadable)]))
        }
        Err(AppError::Provider(error)) => Err(token::blame(error)),
        read => read,
    }
}

async fn store_connected(app: &AppState, actor: &Actor, org: OrgId, given: &Given) -> AppResult<Connected> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let known = match store::waba::find_by_meta_id(&*tx, org, &given.meta_id).await? {
        Some(row) => store::waba::lock(&*tx, org, row.id()?).await?,
        None => None,
    };
    let is_known = known.is_some();
    let new = known.as_ref().is_none_or(|row| row.disconnected_at.is_some());
    let id = WabaId::from_uuid(app.clock.uuid());
    let before = known.unwrap_or_else(|| record::new_waba(id, org, &given.meta_id, now));
    let id = before.id()?;
    let old_token = store::credential::find(&*tx, org, id).await?;
    let mut after = before.clone();
    connect_anew(&mut after, new, now);
    record::waba(&mut after, given.meta.clone(), &Told::default());
    let credential = credential::Model {
        waba_id: before.id.clone(),
        org_id: org.to_string(),
        sealed: app.keys.seal(&credential::place(id), &given.secret)?,
        scopes: given.checked.scopes.join(","),
        expires_at: given.checked.expires_at.map(|at| at.timestamp_micros()),
        checked_at: now.timestamp_micros(),
        given_at: now.timestamp_micros(),
        given_by: actor.user.map(|user| user.to_string()),
        source: "pasted".into(),
        refused: None,
    };
    change::derive_waba(&mut after, Some(&credential), now)?;
    let cause = Cause { source: Source::Person, actor: actor.user };
    if !is_known {
        store::waba::insert(&*tx, before.clone()).await?;
    }
    store::credential::put(&*tx, credential.clone()).await?;
    let mut changes = change::save_waba(&tx, &app.clock, &before, &after, &cause).await?;
    if !is_known {
        // Before it there was nothing, not even an unknown status.
        changes.iter_mut().for_each(|change| change.from = None);
    }
    change::rederive_numbers(&tx, &app.clock, &after, Some(&credential), &cause).await?;
    let (action, name) =
        if new { (Action::WabaConnected, "waba.connect") } else { (Action::WabaTokenReplaced, "waba.replace_token") };
    let was = is_known.then(|| audited(&before, old_token.as_ref()));
    let audit = Audit { action: name, before: was, after: audited(&after, Some(&credential)) };
    note(app, &tx, actor, &after, action, audit, changes).await?;
    let task = || TaskId::from_uuid(app.clock.uuid());
    store::task::enqueue(&*tx, TaskKind::SyncWaba, &after.id, now, task()).await?;
    template::sync::ask_after_connecting(&tx, &app.clock, &after, now).await?;
    store::task::enqueue(&*tx, TaskKind::ApplyEvents, &given.meta_id, now, task()).await?;
    tx.commit().await?;
    Ok(Connected { waba: id, new })
}

/// What no longer holds with another token, and, when the WABA was let go in between, what only webhooks tell: those of the
/// meantime never came, and an old ban without its end would stay for ever.
fn connect_anew(row: &mut waba::Model, new: bool, now: DateTime<Utc>) {
    row.disconnected_at = None;
    row.app_subscribed = true;
    row.partner_removed = false;
    if row.sync_state != SyncState::Never.as_str() {
        row.sync_state = SyncState::Running.as_str().into();
    }
    row.sync_error = None;
    row.sync_failed_at = None;
    row.sync_began_at = None;
    row.sync_cursor = None;
    row.sync_asked_at = Some(now.timestamp_micros());
    if new {
        row.ban_state = None;
        row.restrictions = None;
        row.violation = None;
        row.violation_at = None;
    }
}

/// Unsubscribes the app, erases the token, keeps the rows as history. Works also while Meta does not answer, or asks to wait.
pub async fn disconnect(app: &AppState, actor: &Actor, org: OrgId, id: WabaId) -> AppResult<()> {
    let found = store::waba::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
    if found.disconnected_at.is_some() {
        return Ok(());
    }
    if let Ok((_, secret)) = token::open(app, org, id).await {
        let leaving = app.graph.unsubscribe_app(&secret, &found.meta_id);
        if let Err(error) = budget::call(app, &found.meta_id, Spender::Person, leaving).await {
            // Its webhooks will find no connected WABA and change nothing.
            tracing::warn!(waba = %id, %error, "the app could not be unsubscribed");
        }
    }
    again::when_raced(async || store_disconnected(app, actor, org, id).await).await?;
    stay_subscribed(app, &found.meta_id).await;
    app.work.notify_waiters();
    Ok(())
}

/// Somebody may have connected the WABA anew while Meta was slow to unsubscribe the app, which is one for everybody.
async fn stay_subscribed(app: &AppState, meta_id: &str) {
    let subscribe = async {
        let Some(row) = store::waba::find_active_any_org(app.db.read(), meta_id).await? else { return Ok(()) };
        let (_, secret) = token::open(app, row.org()?, row.id()?).await?;
        budget::call(app, meta_id, Spender::Person, app.graph.subscribe_app(&secret, meta_id)).await
    };
    if let Err(error) = subscribe.await {
        tracing::warn!(meta_id, %error, "the app could not be subscribed again; the next sync tells");
    }
}

async fn store_disconnected(app: &AppState, actor: &Actor, org: OrgId, id: WabaId) -> AppResult<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let before = store::waba::lock(&*tx, org, id).await?.ok_or(AppError::NotFound)?;
    if before.disconnected_at.is_some() {
        return Ok(());
    }
    let token = store::credential::find(&*tx, org, id).await?;
    let mut after = before.clone();
    after.disconnected_at = Some(now.timestamp_micros());
    change::derive_waba(&mut after, None, now)?;
    store::credential::remove(&*tx, org, id).await?;
    let cause = Cause { source: Source::Person, actor: actor.user };
    let changes = change::save_waba(&tx, &app.clock, &before, &after, &cause).await?;
    change::rederive_numbers(&tx, &app.clock, &after, None, &cause).await?;
    let was = Some(audited(&before, token.as_ref()));
    let audit = Audit { action: "waba.disconnect", before: was, after: audited(&after, None) };
    note(app, &tx, actor, &after, Action::WabaDisconnected, audit, changes).await?;
    Ok(tx.commit().await?)
}

struct Audit {
    /// Such as `waba.connect`.
    action: &'static str,
    before: Option<serde_json::Value>,
    after: serde_json::Value,
}

/// What the audit log tells of a WABA: whose it is at Meta, whether it is connected, and the facts of its token, never the token.
fn audited(row: &waba::Model, token: Option<&credential::Model>) -> serde_json::Value {
    let token = token.map(|token| {
        json!({
            "scopes": token.scopes,
            "expires_at": token.expires_at.map(from_micros),
            "given_at": from_micros(token.given_at),
            "given_by": token.given_by,
        })
    });
    json!({ "meta_id": row.meta_id, "disconnected_at": row.disconnected_at.map(from_micros), "token": token })
}

/// The activity row and the audit row of what a person did to a WABA.
async fn note(
    app: &AppState,
    tx: &Tx,
    actor: &Actor,
    row: &waba::Model,
    action: Action,
    audit: Audit,
    changes: Vec<Change>,
) -> AppResult<()> {
    let entry = AuditEntry {
        id: AuditId::from_uuid(app.clock.uuid()),
        actor,
        action: audit.action,
        object_id: Some(row.id.clone()),
        before: audit.before,
        after: Some(audit.after),
    };
    store::audit::insert(&**tx, row.org()?, entry, app.clock.now()).await?;
    let row = activity::by_person(&app.clock, actor, row, None, action, Outcome::Done, &changes);
    Ok(store::activity::insert_many(&**tx, vec![row]).await?)
}

/// Asks for a sync; at most every 30 s. It is *running* from now on, also while it waits for its turn.
pub async fn request_sync(app: &AppState, actor: &Actor, org: OrgId, id: WabaId) -> AppResult<()> {
    store::waba::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
    token::open(app, org, id).await?;
    again::when_raced(async || store_requested(app, actor, org, id).await).await?;
    app.work.notify_waiters();
    Ok(())
}

async fn store_requested(app: &AppState, actor: &Actor, org: OrgId, id: WabaId) -> AppResult<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let before = store::waba::lock(&*tx, org, id).await?.ok_or(AppError::NotFound)?;
    if before.disconnected_at.is_some() {
        return Err(AppError::Conflict(ErrorCode::WabaDisconnected));
    }
    if let Some(wait_s) = pause::sync_wait_s(before.sync_asked_at, now) {
        return Err(AppError::Limited(ErrorCode::SyncTooSoon, wait_s));
    }
    let mut after = before.clone();
    after.sync_asked_at = Some(now.timestamp_micros());
    after.sync_state = SyncState::Running.as_str().into();
    let cause = Cause { source: Source::Person, actor: actor.user };
    let changes = change::save_waba(&tx, &app.clock, &before, &after, &cause).await?;
    let audit = Audit { action: "waba.sync", before: None, after: json!({ "meta_id": after.meta_id }) };
    note(app, &tx, actor, &after, Action::SyncRequested, audit, changes).await?;
    store::task::enqueue(&*tx, TaskKind::SyncWaba, &after.id, now, TaskId::from_uuid(app.clock.uuid())).await?;
    Ok(tx.commit().await?)
}
