//! Ready, exactly when product 3 says so; and attention follows from the checks.

use clienthub_shared::readiness::{Check, CheckCode, CheckState, NextAction, Readiness, Who};
use clienthub_shared::status::{Attention, NameState, NumberStatus, OnBehalf, WabaStatus, WabaType};
use proptest::prelude::*;
use proptest::sample::select;

use super::{approved_waba, connected_number, in_hours, now, text};
use crate::service::status::{
    NumberFacts, NumberInput, WabaFacts, WabaInput, attention, derive_number, derive_waba, readiness,
};

/// Derives everything, as a caller does, and gives the readiness and the attention.
pub(super) fn judge(waba: &WabaFacts, number: &NumberFacts) -> (Readiness, Attention) {
    let waba_state = derive_waba(waba, now());
    let state = derive_number(number, waba_state.status, now());
    let waba = WabaInput {
        facts: waba,
        status: waba_state.status,
        status_since: Some(in_hours(-1)),
        kind: waba_state.kind,
        on_behalf: waba_state.on_behalf,
        on_behalf_since: Some(in_hours(-2)),
    };
    let number = NumberInput {
        facts: number,
        status: state.status,
        status_since: Some(in_hours(-4)),
        name_state: state.name_state,
        name_since: Some(in_hours(-3)),
    };
    let readiness = readiness(&number, &waba, now());
    let attention = attention(&readiness, &number, &waba, now());
    (readiness, attention)
}

pub(super) fn check(readiness: &Readiness, code: CheckCode) -> &Check {
    readiness.checks.iter().find(|c| c.code == code).unwrap()
}

pub(super) fn turn(check: &Check) -> Option<(Who, NextAction)> {
    check.who.zip(check.action)
}

pub(super) fn change<T>(mut facts: T, change: impl FnOnce(&mut T)) -> T {
    change(&mut facts);
    facts
}

#[test]
fn a_connected_number_of_an_approved_waba_is_ready() {
    let (readiness, attention) = judge(&approved_waba(), &connected_number());
    assert!(readiness.ready);
    assert_eq!(attention, Attention::None);
    let states: Vec<_> = readiness.checks.iter().map(|c| (c.code, c.state, c.blocking, turn(c), c.since)).collect();
    assert_eq!(
        states,
        [
            (CheckCode::WabaApproved, CheckState::Done, true, None, None),
            (CheckCode::OnBehalf, CheckState::NotNeeded, true, None, None),
            (CheckCode::DisplayName, CheckState::Done, false, None, None),
            (CheckCode::Registered, CheckState::Done, true, None, None),
        ]
    );
}

#[test]
fn every_state_in_which_meta_lets_it_send_is_ready() {
    for word in ["CONNECTED", "FLAGGED", "RESTRICTED", "RATE_LIMITED"] {
        let number = change(connected_number(), |n| n.meta_status = text(word));
        assert!(judge(&approved_waba(), &number).0.ready, "{word}");
    }
    for word in ["PENDING", "UNVERIFIED", "BANNED", "DISCONNECTED", "MIGRATED"] {
        let number = change(connected_number(), |n| n.meta_status = text(word));
        assert!(!judge(&approved_waba(), &number).0.ready, "{word}");
    }
}

#[test]
fn an_obo_waba_has_to_be_accepted_by_its_owner() {
    for (raw, ready) in [(Some("APPROVED"), true), (Some("PENDING"), false), (Some("DECLINED"), false), (None, false)] {
        let waba = change(approved_waba(), |w| {
            w.ownership_type = text("ON_BEHALF_OF");
            w.on_behalf_status = raw.map(str::to_owned);
        });
        let (readiness, attention) = judge(&waba, &connected_number());
        assert_eq!(readiness.ready, ready, "{raw:?}");
        if !ready {
            let on_behalf = check(&readiness, CheckCode::OnBehalf);
            let expected = Some((Who::Client, NextAction::AcceptOnBehalf));
            assert_eq!(turn(on_behalf), expected);
            assert_eq!(on_behalf.since, Some(in_hours(-2)));
            assert_eq!(attention, Attention::Client);
        }
    }
}

#[test]
fn the_name_never_blocks_and_only_a_declined_one_wants_attention() {
    for (word, expected) in [
        ("APPROVED", Attention::None),
        ("PENDING_REVIEW", Attention::None),
        ("DECLINED", Attention::Client),
        ("EXPIRED", Attention::None),
        ("NONE", Attention::None),
    ] {
        let number = change(connected_number(), |n| n.name_status = text(word));
        let (readiness, attention) = judge(&approved_waba(), &number);
        assert!(readiness.ready, "{word}");
        assert_eq!(attention, expected, "{word}");
    }
}

prop_compose! {
    /// Any mix of states, also those that no derivation gives.
    fn any_states()(
        meta in select(vec!["CONNECTED", "FLAGGED", "RESTRICTED", "RATE_LIMITED", "PENDING", "DELETED", "BANNED", "FROZEN"]),
        unreadable in any::<bool>(),
        number in select(NumberStatus::ALL),
        name in select(NameState::ALL),
        waba in select(WabaStatus::ALL),
        kind in select(WabaType::ALL),
        on_behalf in select(OnBehalf::ALL),
    ) -> (&'static str, bool, NumberStatus, NameState, WabaStatus, WabaType, OnBehalf) {
        (meta, unreadable, number, name, waba, kind, on_behalf)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn readiness_and_attention_keep_their_promises(
        (meta, unreadable, status, name_state, waba_status, kind, on_behalf) in any_states(),
    ) {
        let waba_facts = approved_waba();
        let facts = NumberFacts { meta_status: text(meta), unreadable, ..NumberFacts::default() };
        let waba = WabaInput {
            facts: &waba_facts,
            status: waba_status,
            status_since: None,
            kind,
            on_behalf,
            on_behalf_since: None,
        };
        let number = NumberInput { facts: &facts, status, status_since: None, name_state, name_since: None };
        let readiness = readiness(&number, &waba, now());
        let attention = attention(&readiness, &number, &waba, now());

        let sends = !unreadable && ["CONNECTED", "FLAGGED", "RESTRICTED", "RATE_LIMITED"].contains(&meta);
        let formula = waba_status == WabaStatus::Approved
            && (kind == WabaType::Shared || on_behalf == OnBehalf::Approved)
            && sends
            && status != NumberStatus::Terminated;
        prop_assert_eq!(readiness.ready, formula);

        let blocking: Vec<_> = readiness.checks.iter().filter(|c| c.blocking).collect();
        prop_assert_eq!(blocking.iter().all(|c| c.state != CheckState::Open), formula);

        let codes: Vec<_> = readiness.checks.iter().map(|c| c.code).collect();
        prop_assert_eq!(codes.as_slice(), CheckCode::ALL);
        for check in &readiness.checks {
            prop_assert_eq!(check.blocking, check.code != CheckCode::DisplayName);
            let has_turn = check.state == CheckState::Open && status != NumberStatus::Terminated;
            prop_assert_eq!(turn(check).is_some(), has_turn);
        }

        let wanted = status != NumberStatus::Terminated && (!formula || name_state == NameState::Declined);
        prop_assert_eq!(attention != Attention::None, wanted);
    }
}
