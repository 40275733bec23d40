//! The components that an entry of the library and the business's inputs make (reference 4.10). An input that the entry has no use for is
//! ignored, as Meta says of the links; a button that needs an input and gets none is refused.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::inputs::{self, BodyInputs};
use crate::graph::error::GraphError;
use crate::graph::params::Params;
use crate::graph::template::refusal::{self, refuse};

/// By language, without its country, and by input; what has none speaks English.
static SENTENCES: LazyLock<BTreeMap<String, BTreeMap<String, String>>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/library_sentences.json"))
        .expect("library_sentences.json is part of the program and tested")
});

pub fn components(entry: &Value, params: &Params) -> Result<Vec<Value>, GraphError> {
    let (body, buttons) = (BodyInputs::read(params)?, inputs::buttons(params)?);
    let buttons = filled(entry, buttons)?;
    Ok(if entry["category"] == "AUTHENTICATION" { otp(&body, buttons) } else { plain(entry, &body, buttons) })
}

fn plain(entry: &Value, inputs: &BodyInputs, buttons: Vec<Value>) -> Vec<Value> {
    let mut components = Vec::new();
    if let Some(header) = entry["header"].as_str() {
        components.push(json!({ "type": "HEADER", "format": "TEXT", "text": header }));
    }
    let mut body = json!({ "type": "BODY", "text": text(entry, inputs) });
    if entry["body_params"].as_array().is_some_and(|samples| !samples.is_empty()) {
        body["example"] = json!({ "body_text": [entry["body_params"]] });
    }
    components.push(body);
    if !buttons.is_empty() {
        components.push(json!({ "type": "BUTTONS", "buttons": buttons }));
    }
    components
}

/// The texts are presets: only what differs is kept, as in any authentication template.
fn otp(inputs: &BodyInputs, buttons: Vec<Value>) -> Vec<Value> {
    let mut components = vec![json!({ "type": "BODY", "add_security_recommendation": inputs.wants_security() })];
    if let Some(minutes) = inputs.minutes() {
        components.push(json!({ "type": "FOOTER", "code_expiration_minutes": minutes }));
    }
    components.push(json!({ "type": "BUTTONS", "buttons": buttons }));
    components
}

/// The entry's text and a sentence for each input that suits it.
fn text(entry: &Value, inputs: &BodyInputs) -> String {
    let has_link = || entry["buttons"].as_array().into_iter().flatten().any(|button| button["type"] == "URL");
    let suits = |name: &str| match name {
        "add_learn_more_link" => has_link(),
        "add_track_package_link" => has_link() && entry["topic"] == "ORDER_MANAGEMENT",
        _ => true,
    };
    let base = entry["language"].as_str().and_then(|language| language.split('_').next()).unwrap_or_default();
    let sentences = SENTENCES.get(base).unwrap_or_else(|| &SENTENCES["en"]);
    let mut text = entry["body"].as_str().unwrap_or_default().to_owned();
    for (_, sentence) in sentences.iter().filter(|(name, _)| inputs.wants(name) && suits(name)) {
        text = format!("{text} {sentence}");
    }
    text
}

/// Links, numbers and OTP buttons take an input each, in the entry's order.
fn filled(entry: &Value, inputs: Vec<Map<String, Value>>) -> Result<Vec<Value>, GraphError> {
    let mut inputs = inputs.into_iter().enumerate().peekable();
    let mut out = Vec::new();
    for mut button in entry["buttons"].as_array().cloned().unwrap_or_default() {
        let kind = button["type"].as_str().unwrap_or_default().to_owned();
        let input = inputs.next_if(|(_, input)| input["type"] == kind.as_str());
        match (kind.as_str(), input) {
            ("OTP", input) => button = otp_button(input.map(|(_, input)| input).unwrap_or_default()),
            ("URL", Some((index, input))) => fill_url(&mut button, &input, index)?,
            ("PHONE_NUMBER", Some((index, input))) => fill_phone(&mut button, &input, index)?,
            ("URL" | "PHONE_NUMBER", None) => {
                let why = format!("Param {} must hold an input of the type {kind}.", inputs::BUTTONS);
                return Err(GraphError::parameter(why));
            }
            _ => {}
        }
        out.push(button);
    }
    match inputs.next() {
        Some((index, _)) => {
            let path = format!("{}[{index}]", inputs::BUTTONS);
            Err(GraphError::parameter(format!("Param {path} is for no button of this library template.")))
        }
        None => Ok(out),
    }
}

fn fill_url(button: &mut Value, input: &Map<String, Value>, index: usize) -> Result<(), GraphError> {
    let path = format!("{}[{index}]['url']", inputs::BUTTONS);
    let url = input.get("url").unwrap_or(&Value::Null);
    let Some(base) = url["base_url"].as_str().filter(|base| !base.is_empty()) else {
        return Err(GraphError::missing_parameter(&format!("{path}['base_url']")));
    };
    button["url"] = json!(base);
    if base.contains("{{") {
        let sample = url["url_suffix_example"].as_str().filter(|sample| !sample.is_empty());
        let missing = || refuse(refusal::MISSING, &path, "the field url_suffix_example is missing");
        button["example"] = json!([sample.ok_or_else(missing)?]);
    }
    Ok(())
}

fn fill_phone(button: &mut Value, input: &Map<String, Value>, index: usize) -> Result<(), GraphError> {
    let Some(number) = input.get("phone_number").and_then(Value::as_str) else {
        return Err(GraphError::missing_parameter(&format!("{}[{index}]['phone_number']", inputs::BUTTONS)));
    };
    button["phone_number"] = json!(number);
    Ok(())
}

/// A code to copy where nothing else is said; the label is a preset.
fn otp_button(mut input: Map<String, Value>) -> Value {
    input.retain(|name, value| {
        matches!(name.as_str(), "type" | "otp_type" | "zero_tap_terms_accepted" | "supported_apps") && !value.is_null()
    });
    input.insert("type".to_owned(), json!("OTP"));
    input.entry("otp_type").or_insert_with(|| json!("COPY_CODE"));
    Value::Object(input)
}
