//! The rows of the WABA status, in their order, and when they end.

use chrono::TimeDelta;
use clienthub_shared::health::CanSend;
use clienthub_shared::status::{OnBehalf, Verification, WabaStatus, WabaType};
use proptest::prelude::*;

use super::{approved_waba, in_hours, now, restriction, text};
use crate::service::status::{WabaFacts, derive_waba, violation_ends};

const BUSINESS: &str = "RESTRICTED_BIZ_INITIATED_MESSAGING";
const CUSTOMER: &str = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING";

type Cause = (WabaStatus, &'static str, fn(&mut WabaFacts));

/// Every cause of every status, in the order in which the first match wins.
const CAUSES: &[Cause] = &[
    (WabaStatus::Disconnected, "by a person", |f| {
        f.disconnected = true;
    }),
    (WabaStatus::Disconnected, "partner removed", |f| {
        f.partner_removed = true;
    }),
    (WabaStatus::Disconnected, "no token", |f| {
        f.has_token = false;
    }),
    (WabaStatus::Disconnected, "token refused", |f| {
        f.token_refused = true;
    }),
    (WabaStatus::Disconnected, "token expires now", |f| {
        f.token_expires_at = Some(now());
    }),
    (WabaStatus::Disconnected, "app unsubscribed", |f| {
        f.app_subscribed = false;
    }),
    (WabaStatus::Banned, "disabled", |f| {
        f.ban_state = text("DISABLE");
    }),
    (WabaStatus::Restricted, "business messaging", |f| {
        f.restrictions.push(restriction(BUSINESS, None));
    }),
    (WabaStatus::Restricted, "customer messaging", |f| {
        f.restrictions
            .push(restriction(CUSTOMER, Some(in_hours(1))));
    }),
    (WabaStatus::Restricted, "health blocked", |f| {
        f.health_waba = Some(CanSend::Blocked);
    }),
    (WabaStatus::Violation, "disabling scheduled", |f| {
        f.ban_state = text("SCHEDULE_FOR_DISABLE");
    }),
    (WabaStatus::Violation, "account violation", |f| {
        f.violation = text("SPAM");
        f.violation_at = Some(in_hours(-100));
    }),
    (WabaStatus::Rejected, "review rejected", |f| {
        f.review_status = text("REJECTED");
    }),
    (WabaStatus::PendingReview, "review pending", |f| {
        f.review_status = text("PENDING");
    }),
    (WabaStatus::PendingReview, "review deferred", |f| {
        f.review_status = text("DEFERRED");
    }),
    (WabaStatus::Approved, "review approved", |f| {
        f.review_status = text("APPROVED");
    }),
    (WabaStatus::Created, "not reviewed", |f| {
        f.review_status = None;
    }),
    (WabaStatus::Unknown, "a new word", |f| {
        f.review_status = text("ESCALATED");
    }),
];

fn status(facts: &WabaFacts) -> WabaStatus {
    derive_waba(facts, now()).status
}

#[test]
fn each_cause_alone_gives_its_status() {
    for (expected, name, cause) in CAUSES {
        let mut facts = approved_waba();
        cause(&mut facts);
        assert_eq!(status(&facts), *expected, "{name}");
    }
    let tested: Vec<_> = CAUSES.iter().map(|(status, ..)| *status).collect();
    assert!(WabaStatus::ALL.iter().all(|status| tested.contains(status)));
}

#[test]
fn of_two_causes_the_first_row_wins() {
    for (index, (expected, first, cause)) in CAUSES.iter().enumerate() {
        for (_, second, later) in &CAUSES[index + 1..] {
            let mut facts = approved_waba();
            later(&mut facts);
            cause(&mut facts);
            assert_eq!(status(&facts), *expected, "{first} before {second}");
        }
    }
}

#[test]
fn what_is_over_or_stops_no_message_changes_nothing() {
    let harmless: &[Cause] = &[
        (WabaStatus::Approved, "token valid for a second", |f| {
            f.token_expires_at = Some(now() + TimeDelta::seconds(1));
        }),
        (WabaStatus::Approved, "reinstated", |f| {
            f.ban_state = text("REINSTATE");
        }),
        (WabaStatus::Approved, "restriction ended now", |f| {
            f.restrictions.push(restriction(BUSINESS, Some(now())));
        }),
        (WabaStatus::Approved, "adding numbers restricted", |f| {
            let kind = "RESTRICTED_ADD_PHONE_NUMBER_ACTION";
            f.restrictions.push(restriction(kind, None));
        }),
        (WabaStatus::Approved, "health limited", |f| {
            f.health_waba = Some(CanSend::Limited);
        }),
        (WabaStatus::Approved, "business not verified", |f| {
            f.verification_status = text("not_verified");
        }),
        (WabaStatus::Approved, "review in lower case", |f| {
            f.review_status = text("approved");
        }),
    ];
    for (expected, name, cause) in harmless {
        let mut facts = approved_waba();
        cause(&mut facts);
        assert_eq!(status(&facts), *expected, "{name}");
    }
}

#[test]
fn a_reinstated_waba_with_a_violation_stays_in_violation() {
    let mut facts = approved_waba();
    facts.ban_state = text("REINSTATE");
    facts.violation = text("SPAM");
    assert_eq!(status(&facts), WabaStatus::Violation);
}

#[test]
fn a_violation_counts_also_behind_another_status() {
    let mut facts = approved_waba();
    assert!(!derive_waba(&facts, now()).violation_counts);
    facts.violation = text("SPAM");
    facts.app_subscribed = false;
    let state = derive_waba(&facts, now());
    assert_eq!(
        (state.status, state.violation_counts),
        (WabaStatus::Disconnected, true)
    );
}

#[test]
fn a_violation_ends_with_a_calm_sync_a_day_later() {
    let mut facts = approved_waba();
    facts.violation = text("SPAM");
    facts.violation_at = Some(now());
    facts.health_waba = Some(CanSend::Limited);
    assert!(violation_ends(&facts, in_hours(24)));

    let too_early = in_hours(24) - TimeDelta::seconds(1);
    assert!(!violation_ends(&facts, too_early));

    let with = |change: fn(&mut WabaFacts)| {
        let mut facts = facts.clone();
        change(&mut facts);
        facts
    };
    let in_review = with(|f| f.review_status = text("PENDING"));
    assert!(!violation_ends(&in_review, in_hours(24)));
    let blocked = with(|f| f.health_waba = Some(CanSend::Blocked));
    assert!(!violation_ends(&blocked, in_hours(24)));
    let undated = with(|f| f.violation_at = None);
    assert!(!violation_ends(&undated, in_hours(24)));
    let none = with(|f| f.violation = None);
    assert!(!violation_ends(&none, in_hours(24)));
}

#[test]
fn a_waba_is_shared_unless_a_field_says_on_behalf_of() {
    let cases = [
        (None, None, WabaType::Shared),
        (Some("SELF"), Some("SELF"), WabaType::Shared),
        (Some("CLIENT_OWNED"), None, WabaType::Shared),
        (Some("ON_BEHALF_OF"), Some("SELF"), WabaType::Obo),
        (None, Some("ON_BEHALF_OF"), WabaType::Obo),
    ];
    for (ownership, on_behalf, expected) in cases {
        let mut facts = approved_waba();
        facts.ownership_type = ownership.map(str::to_owned);
        facts.on_behalf_type = on_behalf.map(str::to_owned);
        let kind = derive_waba(&facts, now()).kind;
        assert_eq!(kind, expected, "{ownership:?} {on_behalf:?}");
    }
}

#[test]
fn messaging_on_behalf_counts_for_obo_only() {
    let mut facts = approved_waba();
    facts.on_behalf_status = text("DECLINED");
    assert_eq!(derive_waba(&facts, now()).on_behalf, OnBehalf::NotNeeded);

    facts.ownership_type = text("ON_BEHALF_OF");
    for (raw, expected) in [
        (Some("DECLINED"), OnBehalf::Declined),
        (Some("APPROVED"), OnBehalf::Approved),
        (Some("PENDING"), OnBehalf::Pending),
        (Some("SOMETHING_NEW"), OnBehalf::Unset),
        (None, OnBehalf::Unset),
    ] {
        facts.on_behalf_status = raw.map(str::to_owned);
        assert_eq!(derive_waba(&facts, now()).on_behalf, expected, "{raw:?}");
    }
}

#[test]
fn verification_is_read_and_never_decides_the_status() {
    let mut facts = approved_waba();
    facts.verification_status = text("revoked");
    let state = derive_waba(&facts, now());
    assert_eq!(state.verification, Verification::Revoked);
    assert_eq!(state.status, WabaStatus::Approved);
}

#[test]
fn the_next_expiry_is_the_first_time_that_may_change_the_state() {
    let mut facts = approved_waba();
    assert_eq!(derive_waba(&facts, now()).next_expiry_at, None);

    facts.token_expires_at = Some(in_hours(48));
    facts.restrictions = vec![
        restriction(BUSINESS, Some(in_hours(-1))),
        restriction("RESTRICTED_ADD_PHONE_NUMBER_ACTION", Some(in_hours(1))),
        restriction(CUSTOMER, Some(in_hours(24))),
    ];
    assert_eq!(
        derive_waba(&facts, now()).next_expiry_at,
        Some(in_hours(24))
    );
    assert_eq!(
        derive_waba(&facts, in_hours(24)).next_expiry_at,
        Some(in_hours(48))
    );
    assert_eq!(derive_waba(&facts, in_hours(48)).next_expiry_at, None);
}

proptest! {
    #[test]
    fn nothing_changes_before_the_next_expiry(
        token in prop::option::of(-50_i64..50),
        ends in prop::collection::vec((prop::bool::ANY, prop::option::of(-50_i64..50)), 0..4),
        at in 0_i64..60,
    ) {
        let mut facts = approved_waba();
        facts.token_expires_at = token.map(in_hours);
        facts.restrictions = ends
            .into_iter()
            .map(|(stops, end)| {
                let kind = if stops { BUSINESS } else { "RESTRICTED_UTILITY_TEMPLATES" };
                restriction(kind, end.map(in_hours))
            })
            .collect();
        let state = derive_waba(&facts, now());
        let later = in_hours(at);
        prop_assert!(state.next_expiry_at.is_none_or(|next| next > now()));
        if state.next_expiry_at.is_none_or(|next| later < next) {
            prop_assert_eq!(derive_waba(&facts, later), state);
        }
    }

    #[test]
    fn no_word_of_metas_panics(word in any::<String>()) {
        let known = ["APPROVED", "PENDING", "DEFERRED", "REJECTED", ""];
        prop_assume!(!known.contains(&word.trim().to_ascii_uppercase().as_str()));
        let mut facts = approved_waba();
        facts.ownership_type = Some(word.clone());
        facts.on_behalf_type = Some(word.clone());
        facts.on_behalf_status = Some(word.clone());
        facts.verification_status = Some(word.clone());
        facts.ban_state = Some(word.clone());
        facts.restrictions = vec![restriction(&word, None)];
        prop_assert_eq!(status(&facts), WabaStatus::Approved);
        facts.review_status = Some(word);
        prop_assert_eq!(status(&facts), WabaStatus::Unknown);
    }
}
