//! Each row of product 3 as a promise. Here: the objects that the tests start from, and a clock that stands still.

mod number;
mod readiness;
mod turns;
mod waba;
mod words;

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::waba::Restriction;

use super::{NumberFacts, TokenSource, WabaFacts};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

fn in_hours(hours: i64) -> DateTime<Utc> {
    now() + TimeDelta::hours(hours)
}

fn text(word: &str) -> Option<String> {
    Some(word.to_owned())
}

/// Approved, shared, and nothing wrong with it.
fn approved_waba() -> WabaFacts {
    WabaFacts {
        has_token: true,
        token_refused: false,
        token_expires_at: None,
        token_source: TokenSource::Pasted,
        app_subscribed: true,
        partner_removed: false,
        disconnected: false,
        review_status: text("APPROVED"),
        ownership_type: text("SELF"),
        on_behalf_type: text("SELF"),
        on_behalf_status: text("APPROVED"),
        verification_status: text("verified"),
        ban_state: None,
        restrictions: vec![],
        violation: None,
        violation_at: None,
        health_waba: None,
        sync_failed_at: None,
        sync_error: None,
    }
}

/// Connected, with an approved name.
fn connected_number() -> NumberFacts {
    NumberFacts { meta_status: text("CONNECTED"), name_status: text("APPROVED"), ..NumberFacts::default() }
}

fn restriction(kind: &str, expires_at: Option<DateTime<Utc>>) -> Restriction {
    Restriction {
        kind: kind.to_owned(),
        stops_messaging: super::restriction_stops_messaging(kind),
        expires_at,
        remediation: None,
    }
}
