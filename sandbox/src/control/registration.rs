//! The part of a number that only the sandbox sees, as `PATCH /__sandbox/phones/{id}` takes it: the PIN, counters and waits. What a patch of
//! the visible fields brings about here stands here too.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::ControlError;
use super::events::{self, Event};
use crate::graph::registration::refusal::usual_wait_s;
use crate::world::registration::Registration;
use crate::world::{Fields, Phone};

const NAMES: &[&str] = &[
    "pin",
    "verified_at",
    "data_localization_region",
    "code_requests",
    "wrong_codes",
    "wrong_pins",
    "registration_calls",
    "code_request_wait_s",
    "code_guess_wait_s",
    "pin_guess_wait_s",
    "pin_fast_wait_s",
    "registration_block_s",
    "register_wait_s",
    "deregistration_incomplete",
    "vague_waits",
];

/// Waits are seconds from now, 0 ends one; counters count as if the calls had just come.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationPatch {
    /// `null` switches two-step verification off.
    #[serde(default, deserialize_with = "given")]
    pin: Option<Option<String>>,
    verified_at: Option<i64>,
    #[serde(default, deserialize_with = "given")]
    data_localization_region: Option<Option<String>>,
    code_requests: Option<usize>,
    wrong_codes: Option<u32>,
    wrong_pins: Option<u32>,
    registration_calls: Option<usize>,
    code_request_wait_s: Option<i64>,
    code_guess_wait_s: Option<i64>,
    pin_guess_wait_s: Option<i64>,
    pin_fast_wait_s: Option<i64>,
    registration_block_s: Option<i64>,
    register_wait_s: Option<i64>,
    deregistration_incomplete: Option<bool>,
    vague_waits: Option<bool>,
}

fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Deserialize::deserialize(value).map(Some)
}

/// Takes these names out of a patch and leaves the node's fields.
pub fn take(patch: &mut Fields) -> Result<RegistrationPatch, ControlError> {
    let own: Fields = NAMES.iter().filter_map(|name| patch.remove_entry(*name)).collect();
    let read: RegistrationPatch =
        serde_json::from_value(Value::Object(own)).map_err(|error| ControlError::bad(error.to_string()))?;
    match &read.pin {
        Some(Some(pin)) if pin.len() != 6 || !pin.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(ControlError::bad("pin must be 6 digits"))
        }
        _ => Ok(read),
    }
}

/// Applies it to a number whose visible fields have been patched already; answers what Meta tells beyond their change.
pub fn apply(patch: RegistrationPatch, before: &Fields, phone: &mut Phone, now: i64) -> Option<Event> {
    follow_fields(before, phone, now);
    let own = &mut phone.registration;
    set(&mut own.verified_at, patch.verified_at.map(Some));
    set(&mut own.data_localization_region, patch.data_localization_region);
    set(&mut own.code_requests, patch.code_requests.map(|count| vec![now; count]));
    set(&mut own.wrong_codes, patch.wrong_codes);
    set(&mut own.wrong_pins, patch.wrong_pins);
    set(&mut own.calls, patch.registration_calls.map(|count| vec![now; count]));
    let waits = [
        (&mut own.code_request_wait_until, patch.code_request_wait_s),
        (&mut own.code_guess_wait_until, patch.code_guess_wait_s),
        (&mut own.pin_guess_wait_until, patch.pin_guess_wait_s),
        (&mut own.pin_fast_wait_until, patch.pin_fast_wait_s),
        (&mut own.blocked_until, patch.registration_block_s),
        (&mut own.register_wait_until, patch.register_wait_s),
    ];
    for (until, wait_s) in waits {
        set(until, wait_s.map(|wait_s| now.saturating_add(wait_s)));
    }
    set(&mut own.deregistration_incomplete, patch.deregistration_incomplete);
    set(&mut own.vague_waits, patch.vague_waits);
    patch.pin.and_then(|pin| set_pin(phone, before, pin))
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// A PIN that replaces another is told here; that there is one at all follows from `is_pin_enabled`.
fn set_pin(phone: &mut Phone, before: &Fields, pin: Option<String>) -> Option<Event> {
    phone.set("is_pin_enabled", pin.is_some());
    let is_another = pin.is_some() && before.get("is_pin_enabled") == Some(&Value::Bool(true));
    phone.registration.pin = pin;
    is_another.then(|| events::pin_changed(&phone.fields))
}

/// Times that begin with a change of the visible fields.
fn follow_fields(before: &Fields, phone: &mut Phone, now: i64) {
    let became = |name: &str| {
        let held = phone.text(name);
        (before.get(name).and_then(Value::as_str) != Some(held)).then_some(held)
    };
    let is_verified = became("code_verification_status") == Some("VERIFIED");
    let is_named = matches!(became("new_name_status"), Some("APPROVED" | "AVAILABLE_WITHOUT_REVIEW"));
    let is_back = before.get("status").and_then(Value::as_str) == Some("DELETED") && became("status").is_some();
    let has_no_pin = !phone.is_true("is_pin_enabled");
    let own: &mut Registration = &mut phone.registration;
    if is_verified {
        own.verified_at = Some(now);
    }
    if is_named {
        own.name_approved_at = Some(now);
    }
    if is_back {
        own.register_wait_until = now + usual_wait_s("deleted_moments_ago");
    }
    if has_no_pin {
        own.pin = None;
    }
}
