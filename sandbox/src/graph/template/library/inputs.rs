//! What a business gives for a template of the library (reference 4.10): body inputs, which choose sentences of Meta's, and button inputs,
//! which fill its links, numbers and OTP buttons. Here is their form alone; `super::compose` makes components of them, which then keep the
//! rules of any template.

use serde_json::{Map, Value};

use crate::graph::error::GraphError;
use crate::graph::params::Params;

pub const BODY: &str = "library_template_body_inputs";
pub const BUTTONS: &str = "library_template_button_inputs";

const SECURITY: &str = "add_security_recommendation";
const EXPIRATION: &str = "code_expiration_minutes";
/// Each is true or false.
const FLAGS: &[&str] = &["add_contact_number", "add_learn_more_link", SECURITY, "add_track_package_link"];
const MINUTES: std::ops::RangeInclusive<i64> = 1..=90;

const BUTTON_KEYS: &[&str] = &["type", "phone_number", "url", "otp_type", "zero_tap_terms_accepted", "supported_apps"];
const URL_KEYS: &[&str] = &["base_url", "url_suffix_example"];

/// What the body shall say beside the entry's text.
#[derive(Default)]
pub struct BodyInputs(Map<String, Value>);

impl BodyInputs {
    pub fn read(params: &Params) -> Result<Self, GraphError> {
        let inputs = match params.json(BODY)? {
            None => return Ok(Self::default()),
            Some(Value::Object(inputs)) => inputs,
            Some(_) => return Err(GraphError::parameter(format!("Param {BODY} must be an object."))),
        };
        let known: Vec<&str> = FLAGS.iter().copied().chain([EXPIRATION]).collect();
        check_keys(&inputs, &known, BODY)?;
        for name in FLAGS {
            if inputs.get(*name).is_some_and(|value| !value.is_boolean() && !value.is_null()) {
                return Err(GraphError::parameter(format!("Param {BODY}['{name}'] must be a boolean.")));
            }
        }
        let is_wrong = |minutes: &Value| !minutes.is_null() && !minutes.as_i64().is_some_and(|n| MINUTES.contains(&n));
        if inputs.get(EXPIRATION).is_some_and(is_wrong) {
            let (least, most) = (MINUTES.start(), MINUTES.end());
            return Err(GraphError::parameter(format!(
                "Param {BODY}['{EXPIRATION}'] must be between {least} and {most}"
            )));
        }
        Ok(Self(inputs))
    }

    pub fn wants(&self, name: &str) -> bool {
        self.0.get(name) == Some(&Value::Bool(true))
    }

    pub fn wants_security(&self) -> bool {
        self.wants(SECURITY)
    }

    pub fn minutes(&self) -> Option<i64> {
        self.0.get(EXPIRATION).and_then(Value::as_i64)
    }
}

/// The inputs in the order of the entry's buttons, their types in capitals.
pub fn buttons(params: &Params) -> Result<Vec<Map<String, Value>>, GraphError> {
    let inputs = match params.json(BUTTONS)? {
        None => return Ok(Vec::new()),
        Some(Value::Array(inputs)) => inputs,
        Some(_) => return Err(GraphError::parameter(format!("Param {BUTTONS} must be an array."))),
    };
    inputs.into_iter().enumerate().map(|(index, input)| button(input, &format!("{BUTTONS}[{index}]"))).collect()
}

fn button(input: Value, path: &str) -> Result<Map<String, Value>, GraphError> {
    let Value::Object(mut input) = input else {
        return Err(GraphError::parameter(format!("Param {path} must be an object.")));
    };
    check_keys(&input, BUTTON_KEYS, path)?;
    let Some(kind) = input.get("type").and_then(Value::as_str).map(str::to_uppercase) else {
        return Err(GraphError::missing_parameter(&format!("{path}['type']")));
    };
    input.insert("type".to_owned(), Value::String(kind));
    match input.get("url") {
        None | Some(Value::Null) => Ok(input),
        Some(Value::Object(url)) => check_keys(url, URL_KEYS, &format!("{path}['url']")).map(|()| input.clone()),
        Some(_) => Err(GraphError::parameter(format!("Param {path}['url'] must be an object."))),
    }
}

fn check_keys(object: &Map<String, Value>, known: &[&str], path: &str) -> Result<(), GraphError> {
    match object.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(GraphError::parameter(format!("Invalid keys \"{name}\" were found in param \"{path}\"."))),
        None => Ok(()),
    }
}
