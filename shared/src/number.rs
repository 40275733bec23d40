//! WhatsApp numbers.

use serde::{Deserialize, Serialize};

use crate::health::Health;
use crate::id::{NumberId, OrgId};
use crate::readiness::Readiness;
use crate::registration::{Registration, RegistrationDetails};
use crate::status::{AccountMode, Attention, LimitTier, NameState, NumberStatus, Platform, Quality, Throughput};
use crate::waba::{Waba, WabaSummary};
use crate::words::words;
use chrono::{DateTime, Utc};

words! {
    /// Why the display name cannot be edited now.
    NameLock { UnderReview = "under_review" }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Name {
    pub state: NameState,
    /// The name that Meta is reviewing.
    pub pending: Option<String>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub since: Option<DateTime<Utc>>,
    pub editable: bool,
    pub locked_reason: Option<NameLock>,
}

/// A number, as every list and read gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Number {
    pub id: NumberId,
    /// Meta's phone-number id.
    pub meta_id: String,
    /// E.164.
    pub phone_number: String,
    pub display_name: String,
    pub name: Name,
    pub status: NumberStatus,
    /// Meta's word, verbatim.
    pub meta_status: Option<String>,
    pub attention: Attention,
    pub readiness: Readiness,
    pub quality: Quality,
    pub limit_tier: LimitTier,
    pub throughput: Throughput,
    pub account_mode: AccountMode,
    /// Meta's official-account tick.
    pub official: bool,
    /// Two-step verification is set at Meta; absent when unknown.
    pub pin_set: Option<bool>,
    pub waba: WabaSummary,
    pub registration: Registration,
    #[serde(deserialize_with = "crate::time::read")]
    pub added_at: DateTime<Utc>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub synced_at: Option<DateTime<Utc>>,
    pub version: i64,
}

/// Who owns the number; the *Account* panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    pub org_id: OrgId,
    pub organisation: String,
    pub contact_email: Option<String>,
}

/// `GET …/numbers/{number}`: a number with the rest of its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberDetails {
    #[serde(flatten)]
    pub number: Number,
    pub account: Account,
    pub platform: Platform,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub status_since: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub quality_since: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub registered_at: Option<DateTime<Utc>>,
    pub registration_details: RegistrationDetails,
    pub health: Health,
    pub waba_details: Waba,
}

words! {
    /// Order of the list; a leading `-` in the query means descending.
    NumberSort { Added = "added", Name = "name", Status = "status" }
}

/// How many numbers of the organisation are in each state of attention: the chips above the list. `GET …/numbers/counts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NumberCounts {
    pub all: u64,
    pub none: u64,
    pub client: u64,
    pub meta: u64,
    pub operator: u64,
    pub wabas: u64,
}
