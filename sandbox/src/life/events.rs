//! Which webhooks Meta sends for a change of a template (reference 8.3). Only what changed counts. The template's id is a number here, unlike
//! anywhere else.

use serde_json::{Map, Value, json};

use super::sentinel;
use crate::control::events::Event;
use crate::world::template::Template;

const STATUS: &str = "message_template_status_update";
const CATEGORY: &str = "template_category_update";

/// Before and after, in the order in which Meta would tell.
pub fn of_template(id: &str, before: &Template, after: &Template) -> Vec<Event> {
    let mut events = Vec::new();
    let differs = |name: &str| before.fields.get(name) != after.fields.get(name);
    if differs("components") {
        events.push(("message_template_components_update", components(id, after)));
    }
    if differs("status") {
        events.push(status(id, before, after));
    }
    let (old, new) = (score(before), score(after));
    if old != new {
        let mut value = about(id, after);
        value["previous_quality_score"] = json!(old);
        value["new_quality_score"] = json!(new);
        events.push(("message_template_quality_update", value));
    }
    if differs("category") && after.text("previous_category") == before.text("category") {
        let mut value = about(id, after);
        value["previous_category"] = json!(before.text("category"));
        value["new_category"] = json!(after.text("category"));
        events.push((CATEGORY, value));
    }
    if differs("correct_category") && !after.text("correct_category").is_empty() {
        let mut value = about(id, after);
        value["correct_category"] = json!(after.text("correct_category"));
        value["category_update_timestamp"] = json!(after.category_change_at);
        value["new_category"] = json!(after.text("category"));
        events.push((CATEGORY, value));
    }
    events
}

/// A status event by name, for those that no status stands for (`FLAGGED`, `LOCKED`).
pub fn named(id: &str, event: &str, template: &Template) -> Event {
    let mut value = about(id, template);
    value["event"] = json!(event);
    value["message_template_category"] = json!(template.text("category"));
    value["reason"] = match event {
        "REJECTED" => json!(template.text("rejected_reason")),
        "APPROVED" => json!("NONE"),
        _ => Value::Null,
    };
    if matches!(event, "FLAGGED" | "DISABLED") {
        value["disable_info"] = json!({ "disable_date": template.updated_at });
    }
    (STATUS, value)
}

fn status(id: &str, before: &Template, after: &Template) -> Event {
    let event = match (before.text("status"), after.text("status")) {
        ("ARCHIVED", "APPROVED") => "UNARCHIVED",
        ("DISABLED" | "IN_APPEAL", "APPROVED") => "REINSTATED",
        (_, status) => status,
    };
    let (field, mut value) = named(id, event, after);
    let title = match (before.text("status"), event) {
        (_, "PAUSED") => after.pause.as_ref().map(|pause| pause.title.as_str()),
        ("PAUSED", "APPROVED") => Some("UNPAUSE"),
        (_, "DISABLED") => Some("DISABLED"),
        _ => None,
    };
    if let Some(title) = title {
        value["other_info"] = json!({ "title": title, "description": description(title) });
    }
    if let ("REJECTED", Some(rejection)) = (event, sentinel::rejection(after.text("rejected_reason"))) {
        value["rejection_info"] = json!({ "reason": rejection.reason, "recommendation": rejection.recommendation });
    }
    (field, value)
}

fn description(title: &str) -> &'static str {
    match title {
        "FIRST_PAUSE" => "The template is paused for 3 hours because of low quality.",
        "SECOND_PAUSE" => "The template is paused for 6 hours because of low quality.",
        "RATE_LIMITING_PAUSE" => {
            "The template is paused because too many of its messages were held; lift the pause to go on."
        }
        "UNPAUSE" => "The template may be sent again.",
        _ => "The template is disabled because of repeated low quality.",
    }
}

/// Title is the header's text, element the body's.
fn components(id: &str, template: &Template) -> Value {
    let mut value = about(id, template);
    for (kind, name) in [
        ("HEADER", "message_template_title"),
        ("BODY", "message_template_element"),
        ("FOOTER", "message_template_footer"),
    ] {
        if let Some(text) = template.component(kind).and_then(|component| component["text"].as_str()) {
            value[name] = json!(text);
        }
    }
    let buttons = template.component("BUTTONS").and_then(|component| component["buttons"].as_array());
    if let Some(buttons) = buttons {
        value["message_template_buttons"] = buttons.iter().map(button).collect();
    }
    value
}

fn button(button: &Value) -> Value {
    let names = ["type", "text", "url", "phone_number"];
    let shown = names.iter().filter_map(|name| {
        let value = button.get(*name).filter(|value| !value.is_null())?;
        Some((format!("message_template_button_{name}"), value.clone()))
    });
    Value::Object(shown.collect::<Map<_, _>>())
}

fn about(id: &str, template: &Template) -> Value {
    json!({
        "message_template_id": id.parse::<u64>().map_or_else(|_| json!(id), |id| json!(id)),
        "message_template_name": template.text("name"),
        "message_template_language": template.text("language"),
    })
}

fn score(template: &Template) -> &str {
    template.fields.get("quality_score").and_then(|quality| quality["score"].as_str()).unwrap_or("UNKNOWN")
}
