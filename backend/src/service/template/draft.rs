//! Drafts: made, changed, thrown away, copied, restored. Nothing here speaks to Meta, so all of it works while Meta is down or
//! the WABA is disconnected.

use clienthub_shared::id::{OrgId, TemplateId, WabaId};
use clienthub_shared::problem::{ErrorCode, FieldError};
use clienthub_shared::template::request::{TemplateDuplicate, TemplateRestore};
use clienthub_shared::template::{Finding, Rest, Severity, Template, validate};
use serde_json::Value;

use super::held::{self, Held};
use super::{content, fixed, trail};
use crate::actor::Actor;
use crate::error::{AppError, AppResult, field};
use crate::service::change::{Cause, Source};
use crate::state::AppState;
use crate::store::{self, template};

/// A new draft. Name and language must be right, everything else may be unfinished. 409 `template_exists`.
pub async fn create(app: &AppState, actor: &Actor, org: OrgId, waba: WabaId, draft: Template) -> AppResult<TemplateId> {
    let draft = content::written(draft);
    must_be_named(&draft)?;
    let tx = app.db.begin().await?;
    store::waba::lock(&*tx, org, waba).await?.ok_or(AppError::NotFound)?;
    if template::find_by_name(&*tx, org, waba, &draft.name, &draft.language).await?.is_some() {
        return Err(AppError::Conflict(ErrorCode::TemplateExists));
    }
    let (id, now) = (TemplateId::from_uuid(app.clock.uuid()), app.clock.now());
    let mut row = template::Model::new(id, org, waba, now);
    held::put_draft(&mut row, actor, &draft, now)?;
    let cause = Cause { source: Source::Person, actor: actor.user };
    trail::save(&tx, &app.clock, None, &row, &cause).await?;
    tx.commit().await?;
    Ok(id)
}

/// A merge patch of what is edited: the draft, or else what Meta has. Name and language move only while Meta has never had it.
pub async fn update(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    waba: WabaId,
    id: TemplateId,
    patch: Rest,
    version: Option<i64>,
) -> AppResult<()> {
    let mut held = Held::open(app, org, waba, id).await?;
    held.must_have_version(version)?;
    held.must_not_be_sent()?;
    let mut object = held.newest()?.to_object();
    let named: Vec<String> = patch.keys().cloned().collect();
    for (name, value) in patch {
        match value {
            Value::Null => object.remove(&name),
            value => object.insert(name, value),
        };
    }
    let draft = content::written(Template::from_object(object));
    must_be_named(&draft)?;
    let is_renamed = draft.name != held.before.name || draft.language != held.before.language;
    if is_renamed {
        // It may be at Meta under its first name: that is found out first.
        if held.before.sending_since.is_some() {
            return Err(AppError::Conflict(ErrorCode::OutcomeUnknown));
        }
        if held.before.meta_id.is_some() {
            let path = if draft.name == held.before.name { "language" } else { "name" };
            return Err(AppError::Invalid(vec![field(path, ErrorCode::TemplateNameFixed)]));
        }
        if template::find_by_name(&*held.tx, org, waba, &draft.name, &draft.language).await?.is_some() {
            return Err(AppError::Conflict(ErrorCode::TemplateExists));
        }
    }
    if let Some(at_meta) = held.before.content()? {
        let kept: Vec<_> =
            fixed::asked(&named, &draft, &at_meta).into_iter().map(|name| fixed::refusal(name)).collect();
        if !kept.is_empty() {
            return Err(AppError::Invalid(kept));
        }
    }
    held.put_draft(actor, &draft)?;
    held.save(actor).await
}

/// Throws the unsent changes away. 409 `template_unchanged` for a draft that Meta never had: delete it.
pub async fn discard(app: &AppState, actor: &Actor, org: OrgId, waba: WabaId, id: TemplateId) -> AppResult<()> {
    let mut held = Held::open(app, org, waba, id).await?;
    held.must_not_be_sent()?;
    if held.before.content.is_none() || held.before.draft.is_none() {
        return Err(AppError::Conflict(ErrorCode::TemplateUnchanged));
    }
    held.discard_draft()?;
    held.after.refusal = None;
    held.save(actor).await
}

/// A draft with the content of another: a copy, another language, or in another WABA of the organisation.
pub async fn duplicate(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    waba: WabaId,
    id: TemplateId,
    wish: TemplateDuplicate,
) -> AppResult<(WabaId, TemplateId)> {
    let row = template::find(app.db.read(), org, waba, id).await?.ok_or(AppError::NotFound)?;
    let mut copy = held::newest(&row)?.unwrap_or_default();
    copy.name = wish.name.unwrap_or(copy.name);
    copy.language = wish.language.unwrap_or(copy.language);
    let into = wish.waba.unwrap_or(waba);
    let found = store::waba::find(app.db.read(), org, into).await?;
    if found.is_none() {
        return Err(AppError::Invalid(vec![field("waba", ErrorCode::NotFound)]));
    }
    Ok((into, create(app, actor, org, into, copy).await?))
}

/// A version that Meta has had becomes the draft.
pub async fn restore(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    waba: WabaId,
    id: TemplateId,
    wish: TemplateRestore,
) -> AppResult<()> {
    let mut held = Held::open(app, org, waba, id).await?;
    held.must_not_be_sent()?;
    let version = store::template_version::find(&*held.tx, org, id, wish.number).await?;
    let version = version.ok_or_else(|| AppError::Invalid(vec![field("number", ErrorCode::NotFound)]))?;
    let mut draft = version.template()?;
    draft.name.clone_from(&held.before.name);
    draft.language.clone_from(&held.before.language);
    // What no edit carries stays as Meta has it.
    if let Some(at_meta) = held.before.content()? {
        fixed::settle(&mut draft, &at_meta);
    }
    held.put_draft(actor, &draft)?;
    held.save(actor).await
}

/// Name and language are what a draft is known by.
pub(super) fn must_be_named(draft: &Template) -> AppResult<()> {
    let named = Template { components: Vec::new(), ..draft.clone() };
    let findings = validate(&named).into_iter().filter(|finding| matches!(finding.path.as_str(), "name" | "language"));
    must_be_right(findings.collect())
}

/// 422 with the errors among the findings, each at its path.
pub(super) fn must_be_right(findings: Vec<Finding>) -> AppResult<()> {
    let errors = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
    let errors: Vec<_> = errors.map(problem).collect();
    if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid(errors)) }
}

fn problem(finding: Finding) -> FieldError {
    let message = finding.code.english().to_owned();
    let mut error = field(&finding.path.replace('.', "/"), ErrorCode::TemplateRuleBroken);
    error.message = message;
    error.params = finding.params;
    error.with("finding", finding.code.as_str())
}
