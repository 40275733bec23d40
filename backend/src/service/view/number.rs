//! Numbers as lists and their own pages show them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clienthub_shared::health::{CanSend, Health, HealthEntity};
use clienthub_shared::number::{Account, Name, NameLock, Number, NumberDetails};
use clienthub_shared::status::NameState;

use super::waba::{self, summary};
use super::{at, json, registration};
use crate::clock::from_micros;
use crate::service::facts;
use crate::service::status::{self, WabaFacts, words};
use crate::store::number_list::{NumberDetailsRow, NumberRow};
use crate::store::pin::PinFacts;
use crate::store::registration as registrations;
use crate::store::waba_list::WabaRow;
use crate::store::{StoreResult, number, word};

/// A page of rows. The facts of a WABA are read once, however many of its numbers the page has.
pub fn numbers(rows: &[NumberRow], now: DateTime<Utc>) -> StoreResult<Vec<Number>> {
    let mut known: HashMap<&str, WabaFacts> = HashMap::new();
    let mut numbers = Vec::with_capacity(rows.len());
    for row in rows {
        if !known.contains_key(row.waba.id.as_str()) {
            known.insert(&row.waba.id, facts::waba_facts(&row.waba, row.token.as_ref())?);
        }
        if let Some(waba_facts) = known.get(row.waba.id.as_str()) {
            numbers.push(with_facts(row, waba_facts, now)?);
        }
    }
    Ok(numbers)
}

pub fn number(row: &NumberRow, now: DateTime<Utc>) -> StoreResult<Number> {
    with_facts(row, &facts::waba_facts(&row.waba, row.token.as_ref())?, now)
}

fn with_facts(row: &NumberRow, waba_facts: &WabaFacts, now: DateTime<Utc>) -> StoreResult<Number> {
    let stored = &row.number;
    let number_facts = facts::number_facts(stored)?;
    let input = facts::number_input(stored, &number_facts)?;
    let readiness = status::readiness(&input, &facts::waba_input(&row.waba, waba_facts)?, now);
    Ok(Number {
        id: word("numbers.id", &stored.id)?,
        meta_id: stored.meta_id.clone(),
        phone_number: stored.phone_number.clone(),
        display_name: stored.display_name.clone(),
        name: name(stored, input.name_state),
        status: input.status,
        meta_status: stored.meta_status.clone(),
        attention: word("numbers.attention", &stored.attention)?,
        readiness,
        quality: word("numbers.quality", &stored.quality)?,
        limit_tier: word("numbers.limit_tier", &stored.limit_tier)?,
        throughput: words::throughput(stored.throughput_raw.as_deref()),
        account_mode: words::account_mode(stored.account_mode_raw.as_deref()),
        official: stored.official,
        pin_set: stored.pin_set,
        waba: summary(&row.waba)?,
        registration: registration::registration(stored, now)?,
        added_at: from_micros(stored.added_at),
        synced_at: stored.synced_at.map(from_micros),
        version: stored.version,
    })
}

/// A name under review cannot be edited.
fn name(stored: &number::Model, state: NameState) -> Name {
    let locked_reason = (state == NameState::UnderReview).then_some(NameLock::UnderReview);
    Name {
        state,
        pending: stored.name_pending.clone(),
        since: at(stored.name_state_since),
        editable: locked_reason.is_none(),
        locked_reason,
    }
}

pub fn details(
    found: NumberDetailsRow,
    flow: Option<&registrations::Model>,
    pins: &[PinFacts],
    now: DateTime<Utc>,
) -> StoreResult<NumberDetails> {
    let NumberDetailsRow { row, org, number_count } = found;
    let (number, stored) = (number(&row, now)?, &row.number);
    Ok(NumberDetails {
        number,
        account: Account {
            org_id: word("orgs.id", &org.id)?,
            organisation: org.name,
            contact_email: org.contact_email,
        },
        platform: words::platform(stored.platform_raw.as_deref()),
        status_since: at(stored.status_since),
        quality_since: at(stored.quality_since),
        registered_at: stored.registered_at.map(from_micros),
        registration_details: registration::details(stored, flow, pins, now)?,
        health: health(stored)?,
        waba_details: waba::waba(&WabaRow { waba: row.waba, token: row.token, number_count }, now)?,
    })
}

/// Health as Meta told it last. Sending is as possible as the entity that hinders it most allows.
pub fn health(stored: &number::Model) -> StoreResult<Health> {
    let entities: Vec<HealthEntity> = json("numbers.health", stored.health.as_deref())?;
    let hindrance = |can_send: &CanSend| match can_send {
        CanSend::Available => 0,
        CanSend::Unknown => 1,
        CanSend::Limited => 2,
        CanSend::Blocked => 3,
    };
    let can_send = entities.iter().map(|entity| entity.can_send).max_by_key(hindrance).unwrap_or(CanSend::Unknown);
    Ok(Health { can_send, entities, checked_at: stored.health_at.map(from_micros) })
}
