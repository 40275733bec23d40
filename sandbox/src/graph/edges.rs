//! The edges that can be read: a WABA's numbers, apps and users, a portfolio's WABAs. Which edges and methods exist at all, here or only at
//! Meta, stands in `data/edges.json`; what is neither is an unknown edge.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::GraphError;
use super::fields::{self, Field};
use super::node::{Node, View, catalogue, selection, show};
use super::params::Params;
use super::{listing, paging, template};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Edge {
    implemented: Vec<String>,
    unimplemented: Vec<String>,
}

static EDGES: LazyLock<BTreeMap<String, BTreeMap<String, Edge>>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/edges.json")).expect("edges.json is part of the program and tested")
});

/// A WABA row of a portfolio's edges (reference 2.2).
const WABA_ROW: &[&str] = &["name", "currency", "timezone_id", "message_template_namespace"];

/// Fails when the sandbox does not answer this method on this edge; the empty edge is the node itself.
pub fn check(node: &Node, edge: &str, method: &str) -> Result<(), GraphError> {
    let found = EDGES[node.type_name()].get(edge).ok_or_else(|| GraphError::unknown_edge(edge))?;
    if found.implemented.iter().any(|other| other == method) {
        Ok(())
    } else if found.unimplemented.iter().any(|other| other == method) {
        Err(GraphError::not_implemented(&format!("{method} /{{{}}}/{edge}", node.type_name())))
    } else {
        Err(GraphError::wrong_method(method))
    }
}

/// What exists, for the answers to calls that do not.
pub fn overview() -> String {
    let mut calls = vec![
        "GET /debug_token".to_owned(),
        "GET /?ids=".to_owned(),
        "GET /message_template_library".to_owned(),
        "GET|POST /upload:{session}".to_owned(),
    ];
    for (node_type, edges) in EDGES.iter() {
        for (edge, methods) in edges.iter().filter(|(_, methods)| !methods.implemented.is_empty()) {
            calls.push(format!("{} /{{{node_type}}}/{edge}", methods.implemented.join("|")));
        }
    }
    format!("The sandbox answers: {}.", calls.join(", "))
}

pub fn read(view: &View<'_>, node: &Node, edge: &str, params: &Params) -> Result<Value, GraphError> {
    let answer = match (node, edge) {
        (Node::Waba(id), "phone_numbers") => phone_numbers(view, id, params),
        (Node::Waba(id), "subscribed_apps") => subscribed_apps(view, id),
        (Node::Waba(id), "assigned_users") => assigned_users(view, id, params),
        (Node::Waba(id), "message_templates") => template::read(view, id, params),
        (Node::Waba(_), "message_template_previews") => template::show::previews(params),
        (Node::Template(id), "compare") => return template::compare(view, id, params),
        (Node::Business(id), "owned_whatsapp_business_accounts") => business_wabas(view, id, edge, params),
        (Node::Business(id), "client_whatsapp_business_accounts") => business_wabas(view, id, edge, params),
        _ => Err(GraphError::unknown_edge(edge)),
    };
    answer.map(Value::Object)
}

/// An edge inside a node's `fields`: `phone_numbers.limit(5){status}`.
pub fn nested(view: &View<'_>, node: &Node, field: &Field) -> Result<Value, GraphError> {
    let mut params = Params::default();
    if !field.children.is_empty() {
        params = params.with("fields", fields::to_text(&field.children));
    }
    for (name, value) in &field.modifiers {
        let name = match name.as_str() {
            "order" => "sort",
            "limit" | "after" | "before" | "sort" | "filtering" | "name" | "status" | "category" | "language"
            | "summary" => name.as_str(),
            other => return Err(GraphError::syntax(format!("\"Unknown modifier {other}\""))),
        };
        params = params.with(name, value.as_str());
    }
    read(view, node, &field.name, &params)
}

fn phone_numbers(view: &View<'_>, waba_id: &str, params: &Params) -> Result<Map<String, Value>, GraphError> {
    let ids = listing::phone_ids(&view.inner.world, waba_id, params)?;
    let selected = selection(params, &catalogue("WhatsAppBusinessPhoneNumber").default)?;
    let url = format!("{}/{waba_id}/phone_numbers", view.base);
    // A wrong field is an error even when there is no row to show it on.
    check_fields("WhatsAppBusinessPhoneNumber", &selected)?;
    paging::page(&ids, params, &url, |id| show(view, &Node::Phone(id.to_owned()), &selected))
}

fn business_wabas(
    view: &View<'_>,
    business_id: &str,
    edge: &str,
    params: &Params,
) -> Result<Map<String, Value>, GraphError> {
    let ids = listing::waba_ids(&view.inner.world, business_id, edge, params)?;
    let selected = selection(params, WABA_ROW)?;
    let url = format!("{}/{business_id}/{edge}", view.base);
    check_fields("WhatsAppBusinessAccount", &selected)?;
    paging::page(&ids, params, &url, |id| show(view, &Node::Waba(id.to_owned()), &selected))
}

pub fn check_fields(node_type: &str, selected: &[Field]) -> Result<(), GraphError> {
    let known = catalogue(node_type);
    match selected.iter().find(|field| !known.has(&field.name)) {
        Some(field) => Err(GraphError::unknown_field(&field.name, node_type)),
        None => Ok(()),
    }
}

fn subscribed_apps(view: &View<'_>, waba_id: &str) -> Result<Map<String, Value>, GraphError> {
    let world = &view.inner.world;
    let rows = world.wabas.get(waba_id).map_or(&[][..], |waba| &waba.subscribed_apps).iter().map(|subscribed| {
        let app = world.apps.get(&subscribed.app_id);
        let mut row = json!({ "whatsapp_business_api_data": {
            "id": subscribed.app_id,
            "name": app.map(|app| app.name.as_str()),
            "link": app.map(|app| app.link.as_str()),
        }});
        if let Some(uri) = &subscribed.override_callback_uri {
            row["override_callback_uri"] = json!(uri);
        }
        row
    });
    Ok(Map::from_iter([("data".to_owned(), rows.collect())]))
}

fn assigned_users(view: &View<'_>, waba_id: &str, params: &Params) -> Result<Map<String, Value>, GraphError> {
    params.required("business")?;
    let users = view.inner.world.wabas.get(waba_id).map_or(&[][..], |waba| &waba.assigned_users);
    let id_of = |user: &Map<String, Value>| user.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let ids: Vec<String> = users.iter().map(id_of).collect();
    let selected = selection(params, &["id", "name", "tasks", "user_type"])?;
    let url = format!("{}/{waba_id}/assigned_users", view.base);
    let mut answer = paging::page(&ids, params, &url, |id| {
        let user = users.iter().find(|user| id_of(user) == id).cloned().unwrap_or_default();
        let is_shown = |name: &str| name == "id" || selected.iter().any(|field| field.name == name);
        Ok(user.into_iter().filter(|(name, _)| is_shown(name)).collect())
    })?;
    if params.text("summary").is_some_and(|summary| summary.contains("total_count")) {
        answer.insert("summary".into(), json!({ "total_count": users.len() }));
    }
    Ok(answer)
}
