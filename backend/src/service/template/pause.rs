//! Lifting a pause by pacing (reference 4.9). One for low quality ends by itself.

use chrono::TimeDelta;
use clienthub_shared::activity::Action;
use clienthub_shared::id::{OrgId, TemplateId, WabaId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::state::TemplateState;

use super::access::Access;
use super::held::Held;
use super::rule::UNPAUSE_WAIT;
use super::{record, trail};
use crate::actor::Actor;
use crate::clock::from_micros;
use crate::error::{AppError, AppResult};
use crate::service::change::{Cause, Source};
use crate::state::AppState;
use crate::store;

pub async fn unpause(app: &AppState, actor: &Actor, org: OrgId, waba: WabaId, id: TemplateId) -> AppResult<()> {
    let access = Access::open(app, org, waba).await?;
    let held = Held::open(app, org, waba, id).await?;
    let meta_id = held.before.meta_id.clone().filter(|_| held.before.state == TemplateState::Paused.as_str());
    let meta_id = meta_id.ok_or(AppError::Conflict(ErrorCode::TemplateUnchanged))?;
    let since = from_micros(held.before.paused_since.unwrap_or(held.before.state_since));
    let wait = since + UNPAUSE_WAIT - held.now;
    if wait > TimeDelta::zero() {
        return Err(AppError::Limited(ErrorCode::UnpauseTooSoon, u64::try_from(wait.num_seconds()).unwrap_or(0) + 1));
    }
    drop(held);
    access.call(app.graph.unpause_template(&access.secret, &meta_id)).await?;
    let mut held = Held::open(app, org, waba, id).await?;
    let now = held.now;
    record::status(&mut held.after, "APPROVED", now);
    store::attribute_clock::touch_any_org(&*held.tx, &held.after.id, &["status"], now).await?;
    let cause = Cause { source: Source::Person, actor: actor.user };
    let changes = trail::save(&held.tx, &app.clock, Some(&held.before), &held.after, &cause).await?;
    let (waba, id) = (&held.waba, &held.after.id);
    trail::note(&held.tx, &app.clock, actor, waba, id, Action::TemplateUnpaused, Ok(&changes)).await?;
    Ok(held.tx.commit().await?)
}
