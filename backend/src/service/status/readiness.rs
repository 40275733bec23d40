//! Readiness: may this number be used, and if not, what is missing, since when, and whose turn it is (product 3). Attention is
//! the one word of it that is stored. Works on states that `waba.rs` and `number.rs` derived; the facts tell the cause.

use chrono::{DateTime, Utc};
use clienthub_shared::readiness::{Check, CheckCode, CheckState, NextAction, Readiness, Who};
use clienthub_shared::status::{Attention, NameState, NumberStatus, OnBehalf, WabaStatus, WabaType};

use super::number::{self, NumberFacts};
use super::waba::{self, Disconnection, TokenSource, WabaFacts};
use super::words::MetaNumberStatus;

/// A WABA as readiness sees it: its derived state, since when (from its history), and the facts behind it.
#[derive(Debug, Clone, Copy)]
pub struct WabaInput<'a> {
    pub facts: &'a WabaFacts,
    pub status: WabaStatus,
    pub status_since: Option<DateTime<Utc>>,
    pub kind: WabaType,
    pub on_behalf: OnBehalf,
    pub on_behalf_since: Option<DateTime<Utc>>,
}

/// A number as readiness sees it.
#[derive(Debug, Clone, Copy)]
pub struct NumberInput<'a> {
    pub facts: &'a NumberFacts,
    pub status: NumberStatus,
    pub status_since: Option<DateTime<Utc>>,
    pub name_state: NameState,
    pub name_since: Option<DateTime<Utc>>,
}

/// Whose turn it is and what that person does.
type Turn = (Who, NextAction);

/// Always the four checks, in the order of `CheckCode`. Nobody has a turn at a terminated number.
pub fn readiness(number: &NumberInput, waba: &WabaInput, now: DateTime<Utc>) -> Readiness {
    let mut checks =
        vec![waba_approved(waba, now), on_behalf(waba), display_name(number), registered(number, waba, now)];
    if number.status == NumberStatus::Terminated {
        for check in &mut checks {
            check.who = None;
            check.action = None;
        }
    }
    Readiness { ready: !checks.iter().any(keeps_from_ready), checks }
}

/// The one value that lists and counts go by: from open blocking checks, a declined name and a sync that is stuck, client
/// before operator before Meta. What a stuck sync shows may be wrong, so it is the operator's also when nothing is open.
pub fn attention(readiness: &Readiness, number: &NumberInput, waba: &WabaInput, now: DateTime<Utc>) -> Attention {
    let declined = |check: &Check| check.code == CheckCode::DisplayName && number.name_state == NameState::Declined;
    let is_stuck = number.status != NumberStatus::Terminated && waba::sync_is_stuck(waba.facts, now);
    let turn_of = |who| {
        readiness.checks.iter().any(|check| (keeps_from_ready(check) || declined(check)) && check.who == Some(who))
    };
    if turn_of(Who::Client) {
        Attention::Client
    } else if turn_of(Who::Operator) || is_stuck {
        Attention::Operator
    } else if turn_of(Who::Meta) {
        Attention::Meta
    } else {
        Attention::None
    }
}

fn keeps_from_ready(check: &Check) -> bool {
    check.blocking && check.state == CheckState::Open
}

fn waba_approved(waba: &WabaInput, now: DateTime<Utc>) -> Check {
    match waba_turn(waba, now) {
        None => closed(CheckCode::WabaApproved, CheckState::Done),
        Some(turn) => open(CheckCode::WabaApproved, Some(turn), waba.status_since),
    }
}

fn on_behalf(waba: &WabaInput) -> Check {
    match (waba.kind, waba.on_behalf) {
        (WabaType::Shared, _) => closed(CheckCode::OnBehalf, CheckState::NotNeeded),
        (WabaType::Obo, OnBehalf::Approved) => closed(CheckCode::OnBehalf, CheckState::Done),
        (WabaType::Obo, OnBehalf::NotNeeded | OnBehalf::Unset | OnBehalf::Pending | OnBehalf::Declined) => {
            open(CheckCode::OnBehalf, Some((Who::Client, NextAction::AcceptOnBehalf)), waba.on_behalf_since)
        }
    }
}

fn display_name(number: &NumberInput) -> Check {
    let turn = match number.name_state {
        NameState::Approved => return closed(CheckCode::DisplayName, CheckState::Done),
        NameState::UnderReview => (Who::Meta, NextAction::WaitForReview),
        NameState::Declined | NameState::Expired | NameState::None => (Who::Client, NextAction::ChangeDisplayName),
    };
    open(CheckCode::DisplayName, Some(turn), number.name_since)
}

fn registered(number: &NumberInput, waba: &WabaInput, now: DateTime<Utc>) -> Check {
    if number::sends(number.facts) && number.status != NumberStatus::Terminated {
        return closed(CheckCode::Registered, CheckState::Done);
    }
    let turn = number_turn(number, waba, now);
    open(CheckCode::Registered, turn, number.status_since)
}

/// None: approved, nobody's turn.
fn waba_turn(waba: &WabaInput, now: DateTime<Utc>) -> Option<Turn> {
    match waba.status {
        WabaStatus::Approved => None,
        WabaStatus::Disconnected => Some(disconnected_turn(waba.facts, now)),
        WabaStatus::Restricted if waba::only_waits(waba.facts, now) => Some((Who::Meta, NextAction::WaitForMeta)),
        WabaStatus::Banned | WabaStatus::Restricted | WabaStatus::Violation | WabaStatus::Rejected => {
            Some((Who::Client, NextAction::Appeal))
        }
        WabaStatus::PendingReview | WabaStatus::Created => Some((Who::Meta, NextAction::WaitForReview)),
        WabaStatus::Unknown => Some((Who::Operator, NextAction::ContactOperator)),
    }
}

fn disconnected_turn(facts: &WabaFacts, now: DateTime<Utc>) -> Turn {
    match (waba::disconnection(facts, now), facts.token_source) {
        (Some(Disconnection::ByPerson | Disconnection::PartnerRemoved), _) => (Who::Client, NextAction::ReconnectWaba),
        (Some(Disconnection::Token), TokenSource::Pasted) => (Who::Client, NextAction::ReplaceToken),
        // No cause left: the stored status is behind its facts, which is the hub's to mend.
        (Some(Disconnection::Token), TokenSource::Signup) | (Some(Disconnection::AppUnsubscribed) | None, _) => {
            (Who::Operator, NextAction::ContactOperator)
        }
    }
}

/// Whose turn it is while Meta does not let the number send.
fn number_turn(number: &NumberInput, waba: &WabaInput, now: DateTime<Utc>) -> Option<Turn> {
    match number.status {
        NumberStatus::Terminated => None,
        NumberStatus::Migrated => Some((Who::Client, NextAction::ReconnectWaba)),
        NumberStatus::Banned => Some((Who::Client, NextAction::Appeal)),
        // No code can be asked for without the WABA: who mends that comes first.
        NumberStatus::Disconnected if waba.status == WabaStatus::Disconnected => waba_turn(waba, now),
        // Removed in WhatsApp Manager: no code and no register brings it back.
        NumberStatus::Disconnected if number::meta_status(number.facts) == MetaNumberStatus::Deleted => {
            Some((Who::Operator, NextAction::ContactOperator))
        }
        NumberStatus::Error | NumberStatus::Unknown => Some((Who::Operator, NextAction::ContactOperator)),
        NumberStatus::Disconnected
        | NumberStatus::PendingDeletion
        | NumberStatus::Flagged
        | NumberStatus::Restricted
        | NumberStatus::RateLimited
        | NumberStatus::Connected
        | NumberStatus::Verified
        | NumberStatus::CodeRequested
        | NumberStatus::Created => Some(registration_turn(number, now)),
    }
}

fn registration_turn(number: &NumberInput, now: DateTime<Utc>) -> Turn {
    let facts = number.facts;
    let code_is_there = number::code_is_on_its_way(facts, now) || number::code_not_needed(facts, now);
    if number::waits(facts, now) {
        (Who::Meta, NextAction::WaitForMeta)
    } else if code_is_there {
        (Who::Client, NextAction::FinishRegistration)
    } else {
        (Who::Client, NextAction::RequestCode)
    }
}

fn open(code: CheckCode, turn: Option<Turn>, since: Option<DateTime<Utc>>) -> Check {
    Check {
        code,
        state: CheckState::Open,
        blocking: blocking(code),
        who: turn.map(|(who, _)| who),
        since,
        action: turn.map(|(_, action)| action),
    }
}

fn closed(code: CheckCode, state: CheckState) -> Check {
    Check { code, state, blocking: blocking(code), who: None, since: None, action: None }
}

/// Meta lets a number with an unapproved name send.
fn blocking(code: CheckCode) -> bool {
    code != CheckCode::DisplayName
}
