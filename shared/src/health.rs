//! Meta's own word on whether messages can be sent, entity by entity (reference 2.6).

use serde::{Deserialize, Serialize};

use crate::words::words;
use chrono::{DateTime, Utc};

words! {
    CanSend { Available = "available", Limited = "limited", Blocked = "blocked", Unknown = "unknown" }
}

words! {
    HealthEntityKind { PhoneNumber = "phone_number", Waba = "waba", Business = "business", App = "app", Other = "other" }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HealthError {
    pub code: Option<i64>,
    /// Meta's words.
    pub description: String,
    /// Meta's advice.
    pub solution: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HealthEntity {
    pub kind: HealthEntityKind,
    pub meta_id: String,
    pub can_send: CanSend,
    pub errors: Vec<HealthError>,
    /// Meta's words about a limit.
    pub notes: Vec<String>,
}

/// `GET …/numbers/{number}/health`: the stored value with its age; when it is older than five minutes Meta is asked in the
/// background and the stream tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    pub can_send: CanSend,
    pub entities: Vec<HealthEntity>,
    /// When Meta was asked; absent when it never was.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub checked_at: Option<DateTime<Utc>>,
}
