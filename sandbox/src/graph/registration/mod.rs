//! What a number can be told: send a code, take it back, register, deregister, set the PIN (reference 3.5, 3.6 and 12). One call is one
//! look at the number under the lock; what it tells the outside are webhooks. The refusals stand in `refusal`.

mod code;
mod pin;
pub mod refusal;
mod register;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use self::refusal::{refuse, with_wait};
use super::access::Caller;
use super::error::GraphError;
use super::params::Params;
use crate::control::events::Event;
use crate::sandbox::{Inner, Sandbox};
use crate::webhook;
use crate::world::Phone;

/// What `POST /{phone}` can set.
const SETTABLE: &str = "pin";

/// The number that a call is about.
struct Subject<'a> {
    id: &'a str,
    phone: &'a mut Phone,
    now: DateTime<Utc>,
    events: Vec<Event>,
}

impl Subject<'_> {
    /// Refuses until then, and says how long unless the number is told to be vague.
    fn waits(&self, name: &str, until: i64) -> Result<(), GraphError> {
        let left_s = until - self.now.timestamp();
        if left_s <= 0 {
            return Ok(());
        }
        Err(with_wait(name, (!self.phone.registration.vague_waits).then_some(left_s)))
    }
}

/// A POST to a number; the empty edge is the number itself. Counters change even when the call is refused.
pub fn post(sandbox: &Sandbox, caller: &Caller, id: &str, edge: &str, params: &Params) -> Result<Value, GraphError> {
    if edge == "deregister" {
        register::may_deregister(caller)?;
    }
    sandbox.write(|inner| {
        let now = inner.now();
        let missing = || GraphError::no_object("POST", id);
        let phone = inner.world.phones.get_mut(id).ok_or_else(missing)?;
        if phone.text("status") == "DELETED" {
            return Err(refuse("number_deleted"));
        }
        let is_about_codes = matches!(edge, "request_code" | "verify_code");
        if phone.text("status") == "BANNED" && !is_about_codes {
            return Err(refuse("account_locked"));
        }
        let waba_id = phone.waba_id.clone();
        let mut subject = Subject { id, phone, now, events: Vec::new() };
        let done = match edge {
            "request_code" => code::request(&mut subject, params),
            "verify_code" => code::verify(&mut subject, params),
            "register" => register::register(&mut subject, params),
            "deregister" => register::deregister(&mut subject),
            "" => change(&mut subject, params),
            other => Err(GraphError::unknown_edge(other)),
        };
        let events = std::mem::take(&mut subject.events);
        tell(inner, &waba_id, events);
        done.map(|()| json!({ "success": true }))
    })
}

fn tell(inner: &mut Inner, waba_id: &str, events: Vec<Event>) {
    for (field, value) in events {
        webhook::emit(inner, waba_id, field, &value);
    }
}

fn change(subject: &mut Subject<'_>, params: &Params) -> Result<(), GraphError> {
    if let Some(other) = params.names_beyond(&[SETTABLE]).next() {
        return Err(GraphError::not_implemented(&format!("setting {other} of a number")));
    }
    let pin = pin::parameter(params)?;
    pin::set(subject, pin);
    Ok(())
}

fn choice(params: &Params, name: &str, allowed: &[&str]) -> Result<String, GraphError> {
    let value = params.required(name)?;
    if allowed.contains(&value.as_str()) {
        return Ok(value);
    }
    Err(GraphError::parameter(format!("Param {name} must be one of {{{}}}", allowed.join(", "))))
}

fn six_digits(name: &str, text: String) -> Result<String, GraphError> {
    if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(GraphError::parameter(format!("Param {name} must be 6 digits long.")))
    }
}
