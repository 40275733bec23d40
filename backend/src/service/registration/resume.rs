//! Takes up a step whose process has died. What can be looked up at Meta is, and goes on; the rest ends with an answer that was lost.

use clienthub_shared::activity::Action;
use clienthub_shared::id::NumberId;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::registration::RegistrationState as Step;

use super::held::{Deed, Held, Running};
use super::refusal::wait_s;
use super::run::Access;
use super::{code, drive, pins};
use crate::clock::from_micros;
use crate::error::{AppError, AppResult};
use crate::graph::GraphError;
use crate::state::AppState;
use crate::store;

/// The task. 503 until the step's lease ends.
pub async fn resume(app: &AppState, id: NumberId) -> AppResult<()> {
    let Some((_, waba)) = store::number::find_any_org(app.db.read(), id).await? else { return Ok(()) };
    let org = waba.org()?;
    let access = match Access::open(app, org, id).await {
        Err(AppError::Conflict(_)) => None,
        access => Some(access?),
    };
    let mut held = Held::open(app, org, id).await?;
    let Some(running) = held.running() else { return Ok(()) };
    let until = held.flow.running_until.map(from_micros).filter(|until| *until > held.now);
    if let Some(until) = until {
        return Err(AppError::Unavailable(ErrorCode::RequestInProgress, wait_s(until, held.now)));
    }
    let actor = held.actor()?;
    tracing::warn!(number = %id, ?running, "a registration step is resumed");
    match (running, access) {
        (Running::Register | Running::Reregister, Some(access)) => {
            held.take();
            let fence = held.flow.fence;
            held.save(&actor, None).await?;
            match drive::drive(&access.run(app, org, id, &actor, fence), true).await {
                // Written down where people see it.
                Err(AppError::Answered(_) | AppError::Provider(_) | AppError::Conflict(_)) | Ok(()) => Ok(()),
                accident => accident,
            }
        }
        // No read tells whether Meta sent a code or took a PIN, and asking again would count; or the WABA was disconnected.
        (Running::Code | Running::Pin, _) | (_, None) => lose(held, running).await,
    }
}

/// The step ends as one does whose answer was lost: Meta may have done it.
async fn lose(mut held: Held<'_>, running: Running) -> AppResult<()> {
    let actor = held.actor()?;
    let step = held.after.registration_step.take();
    let action = match running {
        Running::Code => {
            code::sent(&mut held);
            Action::CodeRequested
        }
        Running::Pin => {
            pins::leave_open(&held).await?;
            Action::PinChanged
        }
        Running::Register | Running::Reregister if step.as_deref() == Some(Step::Registering.as_str()) => {
            pins::leave_open(&held).await?;
            Action::Registered
        }
        Running::Register | Running::Reregister => {
            pins::withdraw(&held).await?;
            Action::CodeChecked
        }
    };
    let lost = AppError::Provider(GraphError::timeout());
    held.remember(&lost)?;
    held.end().await?;
    held.save(&actor, Deed::refused(action, &lost)).await
}
