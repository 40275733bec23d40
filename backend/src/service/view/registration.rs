//! Registration as lists, details and the dialog show it.

use chrono::{DateTime, Utc};
use clienthub_shared::registration::{CodeRequest, Registration, RegistrationDetails, RegistrationFailure, Running};
use serde::Deserialize;

use crate::clock::from_micros;
use crate::service::pause::{CALLS_COUNT, CODE_LASTS, CODE_PAUSE};
use crate::service::{facts, status};
use crate::store::pin::{PinFacts, PinState};
use crate::store::registration::Model;
use crate::store::{StoreError, StoreResult, number, word};

use super::json;

/// What every row of a list says of it.
pub fn registration(stored: &number::Model, now: DateTime<Utc>) -> StoreResult<Registration> {
    Ok(Registration {
        state: word("numbers.registration", &stored.registration)?,
        attempts_72h: u32::try_from(register_calls(stored, now)?.len()).unwrap_or(u32::MAX),
        waits_until: stored.waits_until.map(from_micros).filter(|until| *until > now),
    })
}

/// When the hub called register or deregister within the time that Meta counts, the oldest first.
pub fn register_calls(stored: &number::Model, now: DateTime<Utc>) -> StoreResult<Vec<i64>> {
    let mut calls: Vec<i64> = json("numbers.register_calls", stored.register_calls.as_deref())?;
    calls.retain(|at| from_micros(*at) > now - CALLS_COUNT);
    Ok(calls)
}

/// The name of who began a step.
#[derive(Default, Deserialize)]
struct By {
    name: String,
}

/// `flow` is absent when nobody has tried to register the number here.
pub fn details(
    stored: &number::Model,
    flow: Option<&Model>,
    pins: &[PinFacts],
    now: DateTime<Utc>,
) -> StoreResult<RegistrationDetails> {
    let facts = facts::number_facts(stored)?;
    let (mut known, mut changed_at) = (false, None);
    for pin in pins {
        match pin.state()? {
            PinState::Proposed => continue,
            PinState::Unconfirmed => {}
            PinState::Current => changed_at = Some(from_micros(pin.since)),
        }
        known = true;
    }
    let running = flow.and_then(|flow| Some((flow.running.as_ref()?, flow.running_since?, flow.running_by.as_deref())));
    let failure = flow.and_then(|flow| flow.failure.as_deref());
    Ok(RegistrationDetails {
        code_needed: !status::sends(&facts) && !status::code_not_needed(&facts, now),
        pin_needed: stored.pin_set == Some(true) && !known,
        pin_known: known,
        pin_changed_at: changed_at,
        on_business_app: stored.on_biz_app == Some(true),
        data_localization_region: flow
            .and_then(|flow| flow.data_region.as_deref())
            .map(|region| word("registrations.data_region", region))
            .transpose()?,
        region_open: stored.registered_at.is_none(),
        code: flow.map(code).transpose()?.flatten(),
        running: running
            .map(|(_, since, by)| {
                let By { name } = json("registrations.running_by", by)?;
                Ok::<_, StoreError>(Running { by: name, since: from_micros(since) })
            })
            .transpose()?,
        failure: failure
            .map(|text| {
                serde_json::from_str::<RegistrationFailure>(text)
                    .map_err(|_| StoreError::Corrupt { what: "registrations.failure", value: text.into() })
            })
            .transpose()?,
    })
}

fn code(flow: &Model) -> StoreResult<Option<CodeRequest>> {
    let (Some(method), Some(language), Some(at)) = (&flow.method, &flow.language, flow.code_requested_at) else {
        return Ok(None);
    };
    let requested_at = from_micros(at);
    Ok(Some(CodeRequest {
        method: word("registrations.method", method)?,
        language: language.clone(),
        requested_at,
        expires_at: requested_at + CODE_LASTS,
        next_at: requested_at + CODE_PAUSE,
    }))
}
