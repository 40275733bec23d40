//! One row and what Meta shows of it: which row is meant, what comes of it, and what is told of the difference.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use clienthub_shared::id::TemplateId;
use clienthub_shared::template::details::VersionSource;
use clienthub_shared::template::family::{TemplateChange, TemplateChangeKind as Kind};
use clienthub_shared::template::state::TemplateState;

use crate::clock::from_micros;
use crate::error::AppResult;
use crate::graph::MetaTemplate;
use crate::service::template::rule::{SENDING_LASTS, count_edit};
use crate::service::template::{alike, content, record};
use crate::store::template::Model;

/// The row that a template of Meta's belongs to.
pub enum Meant<'a> {
    Row(&'a Model),
    /// That row is another template's by now: Meta has made this one under the same name. The first must let go of the id.
    Instead {
        gone: &'a Model,
        row: &'a Model,
    },
    New,
    /// It is on its way to be deleted, or was deleted from here after the read began.
    Nobody,
}

/// `by_id` has Meta's id, gone or not; `by_name` has the name and language and is there.
pub fn meant<'a>(
    meta: &MetaTemplate,
    by_id: Option<&'a Model>,
    by_name: Option<&'a Model>,
    read_at: DateTime<Utc>,
) -> Meant<'a> {
    let state = TemplateState::of(meta.status().unwrap_or_default());
    let is_leaving = matches!(state, TemplateState::Deleted | TemplateState::PendingDeletion);
    let is_just_gone = |row: &Model| row.gone_at.is_some_and(|at| at > read_at.timestamp_micros());
    match (by_id, by_name) {
        (Some(row), _) if row.gone_at.is_none() => Meant::Row(row),
        (Some(gone), _) if is_leaving || is_just_gone(gone) => Meant::Nobody,
        (Some(gone), Some(row)) => Meant::Instead { gone, row },
        (Some(gone), None) => Meant::Row(gone),
        (None, Some(row)) if row.meta_id.is_some() && is_leaving => Meant::Nobody,
        (None, Some(row)) => Meant::Row(row),
        (None, None) if state == TemplateState::Deleted => Meant::Nobody,
        (None, None) => Meant::New,
    }
}

/// What a read made of a row.
pub struct Merged {
    pub after: Model,
    /// A new text that Meta has: whose it is.
    pub version: Option<VersionSource>,
}

/// The row as Meta shows it; none when what was read is older than what we did ourselves.
pub fn merge(
    before: &Model,
    meta: MetaTemplate,
    told: &HashSet<String>,
    read_at: DateTime<Utc>,
) -> AppResult<Option<Merged>> {
    let micros = read_at.timestamp_micros();
    let sent_at = before.sending_since.map(from_micros);
    let is_underway = sent_at.is_some_and(|at| read_at - at < SENDING_LASTS);
    if is_underway || before.submitted_at.is_some_and(|at| at > micros) {
        return Ok(None);
    }
    let mut after = before.clone();
    if before.meta_id.as_deref().is_some_and(|id| id != meta.id.as_str()) {
        (after.edits, after.was_approved) = (None, false);
    }
    record::template(&mut after, meta, told, read_at);
    let is_new_text = !alike::are_alike(before.content.as_deref(), after.content.as_deref());
    let mut version = is_new_text.then_some(VersionSource::Meta);
    if let Some(sent_at) = sent_at {
        // Nobody heard what came of it: what Meta has tells.
        after.sending_since = None;
        let (draft, at_meta) = (before.draft()?, after.content()?);
        let is_ours = matches!((&draft, &at_meta), (Some(draft), Some(at_meta))
            if alike::is_alike(draft, at_meta) || (before.meta_id.is_none() && draft.from_library()));
        if is_new_text && is_ours {
            version = Some(VersionSource::Submitted);
            after.submitted_at = Some(sent_at.timestamp_micros());
            after.first_sent_at = after.first_sent_at.or(after.submitted_at);
            after.refusal = None;
            if before.state == TemplateState::Approved.as_str() {
                count_edit(&mut after, sent_at)?;
            }
            (after.draft, after.draft_at, after.draft_by) = (None, None, None);
            if let Some(at_meta) = &at_meta {
                content::describe(&mut after, at_meta);
            }
        }
    }
    Ok(Some(Merged { after, version }))
}

/// Meta does not have it any more. What was not sent yet stays, as a draft that Meta never had.
pub fn gone(row: &mut Model, now: DateTime<Utc>) {
    let micros = now.timestamp_micros();
    row.sending_since = None;
    row.synced_at = Some(micros);
    (row.category_coming, row.category_coming_at) = (None, None);
    if row.draft.is_none() {
        record::status(row, "DELETED", now);
        row.gone_at = Some(micros);
        return;
    }
    record::status(row, "DRAFT", now);
    (row.state, row.state_since) = (TemplateState::Draft.as_str().into(), micros);
    record::put_quality(row, None, now);
    row.content = None;
    (row.meta_id, row.meta_status, row.edits, row.category_before) = (None, None, None, None);
    (row.was_approved, row.submitted_at, row.first_sent_at) = (false, None, None);
}

/// Meta has deleted a template whose unsent changes stay, and keeps its name for 30 days: what is left of it, so that this is known
/// whatever becomes of the draft.
pub fn left_behind(before: &Model, after: &Model, id: TemplateId) -> Option<Model> {
    if before.meta_id.is_none() || after.meta_id.is_some() || !before.was_approved {
        return None;
    }
    let deleted = Model {
        id: id.to_string(),
        meta_status: None,
        sending_since: None,
        refusal: None,
        version: 1,
        ..before.clone()
    };
    Some(Model {
        state: TemplateState::Deleted.as_str().into(),
        state_since: after.state_since,
        gone_at: Some(after.state_since),
        synced_at: after.synced_at,
        draft: None,
        draft_at: None,
        draft_by: None,
        ..deleted
    })
}

/// What a sync tells of the difference; ours is what we sent ourselves.
pub fn differences(before: Option<&Model>, after: &Model) -> AppResult<Vec<TemplateChange>> {
    let id = after.id()?;
    let change = |kind, from: Option<&String>, to: Option<&String>| TemplateChange {
        kind,
        id,
        name: after.name.clone(),
        language: after.language.clone(),
        from: from.cloned(),
        to: to.cloned(),
    };
    let Some(before) = before.filter(|before| before.gone_at.is_none()) else {
        return Ok(vec![change(Kind::Added, None, Some(&after.state))]);
    };
    if after.gone_at.is_some() || (before.meta_id.is_some() && after.meta_id.is_none()) {
        return Ok(vec![change(Kind::Gone, Some(&before.state), None)]);
    }
    let mut found = Vec::new();
    if before.state != after.state {
        found.push(change(Kind::Status, Some(&before.state), Some(&after.state)));
    }
    if before.content.is_some() && before.category != after.category {
        found.push(change(Kind::Category, before.category.as_ref(), after.category.as_ref()));
    } else if before.category_coming != after.category_coming && after.category_coming.is_some() {
        found.push(change(Kind::Category, before.category.as_ref(), after.category_coming.as_ref()));
    }
    if before.quality != after.quality {
        found.push(change(Kind::Quality, Some(&before.quality), Some(&after.quality)));
    }
    let is_known = before.content.is_some();
    if is_known && !alike::are_alike(before.content.as_deref(), after.content.as_deref()) {
        found.push(change(Kind::Content, None, None));
    }
    Ok(found)
}
