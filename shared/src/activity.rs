//! Activity: everything that happened to a number, newest first. One row per event, the changes it made inside it.

use serde::{Deserialize, Serialize};

use crate::id::EventId;
use crate::problem::ErrorCode;
use crate::words::words;
use chrono::{DateTime, Utc};

words! {
    ActivityKind { Meta = "meta", Person = "person", Hub = "hub" }
}

words! {
    Outcome {
        Applied = "applied",
        /// An older event than one that was applied: stored, changed nothing.
        Superseded = "superseded",
        Done = "done",
        Refused = "refused",
    }
}

words! {
    /// What a person or the hub did.
    Action {
        WabaConnected = "waba.connected",
        WabaTokenReplaced = "waba.token_replaced",
        WabaDisconnected = "waba.disconnected",
        SyncRequested = "sync.requested",
        Synced = "synced",
        SyncFailed = "sync.failed",
        TimePassed = "time.passed",
        CodeRequested = "registration.code_requested",
        CodeChecked = "registration.code_checked",
        Registered = "registration.registered",
        PinChanged = "pin.changed",
        PinRevealed = "pin.revealed",
        TemplateSubmitted = "template.submitted",
        TemplateDeleted = "template.deleted",
        TemplateUnpaused = "template.unpaused",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Such as `status`, `quality`, `waba.status`.
    pub attribute: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Activity {
    pub id: EventId,
    /// Our clock, when it happened here.
    #[serde(deserialize_with = "crate::time::read")]
    pub at: DateTime<Utc>,
    /// Meta's clock: `entry.time` of a webhook.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub meta_at: Option<DateTime<Utc>>,
    pub kind: ActivityKind,
    /// Meta's webhook field.
    pub field: Option<String>,
    pub action: Option<Action>,
    pub outcome: Outcome,
    /// Name of the person.
    pub actor: Option<String>,
    /// Why it was refused.
    pub refusal: Option<ErrorCode>,
    pub changes: Vec<Change>,
}
