//! The rules for the components of a template (reference 4.4 to 4.6), in the order in which they are told: each component by itself as it
//! comes, then what holds between them. A file per component; what is refused with which subcode stands in `super::refusal`.

mod authentication;
mod button;
mod carousel;
mod header;
mod offer;
pub mod text;

use serde_json::Value;

use self::text::Text;
use super::refusal::{self, refuse};
use crate::graph::error::GraphError;
use crate::world::World;

const TYPES: &[&str] =
    &["HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER", "CALL_PERMISSION_REQUEST"];
const BODY_LENGTH: usize = 1024;
const FOOTER_LENGTH: usize = 60;

/// What the rules must know beside the components.
pub struct Context<'a> {
    pub world: &'a World,
    pub category: &'a str,
    /// Variables have names instead of numbers.
    pub is_named: bool,
    /// When handles must still be good.
    pub now: i64,
}

/// Checks the components and writes their types in capitals.
pub fn check(context: &Context<'_>, components: &mut [Value]) -> Result<(), GraphError> {
    capitalise(components);
    check_set(components, "components", TYPES)?;
    if context.category == "AUTHENTICATION" {
        return authentication::check(components);
    }
    let body_length = if find(components, "LIMITED_TIME_OFFER").is_some() { offer::BODY_LENGTH } else { BODY_LENGTH };
    for (index, component) in components.iter().enumerate() {
        let path = format!("components[{index}]");
        match component["type"].as_str().unwrap_or_default() {
            "HEADER" => header::check(context, component, &path)?,
            "BODY" => body(context, component, &path, body_length)?,
            "FOOTER" => footer(component, &path)?,
            "BUTTONS" => button::check(context, component, &path, header::is_product(components))?,
            "CAROUSEL" => carousel::check(context, component, &path)?,
            "LIMITED_TIME_OFFER" => offer::check(component, &path)?,
            _ => {}
        }
    }
    if find(components, "BODY").is_none() {
        return Err(refuse(refusal::COMPONENTS, "components", "a component of type BODY is needed"));
    }
    offer::check_beside(context, components)?;
    if find(components, "CALL_PERMISSION_REQUEST").is_some() && find(components, "BUTTONS").is_some() {
        return Err(refuse(refusal::COMPONENTS, "components", "no buttons may stand beside a call permission request"));
    }
    Ok(())
}

/// Known types, each at most once.
fn check_set(components: &[Value], path: &str, allowed: &[&str]) -> Result<(), GraphError> {
    if components.is_empty() {
        return Err(refuse(refusal::COMPONENTS, path, "at least one component is needed"));
    }
    for (index, component) in components.iter().enumerate() {
        let kind = component["type"].as_str().unwrap_or_default();
        if !allowed.contains(&kind) {
            return Err(refusal::one_of(&format!("{path}[{index}]['type']"), allowed));
        }
        if components[..index].iter().any(|earlier| earlier["type"] == kind) {
            return Err(refuse(refusal::COMPONENTS, path, &format!("{kind} may come once")));
        }
    }
    Ok(())
}

/// Types, formats and the like may come in any case and are kept in capitals.
fn capitalise(components: &mut [Value]) {
    for component in components {
        for name in ["type", "format", "otp_type"] {
            if let Some(text) = component.get(name).and_then(Value::as_str).map(str::to_uppercase) {
                component[name] = Value::String(text);
            }
        }
        for name in ["buttons", "cards", "components"] {
            if let Some(inner) = component.get_mut(name).and_then(Value::as_array_mut) {
                capitalise(inner);
            }
        }
    }
}

fn find<'a>(components: &'a [Value], kind: &str) -> Option<&'a Value> {
    components.iter().find(|component| component["type"] == kind)
}

/// What is empty is as good as absent.
fn is_given(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

/// A text that must be there, within its length.
fn required_text<'a>(owner: &'a Value, name: &str, path: &str, max: usize) -> Result<&'a str, GraphError> {
    let text = owner.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| refuse(refusal::MISSING, path, &format!("the field {name} is missing")))?;
    within(text, max, path, name)?;
    Ok(text)
}

fn within(text: &str, max: usize, path: &str, name: &str) -> Result<(), GraphError> {
    let length = text.chars().count();
    if length > max {
        return Err(refuse(refusal::TOO_LONG, path, &format!("{name} has {length} characters, at most {max} fit")));
    }
    Ok(())
}

fn body(context: &Context<'_>, component: &Value, path: &str, max: usize) -> Result<(), GraphError> {
    let raw = required_text(component, "text", path, max)?;
    let wrong = |why: &str| refuse(refusal::BODY, path, why);
    let text = Text::read(raw).ok_or_else(|| wrong("a variable is not closed"))?;
    if let Some(why) = text.names_are_wrong(context.is_named) {
        return Err(wrong(why));
    }
    if text.has_touching_variables() {
        return Err(wrong("two variables may not touch"));
    }
    if text.has_variable_at_edge() {
        return Err(refuse(refusal::EDGE, path, "a variable may not begin or end the text"));
    }
    if text.is_too_dense() {
        return Err(refuse(refusal::DENSITY, path, "too many variables for so few words"));
    }
    examples(context.is_named, &text, component, path, ["body_text", "body_text_named_params"])
}

fn footer(component: &Value, path: &str) -> Result<(), GraphError> {
    let raw = required_text(component, "text", path, FOOTER_LENGTH)?;
    let wrong = |why: &str| Err(refuse(refusal::FOOTER, path, why));
    match Text::read(raw) {
        Some(text) if text.has_variables() => wrong("no variables may stand in a footer"),
        None => wrong("no variables may stand in a footer"),
        Some(text) if text.has_markdown() => wrong("no formatting marks may stand in a footer"),
        Some(_) if text::has_line_break(raw) => wrong("a footer has one line"),
        Some(_) => Ok(()),
    }
}

/// Each variable needs a sample, under the key of its kind: positional ones in a list, the body's in a list of lists, named ones by name.
fn examples(is_named: bool, text: &Text<'_>, component: &Value, path: &str, keys: [&str; 2]) -> Result<(), GraphError> {
    let names = text.distinct();
    if names.is_empty() {
        return Ok(());
    }
    let [positional, named] = keys;
    let is_filled = |value: &Value| value.as_str().is_some_and(|sample| !sample.trim().is_empty());
    let example = &component["example"];
    let (key, is_complete) = if is_named {
        let rows = example[named].as_array();
        let has = |name: &&str| {
            rows.is_some_and(|rows| rows.iter().any(|row| row["param_name"] == **name && is_filled(&row["example"])))
        };
        (named, names.iter().all(has))
    } else {
        let rows = if positional == "body_text" { &example[positional][0] } else { &example[positional] };
        if rows.as_array().is_some_and(|rows| rows.len() > names.len()) {
            return Err(refuse(
                refusal::COMPONENTS,
                path,
                &format!("example.{positional} has more samples than variables"),
            ));
        }
        let is_full = |rows: &Vec<Value>| rows.len() == names.len() && rows.iter().all(is_filled);
        (positional, rows.as_array().is_some_and(is_full))
    };
    if is_complete {
        return Ok(());
    }
    Err(refuse(refusal::MISSING, path, &format!("the field example.{key} must hold a sample for every variable")))
}
