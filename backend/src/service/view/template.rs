//! Templates as the API shows them: families of a list, one with its page, versions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use clienthub_shared::status::Quality;
use clienthub_shared::template::Template;
use clienthub_shared::template::details::{CategoryComing, Pause, Rejection, TemplateDetails, TemplateVersion};
use clienthub_shared::template::family::{TemplateFamily, TemplateLanguage};
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::template::validate;
use clienthub_shared::template::word::{Category, find};

use super::{at, json};
use crate::clock::from_micros;
use crate::service::template::rule::{UNPAUSE_WAIT, blocks_name, edit_rule};
use crate::store::template_list::{FamilyRow, LanguageRow};
use crate::store::{StoreResult, template, template_version, waba, word};

/// The families of a page with their languages; both in their own order.
pub fn families(rows: Vec<FamilyRow>, languages: Vec<LanguageRow>) -> StoreResult<Vec<TemplateFamily>> {
    let mut of_name: BTreeMap<String, Vec<LanguageRow>> = BTreeMap::new();
    for row in languages {
        of_name.entry(row.name.clone()).or_default().push(row);
    }
    rows.into_iter().map(|row| family(row.name.clone(), of_name.remove(&row.name).unwrap_or_default())).collect()
}

fn family(name: String, rows: Vec<LanguageRow>) -> StoreResult<TemplateFamily> {
    let last = rows.iter().max_by_key(|row| row.edited_at);
    let category = last.and_then(|row| find::<Category>(row.category.as_deref()?));
    let body = last.map(|row| row.excerpt.clone()).unwrap_or_default();
    let edited_at = from_micros(last.map_or(0, |row| row.edited_at));
    let languages: Vec<_> = rows.iter().map(language).collect::<StoreResult<_>>()?;
    let quality = worst(languages.iter().map(|one| one.quality));
    Ok(TemplateFamily { name, category, body, quality, edited_at, languages })
}

fn language(row: &LanguageRow) -> StoreResult<TemplateLanguage> {
    let state = word("templates.state", &row.state)?;
    Ok(TemplateLanguage {
        id: word("templates.id", &row.id)?,
        language: row.language.clone(),
        state,
        blocks_name: blocks_name(state),
        quality: word("templates.quality", &row.quality)?,
        unsent: row.unsent,
    })
}

fn worst(qualities: impl Iterator<Item = Quality>) -> Quality {
    let rank = |quality: &Quality| match quality {
        Quality::Low => 0,
        Quality::Medium => 1,
        Quality::High => 2,
        Quality::Unknown => 3,
    };
    qualities.min_by_key(rank).unwrap_or(Quality::Unknown)
}

/// One template with everything that its page shows.
pub fn template(
    row: template::Model,
    waba: &waba::Model,
    family: &[LanguageRow],
    now: DateTime<Utc>,
) -> StoreResult<TemplateDetails> {
    let (submitted, draft) = (row.content()?, row.draft()?);
    let findings = draft.as_ref().or(submitted.as_ref()).map(validate).unwrap_or_default();
    let state = row.state()?;
    let whole = |content: Option<Template>| content.map(|content| named(content, &row));
    Ok(TemplateDetails {
        id: row.id()?,
        waba_id: waba.id()?,
        waba_name: waba.name.clone(),
        state,
        state_since: from_micros(row.state_since),
        category: row.category.as_deref().and_then(find::<Category>),
        category_coming: row
            .category_coming
            .clone()
            .map(|category| CategoryComing { category, at: row.category_coming_at.map(from_micros) }),
        quality: row.quality()?,
        rejection: (state == TemplateState::Rejected).then(|| Rejection {
            reason: row.rejected_reason.clone(),
            text: row.rejection_text.clone(),
            recommendation: row.rejection_advice.clone(),
        }),
        pause: pause(&row, state),
        submitted: whole(submitted),
        draft: whole(draft),
        draft_saved_at: row.draft_at.and_then(at).filter(|_| row.draft.is_some()),
        sending: row.sending_since.is_some(),
        findings,
        refusal: json("templates.refusal", row.refusal.as_deref())?,
        edit: edit_rule(&row, now)?,
        blocks_name: blocks_name(state),
        family: family.iter().map(language).collect::<StoreResult<_>>()?,
        edited_at: from_micros(row.edited_at),
        submitted_at: row.submitted_at.map(from_micros),
        synced_at: row.synced_at.map(from_micros),
        version: row.version,
        meta_id: row.meta_id,
        meta_status: row.meta_status,
        category_before: row.category_before,
        draft_saved_by: row.draft_by,
        name: row.name,
        language: row.language,
    })
}

/// Name and language are the row's, whatever a read of old has.
fn named(mut content: Template, row: &template::Model) -> Template {
    content.name.clone_from(&row.name);
    content.language.clone_from(&row.language);
    content
}

fn pause(row: &template::Model, state: TemplateState) -> Option<Pause> {
    let since = from_micros(row.paused_since.unwrap_or(row.state_since));
    let until = row.paused_until.map(from_micros);
    (state == TemplateState::Paused).then(|| Pause {
        since,
        until,
        title: row.pause_title.clone(),
        liftable_at: until.is_none().then(|| since + UNPAUSE_WAIT),
    })
}

pub fn template_version(row: template_version::Model) -> StoreResult<TemplateVersion> {
    Ok(TemplateVersion {
        number: row.number,
        at: from_micros(row.at),
        source: word("template_versions.source", &row.source)?,
        template: row.template()?,
        by: row.by_name,
    })
}
