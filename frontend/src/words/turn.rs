//! Whose turn it is, and what that person does next: the same icon and tone in list, filters and details.

use clienthub_shared::number::NumberCounts;
use clienthub_shared::readiness::{Check, CheckCode, CheckState, NextAction, Readiness, Who};
use clienthub_shared::status::{Attention, NameState};

use crate::tr;
use crate::ui::badge::{Badge, Tone};

/// The filter above the list. `None`: every number.
pub fn chip(attention: Option<Attention>) -> (&'static str, Option<(&'static str, Tone)>) {
    match attention {
        None => (tr!(turn.all), None),
        Some(Attention::None) => (tr!(turn.running), Some(("circle-check", Tone::Ok))),
        Some(Attention::Client) => (tr!(turn.need_you), Some(("user-round", Tone::Act))),
        Some(Attention::Meta) => (tr!(turn.wait_for_meta), Some(("hourglass", Tone::Wait))),
        Some(Attention::Operator) => (tr!(turn.wait_for_operator), Some(("life-buoy", Tone::Idle))),
    }
}

/// How many numbers it is the turn of.
pub fn count(counts: &NumberCounts, attention: Attention) -> u64 {
    match attention {
        Attention::None => counts.none,
        Attention::Client => counts.client,
        Attention::Meta => counts.meta,
        Attention::Operator => counts.operator,
    }
}

/// `None`: nothing to do.
pub fn badge(attention: Attention) -> Option<Badge> {
    match attention {
        Attention::None => None,
        Attention::Client => Some(who(Who::Client)),
        Attention::Meta => Some(who(Who::Meta)),
        Attention::Operator => Some(who(Who::Operator)),
    }
}

pub fn who(who: Who) -> Badge {
    match who {
        Who::Client => Badge::quiet(tr!(turn.needs_you), "user-round", Tone::Act),
        Who::Meta => Badge::quiet(tr!(turn.waits_for_meta), "hourglass", Tone::Wait),
        Who::Operator => Badge::quiet(tr!(turn.waits_for_operator), "life-buoy", Tone::Idle),
    }
}

pub fn action(action: NextAction) -> &'static str {
    match action {
        NextAction::ReplaceToken => tr!(next_action.replace_token),
        NextAction::ReconnectWaba => tr!(next_action.reconnect_waba),
        NextAction::AcceptOnBehalf => tr!(next_action.accept_on_behalf),
        NextAction::ChangeDisplayName => tr!(next_action.change_display_name),
        NextAction::RequestCode => tr!(next_action.request_code),
        NextAction::FinishRegistration => tr!(next_action.finish_registration),
        NextAction::Appeal => tr!(next_action.appeal),
        NextAction::WaitForReview => tr!(next_action.wait_for_review),
        NextAction::WaitForMeta => tr!(next_action.wait_for_meta),
        NextAction::ContactOperator => tr!(next_action.contact_operator),
    }
}

/// The check that the number's attention comes from: the first open one of that person, blocking before others.
pub fn cause(readiness: &Readiness, attention: Attention) -> Option<&Check> {
    let wanted = match attention {
        Attention::None => return None,
        Attention::Client => Who::Client,
        Attention::Meta => Who::Meta,
        Attention::Operator => Who::Operator,
    };
    let open = |check: &&Check| check.state == CheckState::Open && check.who == Some(wanted);
    let checks = &readiness.checks;
    checks.iter().filter(open).find(|check| check.blocking).or_else(|| checks.iter().find(open))
}

/// A line of the readiness checklist; a name that Meta is looking at says so.
pub fn check_with_name(check: &Check, name: NameState) -> Badge {
    let mut badge = self::check(check);
    if check.code == CheckCode::DisplayName && name == NameState::UnderReview {
        tr!(details.check_name_review).clone_into(&mut badge.text);
    }
    badge
}

/// The same without the name's state.
pub fn check(check: &Check) -> Badge {
    let text = match (check.code, check.state) {
        (CheckCode::WabaApproved, CheckState::Done) => tr!(check.waba_done),
        (CheckCode::WabaApproved, CheckState::Open) => tr!(check.waba_open),
        (CheckCode::WabaApproved, CheckState::NotNeeded) => tr!(check.waba_not_needed),
        (CheckCode::OnBehalf, CheckState::Done) => tr!(check.on_behalf_done),
        (CheckCode::OnBehalf, CheckState::Open) => tr!(check.on_behalf_open),
        (CheckCode::OnBehalf, CheckState::NotNeeded) => tr!(check.on_behalf_not_needed),
        (CheckCode::DisplayName, CheckState::Done) => tr!(check.name_done),
        (CheckCode::DisplayName, CheckState::Open) => tr!(check.name_open),
        (CheckCode::DisplayName, CheckState::NotNeeded) => tr!(check.name_not_needed),
        (CheckCode::Registered, CheckState::Done) => tr!(check.registered_done),
        (CheckCode::Registered, CheckState::Open) => tr!(check.registered_open),
        (CheckCode::Registered, CheckState::NotNeeded) => tr!(check.registered_not_needed),
    };
    let (icon, tone) = match (check.state, check.who) {
        (CheckState::Done | CheckState::NotNeeded, _) => ("circle-check", Tone::Ok),
        (CheckState::Open, Some(turn)) => {
            let turn = who(turn);
            (turn.icon, turn.tone)
        }
        (CheckState::Open, None) => ("circle-dashed", Tone::Idle),
    };
    Badge::quiet(text, icon, tone)
}
