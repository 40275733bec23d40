//! WhatsApp Business Accounts.

use serde::{Deserialize, Serialize};

use crate::id::WabaId;
use crate::problem::ErrorCode;
use crate::status::{OnBehalf, Verification, WabaStatus, WabaType};
use crate::time_zone::TimeZone;
use crate::words::words;
use chrono::{DateTime, Utc};

/// What a number says of its WABA.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WabaSummary {
    pub id: WabaId,
    pub meta_id: String,
    pub name: String,
    pub status: WabaStatus,
    #[serde(rename = "type")]
    pub kind: WabaType,
    pub on_behalf: OnBehalf,
    pub verification: Verification,
}

words! {
    /// What is known of the access token; the token itself is never shown.
    TokenState { Valid = "valid", Expiring = "expiring", Expired = "expired", Refused = "refused", Missing = "missing" }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WabaToken {
    /// *Expiring*: within 14 days.
    pub state: TokenState,
    /// Absent: never expires.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub expires_at: Option<DateTime<Utc>>,
    /// When Meta last accepted or refused it.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub checked_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub given_at: Option<DateTime<Utc>>,
    /// Name of the person who gave it.
    pub given_by: Option<String>,
    pub scopes: Vec<String>,
    /// `whatsapp_business_messaging` is there: the gateway will be able to send.
    pub messaging: bool,
}

words! {
    SyncState { Never = "never", Running = "running", Done = "done", Failed = "failed" }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WabaSync {
    pub state: SyncState,
    /// Why the last one failed.
    pub error: Option<ErrorCode>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub failed_at: Option<DateTime<Utc>>,
    /// The earliest time at which a person may ask for another.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub next_allowed_at: Option<DateTime<Utc>>,
}

/// A restriction that Meta put on the WABA (`account_update`, reference 8.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Restriction {
    /// Meta's word, such as `RESTRICTED_BIZ_INITIATED_MESSAGING`.
    pub kind: String,
    /// It stops messaging; others are notices.
    pub stops_messaging: bool,
    /// Absent: until Meta lifts it.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub expires_at: Option<DateTime<Utc>>,
    /// Meta's words on what to do.
    pub remediation: Option<String>,
}

/// `GET …/wabas/{waba}` and a row of `GET …/wabas`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Waba {
    pub id: WabaId,
    pub meta_id: String,
    pub name: String,
    pub status: WabaStatus,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub status_since: Option<DateTime<Utc>>,
    /// Meta's review status, verbatim.
    pub meta_status: Option<String>,
    #[serde(rename = "type")]
    pub kind: WabaType,
    pub on_behalf: OnBehalf,
    /// Whom we message on behalf of; OBO only.
    pub on_behalf_name: Option<String>,
    pub verification: Verification,
    pub portfolio_meta_id: Option<String>,
    pub currency: Option<String>,
    pub time_zone: Option<TimeZone>,
    pub namespace: Option<String>,
    pub restrictions: Vec<Restriction>,
    /// Meta's word for the violation, while it counts.
    pub violation: Option<String>,
    pub token: WabaToken,
    pub sync: WabaSync,
    pub number_count: u64,
    #[serde(deserialize_with = "crate::time::read")]
    pub added_at: DateTime<Utc>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub synced_at: Option<DateTime<Utc>>,
    pub version: i64,
}

/// `POST /orgs/{org}/wabas`: connects a WABA, or gives a connected one another token.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WabaConnect {
    /// Meta's id of the WABA: 5 to 25 digits.
    pub meta_id: String,
    /// A system user's or business token with `whatsapp_business_management`; 20 to 2000 characters.
    pub access_token: String,
}

/// The token never prints.
impl std::fmt::Debug for WabaConnect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WabaConnect").field("meta_id", &self.meta_id).finish_non_exhaustive()
    }
}
