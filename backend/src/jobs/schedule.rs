//! What happens by time alone: periodic syncs, states that expire, and pruning. Every process does it; a task that is
//! there already is not made twice.

use std::time::Duration;

use chrono::TimeDelta;
use clienthub_shared::id::TaskId;
use tokio_util::sync::CancellationToken;

use crate::clock::from_micros;
use crate::error::AppResult;
use crate::service::template::sync;
use crate::state::AppState;
use crate::store::retention::{self, Forgotten};
use crate::store::task::TaskKind;
use crate::store::{self, Tx};

const EVERY: Duration = Duration::from_secs(5);
const STRANDED_EVERY_ROUNDS: u32 = 12;
const PRUNE_EVERY_ROUNDS: u32 = 720;

pub async fn run(app: AppState, stop: CancellationToken) {
    let mut round = 0_u32;
    loop {
        if let Err(error) = enqueue_due(&app).await {
            tracing::error!(cause = %error, "looking for due work failed");
        }
        if round % STRANDED_EVERY_ROUNDS == 1
            && let Err(error) = take_up_stranded(&app).await
        {
            tracing::error!(cause = %error, "looking for events that nobody applies failed");
        }
        if round % PRUNE_EVERY_ROUNDS == 1
            && let Err(error) = prune(&app).await
        {
            tracing::error!(cause = %error, "pruning failed");
        }
        round = round.wrapping_add(1);
        app.rate.retain_recent();
        tokio::select! { () = tokio::time::sleep(EVERY) => {}, () = stop.cancelled() => return }
    }
}

/// Writes tasks for WABAs whose sync is due and for objects whose state may have expired.
pub async fn enqueue_due(app: &AppState) -> AppResult<()> {
    enqueue_wabas_and_expiries(app).await?;
    enqueue_templates(app).await
}

/// A sync of its own: a WABA whose numbers cannot be read may have templates that can.
async fn enqueue_templates(app: &AppState) -> AppResult<()> {
    let now = app.clock.now();
    let every = TimeDelta::seconds(i64::from(app.config.sync.every_s));
    let last_for = |waba_id: &str| now - period(waba_id, every);
    let mut due = store::template_sync::list_due_any_org(app.db.read(), now - every * 9 / 10, 100).await?;
    due.retain(|row| row.asked_at.is_none_or(|asked_at| from_micros(asked_at) <= last_for(&row.waba_id)));
    if due.is_empty() {
        return Ok(());
    }
    due.sort_by(|a, b| a.waba_id.cmp(&b.waba_id));
    let tx = app.db.begin().await?;
    for row in &due {
        sync::ask_if_due(&tx, &app.clock, &row.waba_id, last_for(&row.waba_id), now).await?;
    }
    tx.commit().await?;
    app.work.notify_waiters();
    Ok(())
}

async fn enqueue_wabas_and_expiries(app: &AppState) -> AppResult<()> {
    let now = app.clock.now();
    let every = TimeDelta::seconds(i64::from(app.config.sync.every_s));
    let mut due = store::waba::list_due_any_org(app.db.read(), now - every * 9 / 10, 100).await?;
    due.retain(|row| row.sync_asked_at.is_none_or(|asked_at| from_micros(asked_at) + period(&row.id, every) <= now));
    due.sort_by(|a, b| a.id.cmp(&b.id));
    let wabas = store::waba::list_expired_any_org(app.db.read(), now, 100).await?;
    let numbers = store::number::list_expired_any_org(app.db.read(), now, 500).await?;
    if due.is_empty() && wabas.is_empty() && numbers.is_empty() {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    for row in &due {
        // The WABA before its task, as whoever asks for a sync does, and in the order of their ids: nobody waits in a circle.
        store::waba::sync_asked(&*tx, row, now).await?;
        enqueue(app, &tx, TaskKind::SyncWaba, &row.id, now).await?;
    }
    for id in wabas.iter().map(|row| &row.id).chain(numbers.iter().map(|row| &row.id)) {
        enqueue(app, &tx, TaskKind::Expire, id, now).await?;
    }
    tx.commit().await?;
    app.work.notify_waiters();
    Ok(())
}

/// Up to a tenth shorter or longer, by the WABA's id, so that those connected together do not stay together.
fn period(waba_id: &str, every: TimeDelta) -> TimeDelta {
    let percent = 90 + i32::from(waba_id.bytes().last().unwrap_or(0) % 21);
    every * percent / 100
}

async fn enqueue(
    app: &AppState,
    tx: &Tx,
    kind: TaskKind,
    object: &str,
    at: chrono::DateTime<chrono::Utc>,
) -> AppResult<()> {
    Ok(store::task::enqueue(&**tx, kind, object, at, TaskId::from_uuid(app.clock.uuid())).await?)
}

/// Acknowledged events must be applied even when their task was lost.
pub async fn take_up_stranded(app: &AppState) -> AppResult<()> {
    let wabas = store::meta_event::list_stranded_any_org(app.db.read(), 100).await?;
    if wabas.is_empty() {
        return Ok(());
    }
    tracing::warn!(count = wabas.len(), "WABAs with events that no task was to apply");
    let (tx, id) = (app.db.begin().await?, || TaskId::from_uuid(app.clock.uuid()));
    store::task::enqueue_many(&*tx, TaskKind::ApplyEvents, &wabas, app.clock.now(), id).await?;
    tx.commit().await?;
    app.work.notify_waiters();
    Ok(())
}

/// Removes what the retention table says (docs/operations.md), each slice in a transaction of its own.
pub async fn prune(app: &AppState) -> AppResult<()> {
    let (now, keep) = (app.clock.now(), &app.config.retention);
    let kept_days = [
        (Forgotten::DoneTasks, keep.done_tasks),
        (Forgotten::BuriedTasks, keep.buried_tasks),
        (Forgotten::DomainEvents, keep.domain_events),
        (Forgotten::SettledEvents, keep.meta_events),
        // Meta repeats an event for seven days.
        (Forgotten::OrphanEvents, 7),
        (Forgotten::Sessions, 1),
        (Forgotten::GraphBudgets, 1),
        (Forgotten::Requests, 1),
        // Meta knows an upload for about a day.
        (Forgotten::Uploads, 2),
    ];
    for (what, days) in kept_days {
        let (before, mut removed) = (now - TimeDelta::days(i64::from(days)), 0);
        loop {
            let tx = app.db.begin().await?;
            let slice = retention::remove_some_any_org(&*tx, what, before).await?;
            tx.commit().await?;
            removed += slice;
            if slice < retention::AT_ONCE {
                break;
            }
        }
        if removed > 0 {
            tracing::info!(?what, removed, "pruned");
        }
    }
    tracing::info!(count = app.intake.messages_counted(), "messages events acknowledged since the start");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_a_tenth_shorter_to_a_tenth_longer() {
        let every = TimeDelta::seconds(1000);
        let letters = b"0123456789abcdefghjkmnpqrstvwxyz";
        let periods = letters.iter().map(|last| period(&format!("waba_{}", char::from(*last)), every).num_seconds());
        let (shortest, longest) = (periods.clone().min(), periods.clone().max());
        assert!(shortest >= Some(900) && shortest < Some(950), "{shortest:?}");
        assert!(longest <= Some(1100) && longest > Some(1050), "{longest:?}");
    }
}
