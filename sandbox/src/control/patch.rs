//! `PATCH` of a number or a WABA: stores any field of the node, keeps what belongs together in step, and queues the webhooks that Meta would
//! send.

use actix_web::web::{Bytes, Data, Json};
use serde_json::{Value, json};

use super::events::{self, Event, LIMIT};
use super::{Answer, ControlError, Id, read, registration};
use crate::graph::node::catalogue;
use crate::sandbox::{Inner, Sandbox};
use crate::webhook;
use crate::world::{Fields, World};

/// Not fields of the node: they reach the outside by webhook only.
const ENFORCEMENT: &[&str] = &["restriction_info", "ban_info", "violation_info"];
/// How many templates were created in the last hour.
const CREATIONS: &str = "template_creations";
const MAX_COUNT: usize = 1000;
/// Goes with a declined name.
const REJECTION_REASON: &str = "rejection_reason";

pub async fn patch_phone(id: Id, body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let mut patch: Fields = read(&body)?;
    let reason = patch.remove(REJECTION_REASON);
    let own = registration::take(&mut patch)?;
    check_names("WhatsAppBusinessPhoneNumber", &patch, &[])?;
    sandbox.write(|inner| {
        let now = inner.now_unix();
        let phone = inner.world.phones.get_mut(id.as_str()).ok_or_else(|| ControlError::missing("number", &id))?;
        let before = phone.fields.clone();
        apply(&mut phone.fields, &patch);
        keep_quality_in_step(&before, &patch, &mut phone.fields);
        let told = registration::apply(own, &before, phone, now);
        let waba_id = phone.waba_id.clone();
        let after = phone.fields.clone();
        let mut out: Vec<(String, Event)> = limit_events(&mut inner.world, &waba_id, &before, &after);
        let events = events::of_phone(&id, &before, &after, reason.as_ref().and_then(Value::as_str));
        out.extend(events.into_iter().chain(told).map(|event| (waba_id.clone(), event)));
        let shown = inner.world.phones.get(id.as_str()).map(|phone| phone.registration.shown());
        let mut answer = answer(inner, &id, after, out);
        answer["registration"] = json!(shown);
        Ok(answer)
    })
}

pub async fn patch_waba(id: Id, body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let mut patch: Fields = read(&body)?;
    let creations = count_of(&mut patch, CREATIONS)?;
    check_names("WhatsAppBusinessAccount", &patch, ENFORCEMENT)?;
    sandbox.write(|inner| {
        let now = inner.now_unix();
        let waba = inner.world.wabas.get_mut(id.as_str()).ok_or_else(|| ControlError::missing("WABA", &id))?;
        let all = |waba: &crate::world::Waba| -> Fields {
            waba.fields.clone().into_iter().chain(waba.enforcement.clone()).collect()
        };
        let before = all(waba);
        let (enforcement, fields): (Fields, Fields) =
            patch.clone().into_iter().partition(|(name, _)| ENFORCEMENT.contains(&name.as_str()));
        apply(&mut waba.fields, &fields);
        apply(&mut waba.enforcement, &enforcement);
        if let Some(count) = creations {
            waba.template_creations = vec![now; count];
        }
        let after = all(waba);
        let business_id = waba.business_id.clone();
        if let (Some(status), Some(business)) =
            (patch.get("business_verification_status"), inner.world.businesses.get_mut(&business_id))
        {
            business.insert("verification_status".into(), status.clone());
        }
        let mut out = limit_events(&mut inner.world, &id, &before, &after);
        out.extend(events::of_waba(&before, &after).into_iter().map(|event| (id.to_string(), event)));
        Ok(answer(inner, &id, after, out))
    })
}

fn count_of(patch: &mut Fields, name: &str) -> Result<Option<usize>, ControlError> {
    let Some(value) = patch.remove(name) else {
        return Ok(None);
    };
    let count = value.as_u64().and_then(|count| usize::try_from(count).ok()).filter(|count| *count <= MAX_COUNT);
    count.map(Some).ok_or_else(|| ControlError::bad(format!("{name} must be a number up to {MAX_COUNT}")))
}

pub fn check_names(node_type: &str, fields: &Fields, extra: &[&str]) -> Result<(), ControlError> {
    let known = &catalogue(node_type).fields;
    let is_known = |name: &String| name != "id" && (known.contains(name) || extra.contains(&name.as_str()));
    match fields.keys().find(|name| !is_known(name)) {
        Some(name) => Err(ControlError::bad(format!("{name} is not a field that can be set on {node_type}"))),
        None => Ok(()),
    }
}

/// `null` unsets a field.
pub fn apply(fields: &mut Fields, patch: &Fields) {
    for (name, value) in patch {
        if value.is_null() {
            fields.remove(name);
        } else {
            fields.insert(name.clone(), value.clone());
        }
    }
}

/// The rating has two forms, and a number that recovers from RED is no longer flagged.
fn keep_quality_in_step(before: &Fields, patch: &Fields, fields: &mut Fields) {
    match (patch.get("quality_rating"), patch.get("quality_score")) {
        (Some(rating), None) => {
            fields.insert("quality_score".into(), json!({ "score": rating }));
        }
        (None, Some(score)) => {
            fields.insert("quality_rating".into(), score["score"].clone());
        }
        _ => {}
    }
    let was_red = before.get("quality_rating") == Some(&json!("RED"));
    let is_red = fields.get("quality_rating") == Some(&json!("RED"));
    if was_red && !is_red && !patch.contains_key("status") && before.get("status") == Some(&json!("FLAGGED")) {
        fields.insert("status".into(), json!("CONNECTED"));
    }
}

/// The messaging limit belongs to the portfolio: when it changed on one node, every node of the portfolio shows it.
fn limit_events(world: &mut World, waba_id: &str, before: &Fields, after: &Fields) -> Vec<(String, Event)> {
    let (true, Some(limit)) = (before.get(LIMIT) != after.get(LIMIT), after.get(LIMIT).cloned()) else {
        return Vec::new();
    };
    let business_id = world.wabas.get(waba_id).map(|waba| waba.business_id.clone()).unwrap_or_default();
    let mut is_verified = false;
    if let Some(business) = world.businesses.get_mut(&business_id) {
        is_verified = business.get("verification_status") == Some(&json!("verified"));
        business.insert(LIMIT.into(), limit.clone());
    }
    let mut siblings = Vec::new();
    for (id, waba) in
        world.wabas.iter_mut().filter(|(id, waba)| id.as_str() == waba_id || waba.business_id == business_id)
    {
        waba.fields.insert(LIMIT.into(), limit.clone());
        siblings.push(id.clone());
    }
    for phone in world.phones.values_mut().filter(|phone| siblings.contains(&phone.waba_id)) {
        phone.fields.insert(LIMIT.into(), limit.clone());
    }
    let event = events::of_limit(limit.as_str().unwrap_or_default(), is_verified);
    siblings.into_iter().map(|id| (id, event.clone())).collect()
}

/// The node as it is now, and what was sent for it.
fn answer(inner: &mut Inner, id: &str, fields: Fields, out: Vec<(String, Event)>) -> Json<Value> {
    let mut webhooks = Vec::new();
    for (waba_id, (field, value)) in out {
        let queued = webhook::emit(inner, &waba_id, field, &value);
        webhooks.push(json!({ "waba_id": waba_id, "field": field, "value": value, "queued": queued }));
    }
    Json(json!({ "id": id, "fields": fields, "webhooks": webhooks }))
}
