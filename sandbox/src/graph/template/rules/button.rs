//! Buttons (reference 4.5): what each type holds, how many there may be, and the order of the two groups.

use serde_json::Value;

use super::text::{Text, has_line_break};
use super::{Context, is_given, required_text, within};
use crate::graph::error::GraphError;
use crate::graph::template::refusal::{self, refuse};

const MAX: usize = 10;
const LABEL_LENGTH: usize = 25;
const URL_LENGTH: usize = 2000;
const PHONE_LENGTH: usize = 20;
const CODE_LENGTH: usize = 20;
/// Types of which only the name is known: they need no label.
const NAMED_ONLY: &[&str] = &["REQUEST_CONTACT_INFO", "APP", "ORDER_DETAILS", "REMINDER", "POSTBACK", "EXTENSION"];
/// How many of a type there may be; of the rest as many as fit.
const MAX_OF: &[(&str, usize)] =
    &[("URL", 2), ("PHONE_NUMBER", 1), ("COPY_CODE", 1), ("FLOW", 1), ("CATALOG", 1), ("MPM", 1), ("VOICE_CALL", 1)];
const TYPES: &[&str] = &[
    "QUICK_REPLY",
    "URL",
    "PHONE_NUMBER",
    "COPY_CODE",
    "OTP",
    "FLOW",
    "CATALOG",
    "MPM",
    "SPM",
    "VOICE_CALL",
    "REQUEST_CONTACT_INFO",
    "APP",
    "ORDER_DETAILS",
    "REMINDER",
    "POSTBACK",
    "EXTENSION",
];
const FLOW_ACTIONS: &[&str] = &["NAVIGATE", "DATA_EXCHANGE"];
const ICONS: &[&str] = &["DOCUMENT", "PROMOTION", "REVIEW"];

/// A BUTTONS component; one beside the header of a product may show this product.
pub fn check(context: &Context<'_>, component: &Value, path: &str, has_product: bool) -> Result<(), GraphError> {
    let buttons = component["buttons"].as_array().filter(|buttons| !buttons.is_empty());
    let buttons = buttons.ok_or_else(|| refuse(refusal::MISSING, path, "the field buttons is missing"))?;
    let wrong = |path: &str, why: &str| Err(refuse(refusal::COMPONENTS, path, why));
    for (index, button) in buttons.iter().enumerate() {
        let path = format!("{path}.buttons[{index}]");
        match kind(button) {
            "OTP" => return wrong(&path, "only authentication templates have OTP buttons"),
            "SPM" if !has_product => return wrong(&path, "SPM buttons stand below the header of a product only"),
            "CATALOG" if context.category != "MARKETING" => {
                return wrong(&path, "only marketing templates have catalog buttons");
            }
            _ => check_one(button, &path)?,
        }
    }
    if buttons.len() > MAX {
        return wrong(path, &format!("there are {} buttons, at most {MAX} fit", buttons.len()));
    }
    for (name, max) in MAX_OF {
        if buttons.iter().filter(|button| kind(button) == *name).count() > *max {
            return wrong(path, &format!("at most {max} of the type {name} fit"));
        }
    }
    if groups(buttons) > 2 {
        return wrong(path, "quick replies must stand together, before or after all other buttons");
    }
    Ok(())
}

fn kind(button: &Value) -> &str {
    button["type"].as_str().unwrap_or_default()
}

/// How often quick replies and others take turns.
fn groups(buttons: &[Value]) -> usize {
    let is_reply = |button: &Value| kind(button) == "QUICK_REPLY";
    1 + buttons.windows(2).filter(|pair| is_reply(&pair[0]) != is_reply(&pair[1])).count()
}

fn check_one(button: &Value, path: &str) -> Result<(), GraphError> {
    let kind = kind(button);
    if !TYPES.contains(&kind) {
        return Err(refusal::one_of(&format!("{path}['type']"), TYPES));
    }
    if NAMED_ONLY.contains(&kind) {
        return match &button["text"] {
            Value::Null => Ok(()),
            Value::String(label) => check_label(label, path),
            _ => Err(refusal::not_text(&format!("{path}['text']"))),
        };
    }
    if kind != "COPY_CODE" {
        check_label(required_text(button, "text", path, LABEL_LENGTH)?, path)?;
    }
    match kind {
        "URL" => check_url(button, path),
        "PHONE_NUMBER" => check_phone(required_text(button, "phone_number", path, PHONE_LENGTH)?, path),
        "COPY_CODE" => check_code(button, path, CODE_LENGTH),
        "FLOW" => check_flow(button, path),
        _ => Ok(()),
    }
}

pub fn check_label(label: &str, path: &str) -> Result<(), GraphError> {
    within(label, LABEL_LENGTH, path, "text")?;
    let wrong = |why: &str| Err(refuse(refusal::COMPONENTS, path, why));
    match Text::read(label) {
        Some(text) if !text.has_variables() && text.has_markdown() => wrong("no formatting marks may stand in a label"),
        Some(text) if !text.has_variables() && !has_line_break(label) => Ok(()),
        _ => wrong("a label has one line and no variables"),
    }
}

fn check_url(button: &Value, path: &str) -> Result<(), GraphError> {
    let url = required_text(button, "url", path, URL_LENGTH)?;
    let wrong = |why: &str| Err(refuse(refusal::COMPONENTS, path, why));
    let Some(text) = Text::read(url) else {
        return wrong("a variable of the url is not closed");
    };
    let base = url.split("{{").next().unwrap_or_default();
    let is_web = url::Url::parse(base).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if !is_web || base.contains(char::is_whitespace) {
        return wrong("the url must begin with http:// or https:// and a host");
    }
    if !text.has_variables() {
        return Ok(());
    }
    if text.variables.len() > 1 || !url.ends_with("}}") {
        return wrong("a url has at most one variable, at its very end");
    }
    // Numbered or named: examples of Meta's have {{1}} here beside named variables.
    if text.names_are_wrong(false).is_some() && text.names_are_wrong(true).is_some() {
        return wrong("the variable of the url is not a name");
    }
    if samples(button).is_empty() {
        return Err(refuse(refusal::MISSING, path, "the field example must hold a sample for the url's variable"));
    }
    Ok(())
}

/// A text, or a list of them.
fn samples(button: &Value) -> Vec<&str> {
    let listed = button["example"].as_array().into_iter().flatten().chain([&button["example"]]);
    listed.filter_map(Value::as_str).filter(|sample| !sample.trim().is_empty()).collect()
}

pub fn check_code(button: &Value, path: &str, max: usize) -> Result<(), GraphError> {
    match samples(button).first() {
        Some(code) => within(code, max, path, "example"),
        None => Err(refuse(refusal::MISSING, path, "the field example must hold the code")),
    }
}

fn check_phone(number: &str, path: &str) -> Result<(), GraphError> {
    let rest = number.strip_prefix('+').unwrap_or(number);
    let is_number = rest.chars().all(|c| c.is_ascii_digit() || " -().".contains(c));
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    if is_number && digits >= 3 { Ok(()) } else { Err(refusal::bad_phone(&format!("{path}['phone_number']"))) }
}

fn check_flow(button: &Value, path: &str) -> Result<(), GraphError> {
    let given = ["flow_id", "flow_name", "flow_json"].iter().filter(|name| is_given(&button[**name])).count();
    match given {
        0 => Err(refuse(refusal::MISSING, path, "one of flow_id, flow_name, flow_json is needed")),
        1 => {
            optional_choice(button, "flow_action", FLOW_ACTIONS, path)?;
            optional_choice(button, "icon", ICONS, path)
        }
        _ => Err(refuse(refusal::COMPONENTS, path, "only one of flow_id, flow_name, flow_json may be given")),
    }
}

fn optional_choice(button: &Value, name: &str, allowed: &[&str], path: &str) -> Result<(), GraphError> {
    match &button[name] {
        other if !is_given(other) => Ok(()),
        Value::String(text) if allowed.contains(&text.to_uppercase().as_str()) => Ok(()),
        _ => Err(refusal::one_of(&format!("{path}['{name}']"), allowed)),
    }
}
