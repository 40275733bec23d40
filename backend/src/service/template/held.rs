//! A template held for one step: its WABA's row is locked, so nobody else moves meanwhile. Change `after`, then `save`.

use chrono::{DateTime, Utc};
use clienthub_shared::id::{OrgId, TemplateId, WabaId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::Template;

use super::rule::SENDING_LASTS;
use super::{content, trail};
use crate::actor::Actor;
use crate::clock::from_micros;
use crate::error::{AppError, AppResult};
use crate::service::change::{Cause, Source};
use crate::state::AppState;
use crate::store::{self, Tx, template, waba};

pub struct Held<'a> {
    app: &'a AppState,
    pub tx: Tx,
    pub org: OrgId,
    pub now: DateTime<Utc>,
    pub waba: waba::Model,
    pub before: template::Model,
    pub after: template::Model,
}

impl<'a> Held<'a> {
    /// 404 when the WABA has no such template, or Meta has deleted it.
    pub async fn open(app: &'a AppState, org: OrgId, waba: WabaId, id: TemplateId) -> AppResult<Self> {
        let tx = app.db.begin().await?;
        let waba_row = store::waba::lock(&*tx, org, waba).await?.ok_or(AppError::NotFound)?;
        let row = template::find(&*tx, org, waba, id).await?.filter(|row| row.gone_at.is_none());
        let row = row.ok_or(AppError::NotFound)?;
        Ok(Self { app, tx, org, now: app.clock.now(), waba: waba_row, before: row.clone(), after: row })
    }

    pub fn must_have_version(&self, version: Option<i64>) -> AppResult<()> {
        if version.is_some_and(|version| version != self.before.version) { Err(AppError::Stale) } else { Ok(()) }
    }

    /// Refuses while it is on its way to Meta. One whose outcome nobody heard may change: the next try, and the next sync, look at
    /// Meta first.
    pub fn must_not_be_sent(&self) -> AppResult<()> {
        if is_underway(&self.before, self.now) { Err(AppError::Conflict(ErrorCode::RequestInProgress)) } else { Ok(()) }
    }

    /// What is edited: the draft, or else what Meta has.
    pub fn newest(&self) -> AppResult<Template> {
        Ok(newest(&self.before)?.unwrap_or_default())
    }

    pub fn put_draft(&mut self, actor: &Actor, draft: &Template) -> AppResult<()> {
        put_draft(&mut self.after, actor, draft, self.now)
    }

    pub fn discard_draft(&mut self) -> AppResult<()> {
        discard_draft(&mut self.after)
    }

    pub async fn save(self, actor: &Actor) -> AppResult<()> {
        let cause = Cause { source: Source::Person, actor: actor.user };
        trail::save(&self.tx, &self.app.clock, Some(&self.before), &self.after, &cause).await?;
        Ok(self.tx.commit().await?)
    }
}

/// The draft from now on; absent when it is what Meta has. It grows no larger than the body that makes one, change by change.
pub fn put_draft(row: &mut template::Model, actor: &Actor, draft: &Template, now: DateTime<Utc>) -> AppResult<()> {
    let is_as_at_meta = row.content()?.is_some_and(|content| content == *draft);
    if is_as_at_meta {
        return discard_draft(row);
    }
    if content::is_too_large(draft) {
        return Err(AppError::Unreadable(ErrorCode::BodyTooLarge, Vec::new()));
    }
    content::put_draft(row, draft);
    let micros = now.timestamp_micros();
    (row.draft_at, row.edited_at, row.draft_by) = (Some(micros), micros, Some(actor.name.clone()));
    Ok(())
}

fn discard_draft(row: &mut template::Model) -> AppResult<()> {
    (row.draft, row.draft_at, row.draft_by) = (None, None, None);
    if let Some(at_meta) = row.content()? {
        content::describe(row, &at_meta);
    }
    Ok(())
}

/// A process may be waiting for Meta's answer to it.
pub fn is_underway(row: &template::Model, now: DateTime<Utc>) -> bool {
    row.sending_since.is_some_and(|since| now - from_micros(since) < SENDING_LASTS)
}

/// The draft, or else what Meta has.
pub fn newest(row: &template::Model) -> AppResult<Option<Template>> {
    Ok(match row.draft()? {
        Some(draft) => Some(draft),
        None => row.content()?,
    })
}
