//! Meta's usage headers (reference 1.5): how much of the limits is used up and how long to wait. Read leniently: a header
//! that cannot be read says nothing, and never fails a call.

use reqwest::header::HeaderMap;
use serde_json::Value;

const PERCENTAGES: [&str; 3] = ["call_count", "total_cputime", "total_time"];

/// The worst of what the headers say: highest percentages of any limit; they may pass 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Of the app's own limits, whatever the WABA.
    pub app_percent: u32,
    /// Of those of the app for the WABA.
    pub waba_percent: u32,
    /// Minutes until calls are accepted again; 0: now.
    pub regain_access_min: u64,
}

impl Usage {
    /// `X-App-Usage` and `X-Business-Use-Case-Usage` together; `None` when there is neither.
    pub(super) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let mut usage: Option<Self> = None;
        let values = |name| {
            let headers = headers.get_all(name).into_iter();
            headers.filter_map(|header| serde_json::from_slice::<Value>(header.as_bytes()).ok())
        };
        for value in values("x-app-usage") {
            let usage = usage.get_or_insert_default();
            take(&value, &mut usage.app_percent, &mut usage.regain_access_min);
        }
        for value in values("x-business-use-case-usage") {
            let usage = usage.get_or_insert_default();
            take(&value, &mut usage.waba_percent, &mut usage.regain_access_min);
        }
        usage
    }
}

/// App usage is one object, business usage lists of such by WABA: both are walked alike.
fn take(value: &Value, percent: &mut u32, regain_min: &mut u64) {
    match value {
        Value::Array(rows) => rows.iter().for_each(|row| take(row, percent, regain_min)),
        Value::Object(map) => {
            for (key, value) in map {
                if PERCENTAGES.contains(&key.as_str()) {
                    *percent = whole(value).max(*percent);
                } else if key == "estimated_time_to_regain_access" {
                    *regain_min = u64::from(whole(value)).max(*regain_min);
                } else {
                    take(value, percent, regain_min);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Rounded up; what is no number counts as 0. Casts from float saturate.
fn whole(value: &Value) -> u32 {
    value.as_f64().map_or(0, |number| number.ceil() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(headers: &[(&'static str, &'static str)]) -> Option<Usage> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        Usage::from_headers(&map)
    }

    #[test]
    fn the_highest_percentage_and_the_longest_wait_count() {
        let business = r#"{"120000000000001":[
            {"type":"whatsapp_business_management","call_count":7,"total_cputime":91.2,"total_time":2,"estimated_time_to_regain_access":3},
            {"type":"whatsapp","call_count":8,"total_cputime":1,"total_time":2,"estimated_time_to_regain_access":0}]}"#;
        let business = business.replace('\n', "").leak();
        let headers = [
            ("x-app-usage", r#"{"call_count":12,"total_cputime":3,"total_time":5}"#),
            ("x-business-use-case-usage", business),
        ];
        let found = usage(&headers).unwrap();
        assert_eq!((found.app_percent, found.waba_percent, found.regain_access_min), (12, 92, 3));
        assert_eq!(usage(&headers[..1]).unwrap(), Usage { app_percent: 12, ..Usage::default() });
    }

    #[test]
    fn odd_headers_say_nothing() {
        assert_eq!(usage(&[]), None);
        assert_eq!(usage(&[("x-app-usage", "{broken")]), None);
        let odd = r#"{"call_count":"many","total_time":-4,"total_cputime":1e300}"#;
        assert_eq!(usage(&[("x-app-usage", odd)]).unwrap().app_percent, u32::MAX);
    }
}
