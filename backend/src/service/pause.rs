//! How often people may have Meta asked about the same thing, and how long its answers last.

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::from_micros;

/// Between two syncs of a WABA, or of a number, that people ask for.
pub const SYNC_PAUSE: TimeDelta = TimeDelta::seconds(30);

/// Between two codes for one number. Meta names no time; it refuses who asks too often for an hour and more.
pub const CODE_PAUSE: TimeDelta = TimeDelta::seconds(60);
/// Meta takes a code for so long.
pub const CODE_LASTS: TimeDelta = TimeDelta::minutes(10);
/// Meta counts register and deregister calls of a number for so long (reference 3.6).
pub const CALLS_COUNT: TimeDelta = TimeDelta::hours(72);

/// When the next sync may be asked for.
pub fn next_sync_at(asked_at: Option<i64>) -> Option<DateTime<Utc>> {
    asked_at.map(|at| from_micros(at) + SYNC_PAUSE)
}

/// Seconds until then; absent when it may be asked for now.
pub fn sync_wait_s(asked_at: Option<i64>, now: DateTime<Utc>) -> Option<u64> {
    let wait = (next_sync_at(asked_at)? - now).num_milliseconds();
    (wait > 0).then(|| u64::try_from(wait).unwrap_or(0).div_ceil(1000))
}
