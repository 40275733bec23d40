//! What a sync writes. Every transaction begins with the WABA's row and its token as they are now.

use chrono::{DateTime, Utc};
use clienthub_shared::activity::{Action, Outcome};
use clienthub_shared::id::NumberId;
use clienthub_shared::problem::ErrorCode;

use super::end::is_due;
use super::{CAUSE, Next, Progress, Sync};
use crate::error::{AppError, AppResult};
use crate::graph::{MetaPhone, MetaWaba};
use crate::service::change::{self, Seen};
use crate::service::record::{self, Told};
use crate::service::status::violation_ends;
use crate::service::{activity, facts};
use crate::store::attribute_clock::LIMIT;
use crate::store::waba_list::TokenFacts;
use crate::store::{self, Tx, credential, waba};

impl Sync<'_> {
    /// The WABA, held until the end of the transaction, and its token; 409 when it was disconnected meanwhile.
    pub(super) async fn hold(&self, tx: &Tx) -> AppResult<(waba::Model, credential::Model)> {
        let waba = store::waba::lock_any_org(&**tx, &self.id.to_string()).await?.ok_or(AppError::NotFound)?;
        let token = store::credential::find(&**tx, self.org, self.id).await?;
        let token = token.filter(|_| waba.disconnected_at.is_none());
        Ok((waba, token.ok_or(AppError::Conflict(ErrorCode::WabaDisconnected))?))
    }

    pub(super) async fn put_waba(&self, meta: MetaWaba, subscribed: bool, read_at: DateTime<Utc>) -> AppResult<()> {
        let (app, now) = (self.app, self.app.clock.now());
        let tx = app.db.begin().await?;
        let (before, token) = self.hold(&tx).await?;
        let mut after = before.clone();
        let told = store::attribute_clock::told_since_any_org(&*tx, std::slice::from_ref(&before.id), read_at).await?;
        let told = told.into_values().next().unwrap_or_default();
        record::waba(&mut after, meta, &told);
        if !told.contains("partner") {
            after.app_subscribed = subscribed;
            after.partner_removed = false;
        }
        store::credential::checked(&*tx, self.credential, None, now.timestamp_micros()).await?;
        if violation_ends(&facts::waba_facts(&after, Some(&TokenFacts::from(&token)))?, now) {
            after.violation = None;
            after.violation_at = None;
        }
        change::derive_waba(&mut after, Some(&token), now)?;
        let changes = change::save_waba(&tx, &app.clock, &before, &after, &CAUSE).await?;
        if matters_to_numbers(&before, &after) || is_due(&before, now) {
            change::rederive_numbers(&tx, &app.clock, &after, Some(&token), &CAUSE).await?;
        }
        if !changes.is_empty() {
            let row = activity::by_hub(&app.clock, &after, None, Action::Synced, Outcome::Done, &changes);
            store::activity::insert_many(&*tx, vec![row]).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Numbers that were read at `read_at`, and with them how far the sync has come.
    pub(super) async fn put_numbers(
        &self,
        page: Vec<MetaPhone>,
        read_at: DateTime<Utc>,
        progress: Option<&Progress>,
    ) -> AppResult<()> {
        let (app, now) = (self.app, self.app.clock.now());
        let tx = app.db.begin().await?;
        let (waba, token) = self.hold(&tx).await?;
        let ids: Vec<String> = page.iter().map(|phone| phone.id.as_str().to_owned()).collect();
        let known = store::number::list_by_meta_ids(&*tx, self.org, self.id, &ids).await?;
        let objects: Vec<String> = known.iter().map(|row| &row.id).chain([&waba.id]).cloned().collect();
        let mut told = store::attribute_clock::told_since_any_org(&*tx, &objects, read_at).await?;
        // A limit that was told of the WABA is that of its numbers.
        let limit_told = told.get(&waba.id).is_some_and(|told| told.contains(LIMIT));
        let (mut new, mut seen) = (Vec::new(), Vec::new());
        for phone in page {
            let found = known.iter().find(|row| row.meta_id == phone.id.as_str());
            let Some(before) = found else {
                let id = NumberId::from_uuid(app.clock.uuid());
                let mut row = record::new_number(id, &waba, phone.id.as_str(), now);
                record::number(&mut row, phone, &Told::default(), now);
                change::derive_number(&mut row, &waba, Some(&token), now)?;
                new.push(row);
                continue;
            };
            let mut after = before.clone();
            let mut told = told.remove(&before.id).unwrap_or_default();
            if limit_told {
                told.insert(LIMIT.into());
            }
            record::number(&mut after, phone, &told, now);
            change::derive_number(&mut after, &waba, Some(&token), now)?;
            seen.push(Seen { before: before.clone(), after });
        }
        let changed = change::save_numbers(&tx, &app.clock, seen, &CAUSE).await?;
        let changed = changed.iter().filter(|(_, changes)| !changes.is_empty()).map(|(row, changes)| {
            activity::by_hub(&app.clock, &waba, Some(&row.id), Action::Synced, Outcome::Done, changes)
        });
        store::activity::insert_many(&*tx, changed.collect()).await?;
        change::insert_numbers(&tx, &app.clock, new, &CAUSE).await?;
        if let Some(Progress { began, next }) = progress {
            let cursor = match next {
                Next::Page(after) => after.as_deref(),
                Next::Missing => None,
            };
            store::waba::put_sync_progress(&*tx, &waba.id, *began, cursor).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Meta answers for the WABA and not for this number.
    pub(super) async fn mark_unreadable(&self, id: NumberId) -> AppResult<()> {
        let (app, now) = (self.app, self.app.clock.now());
        let tx = app.db.begin().await?;
        let (waba, token) = self.hold(&tx).await?;
        let (before, _) = store::number::find(&*tx, self.org, id).await?.ok_or(AppError::NotFound)?;
        let mut after = before.clone();
        after.unreadable = true;
        after.synced_at = Some(now.timestamp_micros());
        change::derive_number(&mut after, &waba, Some(&token), now)?;
        let changed = change::save_numbers(&tx, &app.clock, vec![Seen { before, after }], &CAUSE).await?;
        let changed = changed.iter().filter(|(_, changes)| !changes.is_empty()).map(|(row, changes)| {
            activity::by_hub(&app.clock, &waba, Some(&row.id), Action::Synced, Outcome::Done, changes)
        });
        store::activity::insert_many(&*tx, changed.collect()).await?;
        Ok(tx.commit().await?)
    }
}

/// What a number's state, attention or search text takes from its WABA.
fn matters_to_numbers(before: &waba::Model, after: &waba::Model) -> bool {
    (&before.status, &before.on_behalf, &before.kind, &before.name)
        != (&after.status, &after.on_behalf, &after.kind, &after.name)
}
