//! From rows to the facts that `status` derives from.

use clienthub_shared::health::{CanSend, HealthEntity, HealthEntityKind};
use clienthub_shared::waba::Restriction;

use crate::clock::from_micros;
use crate::service::status::{NumberFacts, TokenSource, WabaFacts};
use crate::store::{credential, number, waba};

pub fn waba_facts(row: &waba::Model, token: Option<&credential::Model>) -> WabaFacts {
    WabaFacts {
        has_token: token.is_some(),
        token_refused: token.is_some_and(|token| token.refused.is_some()),
        token_expires_at: token.and_then(|token| token.expires_at).map(from_micros),
        token_source: match token {
            Some(token) if token.source == "signup" => TokenSource::Signup,
            _ => TokenSource::Pasted,
        },
        app_subscribed: row.app_subscribed,
        partner_removed: row.partner_removed,
        disconnected: row.disconnected_at.is_some(),
        review_status: row.review_status.clone(),
        ownership_type: row.ownership_type.clone(),
        on_behalf_type: row.on_behalf_type.clone(),
        on_behalf_status: row.on_behalf_status.clone(),
        verification_status: row.verification_status.clone(),
        ban_state: row.ban_state.clone(),
        restrictions: restrictions(row),
        violation: row.violation.clone(),
        violation_at: row.violation_at.map(from_micros),
        health_waba: health_waba(row),
    }
}

pub fn number_facts(row: &number::Model) -> NumberFacts {
    NumberFacts {
        meta_status: row.meta_status.clone(),
        code_verification: row.code_verification.clone(),
        verified_at: row.verified_at.map(from_micros),
        name_status: row.name_status.clone(),
        new_name_status: row.new_name_status.clone(),
        name_pending: row.name_pending.clone(),
        quality_raw: row.quality_raw.clone(),
        limit_raw: row.limit_raw.clone(),
        throughput_raw: row.throughput_raw.clone(),
        account_mode_raw: row.account_mode_raw.clone(),
        platform_raw: row.platform_raw.clone(),
        unreadable: row.unreadable,
        registered_before: row.registered_at.is_some(),
        waits_until: None,
    }
}

pub fn restrictions(row: &waba::Model) -> Vec<Restriction> {
    row.restrictions.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// Health of a WABA or number as stored.
pub fn health(text: Option<&str>) -> Vec<HealthEntity> {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn health_waba(row: &waba::Model) -> Option<CanSend> {
    let entities = health(row.health.as_deref());
    entities.iter().find(|entity| entity.kind == HealthEntityKind::Waba).map(|entity| entity.can_send)
}
