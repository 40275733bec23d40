//! Whose turn it is, cause by cause.

use chrono::TimeDelta;
use clienthub_shared::health::CanSend;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::readiness::{CheckCode, CheckState, NextAction, Who};
use clienthub_shared::status::Attention;

use super::readiness::{change, check, judge, turn};
use super::{approved_waba, connected_number, in_hours, now, restriction, text};
use crate::service::status::{NumberFacts, TokenSource, WabaFacts, derive_waba};

type WabaCase = (&'static str, fn(&mut WabaFacts), Attention, NextAction);

#[test]
fn a_waba_that_is_not_approved_says_whose_turn_it_is() {
    let cases: &[WabaCase] = &[
        ("pasted token expired", |w| w.token_expires_at = Some(now()), Attention::Client, NextAction::ReplaceToken),
        (
            "signup token expired",
            |w| {
                w.token_expires_at = Some(now());
                w.token_source = TokenSource::Signup;
            },
            Attention::Operator,
            NextAction::ContactOperator,
        ),
        ("app unsubscribed", |w| w.app_subscribed = false, Attention::Operator, NextAction::ContactOperator),
        (
            "by a person",
            |w| {
                w.disconnected = true;
                w.has_token = false;
                w.app_subscribed = false;
            },
            Attention::Client,
            NextAction::ReconnectWaba,
        ),
        ("partner removed", |w| w.partner_removed = true, Attention::Client, NextAction::ReconnectWaba),
        ("banned", |w| w.ban_state = text("DISABLE"), Attention::Client, NextAction::Appeal),
        (
            "restricted with an end",
            |w| {
                w.restrictions = vec![restriction("RESTRICTED_BIZ_INITIATED_MESSAGING", Some(in_hours(9)))];
                w.health_waba = Some(CanSend::Blocked);
            },
            Attention::Meta,
            NextAction::WaitForMeta,
        ),
        (
            "restricted without an end",
            |w| {
                w.restrictions = vec![
                    restriction("RESTRICTED_BIZ_INITIATED_MESSAGING", Some(in_hours(9))),
                    restriction("RESTRICTED_CUSTOMER_INITIATED_MESSAGING", None),
                ];
            },
            Attention::Client,
            NextAction::Appeal,
        ),
        ("blocked", |w| w.health_waba = Some(CanSend::Blocked), Attention::Client, NextAction::Appeal),
        ("disabling scheduled", |w| w.ban_state = text("SCHEDULE_FOR_DISABLE"), Attention::Client, NextAction::Appeal),
        ("rejected", |w| w.review_status = text("REJECTED"), Attention::Client, NextAction::Appeal),
        ("in review", |w| w.review_status = text("PENDING"), Attention::Meta, NextAction::WaitForReview),
        ("not reviewed", |w| w.review_status = None, Attention::Meta, NextAction::WaitForReview),
        ("a new word", |w| w.review_status = text("ESCALATED"), Attention::Operator, NextAction::ContactOperator),
    ];
    for (name, cause, expected, action) in cases {
        let waba = change(approved_waba(), cause);
        let (readiness, attention) = judge(&waba, &connected_number());
        let waba_check = check(&readiness, CheckCode::WabaApproved);
        assert!(!readiness.ready, "{name}");
        assert_eq!(attention, *expected, "{name}");
        assert_eq!(waba_check.action, Some(*action), "{name}");
        assert_eq!(waba_check.since, Some(in_hours(-1)), "{name}");
        // Meta still has the number registered: no second complaint.
        let registered = check(&readiness, CheckCode::Registered);
        assert_eq!(registered.state, CheckState::Done, "{name}");
    }
}

type NumberCase = (&'static str, fn(&mut NumberFacts), Attention, NextAction);

#[test]
fn a_number_that_does_not_send_says_whose_turn_it_is() {
    let cases: &[NumberCase] = &[
        ("new", |n| n.meta_status = text("UNVERIFIED"), Attention::Client, NextAction::RequestCode),
        (
            "proven",
            |n| {
                n.meta_status = text("PENDING");
                n.code_verification = text("VERIFIED");
                n.verified_at = Some(in_hours(-1));
            },
            Attention::Client,
            NextAction::FinishRegistration,
        ),
        (
            "proven too long ago",
            |n| {
                n.meta_status = text("PENDING");
                n.code_verification = text("VERIFIED");
                n.verified_at = Some(in_hours(-24 * 15));
            },
            Attention::Client,
            NextAction::RequestCode,
        ),
        (
            "lost its connection, still proven",
            |n| {
                n.meta_status = text("DISCONNECTED");
                n.code_verification = text("VERIFIED");
                n.verified_at = Some(in_hours(-24 * 15));
                n.registered_before = true;
            },
            Attention::Client,
            NextAction::FinishRegistration,
        ),
        (
            "lost its connection and proof",
            |n| {
                n.meta_status = text("DISCONNECTED");
                n.code_verification = text("EXPIRED");
                n.registered_before = true;
            },
            Attention::Client,
            NextAction::RequestCode,
        ),
        (
            "must wait",
            |n| {
                n.meta_status = text("PENDING");
                n.waits_until = Some(in_hours(12));
            },
            Attention::Meta,
            NextAction::WaitForMeta,
        ),
        (
            "wait is over",
            |n| {
                n.meta_status = text("PENDING");
                n.waits_until = Some(now());
            },
            Attention::Client,
            NextAction::RequestCode,
        ),
        ("banned", |n| n.meta_status = text("BANNED"), Attention::Client, NextAction::Appeal),
        ("moved to another WABA", |n| n.meta_status = text("MIGRATED"), Attention::Client, NextAction::ReconnectWaba),
        ("deleted", |n| n.meta_status = text("DELETED"), Attention::Operator, NextAction::ContactOperator),
        ("unreadable", |n| n.unreadable = true, Attention::Operator, NextAction::ContactOperator),
        ("a new word", |n| n.meta_status = text("FROZEN"), Attention::Operator, NextAction::ContactOperator),
    ];
    for (name, cause, expected, action) in cases {
        let number = change(connected_number(), cause);
        let (readiness, attention) = judge(&approved_waba(), &number);
        let registered = check(&readiness, CheckCode::Registered);
        assert!(!readiness.ready, "{name}");
        assert_eq!(attention, *expected, "{name}");
        assert_eq!(registered.action, Some(*action), "{name}");
        assert_eq!(registered.since, Some(in_hours(-4)), "{name}");
    }
}

#[test]
fn an_unregistered_number_waits_for_whoever_mends_its_waba() {
    let number = change(connected_number(), |n| n.meta_status = text("PENDING"));
    let unsubscribed = change(approved_waba(), |w| w.app_subscribed = false);
    let (readiness, attention) = judge(&unsubscribed, &number);
    let registered = check(&readiness, CheckCode::Registered);
    let expected = Some((Who::Operator, NextAction::ContactOperator));
    assert_eq!(turn(registered), expected);
    assert_eq!(attention, Attention::Operator);
}

#[test]
fn the_client_comes_before_the_operator_and_the_operator_before_meta() {
    let in_review = change(approved_waba(), |w| w.review_status = text("PENDING"));
    let new = change(connected_number(), |n| n.meta_status = text("PENDING"));
    assert_eq!(judge(&in_review, &new).1, Attention::Client);

    let unreadable = change(connected_number(), |n| n.unreadable = true);
    assert_eq!(judge(&in_review, &unreadable).1, Attention::Operator);

    let declined = change(unreadable, |n| n.name_status = text("DECLINED"));
    assert_eq!(judge(&in_review, &declined).1, Attention::Client);
}

/// Failed since so many minutes, with this code.
fn failing(minutes: i64, code: ErrorCode) -> WabaFacts {
    change(approved_waba(), |w| {
        w.sync_failed_at = Some(now() - TimeDelta::minutes(minutes));
        w.sync_error = Some(code);
    })
}

#[test]
fn a_stuck_sync_is_the_operators_also_for_a_ready_number() {
    for (minutes, code, stuck) in [
        (0, ErrorCode::ProviderPermissionMissing, true),
        (0, ErrorCode::WabaUnreadable, true),
        (0, ErrorCode::ProviderInputRefused, true),
        (0, ErrorCode::ProviderUnavailable, false),
        (59, ErrorCode::ProviderTimeout, false),
        (59, ErrorCode::ProviderThrottled, false),
        (60, ErrorCode::ProviderUnavailable, true),
        (90, ErrorCode::Internal, true),
    ] {
        let waba = failing(minutes, code);
        let (readiness, attention) = judge(&waba, &connected_number());
        assert!(readiness.ready, "{code}");
        let expected = if stuck { Attention::Operator } else { Attention::None };
        assert_eq!(attention, expected, "{code} {minutes}");
        let turns_at = derive_waba(&waba, now()).next_expiry_at;
        assert_eq!(turns_at, (minutes < 60).then(|| now() + TimeDelta::minutes(60 - minutes)), "{code} {minutes}");
    }
}

#[test]
fn a_stuck_sync_comes_after_the_clients_turn_and_before_metas() {
    let stuck = failing(0, ErrorCode::WabaUnreadable);
    let unregistered = NumberFacts { meta_status: text("PENDING"), ..connected_number() };
    assert_eq!(judge(&stuck, &unregistered).1, Attention::Client);
    let in_review = change(stuck, |w| w.review_status = text("PENDING"));
    assert_eq!(judge(&in_review, &connected_number()).1, Attention::Operator);
    // A lost token is told as that, and it is the client who replaces it.
    let expired = change(failing(90, ErrorCode::TokenExpired), |w| w.token_refused = true);
    assert_eq!(judge(&expired, &connected_number()).1, Attention::Client);
}
