//! What Meta says of a template, put into its row.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use clienthub_shared::template::Template;
use clienthub_shared::template::details::VersionSource;
use clienthub_shared::template::state::{TemplateState, quality};

use super::rule::blocks_name;
use super::{alike, content};
use crate::error::AppResult;
use crate::graph::MetaTemplate;
use crate::store::template::Model;
use crate::store::{Tx, template_version};

/// Meta's word of where it stands, or the event of its webhook.
pub fn status(row: &mut Model, word: &str, now: DateTime<Utc>) {
    row.meta_status = Some(word.to_owned());
    let state = TemplateState::of(word);
    if row.state != state.as_str() {
        row.state = state.as_str().into();
        row.state_since = now.timestamp_micros();
    }
    // On its way out it is what it was: that decides on the name.
    if !matches!(state, TemplateState::Deleted | TemplateState::PendingDeletion) {
        row.was_approved = blocks_name(state);
    }
    if state != TemplateState::Rejected {
        (row.rejected_reason, row.rejection_text, row.rejection_advice) = (None, None, None);
    }
    if state == TemplateState::Paused {
        row.paused_since = row.paused_since.or(Some(now.timestamp_micros()));
    } else {
        (row.paused_since, row.paused_until, row.pause_title) = (None, None, None);
    }
}

/// Meta's word of its category; another one than before is remembered beside it.
pub fn category(row: &mut Model, word: &str) {
    let word = content::category(word);
    if row.category.as_deref() != Some(&word) {
        if row.content.is_some() {
            row.category_before = row.category.take();
        }
        row.category = Some(word);
    }
}

pub fn put_quality(row: &mut Model, score: Option<&str>, now: DateTime<Utc>) {
    row.quality_raw = score.map(ToOwned::to_owned);
    let quality = quality(score).as_str();
    if row.quality != quality {
        row.quality = quality.into();
        row.quality_since = now.timestamp_micros();
    }
}

/// All of it as it was read. `told`: attributes that a webhook told while the read was on its way; their values stay.
pub fn template(row: &mut Model, meta: MetaTemplate, told: &HashSet<String>, read_at: DateTime<Utc>) {
    row.meta_id = Some(meta.id.as_str().to_owned());
    if !told.contains("status") {
        if let Some(word) = meta.status() {
            status(row, word, read_at);
        }
        if row.state == TemplateState::Rejected.as_str() {
            row.rejected_reason = meta.rejected_reason().map(ToOwned::to_owned).or(row.rejected_reason.take());
        }
    }
    if !told.contains("quality") {
        put_quality(row, meta.quality_score(), read_at);
    }
    if !told.contains("category") {
        if let Some(before) = meta.previous_category() {
            row.category_before = Some(before.to_ascii_uppercase());
        }
        let coming = meta.correct_category().map(str::to_ascii_uppercase);
        let coming = coming.filter(|coming| Some(coming) != row.category.as_ref());
        if row.category_coming != coming {
            row.category_coming_at = None;
        }
        row.category_coming = coming;
    }
    let edited_at = meta.last_updated_at().map(|at| at.timestamp_micros());
    let read = content::read_at_meta(meta.template);
    // One that cannot be read is mended by what Meta has.
    let known = row.content().unwrap_or_else(|error| {
        tracing::error!(template = row.id, %error, "what was kept of a template cannot be read");
        None
    });
    let read = match known {
        Some(known) if alike::is_alike(&known, &read) => alike::merge(known, read),
        _ => read,
    };
    let (is, was) = (row.category.clone(), row.category_before.clone());
    content(row, read, edited_at.unwrap_or(read_at.timestamp_micros()));
    if told.contains("category") {
        (row.category, row.category_before) = (is, was);
    }
    row.synced_at = Some(read_at.timestamp_micros());
    if !told.contains("status") {
        row.gone_at = None;
    }
}

/// What Meta has. A draft that says the same is done with.
pub fn content(row: &mut Model, at_meta: Template, edited_at: i64) {
    (row.name, row.language) = (at_meta.name.clone(), at_meta.language.clone());
    if let Some(word) = &at_meta.category {
        category(row, word.as_str());
    }
    let text = content::text(&at_meta);
    if row.draft.as_ref() == Some(&text) {
        (row.draft, row.draft_at, row.draft_by, row.refusal) = (None, None, None, None);
    }
    let was = row.content.replace(text);
    if !alike::are_alike(was.as_deref(), row.content.as_deref()) {
        row.edited_at = if was.is_none() { edited_at } else { row.edited_at.max(edited_at) };
        if row.draft.is_none() {
            content::describe(row, &at_meta);
        }
    }
}

/// Keeps what Meta has as a version, when it is another text than before.
pub async fn keep_version(
    tx: &Tx,
    before: Option<&Model>,
    after: &Model,
    source: VersionSource,
    by: Option<&str>,
    now: DateTime<Utc>,
) -> AppResult<()> {
    let Some(text) = &after.content else { return Ok(()) };
    if before.is_some_and(|before| is_known(before, text, source)) {
        return Ok(());
    }
    let number = template_version::last_number(&**tx, after.org()?, after.id()?).await? + 1;
    let row = template_version::Model {
        template_id: after.id.clone(),
        number,
        org_id: after.org_id.clone(),
        at: now.timestamp_micros(),
        source: source.as_str().into(),
        by_name: by.map(ToOwned::to_owned),
        content: text.clone(),
    };
    Ok(template_version::insert_many(&**tx, vec![row]).await?)
}

/// What was sent from here is a version though it shows in nothing that Meta shows.
fn is_known(before: &Model, text: &str, source: VersionSource) -> bool {
    match source {
        VersionSource::Submitted => before.content.as_deref() == Some(text),
        VersionSource::Meta => alike::are_alike(before.content.as_deref(), Some(text)),
    }
}
