//! How a sync ends: done, failed, or with a token that Meta does not take any more.
//!
//! A failure begins with the first that follows a good sync and ends with the next good one; the attempts in between change
//! only its reason. Waiting for calls, and losing a race, are no failures.

use chrono::{DateTime, Utc};
use clienthub_shared::activity::{Action, Change, Outcome};
use clienthub_shared::id::TaskId;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::waba::SyncState;

use super::{CAUSE, Sync};
use crate::error::{AppError, AppResult};
use crate::service::status::sync_is_stuck;
use crate::service::{activity, change, facts, token};
use crate::store::task::TaskKind;
use crate::store::waba_list::TokenFacts;
use crate::store::{self, Tx, credential, waba};

impl Sync<'_> {
    pub(super) async fn finish(&self, began: DateTime<Utc>) -> AppResult<()> {
        let (app, now) = (self.app, self.app.clock.now());
        let tx = app.db.begin().await?;
        let (before, token) = self.hold(&tx).await?;
        let done = SyncState::Done.as_str();
        let is_news = before.sync_state != done || before.sync_error.is_some() || before.sync_failed_at.is_some();
        if is_news {
            let mut after = before.clone();
            after.sync_state = done.into();
            after.sync_error = None;
            after.sync_failed_at = None;
            change::derive_waba(&mut after, Some(&token), now)?;
            self.save(&tx, &before, &after, Some(&token), now).await?;
        }
        store::waba::synced(&*tx, &before.id, began).await?;
        if before.synced_at.is_none() {
            // Webhooks about numbers waited for the numbers.
            let task = TaskId::from_uuid(app.clock.uuid());
            store::task::enqueue(&*tx, TaskKind::ApplyEvents, self.meta_id, now, task).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Writes the failure down and hands the error on, for the task to be tried again.
    pub(super) async fn fail(&self, error: AppError) -> AppResult<()> {
        match &error {
            AppError::Unavailable(..) | AppError::Conflict(_) => return Err(error),
            raced if raced.is_raced() => return Err(error),
            AppError::Provider(refused) => {
                if let Some(code) = token::refusal(refused) {
                    return self.refuse_token(code).await;
                }
            }
            _ => {}
        }
        let (app, now) = (self.app, self.app.clock.now());
        let tx = app.db.begin().await?;
        let (before, token) = self.hold(&tx).await?;
        let mut after = failed(&before, token::code_of(&error), now);
        change::derive_waba(&mut after, Some(&token), now)?;
        let changes = self.save(&tx, &before, &after, Some(&token), now).await?;
        if before.sync_failed_at.is_none() {
            let row = activity::by_hub(&app.clock, &after, None, Action::SyncFailed, Outcome::Refused, &changes);
            store::activity::insert_many(&*tx, vec![row]).await?;
        }
        tx.commit().await?;
        Err(error)
    }

    /// Meta does not take the token any more: the WABA is disconnected until a person gives another. A token that was given
    /// meanwhile is not condemned.
    pub(super) async fn refuse_token(&self, code: ErrorCode) -> AppResult<()> {
        let (app, now) = (self.app, self.app.clock.now());
        let tx = app.db.begin().await?;
        let (before, token) = self.hold(&tx).await?;
        if token.given_at != self.credential.given_at {
            return Ok(());
        }
        store::credential::checked(&*tx, &token, Some(code.as_str()), now.timestamp_micros()).await?;
        let token = credential::Model { refused: Some(code.as_str().into()), ..token };
        let mut after = failed(&before, code, now);
        change::derive_waba(&mut after, Some(&token), now)?;
        let changes = change::save_waba(&tx, &app.clock, &before, &after, &CAUSE).await?;
        change::rederive_numbers(&tx, &app.clock, &after, Some(&token), &CAUSE).await?;
        let row = activity::by_hub(&app.clock, &after, None, Action::SyncFailed, Outcome::Refused, &changes);
        store::activity::insert_many(&*tx, vec![row]).await?;
        Ok(tx.commit().await?)
    }

    /// Writes the WABA, and its numbers when the operator's turn at them comes or goes.
    async fn save(
        &self,
        tx: &Tx,
        before: &waba::Model,
        after: &waba::Model,
        token: Option<&credential::Model>,
        now: DateTime<Utc>,
    ) -> AppResult<Vec<Change>> {
        let clock = &self.app.clock;
        let changes = change::save_waba(tx, clock, before, after, &CAUSE).await?;
        let facts = token.map(TokenFacts::from);
        let is_stuck = |row| Ok::<_, AppError>(sync_is_stuck(&facts::waba_facts(row, facts.as_ref())?, now));
        if is_stuck(before)? != is_stuck(after)? || is_due(before, now) {
            change::rederive_numbers(tx, clock, after, token, &CAUSE).await?;
        }
        Ok(changes)
    }
}

/// Something about the WABA, and so about its numbers, has changed by time alone since they were derived.
pub(super) fn is_due(row: &waba::Model, now: DateTime<Utc>) -> bool {
    row.next_expiry_at.is_some_and(|at| at <= now.timestamp_micros())
}

fn failed(before: &waba::Model, code: ErrorCode, now: DateTime<Utc>) -> waba::Model {
    waba::Model {
        sync_state: SyncState::Failed.as_str().into(),
        sync_error: Some(code.as_str().into()),
        sync_failed_at: before.sync_failed_at.or(Some(now.timestamp_micros())),
        ..before.clone()
    }
}
