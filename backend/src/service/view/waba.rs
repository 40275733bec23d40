//! WABAs as lists, settings and their numbers show them.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::waba::{Restriction, TokenState, Waba, WabaSummary, WabaSync, WabaToken};

use super::{at, json};
use crate::clock::from_micros;
use crate::service::status::restriction_stops_messaging;
use crate::service::time_zone::time_zone;
use crate::service::{pause, token as access};
use crate::store::waba_list::{TokenFacts, WabaRow};
use crate::store::{StoreResult, waba, word};

/// A token that runs out within so long is *expiring*.
pub const EXPIRES_SOON: TimeDelta = TimeDelta::days(14);

pub fn summary(row: &waba::Model) -> StoreResult<WabaSummary> {
    Ok(WabaSummary {
        id: word("wabas.id", &row.id)?,
        meta_id: row.meta_id.clone(),
        name: row.name.clone(),
        status: word("wabas.status", &row.status)?,
        kind: word("wabas.kind", &row.kind)?,
        on_behalf: word("wabas.on_behalf", &row.on_behalf)?,
        verification: word("wabas.verification", &row.verification)?,
    })
}

pub fn wabas(rows: &[WabaRow], now: DateTime<Utc>) -> StoreResult<Vec<Waba>> {
    rows.iter().map(|row| waba(row, now)).collect()
}

pub fn waba(found: &WabaRow, now: DateTime<Utc>) -> StoreResult<Waba> {
    let row = &found.waba;
    let WabaSummary { id, meta_id, name, status, kind, on_behalf, verification } = summary(row)?;
    Ok(Waba {
        id,
        meta_id,
        name,
        status,
        status_since: at(row.status_since),
        meta_status: row.review_status.clone(),
        kind,
        on_behalf,
        on_behalf_name: row.on_behalf_name.clone(),
        verification,
        portfolio_meta_id: row.portfolio_meta_id.clone(),
        currency: row.currency.clone(),
        time_zone: row.timezone_id.as_deref().map(|id| time_zone(id, now)),
        namespace: row.namespace.clone(),
        restrictions: restrictions(row, now)?,
        violation: row.violation.clone(),
        token: token(found.token.as_ref(), now),
        sync: sync(row, now)?,
        number_count: u64::try_from(found.number_count).unwrap_or(0),
        added_at: from_micros(row.added_at),
        synced_at: row.synced_at.map(from_micros),
        version: row.version,
    })
}

/// The restrictions that have not run out. Whether one stops messaging is asked anew: a kind may be learned later.
pub fn restrictions(row: &waba::Model, now: DateTime<Utc>) -> StoreResult<Vec<Restriction>> {
    let mut all: Vec<Restriction> = json("wabas.restrictions", row.restrictions.as_deref())?;
    all.retain(|restriction| restriction.expires_at.is_none_or(|end| end > now));
    for restriction in &mut all {
        restriction.stops_messaging = restriction_stops_messaging(&restriction.kind);
    }
    Ok(all)
}

pub fn token_state(token: Option<&TokenFacts>, now: DateTime<Utc>) -> TokenState {
    let Some(token) = token else { return TokenState::Missing };
    let expires_at = token.expires_at.map(from_micros);
    let says_expired = token.refused.as_deref() == Some(ErrorCode::TokenExpired.as_str());
    if says_expired || expires_at.is_some_and(|end| end <= now) {
        TokenState::Expired
    } else if token.refused.is_some() {
        TokenState::Refused
    } else if expires_at.is_some_and(|end| end <= now + EXPIRES_SOON) {
        TokenState::Expiring
    } else {
        TokenState::Valid
    }
}

fn token(facts: Option<&TokenFacts>, now: DateTime<Utc>) -> WabaToken {
    let scopes: Vec<String> = facts
        .map(|facts| facts.scopes.split(',').map(str::trim).filter(|scope| !scope.is_empty()).map(Into::into).collect())
        .unwrap_or_default();
    WabaToken {
        state: token_state(facts, now),
        expires_at: facts.and_then(|facts| facts.expires_at).map(from_micros),
        checked_at: facts.map(|facts| from_micros(facts.checked_at)),
        given_at: facts.map(|facts| from_micros(facts.given_at)),
        given_by: facts.and_then(|facts| facts.giver.as_ref()).map(|giver| giver.name.clone()),
        messaging: scopes.iter().any(|scope| scope == access::MESSAGING),
        scopes,
    }
}

fn sync(row: &waba::Model, now: DateTime<Utc>) -> StoreResult<WabaSync> {
    let error = row.sync_error.as_deref().map(|code| word("wabas.sync_error", code)).transpose()?;
    Ok(WabaSync {
        state: word("wabas.sync_state", &row.sync_state)?,
        error,
        failed_at: row.sync_failed_at.map(from_micros),
        next_allowed_at: pause::next_sync_at(row.sync_asked_at).filter(|next| *next > now),
    })
}
