//! What a refusal of Meta's means on the way to a registered number: the one table of reference 3.5 and 3.6. Codes decide;
//! texts are only asked how long to wait.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::problem::{ErrorCode, Provider};
use serde_json::{Map, Value};

use super::wait::{Named, named};
use crate::clock::from_micros;
use crate::error::{AppError, Refusal, RefusalKind};
use crate::graph::{GraphError, GraphErrorKind};
use crate::service::pause::CALLS_COUNT;

/// Where Meta asks to wait and names no time that can be read.
const UNNAMED: TimeDelta = TimeDelta::hours(1);
const JUST_DELETED: TimeDelta = TimeDelta::minutes(5);
const CODES_USED_UP: TimeDelta = TimeDelta::hours(12);
/// Wrong codes in a row until the number waits, whatever Meta's text says.
const WRONG_CODES: i64 = 3;
const REGISTRATION_DOWN: TimeDelta = TimeDelta::minutes(5);

/// What a refusal does to the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Another code may do at once.
    CodeWrong,
    /// Meta holds another PIN.
    PinWrong,
    /// Ownership has to be proven again.
    Unproven,
    /// Meta accepts nothing before then.
    Wait(DateTime<Utc>),
    /// Meta's fault; the same step may work later.
    Later(TimeDelta),
    /// The same step will be refused again.
    Final,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    pub code: ErrorCode,
    pub effect: Effect,
}

/// What is known of the number's tries, for refusals that say nothing of it.
#[derive(Debug, Clone, Copy)]
pub struct Tries {
    /// Wrong codes in a row before this one.
    pub wrong_codes: i64,
    /// The first register call that still counts for Meta.
    pub first_call: Option<i64>,
}

/// `None`: no refusal of these steps; the general table (`http/error.rs`) has it.
pub fn meaning(error: &GraphError, tries: Tries, now: DateTime<Utc>) -> Option<Meaning> {
    use ErrorCode as Code;
    let says = named(&[error.user_message.as_deref(), error.details.as_deref(), Some(&error.message)]);
    let wait = |otherwise: TimeDelta| match says {
        Named::For(time) => Effect::Wait(now + time),
        Named::SomeTime | Named::Nothing => Effect::Wait(now + otherwise),
    };
    let (code, effect) = match (error.code?, error.subcode) {
        (613, _) | (_, Some(2_494_158)) => (Code::CodeRequestedTooOften, wait(UNNAMED)),
        (_, Some(2_593_037)) => (Code::CodeNotSent, Effect::Final),
        (_, Some(2_593_039)) => (Code::CodeNotChecked, Effect::Later(TimeDelta::minutes(1))),
        (136_024, _) if says == Named::Nothing => (Code::CodeNotSent, Effect::Final),
        (136_024, _) => (Code::CodeNotSent, wait(UNNAMED)),
        (136_025, _) if matches!(says, Named::For(_)) || tries.wrong_codes + 1 >= WRONG_CODES => {
            (Code::CodeGuessesUsedUp, wait(CODES_USED_UP))
        }
        (136_025, _) => (Code::CodeWrong, Effect::CodeWrong),
        (133_000, _) => (Code::DeregistrationIncomplete, Effect::Final),
        // 131045, a wrong certificate, is mended by registering again (reference 9, errors).
        (131_045 | 133_004, _) => {
            let wait = if let Named::For(time) = says { time } else { REGISTRATION_DOWN };
            (Code::RegistrationUnavailable, Effect::Later(wait))
        }
        (133_005, _) => (Code::PinWrong, Effect::PinWrong),
        (133_006, _) => (Code::VerificationNeeded, Effect::Unproven),
        (133_008, _) => (Code::PinGuessesUsedUp, wait(UNNAMED)),
        (133_009, _) => (Code::PinGuessedTooFast, wait(UNNAMED)),
        (133_010, _) => (Code::NumberNotRegistered, Effect::Final),
        (133_015, _) => (Code::NumberJustDeleted, wait(JUST_DELETED)),
        (133_016, _) => {
            let first = tries.first_call.map_or(now, from_micros);
            (Code::RegisterLimitReached, Effect::Wait(first + CALLS_COUNT))
        }
        (131_031, _) => (Code::AccountLocked, Effect::Final),
        _ if error.kind == GraphErrorKind::NotFound => (Code::NumberGone, Effect::Final),
        _ => return None,
    };
    Some(Meaning { code, effect })
}

impl Meaning {
    /// As the person who asked gets it.
    pub fn answer(self, error: &GraphError, now: DateTime<Utc>) -> AppError {
        let kind = match self.effect {
            Effect::CodeWrong | Effect::PinWrong => RefusalKind::Input,
            Effect::Unproven | Effect::Final => RefusalKind::State,
            Effect::Wait(until) => RefusalKind::Wait(wait_s(until, now)),
            Effect::Later(time) => RefusalKind::Busy(u64::try_from(time.num_seconds()).unwrap_or(1)),
        };
        answered(kind, self.code, Some(Provider::from(error)))
    }
}

pub fn answered(kind: RefusalKind, code: ErrorCode, provider: Option<Provider>) -> AppError {
    AppError::Answered(Box::new(Refusal { kind, code, provider, params: Map::new() }))
}

/// The same with values for the sentence.
pub fn answered_with(code: ErrorCode, params: [(&str, Value); 2]) -> AppError {
    let params = params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    AppError::Answered(Box::new(Refusal { kind: RefusalKind::State, code, provider: None, params }))
}

pub fn wait_s(until: DateTime<Utc>, now: DateTime<Utc>) -> u64 {
    u64::try_from((until - now).num_milliseconds()).unwrap_or(0).div_ceil(1000).max(1)
}
