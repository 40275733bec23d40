//! The table of rules: `rules.json` has a row for each rule of the reference, with a template of `legal.json` that is broken in this point
//! only, and rows for values exactly at a limit.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::template::FindingCode;

/// Why it cannot fail: each row is built by a test.
const PLACE: &str = "rows name places that are there";
const SHORT: &str = "rows keep the forms of `expand`";

/// Code, path and Meta's subcode.
pub type Found = (FindingCode, String, Option<u32>);

#[derive(Deserialize)]
pub struct Row {
    /// The reference's section, and the rule.
    pub rule: String,
    on: String,
    #[serde(default)]
    put: Map<String, Value>,
    #[serde(default)]
    drop: Vec<String>,
    pub find: Option<Found>,
    /// The same on the second card.
    #[serde(default)]
    pub also: Vec<Found>,
}

pub fn rows() -> Vec<Row> {
    serde_json::from_str(include_str!("../tests/rules.json")).expect("rules.json is tested")
}

/// Legal templates by their names.
pub fn all_legal() -> Map<String, Value> {
    serde_json::from_str(include_str!("../tests/legal.json")).expect("legal.json is tested")
}

pub fn legal(name: &str) -> Value {
    all_legal().remove(name).expect("rows name templates of legal.json")
}

impl Row {
    /// The template of the row.
    pub fn build(&self) -> Value {
        let mut value = legal(&self.on);
        for path in &self.drop {
            drop(&mut value, path);
        }
        for (path, new) in &self.put {
            put(&mut value, path, expand(new));
        }
        value
    }
}

/// `$60:start:x` is a text of 60 characters, `{"$": [3, value]}` a list of three.
fn expand(value: &Value) -> Value {
    match value {
        Value::String(text) if text.starts_with('$') => {
            // The start may have a colon of its own.
            let (length, text) = text[1..].split_once(':').expect(SHORT);
            let (start, fill) = text.rsplit_once(':').expect(SHORT);
            let fills = length.parse::<usize>().expect(SHORT) - start.chars().count();
            Value::String(format!("{start}{}", fill.repeat(fills)))
        }
        Value::Object(object) if object.contains_key("$") => {
            let count = object["$"][0].as_u64().expect(SHORT);
            (0..count).map(|_| object["$"][1].clone()).collect()
        }
        Value::Object(object) => object.iter().map(|(name, value)| (name.clone(), expand(value))).collect(),
        Value::Array(list) => list.iter().map(expand).collect(),
        other => other.clone(),
    }
}

/// Puts a value at `components.1.text`; a new place in a list is its length.
pub fn put(target: &mut Value, path: &str, value: Value) {
    let place = path.split('.').fold(target, |target, step| match target {
        Value::Array(list) => {
            let at: usize = step.parse().expect(PLACE);
            if at == list.len() {
                list.push(Value::Null);
            }
            &mut list[at]
        }
        Value::Object(object) => object.entry(step).or_insert(Value::Null),
        other => {
            *other = Value::Object(Map::new());
            other.as_object_mut().expect(PLACE).entry(step).or_insert(Value::Null)
        }
    });
    *place = value;
}

pub fn drop(target: &mut Value, path: &str) {
    let (parent, last) = path.rsplit_once('.').map_or((None, path), |(parent, last)| (Some(parent), last));
    let pointer = parent.map(|parent| format!("/{}", parent.replace('.', "/"))).unwrap_or_default();
    match target.pointer_mut(&pointer).expect(PLACE) {
        Value::Array(list) => {
            list.remove(last.parse::<usize>().expect(PLACE));
        }
        object => {
            object.as_object_mut().expect(PLACE).remove(last).expect(PLACE);
        }
    }
}
