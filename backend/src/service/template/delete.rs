//! Deleting templates: drafts leave nothing behind, what Meta has is deleted there first. Meta deletes many at once, all or none.

use std::collections::BTreeSet;

use clienthub_shared::activity::Action;
use clienthub_shared::id::{AuditId, OrgId, TemplateId, WabaId};
use clienthub_shared::problem::{ErrorCode, Provider};
use clienthub_shared::template::request::{TemplateKept, TemplatesDelete, TemplatesDeleted};
use clienthub_shared::template::state::TemplateState;

use super::access::Access;
use super::held::is_underway;
use super::{sync, trail};
use crate::actor::Actor;
use crate::error::{AppError, AppResult, field, field_with};
use crate::graph::GraphErrorKind;
use crate::service::change::{Cause, Source};
use crate::service::token;
use crate::state::AppState;
use crate::store::audit::AuditEntry;
use crate::store::{self, Tx, template};

/// At once, as Meta takes them.
const MOST: usize = 100;

/// One template. What Meta refuses is the answer.
pub async fn delete(app: &AppState, actor: &Actor, org: OrgId, waba: WabaId, id: TemplateId) -> AppResult<()> {
    let row = template::find(app.db.read(), org, waba, id).await?.filter(|row| row.gone_at.is_none());
    let rows = looked_for(app, org, waba, vec![row.ok_or(AppError::NotFound)?]).await?;
    at_meta(app, org, waba, &rows).await?;
    match forget(app, actor, org, waba, rows).await?.is_empty() {
        true => Ok(()),
        false => Err(AppError::Conflict(ErrorCode::RequestInProgress)),
    }
}

/// Whole families and single languages, at most 100 templates together. Those that Meta keeps are told one by one.
pub async fn delete_many(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    waba: WabaId,
    wish: TemplatesDelete,
) -> AppResult<TemplatesDeleted> {
    if wish.names.is_empty() && wish.ids.is_empty() {
        return Err(AppError::Invalid(vec![field("ids", ErrorCode::Required)]));
    }
    let too_many = |path| Err(AppError::Invalid(vec![field_with(path, ErrorCode::TooLong, "max", MOST)]));
    if wish.ids.len() > MOST || wish.names.len() > MOST {
        return too_many(if wish.ids.len() > MOST { "ids" } else { "names" });
    }
    let db = app.db.read();
    let ids: Vec<_> = wish.ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut rows = template::list_by_names(db, org, waba, &wish.names).await?;
    let known: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let single = template::list_by_ids(db, org, waba, &ids).await?;
    if single.len() < ids.len() {
        return Err(AppError::NotFound);
    }
    rows.extend(single.into_iter().filter(|row| !known.contains(&row.id)));
    if rows.len() > MOST {
        return too_many("names");
    }
    // One that is on its way to Meta does not hold the others back.
    let now = app.clock.now();
    let (underway, rows) = rows.into_iter().partition(|row| row.meta_id.is_none() && is_underway(row, now));
    let underway: Vec<template::Model> = underway;
    let rows = looked_for(app, org, waba, rows).await?;
    let (gone, mut kept) = together_or_alone(app, org, waba, rows).await?;
    let mut deleted = gone.iter().map(template::Model::id).collect::<Result<Vec<_>, _>>()?;
    let mut busy = forget(app, actor, org, waba, gone).await?;
    for row in &underway {
        busy.push(row.id()?);
    }
    deleted.retain(|id| !busy.contains(id));
    kept.extend(busy.into_iter().map(|id| TemplateKept { id, code: ErrorCode::RequestInProgress, provider: None }));
    Ok(TemplatesDeleted { deleted, kept })
}

/// A new one whose sending ended without a word may be at Meta. It is looked for by its name: found, it is deleted there like any other.
async fn looked_for(
    app: &AppState,
    org: OrgId,
    waba: WabaId,
    rows: Vec<template::Model>,
) -> AppResult<Vec<template::Model>> {
    let (now, mut known) = (app.clock.now(), Vec::with_capacity(rows.len()));
    for row in rows {
        if row.meta_id.is_some() || row.sending_since.is_none() || is_underway(&row, now) {
            known.push(row);
            continue;
        }
        let id = row.id()?;
        sync::read_now(app, org, waba, id).await?;
        known.extend(template::find(app.db.read(), org, waba, id).await?.filter(|row| row.gone_at.is_none()));
    }
    Ok(known)
}

/// All at once; when Meta refuses, one after the other, so that one bad template does not hold the others back.
async fn together_or_alone(
    app: &AppState,
    org: OrgId,
    waba: WabaId,
    rows: Vec<template::Model>,
) -> AppResult<(Vec<template::Model>, Vec<TemplateKept>)> {
    match at_meta(app, org, waba, &rows).await {
        Ok(()) => return Ok((rows, Vec::new())),
        Err(AppError::Provider(error)) if rows.len() > 1 && is_about_one(&error.kind) => {}
        Err(error) => return Err(error),
    }
    let (mut gone, mut kept) = (Vec::new(), Vec::new());
    for row in rows {
        match at_meta(app, org, waba, std::slice::from_ref(&row)).await {
            Ok(()) => gone.push(row),
            Err(AppError::Provider(error)) if is_about_one(&error.kind) => {
                let provider = Some(Provider::from(&error));
                let code = token::code_of(&AppError::Provider(error));
                kept.push(TemplateKept { id: row.id()?, code, provider });
            }
            // What is deleted already is written down before the rest is told.
            Err(error) if gone.is_empty() => return Err(error),
            Err(error) => kept.push(TemplateKept { id: row.id()?, code: token::code_of(&error), provider: None }),
        }
    }
    Ok((gone, kept))
}

fn is_about_one(kind: &GraphErrorKind) -> bool {
    matches!(kind, GraphErrorKind::Input | GraphErrorKind::State | GraphErrorKind::NotFound)
}

/// Drafts that Meta never had need no call.
async fn at_meta(app: &AppState, org: OrgId, waba: WabaId, rows: &[template::Model]) -> AppResult<()> {
    if rows.iter().any(|row| is_underway(row, app.clock.now()) && row.meta_id.is_none()) {
        return Err(AppError::Conflict(ErrorCode::RequestInProgress));
    }
    let sent: Vec<_> = rows.iter().filter_map(|row| Some((row.name.as_str(), row.meta_id.as_deref()?))).collect();
    if sent.is_empty() {
        return Ok(());
    }
    let access = Access::open(app, org, waba).await?;
    let (secret, meta_waba) = (&access.secret, access.waba.meta_id.as_str());
    let gone = match sent.as_slice() {
        [(name, id)] => access.call(app.graph.delete_template(secret, meta_waba, name, id)).await,
        several => {
            let ids: Vec<_> = several.iter().map(|(_, id)| *id).collect();
            access.call(app.graph.delete_templates(secret, meta_waba, &ids)).await
        }
    };
    let [(_, id)] = sent.as_slice() else { return gone };
    match gone {
        // Somebody has deleted it already, or an answer was lost: Meta refuses names that it does not know as it does wrong ones.
        Err(AppError::Provider(error)) if matches!(error.kind, GraphErrorKind::NotFound | GraphErrorKind::Input) => {
            match access.call(app.graph.read_template(secret, id)).await {
                Err(AppError::Provider(read)) if read.kind == GraphErrorKind::NotFound => Ok(()),
                _ => Err(AppError::Provider(error)),
            }
        }
        gone => gone,
    }
}

/// Answers those that were sent to Meta since they were read: they stay.
async fn forget(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    waba: WabaId,
    rows: Vec<template::Model>,
) -> AppResult<Vec<TemplateId>> {
    let (mut busy, mut deleted) = (Vec::new(), 0);
    let (tx, now) = (app.db.begin().await?, app.clock.now());
    let waba_row = store::waba::lock(&*tx, org, waba).await?.ok_or(AppError::NotFound)?;
    let cause = Cause { source: Source::Person, actor: actor.user };
    for row in rows {
        let Some(before) = template::find(&*tx, org, waba, row.id()?).await?.filter(|row| row.gone_at.is_none()) else {
            continue;
        };
        let is_sent_since = is_underway(&before, now) || before.sending_since != row.sending_since;
        if before.meta_id != row.meta_id || (before.meta_id.is_none() && is_sent_since) {
            busy.push(before.id()?);
            continue;
        }
        let mut after = before.clone();
        after.state = TemplateState::Deleted.as_str().into();
        (after.state_since, after.gone_at) = (now.timestamp_micros(), Some(now.timestamp_micros()));
        // A plain draft is nobody's loss; what was sent once, heard of or not, is.
        if before.meta_id.is_some() || before.sending_since.is_some() {
            audit(app, &tx, org, actor, &before).await?;
        }
        if before.meta_id.is_none() {
            let mut trail = crate::service::change::Trail::default();
            trail::trace(&mut trail, &app.clock, Some(&before), &after, &cause);
            trail.write(&tx).await?;
            // One that Meta had and deleted lives on as a draft, with its versions.
            store::template_version::remove_all(&*tx, org, &before.id).await?;
            template::remove(&*tx, org, &before.id).await?;
            continue;
        }
        deleted += 1;
        (after.draft, after.sending_since) = (None, None);
        let changes = trail::save(&tx, &app.clock, Some(&before), &after, &cause).await?;
        trail::note(&tx, &app.clock, actor, &waba_row, &after.id, Action::TemplateDeleted, Ok(&changes)).await?;
    }
    store::template_sync::count_used(&*tx, org, waba, -deleted).await?;
    tx.commit().await?;
    Ok(busy)
}

async fn audit(app: &AppState, tx: &Tx, org: OrgId, actor: &Actor, before: &template::Model) -> AppResult<()> {
    let entry = AuditEntry {
        id: AuditId::from_uuid(app.clock.uuid()),
        actor,
        action: "template.delete",
        object_id: Some(before.id.clone()),
        before: Some(
            serde_json::json!({ "name": before.name, "language": before.language, "meta_id": before.meta_id }),
        ),
        after: None,
    };
    Ok(store::audit::insert(&**tx, org, entry, app.clock.now()).await?)
}
