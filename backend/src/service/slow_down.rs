//! Slows guessing down: after five failed sign-ins an account and, after twenty, an address wait, twice as long each
//! time, up to fifteen minutes. Kept in memory: a restart forgives.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};

const KEPT: usize = 10_000;
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::minutes(30);

#[derive(Default)]
pub struct SlowDown(Mutex<HashMap<String, Failures>>);

struct Failures {
    count: u32,
    last: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl SlowDown {
    /// Seconds that this account or address still has to wait.
    pub fn wait_s(&self, account: &str, address: &str, now: DateTime<Utc>) -> Option<u64> {
        let table = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let until = keys(account, address).iter().filter_map(|(key, _)| table.get(key)).map(|row| row.until).max()?;
        let wait = (until - now).num_milliseconds();
        (wait > 0).then(|| u64::try_from(wait).unwrap_or(0).div_ceil(1000))
    }

    pub fn failed(&self, account: &str, address: &str, now: DateTime<Utc>) {
        let mut table = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if table.len() >= KEPT {
            table.retain(|_, row| now - row.last < FORGOTTEN_AFTER);
        }
        for (key, free) in keys(account, address) {
            let row = table.entry(key).or_insert(Failures { count: 0, last: now, until: now });
            if now - row.last > FORGOTTEN_AFTER {
                row.count = 0;
            }
            row.count += 1;
            row.last = now;
            if row.count >= free {
                let doublings = (row.count - free).min(10);
                row.until = now + TimeDelta::seconds((1_i64 << doublings).min(900));
            }
        }
    }

    /// A right password clears the account; the address goes on counting.
    pub fn succeeded(&self, account: &str) {
        let mut table = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        table.remove(&format!("account {account}"));
    }
}

fn keys(account: &str, address: &str) -> [(String, u32); 2] {
    [(format!("account {account}"), 5), (format!("address {address}"), 20)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_failure_makes_the_account_wait_and_success_clears_it() {
        let (slow, now) = (SlowDown::default(), DateTime::UNIX_EPOCH);
        for _ in 0..4 {
            slow.failed("a@x", "10.0.0.1", now);
        }
        assert_eq!(slow.wait_s("a@x", "10.0.0.1", now), None);
        slow.failed("a@x", "10.0.0.1", now);
        assert_eq!(slow.wait_s("a@x", "10.0.0.2", now), Some(1));
        assert_eq!(slow.wait_s("b@x", "10.0.0.1", now), None);
        slow.succeeded("a@x");
        assert_eq!(slow.wait_s("a@x", "10.0.0.2", now), None);
    }
}
