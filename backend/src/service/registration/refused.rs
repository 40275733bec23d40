//! How a refusal of Meta's, or the want of an answer, changes the number: told to the person, written down for whoever
//! opens the dialog next, and the step is over, unless there is another PIN to try.

use clienthub_shared::activity::Action;
use clienthub_shared::problem::{ErrorCode, Provider};
use clienthub_shared::registration::RegistrationState;

use super::held::{Deed, Held};
use super::pins::{self, Candidate};
use super::refusal::{Effect, answered, meaning};
use super::run::Run;
use crate::error::{AppError, AppResult, RefusalKind};

pub enum Next {
    /// Meta holds another PIN, and the hub knows one more.
    AnotherPin,
    Over(AppError),
}

/// Meta may have done it though no word of it came.
pub fn leaves_open(error: &AppError) -> bool {
    matches!(error, AppError::Provider(fault) if fault.leaves_open())
}

/// Meta has seen nothing of the call.
fn never_left(error: &AppError) -> bool {
    match error {
        AppError::Provider(fault) => fault.unsent,
        AppError::Unavailable(..) => true,
        _ => false,
    }
}

/// `sent`: the PIN of a register call.
pub async fn refused(run: &Run, action: Action, error: AppError, sent: Option<&Candidate>) -> AppResult<Next> {
    if matches!(error, AppError::Internal(_)) {
        // The lease runs out, and the step is resumed.
        return Ok(Next::Over(error));
    }
    let mut held = run.held().await?;
    let is_open = leaves_open(&error);
    if sent.is_some() && never_left(&error) {
        held.uncount_call()?;
    }
    let meaning = match &error {
        AppError::Provider(fault) => meaning(fault, held.tries()?, held.now).map(|meaning| (meaning, fault)),
        _ => None,
    };
    let told = match (meaning, sent) {
        (Some((meaning, fault)), Some(sent)) if meaning.effect == Effect::PinWrong => {
            pins::disprove(&held, &sent.id).await?;
            held.after.pin_set = Some(true);
            let is_given = held.flow.running_pin.as_deref() == Some(&sent.id);
            if !is_given && pins::next(&run.app, &held).await?.is_some() {
                held.save(&run.actor, None).await?;
                return Ok(Next::AnotherPin);
            }
            held.step(Some(RegistrationState::NeedsPin));
            if is_given {
                meaning.answer(fault, held.now)
            } else {
                answered(RefusalKind::State, ErrorCode::PinRequired, Some(Provider::from(fault)))
            }
        }
        (Some((meaning, fault)), _) => {
            let told = meaning.answer(fault, held.now);
            apply(&mut held, action, meaning.effect).await?;
            told
        }
        (None, _) => {
            held.step(None);
            error
        }
    };
    if is_open && sent.is_some() {
        pins::leave_open(&held).await?;
        held.read_again().await?;
    } else {
        pins::withdraw(&held).await?;
    }
    held.remember(&told)?;
    held.end().await?;
    held.save(&run.actor, Deed::refused(action, &told)).await?;
    Ok(Next::Over(told))
}

async fn apply(held: &mut Held<'_>, action: Action, effect: Effect) -> AppResult<()> {
    held.step(None);
    match effect {
        Effect::CodeWrong => held.flow.wrong_codes += 1,
        Effect::Wait(until) => {
            held.after.waits_until = Some(until.timestamp_micros());
            if action == Action::CodeChecked {
                // Meta checks no code for now, and none that was sent before.
                held.flow.wrong_codes = 0;
                held.after.code_expires_at = None;
            }
        }
        Effect::Unproven => {
            held.after.code_verification = Some("NOT_VERIFIED".into());
            held.after.verified_at = None;
            held.claim(&["code"]).await?;
        }
        Effect::Final => held.step(Some(RegistrationState::Failed)),
        Effect::PinWrong | Effect::Later(_) => {}
    }
    Ok(())
}
