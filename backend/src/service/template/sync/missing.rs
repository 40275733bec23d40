//! Templates that a complete listing did not have. Meta counts them with every page: where the listing had as many as Meta counted,
//! they are gone, however many they are, and no call is made for them. Those that the listing may be too old for are read alone, and
//! so are all when the counts do not agree: while others are deleted, a page may pass one over.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::id::TemplateId;

use super::{Progress, Reader, is_hidden};
use crate::error::{AppError, AppResult};
use crate::service::lease::Lease;
use crate::store::template::Model;
use crate::store::{StoreResult, attribute_clock, template};

/// Read alone in one sync; the others wait for the next.
const MOST_ALONE: usize = 100;
/// Rows that are looked at, and written, at once.
const AT_ONCE: u64 = 100;
/// What was made or sent so shortly before may not be listed yet.
const LISTING_LAGS: TimeDelta = TimeDelta::minutes(10);

/// How much of what Meta counts a listing had.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    listed: i64,
    /// The most that Meta told.
    counted: Option<i64>,
}

impl Tally {
    pub fn add(&mut self, listed: usize, counted: Option<i64>) {
        self.listed += i64::try_from(listed).unwrap_or(i64::MAX);
        self.counted = self.counted.max(counted);
    }

    fn is_whole(self) -> bool {
        self.counted.is_some_and(|counted| self.listed >= counted)
    }
}

impl Reader {
    /// False: somebody else has taken over.
    pub(super) async fn look_for_missing(&self, progress: &Progress, lease: &Lease<'_>) -> AppResult<bool> {
        let (db, began) = (self.app.db.read(), progress.began);
        let (mut behind, mut left) = (String::new(), MOST_ALONE);
        loop {
            let rows = template::list_not_synced_since(db, self.org, self.id, began, &behind, AT_ONCE).await?;
            let Some(last) = rows.last() else { return Ok(true) };
            behind.clone_from(&last.id);
            let (gone, unsure) = match progress.tally {
                Some(tally) if tally.is_whole() => self.told_apart(rows, began).await?,
                _ => (Vec::new(), rows),
            };
            if !gone.is_empty() {
                let ids: Vec<TemplateId> = gone.iter().map(Model::id).collect::<StoreResult<_>>()?;
                self.put_gone(&ids, began).await?;
            }
            for row in unsure.iter().take(left) {
                self.read_missing(row).await?;
                if !lease.extend().await? {
                    return Ok(false);
                }
            }
            left = left.saturating_sub(unsure.len());
            if !lease.extend().await? {
                return Ok(false);
            }
        }
    }

    /// Those that are gone, and those that are too new for the listing or that Meta has spoken of since.
    async fn told_apart(&self, rows: Vec<Model>, began: DateTime<Utc>) -> AppResult<(Vec<Model>, Vec<Model>)> {
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let told = attribute_clock::told_since_any_org(self.app.db.read(), &ids, began).await?;
        let settled = (began - LISTING_LAGS).timestamp_micros();
        Ok(rows.into_iter().partition(|row| {
            let newest = row.submitted_at.unwrap_or(row.added_at).max(row.added_at);
            newest < settled && !told.contains_key(&row.id)
        }))
    }

    async fn read_missing(&self, row: &Model) -> AppResult<()> {
        let Some(meta_id) = &row.meta_id else { return Ok(()) };
        let read_at = self.app.clock.now();
        match self.call(self.app.graph.read_template(&self.secret, meta_id)).await {
            Ok(template) => self.put_missed(template, read_at).await,
            // The listing was answered: it is not the WABA that this token may not see.
            Err(AppError::Provider(error)) if is_hidden(&error) => self.put_gone(&[row.id()?], read_at).await,
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_whole_when_it_had_all_that_meta_ever_counted() {
        let tally = |pages: &[(usize, Option<i64>)]| {
            let mut tally = Tally::default();
            pages.iter().for_each(|(listed, counted)| tally.add(*listed, *counted));
            tally.is_whole()
        };
        assert!(tally(&[(0, Some(0))]));
        assert!(tally(&[(100, Some(130)), (30, Some(130))]));
        assert!(tally(&[(100, Some(130)), (30, None)]));
        assert!(tally(&[(100, Some(130)), (31, Some(131))]));
        // One was deleted meanwhile, and another was passed over.
        assert!(!tally(&[(100, Some(130)), (29, Some(129))]));
        assert!(!tally(&[(100, None)]));
        assert!(!tally(&[]));
    }
}
