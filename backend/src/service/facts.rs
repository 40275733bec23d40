//! From rows to the facts that `service::status` derives states from.

use clienthub_shared::health::{HealthEntity, HealthEntityKind};
use clienthub_shared::status::{NumberStatus, WabaStatus};

use crate::clock::from_micros;
use crate::service::status::{NumberFacts, NumberInput, TokenSource, WabaFacts, WabaInput};
use crate::service::view::{at, json};
use crate::store::waba_list::TokenFacts;
use crate::store::{StoreResult, number, waba, word};

/// `waba_credentials.source`: only Embedded Signup's tokens are the operator's to replace.
fn token_source(token: Option<&TokenFacts>) -> TokenSource {
    match token.map(|token| token.source.as_str()) {
        Some("signup") => TokenSource::Signup,
        _ => TokenSource::Pasted,
    }
}

pub fn waba_facts(row: &waba::Model, token: Option<&TokenFacts>) -> StoreResult<WabaFacts> {
    let health: Vec<HealthEntity> = json("wabas.health", row.health.as_deref())?;
    let own = health.into_iter().find(|entity| entity.kind == HealthEntityKind::Waba);
    Ok(WabaFacts {
        has_token: token.is_some(),
        token_refused: token.is_some_and(|token| token.refused.is_some()),
        token_expires_at: token.and_then(|token| token.expires_at).map(from_micros),
        token_source: token_source(token),
        app_subscribed: row.app_subscribed,
        partner_removed: row.partner_removed,
        disconnected: row.disconnected_at.is_some(),
        review_status: row.review_status.clone(),
        ownership_type: row.ownership_type.clone(),
        on_behalf_type: row.on_behalf_type.clone(),
        on_behalf_status: row.on_behalf_status.clone(),
        verification_status: row.verification_status.clone(),
        ban_state: row.ban_state.clone(),
        restrictions: json("wabas.restrictions", row.restrictions.as_deref())?,
        violation: row.violation.clone(),
        violation_at: row.violation_at.map(from_micros),
        health_waba: own.map(|entity| entity.can_send),
        sync_failed_at: row.sync_failed_at.map(from_micros),
        sync_error: row.sync_error.as_deref().map(|code| word("wabas.sync_error", code)).transpose()?,
    })
}

pub fn number_facts(row: &number::Model) -> StoreResult<NumberFacts> {
    let step = row.registration_step.as_deref();
    Ok(NumberFacts {
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
        step: step.map(|step| word("numbers.registration_step", step)).transpose()?,
        code_expires_at: row.code_expires_at.map(from_micros),
        waits_until: row.waits_until.map(from_micros),
    })
}

/// A WABA as readiness sees it: stored states with the facts behind them.
pub fn waba_input<'a>(row: &waba::Model, facts: &'a WabaFacts) -> StoreResult<WabaInput<'a>> {
    let status: WabaStatus = word("wabas.status", &row.status)?;
    Ok(WabaInput {
        facts,
        status,
        status_since: at(row.status_since),
        kind: word("wabas.kind", &row.kind)?,
        on_behalf: word("wabas.on_behalf", &row.on_behalf)?,
        on_behalf_since: at(row.on_behalf_since),
    })
}

pub fn number_input<'a>(row: &number::Model, facts: &'a NumberFacts) -> StoreResult<NumberInput<'a>> {
    let status: NumberStatus = word("numbers.status", &row.status)?;
    Ok(NumberInput {
        facts,
        status,
        status_since: at(row.status_since),
        name_state: word("numbers.name_state", &row.name_state)?,
        name_since: at(row.name_state_since),
    })
}
