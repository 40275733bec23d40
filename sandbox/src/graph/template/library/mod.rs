//! Meta's template library (reference 4.10 and appendix D): searching its entries, and the drafts of templates that are created from them.
//! `inputs` reads what differs from business to business, `compose` puts it into the entry.

mod compose;
mod inputs;

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::draft::{self, Draft};
use super::rules::{self, Context};
use super::{list_of, refusal};
use crate::graph::error::GraphError;
use crate::graph::paging;
use crate::graph::params::Params;
use crate::sandbox::Inner;

const TOPICS: &[&str] = &["ACCOUNT_UPDATE", "CUSTOMER_FEEDBACK", "ORDER_MANAGEMENT", "PAYMENTS"];
const INDUSTRIES: &[&str] = &["E_COMMERCE", "FINANCIAL_SERVICES"];
const USECASES: &[&str] = &[
    "ACCOUNT_CREATION_CONFIRMATION",
    "AUTO_PAY_REMINDER",
    "DELIVERY_CONFIRMATION",
    "DELIVERY_FAILED",
    "DELIVERY_UPDATE",
    "FEEDBACK_SURVEY",
    "FRAUD_ALERT",
    "LOW_BALANCE_WARNING",
    "ORDER_ACTION_NEEDED",
    "ORDER_CONFIRMATION",
    "ORDER_DELAY",
    "ORDER_OR_TRANSACTION_CANCEL",
    "ORDER_PICK_UP",
    "PAYMENT_ACTION_REQUIRED",
    "PAYMENT_CONFIRMATION",
    "PAYMENT_DUE_REMINDER",
    "PAYMENT_OVERDUE",
    "PAYMENT_REJECT_FAIL",
    "PAYMENT_SCHEDULED",
    "RECEIPT_ATTACHMENT",
    "RETURN_CONFIRMATION",
    "SHIPMENT_CONFIRMATION",
    "STATEMENT_ATTACHMENT",
    "STATEMENT_AVAILABLE",
    "TRANSACTION_ALERT",
];

static ENTRIES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/library.json"))
        .expect("library.json is part of the program and tested")
});

/// `GET /message_template_library`.
pub fn read(base: &str, params: &Params) -> Result<Value, GraphError> {
    let choice = |name: &str, allowed: &[&str]| match params.text(name).map(|text| text.to_uppercase()) {
        Some(value) if !allowed.contains(&value.as_str()) => Err(refusal::one_of(name, allowed)),
        value => Ok(value),
    };
    let topic = choice("topic", TOPICS)?;
    let usecase = choice("usecase", USECASES)?;
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

/// The template that a creation from the library makes. What the inputs made of it keeps the rules of any template.
pub fn draft(inner: &Inner, params: &Params) -> Result<Draft, GraphError> {
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
    let mut components = compose::components(entry, params)?;
    let context = Context { world: &inner.world, category: &head.category, is_named: false, now: inner.now_unix() };
    rules::check(&context, &mut components)?;
    fields.insert("library_template_name".into(), json!(wanted));
    fields.insert("parameter_format".into(), json!("POSITIONAL"));
    fields.insert("components".into(), Value::Array(components));
    Ok(Draft { name: head.name, language: head.language, category: head.category, fields })
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
            assert!(USECASES.contains(&entry["usecase"].as_str().unwrap_or_default()), "{entry}");
        }
    }

    /// The rules shall refuse an input, never the entry itself.
    #[test]
    fn every_entry_with_every_sentence_keeps_the_rules() {
        let world = crate::world::World::default();
        for entry in ENTRIES.iter() {
            let kinds: Vec<&str> = entry["buttons"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|button| button["type"].as_str())
                .collect();
            let buttons: Vec<Value> = kinds
                .iter()
                .map(|kind| match *kind {
                    "URL" => json!({ "type": kind, "url": { "base_url": "https://birch.example/" } }),
                    "PHONE_NUMBER" => json!({ "type": kind, "phone_number": "+4930901820" }),
                    other => json!({ "type": other }),
                })
                .collect();
            let flags =
                json!({ "add_contact_number": true, "add_learn_more_link": true, "add_track_package_link": true });
            let params = Params::default().with(inputs::BODY, flags).with(inputs::BUTTONS, buttons);
            let mut components = compose::components(entry, &params).unwrap();
            let category = entry["category"].as_str().unwrap();
            let context = Context { world: &world, category, is_named: false, now: 0 };
            rules::check(&context, &mut components).unwrap_or_else(|error| panic!("{entry}: {error:?}"));
        }
    }
}
