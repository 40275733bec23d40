//! How a sync ends: done, failed, or with a token that Meta does not take any more. A failure begins with the first that follows a
//! good sync and ends with the next good one. Waiting for calls, and losing a race, are no failures.

use chrono::{DateTime, Utc};
use clienthub_shared::id::WabaId;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::waba::SyncState;

use super::{CAUSE, Reader, found};
use crate::clock::Clock;
use crate::error::{AppError, AppResult};
use crate::service::change::{About, Trail};
use crate::service::template::rule::SENDING_LASTS;
use crate::service::template::trail;
use crate::service::{sync, token};
use crate::state::AppState;
use crate::store::{self, Tx, template_sync, waba};

const SYNCED: &str = "templates.synced.v1";

/// There is no token to read with: a sync that somebody waits for has failed.
pub(super) async fn cannot(app: &AppState, id: WabaId, code: ErrorCode) -> AppResult<()> {
    let tx = app.db.begin().await?;
    let Some(waba) = store::waba::lock_any_org(&*tx, &id.to_string()).await? else { return Ok(()) };
    let row = template_sync::find(&*tx, waba.org()?, id).await?;
    let Some(row) = row.filter(|row| row.state == SyncState::Running.as_str()) else { return Ok(()) };
    let failed_at = row.failed_at.or(Some(app.clock.now().timestamp_micros()));
    let (state, error) = (SyncState::Failed.as_str().into(), Some(code.as_str().into()));
    template_sync::put(&*tx, &template_sync::Model { state, error, failed_at, ..row }).await?;
    tell(&tx, &app.clock, &waba).await?;
    Ok(tx.commit().await?)
}

/// Pages read the summary again.
async fn tell(tx: &Tx, clock: &Clock, waba: &waba::Model) -> AppResult<()> {
    let mut trail = Trail::default();
    let about = About { org: &waba.org_id, object: &waba.id, version: waba.version };
    trail.add(clock, about, &[], vec![SYNCED], &CAUSE);
    trail.write(tx).await
}

impl Reader {
    pub(super) async fn finish(&self, began: DateTime<Utc>) -> AppResult<()> {
        let app = &self.app;
        let tx = app.db.begin().await?;
        self.hold(&tx).await?;
        self.give_up_open(&tx, began).await?;
        let mut row = self.progress_row(&tx).await?;
        let found_something = found::close(&mut row, began)?;
        let is_news = found_something || row.state != SyncState::Done.as_str() || row.failed_at.is_some();
        row.state = SyncState::Done.as_str().into();
        (row.error, row.failed_at) = (None, None);
        (row.began_at, row.cursor) = (None, None);
        row.synced_at = Some(began.timestamp_micros());
        template_sync::put(&*tx, &row).await?;
        if is_news {
            tell(&tx, &self.app.clock, &self.waba).await?;
        }
        Ok(tx.commit().await?)
    }

    /// What was given to Meta before the sync began, and the complete listing does not have, never came there.
    async fn give_up_open(&self, tx: &Tx, began: DateTime<Utc>) -> AppResult<()> {
        for before in template_sync::list_open(&**tx, self.org, self.id, began - SENDING_LASTS).await? {
            let mut after = before.clone();
            after.sending_since = None;
            trail::save(tx, &self.app.clock, Some(&before), &after, &CAUSE).await?;
        }
        Ok(())
    }

    /// Writes the failure down and hands the error on, for the task to be tried again.
    pub(super) async fn fail(&self, error: AppError) -> AppResult<()> {
        match &error {
            AppError::Unavailable(..) | AppError::Conflict(_) => return Err(error),
            raced if raced.is_raced() => return Err(error),
            _ => {}
        }
        let refused = if let AppError::Provider(refused) = &error { token::refusal(refused) } else { None };
        let tx = self.app.db.begin().await?;
        self.hold(&tx).await?;
        let mut row = self.progress_row(&tx).await?;
        let before = row.clone();
        row.state = SyncState::Failed.as_str().into();
        row.error = Some(token::code_of(&error).as_str().into());
        row.failed_at = row.failed_at.or(Some(self.app.clock.now().timestamp_micros()));
        template_sync::put(&*tx, &row).await?;
        if row != before {
            tell(&tx, &self.app.clock, &self.waba).await?;
        }
        tx.commit().await?;
        let Some(code) = refused else { return Err(error) };
        sync::refuse_token(&self.app, &self.waba, &self.credential, &self.secret, code).await
    }
}
