//! The list of a WABA's templates: filters, cursor paging, and the summary (reference 4.2). The newest come first.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::draft::CATEGORIES;
use super::{list_of, refusal};
use crate::graph::edges::check_fields;
use crate::graph::error::GraphError;
use crate::graph::node::{Node, View, catalogue, selection, show};
use crate::graph::paging;
use crate::graph::params::Params;
use crate::world::World;
use crate::world::template::Template;

/// Reference 13.6; other edges give 100.
const MAX_LIMIT: usize = 1000;
const TYPE: &str = "WhatsAppMessageTemplate";
const SCORES: &[&str] = &["GREEN", "YELLOW", "RED", "UNKNOWN"];
const SOURCES: &[&str] = &["MANUAL", "AUTO_GENERATED"];
const STATUSES: &[&str] = &[
    "PENDING",
    "APPROVED",
    "REJECTED",
    "PAUSED",
    "DISABLED",
    "IN_APPEAL",
    "PENDING_DELETION",
    "DELETED",
    "LIMIT_EXCEEDED",
    "ARCHIVED",
];

pub fn read(view: &View<'_>, waba_id: &str, params: &Params) -> Result<Map<String, Value>, GraphError> {
    let world = &view.inner.world;
    let filter = Filter::read(params)?;
    let mut rows: Vec<(&String, &Template)> =
        world.templates_of(waba_id).filter(|(_, template)| filter.keeps(template)).collect();
    rows.sort_by(|(id, a), (other, b)| b.created_at.cmp(&a.created_at).then_with(|| other.cmp(id)));
    let ids: Vec<String> = rows.into_iter().map(|(id, _)| id.clone()).collect();
    let selected = selection(params, &catalogue(TYPE).default)?;
    check_fields(TYPE, &selected)?;
    let url = format!("{}/{waba_id}/message_templates", view.base);
    let mut answer =
        paging::page_up_to(MAX_LIMIT, &ids, params, &url, |id| show(view, &Node::Template(id.to_owned()), &selected))?;
    let wanted = list_of(params, "summary");
    if !wanted.is_empty() {
        let mut counts = counts(world, waba_id);
        counts.insert("total_count".to_owned(), json!(ids.len()));
        counts.retain(|name, _| wanted.contains(name));
        answer.insert("summary".into(), Value::Object(counts));
    }
    Ok(answer)
}

/// How many templates a WABA has and may have, and whether each name has every language in use.
pub fn counts(world: &World, waba_id: &str) -> Map<String, Value> {
    let mut families: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (_, template) in world.templates_of(waba_id) {
        families.entry(template.text("name")).or_default().insert(template.text("language"));
    }
    let languages: BTreeSet<&str> = families.values().flatten().copied().collect();
    Map::from_iter([
        ("message_template_count".to_owned(), json!(world.templates_of(waba_id).count())),
        ("message_template_limit".to_owned(), json!(world.template_limit(waba_id))),
        (
            "are_translations_complete".to_owned(),
            json!(families.values().all(|family| family.len() == languages.len())),
        ),
    ])
}

struct Filter {
    name: Option<String>,
    content: Option<String>,
    name_or_content: Option<String>,
    categories: Vec<String>,
    languages: Vec<String>,
    statuses: Vec<String>,
    scores: Vec<String>,
    is_manual: Option<bool>,
    since: Option<i64>,
    until: Option<i64>,
}

impl Filter {
    fn read(params: &Params) -> Result<Self, GraphError> {
        let lower = |name| params.text(name).filter(|text| !text.is_empty()).map(|text| text.to_lowercase());
        let time = |name: &str| match params.text(name).map(|text| text.parse::<i64>()) {
            None => Ok(None),
            Some(Ok(at)) => Ok(Some(at)),
            Some(Err(_)) => Err(GraphError::parameter(format!("Param {name} must be UNIX seconds."))),
        };
        Ok(Self {
            name: lower("name"),
            content: lower("content"),
            name_or_content: lower("name_or_content"),
            categories: choices(params, "category", CATEGORIES)?,
            languages: list_of(params, "language"),
            statuses: choices(params, "status", STATUSES)?,
            scores: choices(params, "quality_score", SCORES)?,
            is_manual: choices(params, "source", SOURCES)?.first().map(|source| source == "MANUAL"),
            since: time("since")?,
            until: time("until")?,
        })
    }

    fn keeps(&self, template: &Template) -> bool {
        let is_in =
            |list: &[String], name: &str| list.is_empty() || list.iter().any(|value| *value == template.text(name));
        let name_has = |text: &String| template.text("name").to_lowercase().contains(text);
        let score = template.fields.get("quality_score").and_then(|score| score["score"].as_str()).unwrap_or("UNKNOWN");
        is_in(&self.categories, "category")
            && is_in(&self.languages, "language")
            && is_in(&self.statuses, "status")
            && (self.scores.is_empty() || self.scores.iter().any(|wanted| wanted == score))
            && self.is_manual != Some(false)
            && self.since.is_none_or(|since| template.updated_at >= since)
            && self.until.is_none_or(|until| template.updated_at <= until)
            && self.name.as_ref().is_none_or(name_has)
            && self.content.as_ref().is_none_or(|text| content_has(template, text))
            && self.name_or_content.as_ref().is_none_or(|text| name_has(text) || content_has(template, text))
    }
}

fn choices(params: &Params, name: &str, allowed: &[&str]) -> Result<Vec<String>, GraphError> {
    let values: Vec<String> = list_of(params, name).iter().map(|value| value.to_uppercase()).collect();
    match values.iter().find(|value| !allowed.contains(&value.as_str())) {
        Some(_) => Err(refusal::one_of(name, allowed)),
        None => Ok(values),
    }
}

/// Any text of any component.
fn content_has(template: &Template, wanted: &str) -> bool {
    fn has(value: &Value, wanted: &str) -> bool {
        match value {
            Value::Array(members) => members.iter().any(|member| has(member, wanted)),
            Value::Object(object) => object.iter().any(|(name, value)| match value {
                Value::String(text) if name == "text" => text.to_lowercase().contains(wanted),
                other => has(other, wanted),
            }),
            _ => false,
        }
    }
    template.fields.get("components").is_some_and(|components| has(components, wanted))
}
