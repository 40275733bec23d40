//! The state of a WABA, from what Meta and people said of it (product 3). Not for storing or history; whose turn it is
//! follows in `readiness.rs`.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::health::CanSend;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::status::{OnBehalf, Verification, WabaStatus, WabaType};
use clienthub_shared::waba::Restriction;

use super::words::{self, Ban};

/// An ACCOUNT_VIOLATION counts at least this long: Meta names no end, so a calm sync has to show it.
const VIOLATION_LASTS: TimeDelta = TimeDelta::hours(24);

/// Meta's outages and throttles pass; a sync that has failed for so long needs somebody to look.
const OUTAGE_LASTS: TimeDelta = TimeDelta::hours(1);

/// Meta refuses to show the WABA to a token that it takes (codes 10, 33, 100, 200): no waiting mends that.
const REFUSALS: [ErrorCode; 4] = [
    ErrorCode::ProviderPermissionMissing,
    ErrorCode::WabaUnreadable,
    ErrorCode::ProviderInputRefused,
    ErrorCode::ProviderStateRefused,
];

/// Who gave the token, and so who replaces it: the client who pasted it, or the operator's Embedded Signup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenSource {
    Pasted,
    Signup,
}

/// Everything that the state of a WABA follows from. Texts are Meta's, verbatim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WabaFacts {
    pub has_token: bool,
    /// Meta no longer accepts it (code 190).
    pub token_refused: bool,
    /// Absent: never.
    pub token_expires_at: Option<DateTime<Utc>>,
    pub token_source: TokenSource,
    pub app_subscribed: bool,
    pub partner_removed: bool,
    /// By a person, in the hub.
    pub disconnected: bool,
    pub review_status: Option<String>,
    pub ownership_type: Option<String>,
    pub on_behalf_type: Option<String>,
    pub on_behalf_status: Option<String>,
    pub verification_status: Option<String>,
    /// The last `waba_ban_state`: SCHEDULE_FOR_DISABLE, DISABLE or REINSTATE.
    pub ban_state: Option<String>,
    pub restrictions: Vec<Restriction>,
    /// Meta's word of the last ACCOUNT_VIOLATION; the caller erases it when [`violation_ends`].
    pub violation: Option<String>,
    pub violation_at: Option<DateTime<Utc>>,
    /// Health of the entity WABA at the last sync; absent when Meta did not tell.
    pub health_waba: Option<CanSend>,
    /// The first of the failed syncs since the last good one.
    pub sync_failed_at: Option<DateTime<Utc>>,
    /// Why the last of them failed.
    pub sync_error: Option<ErrorCode>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WabaState {
    pub status: WabaStatus,
    pub kind: WabaType,
    pub on_behalf: OnBehalf,
    pub verification: Verification,
    /// The violation is still to be shown, also when another status comes first.
    pub violation_counts: bool,
    /// The earliest time after `now` at which the state may change by time alone.
    pub next_expiry_at: Option<DateTime<Utc>>,
}

/// Why a WABA is disconnected. Several may hold; the first says what has to happen first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disconnection {
    ByPerson,
    PartnerRemoved,
    /// Missing, refused or expired.
    Token,
    AppUnsubscribed,
}

pub fn derive_waba(facts: &WabaFacts, now: DateTime<Utc>) -> WabaState {
    let kind = words::waba_type(facts.ownership_type.as_deref(), facts.on_behalf_type.as_deref());
    WabaState {
        status: status(facts, now),
        kind,
        on_behalf: words::on_behalf(kind, facts.on_behalf_status.as_deref()),
        verification: words::verification(facts.verification_status.as_deref()),
        violation_counts: facts.violation.is_some(),
        next_expiry_at: next_expiry_at(facts, now),
    }
}

/// The rows of product 3, in their order.
fn status(facts: &WabaFacts, now: DateTime<Utc>) -> WabaStatus {
    let ban = words::ban(facts.ban_state.as_deref());
    if disconnection(facts, now).is_some() {
        WabaStatus::Disconnected
    } else if ban == Ban::Disabled {
        WabaStatus::Banned
    } else if stopping_restrictions(facts, now).next().is_some() || blocked(facts) {
        WabaStatus::Restricted
    } else if ban == Ban::Scheduled || facts.violation.is_some() {
        WabaStatus::Violation
    } else {
        words::review(facts.review_status.as_deref())
    }
}

pub fn disconnection(facts: &WabaFacts, now: DateTime<Utc>) -> Option<Disconnection> {
    let token_expired = facts.token_expires_at.is_some_and(|at| at <= now);
    if facts.disconnected {
        Some(Disconnection::ByPerson)
    } else if facts.partner_removed {
        Some(Disconnection::PartnerRemoved)
    } else if !facts.has_token || facts.token_refused || token_expired {
        Some(Disconnection::Token)
    } else if !facts.app_subscribed {
        Some(Disconnection::AppUnsubscribed)
    } else {
        None
    }
}

/// Whether the sync at `sync_at`, whose answers are in `facts`, ends the violation: at least 24 h later, APPROVED, and health
/// not BLOCKED. A violation without a time is not ended by a sync.
pub fn violation_ends(facts: &WabaFacts, sync_at: DateTime<Utc>) -> bool {
    let calm = words::review(facts.review_status.as_deref()) == WabaStatus::Approved;
    let old = facts.violation_at.is_some_and(|at| sync_at.signed_duration_since(at) >= VIOLATION_LASTS);
    facts.violation.is_some() && old && calm && !blocked(facts)
}

/// Syncs fail in a way that somebody at the hub has to look into. A lost token or subscription is a turn of its own.
pub fn sync_is_stuck(facts: &WabaFacts, now: DateTime<Utc>) -> bool {
    let refused = facts.sync_error.is_some_and(|code| REFUSALS.contains(&code));
    let failed_long = facts.sync_failed_at.is_some_and(|at| refused || now >= at + OUTAGE_LASTS);
    failed_long && disconnection(facts, now).is_none()
}

/// Messaging is stopped, and every restriction that stops it has an end: nothing to do but wait.
pub(super) fn only_waits(facts: &WabaFacts, now: DateTime<Utc>) -> bool {
    let mut stopping = stopping_restrictions(facts, now).peekable();
    stopping.peek().is_some() && stopping.all(|restriction| restriction.expires_at.is_some())
}

/// Asks the kind and not the stored flag, so that a kind learned later counts for restrictions stored before.
fn stopping_restrictions(facts: &WabaFacts, now: DateTime<Utc>) -> impl Iterator<Item = &Restriction> {
    facts
        .restrictions
        .iter()
        .filter(|restriction| words::restriction_stops_messaging(&restriction.kind))
        .filter(move |restriction| restriction.expires_at.is_none_or(|end| end > now))
}

fn blocked(facts: &WabaFacts) -> bool {
    facts.health_waba == Some(CanSend::Blocked)
}

fn next_expiry_at(facts: &WabaFacts, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    stopping_restrictions(facts, now)
        .filter_map(|restriction| restriction.expires_at)
        .chain(facts.token_expires_at)
        .chain(facts.sync_failed_at.map(|at| at + OUTAGE_LASTS))
        .filter(|end| *end > now)
        .min()
}
