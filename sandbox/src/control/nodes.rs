//! Making WABAs and numbers, one by one or in bulk.

use actix_web::web::{Bytes, Data, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::patch::check_names;
use super::{Answer, ControlError, Id, read, registration};
use crate::demo::{generated, templates};
use crate::graph::node::Node;
use crate::sandbox::{Inner, Sandbox};
use crate::world::{Fields, Phone, Waba};

/// Ids of nodes made here begin above those of the demo's.
const FIRST_ID: u64 = 170_000_000_000_000;
const MAX_FILL: u32 = 20_000;

pub async fn create_waba(body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let mut fields: Fields = read(&body)?;
    let id = take_text(&mut fields, "id");
    let business_id = take_text(&mut fields, "business_id");
    check_names("WhatsAppBusinessAccount", &fields, &[])?;
    sandbox.write(|inner| {
        let id = new_id(inner, id)?;
        let business_id = match business_id {
            Some(business_id) => business_id,
            None => inner.world.businesses.keys().next().cloned().unwrap_or_else(|| "810000000000001".to_owned()),
        };
        inner.world.businesses.entry(business_id.clone()).or_insert_with(|| {
            Fields::from_iter([
                ("name".to_owned(), json!("Sandbox portfolio")),
                ("verification_status".to_owned(), json!("verified")),
            ])
        });
        for (name, value) in [
            ("name", json!("Sandbox account")),
            ("account_review_status", json!("APPROVED")),
            ("timezone_id", json!("0")),
        ] {
            fields.entry(name).or_insert(value);
        }
        let waba = Waba { business_id, created_at: inner.now_unix(), fields: fields.clone(), ..Waba::default() };
        inner.world.wabas.insert(id.clone(), waba);
        Ok(Json(json!({ "id": id, "fields": fields })))
    })
}

pub async fn create_phone(body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let mut fields: Fields = read(&body)?;
    let id = take_text(&mut fields, "id");
    let waba_id = take_text(&mut fields, "waba_id").ok_or_else(|| ControlError::bad("waba_id is required"))?;
    let own = registration::take(&mut fields)?;
    check_names("WhatsAppBusinessPhoneNumber", &fields, &[])?;
    sandbox.write(|inner| {
        if !inner.world.wabas.contains_key(&waba_id) {
            return Err(ControlError::missing("WABA", &waba_id));
        }
        let id = new_id(inner, id)?;
        for (name, value) in [
            ("status", json!("PENDING")),
            ("code_verification_status", json!("NOT_VERIFIED")),
            ("account_mode", json!("LIVE")),
        ] {
            fields.entry(name).or_insert(value);
        }
        let now = inner.now_unix();
        let mut phone = Phone { waba_id, created_at: now, fields, ..Phone::default() };
        registration::apply(own, &Fields::new(), &mut phone, now);
        let answer = json!({ "id": id, "fields": phone.fields });
        inner.world.phones.insert(id, phone);
        Ok(Json(answer))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fill {
    #[serde(default)]
    numbers: u32,
    /// How many templates there shall be, those it has included.
    #[serde(default)]
    templates: u32,
}

/// Adds that many generated numbers to a WABA, after those it has, and fills it up to so many templates.
pub async fn fill_waba(id: Id, body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let wanted: Fill = read(&body)?;
    if wanted.numbers.max(wanted.templates) > MAX_FILL {
        return Err(ControlError::bad(format!("numbers and templates must be at most {MAX_FILL}")));
    }
    sandbox.write(|inner| {
        if !inner.world.wabas.contains_key(id.as_str()) {
            return Err(ControlError::missing("WABA", &id));
        }
        let ids = generated::add(&mut inner.world, &id, wanted.numbers);
        let templates = templates::fill(&mut inner.world, &id, wanted.templates);
        let now = inner.now_unix();
        for id in &templates {
            if let Some(template) = inner.world.templates.get_mut(id) {
                template.used_at = Some(now);
            }
        }
        Ok(Json(json!({ "added": ids.len(), "ids": ids, "templates": templates.len() })))
    })
}

fn take_text(fields: &mut Fields, name: &str) -> Option<String> {
    match fields.remove(name)? {
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

fn new_id(inner: &mut Inner, wanted: Option<String>) -> Result<String, ControlError> {
    let id = wanted.unwrap_or_else(|| (FIRST_ID + inner.world.next_id()).to_string());
    match Node::find(&inner.world, &id) {
        Some(_) => Err(ControlError::bad(format!("there is a node {id} already"))),
        None => Ok(id),
    }
}
