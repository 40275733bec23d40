//! What Meta keeps about proving, registering and protecting a number beyond its visible fields: codes, the PIN, counters and waits
//! (reference 3.5 and 3.6). The rules that change it stand in `graph::registration`. Times are UNIX seconds of the sandbox clock.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Fields, Phone, is_registered};

/// How long a proof of ownership lasts for a number that is not registered.
const VERIFIED_S: i64 = 14 * 24 * 3600;
/// The PIN of a number that has one which nobody set here, such as the demo's.
const OLD_PIN: &str = "246810";
/// How many messages the phone shows.
const INBOX_ROWS: usize = 50;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Registration {
    pub verified_at: Option<i64>,
    /// When the requested name was approved; a registration within 14 days puts it into force.
    pub name_approved_at: Option<i64>,
    pub data_localization_region: Option<String>,

    /// The code that still counts.
    pub code: Option<Code>,
    /// Ever; each code is derived from it.
    pub code_count: u64,
    /// In the last hour.
    pub code_requests: Vec<i64>,
    /// In a row.
    pub wrong_codes: u32,
    pub code_request_wait_until: i64,
    pub code_guess_wait_until: i64,
    /// What the phone received, newest first.
    pub inbox: Vec<Message>,

    pub pin: Option<String>,
    /// In a row.
    pub wrong_pins: u32,
    pub last_wrong_pin_at: i64,
    pub pin_guess_wait_until: i64,
    pub pin_fast_wait_until: i64,

    /// Registrations and deregistrations of the last 72 hours, oldest first.
    pub calls: Vec<i64>,
    pub blocked_until: i64,
    /// After a deletion.
    pub register_wait_until: i64,
    pub deregistration_incomplete: bool,
    /// Refusals of this number speak of waits without naming them.
    pub vague_waits: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    pub digits: String,
    pub expires_at: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub code: String,
    /// `SMS` or `VOICE`.
    pub method: String,
    pub language: String,
    /// RFC 3339.
    pub at: String,
}

impl Registration {
    pub fn receive(&mut self, message: Message) {
        self.inbox.insert(0, message);
        self.inbox.truncate(INBOX_ROWS);
    }

    /// Everything but the secrets, for the control API.
    pub fn shown(&self) -> Value {
        let mut shown = json!(self);
        if let Some(shown) = shown.as_object_mut() {
            for secret in ["pin", "code", "inbox"] {
                shown.remove(secret);
            }
        }
        shown
    }
}

impl Phone {
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
    }

    pub fn is_true(&self, name: &str) -> bool {
        self.fields.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    pub fn is_registered(&self) -> bool {
        is_registered(self.text("status"))
    }

    /// The PIN that a registration must carry; none while two-step verification is off.
    pub fn pin(&self) -> Option<&str> {
        self.is_true("is_pin_enabled").then(|| self.registration.pin.as_deref().unwrap_or(OLD_PIN))
    }

    pub fn is_verified(&self, now: i64) -> bool {
        self.text("code_verification_status") == "VERIFIED" && !self.has_lapsed(now)
    }

    fn has_lapsed(&self, now: i64) -> bool {
        !self.is_registered() && self.registration.verified_at.is_some_and(|at| at + VERIFIED_S <= now)
    }

    /// The visible fields as they are now: a proof of ownership lapses by itself.
    pub fn fields_at(&self, now: i64) -> Fields {
        let mut fields = self.fields.clone();
        if self.text("code_verification_status") == "VERIFIED" && self.has_lapsed(now) {
            fields.insert("code_verification_status".to_owned(), json!("EXPIRED"));
        }
        fields
    }
}
