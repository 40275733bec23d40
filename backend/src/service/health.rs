//! Meta's word on whether a number can send: shown from the row, asked anew in the background when it is old.

use chrono::TimeDelta;
use clienthub_shared::id::{NumberId, OrgId, TaskId};

use crate::clock::from_micros;
use crate::error::{AppError, AppResult};
use crate::service::budget::{self, Spender};
use crate::service::change::{self, Cause, Source};
use crate::service::{record, token};
use crate::state::AppState;
use crate::store;
use crate::store::task::TaskKind;

/// Older than this, a look at it asks Meta.
const FRESH: TimeDelta = TimeDelta::minutes(5);

/// Asks in the background when the stored value is old; the stream tells when it is there.
pub async fn refresh_later(app: &AppState, org: OrgId, id: NumberId) -> AppResult<()> {
    let (row, _) = store::number::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
    let now = app.clock.now();
    if row.health_at.is_some_and(|at| now - from_micros(at) < FRESH) {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    store::task::enqueue(&*tx, TaskKind::RefreshHealth, &row.id, now, TaskId::from_uuid(app.clock.uuid())).await?;
    tx.commit().await?;
    app.work.notify_waiters();
    Ok(())
}

/// The task: one call, one row.
pub async fn refresh(app: &AppState, id: NumberId) -> AppResult<()> {
    let Some((row, waba)) = store::number::find_any_org(app.db.read(), id).await? else { return Ok(()) };
    let (credential, secret) = match token::open(app, waba.org()?, waba.id()?).await {
        Err(AppError::Conflict(_)) => return Ok(()),
        opened => opened?,
    };
    let call = app.graph.read_phone_health(&secret, &row.meta_id);
    let health = match budget::call(app, &waba.meta_id, Spender::Sync { active: true }, call).await {
        // The next look asks again; the page shows the value's age.
        Err(AppError::Provider(_) | AppError::Unavailable(..)) => return Ok(()),
        answer => answer?,
    };
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let Some(waba) = store::waba::lock_any_org(&*tx, &waba.id).await? else { return Ok(()) };
    let Some((before, _)) = store::number::find_any_org(&*tx, id).await? else { return Ok(()) };
    let mut after = before.clone();
    after.health = record::health_text(health.as_ref());
    after.health_at = Some(now.timestamp_micros());
    change::derive_number(&mut after, &waba, Some(&credential), now)?;
    let cause = Cause { source: Source::Sync, actor: None };
    change::save_number(&tx, &app.clock, &before, &after, &cause).await?;
    Ok(tx.commit().await?)
}
