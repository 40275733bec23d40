//! Who may call Meta when calls are short: people always, unless Meta asked to wait; syncs only while half of the hour's
//! calls and of Meta's own measure are left. Calls count for the WABA; what Meta says of the app's own limits (reference 1.5)
//! counts for all WABAs. Every call but that of a start-up passes here.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::problem::ErrorCode;

use crate::clock::from_micros;
use crate::error::{AppError, AppResult};
use crate::graph::{Answer, GraphError, GraphErrorKind};
use crate::state::AppState;
use crate::store;
use crate::store::graph_budget::{Budget, Most, hour_of};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spender {
    /// Somebody waits for the answer.
    Person,
    /// The periodic reading; `active`: the WABA has a registered number, so Meta allows 5,000 an hour instead of 200.
    Sync { active: bool },
}

/// A wait that Meta did not put into numbers.
const DEFAULT_WAIT: TimeDelta = TimeDelta::minutes(5);
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(24);
/// Of a limit of Meta's; from here on syncs leave the rest to people.
const HALF: i64 = 50;
/// Beyond the time of one call, for the database in between.
const SPARE: Duration = Duration::from_secs(1);

/// Runs one call about a WABA within the budget and notes what Meta says of its limits. 503 with the wait when there is one.
pub async fn call<T>(
    app: &AppState,
    waba_meta_id: &str,
    spender: Spender,
    call: impl Future<Output = Result<Answer<T>, GraphError>>,
) -> AppResult<T> {
    take(app, Some(waba_meta_id), spender).await?;
    settle(app, Some(waba_meta_id), call.await).await
}

/// The same for a call about no WABA, for a person.
pub async fn app_call<T>(app: &AppState, call: impl Future<Output = Result<Answer<T>, GraphError>>) -> AppResult<T> {
    take(app, None, Spender::Person).await?;
    settle(app, None, call.await).await
}

/// Several calls for a person who waits: together they have the time of one, and a little. 504 when it is over.
pub async fn within_one_timeout<T>(app: &AppState, calls: impl Future<Output = AppResult<T>>) -> AppResult<T> {
    let time = Duration::from_secs(app.config.meta.timeout_s) + SPARE;
    tokio::time::timeout(time, calls).await.unwrap_or_else(|_| Err(GraphError::timeout().into()))
}

/// The row of the app's own limits.
fn app_subject(app: &AppState) -> String {
    format!("app/{}", app.config.meta.app_id)
}

fn most(app: &AppState, spender: Spender) -> Most {
    let sync = &app.config.sync;
    match spender {
        Spender::Person => Most { calls: i64::MAX, percent: i64::MAX },
        Spender::Sync { active: true } => Most { calls: sync.calls_per_hour_active, percent: HALF },
        Spender::Sync { active: false } => Most { calls: sync.calls_per_hour, percent: HALF },
    }
}

async fn take(app: &AppState, waba_meta_id: Option<&str>, spender: Spender) -> AppResult<()> {
    let (now, most) = (app.clock.now(), most(app, spender));
    let tx = app.db.begin().await?;
    let of_app = store::graph_budget::find_any_org(&*tx, &app_subject(app)).await?;
    if let Some(until) = of_app.and_then(|row| closed_until(&row, most, now)) {
        return Err(wait(until, now));
    }
    let Some(subject) = waba_meta_id else { return Ok(()) };
    if store::graph_budget::take_any_org(&*tx, subject, most, now).await? {
        return Ok(tx.commit().await?);
    }
    let row = store::graph_budget::find_any_org(&*tx, subject).await?;
    Err(wait(row.and_then(|row| closed_until(&row, most, now)).unwrap_or(now), now))
}

fn wait(until: DateTime<Utc>, now: DateTime<Utc>) -> AppError {
    let wait_s = u64::try_from((until - now).num_milliseconds()).unwrap_or(0).div_ceil(1000);
    AppError::Unavailable(ErrorCode::ProviderThrottled, wait_s.max(1))
}

/// The end of Meta's wait, or of the hour whose share is used up; the later of both.
fn closed_until(row: &Budget, most: Most, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let blocked = row.blocked_until.map(from_micros).filter(|until| *until > now);
    let hour = hour_of(now);
    let is_used_up = row.hour == hour && (row.calls >= most.calls || row.usage_percent >= most.percent);
    let next_hour = is_used_up.then(|| DateTime::from_timestamp((hour + 1) * 3600, 0)).flatten();
    blocked.max(next_hour)
}

async fn settle<T>(app: &AppState, waba_meta_id: Option<&str>, answer: Result<Answer<T>, GraphError>) -> AppResult<T> {
    let (usage, calls) = match &answer {
        Ok(answer) => (answer.usage, answer.calls),
        Err(error) => (error.usage, error.calls),
    };
    let usage = usage.unwrap_or_default();
    let throttle = answer.as_ref().err().filter(|error| error.kind == GraphErrorKind::Throttled);
    let now = app.clock.now();
    // Without a WABA there is only the app to be throttled.
    let of_app = throttle.filter(|error| error.is_app_wide() || waba_meta_id.is_none());
    let of_waba = throttle.filter(|error| !error.is_app_wide());
    let app_row = Some((app_subject(app), told(usage.app_percent, of_app, now), 0));
    let waba_row = waba_meta_id.map(|id| (id.to_owned(), told(usage.waba_percent, of_waba, now), i64::from(calls) - 1));
    let rows = app_row.into_iter().chain(waba_row);
    let news: Vec<_> = rows.filter(|(_, (percent, _), more)| *percent >= HALF || *more > 0).collect();
    if !news.is_empty() {
        let tx = app.db.begin().await?;
        for (subject, (percent, blocked), more) in news {
            store::graph_budget::note_any_org(&*tx, &subject, now, more.max(0), percent, blocked).await?;
        }
        tx.commit().await?;
    }
    Ok(answer?.value)
}

/// How much is used up, and until when to wait. A throttled call says that everything is, whatever the headers say.
fn told(percent: u32, throttle: Option<&GraphError>, now: DateTime<Utc>) -> (i64, Option<DateTime<Utc>>) {
    let Some(error) = throttle else { return (i64::from(percent), None) };
    let named = error.retry_after_s.and_then(|seconds| i64::try_from(seconds).ok()).and_then(TimeDelta::try_seconds);
    (i64::from(percent).max(100), Some(now + named.unwrap_or(DEFAULT_WAIT).min(LONGEST_WAIT)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> DateTime<Utc> {
        format!("2026-03-02T{time}Z").parse().unwrap()
    }

    fn row(calls: i64, usage_percent: i64, blocked_until: Option<&str>) -> Budget {
        let blocked_until = blocked_until.map(|time| at(time).timestamp_micros());
        Budget { hour: hour_of(at("09:40:00")), calls, usage_percent, blocked_until }
    }

    #[test]
    fn the_wait_is_the_real_one() {
        let (person, sync) = (Most { calls: i64::MAX, percent: i64::MAX }, Most { calls: 100, percent: HALF });
        let now = at("09:40:00");
        for (row, of_person, of_sync) in [
            (row(99, 49, None), None, None),
            (row(100, 0, None), None, Some("10:00:00")),
            (row(0, 50, None), None, Some("10:00:00")),
            (row(0, 0, Some("09:41:30")), Some("09:41:30"), Some("09:41:30")),
            (row(0, 0, Some("09:40:00")), None, None),
            (row(100, 0, Some("09:41:30")), Some("09:41:30"), Some("10:00:00")),
            (row(100, 100, Some("11:00:00")), Some("11:00:00"), Some("11:00:00")),
        ] {
            assert_eq!(closed_until(&row, person, now), of_person.map(at), "{row:?}");
            assert_eq!(closed_until(&row, sync, now), of_sync.map(at), "{row:?}");
        }
        let last_hour = Budget { hour: hour_of(now) - 1, ..row(100, 100, None) };
        assert_eq!(closed_until(&last_hour, sync, now), None);
    }
}
