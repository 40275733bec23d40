//! Meta's words, set by set.

use clienthub_shared::health::{CanSend, HealthEntityKind};
use clienthub_shared::status::{
    AccountMode, LimitTier, NameState, Platform, Quality, Throughput, Verification, WabaStatus,
};
use proptest::prelude::*;

use crate::service::status::words::{self, MetaNumberStatus};

#[test]
fn only_restrictions_of_messaging_stop_messaging() {
    for (kind, stops) in [
        ("RESTRICTED_BIZ_INITIATED_MESSAGING", true),
        ("RESTRICTED_CUSTOMER_INITIATED_MESSAGING", true),
        ("RESTRICTED_ADD_PHONE_NUMBER_ACTION", false),
        ("RESTRICTED_BUSINESS_INITIATED_CALLING", false),
        ("RESTRICTED_USER_INITIATED_CALLING", false),
        ("RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING", false),
        ("RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN", false),
        ("RESTRICTED_UTILITY_TEMPLATES", false),
        ("RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES", false),
        ("RESTRICTED_SOMETHING_NEW", false),
        ("", false),
    ] {
        assert_eq!(words::restriction_stops_messaging(kind), stops, "{kind}");
    }
}

#[test]
fn the_limit_is_read_from_tiers_and_from_old_numbers() {
    for (raw, expected) in [
        ("TIER_50", LimitTier::T50),
        ("TIER_250", LimitTier::T250),
        ("TIER_1K", LimitTier::T1k),
        ("TIER_2K", LimitTier::T2k),
        ("TIER_10K", LimitTier::T10k),
        ("TIER_100K", LimitTier::T100k),
        ("TIER_UNLIMITED", LimitTier::Unlimited),
        ("250", LimitTier::T250),
        ("2000", LimitTier::T2k),
        ("10000", LimitTier::T10k),
        ("100000", LimitTier::T100k),
        ("-1", LimitTier::Unlimited),
        ("TIER_NOT_SET", LimitTier::Unknown),
        ("UNTIERED", LimitTier::Unknown),
        ("TIER_1M", LimitTier::Unknown),
    ] {
        assert_eq!(words::limit_tier(Some(raw)), expected, "{raw}");
    }
}

/// Current name's state, state of the one asked for, the one asked for.
type Names = (Option<&'static str>, Option<&'static str>, Option<&'static str>);

#[test]
fn two_names_have_one_state() {
    let cases: &[(Names, NameState)] = &[
        ((Some("APPROVED"), None, None), NameState::Approved),
        ((Some("AVAILABLE_WITHOUT_REVIEW"), None, None), NameState::Approved),
        ((Some("PENDING_REVIEW"), None, None), NameState::UnderReview),
        ((Some("DECLINED"), None, None), NameState::Declined),
        ((Some("EXPIRED"), None, None), NameState::Expired),
        ((Some("NONE"), None, None), NameState::None),
        ((Some("NON_EXISTS"), Some("NONE"), None), NameState::None),
        ((None, None, None), NameState::None),
        ((Some("SOMETHING_NEW"), Some("NEWER"), None), NameState::None),
        // A review of either name comes first.
        ((Some("APPROVED"), Some("PENDING_REVIEW"), Some("B")), NameState::UnderReview),
        ((Some("PENDING_REVIEW"), Some("DECLINED"), Some("B")), NameState::UnderReview),
        ((Some("APPROVED"), Some("DEFERRED"), Some("B")), NameState::UnderReview),
        // Asked for, not answered yet.
        ((Some("APPROVED"), None, Some("B")), NameState::UnderReview),
        ((Some("APPROVED"), Some("SOMETHING_NEW"), Some("B")), NameState::UnderReview),
        ((Some("APPROVED"), None, Some(" ")), NameState::Approved),
        // Then the last answer, then the current name.
        ((Some("APPROVED"), Some("DECLINED"), Some("B")), NameState::Declined),
        ((Some("APPROVED"), Some("REJECTED"), None), NameState::Declined),
        ((Some("DECLINED"), Some("APPROVED"), Some("B")), NameState::Approved),
        ((Some("APPROVED"), Some("EXPIRED"), Some("B")), NameState::Expired),
        ((Some("APPROVED"), Some("NONE"), None), NameState::Approved),
        ((Some("DECLINED"), Some("NON_EXISTS"), None), NameState::Declined),
    ];
    for ((current, new, pending), expected) in cases {
        let state = words::name_state(*current, *new, *pending);
        assert_eq!(state, *expected, "{current:?} {new:?} {pending:?}");
    }
}

#[test]
fn the_short_sets_are_read_word_by_word() {
    for (raw, expected) in [
        ("GREEN", Quality::High),
        ("YELLOW", Quality::Medium),
        ("RED", Quality::Low),
        ("UNKNOWN", Quality::Unknown),
        ("NA", Quality::Unknown),
    ] {
        assert_eq!(words::quality(Some(raw)), expected, "{raw}");
    }
    let high = words::throughput(Some("HIGH"));
    let standard = words::throughput(Some("STANDARD"));
    let no_level = words::throughput(Some("NOT_APPLICABLE"));
    assert_eq!((high, standard, no_level), (Throughput::High, Throughput::Standard, Throughput::NotApplicable));
    assert_eq!(words::account_mode(Some("LIVE")), AccountMode::Live);
    assert_eq!(words::account_mode(Some("SANDBOX")), AccountMode::Sandbox);
    assert_eq!(words::platform(Some("ON_PREMISE")), Platform::OnPremise);
    assert_eq!(words::platform(Some("NOT_APPLICABLE")), Platform::NotApplicable);
    assert_eq!(words::can_send(Some("AVAILABLE")), CanSend::Available);
    assert_eq!(words::can_send(Some("LIMITED")), CanSend::Limited);
    assert_eq!(words::can_send(Some("BLOCKED")), CanSend::Blocked);
    for (raw, expected) in [
        ("PHONE_NUMBER", HealthEntityKind::PhoneNumber),
        ("WABA", HealthEntityKind::Waba),
        ("BUSINESS", HealthEntityKind::Business),
        ("APP", HealthEntityKind::App),
        ("MESSAGE_TEMPLATE", HealthEntityKind::Other),
    ] {
        assert_eq!(words::health_entity_kind(Some(raw)), expected, "{raw}");
    }
}

#[test]
fn verification_words_are_metas_own_in_any_case() {
    for word in Verification::ALL {
        assert_eq!(words::verification(Some(word.as_str())), *word);
        let capitals = word.as_str().to_ascii_uppercase();
        assert_eq!(words::verification(Some(&capitals)), *word);
    }
    assert_eq!(words::verification(None), Verification::Unknown);
}

proptest! {
    /// No word of Meta's ends in X, in any set.
    #[test]
    fn an_unknown_word_is_unknown_everywhere(word in "\\PC{0,20}X") {
        let raw = Some(word.as_str());
        prop_assert_eq!(words::number_status(raw), MetaNumberStatus::Unknown);
        prop_assert_eq!(words::review(raw), WabaStatus::Unknown);
        prop_assert_eq!(words::verification(raw), Verification::Unknown);
        prop_assert_eq!(words::quality(raw), Quality::Unknown);
        prop_assert_eq!(words::limit_tier(raw), LimitTier::Unknown);
        prop_assert_eq!(words::throughput(raw), Throughput::Unknown);
        prop_assert_eq!(words::account_mode(raw), AccountMode::Unknown);
        prop_assert_eq!(words::platform(raw), Platform::Unknown);
        prop_assert_eq!(words::can_send(raw), CanSend::Unknown);
        prop_assert_eq!(words::health_entity_kind(raw), HealthEntityKind::Other);
        prop_assert_eq!(words::ban(raw), words::Ban::None);
        prop_assert!(!words::code_verified(raw));
        prop_assert!(!words::restriction_stops_messaging(&word));
    }
}

#[test]
fn the_sending_words_are_those_that_send() {
    let known = [
        "PENDING",
        "UNVERIFIED",
        "CONNECTED",
        "FLAGGED",
        "RESTRICTED",
        "RATE_LIMITED",
        "BANNED",
        "DISCONNECTED",
        "MIGRATED",
        "DELETED",
        "",
    ];
    let sending: Vec<_> = known.into_iter().filter(|word| words::number_status(Some(word)).sends()).collect();
    assert_eq!(sending, words::SENDING);
}
