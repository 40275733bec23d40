//! One number, read for a person who waits.

use chrono::{DateTime, Utc};
use clienthub_shared::activity::{Action, Outcome};
use clienthub_shared::id::{NumberId, OrgId};
use clienthub_shared::problem::ErrorCode;

use super::Sync;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::graph::{GraphErrorKind, MetaPhone};
use crate::service::budget::{self, Spender};
use crate::service::pause::{SYNC_PAUSE, sync_wait_s};
use crate::service::{activity, again, token};
use crate::state::AppState;
use crate::store::{self, number, waba};

/// Reads one number now; at most every 30 s, unless Meta was not there. A refusal of Meta's is told, and kept as activity.
pub async fn sync_number(app: &AppState, actor: &Actor, org: OrgId, id: NumberId) -> AppResult<()> {
    let (row, waba) = number::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
    let (credential, secret) = token::open(app, org, waba.id()?).await?;
    let asked_at = ask(app, org, id).await?;
    let sync = Sync { app, org, id: waba.id()?, meta_id: &waba.meta_id, token: &secret, credential: &credential };
    let read_at = app.clock.now();
    let read = match budget::within_one_timeout(app, sync.read_number(&row)).await {
        Ok(read) => read,
        Err(error) => {
            note(app, actor, &waba, &row, &error).await?;
            if error.is_passing() {
                let tx = app.db.begin().await?;
                number::unask_sync(&*tx, org, id, asked_at).await?;
                tx.commit().await?;
            }
            if let AppError::Provider(refused) = &error
                && let Some(code) = token::refusal(refused)
            {
                again::when_raced(async || sync.refuse_token(code).await).await?;
            }
            return Err(error);
        }
    };
    again::when_raced(async || match &read {
        Some(phone) => sync.put_numbers(vec![phone.clone()], read_at, None).await,
        None => sync.mark_unreadable(id).await,
    })
    .await?;
    let tx = app.db.begin().await?;
    let action = Action::SyncRequested;
    let done = activity::by_person(&app.clock, actor, &waba, Some(&row.id), action, Outcome::Done, &[]);
    store::activity::insert_many(&*tx, vec![done]).await?;
    tx.commit().await?;
    app.work.notify_waiters();
    Ok(())
}

/// The task: one number, because something was done to it.
pub async fn read_number(app: &AppState, id: NumberId) -> AppResult<()> {
    let Some((row, waba)) = number::find_any_org(app.db.read(), id).await? else { return Ok(()) };
    let (org, waba_id) = (waba.org()?, waba.id()?);
    let (credential, secret) = match token::open(app, org, waba_id).await {
        Err(AppError::Conflict(_)) => return Ok(()),
        opened => opened?,
    };
    let sync = Sync { app, org, id: waba_id, meta_id: &waba.meta_id, token: &secret, credential: &credential };
    let read_at = app.clock.now();
    let read = match budget::within_one_timeout(app, sync.read_number(&row)).await {
        Err(AppError::Provider(error)) if token::refusal(&error).is_some() => return Ok(()),
        read => read?,
    };
    let put = match read {
        Some(phone) => sync.put_numbers(vec![phone], read_at, None).await,
        None => sync.mark_unreadable(id).await,
    };
    match put {
        // Disconnected meanwhile.
        Err(AppError::Conflict(_)) => Ok(()),
        put => put,
    }
}

/// When it was asked for: now.
async fn ask(app: &AppState, org: OrgId, id: NumberId) -> AppResult<DateTime<Utc>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if !number::ask_sync(&*tx, org, id, now, now - SYNC_PAUSE).await? {
        let (row, _) = number::find(&*tx, org, id).await?.ok_or(AppError::NotFound)?;
        let wait_s = sync_wait_s(row.sync_asked_at, now).unwrap_or(1);
        return Err(AppError::Limited(ErrorCode::SyncTooSoon, wait_s));
    }
    tx.commit().await?;
    Ok(now)
}

impl Sync<'_> {
    /// None: Meta answers for the WABA and does not know the number. A missing permission is for the person to hear.
    async fn read_number(&self, row: &number::Model) -> AppResult<Option<MetaPhone>> {
        let graph = &self.app.graph;
        match self.call(Spender::Person, graph.read_phone(self.token, &row.meta_id)).await {
            Err(AppError::Provider(error)) if error.kind == GraphErrorKind::NotFound => {
                self.call(Spender::Person, graph.read_waba(self.token, self.meta_id)).await?;
                Ok(None)
            }
            read => Ok(Some(read?)),
        }
    }
}

/// What a person asked for and did not get from Meta. Our own budget's no is told to the person alone.
async fn note(
    app: &AppState,
    actor: &Actor,
    waba: &waba::Model,
    row: &number::Model,
    error: &AppError,
) -> AppResult<()> {
    if !matches!(error, AppError::Provider(_)) {
        return Ok(());
    }
    let (action, outcome) = (Action::SyncRequested, Outcome::Refused);
    let refused = activity::by_person(&app.clock, actor, waba, Some(&row.id), action, outcome, &[]);
    let tx = app.db.begin().await?;
    store::activity::insert_many(&*tx, vec![refused]).await?;
    Ok(tx.commit().await?)
}
