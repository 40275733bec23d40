//! Copying templates into another WABA of the same portfolio (reference 4.11).

use serde_json::{Map, Value, json};

use super::create::{self, Origin};
use super::draft::Draft;
use super::list_of;
use crate::graph::access::Caller;
use crate::graph::error::GraphError;
use crate::graph::node::Node;
use crate::graph::params::Params;
use crate::sandbox::Inner;
use crate::world::template::Template;

const MAX: usize = 500;

pub fn migrate(inner: &mut Inner, caller: &Caller, to: &str, params: &Params) -> Result<Value, GraphError> {
    let from = params.required("source_waba_id")?;
    let source = Node::Waba(from.clone());
    let portfolio = |inner: &Inner, id: &str| inner.world.wabas.get(id).map(|waba| waba.business_id.clone());
    if portfolio(inner, &from).is_none() {
        return Err(GraphError::no_object("POST", &from));
    }
    caller.may_see(&inner.world, &source, "POST")?;
    if from == to || portfolio(inner, &from) != portfolio(inner, to) {
        return Err(GraphError::parameter("Param source_waba_id must be another account of the same portfolio."));
    }
    let ids = chosen(inner, &from, params)?;
    let (mut migrated, mut failed) = (Vec::new(), Map::new());
    for id in ids {
        match copy(inner, &id, &from, to) {
            Ok(()) => migrated.push(id),
            Err(why) => {
                failed.insert(id, json!(why));
            }
        }
    }
    Ok(json!({ "migrated_templates": migrated, "failed_templates": failed }))
}

/// The ids asked for, or a page of the account.
fn chosen(inner: &Inner, from: &str, params: &Params) -> Result<Vec<String>, GraphError> {
    let ids = list_of(params, "template_ids");
    if ids.len() > MAX {
        return Err(GraphError::parameter(format!("Param template_ids must hold at most {MAX} ids.")));
    }
    if !ids.is_empty() {
        return Ok(ids);
    }
    let number = |name: &str, default: usize| match params.text(name).map(|text| text.parse::<usize>()) {
        None => Ok(default),
        Some(Ok(number)) => Ok(number),
        Some(Err(_)) => Err(GraphError::parameter(format!("Param {name} must be a number."))),
    };
    let (page, count) = (number("page_number", 0)?, number("count", MAX)?);
    if count > MAX {
        return Err(GraphError::parameter(format!("Param count must be at most {MAX}.")));
    }
    Ok(inner.world.templates_of(from).map(|(id, _)| id.clone()).skip(page.saturating_mul(MAX)).take(count).collect())
}

fn copy(inner: &mut Inner, id: &str, from: &str, to: &str) -> Result<(), String> {
    let template = inner.world.templates.get(id).filter(|template| template.waba_id == from);
    let template = template.cloned().ok_or("There is no such template in the source account.")?;
    if template.text("status") != "APPROVED" || !is_good(&template) {
        return Err("Only approved templates of green or unknown quality can be migrated.".to_owned());
    }
    let names = ["parameter_format", "components", "message_send_ttl_seconds", "sub_category"];
    let draft = Draft {
        name: template.text("name").to_owned(),
        language: template.text("language").to_owned(),
        category: template.text("category").to_owned(),
        fields: template.fields.into_iter().filter(|(name, _)| names.contains(&name.as_str())).collect(),
    };
    let added = create::add(inner, to, draft, Origin::Copy);
    added.map(drop).map_err(|error| error.user.map_or(error.message, |user| user.msg))
}

fn is_good(template: &Template) -> bool {
    let score = template.fields.get("quality_score").and_then(|score| score["score"].as_str());
    matches!(score, None | Some("GREEN" | "UNKNOWN"))
}
