//! Editing and unpausing a template (reference 4.9): in which status, how often, and the review that follows.

use serde_json::{Value, json};

use super::create;
use super::draft::{self, Draft, Head};
use super::refusal::{self, refuse};
use crate::graph::error::GraphError;
use crate::graph::params::Params;
use crate::life::{self, DAY_S};
use crate::sandbox::Inner;
use crate::world::template::Template;

const EDITABLE: &[&str] = &["APPROVED", "REJECTED", "PAUSED"];
const CHANGES: &[&str] = &["category", "components", "message_send_ttl_seconds", "cta_url_link_tracking_opted_out"];
/// How many edits of an approved template fit into a window.
const BUDGET: &[(usize, i64, &str)] = &[(1, DAY_S, "24 hours"), (10, 30 * DAY_S, "30 days")];
const UNPAUSE_AFTER_S: i64 = 5 * 60;

pub fn edit(inner: &mut Inner, id: &str, params: &Params) -> Result<Value, GraphError> {
    let (now, review_s) = (inner.now_unix(), inner.world.template_review_s);
    let template = inner.world.templates.get(id).ok_or_else(|| GraphError::no_object("POST", id))?;
    let fields = changes(inner, template, params)?;
    let was_approved = template.text("status") == "APPROVED";
    if was_approved {
        check_budget(&template.edits, now)?;
    }
    life::change(inner, id, now, |template| {
        // A new category by the caller's own choice is no correction of Meta's.
        template.fields.extend(fields);
        if was_approved {
            template.edits.retain(|at| *at > now - 30 * DAY_S);
            template.edits.push(now);
        }
        create::begin(template, now, review_s, false);
    });
    let template = &inner.world.templates[id];
    Ok(json!({ "success": true, "id": id, "name": template.text("name"), "category": template.text("category") }))
}

/// The fields as the edit wants them, checked as at creation.
fn changes(inner: &Inner, template: &Template, params: &Params) -> Result<crate::world::Fields, GraphError> {
    if CHANGES.iter().all(|name| params.text(name).is_none()) {
        return Err(GraphError::missing_parameter("components"));
    }
    if params.text("cta_url_link_tracking_opted_out").is_some() {
        // Meta takes the two together only.
        params.required("category")?;
    }
    if !EDITABLE.contains(&template.text("status")) {
        return Err(refuse(
            refusal::WRONG_STATUS,
            "status",
            "only approved, rejected and paused templates can be edited",
        ));
    }
    for name in ["name", "language"] {
        if params.text(name).is_some_and(|text| text != template.text(name)) {
            return Err(GraphError::parameter(format!("Param {name} cannot be changed.")));
        }
    }
    let category = match params.text("category") {
        Some(_) => draft::category(params)?,
        None => template.text("category").to_owned(),
    };
    if template.text("status") == "APPROVED" && category != template.text("category") {
        return Err(refuse(
            refusal::WRONG_STATUS,
            "category",
            "the category of an approved template cannot be changed",
        ));
    }
    // Without components the old ones must suit the new category; what was shown as presets is checked as it was submitted.
    let held = template.fields.get("components").cloned().unwrap_or_default();
    let format = template.text("parameter_format").to_owned();
    // Handles that are held were good when they came, and nobody has others.
    let (all, handles_at) = match draft::components(params)? {
        Some(_) => (params.clone(), inner.now_unix()),
        None if category == template.text("category") => {
            let mut fields = draft::options(params, &category)?;
            fields.insert("category".into(), json!(category));
            return Ok(fields);
        }
        None => (params.clone().with("components", held), template.created_at),
    };
    let all = all.with("parameter_format", format);
    let head =
        Head { name: template.text("name").to_owned(), language: template.text("language").to_owned(), category };
    let draft = Draft::of(&inner.world, &all, head, handles_at)?;
    let mut fields = draft.fields;
    fields.insert("category".into(), json!(draft.category));
    Ok(fields)
}

fn check_budget(edits: &[i64], now: i64) -> Result<(), GraphError> {
    for (max, window_s, words) in BUDGET {
        if edits.iter().filter(|at| **at > now - window_s).count() >= *max {
            let why = format!("an approved template can be edited {max} time(s) in {words}");
            return Err(refuse(refusal::WRONG_STATUS, "components", &why));
        }
    }
    Ok(())
}

/// Lifts a pause by pacing; those for low quality end by themselves.
pub fn unpause(inner: &mut Inner, id: &str) -> Result<Value, GraphError> {
    let now = inner.now_unix();
    let template = inner.world.templates.get(id).ok_or_else(|| GraphError::no_object("POST", id))?;
    let refused = |reason: &str| Ok(json!({ "success": false, "reason": reason }));
    match &template.pause {
        None => refused("The template is not paused."),
        Some(pause) if pause.ends_at.is_some() => refused("A pause for low quality ends by itself."),
        Some(pause) if now < pause.at + UNPAUSE_AFTER_S => refused("Wait 5 minutes after the pause."),
        Some(_) => {
            life::change(inner, id, now, life::unpause);
            Ok(json!({ "success": true }))
        }
    }
}
