//! Sending a template to Meta: a new one, or an edit of one that Meta has.
//!
//! That it is on its way is written down before Meta is called. When no word of the outcome comes, the next try, or the next sync,
//! looks at Meta first: nothing is sent twice.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::activity::Action;
use clienthub_shared::id::{OrgId, TemplateId, WabaId};
use clienthub_shared::problem::{ErrorCode, Provider};
use clienthub_shared::template::details::{TemplateRefusal, VersionSource};
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::template::word::Open;
use clienthub_shared::template::{Template, validate};
use serde_json::{Map, Value, json};

use super::access::Access;
use super::held::Held;
use super::rule::{CREATIONS_PER_HOUR, NAME_BLOCKED, SENDING_LASTS, count_edit, edit_rule};
use super::{alike, content, draft, fixed, place, record, trail};
use crate::actor::Actor;
use crate::clock::from_micros;
use crate::error::{AppError, AppResult, Refusal, RefusalKind, field};
use crate::graph::{GraphError, MetaTemplate, MetaTemplateEdit, MetaTemplateRefusal};
use crate::service::change::{Cause, Source};
use crate::service::own_time::{Progress, in_own_time};
use crate::state::AppState;
use crate::store::{self, template, template_sync};

/// A template on its way.
struct Sent {
    access: Access,
    actor: Actor,
    id: TemplateId,
    draft: Template,
    /// Of what Meta has; absent for a new one.
    meta_id: Option<String>,
    was_approved: bool,
    /// What Meta has, as the row keeps it.
    content: Option<String>,
    /// An earlier try ended without a word.
    is_open: bool,
}

/// Sends the draft; `version` is the one that the caller saw (If-Match). What the rules here already know is refused without a call.
pub async fn submit(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    waba: WabaId,
    id: TemplateId,
    version: Option<i64>,
) -> AppResult<Progress> {
    let access = Access::open(app, org, waba).await?;
    let mut held = Held::open(app, org, waba, id).await?;
    held.must_have_version(version)?;
    let open = held.before.sending_since.map(from_micros);
    if open.is_some_and(|since| held.now - since < SENDING_LASTS) {
        return Err(AppError::Conflict(ErrorCode::RequestInProgress));
    }
    let mut draft = held.before.draft()?.ok_or(AppError::Conflict(ErrorCode::TemplateUnchanged))?;
    draft::must_be_right(validate(&draft))?;
    // One that may have arrived is looked for first: that it did may be why a rule refuses it now.
    if open.is_none() {
        may_send(&held, &draft).await?;
    }
    if held.before.meta_id.is_some() {
        let at_meta = held.before.content()?.unwrap_or_default();
        fit(&held, &mut draft, &at_meta)?;
        if open.is_none() && draft == at_meta {
            held.discard_draft()?;
            held.save(actor).await?;
            return Err(AppError::Conflict(ErrorCode::TemplateUnchanged));
        }
    }
    content::put_draft(&mut held.after, &draft);
    held.after.sending_since = Some(held.now.timestamp_micros());
    let sent = Sent {
        access,
        actor: actor.clone(),
        id,
        draft,
        meta_id: held.before.meta_id.clone(),
        was_approved: held.before.state == TemplateState::Approved.as_str(),
        content: held.before.content.clone(),
        is_open: open.is_some(),
    };
    held.save(actor).await?;
    in_own_time(app, async move { sent.send().await }).await
}

/// What the rules here say of sending it.
async fn may_send(held: &Held<'_>, draft: &Template) -> AppResult<()> {
    if held.before.meta_id.is_some() { may_edit(held) } else { may_create(held, draft).await }
}

async fn may_create(held: &Held<'_>, draft: &Template) -> AppResult<()> {
    let (tx, org, waba) = (&*held.tx, held.org, held.waba.id()?);
    let hour_ago = held.now - TimeDelta::hours(1);
    if template::count_sent_since(tx, org, waba, hour_ago).await? >= CREATIONS_PER_HOUR {
        let first = template::first_sent_since(tx, org, waba, hour_ago).await?.map_or(held.now, from_micros);
        let wait = (first - hour_ago).num_seconds().max(1);
        return Err(AppError::Limited(ErrorCode::TemplateCreationsUsedUp, u64::try_from(wait).unwrap_or(1)));
    }
    let since = held.now - NAME_BLOCKED;
    if let Some(gone) = template::find_blocking(tx, org, waba, &draft.name, &draft.language, since).await? {
        let until = gone.gone_at.map(|at| from_micros(at) + NAME_BLOCKED);
        return Err(state(ErrorCode::TemplateNameBlocked, json!({ "until": until }), None));
    }
    let sync = template_sync::find(tx, org, waba).await?;
    let (used, allowed) = sync.map_or((None, None), |sync| (sync.used, sync.allowed));
    match (used, allowed) {
        (Some(used), Some(allowed)) if used >= allowed => {
            Err(state(ErrorCode::TemplateLimitReached, json!({ "limit": allowed }), None))
        }
        _ => Ok(()),
    }
}

fn may_edit(held: &Held<'_>) -> AppResult<()> {
    let rule = edit_rule(&held.before, held.now)?;
    match rule.lock {
        Some(lock) => Err(state(ErrorCode::TemplateLocked, json!({ "lock": lock, "next_at": rule.next_at }), None)),
        None => Ok(()),
    }
}

/// A draft from before Meta corrected the category gets the one that it has, and what no edit carries.
fn fit(held: &Held<'_>, draft: &mut Template, at_meta: &Template) -> AppResult<()> {
    let (before, word) = (&held.before, draft.category.as_ref().map(|word| content::category(word.as_str())));
    if edit_rule(before, held.now)?.category_fixed && word != before.category {
        if word != before.category_before {
            return Err(AppError::Invalid(vec![field("category", ErrorCode::TemplateLocked)]));
        }
        draft.category = before.category.as_deref().map(Open::read);
    }
    let kept: Vec<_> = fixed::kept(draft, at_meta).into_iter().map(fixed::refusal).collect();
    if !kept.is_empty() {
        return Err(AppError::Invalid(kept));
    }
    fixed::settle(draft, at_meta);
    Ok(())
}

fn state(code: ErrorCode, params: Value, provider: Option<Provider>) -> AppError {
    let params = if let Value::Object(params) = params { params } else { Map::new() };
    AppError::Answered(Box::new(Refusal { kind: RefusalKind::State, code, provider, params }))
}

impl Sent {
    async fn send(self) -> AppResult<()> {
        if self.is_open {
            if self.has_arrived().await? {
                return Ok(());
            }
            self.may_be_sent_again().await?;
        }
        let outcome = match &self.meta_id {
            None => self.create().await,
            Some(meta_id) => self.edit(meta_id).await,
        };
        match outcome {
            Err(AppError::Provider(error)) if error.leaves_open() => Err(AppError::Provider(error)),
            Err(error @ (AppError::Provider(_) | AppError::Unavailable(..))) => self.refused(error).await,
            // A fault of ours says nothing of Meta: the next try looks there first.
            done => done,
        }
    }

    /// An earlier try ended without a word: what Meta has now tells whether it arrived.
    async fn has_arrived(&self) -> AppResult<bool> {
        let read_at = self.access.app.clock.now();
        let found = match &self.meta_id {
            None => self.found_by_name().await?,
            Some(meta_id) => Some(self.read(meta_id).await?),
        };
        let Some(found) = found else { return Ok(false) };
        let at_meta = content::read_at_meta(found.template.clone());
        let known = self.content.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let is_new = known.is_none_or(|known: Template| {
            !alike::is_alike(&known, &at_meta) || alike::is_other_choice(&known, &at_meta)
        });
        let is_ours = is_new && (self.draft.from_library() || alike::is_alike(&self.draft, &at_meta));
        if is_ours {
            self.took(|row, now| {
                record::template(row, found, &HashSet::new(), read_at);
                self.count(row, now);
            })
            .await?;
            return Ok(true);
        }
        if self.meta_id.is_some() {
            return Ok(false);
        }
        // Somebody made another one of this name meanwhile: it is Meta's, and ours stays a draft.
        let app = &self.access.app;
        let mut held = Held::open(app, self.access.org, self.access.id, self.id).await?;
        record::template(&mut held.after, found, &HashSet::new(), read_at);
        held.after.sending_since = None;
        record::keep_version(&held.tx, Some(&held.before), &held.after, VersionSource::Meta, None, held.now).await?;
        held.save(&self.actor).await?;
        Err(AppError::Conflict(ErrorCode::TemplateExists))
    }

    /// The rules that were not asked before, now that the earlier try is known to be lost. Refused, it is a plain draft again.
    async fn may_be_sent_again(&self) -> AppResult<()> {
        let mut held = Held::open(&self.access.app, self.access.org, self.access.id, self.id).await?;
        let Err(refused) = may_send(&held, &self.draft).await else { return Ok(()) };
        held.after.sending_since = None;
        held.save(&self.actor).await?;
        Err(refused)
    }

    /// Meta counts edits of approved ones.
    fn count(&self, row: &mut template::Model, now: DateTime<Utc>) {
        if self.was_approved && count_edit(row, now).is_err() {
            row.edits = None;
        }
    }

    async fn create(&self) -> AppResult<()> {
        let (app, waba) = (&self.access.app, self.access.waba.meta_id.as_str());
        let created = self.access.call(app.graph.create_template(&self.access.secret, waba, &self.draft)).await?;
        let read_at = app.clock.now();
        // The library gives the components: only a read tells them. The next sync does, should this one fail.
        let read = if self.draft.from_library() { self.read(created.id.as_str()).await.ok() } else { None };
        self.took(|row, now| {
            row.meta_id = Some(created.id.as_str().to_owned());
            match read {
                Some(read) => record::template(row, read, &HashSet::new(), read_at),
                None => record::content(row, self.draft.clone(), now.timestamp_micros()),
            }
            record::status(row, created.status.as_deref().unwrap_or("PENDING"), now);
            if let Some(word) = &created.category {
                record::category(row, word);
            }
        })
        .await
    }

    async fn edit(&self, meta_id: &str) -> AppResult<()> {
        let app = &self.access.app;
        let at_meta = self.content.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let link_tracking = fixed::link_tracking(&self.draft, at_meta.as_ref());
        let category = self.draft.category.as_ref().map(|word| word.as_str());
        let category = category.filter(|_| !self.was_approved || link_tracking.is_some());
        let edit = MetaTemplateEdit {
            category,
            components: Some(&self.draft.components),
            message_send_ttl_seconds: self.draft.message_send_ttl_seconds,
            cta_url_link_tracking_opted_out: link_tracking,
        };
        let category = self.access.call(app.graph.edit_template(&self.access.secret, meta_id, edit)).await?;
        let status = self.read(meta_id).await.ok().and_then(|read| read.status().map(ToOwned::to_owned));
        self.took(|row, now| {
            record::content(row, self.draft.clone(), now.timestamp_micros());
            record::status(row, status.as_deref().unwrap_or("PENDING"), now);
            if let Some(word) = &category {
                record::category(row, word);
            }
            self.count(row, now);
        })
        .await
    }

    async fn read(&self, meta_id: &str) -> AppResult<MetaTemplate> {
        self.access.call(self.access.app.graph.read_template(&self.access.secret, meta_id)).await
    }

    /// What Meta has of that name and language.
    async fn found_by_name(&self) -> AppResult<Option<MetaTemplate>> {
        let (app, waba) = (&self.access.app, self.access.waba.meta_id.as_str());
        let found = app.graph.find_templates_by_name(&self.access.secret, waba, &self.draft.name);
        let found = self.access.call(found).await?;
        Ok(found.into_iter().find(|one| one.template.language == self.draft.language))
    }

    /// Meta took it: the row, a version, and what follows.
    async fn took(&self, put: impl FnOnce(&mut template::Model, DateTime<Utc>)) -> AppResult<()> {
        let app = &self.access.app;
        let mut held = Held::open(app, self.access.org, self.access.id, self.id).await?;
        let now = held.now;
        put(&mut held.after, now);
        let micros = now.timestamp_micros();
        held.after.sending_since = None;
        held.after.refusal = None;
        held.after.first_sent_at = held.after.first_sent_at.or(Some(micros));
        held.after.submitted_at = Some(micros);
        // What was written meanwhile stays a draft.
        let draft = content::text(&self.draft);
        if held.after.draft.as_ref() == Some(&draft) {
            (held.after.draft, held.after.draft_at, held.after.draft_by) = (None, None, None);
        }
        if self.meta_id.is_none() {
            template_sync::count_used(&*held.tx, self.access.org, self.access.id, 1).await?;
        }
        // A sync that read before this does not take it back.
        store::attribute_clock::touch_any_org(&*held.tx, &held.after.id, &["status"], now).await?;
        let by = Some(self.actor.name.as_str());
        let (source, before) = (VersionSource::Submitted, &held.before);
        record::keep_version(&held.tx, Some(before), &held.after, source, by, now).await?;
        let cause = Cause { source: Source::Person, actor: self.actor.user };
        let changes = trail::save(&held.tx, &app.clock, Some(before), &held.after, &cause).await?;
        let (waba, id) = (&held.waba, &held.after.id);
        trail::note(&held.tx, &app.clock, &self.actor, waba, id, Action::TemplateSubmitted, Ok(&changes)).await?;
        Ok(held.tx.commit().await?)
    }

    /// Meta has nothing of it: what it said is kept for whoever opens the page next, and logged, so that the rule can be added.
    async fn refused(&self, error: AppError) -> AppResult<()> {
        let app = &self.access.app;
        let mut held = Held::open(app, self.access.org, self.access.id, self.id).await?;
        held.after.sending_since = None;
        let told = if let AppError::Provider(fault) = error { self.meaning(&mut held, fault)? } else { error };
        let cause = Cause { source: Source::Person, actor: self.actor.user };
        trail::save(&held.tx, &app.clock, Some(&held.before), &held.after, &cause).await?;
        if held.after.refusal != held.before.refusal {
            let (waba, id) = (&held.waba, &held.after.id);
            let code = crate::service::token::code_of(&told);
            trail::note(&held.tx, &app.clock, &self.actor, waba, id, Action::TemplateSubmitted, Err(code)).await?;
        }
        held.tx.commit().await?;
        Err(told)
    }

    fn meaning(&self, held: &mut Held<'_>, fault: GraphError) -> AppResult<AppError> {
        use crate::graph::GraphErrorKind::{Input, NotFound, Permission, State};
        if !matches!(fault.kind, Input | State | NotFound | Permission) {
            return Ok(AppError::Provider(fault));
        }
        let (provider, path) = (Provider::from(&fault), place::blamed(&fault, &self.draft));
        tracing::warn!(
            template = %self.id,
            code = fault.code,
            subcode = fault.subcode,
            message = fault.message,
            "Meta refused a template that the rules here allow"
        );
        let refusal = TemplateRefusal { at: held.now, provider: provider.clone(), path };
        held.after.refusal = Some(serde_json::to_string(&refusal).map_err(anyhow::Error::new)?);
        let code = match MetaTemplateRefusal::of(&fault) {
            Some(MetaTemplateRefusal::LimitReached) => ErrorCode::TemplateLimitReached,
            Some(MetaTemplateRefusal::NameBlocked) => ErrorCode::TemplateNameBlocked,
            Some(MetaTemplateRefusal::NameTaken) => ErrorCode::TemplateExists,
            Some(MetaTemplateRefusal::State) => ErrorCode::TemplateLocked,
            Some(MetaTemplateRefusal::BadHandle) | None => return Ok(AppError::Provider(fault)),
        };
        Ok(state(code, Value::Null, Some(provider)))
    }
}
