//! Creating templates, one by one or the same authentication template in many languages (reference 4.3 and 4.6). What a template must be is
//! checked first, then whether its name is free, then how many there may be.

use serde_json::{Value, json};

use super::draft::{self, Draft, Head};
use super::library;
use super::refusal::{self, refuse};
use crate::graph::error::GraphError;
use crate::graph::params::Params;
use crate::life::{self, HOUR_S, sentinel};
use crate::sandbox::Inner;
use crate::world::template::Template;

/// Ids of templates made here begin above those of the demo's.
const FIRST_ID: u64 = 175_000_000_000_000;
const CREATIONS_PER_HOUR: usize = 100;

/// Where a new template comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Written,
    /// Approved without a review.
    Library,
    /// Of another WABA; 500 come with one call, so the hundred an hour do not count them.
    Copy,
}

pub fn create(inner: &mut Inner, waba_id: &str, params: &Params) -> Result<Value, GraphError> {
    let (draft, origin) = if params.text("library_template_name").is_some() {
        (library::draft(inner, params)?, Origin::Library)
    } else {
        (Draft::read(inner, params)?, Origin::Written)
    };
    let id = add(inner, waba_id, draft, origin)?;
    let template = &inner.world.templates[&id];
    Ok(json!({ "id": id, "status": template.text("status"), "category": template.text("category") }))
}

/// `languages` instead of `language`; what is there already is replaced.
pub fn upsert(inner: &mut Inner, waba_id: &str, params: &Params) -> Result<Value, GraphError> {
    let name = draft::name(params)?;
    let languages = super::list_of(params, "languages");
    if languages.is_empty() {
        return Err(GraphError::missing_parameter("languages"));
    }
    if draft::category(params)? != "AUTHENTICATION" {
        return Err(GraphError::parameter("Param category must be one of {AUTHENTICATION}"));
    }
    let mut drafts = Vec::new();
    for code in languages {
        let head =
            Head { name: name.clone(), language: draft::language(&code)?, category: "AUTHENTICATION".to_owned() };
        drafts.push(Draft::of(&inner.world, params, head, inner.now_unix())?);
    }
    let mut rows = Vec::new();
    for draft in drafts {
        let language = draft.language.clone();
        let found = inner.world.templates_of(waba_id).find(|(_, template)| template.is_called(&name, &language));
        let id = match found.map(|(id, _)| id.clone()) {
            Some(id) => {
                replace(inner, &id, draft)?;
                id
            }
            None => add(inner, waba_id, draft, Origin::Written)?,
        };
        rows.push(json!({ "id": id, "status": inner.world.templates[&id].text("status"), "language": language }));
    }
    Ok(json!({ "data": rows }))
}

fn replace(inner: &mut Inner, id: &str, draft: Draft) -> Result<(), GraphError> {
    let (now, review_s) = (inner.now_unix(), inner.world.template_review_s);
    let held = &inner.world.templates[id];
    if held.text("category") != draft.category {
        return Err(refuse(refusal::NAME_TAKEN, "name", "a template of another category has this name and language"));
    }
    if matches!(held.text("status"), "PENDING_DELETION" | "DISABLED") {
        return Err(refuse(refusal::WRONG_STATUS, "status", "a template in this status cannot be changed"));
    }
    life::change(inner, id, now, |template| {
        template.fields.extend(draft.fields);
        begin(template, now, review_s, false);
    });
    Ok(())
}

/// Puts a template into the account when its name is free and there is room.
pub fn add(inner: &mut Inner, waba_id: &str, draft: Draft, origin: Origin) -> Result<String, GraphError> {
    let (now, review_s) = (inner.now_unix(), inner.world.template_review_s);
    check_name(inner, waba_id, &draft, now)?;
    check_room(inner, waba_id)?;
    if origin != Origin::Copy {
        count_creation(inner, waba_id, now)?;
    }
    let mut template =
        Template { waba_id: waba_id.to_owned(), created_at: now, fields: draft.fields, ..Template::default() };
    for (name, value) in [("name", draft.name), ("language", draft.language), ("category", draft.category)] {
        template.set(name, value);
    }
    template.set("status", "PENDING");
    life::set_score(&mut template, "UNKNOWN", now);
    let id = (FIRST_ID + inner.world.next_id()).to_string();
    inner.world.templates.insert(id.clone(), template);
    life::change(inner, &id, now, |template| begin(template, now, review_s, origin == Origin::Library));
    Ok(id)
}

/// The review, or its result at once where Meta gives it at once.
pub fn begin(template: &mut Template, now: i64, review_s: Option<i64>, is_from_library: bool) {
    if let Some(category) = sentinel::category_at_creation(template) {
        template.set("category", category);
        template.fields.remove("message_send_ttl_seconds");
    }
    life::submit(template, now, review_s);
    let is_preset = is_from_library || template.text("category") == "AUTHENTICATION";
    if is_preset && !sentinel::is_held(template) && template.text("status") == "PENDING" {
        life::review(template, now);
    }
}

fn check_name(inner: &Inner, waba_id: &str, draft: &Draft, now: i64) -> Result<(), GraphError> {
    let (name, language) = (&draft.name, &draft.language);
    let held = inner.world.templates_of(waba_id).find(|(_, template)| template.is_called(name, language));
    match held.map(|(_, template)| template.text("status")) {
        Some("PENDING_DELETION") => {
            return Err(refuse(
                refusal::NAME_BLOCKED,
                "name",
                "the template of this name and language is being deleted",
            ));
        }
        Some(_) => {
            return Err(refuse(refusal::NAME_TAKEN, "name", "a template of this name and language exists already"));
        }
        None => {}
    }
    let blocks = inner.world.wabas.get(waba_id).map_or(&[][..], |waba| &waba.name_blocks);
    let is_blocked = blocks.iter().any(|block| block.name == *name && block.language == *language && block.until > now);
    if is_blocked {
        return Err(refuse(
            refusal::NAME_BLOCKED,
            "name",
            "an approved template of this name and language was deleted; 4 weeks must pass",
        ));
    }
    Ok(())
}

fn check_room(inner: &Inner, waba_id: &str) -> Result<(), GraphError> {
    let limit = inner.world.template_limit(waba_id);
    if inner.world.templates_of(waba_id).count() >= limit {
        return Err(refuse(
            refusal::LIMIT_REACHED,
            "name",
            &format!("the account holds {limit} templates, which is all it may"),
        ));
    }
    Ok(())
}

/// One more of the hundred, if there is one left.
fn count_creation(inner: &mut Inner, waba_id: &str, now: i64) -> Result<(), GraphError> {
    let Some(waba) = inner.world.wabas.get_mut(waba_id) else {
        return Ok(());
    };
    waba.template_creations.retain(|at| *at > now - HOUR_S);
    if waba.template_creations.len() < CREATIONS_PER_HOUR {
        waba.template_creations.push(now);
        return Ok(());
    }
    Err(GraphError::new(
        80008,
        format!("(#80008) At most {CREATIONS_PER_HOUR} templates can be created per hour. Wait a bit and try again."),
    ))
}
