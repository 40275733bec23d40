//! `health_status` (reference 2.6), worked out from the states of the number, its WABA and its portfolio. A value stored through the control
//! API takes precedence.

use serde_json::{Value, json};

use super::node::Node;
use crate::world::{Fields, Waba, World};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Can {
    Available,
    Limited,
    Blocked,
}

struct Entity {
    kind: &'static str,
    id: String,
    can: Can,
    /// For `LIMITED`.
    info: Vec<&'static str>,
    /// For `BLOCKED`: code, description, what to do.
    error: Option<(i64, &'static str, &'static str)>,
}

pub fn of(world: &World, node: &Node) -> Option<Value> {
    let (phone, waba_id) = match node {
        Node::Waba(id) => (None, id),
        Node::Phone(id) => (Some((id, world.phones.get(id)?)), &world.phones.get(id)?.waba_id),
        Node::Template(id) => (None, &world.templates.get(id)?.waba_id),
        Node::Business(_) | Node::App(_) => return None,
    };
    let waba = world.wabas.get(waba_id)?;
    let mut entities: Vec<Entity> = Vec::new();
    if let Some((id, phone)) = phone {
        entities.push(phone_entity(id, &phone.fields));
    }
    if let Node::Template(id) = node {
        entities.push(template_entity(id, &world.templates.get(id)?.fields));
    }
    entities.push(waba_entity(waba_id, waba));
    entities.push(business_entity(world, waba));
    entities.extend(waba.subscribed_apps.iter().map(|app| Entity::available("APP", &app.app_id)));
    let worst = entities.iter().map(|entity| entity.can).max().unwrap_or(Can::Available);
    let rows: Vec<Value> = entities.iter().map(Entity::to_json).collect();
    Some(json!({ "can_send_message": worst.name(), "entities": rows }))
}

fn phone_entity(id: &str, fields: &Fields) -> Entity {
    let entity = Entity::available("PHONE_NUMBER", id);
    match text(fields, "status") {
        "CONNECTED" | "FLAGGED" => entity,
        "RESTRICTED" => entity.limited("The messaging limit of the last 24 hours is used up; only replies are sent."),
        "RATE_LIMITED" => entity.limited("The number is throttled for now."),
        "BANNED" => entity.blocked(
            131031,
            "The number is blocked for a violation of policy.",
            "Request a review in WhatsApp Manager.",
        ),
        _ => entity.blocked(133010, "The number is not registered.", "Register the number before sending."),
    }
}

fn template_entity(id: &str, fields: &Fields) -> Entity {
    let entity = Entity::available("MESSAGE_TEMPLATE", id);
    if text(fields, "status") == "APPROVED" {
        return entity;
    }
    entity.blocked(141002, "The template is not approved.", "Wait for its review, or edit it and submit it again.")
}

fn waba_entity(id: &str, waba: &Waba) -> Entity {
    let entity = Entity::available("WABA", id);
    let ban = waba.enforcement.get("ban_info").and_then(|ban| ban["waba_ban_state"].as_str());
    let is_restricted =
        waba.enforcement.get("restriction_info").and_then(Value::as_array).is_some_and(|rows| !rows.is_empty());
    if ban == Some("DISABLE") {
        return entity.blocked(
            141014,
            "The account is disabled for a violation of policy.",
            "Request a review in WhatsApp Manager.",
        );
    }
    match text(&waba.fields, "account_review_status") {
        "REJECTED" => {
            entity.blocked(141014, "The account was rejected in its review.", "Request a review in WhatsApp Manager.")
        }
        "PENDING" => entity.limited("The account is under review."),
        _ if is_restricted => entity.limited("The account is restricted for a violation of policy."),
        _ => entity,
    }
}

fn business_entity(world: &World, waba: &Waba) -> Entity {
    let entity = Entity::available("BUSINESS", &waba.business_id);
    let funding = text(&waba.fields, "primary_funding_id");
    if funding.is_empty() || funding == "0" {
        return entity.limited("No payment method is attached; messages that cost are not sent.");
    }
    let verification =
        world.businesses.get(&waba.business_id).map_or("", |business| text(business, "verification_status"));
    if verification != "verified" {
        return entity.limited("The business is not verified; the messaging limit stays low.");
    }
    entity
}

fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

impl Can {
    fn name(self) -> &'static str {
        match self {
            Self::Available => "AVAILABLE",
            Self::Limited => "LIMITED",
            Self::Blocked => "BLOCKED",
        }
    }
}

impl Entity {
    fn available(kind: &'static str, id: &str) -> Self {
        Self { kind, id: id.to_owned(), can: Can::Available, info: Vec::new(), error: None }
    }

    fn limited(mut self, info: &'static str) -> Self {
        self.can = Can::Limited;
        self.info.push(info);
        self
    }

    fn blocked(mut self, code: i64, description: &'static str, solution: &'static str) -> Self {
        self.can = Can::Blocked;
        self.error = Some((code, description, solution));
        self
    }

    fn to_json(&self) -> Value {
        let mut row = json!({ "entity_type": self.kind, "id": self.id, "can_send_message": self.can.name() });
        if !self.info.is_empty() {
            row["additional_info"] = json!(self.info);
        }
        if let Some((code, description, solution)) = self.error {
            row["errors"] =
                json!([{ "error_code": code, "error_description": description, "possible_solution": solution }]);
        }
        row
    }
}
