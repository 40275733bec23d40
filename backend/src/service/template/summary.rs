//! What stands above the list of templates: counts, Meta's limits, the last sync and what it found.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use clienthub_shared::id::{OrgId, WabaId};
use clienthub_shared::template::family::{RejectedTemplate, StateCount, TemplateSummary};
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::waba::{SyncState, WabaSync};

use super::rule::CREATIONS_PER_HOUR;
use crate::clock::from_micros;
use crate::error::AppResult;
use crate::service::pause::next_sync_at;
use crate::service::view::json;
use crate::state::AppState;
use crate::store::{StoreError, template, template_list, template_sync, word};

/// How long a rejection stands above the list and among the alerts.
pub const REJECTED_SHOWN: TimeDelta = TimeDelta::days(30);
/// How many of them stand above the list.
const REJECTED_MAX: u64 = 5;

pub async fn read(app: &AppState, org: OrgId, waba: WabaId) -> AppResult<TemplateSummary> {
    let (db, now) = (app.db.read(), app.clock.now());
    let every = template_list::TemplateFilter::default();
    let since = (now - REJECTED_SHOWN).timestamp_micros();
    // None waits for another.
    let (counts, families, sync, sent, rejected) = tokio::try_join!(
        template_list::counts(db, org, waba),
        template_list::total(db, org, waba, &every),
        template_sync::find(db, org, waba),
        template::count_sent_since(db, org, waba, now - TimeDelta::hours(1)),
        template_list::rejected(db, org, waba, since, REJECTED_MAX),
    )?;
    let (mut states, mut languages) = (BTreeMap::<TemplateState, u64>::new(), BTreeSet::new());
    for (state, language, count) in counts {
        *states.entry(word("templates.state", &state)?).or_default() += u64::try_from(count).unwrap_or(0);
        languages.insert(language);
    }
    let sync = sync.unwrap_or_else(|| template_sync::Model::new(org, waba));
    let at_meta = states.iter().filter(|(state, _)| **state != TemplateState::Draft).map(|(_, count)| *count).sum();
    let rejected = rejected.into_iter().map(|row| {
        Ok(RejectedTemplate {
            id: row.id()?,
            reason: row.rejected_reason.filter(|reason| reason != "NONE"),
            text: row.rejection_text,
            name: row.name,
            language: row.language,
        })
    });
    Ok(TemplateSummary {
        families,
        states: states.into_iter().map(|(state, count)| StateCount { state, count }).collect(),
        languages: languages.into_iter().collect(),
        // What Meta counted, until more is known here.
        used: sync.used.and_then(|used| u64::try_from(used).ok()).unwrap_or(0).max(at_meta),
        limit: sync.allowed.and_then(|allowed| u64::try_from(allowed).ok()),
        creations_left: u32::try_from(CREATIONS_PER_HOUR.saturating_sub(sent)).unwrap_or(0),
        sync: sync_facts(&sync)?,
        synced_at: sync.synced_at.map(from_micros),
        changes: json("template_syncs.found", sync.found.as_deref())?,
        rejected: rejected.collect::<Result<_, StoreError>>()?,
    })
}

fn sync_facts(row: &template_sync::Model) -> Result<WabaSync, StoreError> {
    let state: SyncState = word("template_syncs.state", &row.state)?;
    Ok(WabaSync {
        state,
        error: row.error.as_deref().map(|code| word("template_syncs.error", code)).transpose()?,
        failed_at: row.failed_at.map(from_micros),
        next_allowed_at: next_sync_at(row.asked_at),
    })
}
