//! Asking for a sync of a WABA's templates: by a person, by the clock, by the first connection, by Meta's webhooks. Whoever asks holds
//! the WABA's row.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::id::{AuditId, OrgId, TaskId, WabaId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::waba::SyncState;
use serde_json::json;

use crate::actor::Actor;
use crate::clock::{Clock, from_micros};
use crate::error::{AppError, AppResult};
use crate::service::{again, pause, token};
use crate::state::AppState;
use crate::store::audit::AuditEntry;
use crate::store::task::TaskKind;
use crate::store::{self, Tx, template_sync, waba};

/// Between two syncs because of templates that we do not know: Meta may go on about one that it does not list.
const UNKNOWN_PAUSE: TimeDelta = TimeDelta::minutes(5);

/// For a person; at most every 30 s. It is *running* from now on, also while it waits for its turn.
pub async fn request(app: &AppState, actor: &Actor, org: OrgId, id: WabaId) -> AppResult<()> {
    store::waba::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
    token::open(app, org, id).await?;
    again::when_raced(async || store_requested(app, actor, org, id).await).await?;
    app.work.notify_waiters();
    Ok(())
}

async fn store_requested(app: &AppState, actor: &Actor, org: OrgId, id: WabaId) -> AppResult<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let waba = store::waba::lock(&*tx, org, id).await?.ok_or(AppError::NotFound)?;
    if waba.disconnected_at.is_some() {
        return Err(AppError::Conflict(ErrorCode::WabaDisconnected));
    }
    let row = known(&tx, &waba).await?;
    if let Some(wait_s) = pause::sync_wait_s(row.asked_at, now) {
        return Err(AppError::Limited(ErrorCode::SyncTooSoon, wait_s));
    }
    let running = SyncState::Running.as_str().into();
    put(&tx, &app.clock, template_sync::Model { state: running, ..row }, now).await?;
    let entry = AuditEntry {
        id: AuditId::from_uuid(app.clock.uuid()),
        actor,
        action: "waba.sync_templates",
        object_id: Some(waba.id.clone()),
        before: None,
        after: Some(json!({ "meta_id": waba.meta_id })),
    };
    store::audit::insert(&*tx, org, entry, now).await?;
    Ok(tx.commit().await?)
}

/// With a new token everything is read anew, at once.
pub async fn ask_after_connecting(tx: &Tx, clock: &Clock, waba: &waba::Model, now: DateTime<Utc>) -> AppResult<()> {
    let row = known(tx, waba).await?;
    let never = SyncState::Never.as_str();
    let state = if row.state == never { row.state } else { SyncState::Running.as_str().into() };
    let row = template_sync::Model { state, error: None, failed_at: None, began_at: None, cursor: None, ..row };
    put(tx, clock, row, now).await
}

/// The periodic one: when it was last asked for before `before`.
pub async fn ask_if_due(
    tx: &Tx,
    clock: &Clock,
    waba_id: &str,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> AppResult<()> {
    let waba = store::waba::lock_any_org(&**tx, waba_id).await?;
    let Some(waba) = waba.filter(|waba| waba.disconnected_at.is_none()) else { return Ok(()) };
    let row = known(tx, &waba).await?;
    if row.asked_at.is_some_and(|at| from_micros(at) > before) {
        return Ok(());
    }
    put(tx, clock, row, now).await
}

/// After webhooks about many templates that we do not know.
pub async fn ask_in_batch(tx: &Tx, clock: &Clock, waba: &waba::Model, now: DateTime<Utc>) -> AppResult<()> {
    let row = known(tx, waba).await?;
    if row.asked_at.is_some_and(|at| now - from_micros(at) < UNKNOWN_PAUSE) {
        return Ok(());
    }
    put(tx, clock, row, now).await
}

async fn known(tx: &Tx, waba: &waba::Model) -> AppResult<template_sync::Model> {
    let (org, id) = (waba.org()?, waba.id()?);
    Ok(template_sync::find(&**tx, org, id).await?.unwrap_or_else(|| template_sync::Model::new(org, id)))
}

async fn put(tx: &Tx, clock: &Clock, row: template_sync::Model, now: DateTime<Utc>) -> AppResult<()> {
    let row = template_sync::Model { asked_at: Some(now.timestamp_micros()), ..row };
    template_sync::put(&**tx, &row).await?;
    let task = TaskId::from_uuid(clock.uuid());
    Ok(store::task::enqueue(&**tx, TaskKind::SyncTemplates, &row.waba_id, now, task).await?)
}
