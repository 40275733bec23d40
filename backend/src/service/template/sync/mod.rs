//! Reading the templates of a WABA from Meta and putting what differs into the rows, page by page, one call for a hundred.
//!
//! What was not sent yet is never touched. A sync answer wins unless a webhook for that attribute arrived after the read began, or
//! we sent something meanwhile. Every page is its own transaction and notes how far the sync came: the next attempt goes on there.
//! How it begins is in `ask.rs`, how it ends in `end.rs`, what a listing did not have in `missing.rs`, what is written in `write.rs`
//! and `row.rs`, one template alone in `one.rs`.

mod ask;
mod end;
mod found;
mod missing;
mod one;
mod row;
mod write;

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::id::{OrgId, WabaId};
use secrecy::SecretString;

use crate::clock::from_micros;
use crate::error::{AppError, AppResult};
use crate::graph::{Answer, GraphError, GraphErrorKind};
use crate::service::budget::{self, Spender};
use crate::service::change::{Cause, Source};
use crate::service::lease::Lease;
use crate::service::status::words;
use crate::service::token;
use crate::state::AppState;
use crate::store::{self, credential, template_sync, waba};

use missing::Tally;

pub use ask::{ask_after_connecting, ask_if_due, ask_in_batch, request};
pub use one::{Place, read_at_meta, read_now};
pub use row::{gone, left_behind};

pub const CAUSE: Cause = Cause { source: Source::Sync, actor: None };

/// Meta's cursors are not for keeping: an older sync begins anew.
const CURSOR_LASTS: TimeDelta = TimeDelta::hours(24);

/// One sync, start to end. Stops when another worker has taken over, or a person has disconnected the WABA.
pub async fn sync_templates(app: &AppState, id: WabaId, lease: &Lease<'_>) -> AppResult<()> {
    let outcome = match Reader::open(app, id).await {
        Ok(Some(reader)) => match reader.sync(lease).await {
            Err(error) => reader.fail(error).await,
            done => done,
        },
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    match outcome {
        // Disconnected, or the token was refused: nothing to read with until a person gives another.
        Err(AppError::Conflict(code)) => end::cannot(app, id, code).await,
        other => other,
    }
}

/// Who reads, and with which token.
struct Reader {
    app: AppState,
    org: OrgId,
    id: WabaId,
    waba: waba::Model,
    secret: SecretString,
    credential: credential::Model,
    spender: Spender,
}

/// How far a sync has come; kept when its task has to be tried again.
struct Progress {
    began: DateTime<Utc>,
    next: Next,
    /// Absent when the listing began in an earlier attempt.
    tally: Option<Tally>,
}

enum Next {
    Page(Option<String>),
    /// The listing is complete: what it did not have is left.
    Missing,
}

impl Progress {
    fn begin(now: DateTime<Utc>) -> Self {
        Self { began: now, next: Next::Page(None), tally: Some(Tally::default()) }
    }

    fn of(row: Option<&template_sync::Model>, now: DateTime<Utc>) -> Self {
        let began = row.and_then(|row| row.began_at).map(from_micros).filter(|began| now - *began < CURSOR_LASTS);
        match (began, row.and_then(|row| row.cursor.clone())) {
            (None, _) => Self::begin(now),
            (Some(began), Some(cursor)) => Self { began, next: Next::Page(Some(cursor)), tally: None },
            (Some(began), None) => Self { began, next: Next::Missing, tally: None },
        }
    }

    fn cursor(&self) -> Option<&str> {
        match &self.next {
            Next::Page(after) => after.as_deref(),
            Next::Missing => None,
        }
    }
}

impl Reader {
    /// None: the WABA is not there; 409 when it is disconnected.
    async fn open(app: &AppState, id: WabaId) -> AppResult<Option<Self>> {
        let Some(waba) = store::waba::find_any_org(app.db.read(), id).await? else { return Ok(None) };
        let org = waba.org()?;
        let (credential, secret) = token::open(app, org, id).await?;
        let active = store::number::any_with_meta_status(app.db.read(), org, id, &words::SENDING).await?;
        Ok(Some(Self { app: app.clone(), org, id, waba, secret, credential, spender: Spender::Sync { active } }))
    }

    /// The same for somebody who waits.
    fn for_a_person(self) -> Self {
        Self { spender: Spender::Person, ..self }
    }

    async fn call<T>(&self, call: impl Future<Output = Result<Answer<T>, GraphError>>) -> AppResult<T> {
        budget::call(&self.app, &self.waba.meta_id, self.spender, call).await
    }

    async fn sync(&self, lease: &Lease<'_>) -> AppResult<()> {
        let app = &self.app;
        let known = template_sync::find(app.db.read(), self.org, self.id).await?;
        let mut progress = Progress::of(known.as_ref(), app.clock.now());
        let mut is_resumed = matches!(progress.next, Next::Page(Some(_)));
        while let Next::Page(after) = &progress.next {
            let read_at = app.clock.now();
            let listing = app.graph.list_templates(&self.secret, &self.waba.meta_id, after.as_deref());
            let listed = match self.call(listing).await {
                Err(AppError::Provider(error)) if is_resumed && may_be_the_cursor(&error) => {
                    // What was found so far stays found: its rows are written.
                    progress = Progress::begin(app.clock.now());
                    is_resumed = false;
                    continue;
                }
                listed => listed?,
            };
            is_resumed = false;
            if let Some(tally) = &mut progress.tally {
                tally.add(listed.page.data.len(), listed.counts.used);
            }
            progress.next = listed.page.after.map_or(Next::Missing, |after| Next::Page(Some(after)));
            self.put_page(listed.page.data, listed.counts, read_at, &progress).await?;
            if !lease.extend().await? {
                return Ok(());
            }
        }
        if self.look_for_missing(&progress, lease).await? {
            self.finish(progress.began).await?;
        }
        Ok(())
    }
}

/// Meta may no longer know a cursor of the attempt before, and has no code of its own for that.
fn may_be_the_cursor(error: &GraphError) -> bool {
    matches!(error.kind, GraphErrorKind::Input | GraphErrorKind::Temporary | GraphErrorKind::Garbled)
}

/// It is not there, or not for this token: Meta does not tell which.
fn is_hidden(error: &GraphError) -> bool {
    matches!(error.kind, GraphErrorKind::NotFound | GraphErrorKind::Permission)
}
