//! Many templates at once, in Meta's own list: what an import or a plan would do with each, and the export.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use chrono::{DateTime, Utc};
use clienthub_shared::id::{OrgId, WabaId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::request::{PlanAction, PlanRow, TemplateFile, TemplatePlan};
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::template::word::{Category, find};
use clienthub_shared::template::{Severity, Template, validate};

use super::held::newest;
use super::rule::edit_rule;
use super::{alike, content, fixed};
use crate::error::{AppError, AppResult, field_with};
use crate::state::AppState;
use crate::store::{self, template};

/// Templates in one file: as many as a WABA may have (reference 4.1).
const MOST: usize = 6000;
/// Findings that are told of one template, and of a file.
const FINDINGS_TOLD: usize = 20;
const FINDINGS_OF_FILE: usize = 2000;
/// Rows that are read at once.
const AT_ONCE: u64 = 500;

/// What the file would change; nothing is. `prune`: what the WABA has and the file has not goes.
pub async fn plan(
    app: &AppState,
    org: OrgId,
    waba: WabaId,
    file: TemplateFile,
    prune: bool,
) -> AppResult<TemplatePlan> {
    let Read { mut plan, wanted, .. } = read(app, org, waba, file).await?;
    if prune {
        each(app, org, waba, |row| {
            if !wanted.contains_key(&(row.name.clone(), row.language.clone())) {
                let (name, language) = (row.name.clone(), row.language.clone());
                let id = Some(row.id()?);
                let unsent = row.draft.is_some();
                let (code, findings) = (None, Vec::new());
                plan.rows.push(PlanRow { action: PlanAction::Delete, name, language, id, unsent, code, findings });
            }
            Ok(())
        })
        .await?;
    }
    Ok(plan)
}

/// What a plan was made of.
pub(super) struct Read {
    /// Without what the file leaves out.
    pub plan: TemplatePlan,
    /// The file's templates.
    pub wanted: Wanted,
    /// Versions of those that are there.
    pub versions: BTreeMap<Key, i64>,
}

pub(super) async fn read(app: &AppState, org: OrgId, waba: WabaId, file: TemplateFile) -> AppResult<Read> {
    let (wanted, repeated) = sorted(file)?;
    let names: Vec<_> = wanted.keys().map(|(name, _)| name.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let rows = template::list_by_names(app.db.read(), org, waba, &names).await?;
    let known: BTreeMap<Key, _> = rows.into_iter().map(|row| ((row.name.clone(), row.language.clone()), row)).collect();
    let versions = known.iter().map(|(key, row)| (key.clone(), row.version)).collect();
    let now = app.clock.now();
    // Looking through thousands takes its time.
    let looked = tokio::task::spawn_blocking(move || {
        let mut plan = Vec::new();
        for (key, template) in &wanted {
            plan.push(row(now, template, known.get(key))?);
        }
        for template in repeated {
            let row = row(now, &template, None)?;
            plan.push(PlanRow { action: PlanAction::Blocked, code: Some(ErrorCode::Repeated), ..row });
        }
        AppResult::Ok((plan, wanted))
    });
    let (mut rows, wanted) = looked.await.context("planning")??;
    let mut left = FINDINGS_OF_FILE;
    for row in &mut rows {
        row.findings.truncate(left);
        left -= row.findings.len();
    }
    Ok(Read { plan: TemplatePlan { rows }, wanted, versions })
}

fn row(now: DateTime<Utc>, template: &Template, known: Option<&template::Model>) -> AppResult<PlanRow> {
    let findings = validate(template);
    let mut row = PlanRow {
        action: PlanAction::Create,
        name: template.name.clone(),
        language: template.language.clone(),
        id: known.map(template::Model::id).transpose()?,
        unsent: known.is_some_and(|known| known.draft.is_some()),
        code: None,
        findings,
    };
    let is_named = !row
        .findings
        .iter()
        .any(|finding| finding.severity == Severity::Error && matches!(finding.path.as_str(), "name" | "language"));
    row.findings.sort_by_key(|finding| finding.severity != Severity::Error);
    row.findings.truncate(FINDINGS_TOLD);
    let blocked = |code| PlanRow { action: PlanAction::Blocked, code: Some(code), ..row.clone() };
    if !is_named {
        return Ok(blocked(ErrorCode::TemplateRuleBroken));
    }
    if content::is_too_large(template) {
        return Ok(blocked(ErrorCode::BodyTooLarge));
    }
    let Some(known) = known else { return Ok(row) };
    let current = newest(known)?.unwrap_or_default();
    // Meta shows files as addresses and adds what was left out: neither is a change.
    // Nor is a category that Meta has corrected: of an approved one it stays.
    let wanted = template.known_category();
    let was = known.category_before.as_deref().and_then(find::<Category>);
    let is_corrected = known.state()? == TemplateState::Approved && was.is_some() && wanted == was;
    let is_alike = alike::is_alike(template, &current) && (wanted == current.known_category() || is_corrected);
    let unchanged = PlanRow { action: PlanAction::Unchanged, ..row.clone() };
    let Some(at_meta) = known.content()? else {
        let is_same = is_alike && template.rest == current.rest;
        return Ok(if is_same { unchanged } else { PlanRow { action: PlanAction::Update, ..row } });
    };
    let unlike = fixed::unlike(template, &at_meta);
    let is_same = is_alike && unlike.is_empty() && fixed::link_tracking(template, Some(&current)).is_none();
    // What was made from the library is as the library has it; its inputs are nowhere to be read.
    if is_same || (template.from_library() && template.components.is_empty()) {
        return Ok(unchanged);
    }
    if edit_rule(known, now)?.lock.is_some() {
        return Ok(blocked(ErrorCode::TemplateLocked));
    }
    let mut settled = template.clone();
    fixed::settle(&mut settled, &at_meta);
    if !unlike.is_empty() || !fixed::kept(&settled, &at_meta).is_empty() {
        return Ok(blocked(ErrorCode::TemplateMemberFixed));
    }
    Ok(PlanRow { action: PlanAction::Update, ..row })
}

/// Name and language.
pub(super) type Key = (String, String);
pub(super) type Wanted = BTreeMap<Key, Template>;

/// The second of a pair is told.
fn sorted(file: TemplateFile) -> AppResult<(Wanted, Vec<Template>)> {
    if file.data.len() > MOST {
        return Err(AppError::Invalid(vec![field_with("data", ErrorCode::TooLong, "max", MOST)]));
    }
    let (mut wanted, mut repeated) = (Wanted::new(), Vec::new());
    for template in file.data {
        let template = content::written(template);
        let key = (template.name.clone(), template.language.clone());
        match wanted.entry(key) {
            Entry::Occupied(_) => repeated.push(template),
            Entry::Vacant(place) => drop(place.insert(template)),
        }
    }
    Ok((wanted, repeated))
}

/// What is exported.
#[derive(Debug, Clone, Default)]
pub struct Export {
    /// Empty: all of them.
    pub names: Vec<String>,
    /// What was not sent yet instead of what Meta has.
    pub drafts: bool,
}

pub async fn export(app: &AppState, org: OrgId, waba: WabaId, wish: &Export) -> AppResult<TemplateFile> {
    let mut data = Vec::new();
    let mut take = |row: &template::Model| {
        let found = if wish.drafts { newest(row)? } else { row.content()? };
        data.extend(found);
        Ok(())
    };
    if wish.names.is_empty() {
        each(app, org, waba, take).await?;
    } else {
        for row in template::list_by_names(app.db.read(), org, waba, &wish.names).await? {
            take(&row)?;
        }
    }
    Ok(TemplateFile { data })
}

/// Every template of a WABA that is there, some at a time.
async fn each(
    app: &AppState,
    org: OrgId,
    waba: WabaId,
    mut take: impl FnMut(&template::Model) -> AppResult<()>,
) -> AppResult<()> {
    let mut last: Option<(String, String)> = None;
    loop {
        let after = last.as_ref().map(|(name, language)| (name.as_str(), language.as_str()));
        let rows = store::template::list_after(app.db.read(), org, waba, after, AT_ONCE).await?;
        for row in &rows {
            take(row)?;
        }
        match rows.last() {
            Some(row) if rows.len() as u64 == AT_ONCE => last = Some((row.name.clone(), row.language.clone())),
            _ => return Ok(()),
        }
    }
}
