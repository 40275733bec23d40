//! The virtual phone: what a number received, as JSON and as a page that looks like a phone, and a page of the numbers that wait for
//! registration.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json};
use serde_json::json;

use super::page::{escape, html};
use super::{Answer, ControlError, Id};
use crate::sandbox::Sandbox;
use crate::world::Phone;

const PHONE: &str = include_str!("../data/phone.html");
const PHONES: &str = include_str!("../data/phones.html");
/// In which a number can still be registered.
const WAITING: &[&str] = &["PENDING", "UNVERIFIED", "DISCONNECTED"];

/// Newest first.
pub async fn inbox(id: Id, sandbox: Data<Sandbox>) -> Answer {
    let inner = sandbox.lock();
    let phone = inner.world.phones.get(id.as_str()).ok_or_else(|| ControlError::missing("number", &id))?;
    Ok(Json(json!({ "data": phone.registration.inbox })))
}

/// The page reads the inbox every second.
pub async fn screen(id: Id, sandbox: Data<Sandbox>) -> Result<HttpResponse, ControlError> {
    let inner = sandbox.lock();
    let phone = inner.world.phones.get(id.as_str()).ok_or_else(|| ControlError::missing("number", &id))?;
    let page = [("{{id}}", id.as_str()), ("{{name}}", name(phone)), ("{{number}}", phone.text("display_phone_number"))]
        .into_iter()
        .fold(PHONE.to_owned(), |page, (place, text)| page.replace(place, &escape(text)));
    Ok(html(page))
}

pub async fn waiting(sandbox: Data<Sandbox>) -> HttpResponse {
    let inner = sandbox.lock();
    let waiting = inner.world.phones.iter().filter(|(_, phone)| WAITING.contains(&phone.text("status")));
    let rows: String = waiting
        .map(|(id, phone)| {
            let waba = inner.world.wabas.get(&phone.waba_id).and_then(|waba| waba.fields["name"].as_str());
            format!(
                "<li><a href=\"/__sandbox/phones/{id}\">{}</a><span class=\"dim\">{} · {}</span></li>",
                escape(name(phone)),
                escape(phone.text("display_phone_number")),
                escape(waba.unwrap_or(&phone.waba_id)),
                id = escape(id),
            )
        })
        .collect();
    let rows = if rows.is_empty() { "<li>No number waits.</li>".to_owned() } else { rows };
    html(PHONES.replace("{{rows}}", &rows))
}

fn name(phone: &Phone) -> &str {
    match phone.text("verified_name") {
        "" => "A phone",
        name => name,
    }
}
