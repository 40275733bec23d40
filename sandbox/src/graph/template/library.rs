//! Meta's template library (reference 4.10 and appendix D): searching its entries, and creating templates from them with inputs for what
//! differs from business to business.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::draft::{self, Draft};
use super::{list_of, refusal};
use crate::graph::error::GraphError;
use crate::graph::paging;
use crate::graph::params::Params;

const TOPICS: &[&str] = &["ACCOUNT_UPDATE", "CUSTOMER_FEEDBACK", "ORDER_MANAGEMENT", "PAYMENTS"];
const INDUSTRIES: &[&str] = &["E_COMMERCE", "FINANCIAL_SERVICES"];
/// What a body input adds to the text.
const SENTENCES: &[(&str, &str)] = &[
    ("add_contact_number", "If you have questions, call us."),
    ("add_learn_more_link", "Tap below to learn more."),
    ("add_track_package_link", "Tap below to track your package."),
];

static ENTRIES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/library.json"))
        .expect("library.json is part of the program and tested")
});

/// `GET /message_template_library`.
pub fn read(base: &str, params: &Params) -> Result<Value, GraphError> {
    let choice = |name: &str, allowed: &[&str]| match params.text(name).map(|text| text.to_uppercase()) {
        Some(value) if !allowed.is_empty() && !allowed.contains(&value.as_str()) => Err(refusal::one_of(name, allowed)),
        value => Ok(value),
    };
    let topic = choice("topic", TOPICS)?;
    let usecase = choice("usecase", &[])?;
    let industries: Vec<String> = list_of(params, "industry").iter().map(|value| value.to_uppercase()).collect();
    if industries.iter().any(|value| !INDUSTRIES.contains(&value.as_str())) {
        return Err(refusal::one_of("industry", INDUSTRIES));
    }
    let (language, name) = (params.text("language"), params.text("name"));
    let search = params.text("search").map(|text| text.to_lowercase());
    let keeps = |entry: &&Value| {
        let is = |key: &str, wanted: &Option<String>| wanted.as_ref().is_none_or(|wanted| entry[key] == **wanted);
        let has_industry =
            |wanted: &String| entry["industry"].as_array().is_some_and(|held| held.contains(&json!(wanted)));
        let is_found = |text: &String| {
            ["name", "header", "body"]
                .iter()
                .any(|key| entry[*key].as_str().is_some_and(|held| held.to_lowercase().contains(text)))
        };
        is("topic", &topic)
            && is("usecase", &usecase)
            && is("language", &language)
            && is("name", &name)
            && (industries.is_empty() || industries.iter().any(has_industry))
            && search.as_ref().is_none_or(is_found)
    };
    let found: Vec<&Value> = ENTRIES.iter().filter(keeps).collect();
    let ids: Vec<String> = found.iter().map(|entry| entry["id"].as_str().unwrap_or_default().to_owned()).collect();
    let url = format!("{base}/message_template_library");
    let row = |id: &str| Ok(found.iter().find(|entry| entry["id"] == id).map_or(Value::Null, |entry| (*entry).clone()));
    paging::page(&ids, params, &url, row).map(Value::Object)
}

/// The template that a creation from the library makes.
pub fn draft(params: &Params) -> Result<Draft, GraphError> {
    let head = draft::head(params)?;
    let wanted = params.required("library_template_name")?;
    if params.json("components")?.is_some() {
        return Err(GraphError::parameter("Param components cannot be combined with library_template_name."));
    }
    let entry = ENTRIES.iter().find(|entry| entry["name"] == wanted && entry["language"] == head.language).ok_or_else(
        || GraphError::parameter(format!("There is no library template {wanted} in the language {}.", head.language)),
    )?;
    if entry["category"] != head.category {
        return Err(GraphError::parameter(format!(
            "Param category must be {} for this library template.",
            entry["category"]
        )));
    }
    let mut fields = draft::options(params, &head.category)?;
    let components =
        if head.category == "AUTHENTICATION" { otp_components(params)? } else { components(entry, params)? };
    fields.insert("library_template_name".into(), json!(wanted));
    fields.insert("parameter_format".into(), json!("POSITIONAL"));
    fields.insert("components".into(), Value::Array(components));
    Ok(Draft { name: head.name, language: head.language, category: head.category, fields })
}

fn components(entry: &Value, params: &Params) -> Result<Vec<Value>, GraphError> {
    let mut components = Vec::new();
    if let Some(header) = entry["header"].as_str() {
        components.push(json!({ "type": "HEADER", "format": "TEXT", "text": header }));
    }
    let mut body = json!({ "type": "BODY", "text": body_text(entry, params)? });
    if entry["body_params"].as_array().is_some_and(|samples| !samples.is_empty()) {
        body["example"] = json!({ "body_text": [entry["body_params"]] });
    }
    components.push(body);
    let buttons = entry["buttons"].as_array().cloned().unwrap_or_default();
    if !buttons.is_empty() {
        components.push(json!({ "type": "BUTTONS", "buttons": filled(buttons, params)? }));
    }
    Ok(components)
}

fn body_text(entry: &Value, params: &Params) -> Result<String, GraphError> {
    let inputs = inputs(params, "library_template_body_inputs")?.unwrap_or_default();
    let mut text = entry["body"].as_str().unwrap_or_default().to_owned();
    for (_, sentence) in SENTENCES.iter().filter(|(name, _)| inputs[*name] == true) {
        text = format!("{text} {sentence}");
    }
    Ok(text)
}

/// Links and numbers are the business's own: each such button needs an input, in order.
fn filled(buttons: Vec<Value>, params: &Params) -> Result<Vec<Value>, GraphError> {
    const NAME: &str = "library_template_button_inputs";
    let inputs = inputs(params, NAME)?;
    let mut inputs = inputs.as_ref().and_then(Value::as_array).into_iter().flatten();
    let mut out = Vec::new();
    for mut button in buttons {
        let kind = button["type"].as_str().unwrap_or_default().to_owned();
        if matches!(kind.as_str(), "URL" | "PHONE_NUMBER") {
            let input = inputs.next().filter(|input| input["type"] == kind.as_str());
            let wrong = || GraphError::parameter(format!("Param {NAME} must hold an input of the type {kind}."));
            fill(&mut button, input.ok_or_else(wrong)?).ok_or_else(wrong)?;
        }
        out.push(button);
    }
    match inputs.next() {
        Some(_) => Err(GraphError::parameter(format!("Param {NAME} holds more inputs than there are buttons."))),
        None => Ok(out),
    }
}

fn fill(button: &mut Value, input: &Value) -> Option<()> {
    if input["type"] == "PHONE_NUMBER" {
        button["phone_number"] = json!(input["phone_number"].as_str()?);
        return Some(());
    }
    let base = input["url"]["base_url"].as_str().filter(|url| url.starts_with("http"))?;
    button["url"] = json!(base);
    if base.contains("{{") {
        button["example"] = json!([input["url"]["url_suffix_example"].as_str()?]);
    }
    Some(())
}

fn otp_components(params: &Params) -> Result<Vec<Value>, GraphError> {
    let body = inputs(params, "library_template_body_inputs")?.unwrap_or_default();
    let buttons = inputs(params, "library_template_button_inputs")?.unwrap_or_default();
    let security = body["add_security_recommendation"] == true;
    let mut components = vec![json!({ "type": "BODY", "add_security_recommendation": security })];
    if !body["code_expiration_minutes"].is_null() {
        components.push(json!({ "type": "FOOTER", "code_expiration_minutes": body["code_expiration_minutes"] }));
    }
    let mut button = buttons.get(0).and_then(Value::as_object).cloned().unwrap_or_else(Map::new);
    button.insert("type".into(), json!("OTP"));
    button.entry("otp_type").or_insert_with(|| json!("COPY_CODE"));
    components.push(json!({ "type": "BUTTONS", "buttons": [button] }));
    super::rules::check_presets(&mut components)?;
    Ok(components)
}

/// JSON, or JSON inside a text.
fn inputs(params: &Params, name: &str) -> Result<Option<Value>, GraphError> {
    params.json(name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_entries_are_many_and_differ() {
        let ids: BTreeSet<&str> = ENTRIES.iter().filter_map(|entry| entry["id"].as_str()).collect();
        assert_eq!(ids.len(), ENTRIES.len());
        assert!(ENTRIES.len() >= 20);
        let kinds: BTreeSet<&str> = ENTRIES.iter().filter_map(|entry| entry["category"].as_str()).collect();
        assert_eq!(kinds.len(), 2);
        for entry in ENTRIES.iter() {
            let samples = entry["body_params"].as_array().map_or(0, Vec::len);
            let types = entry["body_param_types"].as_array().map_or(0, Vec::len);
            let variables = entry["body"].as_str().unwrap_or_default().matches("{{").count();
            assert_eq!((samples, types), (variables, variables), "{entry}");
            assert!(TOPICS.contains(&entry["topic"].as_str().unwrap_or_default()), "{entry}");
        }
    }
}
