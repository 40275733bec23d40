//! Checks the code and registers (product 4.3). Runs apart from any request; begun or resumed, it goes by what is written down.
//! After a lost answer the number is read: what Meta counts is sent once more at most, and only when it had no effect.

use clienthub_shared::activity::Action;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::registration::RegistrationState as Step;

use super::held::{Deed, Held, Running};
use super::pins::{self, Candidate};
use super::refusal::answered;
use super::refused::{Next, leaves_open, refused};
use super::run::{Run, Seen};
use crate::error::{AppError, AppResult, RefusalKind};
use crate::service::status::{self, words};
use crate::store::registration::code_place;
use crate::store::word;

/// From where the number stands to *connected*, or to a refusal that is written down and handed back.
pub async fn drive(run: &Run, resumed: bool) -> AppResult<()> {
    let held = run.held().await?;
    let step = held.after.registration_step.as_deref();
    let step: Option<Step> = step.map(|step| word("numbers.registration_step", step)).transpose()?;
    match step {
        Some(Step::Verifying) => {
            let sealed = held.flow.sealed_code.clone().unwrap_or_default();
            drop(held);
            verify(run, &sealed, resumed).await?;
            register(run).await
        }
        // It was sent, or about to be, when its process died.
        Some(Step::Registering) if resumed => {
            held.leave_pins_open(&run.actor).await?;
            match look(run).await {
                Ok(Some(seen)) => succeed(run, None, Some(seen)).await,
                Ok(None) => register(run).await,
                Err(error) => over(run, Action::Registered, error, None).await,
            }
        }
        _ => {
            drop(held);
            register(run).await
        }
    }
}

/// The code, at most twice: the second time when the answer to the first was lost and Meta knows of no proof.
async fn verify(run: &Run, sealed: &[u8], resumed: bool) -> AppResult<()> {
    let code = run.app.keys.open(&code_place(&run.id.to_string()), sealed)?;
    let check = || run.call(run.app.graph.verify_code(run.secret(), &run.meta_id, &code));
    let mut is_repeated = resumed;
    if resumed {
        match is_proven(run).await {
            Ok(true) => return verified(run).await,
            Ok(false) => {}
            Err(error) => return over(run, Action::CodeChecked, error, None).await,
        }
    }
    let Err(mut error) = check().await else { return verified(run).await };
    if leaves_open(&error) {
        match is_proven(run).await {
            Ok(true) => return verified(run).await,
            Ok(false) => match check().await {
                Ok(()) => return verified(run).await,
                Err(again) => (error, is_repeated) = (again, true),
            },
            // Meta is not there: the lost answer is what the person hears of.
            Err(_) => {}
        }
    }
    // Meta takes a code once: the first one may have arrived after the read.
    if is_repeated && !leaves_open(&error) && matches!(is_proven(run).await, Ok(true)) {
        return verified(run).await;
    }
    over(run, Action::CodeChecked, error, None).await
}

async fn is_proven(run: &Run) -> AppResult<bool> {
    Ok(words::code_verified(run.read().await?.phone.code_verification_status.as_deref()))
}

async fn verified(run: &Run) -> AppResult<()> {
    let mut held = run.held().await?;
    held.after.code_verification = Some("VERIFIED".into());
    held.after.verified_at = Some(held.now.timestamp_micros());
    held.after.code_expires_at = None;
    held.flow.sealed_code = None;
    held.flow.wrong_codes = 0;
    held.step(None);
    held.claim(&["code"]).await?;
    held.save(&run.actor, Deed::done(Action::CodeChecked)).await
}

/// Register, with one PIN after the other that may be the right one; once more after an answer that was lost.
async fn register(run: &Run) -> AppResult<()> {
    let mut is_repeated = false;
    loop {
        let Some(sent) = prepare(run).await? else { return Ok(()) };
        let region = sent.region.as_deref();
        let call = run.app.graph.register(run.secret(), &run.meta_id, &sent.candidate.pin, region);
        let Err(error) = run.call(call).await else { return succeed(run, Some(&sent.candidate), None).await };
        if leaves_open(&error) {
            run.held().await?.leave_pins_open(&run.actor).await?;
            match look(run).await {
                Ok(Some(seen)) => return succeed(run, Some(&sent.candidate), Some(seen)).await,
                Ok(None) if !is_repeated => {
                    is_repeated = true;
                    continue;
                }
                _ => {}
            }
        }
        match refused(run, Action::Registered, error, Some(&sent.candidate)).await? {
            Next::AnotherPin => {}
            Next::Over(error) => return Err(error),
        }
    }
}

/// What goes to Meta.
struct Sent {
    candidate: Candidate,
    region: Option<String>,
}

/// Reads the number as Meta has it now, chooses the PIN, and writes both down. `None`: there is nothing left to do.
async fn prepare(run: &Run) -> AppResult<Option<Sent>> {
    let seen = match run.read().await {
        Ok(seen) => seen,
        Err(error) => return over(run, Action::Registered, error, None).await.map(|()| None),
    };
    let mut held = run.held().await?;
    held.record(seen).await?;
    let is_connected = status::sends(&held.facts()?);
    if is_connected && held.running() == Some(Running::Register) {
        // Somebody registered it elsewhere meanwhile: a PIN that was never sent is not in force.
        pins::withdraw(&held).await?;
        held.step(None);
        held.end().await?;
        held.save(&run.actor, None).await?;
        return Ok(None);
    }
    let refusal = if held.after.on_biz_app == Some(true) {
        Some(ErrorCode::NumberOnBusinessApp)
    } else if !is_connected && !words::code_verified(held.after.code_verification.as_deref()) {
        Some(ErrorCode::VerificationNeeded)
    } else {
        None
    };
    let candidate = pins::next(&run.app, &held).await?;
    let candidate = match (refusal, candidate) {
        (Some(code), _) => return refuse(run, held, code, None).await,
        (None, Some(candidate)) => candidate,
        (None, None) if held.after.pin_set == Some(true) => {
            return refuse(run, held, ErrorCode::PinRequired, Some(Step::NeedsPin)).await;
        }
        (None, None) => {
            pins::propose(&run.app, &held, &pins::random()?).await?;
            let proposed = pins::next(&run.app, &held).await?;
            proposed.ok_or_else(|| anyhow::anyhow!("the PIN that was just proposed is gone"))?
        }
    };
    held.flow.registered_before = held.after.registered_at;
    held.step(Some(Step::Registering));
    held.count_call()?;
    let region = held.flow.data_region.clone();
    held.save(&run.actor, None).await?;
    Ok(Some(Sent { candidate, region }))
}

/// The hub itself sees that Meta would refuse, and spares the call.
async fn refuse(run: &Run, mut held: Held<'_>, code: ErrorCode, step: Option<Step>) -> AppResult<Option<Sent>> {
    let error = answered(RefusalKind::State, code, None);
    pins::withdraw(&held).await?;
    held.step(step);
    held.remember(&error)?;
    held.end().await?;
    held.save(&run.actor, Deed::refused(Action::Registered, &error)).await?;
    Err(error)
}

/// The number, when the call whose answer was lost has connected it.
async fn look(run: &Run) -> AppResult<Option<Seen>> {
    let seen = run.read().await?;
    let held = run.held().await?;
    let before = held.flow.registered_before;
    let is_new = seen.phone.last_onboarded_time.map(|at| at.timestamp_micros()) != before;
    let connected = words::number_status(seen.phone.status.as_deref()).sends();
    let done = connected && (is_new || held.running() == Some(Running::Register));
    Ok(done.then_some(seen))
}

/// Meta has registered the number, with this PIN or, resumed, with the one that was tried last.
async fn succeed(run: &Run, sent: Option<&Candidate>, seen: Option<Seen>) -> AppResult<()> {
    let mut held = run.held().await?;
    match seen {
        Some(seen) => held.record(seen).await?,
        None => held.after.registered_at = Some(held.now.timestamp_micros()),
    }
    if !status::sends(&held.facts()?) {
        held.after.meta_status = Some("CONNECTED".into());
    }
    held.after.platform_raw = Some("CLOUD_API".into());
    held.after.pin_set = Some(true);
    held.after.waits_until = None;
    held.after.code_expires_at = None;
    held.step(None);
    let tried = match sent {
        Some(sent) => Some(sent.id.clone()),
        None => pins::next(&run.app, &held).await?.map(|candidate| candidate.id),
    };
    if let Some(id) = tried {
        pins::confirm(&held, &id).await?;
    }
    held.claim(&["status", "pin"]).await?;
    held.end().await?;
    held.read_again().await?;
    held.save(&run.actor, Deed::done(Action::Registered)).await
}

/// Ends the step; what Meta refused is not tried again.
async fn over(run: &Run, action: Action, error: AppError, sent: Option<&Candidate>) -> AppResult<()> {
    match refused(run, action, error, sent).await? {
        Next::Over(error) => Err(error),
        Next::AnotherPin => Ok(()),
    }
}
