//! The template edges (reference 4): reading, creating, editing, deleting, the library, previews, copies into another WABA. One call is one
//! look at the world under the lock. The rules of components are in `rules`, what happens as time goes on is in `crate::life`.

mod archive;
mod compare;
mod create;
mod delete;
mod draft;
mod edit;
pub mod library;
mod list;
mod migrate;
pub mod refusal;
mod rules;
pub mod show;

use std::collections::BTreeSet;

pub use list::{counts, read};
use serde_json::Value;

use super::access::Caller;
use super::error::GraphError;
use super::node::{Node, View};
use super::params::Params;
use crate::sandbox::Sandbox;

/// Either lets its holder change templates.
const TASKS: &[&str] = &["MANAGE", "MANAGE_TEMPLATES"];

const ARCHIVE: &str = "message_templates/archive";
const UNARCHIVE: &str = "message_templates/unarchive";

/// Everything that changes templates.
pub fn write(
    sandbox: &Sandbox,
    caller: &Caller,
    node: &Node,
    call: (&str, &str),
    params: &Params,
) -> Result<Value, GraphError> {
    may_manage(caller)?;
    sandbox.write(|inner| match (node, call) {
        (Node::Waba(id), ("POST", "message_templates")) => create::create(inner, id, params),
        (Node::Waba(id), ("DELETE", "message_templates")) => delete::delete(inner, id, params),
        (Node::Waba(id), ("POST", ARCHIVE)) => archive::change(inner, id, true, params),
        (Node::Waba(id), ("POST", UNARCHIVE)) => archive::change(inner, id, false, params),
        (Node::Waba(id), ("POST", "upsert_message_templates")) => create::upsert(inner, id, params),
        (Node::Waba(id), ("POST", "migrate_message_templates")) => migrate::migrate(inner, caller, id, params),
        (Node::Template(id), ("POST", "")) => edit::edit(inner, id, params),
        (Node::Template(id), ("POST", "unpause")) => edit::unpause(inner, id),
        (_, (_, edge)) => Err(GraphError::unknown_edge(edge)),
    })
}

pub fn is_written_here(node: &Node, edge: &str, method: &str) -> bool {
    match node {
        Node::Waba(_) if method == "GET" => false,
        Node::Waba(_) => edge.ends_with("message_templates") || matches!(edge, ARCHIVE | UNARCHIVE),
        Node::Template(_) => method == "POST",
        Node::Phone(_) | Node::Business(_) | Node::App(_) => false,
    }
}

/// Answers an edge that is read.
pub fn compare(view: &View<'_>, id: &str, params: &Params) -> Result<Value, GraphError> {
    compare::compare(&view.inner.world, id, params)
}

/// Every template as it stands keeps the rules.
#[cfg(test)]
pub fn check_all(world: &crate::world::World) {
    for (id, template) in &world.templates {
        let context = rules::Context {
            world,
            category: template.text("category"),
            is_named: template.text("parameter_format") == "NAMED",
            now: template.created_at,
        };
        let mut components = template.fields["components"].as_array().cloned().unwrap_or_default();
        rules::check(&context, &mut components).unwrap_or_else(|error| panic!("{id}: {error:?}"));
    }
}

fn may_manage(caller: &Caller) -> Result<(), GraphError> {
    match caller {
        Caller::User(token) if !TASKS.iter().any(|task| token.has_task(task)) => Err(GraphError::new(
            200,
            "(#200) You do not have permission to manage the message templates of this account.",
        )),
        Caller::User(_) | Caller::App { .. } => Ok(()),
    }
}

/// A JSON list, JSON inside a text, or words with commas between; what comes twice is there once.
pub fn list_of(params: &Params, name: &str) -> Vec<String> {
    let Some(text) = params.text(name) else {
        return Vec::new();
    };
    let plain = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let words: Vec<String> = match serde_json::from_str::<Vec<Value>>(&text) {
        Ok(values) => values.into_iter().map(plain).collect(),
        Err(_) => text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect(),
    };
    let mut seen = BTreeSet::new();
    words.into_iter().filter(|word| seen.insert(word.clone())).collect()
}
