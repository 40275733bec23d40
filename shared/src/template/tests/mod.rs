//! Tests of the rules as a whole. `rules.json` has a row for each rule of the reference, with a template of `legal.json` that is
//! broken in this point only, and rows for values exactly at a limit.

mod fixes;
mod mutation;
mod properties;
mod round_trip;
mod table;

use serde_json::{Map, Value};

use super::Template;

pub(super) fn template(value: Value) -> Template {
    serde_json::from_value(value).unwrap()
}

/// A legal template of `legal.json`.
pub(super) fn legal(name: &str) -> Value {
    let all: Map<String, Value> = serde_json::from_str(include_str!("legal.json")).unwrap();
    all.get(name).unwrap_or_else(|| panic!("no legal template {name}")).clone()
}

/// Puts a value at `components.1.text`; a new place in a list is its length.
pub(super) fn put(target: &mut Value, path: &str, value: Value) {
    let place = path.split('.').fold(target, |target, step| match target {
        Value::Array(list) => {
            let at: usize = step.parse().unwrap();
            if at == list.len() {
                list.push(Value::Null);
            }
            &mut list[at]
        }
        Value::Object(object) => object.entry(step).or_insert(Value::Null),
        other => {
            *other = Value::Object(Map::new());
            other.as_object_mut().unwrap().entry(step).or_insert(Value::Null)
        }
    });
    *place = value;
}

pub(super) fn drop(target: &mut Value, path: &str) {
    let (parent, last) = path.rsplit_once('.').map_or((None, path), |(parent, last)| (Some(parent), last));
    let pointer = parent.map(|parent| format!("/{}", parent.replace('.', "/"))).unwrap_or_default();
    match target.pointer_mut(&pointer).unwrap() {
        Value::Array(list) => {
            list.remove(last.parse::<usize>().unwrap());
        }
        object => {
            object.as_object_mut().unwrap().remove(last).unwrap();
        }
    }
}
