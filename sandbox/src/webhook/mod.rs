//! Webhooks out (reference 8): a change is queued for every app that is subscribed to its WABA and field; `sender` seals the changes of a
//! moment into signed bodies and delivers them.

pub mod handshake;
pub mod sender;

use std::time::Duration;

use anyhow::Context;
use serde_json::{Value, json};

use crate::sandbox::Inner;
use crate::world::{App, Change, SubscribedApp};

pub const OBJECT: &str = "whatsapp_business_account";

/// What an app can subscribe to (reference 8.2).
pub const FIELDS: &[&str] = &[
    "account_alerts",
    "account_review_update",
    "account_settings_update",
    "account_update",
    "automatic_events",
    "business_capability_update",
    "business_status_update",
    "calls",
    "campaign_status_update",
    "flows",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "history",
    "message_echoes",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "messages",
    "messaging_handovers",
    "partner_solutions",
    "payment_configuration_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "smb_app_state_sync",
    "smb_message_echoes",
    "template_category_update",
    "template_performance_metrics",
    "tracking_events",
    "user_preferences",
];

/// `account_update` events about partners name the portfolio in `entry.id`.
const PARTNER_EVENTS: &[&str] =
    &["PARTNER_ADDED", "PARTNER_REMOVED", "PARTNER_APP_INSTALLED", "PARTNER_APP_UNINSTALLED"];

/// Queues a change of a WABA; answers how many apps will be told.
pub fn emit(inner: &mut Inner, waba_id: &str, field: &str, value: &Value) -> usize {
    let time = inner.now_unix();
    let Some(waba) = inner.world.wabas.get(waba_id) else {
        return 0;
    };
    let is_partner_event =
        field == "account_update" && value["event"].as_str().is_some_and(|event| PARTNER_EVENTS.contains(&event));
    let entry_id = if is_partner_event { waba.business_id.clone() } else { waba_id.to_owned() };
    let told: Vec<Change> = waba
        .subscribed_apps
        .iter()
        .filter_map(|subscribed| {
            let callback_url = callback(inner.world.apps.get(&subscribed.app_id)?, subscribed, field)?;
            Some(Change {
                app_id: subscribed.app_id.clone(),
                callback_url,
                entry_id: entry_id.clone(),
                time,
                field: field.to_owned(),
                value: value.clone(),
            })
        })
        .collect();
    let count = told.len();
    inner.world.outbox.extend(told);
    count
}

/// Where the app hears of this field, if it does; the WABA's override goes first.
fn callback(app: &App, subscribed: &SubscribedApp, field: &str) -> Option<String> {
    let subscription = app.subscriptions.iter().find(|subscription| subscription.object == OBJECT)?;
    let wants = subscription.fields.iter().any(|name| name == field);
    // Overrides do not apply to template and account webhooks (reference 3.7).
    let overrides =
        !(field.starts_with("message_template") || field.starts_with("template") || field.starts_with("account"));
    let own = || subscription.callback_url.clone();
    wants.then(|| subscribed.override_callback_uri.clone().filter(|_| overrides).unwrap_or_else(own))
}

/// The envelope of reference 8.2: changes of one WABA and second share an entry. `messages` entries carry no time.
pub fn envelope(changes: &[Change]) -> Value {
    let mut entries: Vec<Value> = Vec::new();
    let mut last: Option<(&str, Option<i64>)> = None;
    for change in changes {
        let time = (change.field != "messages").then_some(change.time);
        let row = json!({ "field": change.field, "value": change.value });
        let key = (change.entry_id.as_str(), time);
        if last == Some(key)
            && let Some(rows) = entries.last_mut().and_then(|entry| entry["changes"].as_array_mut())
        {
            rows.push(row);
            continue;
        }
        let mut entry = json!({ "id": change.entry_id, "changes": [row] });
        if let Some(time) = time {
            entry["time"] = json!(time);
        }
        entries.push(entry);
        last = Some(key);
    }
    json!({ "object": OBJECT, "entry": entries })
}

/// Meta escapes everything beyond ASCII in the bodies that it signs.
pub fn ascii_json(value: &Value) -> String {
    let mut out = String::new();
    for c in value.to_string().chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// A client for one callback. The one for plain HTTP needs no certificates, so that the sandbox works where there are none.
fn client(url: &str, timeout: Duration) -> anyhow::Result<reqwest::Client> {
    let builder = reqwest::Client::builder().timeout(timeout).no_proxy().redirect(reqwest::redirect::Policy::none());
    let builder = if url.starts_with("https:") { builder } else { builder.tls_certs_only([]) };
    builder.build().with_context(|| format!("no HTTP client for {url}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_beyond_ascii_are_escaped_and_read_back() {
        let value = json!({ "requested_verified_name": "Bäckerei 🥐" });
        let text = ascii_json(&value);
        assert_eq!(text, r#"{"requested_verified_name":"B\u00e4ckerei \ud83e\udd50"}"#);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
