//! What Meta keeps about a template beyond its visible fields: its review, pauses, announced changes, and the counters of edits (reference
//! 4.8 and 4.9). The rules that change it stand in `graph::template` and `life`. Times are UNIX seconds of the sandbox clock.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Fields, World};

/// What a verified portfolio's WABA may hold, and what another (reference 4.1).
const VERIFIED_LIMIT: usize = 6000;
const UNVERIFIED_LIMIT: usize = 250;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Template {
    pub waba_id: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub fields: Fields,
    /// None while nobody will review it by itself.
    pub review_at: Option<i64>,
    pub pause: Option<Pause>,
    /// For low quality, ever; the third disables.
    pub pauses: u32,
    /// When `correct_category` comes into force.
    pub category_change_at: Option<i64>,
    /// When a template that is being deleted is gone.
    pub gone_at: Option<i64>,
    /// Of the template while it was approved, oldest first.
    pub edits: Vec<i64>,
    pub message_sends: u64,
    /// When it was last sent or, before that, could be first; none is not counted yet.
    pub used_at: Option<i64>,
    /// Deleting it takes 30 days.
    pub has_undelivered_messages: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// As the webhook says it: `FIRST_PAUSE`, `SECOND_PAUSE`, `RATE_LIMITING_PAUSE`.
    pub title: String,
    pub at: i64,
    /// None when somebody must lift it.
    pub ends_at: Option<i64>,
}

/// A name and language that cannot be used again yet (reference 4.9).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NameBlock {
    pub name: String,
    pub language: String,
    pub until: i64,
}

/// A file on its way to a handle (reference 4.12).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Upload {
    pub app_id: String,
    pub signature: String,
    pub file_name: String,
    pub file_type: String,
    pub file_length: u64,
    pub file_offset: u64,
    /// Of the bytes so far, as long as they are few.
    pub base64: String,
    pub handle: Option<String>,
    pub expires_at: Option<i64>,
}

/// What a handle stands for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Media {
    /// Under which the sandbox serves it.
    pub id: String,
    pub file_type: String,
    pub file_length: u64,
    /// Empty when the file was too large to keep.
    pub base64: String,
    /// When its handle is no longer good for a template; those that have it keep it.
    pub expires_at: Option<i64>,
}

/// How long uploads are good that begin from now on, in seconds. Meta documents no end of either (reference 4.12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UploadLife {
    pub session_s: Option<u32>,
    pub handle_s: Option<u32>,
}

impl Template {
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
    }

    pub fn is_called(&self, name: &str, language: &str) -> bool {
        self.text("name") == name && self.text("language") == language
    }

    /// The components of a type, which is always in capitals here.
    pub fn component(&self, kind: &str) -> Option<&Value> {
        self.fields.get("components")?.as_array()?.iter().find(|component| component["type"] == kind)
    }

    /// Another category by Meta's decision; the time to live goes with the old one (reference 4.7).
    pub fn recategorise(&mut self, category: &str) {
        let old = self.text("category").to_owned();
        self.set("previous_category", old);
        self.set("category", category);
        self.fields.remove("correct_category");
        self.fields.remove("message_send_ttl_seconds");
        self.category_change_at = None;
    }
}

impl World {
    /// What nobody uses for long is archived by itself, unless the WABA has that switched off (reference 2.1 and 4.9).
    pub fn archives_by_itself(&self, waba_id: &str) -> bool {
        let setting = self.wabas.get(waba_id).and_then(|waba| waba.fields.get("template_auto_archival_enabled"));
        setting != Some(&Value::Bool(false))
    }

    pub fn templates_of<'a>(&'a self, waba_id: &'a str) -> impl Iterator<Item = (&'a String, &'a Template)> {
        self.templates.iter().filter(move |(_, template)| template.waba_id == waba_id)
    }

    /// How many templates a WABA may hold: more once its portfolio is verified and a display name is approved.
    pub fn template_limit(&self, waba_id: &str) -> usize {
        let is_verified = self
            .wabas
            .get(waba_id)
            .and_then(|waba| waba.fields.get("business_verification_status"))
            .is_some_and(|status| status == "verified");
        let is_named = self.phones_of(waba_id).any(|(_, phone)| phone.text("name_status") == "APPROVED");
        if is_verified && is_named { VERIFIED_LIMIT } else { UNVERIFIED_LIMIT }
    }
}
