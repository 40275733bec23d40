//! One id space over all nodes, and how a node is shown: the selected fields, `id` always, unset ones left out (reference 1.4). Which
//! fields a node type has stands in `data/fields.json`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::GraphError;
use super::fields::{self, Field};
use super::params::Params;
use super::{edges, health, template};
use crate::sandbox::Inner;
use crate::world::{Fields, World};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Waba(String),
    Phone(String),
    Business(String),
    App(String),
    Template(String),
}

#[derive(Deserialize)]
pub struct Catalogue {
    pub default: Vec<String>,
    pub fields: Vec<String>,
    edges: Vec<String>,
    unimplemented: Vec<String>,
}

impl Catalogue {
    pub fn has(&self, name: &str) -> bool {
        [&self.fields, &self.edges, &self.unimplemented].iter().any(|names| names.iter().any(|other| other == name))
    }
}

static CATALOGUES: LazyLock<BTreeMap<String, Catalogue>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/fields.json")).expect("fields.json is part of the program and tested")
});

impl Node {
    pub fn find(world: &World, id: &str) -> Option<Self> {
        let id = id.to_owned();
        if world.wabas.contains_key(&id) {
            Some(Self::Waba(id))
        } else if world.phones.contains_key(&id) {
            Some(Self::Phone(id))
        } else if world.businesses.contains_key(&id) {
            Some(Self::Business(id))
        } else if world.apps.contains_key(&id) {
            Some(Self::App(id))
        } else if world.templates.contains_key(&id) {
            Some(Self::Template(id))
        } else {
            None
        }
    }

    pub fn id(&self) -> &str {
        match self {
            Self::Waba(id) | Self::Phone(id) | Self::Business(id) | Self::App(id) | Self::Template(id) => id,
        }
    }

    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Waba(_) => "WhatsAppBusinessAccount",
            Self::Phone(_) => "WhatsAppBusinessPhoneNumber",
            Self::Business(_) => "Business",
            Self::App(_) => "Application",
            Self::Template(_) => "WhatsAppMessageTemplate",
        }
    }

    /// The WABA whose budget a call on this node uses.
    pub fn waba_id<'a>(&'a self, world: &'a World) -> Option<&'a str> {
        match self {
            Self::Waba(id) => Some(id),
            Self::Phone(id) => world.phones.get(id).map(|phone| phone.waba_id.as_str()),
            Self::Template(id) => world.templates.get(id).map(|template| template.waba_id.as_str()),
            Self::Business(_) | Self::App(_) => None,
        }
    }
}

pub fn catalogue(type_name: &str) -> &'static Catalogue {
    &CATALOGUES[type_name]
}

/// The state that a request reads, and the address that paging links begin with (`http://host/v25.0`).
pub struct View<'a> {
    pub inner: &'a Inner,
    pub base: &'a str,
}

/// The `fields` parameter, or the defaults.
pub fn selection(params: &Params, default: &[impl AsRef<str>]) -> Result<Vec<Field>, GraphError> {
    match params.text("fields").filter(|text| !text.trim().is_empty()) {
        Some(text) => fields::parse(&text),
        None => Ok(default.iter().map(|name| Field::plain(name.as_ref())).collect()),
    }
}

pub fn show_default(view: &View<'_>, node: &Node, params: &Params) -> Result<Value, GraphError> {
    show(view, node, &selection(params, &catalogue(node.type_name()).default)?)
}

pub fn show(view: &View<'_>, node: &Node, selected: &[Field]) -> Result<Value, GraphError> {
    let known = catalogue(node.type_name());
    let stored = stored_fields(view, node);
    let mut shown = Map::from_iter([("id".to_owned(), json!(node.id()))]);
    for field in selected {
        let name = field.name.as_str();
        if known.edges.iter().any(|edge| edge == name) {
            shown.insert(name.to_owned(), edges::nested(view, node, field)?);
        } else if known.unimplemented.iter().any(|other| other == name) {
            return Err(GraphError::not_implemented(&format!("the field {name}")));
        } else if !known.fields.iter().any(|other| other == name) {
            return Err(GraphError::unknown_field(name, node.type_name()));
        } else if name != "id"
            && let Some(value) = value_of(view, node, &stored, name)
        {
            shown.insert(name.to_owned(), select(value, field)?);
        }
    }
    Ok(Value::Object(shown))
}

fn value_of(view: &View<'_>, node: &Node, stored: &Fields, name: &str) -> Option<Value> {
    let value = stored.get(name).filter(|value| !value.is_null()).cloned();
    if name == "health_status" && value.is_none() {
        return health::of(&view.inner.world, node);
    }
    value
}

fn stored_fields(view: &View<'_>, node: &Node) -> Fields {
    let (inner, world) = (view.inner, &view.inner.world);
    let stored = match node {
        Node::Waba(id) => world.wabas.get(id).map(|waba| waba.fields.clone()),
        Node::Phone(id) => world.phones.get(id).map(|phone| phone.fields_at(inner.now_unix())),
        Node::Business(id) => world.businesses.get(id).cloned(),
        Node::Template(id) => world.templates.get(id).map(|template| template::show::fields(view, template)),
        Node::App(id) => world
            .apps
            .get(id)
            .map(|app| Map::from_iter([("name".to_owned(), json!(app.name)), ("link".to_owned(), json!(app.link))])),
    };
    stored.unwrap_or_default()
}

/// `owner_business_info{name}`: a part of a nested object.
fn select(value: Value, field: &Field) -> Result<Value, GraphError> {
    if field.children.is_empty() {
        return Ok(value);
    }
    let Value::Object(object) = value else {
        return Err(GraphError::parameter(format!("Subfields are not supported by {}", field.name)));
    };
    let chosen = |name: &String| name == "id" || field.children.iter().any(|child| child.name == *name);
    Ok(Value::Object(object.into_iter().filter(|(name, _)| chosen(name)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_field_is_a_field() {
        for (node_type, catalogue) in CATALOGUES.iter() {
            for name in &catalogue.default {
                assert!(catalogue.fields.contains(name), "{node_type}.{name}");
            }
        }
    }
}
