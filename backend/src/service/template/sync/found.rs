//! What a sync found to be different, collected over its pages: all of it counted, the first hundred kept.

use chrono::{DateTime, Utc};
use clienthub_shared::template::family::{TemplateChange, TemplateChanges};

use crate::clock::from_micros;
use crate::error::AppResult;
use crate::service::view::json;
use crate::store::template_sync::Model;

const MOST_ROWS: usize = 100;

/// Adds to what the sync that has not come to its end found.
pub fn add(row: &mut Model, began: DateTime<Utc>, more: Vec<TemplateChange>) -> AppResult<()> {
    if more.is_empty() {
        return Ok(());
    }
    let known: Option<TemplateChanges> = json("template_syncs.finding", row.finding.as_deref())?;
    let mut found = known.unwrap_or(TemplateChanges { at: began, since: None, count: 0, rows: Vec::new() });
    found.count += more.len() as u64;
    let room = MOST_ROWS.saturating_sub(found.rows.len());
    found.rows.extend(more.into_iter().take(room));
    row.finding = Some(serde_json::to_string(&found).map_err(anyhow::Error::new)?);
    Ok(())
}

/// The sync has come to its end: what it found stands until another finds something. False: it found nothing.
pub fn close(row: &mut Model, began: DateTime<Utc>) -> AppResult<bool> {
    let Some(text) = row.finding.take() else { return Ok(false) };
    let found: Option<TemplateChanges> = json("template_syncs.finding", Some(&text))?;
    let Some(found) = found else { return Ok(false) };
    let found = TemplateChanges { at: began, since: row.synced_at.map(from_micros), ..found };
    row.found = Some(serde_json::to_string(&found).map_err(anyhow::Error::new)?);
    Ok(true)
}
