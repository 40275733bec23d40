//! The state of a number, from what Meta said of it and the status of its WABA (product 3). Not for the registration flow
//! or history; whose turn it is follows in `readiness.rs`.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::registration::RegistrationState;
use clienthub_shared::status::{
    AccountMode, LimitTier, NameState, NumberStatus, Platform, Quality, Throughput, WabaStatus,
};

use super::words::{self, MetaNumberStatus};

/// Meta forgets a proven ownership after so long (reference 3.2).
const PROOF_LASTS: TimeDelta = TimeDelta::days(14);

/// Everything that the state of a number follows from, beside its WABA. Texts are Meta's, verbatim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberFacts {
    pub meta_status: Option<String>,
    pub code_verification: Option<String>,
    /// When ownership was first seen proven. Without it VERIFIED proves nothing: nobody knows how old it is.
    pub verified_at: Option<DateTime<Utc>>,
    pub name_status: Option<String>,
    pub new_name_status: Option<String>,
    /// `new_display_name`: the name that was asked for.
    pub name_pending: Option<String>,
    pub quality_raw: Option<String>,
    pub limit_raw: Option<String>,
    pub throughput_raw: Option<String>,
    pub account_mode_raw: Option<String>,
    pub platform_raw: Option<String>,
    /// Meta answers for the WABA and not for this number; the words above are the last known ones.
    pub unreadable: bool,
    /// `last_onboarded_time` is present.
    pub registered_before: bool,
    /// How far our own steps have come.
    pub step: Option<RegistrationState>,
    /// The end of the last code that Meta was asked for.
    pub code_expires_at: Option<DateTime<Utc>>,
    /// A wait that Meta set on registering (product 4.3).
    pub waits_until: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberState {
    pub status: NumberStatus,
    pub name_state: NameState,
    pub quality: Quality,
    pub limit_tier: LimitTier,
    pub throughput: Throughput,
    pub account_mode: AccountMode,
    pub platform: Platform,
    pub registration: RegistrationState,
    /// The earliest time after `now` at which the state, the registration or the readiness may change by time alone, apart
    /// from the WABA's own.
    pub next_expiry_at: Option<DateTime<Utc>>,
}

pub fn derive_number(facts: &NumberFacts, waba: WabaStatus, now: DateTime<Utc>) -> NumberState {
    NumberState {
        status: status(facts, waba, now),
        name_state: words::name_state(
            facts.name_status.as_deref(),
            facts.new_name_status.as_deref(),
            facts.name_pending.as_deref(),
        ),
        quality: words::quality(facts.quality_raw.as_deref()),
        limit_tier: words::limit_tier(facts.limit_raw.as_deref()),
        throughput: words::throughput(facts.throughput_raw.as_deref()),
        account_mode: words::account_mode(facts.account_mode_raw.as_deref()),
        platform: words::platform(facts.platform_raw.as_deref()),
        registration: registration_state(facts, now),
        next_expiry_at: next_expiry_at(facts, now),
    }
}

/// The rows of product 3, in their order.
fn status(facts: &NumberFacts, waba: WabaStatus, now: DateTime<Utc>) -> NumberStatus {
    use MetaNumberStatus as Meta;
    match meta_status(facts) {
        Meta::Migrated => NumberStatus::Migrated,
        Meta::Banned => NumberStatus::Banned,
        Meta::Disconnected | Meta::Deleted => NumberStatus::Disconnected,
        _ if waba == WabaStatus::Disconnected => NumberStatus::Disconnected,
        _ if facts.unreadable => NumberStatus::Error,
        Meta::Flagged => NumberStatus::Flagged,
        Meta::Restricted => NumberStatus::Restricted,
        Meta::RateLimited => NumberStatus::RateLimited,
        Meta::Connected => NumberStatus::Connected,
        Meta::Pending | Meta::Unverified | Meta::Absent if proven(facts, now) => NumberStatus::Verified,
        Meta::Pending | Meta::Unverified | Meta::Absent if code_is_on_its_way(facts, now) => {
            NumberStatus::CodeRequested
        }
        Meta::Pending | Meta::Unverified | Meta::Absent => NumberStatus::Created,
        Meta::Unknown => NumberStatus::Unknown,
    }
}

/// Meta lets the number send, as far as we can see: an unreadable number's last word is no promise. Unlike the status
/// it does not depend on the WABA, which has its own check.
pub fn sends(facts: &NumberFacts) -> bool {
    !facts.unreadable && meta_status(facts).sends()
}

/// How far the registration has come: the call in flight, then Meta's word, a wait, and what is left to do. A number stays
/// *connected* while only our access to it is lost.
pub fn registration_state(facts: &NumberFacts, now: DateTime<Utc>) -> RegistrationState {
    use RegistrationState as State;
    match facts.step {
        Some(step @ (State::Verifying | State::Registering)) => step,
        _ if meta_status(facts).sends() => State::Connected,
        _ if waits(facts, now) => State::WaitsUntil,
        Some(State::NeedsPin) if code_not_needed(facts, now) => State::NeedsPin,
        Some(State::Failed) => State::Failed,
        _ if proven(facts, now) => State::Verified,
        _ if code_is_on_its_way(facts, now) => State::CodeRequested,
        _ => State::NotRegistered,
    }
}

/// Meta accepts no step for now.
pub fn waits(facts: &NumberFacts, now: DateTime<Utc>) -> bool {
    facts.waits_until.is_some_and(|until| until > now)
}

/// A code was asked for, and may still be given.
pub(super) fn code_is_on_its_way(facts: &NumberFacts, now: DateTime<Utc>) -> bool {
    facts.code_expires_at.is_some_and(|end| end > now)
}

/// The next register may go without a code. A number that was registered before needs none as long as Meta still says
/// VERIFIED, however old that is; if Meta thinks otherwise, it answers 133006.
pub fn code_not_needed(facts: &NumberFacts, now: DateTime<Utc>) -> bool {
    proven(facts, now) || facts.registered_before && words::code_verified(facts.code_verification.as_deref())
}

pub(super) fn meta_status(facts: &NumberFacts) -> MetaNumberStatus {
    words::number_status(facts.meta_status.as_deref())
}

fn proven(facts: &NumberFacts, now: DateTime<Utc>) -> bool {
    proven_until(facts).is_some_and(|end| now < end)
}

fn proven_until(facts: &NumberFacts) -> Option<DateTime<Utc>> {
    facts
        .verified_at
        .filter(|_| words::code_verified(facts.code_verification.as_deref()))?
        .checked_add_signed(PROOF_LASTS)
}

fn next_expiry_at(facts: &NumberFacts, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    [proven_until(facts), facts.code_expires_at, facts.waits_until].into_iter().flatten().filter(|end| *end > now).min()
}
