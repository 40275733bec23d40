//! Authentication templates (reference 4.6): presets of Meta's with one OTP button, no text of one's own.

use serde_json::Value;

use super::text::{has_emoji, has_url};
use super::{button, find, is_given, required_text, within};
use crate::graph::error::GraphError;
use crate::graph::template::refusal::{self, refuse};

const OTP_TYPES: &[&str] = &["COPY_CODE", "ONE_TAP", "ZERO_TAP"];
const LABEL_LENGTH: usize = 25;
const PACKAGE_LENGTH: usize = 224;
const HASH_LENGTH: usize = 11;
const MAX_APPS: usize = 5;

pub fn check(components: &[Value]) -> Result<(), GraphError> {
    for (index, component) in components.iter().enumerate() {
        let path = format!("components[{index}]");
        match component["type"].as_str().unwrap_or_default() {
            "BODY" => check_body(component, &path)?,
            "FOOTER" => check_footer(component, &path)?,
            "BUTTONS" => check_buttons(component, &path)?,
            other => {
                let why = format!("authentication templates have no {other}");
                return Err(refuse(refusal::COMPONENTS, &path, &why));
            }
        }
    }
    match ["BODY", "BUTTONS"].iter().find(|kind| find(components, kind).is_none()) {
        Some(kind) => Err(refuse(refusal::COMPONENTS, "components", &format!("a component of type {kind} is needed"))),
        None => Ok(()),
    }
}

fn check_body(component: &Value, path: &str) -> Result<(), GraphError> {
    if is_given(&component["text"]) {
        return Err(refuse(refusal::BODY, path, "the body's text is a preset and cannot be given"));
    }
    match &component["add_security_recommendation"] {
        Value::Bool(_) => Ok(()),
        other if !is_given(other) => Ok(()),
        _ => Err(refuse(refusal::BODY, path, "add_security_recommendation must be a boolean")),
    }
}

fn check_footer(component: &Value, path: &str) -> Result<(), GraphError> {
    if is_given(&component["text"]) {
        return Err(refuse(refusal::FOOTER, path, "the footer's text is a preset and cannot be given"));
    }
    match &component["code_expiration_minutes"] {
        other if !is_given(other) => {
            Err(refuse(refusal::MISSING, path, "the field code_expiration_minutes is missing"))
        }
        minutes if minutes.as_i64().is_some_and(|minutes| (1..=90).contains(&minutes)) => Ok(()),
        _ => Err(refuse(refusal::FOOTER, path, "code_expiration_minutes must be from 1 to 90")),
    }
}

fn check_buttons(component: &Value, path: &str) -> Result<(), GraphError> {
    let wrong = |why: &str| Err(refuse(refusal::COMPONENTS, path, why));
    if !is_given(&component["buttons"]) {
        return Err(refuse(refusal::MISSING, path, "the field buttons is missing"));
    }
    let Some([otp]) = component["buttons"].as_array().map(Vec::as_slice) else {
        return wrong("exactly one button is needed");
    };
    if otp["type"] != "OTP" {
        return wrong("the button must be of the type OTP");
    }
    let path = format!("{path}.buttons[0]");
    let otp_type = otp["otp_type"].as_str().unwrap_or_default();
    if !OTP_TYPES.contains(&otp_type) {
        return Err(refusal::one_of(&format!("{path}['otp_type']"), OTP_TYPES));
    }
    for name in ["text", "autofill_text"] {
        if let Some(label) = otp[name].as_str() {
            within(label, LABEL_LENGTH, &path, name)?;
            button::check_label(label, &path)?;
            if has_emoji(label) || has_url(label) {
                return wrong("labels of authentication templates hold no emoji and no url");
            }
        }
    }
    if otp_type == "COPY_CODE" {
        return Ok(());
    }
    match &otp["zero_tap_terms_accepted"] {
        _ if otp_type != "ZERO_TAP" => {}
        Value::Bool(true) => {}
        terms if is_given(terms) => return wrong("zero_tap_terms_accepted must be true"),
        _ => return Err(refuse(refusal::MISSING, &path, "the field zero_tap_terms_accepted is missing")),
    }
    check_apps(otp, &path)
}

/// A list, or the single app of older calls.
fn check_apps(otp: &Value, path: &str) -> Result<(), GraphError> {
    let wrong = |why: &str| Err(refuse(refusal::COMPONENTS, path, why));
    let apps: Vec<&Value> = match otp["supported_apps"].as_array().filter(|apps| !apps.is_empty()) {
        Some(apps) => apps.iter().collect(),
        None => vec![otp],
    };
    if apps.len() > MAX_APPS {
        return wrong(&format!("at most {MAX_APPS} apps fit"));
    }
    for app in apps {
        let package = required_text(app, "package_name", path, PACKAGE_LENGTH)?;
        if !is_package(package) {
            return wrong("a package has at least two segments of letters, digits and underscores, with dots between");
        }
        if required_text(app, "signature_hash", path, usize::MAX)?.chars().count() != HASH_LENGTH {
            return wrong(&format!("a signature hash has exactly {HASH_LENGTH} characters"));
        }
    }
    Ok(())
}

fn is_package(name: &str) -> bool {
    let is_segment =
        |segment: &str| !segment.is_empty() && segment.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    name.contains('.') && name.split('.').all(is_segment)
}
