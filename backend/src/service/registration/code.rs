//! *Trigger registration*: Meta sends a code by SMS or voice (reference 3.5).

use clienthub_shared::activity::Action;
use clienthub_shared::id::{NumberId, OrgId};
use clienthub_shared::language::is_language;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::registration::{CodeMethod, CodeRequestCreate};
use serde_json::json;

use super::held::{Deed, Held, Running};
use super::refusal::{Effect, answered, meaning, wait_s};
use super::refused::leaves_open;
use super::run::{Access, Run};
use crate::actor::Actor;
use crate::clock::from_micros;
use crate::error::{AppError, AppResult, RefusalKind, field};
use crate::service::own_time::{Progress, in_own_time};
use crate::service::pause::{CODE_LASTS, CODE_PAUSE};
use crate::service::status;
use crate::state::AppState;

/// The last code, to be put back when no other was sent.
#[derive(Clone)]
struct Earlier {
    method: Option<String>,
    language: Option<String>,
    requested_at: Option<i64>,
}

/// Asks Meta for a code. At most once a minute; not while ownership is proven.
pub async fn request_code(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    id: NumberId,
    create: CodeRequestCreate,
) -> AppResult<Progress> {
    if !is_language(&create.language) {
        return Err(AppError::Invalid(vec![field("language", ErrorCode::BadFormat)]));
    }
    let access = Access::open(app, org, id).await?;
    let mut held = Held::open(app, org, id).await?;
    may_request(&held)?;
    let flow = &mut held.flow;
    let earlier = Earlier {
        method: flow.method.replace(create.method.as_str().into()),
        language: flow.language.replace(create.language.clone()),
        requested_at: flow.code_requested_at.replace(held.now.timestamp_micros()),
    };
    let fence = held.begin(Running::Code, actor).await?;
    held.audit(actor, "registration.code", json!({ "method": create.method, "language": create.language })).await?;
    held.save(actor, None).await?;
    let run = access.run(app, org, id, actor, fence);
    in_own_time(app, async move { send(&run, &create, earlier).await }).await
}

fn may_request(held: &Held<'_>) -> AppResult<()> {
    held.must_be_free()?;
    held.must_not_be_on_business_app()?;
    let facts = held.facts()?;
    if status::sends(&facts) {
        return Err(AppError::Conflict(ErrorCode::AlreadyConnected));
    }
    if status::code_not_needed(&facts, held.now) {
        return Err(AppError::Conflict(ErrorCode::CodeNotNeeded));
    }
    let next_at = held.flow.code_requested_at.map(|at| from_micros(at) + CODE_PAUSE);
    match next_at.filter(|at| *at > held.now) {
        Some(at) => Err(answered(RefusalKind::Wait(wait_s(at, held.now)), ErrorCode::CodeTooSoon, None)),
        None => Ok(()),
    }
}

async fn send(run: &Run, create: &CodeRequestCreate, earlier: Earlier) -> AppResult<()> {
    let method = match create.method {
        CodeMethod::Sms => "SMS",
        CodeMethod::Voice => "VOICE",
    };
    let call = run.app.graph.request_code(run.secret(), &run.meta_id, method, &create.language);
    let error = match run.call(call).await {
        Ok(()) => {
            let mut held = run.held().await?;
            sent(&mut held);
            held.end().await?;
            return held.save(&run.actor, Deed::done(Action::CodeRequested)).await;
        }
        Err(error) => error,
    };
    let mut held = run.held().await?;
    let meaning = match &error {
        AppError::Provider(fault) => meaning(fault, held.tries()?, held.now).map(|meaning| (meaning, fault)),
        _ => None,
    };
    let told = match meaning {
        _ if leaves_open(&error) => {
            // It may arrive: the person can give it.
            sent(&mut held);
            error
        }
        Some((meaning, fault)) => {
            put_back(&mut held, earlier);
            match meaning.effect {
                Effect::Wait(until) => held.after.waits_until = Some(until.timestamp_micros()),
                // Meta may know better than we how far the number is.
                Effect::Final => held.read_again().await?,
                Effect::CodeWrong | Effect::PinWrong | Effect::Unproven | Effect::Later(_) => {}
            }
            meaning.answer(fault, held.now)
        }
        None => {
            put_back(&mut held, earlier);
            error
        }
    };
    held.remember(&told)?;
    held.end().await?;
    held.save(&run.actor, Deed::refused(Action::CodeRequested, &told)).await?;
    Err(told)
}

/// A code is on its way, or may be.
pub(super) fn sent(held: &mut Held<'_>) {
    let asked_at = held.flow.code_requested_at;
    held.after.code_expires_at = asked_at.map(|at| at + CODE_LASTS.num_microseconds().unwrap_or_default());
    held.step(None);
}

fn put_back(held: &mut Held<'_>, earlier: Earlier) {
    held.flow.method = earlier.method;
    held.flow.language = earlier.language;
    held.flow.code_requested_at = earlier.requested_at;
}
