//! Meta's reviewers of templates: the list for the control page, `PATCH` of any field with what follows from it, how long reviews take, and
//! the media that were uploaded.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Json, Query};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::events::Event;
use super::patch::{apply, check_names};
use super::{Answer, ControlError, Id, read};
use crate::graph::template::counts;
use crate::life::{self, events, sentinel};
use crate::sandbox::Sandbox;
use crate::webhook;
use crate::world::Fields;
use crate::world::template::Template;

const TYPE: &str = "WhatsAppMessageTemplate";
const ROWS: usize = 50;

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    waba_id: String,
    #[serde(default)]
    find: String,
    #[serde(default)]
    status: String,
}

/// The newest first, at most 50.
pub async fn list(wanted: Query<Wanted>, sandbox: Data<Sandbox>) -> Answer {
    sandbox.settle();
    let inner = sandbox.lock();
    let text = wanted.find.to_lowercase();
    let mut found: Vec<(&String, &Template)> = inner
        .world
        .templates_of(&wanted.waba_id)
        .filter(|(id, template)| {
            (wanted.status.is_empty() || template.text("status") == wanted.status)
                && (template.text("name").contains(&text) || id.contains(&text))
        })
        .collect();
    found.sort_by(|(id, a), (other, b)| b.updated_at.cmp(&a.updated_at).then_with(|| other.cmp(id)));
    let rows: Vec<Value> = found.iter().take(ROWS).map(|(id, template)| row(id, template)).collect();
    let mut answer = json!({
        "data": rows,
        "found": found.len(),
        "review_s": inner.world.template_review_s,
        "reasons": sentinel::reasons(),
    });
    answer["summary"] = Value::Object(counts(&inner.world, &wanted.waba_id));
    Ok(Json(answer))
}

pub async fn show(id: Id, sandbox: Data<Sandbox>) -> Answer {
    sandbox.settle();
    let inner = sandbox.lock();
    let template = inner.world.templates.get(id.as_str()).ok_or_else(|| ControlError::missing("template", &id))?;
    Ok(Json(row(&id, template)))
}

fn row(id: &str, template: &Template) -> Value {
    let mut row = json!(template);
    row["id"] = json!(id);
    row
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Review {
    /// `null`: nothing is reviewed until told so.
    delay_s: Option<u32>,
}

/// How long reviews take that begin from now on.
pub async fn set_review(body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let wanted: Review = read(&body)?;
    sandbox.write(|inner| inner.world.template_review_s = wanted.delay_s.map(i64::from));
    Ok(Json(json!({ "delay_s": wanted.delay_s })))
}

/// What a patch can say beyond the node's fields.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    /// `QUALITY` or `RATE_LIMITING`; the third for quality disables.
    pause: Option<String>,
    /// A status event that no status stands for, such as `FLAGGED`.
    event: Option<String>,
    message_sends: Option<u64>,
    /// When it was last sent; without it more sends than before say now.
    used_at: Option<i64>,
    has_undelivered_messages: Option<bool>,
    edits: Option<Vec<i64>>,
    pauses: Option<u32>,
    /// Seconds from now; `null` stops the clock of the review.
    #[serde(default, deserialize_with = "given")]
    review_in_s: Option<Option<i64>>,
}

fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<i64>>, D::Error> {
    Deserialize::deserialize(value).map(Some)
}

const OWN: &[&str] =
    &["pause", "event", "message_sends", "used_at", "has_undelivered_messages", "edits", "pauses", "review_in_s"];

pub async fn patch(id: Id, body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let mut patch: Fields = read(&body)?;
    let own: Fields = OWN.iter().filter_map(|name| patch.remove_entry(*name)).collect();
    let own: Own = serde_json::from_value(Value::Object(own)).map_err(|error| ControlError::bad(error.to_string()))?;
    check_names(TYPE, &patch, &[])?;
    check_values(&patch, &own)?;
    sandbox.settle();
    sandbox.write(|inner| {
        let now = inner.now_unix();
        let extra = own.event.clone();
        let events = life::change(inner, &id, now, |template| change(template, patch, own, now));
        let mut events: Vec<(Event, usize)> = events.ok_or_else(|| ControlError::missing("template", &id))?;
        let template = inner.world.templates[id.as_str()].clone();
        if let Some(name) = extra {
            let event = events::named(&id, &name, &template);
            let queued = webhook::emit(inner, &template.waba_id, event.0, &event.1);
            events.push((event, queued));
        }
        if template.text("status") == "DELETED" {
            inner.world.templates.remove(id.as_str());
        }
        let webhooks: Vec<Value> = events
            .into_iter()
            .map(|((field, value), queued)| {
                json!({ "waba_id": template.waba_id, "field": field, "value": value, "queued": queued })
            })
            .collect();
        let mut answer = row(&id, &template);
        answer["webhooks"] = json!(webhooks);
        Ok(Json(answer))
    })
}

fn check_values(patch: &Fields, own: &Own) -> Result<(), ControlError> {
    if own.pause.as_ref().is_some_and(|pause| !matches!(pause.as_str(), "QUALITY" | "RATE_LIMITING")) {
        return Err(ControlError::bad("pause must be QUALITY or RATE_LIMITING"));
    }
    if patch.get("components").is_some_and(|components| !components.is_array()) {
        return Err(ControlError::bad("components must be an array"));
    }
    for name in ["name", "language", "status", "category", "correct_category", "rejected_reason"] {
        if patch.get(name).is_some_and(|value| !value.is_string() && !value.is_null()) {
            return Err(ControlError::bad(format!("{name} must be a text")));
        }
    }
    Ok(())
}

/// Fields first, then what Meta would do with them.
fn change(template: &mut Template, mut patch: Fields, own: Own, now: i64) {
    let text = |patch: &mut Fields, name: &str| match patch.remove(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    let (status, category) = (text(&mut patch, "status"), text(&mut patch, "category"));
    let announced = patch.remove("correct_category");
    let score = patch.remove("quality_score");
    let reason = patch.get("rejected_reason").and_then(Value::as_str).map(str::to_owned);
    apply(&mut template.fields, &patch);
    if let Some(score) = score {
        let score = score.as_str().or(score["score"].as_str()).unwrap_or("UNKNOWN").to_owned();
        life::set_score(template, &score, now);
    }
    if let Some(category) = category.filter(|category| *category != template.text("category")) {
        template.recategorise(&category);
    }
    match announced {
        Some(Value::String(category)) => life::announce_category(template, &category, now),
        Some(_) => {
            template.fields.remove("correct_category");
            template.category_change_at = None;
        }
        None => {}
    }
    let was_sent = own.message_sends.is_some_and(|sends| sends > template.message_sends);
    template.used_at = own.used_at.or(was_sent.then_some(now)).or(template.used_at);
    set(&mut template.message_sends, own.message_sends);
    set(&mut template.has_undelivered_messages, own.has_undelivered_messages);
    set(&mut template.edits, own.edits);
    set(&mut template.pauses, own.pauses);
    match (own.pause.as_deref(), status) {
        (Some("RATE_LIMITING"), _) => life::pause_for_pacing(template, now),
        (Some(_), _) => life::pause_for_quality(template, now),
        (None, Some(status)) => set_status(template, &status, reason, now),
        (None, None) => {}
    }
    if let Some(wait_s) = own.review_in_s.filter(|_| template.text("status") == "PENDING") {
        template.review_at = wait_s.map(|wait_s| now + wait_s);
    }
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn set_status(template: &mut Template, status: &str, reason: Option<String>, now: i64) {
    let was = template.text("status").to_owned();
    if was == "PAUSED" && status == was {
        return;
    }
    template.review_at = None;
    template.gone_at = None;
    template.pause = None;
    match status {
        "APPROVED" if was == "PENDING" => life::approve(template, now),
        "APPROVED" if was == "ARCHIVED" => life::unarchive(template, now),
        "APPROVED" => {
            life::unpause(template);
            template.set("rejected_reason", "NONE");
        }
        "REJECTED" => life::reject(template, reason.as_deref().unwrap_or("INVALID_FORMAT")),
        "ARCHIVED" => life::archive(template, now),
        "PENDING_DELETION" => {
            template.gone_at = Some(now + life::DELETION_S);
            template.set("status", status);
        }
        "PAUSED" => life::pause_for_quality(template, now),
        other => template.set("status", other),
    }
}

/// Stands for pictures that are too large to be kept.
const BREAD: &[u8] = include_bytes!("../data/bread.jpg");

/// A sample of a header, as its template shows it. Of large files only the size was kept: a picture in their place.
pub async fn media(id: Id, sandbox: Data<Sandbox>) -> Result<HttpResponse, ControlError> {
    let inner = sandbox.lock();
    let media = inner.world.media.values().find(|media| media.id == *id);
    let media = media.ok_or_else(|| ControlError::missing("media", &id))?;
    let mut response = HttpResponse::Ok();
    response
        .insert_header(("cache-control", "private, max-age=3600"))
        .insert_header(("x-content-type-options", "nosniff"));
    if media.base64.is_empty() && media.file_type.starts_with("image/") {
        return Ok(response.content_type("image/jpeg").body(BREAD));
    }
    if media.base64.is_empty() {
        return Ok(response.content_type("image/svg+xml").body(placeholder(&media.file_type, media.file_length)));
    }
    let bytes = STANDARD.decode(&media.base64).map_err(|error| ControlError::bad(error.to_string()))?;
    Ok(response.content_type(media.file_type.clone()).body(bytes))
}

fn placeholder(file_type: &str, length: u64) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 336\" width=\"640\" height=\"336\"><rect width=\"640\" height=\"336\" \
         fill=\"#d9e4dc\"/><text x=\"320\" y=\"180\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"28\" \
         fill=\"#274032\">{file_type}, {} KB</text></svg>",
        length.div_ceil(1024)
    )
}
