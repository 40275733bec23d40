//! Meta's words and ours, one function per set. A word that this version does not know never fails: it becomes `Unknown`,
//! or the most careful word of a set that has no `Unknown`; the raw word stays in its column. Absent counts as not known.
//! Meta writes most words in capitals, some not: case never matters. Reference 2.1, 2.6, 3.2, 8.3.

use clienthub_shared::health::{CanSend, HealthEntityKind};
use clienthub_shared::status::{
    AccountMode, LimitTier, NameState, OnBehalf, Platform, Quality, Throughput, Verification, WabaStatus, WabaType,
};

/// The word in the one spelling that the tables below use; empty when Meta gave none.
fn upper(raw: Option<&str>) -> String {
    raw.unwrap_or_default().trim().to_ascii_uppercase()
}

/// Meta's `status` of a number (reference 3.3), before anything of ours is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetaNumberStatus {
    Pending,
    Unverified,
    Connected,
    Flagged,
    Restricted,
    RateLimited,
    Banned,
    Disconnected,
    Migrated,
    Deleted,
    /// Never read yet.
    Absent,
    Unknown,
}

impl MetaNumberStatus {
    /// Registered at Meta and able to send (reference 3.3; RESTRICTED: replies only).
    pub const fn sends(self) -> bool {
        matches!(self, Self::Connected | Self::Flagged | Self::Restricted | Self::RateLimited)
    }
}

/// The words for which `sends` is true, as Meta writes them.
pub const SENDING: [&str; 4] = ["CONNECTED", "FLAGGED", "RESTRICTED", "RATE_LIMITED"];

pub fn number_status(raw: Option<&str>) -> MetaNumberStatus {
    match upper(raw).as_str() {
        "PENDING" => MetaNumberStatus::Pending,
        "UNVERIFIED" => MetaNumberStatus::Unverified,
        "CONNECTED" => MetaNumberStatus::Connected,
        "FLAGGED" => MetaNumberStatus::Flagged,
        "RESTRICTED" => MetaNumberStatus::Restricted,
        "RATE_LIMITED" => MetaNumberStatus::RateLimited,
        "BANNED" => MetaNumberStatus::Banned,
        "DISCONNECTED" => MetaNumberStatus::Disconnected,
        "MIGRATED" => MetaNumberStatus::Migrated,
        "DELETED" => MetaNumberStatus::Deleted,
        "" => MetaNumberStatus::Absent,
        _ => MetaNumberStatus::Unknown,
    }
}

/// Ownership is proven, says Meta; for how long is `number.rs`'s question.
pub fn code_verified(raw: Option<&str>) -> bool {
    upper(raw) == "VERIFIED"
}

/// What Meta's `waba_ban_state` leaves in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ban {
    None,
    Scheduled,
    Disabled,
}

pub fn ban(raw: Option<&str>) -> Ban {
    match upper(raw).as_str() {
        "DISABLE" => Ban::Disabled,
        "SCHEDULE_FOR_DISABLE" => Ban::Scheduled,
        _ => Ban::None,
    }
}

/// Meta's review of the WABA: the last rows of the WABA's status. DEFERRED comes by webhook only.
pub fn review(raw: Option<&str>) -> WabaStatus {
    match upper(raw).as_str() {
        "REJECTED" => WabaStatus::Rejected,
        "PENDING" | "DEFERRED" => WabaStatus::PendingReview,
        "APPROVED" => WabaStatus::Approved,
        "" => WabaStatus::Created,
        _ => WabaStatus::Unknown,
    }
}

/// Whether a restriction of this kind stops messaging, started by the business or by the customer. Any other (adding
/// numbers, calling, utility templates) is a notice.
pub fn restriction_stops_messaging(kind: &str) -> bool {
    upper(Some(kind)).ends_with("_INITIATED_MESSAGING")
}

/// *Shared*, unless either field says on-behalf-of.
pub fn waba_type(ownership_type: Option<&str>, on_behalf_type: Option<&str>) -> WabaType {
    let says_obo = |raw| matches!(upper(raw).as_str(), "ON_BEHALF_OF" | "OBO");
    if says_obo(ownership_type) || says_obo(on_behalf_type) { WabaType::Obo } else { WabaType::Shared }
}

/// `on_behalf_of_business_info.status`, which only counts for an OBO WABA: a shared one has APPROVED of itself there.
pub fn on_behalf(kind: WabaType, raw: Option<&str>) -> OnBehalf {
    match (kind, upper(raw).as_str()) {
        (WabaType::Shared, _) => OnBehalf::NotNeeded,
        (WabaType::Obo, "PENDING") => OnBehalf::Pending,
        (WabaType::Obo, "APPROVED") => OnBehalf::Approved,
        (WabaType::Obo, "DECLINED" | "REJECTED") => OnBehalf::Declined,
        (WabaType::Obo, _) => OnBehalf::Unset,
    }
}

/// Our words for it are Meta's.
pub fn verification(raw: Option<&str>) -> Verification {
    upper(raw).to_ascii_lowercase().parse().unwrap_or(Verification::Unknown)
}

/// One state of two names: the current one and the one that was asked for. A name that Meta is reviewing comes first
/// (it locks editing), then the answer to the last request, then the current name. `pending` is `new_display_name`; it
/// counts as under review until Meta says how it ended.
pub fn name_state(current: Option<&str>, new: Option<&str>, pending: Option<&str>) -> NameState {
    let current = one_name(current);
    let new = one_name(new).or_else(|| pending.filter(|name| !name.trim().is_empty()).map(|_| NameState::UnderReview));
    if [current, new].contains(&Some(NameState::UnderReview)) {
        return NameState::UnderReview;
    }
    new.or(current).unwrap_or(NameState::None)
}

/// None: Meta says nothing of this name, or a word that we do not know. Takes the webhook's `decision` too.
fn one_name(raw: Option<&str>) -> Option<NameState> {
    match upper(raw).as_str() {
        "APPROVED" | "AVAILABLE_WITHOUT_REVIEW" => Some(NameState::Approved),
        "PENDING_REVIEW" | "PENDING" | "DEFERRED" => Some(NameState::UnderReview),
        "DECLINED" | "REJECTED" => Some(NameState::Declined),
        "EXPIRED" => Some(NameState::Expired),
        _ => None,
    }
}

pub fn quality(raw: Option<&str>) -> Quality {
    match upper(raw).as_str() {
        "GREEN" => Quality::High,
        "YELLOW" => Quality::Medium,
        "RED" => Quality::Low,
        _ => Quality::Unknown,
    }
}

/// Tiers, and the bare numbers of older webhooks (-1: no limit). UNTIERED and TIER_NOT_SET: Meta has set none yet, which is
/// not the same as unlimited.
pub fn limit_tier(raw: Option<&str>) -> LimitTier {
    match upper(raw).as_str() {
        "TIER_50" | "50" => LimitTier::T50,
        "TIER_250" | "250" => LimitTier::T250,
        "TIER_1K" | "1000" => LimitTier::T1k,
        "TIER_2K" | "2000" => LimitTier::T2k,
        "TIER_10K" | "10000" => LimitTier::T10k,
        "TIER_100K" | "100000" => LimitTier::T100k,
        "TIER_UNLIMITED" | "-1" => LimitTier::Unlimited,
        _ => LimitTier::Unknown,
    }
}

pub fn throughput(raw: Option<&str>) -> Throughput {
    match upper(raw).as_str() {
        "STANDARD" => Throughput::Standard,
        "HIGH" => Throughput::High,
        "NOT_APPLICABLE" => Throughput::NotApplicable,
        _ => Throughput::Unknown,
    }
}

pub fn account_mode(raw: Option<&str>) -> AccountMode {
    match upper(raw).as_str() {
        "LIVE" => AccountMode::Live,
        "SANDBOX" => AccountMode::Sandbox,
        _ => AccountMode::Unknown,
    }
}

pub fn platform(raw: Option<&str>) -> Platform {
    match upper(raw).as_str() {
        "CLOUD_API" => Platform::CloudApi,
        "ON_PREMISE" => Platform::OnPremise,
        "NOT_APPLICABLE" => Platform::NotApplicable,
        _ => Platform::Unknown,
    }
}

pub fn can_send(raw: Option<&str>) -> CanSend {
    match upper(raw).as_str() {
        "AVAILABLE" => CanSend::Available,
        "LIMITED" => CanSend::Limited,
        "BLOCKED" => CanSend::Blocked,
        _ => CanSend::Unknown,
    }
}

pub fn health_entity_kind(raw: Option<&str>) -> HealthEntityKind {
    match upper(raw).as_str() {
        "PHONE_NUMBER" => HealthEntityKind::PhoneNumber,
        "WABA" => HealthEntityKind::Waba,
        "BUSINESS" => HealthEntityKind::Business,
        "APP" => HealthEntityKind::App,
        _ => HealthEntityKind::Other,
    }
}
