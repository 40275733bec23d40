//! Looking at the whole state, time, usage, and webhooks by hand.

use actix_web::web::{Bytes, Data, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, ControlError, read};
use crate::life;
use crate::sandbox::{Inner, Sandbox};
use crate::webhook;

pub async fn state(sandbox: Data<Sandbox>) -> Answer {
    let inner = sandbox.lock();
    let mut world = serde_json::to_value(&inner.world).map_err(|error| ControlError::bad(error.to_string()))?;
    // Templates and media have calls of their own and can be thousands.
    for name in ["templates", "media", "uploads"] {
        if let Some(world) = world.as_object_mut() {
            world.remove(name);
        }
    }
    let now = inner.now_unix();
    for (id, phone) in &inner.world.phones {
        world["phones"][id]["fields"] = json!(phone.fields_at(now));
        world["phones"][id]["registration"] = phone.registration.shown();
    }
    Ok(Json(json!({ "world": world, "clock": clock_of(&inner), "faults": inner.faults })))
}

fn clock_of(inner: &Inner) -> Value {
    json!({ "now": inner.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true), "offset_s": inner.clock_offset_s })
}

pub async fn clock(sandbox: Data<Sandbox>) -> Answer {
    Ok(Json(clock_of(&sandbox.lock())))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_s: u32,
}

pub async fn advance_clock(body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let wanted: Advance = read(&body)?;
    // A write also wakes the sender: retries may have become due.
    Ok(Json(sandbox.write(|inner| {
        inner.clock_offset_s += i64::from(wanted.advance_s);
        life::settle(inner);
        clock_of(inner)
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetUsage {
    app_id: String,
    /// The app's own count when left out.
    waba_id: Option<String>,
    calls: u32,
}

pub async fn set_usage(body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let wanted: SetUsage = read(&body)?;
    let mut inner = sandbox.lock();
    let now = inner.now_unix();
    inner.usage.set(&wanted.app_id, wanted.waba_id.as_deref().unwrap_or_default(), wanted.calls as usize, now);
    Ok(Json(json!({ "success": true })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Emit {
    waba_id: String,
    field: String,
    value: Value,
}

/// Any webhook; unknown fields too, though no app can be subscribed to those.
pub async fn emit_webhook(body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let wanted: Emit = read(&body)?;
    sandbox.write(|inner| {
        if !inner.world.wabas.contains_key(&wanted.waba_id) {
            return Err(ControlError::missing("WABA", &wanted.waba_id));
        }
        let told = webhook::emit(inner, &wanted.waba_id, &wanted.field, &wanted.value);
        Ok(Json(json!({ "success": true, "queued": told })))
    })
}

/// What waits for its next try.
pub async fn list_webhooks(sandbox: Data<Sandbox>) -> Answer {
    let inner = sandbox.lock();
    Ok(Json(json!({ "data": inner.world.deliveries, "outbox": inner.world.outbox.len() })))
}
