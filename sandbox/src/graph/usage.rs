//! Counts calls per hour of the sandbox clock, as the usage headers and the throttles of reference 1.5 need them. A throttled call does
//! not count, so that the time to regain access is exact.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value, json};

use super::error::GraphError;

const HOUR_S: i64 = 3600;
/// Meta derives the app-wide limit from the app's daily users; the sandbox takes 100 of them.
const APP_LIMIT: usize = 20_000;
const WABA_LIMIT: usize = 200;
const ACTIVE_WABA_LIMIT: usize = 5_000;

#[derive(Default)]
pub struct Usage {
    /// Times of calls in the last hour, oldest first; the WABA is empty for the app's own count.
    calls: BTreeMap<(String, String), VecDeque<i64>>,
}

/// What one call counts against.
#[derive(Clone)]
pub struct Budget {
    pub app_id: String,
    pub waba_id: Option<String>,
    pub waba_is_active: bool,
    /// The code when the WABA's budget is used up: 80008 on its edges, 80007 on nodes.
    pub throttle_code: i64,
}

impl Budget {
    fn waba_limit(&self) -> usize {
        if self.waba_is_active { ACTIVE_WABA_LIMIT } else { WABA_LIMIT }
    }
}

impl Usage {
    /// Counts `n` calls, or says which budget is used up.
    pub fn count(&mut self, budget: &Budget, n: usize, now: i64) -> Result<(), GraphError> {
        if self.used(&budget.app_id, "", now) + n > APP_LIMIT {
            return Err(GraphError::new(4, "(#4) Application request limit reached"));
        }
        if let Some(waba_id) = &budget.waba_id
            && self.used(&budget.app_id, waba_id, now) + n > budget.waba_limit()
        {
            let code = budget.throttle_code;
            return Err(GraphError::new(
                code,
                format!(
                    "(#{code}) There have been too many calls to this WhatsApp Business account. Wait a bit and try again."
                ),
            ));
        }
        self.add(&budget.app_id, "", n, now);
        if let Some(waba_id) = &budget.waba_id {
            self.add(&budget.app_id, waba_id, n, now);
        }
        Ok(())
    }

    /// Replaces the count of the running hour, for tests of throttles.
    pub fn set(&mut self, app_id: &str, waba_id: &str, n: usize, now: i64) {
        self.calls.remove(&(app_id.to_owned(), waba_id.to_owned()));
        self.add(app_id, waba_id, n, now);
    }

    pub fn headers(&mut self, budget: &Budget, now: i64) -> Vec<(&'static str, String)> {
        let app_percent = percent(self.used(&budget.app_id, "", now), APP_LIMIT);
        let mut headers = vec![("x-app-usage", usage(app_percent).to_string())];
        if let Some(waba_id) = &budget.waba_id {
            let used = self.used(&budget.app_id, waba_id, now);
            let mut row = usage(percent(used, budget.waba_limit()));
            row["type"] = json!("whatsapp_business_management");
            row["estimated_time_to_regain_access"] = json!(if used >= budget.waba_limit() {
                self.minutes_to_regain(&budget.app_id, waba_id, now)
            } else {
                0
            });
            headers.push((
                "x-business-use-case-usage",
                Value::Object(Map::from_iter([(waba_id.clone(), json!([row]))])).to_string(),
            ));
        }
        headers
    }

    fn used(&mut self, app_id: &str, waba_id: &str, now: i64) -> usize {
        let Some(calls) = self.calls.get_mut(&(app_id.to_owned(), waba_id.to_owned())) else {
            return 0;
        };
        while calls.front().is_some_and(|at| *at <= now - HOUR_S) {
            calls.pop_front();
        }
        calls.len()
    }

    fn add(&mut self, app_id: &str, waba_id: &str, n: usize, now: i64) {
        let calls = self.calls.entry((app_id.to_owned(), waba_id.to_owned())).or_default();
        calls.extend(std::iter::repeat_n(now, n));
    }

    fn minutes_to_regain(&self, app_id: &str, waba_id: &str, now: i64) -> i64 {
        let oldest = self.calls.get(&(app_id.to_owned(), waba_id.to_owned())).and_then(|calls| calls.front());
        oldest.map_or(0, |at| (at + HOUR_S - now + 59) / 60)
    }
}

fn usage(percent: usize) -> Value {
    json!({ "call_count": percent, "total_cputime": percent / 4, "total_time": percent / 2 })
}

/// Rounded up, so that a used budget never reads as unused.
fn percent(used: usize, limit: usize) -> usize {
    (used * 100).div_ceil(limit)
}
