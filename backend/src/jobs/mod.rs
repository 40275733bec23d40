//! The worker: claims tasks, runs one service function for each, says done, try again, or give up.
//!
//! One loop per kind, so that a slow sync never holds up a webhook. A job may run twice; the fencing number makes a late
//! worker's word count for nothing.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::problem::ErrorCode;
use futures_util::FutureExt;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::crypto;
use crate::error::{AppError, AppResult};
use crate::service;
use crate::service::apply::Pace;
use crate::service::lease::Lease;
use crate::state::AppState;
use crate::store;
use crate::store::task::{Task, TaskKind};

pub mod schedule;

/// Attempts until a task is buried: about a day of back-off. Meta's events are never given up, nor is a registration's step,
/// which holds its number until somebody ends it.
const ATTEMPTS: i64 = 20;
/// From this attempt on events are applied one by one, so that one that cannot be written holds up no other.
const CAREFUL_FROM: i64 = 3;

/// Works until told to stop; running jobs have `server.shutdown_s` to end, then they are cut short and left for the next start.
pub async fn run(app: AppState, stop: CancellationToken) {
    let loops = TaskTracker::new();
    for kind in TaskKind::ALL {
        loops.spawn(work(app.clone(), kind, stop.clone()));
    }
    loops.spawn(schedule::run(app, stop));
    loops.close();
    loops.wait().await;
}

/// What the killed process before left running is due at once; with Postgres it may be running elsewhere, and its lease tells.
/// Before the first request: what that begins is not to be taken from it.
pub async fn take_back(app: &AppState) -> AppResult<()> {
    if !app.db.is_sqlite() {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    let now = app.clock.now();
    let count = store::task::requeue_running(&*tx, now).await?;
    store::registration::release_all_any_org(&*tx, now).await?;
    store::task::hasten(&*tx, TaskKind::ResumeRegistration, now).await?;
    tx.commit().await?;
    if count > 0 {
        tracing::info!(count, "took back tasks that were cut short");
    }
    Ok(())
}

async fn work(app: AppState, kind: TaskKind, stop: CancellationToken) {
    let at_once = match kind {
        TaskKind::SyncWaba | TaskKind::SyncTemplates => app.config.sync.at_once,
        TaskKind::ApplyEvents
        | TaskKind::RefreshHealth
        | TaskKind::Expire
        | TaskKind::ReadNumber
        | TaskKind::ReadTemplate
        | TaskKind::ResumeRegistration => 2,
    };
    let running = TaskTracker::new();
    while !stop.is_cancelled() {
        let rung = app.work.notified();
        let free = at_once.saturating_sub(running.len());
        match claim(&app, kind, free as u64).await {
            Ok(tasks) if !tasks.is_empty() => {
                for task in tasks {
                    let app = app.clone();
                    running.spawn(async move {
                        perform(&app, &task).await;
                        app.work.notify_waiters();
                    });
                }
                continue;
            }
            Ok(_) => {}
            Err(error) => tracing::error!(kind = kind.as_str(), cause = %error, "claiming tasks failed"),
        }
        tokio::select! {
            () = rung => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            () = stop.cancelled() => {}
        }
    }
    running.close();
    running.wait().await;
}

async fn claim(app: &AppState, kind: TaskKind, free: u64) -> AppResult<Vec<Task>> {
    if free == 0 || store::task::count_due_of(app.db.read(), kind, app.clock.now()).await? == 0 {
        return Ok(Vec::new());
    }
    let tx = app.db.begin().await?;
    let tasks = store::task::claim(&*tx, kind, app.clock.now(), free).await?;
    tx.commit().await?;
    Ok(tasks)
}

/// Runs one task and writes down how it ended.
async fn perform(app: &AppState, task: &Task) {
    let outcome = tokio::select! {
        outcome = AssertUnwindSafe(dispatch(app, task)).catch_unwind() => {
            outcome.unwrap_or_else(|_| Err(AppError::Internal(anyhow::anyhow!("the job panicked"))))
        }
        // An open transaction is dropped with the job: nothing is half done.
        () = out_of_time(app) => Err(AppError::Unavailable(ErrorCode::Starting, 0)),
    };
    if let Err(error) = settle(app, task, outcome).await {
        // The lease runs out and somebody tries again.
        tracing::error!(task = %task.id, cause = %error, "the end of a task could not be written");
    }
}

/// The program ends, and running jobs had their time.
async fn out_of_time(app: &AppState) {
    app.stop.cancelled().await;
    tokio::time::sleep(Duration::from_secs(app.config.server.shutdown_s)).await;
}

async fn dispatch(app: &AppState, task: &Task) -> AppResult<()> {
    let unreadable = || AppError::Internal(anyhow::anyhow!("the task's object {} is no id", task.object_id));
    match task.kind {
        TaskKind::SyncWaba => {
            let waba = task.object_id.parse().map_err(|_| unreadable())?;
            service::sync::sync_waba(app, waba, &Lease::new(app, task)).await
        }
        TaskKind::ApplyEvents => {
            let lease = Lease::new(app, task);
            let pace = if task.attempt < CAREFUL_FROM { Pace::Batches } else { Pace::OneByOne };
            while service::apply::apply_events(app, &task.object_id, pace).await? && lease.extend().await? {
                app.intake.give_way().await;
            }
            Ok(())
        }
        TaskKind::RefreshHealth => {
            service::health::refresh(app, task.object_id.parse().map_err(|_| unreadable())?).await
        }
        TaskKind::Expire => service::expire::expire(app, &task.object_id).await,
        TaskKind::ReadNumber => {
            service::sync::read_number(app, task.object_id.parse().map_err(|_| unreadable())?).await
        }
        TaskKind::ResumeRegistration => {
            let number = task.object_id.parse().map_err(|_| unreadable())?;
            // Large, and every other job's future would be as large.
            Box::pin(service::registration::resume(app, number)).await
        }
        TaskKind::SyncTemplates => {
            let waba = task.object_id.parse().map_err(|_| unreadable())?;
            Box::pin(service::template::sync::sync_templates(app, waba, &Lease::new(app, task))).await
        }
        TaskKind::ReadTemplate => {
            let place = task.object_id.parse().map_err(|()| unreadable())?;
            Box::pin(service::template::sync::read_at_meta(app, &place)).await
        }
    }
}

async fn settle(app: &AppState, task: &Task, outcome: AppResult<()>) -> AppResult<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    match outcome {
        Ok(()) => {
            store::task::complete(&*tx, task, now).await?;
        }
        Err(error) => {
            let again_at = again_at(task, &error, now);
            match again_at {
                Some(_) => {
                    tracing::warn!(task = %task.id, kind = task.kind.as_str(), cause = %error, "to be tried again")
                }
                None => tracing::error!(task = %task.id, kind = task.kind.as_str(), cause = %error, "given up"),
            }
            store::task::fail(&*tx, task, &error.to_string(), again_at, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// 5 s, doubled each time up to an hour, plus up to a fifth; or what Meta says. Races are tried again at once.
fn again_at(task: &Task, error: &AppError, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match error {
        AppError::NotFound => return None,
        AppError::Unavailable(_, wait) => return Some(now + TimeDelta::seconds(i64::try_from(*wait).unwrap_or(300))),
        error if error.is_raced() => return Some(now),
        _ if task.attempt >= ATTEMPTS && !is_never_given_up(task.kind) => return None,
        _ => {}
    }
    let seconds = (5_i64 << (task.attempt - 1).clamp(0, 10)).min(3600);
    let mut byte = [0u8];
    let jitter = crypto::random(&mut byte).map_or(0, |()| seconds * i64::from(byte[0]) / 1280);
    Some(now + TimeDelta::seconds(seconds + jitter))
}

const fn is_never_given_up(kind: TaskKind) -> bool {
    matches!(kind, TaskKind::ApplyEvents | TaskKind::ResumeRegistration)
}

/// Runs what is due, step by step, until nothing is: for tests and the demo's seed.
pub async fn run_until_idle(app: &AppState) -> AppResult<()> {
    // Far above what any test needs; a task that enqueues itself for ever must not hang.
    for _ in 0..10_000 {
        let mut idle = true;
        for kind in TaskKind::ALL {
            for task in claim(app, kind, 10).await? {
                idle = false;
                perform(app, &task).await;
            }
        }
        if idle {
            return Ok(());
        }
    }
    Err(AppError::Internal(anyhow::anyhow!("tasks do not come to an end")))
}
