//! Templates of a file become drafts, some in one transaction: thousands take seconds, and nobody else waits long for the WABA.

use std::collections::HashMap;

use clienthub_shared::id::{OrgId, TemplateId, WabaId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::Template;
use clienthub_shared::template::request::{PlanAction, PlanRow, TemplateFile, TemplatePlan};

use super::held::{is_underway, put_draft};
use super::{content, fixed, plan, trail};
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::service::change::{Cause, Source, Trail};
use crate::state::AppState;
use crate::store::template::{self, Model};
use crate::store::{self, Tx};

/// Drafts that are written in one transaction.
const AT_ONCE: usize = 200;

struct Write<'a> {
    row: &'a mut PlanRow,
    draft: Template,
    /// Of the template that is there, when the plan was made.
    version: Option<i64>,
}

/// Everything that may be becomes a draft; what is blocked says why. Nothing is sent to Meta.
pub async fn import(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    waba: WabaId,
    file: TemplateFile,
) -> AppResult<TemplatePlan> {
    let plan::Read { mut plan, mut wanted, versions } = plan::read(app, org, waba, file).await?;
    let writes = plan.rows.iter_mut().filter(|row| matches!(row.action, PlanAction::Create | PlanAction::Update));
    let mut writes: Vec<_> = writes
        .filter_map(|row| {
            let key = (row.name.clone(), row.language.clone());
            let draft = wanted.remove(&key)?;
            Some(Write { row, draft, version: versions.get(&key).copied() })
        })
        .collect();
    for some in writes.chunks_mut(AT_ONCE) {
        let tx = app.db.begin().await?;
        store::waba::lock(&*tx, org, waba).await?.ok_or(AppError::NotFound)?;
        write(app, &tx, actor, (org, waba), some).await?;
        tx.commit().await?;
    }
    Ok(plan)
}

/// What somebody else has changed since the plan is blocked, and what would be too large.
async fn write(
    app: &AppState,
    tx: &Tx,
    actor: &Actor,
    (org, waba): (OrgId, WabaId),
    writes: &mut [Write<'_>],
) -> AppResult<()> {
    let names: Vec<_> = writes.iter().map(|write| write.row.name.clone()).collect();
    let there = template::list_by_names(&**tx, org, waba, &names).await?;
    let there: HashMap<_, _> = there.iter().map(|row| ((row.name.as_str(), row.language.as_str()), row)).collect();
    let (now, cause) = (app.clock.now(), Cause { source: Source::Person, actor: actor.user });
    let (mut new, mut trail) = (Vec::new(), Trail::default());
    for Write { row, draft, version } in writes {
        let before = there.get(&(draft.name.as_str(), draft.language.as_str())).copied();
        let at_meta = before.map(Model::content).transpose()?.flatten();
        if let Some(at_meta) = &at_meta {
            fixed::settle(draft, at_meta);
        }
        let blocked = match (row.action, before) {
            (PlanAction::Create, Some(_)) => Some(ErrorCode::TemplateExists),
            (PlanAction::Update, None) => Some(ErrorCode::NotFound),
            (PlanAction::Update, Some(before)) if is_underway(before, now) => Some(ErrorCode::RequestInProgress),
            (PlanAction::Update, Some(before)) if Some(before.version) != *version => Some(ErrorCode::VersionStale),
            // With what Meta keeps of it.
            _ if content::is_too_large(draft) => Some(ErrorCode::BodyTooLarge),
            _ => None,
        };
        if let Some(code) = blocked {
            (row.action, row.code) = (PlanAction::Blocked, Some(code));
            continue;
        }
        let mut after = match before {
            Some(before) => before.clone(),
            None => Model::new(TemplateId::from_uuid(app.clock.uuid()), org, waba, now),
        };
        put_draft(&mut after, actor, draft, now)?;
        row.id = Some(after.id()?);
        match before {
            Some(before) if *before == after => continue,
            Some(_) => template::update(&**tx, &after).await?,
            None => {}
        }
        trail::trace(&mut trail, &app.clock, before, &after, &cause);
        if before.is_none() {
            new.push(after);
        }
    }
    template::insert_many(&**tx, &new).await?;
    trail.write(tx).await
}
