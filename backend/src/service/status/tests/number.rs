//! The rows of the number status, in their order, and when they end.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::registration::RegistrationState;
use clienthub_shared::status::{
    AccountMode, LimitTier, NameState, NumberStatus, Platform, Quality, Throughput, WabaStatus,
};
use proptest::prelude::*;

use super::super::number::registration_state;
use super::{connected_number, in_hours, now, text};
use crate::service::status::{NumberFacts, derive_number, sends};

const DAY: i64 = 24;

fn with_status(word: &str) -> NumberFacts {
    NumberFacts { meta_status: text(word), ..connected_number() }
}

fn proven_at(word: &str, verified_at: DateTime<Utc>) -> NumberFacts {
    NumberFacts { code_verification: text("VERIFIED"), verified_at: Some(verified_at), ..with_status(word) }
}

fn status(facts: &NumberFacts) -> NumberStatus {
    derive_number(facts, WabaStatus::Approved, now()).status
}

#[test]
fn each_of_metas_words_gives_its_status() {
    for (word, expected) in [
        ("MIGRATED", NumberStatus::Migrated),
        ("BANNED", NumberStatus::Banned),
        ("DISCONNECTED", NumberStatus::Disconnected),
        ("DELETED", NumberStatus::Disconnected),
        ("FLAGGED", NumberStatus::Flagged),
        ("RESTRICTED", NumberStatus::Restricted),
        ("RATE_LIMITED", NumberStatus::RateLimited),
        ("CONNECTED", NumberStatus::Connected),
        ("PENDING", NumberStatus::Created),
        ("UNVERIFIED", NumberStatus::Created),
        ("", NumberStatus::Created),
        ("UNKNOWN", NumberStatus::Unknown),
        ("FROZEN", NumberStatus::Unknown),
    ] {
        assert_eq!(status(&with_status(word)), expected, "{word}");
    }
    assert_eq!(status(&NumberFacts::default()), NumberStatus::Created);
}

#[test]
fn a_disconnected_waba_disconnects_all_but_migrated_and_banned() {
    for (word, expected) in [
        ("MIGRATED", NumberStatus::Migrated),
        ("BANNED", NumberStatus::Banned),
        ("CONNECTED", NumberStatus::Disconnected),
        ("FLAGGED", NumberStatus::Disconnected),
        ("PENDING", NumberStatus::Disconnected),
        ("FROZEN", NumberStatus::Disconnected),
    ] {
        for unreadable in [false, true] {
            let facts = NumberFacts { unreadable, ..with_status(word) };
            let state = derive_number(&facts, WabaStatus::Disconnected, now());
            assert_eq!(state.status, expected, "{word}");
        }
    }
}

#[test]
fn no_other_state_of_the_waba_changes_the_number() {
    for waba in WabaStatus::ALL {
        let expected = match waba {
            WabaStatus::Disconnected => NumberStatus::Disconnected,
            _ => NumberStatus::Connected,
        };
        let state = derive_number(&connected_number(), *waba, now());
        assert_eq!(state.status, expected, "{waba}");
    }
}

#[test]
fn an_unreadable_number_is_an_error_unless_it_is_known_to_be_gone() {
    for (word, expected) in [
        ("MIGRATED", NumberStatus::Migrated),
        ("BANNED", NumberStatus::Banned),
        ("DELETED", NumberStatus::Disconnected),
        ("FLAGGED", NumberStatus::Error),
        ("CONNECTED", NumberStatus::Error),
        ("PENDING", NumberStatus::Error),
        ("FROZEN", NumberStatus::Error),
    ] {
        let facts = NumberFacts { unreadable: true, ..proven_at(word, now()) };
        assert_eq!(status(&facts), expected, "{word}");
        assert!(!sends(&facts), "{word}");
    }
}

#[test]
fn a_proven_number_is_verified_for_fourteen_days() {
    for word in ["PENDING", "UNVERIFIED"] {
        let almost_over = in_hours(-14 * DAY) + TimeDelta::seconds(1);
        assert_eq!(status(&proven_at(word, almost_over)), NumberStatus::Verified);
        assert_eq!(status(&proven_at(word, in_hours(-14 * DAY))), NumberStatus::Created);
    }
    let undated = NumberFacts { verified_at: None, ..proven_at("PENDING", now()) };
    assert_eq!(status(&undated), NumberStatus::Created);
    for word in ["NOT_VERIFIED", "EXPIRED", "SOMETHING_NEW"] {
        let facts = NumberFacts { code_verification: text(word), ..proven_at("PENDING", now()) };
        assert_eq!(status(&facts), NumberStatus::Created, "{word}");
    }
}

#[test]
fn proven_ownership_does_not_hide_what_meta_says() {
    for (word, expected) in [
        ("CONNECTED", NumberStatus::Connected),
        ("FLAGGED", NumberStatus::Flagged),
        ("DISCONNECTED", NumberStatus::Disconnected),
        ("FROZEN", NumberStatus::Unknown),
    ] {
        assert_eq!(status(&proven_at(word, now())), expected, "{word}");
    }
}

#[test]
fn registration_follows_meta_and_not_our_access() {
    use RegistrationState::{Connected, NotRegistered, Verified};
    for (facts, expected) in [
        (with_status("CONNECTED"), Connected),
        (with_status("RATE_LIMITED"), Connected),
        (with_status("PENDING"), NotRegistered),
        (with_status("DISCONNECTED"), NotRegistered),
        (with_status("FROZEN"), NotRegistered),
        (proven_at("PENDING", in_hours(-1)), Verified),
        (proven_at("DISCONNECTED", in_hours(-1)), Verified),
        (proven_at("PENDING", in_hours(-15 * DAY)), NotRegistered),
    ] {
        assert_eq!(registration_state(&facts, now()), expected, "{facts:?}");
    }
    let unreadable = NumberFacts { unreadable: true, ..connected_number() };
    assert_eq!(registration_state(&unreadable, now()), Connected);
}

#[test]
fn every_word_beside_the_status_is_read() {
    let facts = NumberFacts {
        quality_raw: text("YELLOW"),
        limit_raw: text("TIER_2K"),
        throughput_raw: text("HIGH"),
        account_mode_raw: text("SANDBOX"),
        platform_raw: text("CLOUD_API"),
        new_name_status: text("PENDING_REVIEW"),
        name_pending: text("Birch Bakery Berlin"),
        ..connected_number()
    };
    let state = derive_number(&facts, WabaStatus::Approved, now());
    assert_eq!(state.status, NumberStatus::Connected);
    assert_eq!(state.name_state, NameState::UnderReview);
    assert_eq!(state.quality, Quality::Medium);
    assert_eq!(state.limit_tier, LimitTier::T2k);
    assert_eq!(state.throughput, Throughput::High);
    assert_eq!(state.account_mode, AccountMode::Sandbox);
    assert_eq!(state.platform, Platform::CloudApi);
}

#[test]
fn the_next_expiry_is_the_end_of_the_proof_or_of_a_wait() {
    let next = |facts: &NumberFacts| derive_number(facts, WabaStatus::Approved, now());
    assert_eq!(next(&connected_number()).next_expiry_at, None);

    let mut facts = proven_at("PENDING", now());
    assert_eq!(next(&facts).next_expiry_at, Some(in_hours(14 * DAY)));
    facts.waits_until = Some(in_hours(12));
    assert_eq!(next(&facts).next_expiry_at, Some(in_hours(12)));
    facts.waits_until = Some(now());
    assert_eq!(next(&facts).next_expiry_at, Some(in_hours(14 * DAY)));
    facts.code_verification = text("EXPIRED");
    assert_eq!(next(&facts).next_expiry_at, None);
}

proptest! {
    #[test]
    fn nothing_changes_before_the_next_expiry(
        verified in -30_i64 * DAY..10,
        waits in prop::option::of(-50_i64..50),
        at in 0_i64..20 * DAY,
    ) {
        let mut facts = proven_at("PENDING", in_hours(verified));
        facts.waits_until = waits.map(in_hours);
        let state = derive_number(&facts, WabaStatus::Approved, now());
        let later = in_hours(at);
        prop_assert!(state.next_expiry_at.is_none_or(|next| next > now()));
        if state.next_expiry_at.is_none_or(|next| later < next) {
            prop_assert_eq!(derive_number(&facts, WabaStatus::Approved, later), state);
        }
    }

    #[test]
    fn no_word_of_metas_panics(word in "[a-z_ \\PC]{0,20}X") {
        let raw = Some(word);
        let facts = NumberFacts {
            meta_status: raw.clone(),
            code_verification: raw.clone(),
            verified_at: Some(DateTime::<Utc>::MAX_UTC),
            name_status: raw.clone(),
            new_name_status: raw.clone(),
            name_pending: None,
            quality_raw: raw.clone(),
            limit_raw: raw.clone(),
            throughput_raw: raw.clone(),
            account_mode_raw: raw.clone(),
            platform_raw: raw,
            unreadable: false,
            registered_before: false,
            step: None,
            code_expires_at: None,
            waits_until: None,
        };
        let state = derive_number(&facts, WabaStatus::Approved, now());
        prop_assert_eq!(state.status, NumberStatus::Unknown);
        prop_assert_eq!(state.name_state, NameState::None);
        prop_assert_eq!(state.quality, Quality::Unknown);
        prop_assert_eq!(state.limit_tier, LimitTier::Unknown);
        prop_assert_eq!(state.throughput, Throughput::Unknown);
        prop_assert_eq!(state.account_mode, AccountMode::Unknown);
        prop_assert_eq!(state.platform, Platform::Unknown);
    }
}
