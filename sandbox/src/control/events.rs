//! Which webhook Meta sends for a change of a node (reference 8.3 and 3.9). Only what changed counts; a field that Meta is silent about
//! gives nothing.

use serde_json::{Map, Value, json};

use crate::world::Fields;

/// A field and its value, to be sent for a WABA.
pub type Event = (&'static str, Value);

const TIERS: &[&str] = &["TIER_50", "TIER_250", "TIER_1K", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"];
/// From this limit on, or once verified, a portfolio may hold more numbers (reference 3.4).
const FREE_TIER: &str = "TIER_2K";

pub const LIMIT: &str = "whatsapp_business_manager_messaging_limit";
pub const PHONE_LIMIT: &str = "messaging_limit_tier";

/// A number before and after; `rejection_reason` goes with a declined name.
pub fn of_phone(id: &str, before: &Fields, after: &Fields, rejection_reason: Option<&str>) -> Vec<Event> {
    let mut events = Vec::new();
    let number = digits(text(after, "display_phone_number"));
    let became = |name: &str| (before.get(name) != after.get(name)).then(|| text(after, name));

    for (status, name) in [("name_status", "verified_name"), ("new_name_status", "new_display_name")] {
        if let Some(decision) = became(status).and_then(name_decision) {
            let reason = (decision == "REJECTED").then(|| rejection_reason.unwrap_or("UNKNOWN"));
            events.push((
                "phone_number_name_update",
                json!({
                    "display_phone_number": number,
                    "decision": decision,
                    "requested_verified_name": text(after, name),
                    "rejection_reason": reason,
                }),
            ));
        }
    }

    let quality = |event: &str| ("phone_number_quality_update", quality_value(&number, event, None, after));
    if text(before, "status") != "FLAGGED" && text(after, "status") == "FLAGGED" {
        events.push(quality("FLAGGED"));
    }
    if text(before, "status") == "FLAGGED" && text(after, "status") == "CONNECTED" {
        events.push(quality("UNFLAGGED"));
    }
    if matches!(text(before, "status"), "PENDING" | "UNVERIFIED") && text(after, "status") == "CONNECTED" {
        events.push(onboarding(after));
    }
    for name in [LIMIT, PHONE_LIMIT] {
        if let Some(event) = became(name).and_then(|new| limit_event(text(before, name), new)) {
            let old = Some(text(before, name)).filter(|old| !old.is_empty());
            let mut value = quality_value(&number, event, old, after);
            value["current_limit"] = json!(text(after, name));
            events.push(("phone_number_quality_update", value));
        }
    }
    let level = |fields: &Fields| {
        fields.get("throughput").and_then(|throughput| throughput["level"].as_str()).map(str::to_owned)
    };
    if level(before) != level(after) && level(after).as_deref() == Some("HIGH") {
        events.push(quality("THROUGHPUT_UPGRADE"));
    }

    if before.get("is_pin_enabled") != after.get("is_pin_enabled") {
        if after.get("is_pin_enabled") == Some(&json!(true)) {
            events.push(pin_changed(after));
        } else {
            events.push(("security", json!({ "display_phone_number": number, "event": "PIN_REQUEST_SUCCESS" })));
        }
    }
    if before.get("is_official_business_account") != after.get("is_official_business_account")
        && after.get("is_official_business_account") == Some(&json!(true))
    {
        events.push((
            "account_alerts",
            json!({ "entity_type": "PHONE_NUMBER", "entity_id": id, "alert_info": {
                "alert_severity": "INFORMATIONAL",
                "alert_status": "NONE",
                "alert_type": "OBA_APPROVED",
                "alert_description": "The number is now an official business account.",
            }}),
        ));
    }
    events
}

/// A number was registered.
pub fn onboarding(fields: &Fields) -> Event {
    (
        "phone_number_quality_update",
        quality_value(&digits(text(fields, "display_phone_number")), "ONBOARDING", None, fields),
    )
}

/// A number has another PIN.
pub fn pin_changed(fields: &Fields) -> Event {
    let number = digits(text(fields, "display_phone_number"));
    ("security", json!({ "display_phone_number": number, "event": "PIN_CHANGED" }))
}

/// A WABA before and after, `enforcement` included: restrictions, bans and violations reach the outside by webhook only.
pub fn of_waba(before: &Fields, after: &Fields) -> Vec<Event> {
    let mut events = Vec::new();
    let became = |name: &str| (before.get(name) != after.get(name)).then(|| after.get(name).cloned()).flatten();
    let update = |event: &str, name: &str, value: Value| ("account_update", json!({ "event": event, name: value }));

    if let Some(decision) = became("account_review_status") {
        events.push(("account_review_update", json!({ "decision": decision })));
    }
    if let Some(country) = became("country").or_else(|| became("primary_business_location")) {
        events.push(update("BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE", "country", country));
    }
    if let Some(eligibility) = became("auth_international_rate_eligibility") {
        events.push(update("AUTH_INTL_PRICE_ELIGIBILITY_UPDATE", "auth_international_rate_eligibility", eligibility));
    }
    let violation = became("violation_info");
    let restriction = became("restriction_info").filter(|rows| rows.as_array().is_some_and(|rows| !rows.is_empty()));
    match (restriction, violation) {
        (Some(rows), violation) => {
            let mut event = update("ACCOUNT_RESTRICTION", "restriction_info", rows);
            if let Some(violation) = violation {
                event.1["violation_info"] = violation;
            }
            events.push(event);
        }
        (None, Some(violation)) => events.push(update("ACCOUNT_VIOLATION", "violation_info", violation)),
        (None, None) => {}
    }
    if let Some(ban) = became("ban_info") {
        events.push(update("DISABLED_UPDATE", "ban_info", ban));
    }
    events
}

/// The portfolio's limit changed: each of its WABAs hears what it may do now.
pub fn of_limit(limit: &str, is_verified: bool) -> Event {
    let numbers = if is_verified || rank(limit) >= rank(FREE_TIER) { 20 } else { 2 };
    let value = json!({
        "max_daily_conversations_per_business": limit,
        "max_phone_numbers_per_business": numbers,
        "max_phone_numbers_per_waba": numbers,
    });
    ("business_capability_update", value)
}

fn quality_value(number: &str, event: &str, old_limit: Option<&str>, fields: &Fields) -> Value {
    let limit = fields.get(LIMIT).or_else(|| fields.get(PHONE_LIMIT)).cloned().unwrap_or_else(|| json!("TIER_NOT_SET"));
    let mut value = Map::new();
    value.insert("display_phone_number".into(), json!(number));
    value.insert("event".into(), json!(event));
    if let Some(old) = old_limit {
        value.insert("old_limit".into(), json!(old));
    }
    value.insert("current_limit".into(), limit.clone());
    value.insert("max_daily_conversations_per_business".into(), limit);
    Value::Object(value)
}

fn limit_event(old: &str, new: &str) -> Option<&'static str> {
    if rank(new) > rank(old) {
        Some("UPGRADE")
    } else if rank(new) < rank(old) {
        Some("DOWNGRADE")
    } else {
        None
    }
}

/// Unknown limits rank lowest.
fn rank(tier: &str) -> usize {
    TIERS.iter().position(|known| *known == tier).map_or(0, |index| index + 1)
}

fn name_decision(status: &str) -> Option<&'static str> {
    match status {
        "APPROVED" | "AVAILABLE_WITHOUT_REVIEW" => Some("APPROVED"),
        "DECLINED" => Some("REJECTED"),
        "PENDING_REVIEW" => Some("PENDING"),
        _ => None,
    }
}

fn digits(display: &str) -> String {
    display.chars().filter(char::is_ascii_digit).collect()
}

fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}
