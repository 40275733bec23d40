//! Reading a WABA and its numbers from Meta and putting what differs into the rows, page by page.
//!
//! A sync answer wins unless a webhook for that attribute arrived after the read began. A number that a complete listing does not
//! have is read alone before it is called gone. Every page is its own transaction, which holds the WABA's row and notes how far
//! the sync came: the next attempt goes on there. How it ends is in `end.rs`, what is written in `write.rs`, and one number for a
//! person who waits in `number.rs`.

mod end;
mod number;
mod write;

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::id::{OrgId, WabaId};
use clienthub_shared::problem::ErrorCode;
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
use crate::store::{self, credential, waba};

pub use number::{read_number, sync_number};

const CAUSE: Cause = Cause { source: Source::Sync, actor: None };

/// Numbers that a listing did not have, read alone in one sync.
const MOST_MISSING: u64 = 100;

/// Meta's cursors are not for keeping: an older sync begins anew.
const CURSOR_LASTS: TimeDelta = TimeDelta::hours(24);

/// One sync, start to end. Stops when another worker has taken over, or a person has disconnected the WABA.
pub async fn sync_waba(app: &AppState, id: WabaId, lease: &Lease<'_>) -> AppResult<()> {
    let Some(row) = store::waba::find_any_org(app.db.read(), id).await? else { return Ok(()) };
    let org = row.org()?;
    let outcome = match token::open(app, org, id).await {
        Ok((credential, secret)) => {
            let sync = Sync { app, org, id, meta_id: &row.meta_id, token: &secret, credential: &credential };
            match sync.run(Progress::of(&row, app.clock.now()), lease).await {
                Err(error) => sync.fail(error).await,
                done => done,
            }
        }
        Err(error) => Err(error),
    };
    match outcome {
        // Disconnected, or the token was refused: nothing to read with until a person gives another.
        Err(AppError::Conflict(_)) => Ok(()),
        other => other,
    }
}

/// Meta does not take the token of this WABA any more, as some other call heard.
pub async fn refuse_token(
    app: &AppState,
    waba: &waba::Model,
    credential: &credential::Model,
    token: &SecretString,
    code: ErrorCode,
) -> AppResult<()> {
    let sync = Sync { app, org: waba.org()?, id: waba.id()?, meta_id: &waba.meta_id, token, credential };
    match sync.refuse_token(code).await {
        // Disconnected meanwhile.
        Err(AppError::Conflict(_)) => Ok(()),
        done => done,
    }
}

struct Sync<'a> {
    app: &'a AppState,
    org: OrgId,
    id: WabaId,
    meta_id: &'a str,
    token: &'a SecretString,
    credential: &'a credential::Model,
}

/// How far a sync has come; kept when its task has to be tried again.
struct Progress {
    began: DateTime<Utc>,
    next: Next,
}

enum Next {
    Page(Option<String>),
    /// The listing is complete: what it did not have is left.
    Missing,
}

impl Progress {
    fn begin(now: DateTime<Utc>) -> Self {
        Self { began: now, next: Next::Page(None) }
    }

    fn of(row: &waba::Model, now: DateTime<Utc>) -> Self {
        let began = row.sync_began_at.map(from_micros).filter(|began| now - *began < CURSOR_LASTS);
        match (began, &row.sync_cursor) {
            (None, _) => Self::begin(now),
            (Some(began), Some(cursor)) => Self { began, next: Next::Page(Some(cursor.clone())) },
            (Some(began), None) => Self { began, next: Next::Missing },
        }
    }
}

impl Sync<'_> {
    async fn call<T>(
        &self,
        spender: Spender,
        call: impl Future<Output = Result<Answer<T>, GraphError>>,
    ) -> AppResult<T> {
        budget::call(self.app, self.meta_id, spender, call).await
    }

    async fn run(&self, mut progress: Progress, lease: &Lease<'_>) -> AppResult<()> {
        let app = self.app;
        let mut active = store::number::any_with_meta_status(app.db.read(), self.org, self.id, &words::SENDING).await?;
        let read_at = app.clock.now();
        let spender = Spender::Sync { active };
        let meta = self.call(spender, app.graph.read_waba(self.token, self.meta_id)).await?;
        let apps = self.call(spender, app.graph.list_subscribed_apps(self.token, self.meta_id)).await?;
        let subscribed = apps.iter().any(|one| one.app_id.as_deref() == Some(app.config.meta.app_id.as_str()));
        self.put_waba(meta, subscribed, read_at).await?;
        let mut is_resumed = matches!(progress.next, Next::Page(Some(_)));
        while let Next::Page(after) = &progress.next {
            let read_at = app.clock.now();
            let listing = app.graph.list_phone_numbers(self.token, self.meta_id, after.as_deref());
            let page = match self.call(Spender::Sync { active }, listing).await {
                Err(AppError::Provider(error)) if is_resumed && may_be_the_cursor(&error) => {
                    // The attempt before is still where it was, should Meta stumble over the first page too.
                    progress = Progress::begin(app.clock.now());
                    is_resumed = false;
                    continue;
                }
                page => page?,
            };
            is_resumed = false;
            // At a first sync no row knows it yet, and more pages may follow than an inactive WABA has calls for.
            active |= page.data.iter().any(|phone| words::number_status(phone.status.as_deref()).sends());
            progress.next = page.after.map_or(Next::Missing, |after| Next::Page(Some(after)));
            self.put_numbers(page.data, read_at, Some(&progress)).await?;
            if !lease.extend().await? {
                return Ok(());
            }
        }
        if self.look_for_missing(Spender::Sync { active }, progress.began, lease).await? {
            self.finish(progress.began).await?;
        }
        Ok(())
    }

    /// Numbers that the complete listing did not have. False: somebody else has taken over.
    async fn look_for_missing(&self, spender: Spender, began: DateTime<Utc>, lease: &Lease<'_>) -> AppResult<bool> {
        let app = self.app;
        let missing =
            store::number::list_not_synced_since(app.db.read(), self.org, self.id, began, MOST_MISSING).await?;
        for row in missing {
            let read_at = app.clock.now();
            match self.call(spender, app.graph.read_phone(self.token, &row.meta_id)).await {
                Ok(phone) => self.put_numbers(vec![phone], read_at, None).await?,
                // This sync has read the WABA.
                Err(AppError::Provider(error)) if is_hidden(&error) => self.mark_unreadable(row.id()?).await?,
                Err(error) => return Err(error),
            }
            if !lease.extend().await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Meta may no longer know a cursor of the attempt before, and has no code of its own for that.
fn may_be_the_cursor(error: &GraphError) -> bool {
    matches!(error.kind, GraphErrorKind::Input | GraphErrorKind::Temporary | GraphErrorKind::Garbled)
}

/// The number is not there, or not for this token: Meta does not tell which.
fn is_hidden(error: &GraphError) -> bool {
    matches!(error.kind, GraphErrorKind::NotFound | GraphErrorKind::Permission)
}
