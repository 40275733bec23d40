//! Who may call Meta when calls are short: people always, unless Meta asked to wait; syncs only while half of the hour's
//! calls and of Meta's own measure are left.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::problem::ErrorCode;

use crate::error::{AppError, AppResult};
use crate::graph::{Answer, GraphError, GraphErrorKind};
use crate::state::AppState;
use crate::store;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spender {
    /// Somebody waits for the answer.
    Person,
    /// The periodic reading; `active`: the WABA has a registered number, so Meta allows 5,000 an hour instead of 200.
    Sync { active: bool },
}

/// A wait that Meta did not put into numbers.
const DEFAULT_WAIT: TimeDelta = TimeDelta::minutes(5);

/// Takes one call; refused with the seconds to wait.
pub async fn take(app: &AppState, waba_meta_id: &str, spender: Spender) -> AppResult<()> {
    let now = app.clock.now();
    let (most, percent) = match spender {
        Spender::Person => (i64::MAX, i64::MAX),
        Spender::Sync { active: true } => (app.config.sync.calls_per_hour_active, 50),
        Spender::Sync { active: false } => (app.config.sync.calls_per_hour, 50),
    };
    let tx = app.db.begin().await?;
    let taken = store::graph_budget::take_any_org(&*tx, waba_meta_id, most, percent, now).await?;
    tx.commit().await?;
    if taken {
        return Ok(());
    }
    let wait = match spender {
        Spender::Person => DEFAULT_WAIT.num_seconds(),
        Spender::Sync { .. } => 3600 - now.timestamp().rem_euclid(3600),
    };
    Err(AppError::Unavailable(ErrorCode::ProviderThrottled, u64::try_from(wait).unwrap_or(300)))
}

/// Runs one call within the budget and notes what Meta says of its limits.
pub async fn call<T>(
    app: &AppState,
    waba_meta_id: &str,
    spender: Spender,
    call: impl Future<Output = Result<Answer<T>, GraphError>>,
) -> AppResult<T> {
    take(app, waba_meta_id, spender).await?;
    let answer = call.await;
    let usage = match &answer {
        Ok(answer) => answer.usage,
        Err(error) => error.usage,
    };
    let throttled = matches!(&answer, Err(error) if error.kind == GraphErrorKind::Throttled);
    if usage.is_some_and(|usage| usage.percent >= 50) || throttled {
        let told = answer.as_ref().err().and_then(|error| error.retry_after_s);
        let blocked = throttled.then(|| blocked_until(app.clock.now(), told));
        let tx = app.db.begin().await?;
        let percent = usage.map_or(100, |usage| i64::from(usage.percent));
        store::graph_budget::note_any_org(&*tx, waba_meta_id, percent, blocked).await?;
        tx.commit().await?;
    }
    Ok(answer?.value)
}

fn blocked_until(now: DateTime<Utc>, retry_after_s: Option<u64>) -> DateTime<Utc> {
    let wait = retry_after_s.and_then(|seconds| i64::try_from(seconds).ok()).map(TimeDelta::seconds);
    now + wait.unwrap_or(DEFAULT_WAIT).min(TimeDelta::hours(24))
}
