//! What Meta would keep: apps, tokens, portfolios, WABAs, numbers, templates, uploads, and the webhooks on their way. This is all that is
//! persisted; the clock, faults, usage and the request log live in `sandbox`. Node fields are plain JSON, as the Graph API shows them.

pub mod registration;
pub mod template;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use self::registration::Registration;
use self::template::{Media, NameBlock, Template, Upload, UploadLife};

/// Meta takes minutes up to a day; nobody waits that long for a stand-in.
const REVIEW_S: i64 = 10;

pub type Fields = Map<String, Value>;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct World {
    pub apps: BTreeMap<String, App>,
    pub tokens: Vec<Token>,
    pub businesses: BTreeMap<String, Fields>,
    pub wabas: BTreeMap<String, Waba>,
    pub phones: BTreeMap<String, Phone>,
    pub templates: BTreeMap<String, Template>,
    /// Seconds until a review by itself; none leaves every template to the control API.
    pub template_review_s: Option<i64>,
    /// By session, without the signature.
    pub uploads: BTreeMap<String, Upload>,
    pub upload_life: UploadLife,
    /// By handle.
    pub media: BTreeMap<String, Media>,
    /// Changes not yet sealed into a delivery, oldest first.
    pub outbox: Vec<Change>,
    /// Sealed bodies that no receiver has acknowledged yet, oldest first.
    pub deliveries: Vec<Delivery>,
    /// The last id handed out, for nodes made through the control API and for deliveries.
    pub last_id: u64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct App {
    pub name: String,
    pub secret: String,
    pub link: String,
    /// When set, calls without `appsecret_proof` fail.
    pub require_proof: bool,
    pub subscriptions: Vec<Subscription>,
}

/// One webhook subscription of an app; Meta keeps one per object.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Subscription {
    pub object: String,
    pub callback_url: String,
    pub fields: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Token {
    pub token: String,
    pub app_id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub user_id: String,
    pub scopes: Vec<String>,
    /// The WABAs that the token was granted; none means all.
    pub waba_ids: Option<Vec<String>>,
    /// What its user may do there (`MANAGE`, `DEVELOP`, …); none means everything.
    pub tasks: Option<Vec<String>>,
    pub issued_at: i64,
    /// Unix seconds; 0 means never.
    pub expires_at: i64,
    pub revoked: bool,
}

impl Token {
    pub fn reaches(&self, waba_id: &str) -> bool {
        self.waba_ids.as_ref().is_none_or(|ids| ids.iter().any(|id| id == waba_id))
    }

    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|held| held == scope)
    }

    pub fn has_task(&self, task: &str) -> bool {
        self.tasks.as_ref().is_none_or(|tasks| tasks.iter().any(|held| held == task))
    }

    pub fn is_expired(&self, now: i64) -> bool {
        self.expires_at != 0 && self.expires_at <= now
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Waba {
    pub business_id: String,
    /// Unix seconds.
    pub created_at: i64,
    pub fields: Fields,
    pub subscribed_apps: Vec<SubscribedApp>,
    pub assigned_users: Vec<Fields>,
    /// The businesses that the WABA is shared with.
    pub client_of: Vec<String>,
    /// `restriction_info`, `ban_info` and `violation_info`: Meta shows them in webhooks only.
    pub enforcement: Fields,
    /// Times of the last hour's template creations.
    pub template_creations: Vec<i64>,
    pub name_blocks: Vec<NameBlock>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubscribedApp {
    pub app_id: String,
    pub override_callback_uri: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Phone {
    pub waba_id: String,
    /// Unix seconds.
    pub created_at: i64,
    pub fields: Fields,
    pub registration: Registration,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Change {
    pub app_id: String,
    pub callback_url: String,
    pub entry_id: String,
    pub time: i64,
    pub field: String,
    pub value: Value,
}

/// One signed POST on its way. The body is kept as text because the signature covers its bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Delivery {
    pub id: u64,
    pub app_id: String,
    pub callback_url: String,
    pub body: String,
    pub attempts: u32,
    pub first_at: i64,
    pub next_at: i64,
    pub last_outcome: Option<String>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            apps: BTreeMap::new(),
            tokens: Vec::new(),
            businesses: BTreeMap::new(),
            wabas: BTreeMap::new(),
            phones: BTreeMap::new(),
            templates: BTreeMap::new(),
            template_review_s: Some(REVIEW_S),
            uploads: BTreeMap::new(),
            upload_life: UploadLife::default(),
            media: BTreeMap::new(),
            outbox: Vec::new(),
            deliveries: Vec::new(),
            last_id: 0,
        }
    }
}

impl World {
    pub fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// A seed does not know when it is planted: what its numbers proved, they proved now, and its templates are unused from now on.
    pub fn begin_windows(&mut self, now: i64) {
        for phone in self.phones.values_mut().filter(|phone| phone.text("code_verification_status") == "VERIFIED") {
            phone.registration.verified_at.get_or_insert(now);
        }
        for template in self.templates.values_mut() {
            template.used_at.get_or_insert(now);
        }
    }

    pub fn phones_of<'a>(&'a self, waba_id: &'a str) -> impl Iterator<Item = (&'a String, &'a Phone)> {
        self.phones.iter().filter(move |(_, phone)| phone.waba_id == waba_id)
    }

    /// A WABA with a registered number gets the higher rate limit (reference 1.5).
    pub fn is_active(&self, waba_id: &str) -> bool {
        self.phones_of(waba_id)
            .any(|(_, phone)| phone.fields.get("status").and_then(Value::as_str).is_some_and(is_registered))
    }
}

/// The states in which a number is registered and may send (reference 3.3).
pub fn is_registered(status: &str) -> bool {
    matches!(status, "CONNECTED" | "FLAGGED" | "RESTRICTED" | "RATE_LIMITED")
}
