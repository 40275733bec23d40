//! Templates that are legal but for one place, where anything may stand: legal or not, nobody knows before the validator.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::legal;

/// One place replaced, taken away, added or doubled.
pub fn odd() -> impl Strategy<Value = Value> {
    let pool = select(pool());
    (legal(), any::<Index>(), 0..6_usize, select(KEYS.to_vec()), pool).prop_map(|(mut value, at, way, key, odd)| {
        let mut places = Vec::new();
        walk(&value, String::new(), &mut places);
        let place = at.get(&places).clone();
        change(&mut value, &place, way, key, odd);
        value
    })
}

/// JSON pointers of all that is within.
fn walk(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(object) => object.iter().for_each(|(name, inner)| walk(inner, format!("{at}/{name}"), places)),
        Value::Array(list) => list.iter().enumerate().for_each(|(n, inner)| walk(inner, format!("{at}/{n}"), places)),
        _ => {}
    }
    places.push(at);
}

fn change(value: &mut Value, place: &str, way: usize, key: &str, odd: Value) {
    let (parent, last) = place.rsplit_once('/').unwrap_or_default();
    match way {
        // In half of all cases.
        0..=2 => {
            if let Some(here) = value.pointer_mut(place).filter(|_| !place.is_empty()) {
                *here = odd;
            }
        }
        3 => match value.pointer_mut(parent) {
            Some(Value::Object(object)) => {
                object.remove(last);
            }
            Some(Value::Array(list)) => {
                if let Ok(at) = last.parse::<usize>() {
                    list.remove(at);
                }
            }
            _ => {}
        },
        4 => match value.pointer_mut(place) {
            Some(Value::Object(object)) => {
                object.insert(key.into(), odd);
            }
            Some(Value::Array(list)) => list.push(odd),
            _ => {}
        },
        _ => {
            if let Some(Value::Array(list)) = value.pointer_mut(place) {
                list.extend(list.last().cloned());
            }
        }
    }
}

/// Members that an object of a template may have.
const KEYS: [&str; 30] = [
    "parameter_format",
    "message_send_ttl_seconds",
    "allow_category_change",
    "cta_url_link_tracking_opted_out",
    "is_primary_device_delivery_only",
    "display_format",
    "send_type",
    "type",
    "format",
    "text",
    "example",
    "header_text",
    "body_text",
    "header_handle",
    "add_security_recommendation",
    "code_expiration_minutes",
    "limited_time_offer",
    "has_expiration",
    "url",
    "phone_number",
    "otp_type",
    "autofill_text",
    "supported_apps",
    "zero_tap_terms_accepted",
    "package_name",
    "signature_hash",
    "flow_id",
    "flow_name",
    "flow_action",
    "icon",
];

fn pool() -> Vec<Value> {
    let words = [
        "",
        " ",
        "x",
        "true",
        "1",
        "HEADER",
        "BODY",
        "FOOTER",
        "CALL_PERMISSION_REQUEST",
        "TEXT",
        "IMAGE",
        "PRODUCT",
        "LOCATION",
        "QUICK_REPLY",
        "URL",
        "COPY_CODE",
        "OTP",
        "CATALOG",
        "SPM",
        "APP",
        "REMINDER",
        "ONE_TAP",
        "NAMED",
        "ORDER_DETAILS",
        "navigate",
        "PROMOTION",
        "AUTHENTICATION",
        "MARKETING",
        "UTILITY",
        "two\nlines",
        "two\u{2028}lines",
        "tab\tulator",
        "✓ and ★",
        "☎ us",
        "❤",
        "1\u{fe0f}\u{20e3}",
        "⏰ now",
        "*b*",
        "{{1}}",
        "{{name}}",
        "a {{1}} b",
        "a你 {{1}} 好.",
        "a你b {{1}} x",
        "id#{{1}}x a b",
        "see www.birch.example",
        "HTTPS://BIRCH.EXAMPLE",
        "https://birch.example/\u{a0}x",
        "https://birch.example/\u{b}x",
        "https://bi<r>ch.example",
        "https://bi\u{a0}rch.example",
        "https://birch.example:99999/x",
        "https://birch.example:/x",
        "https://:80/x",
        "https://@/x",
        "https://birch.example\\x",
        "https://[::1]/x",
        "https://1.2.3.4.5/x",
        "https://1.2.3.256",
        "https://birch.7",
        "https://birch.0x7",
        "https://birch%zz.example",
        "https://bir／ch.example",
        "https://birch.example./{{1}}",
        "+49 30 901820",
        "BREAD10",
        "com.birch.app",
        "Qx7/PmAbC1d",
    ];
    let others = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(7),
        json!(600),
        json!([]),
        json!({}),
        json!([""]),
        json!(["x"]),
        json!([7]),
        json!([["x"]]),
        json!({"text": "x"}),
        json!({"type": "REMINDER"}),
        json!({"type": "FOOTER", "text": "x"}),
        json!({"type": "QUICK_REPLY", "text": "x"}),
    ];
    words.into_iter().map(Value::from).chain(others).collect()
}
