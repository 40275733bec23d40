//! What a call submits: the parameters beside the components, checked in the order of reference 4.3, then the components themselves.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::refusal::{self, bad_name, refuse};
use super::rules::{self, Context};
use crate::graph::error::GraphError;
use crate::graph::params::Params;
use crate::sandbox::Inner;
use crate::world::{Fields, World};

pub const CATEGORIES: &[&str] = &["AUTHENTICATION", "MARKETING", "UTILITY"];
const FORMATS: &[&str] = &["POSITIONAL", "NAMED"];
const NAME_LENGTH: usize = 512;
/// Names of the samples that Meta puts into new accounts.
const SAMPLE_NAMES: &[&str] = &[
    "hello_world",
    "sample_flight_confirmation",
    "sample_happy_hour_announcement",
    "sample_issue_resolution",
    "sample_movie_ticket_confirmation",
    "sample_purchase_feedback",
    "sample_shipping_confirmation",
];
/// Kept and shown as they come, once their values are known to be right.
const CHOICES: &[(&str, &[&str])] =
    &[("display_format", &["ORDER_DETAILS"]), ("send_type", &["CAMPAIGN", "DIRECT", "TRIGGER"])];
const FLAGS: &[&str] = &["allow_category_change", "cta_url_link_tracking_opted_out", "is_primary_device_delivery_only"];
const SHOWN: &[&str] =
    &["sub_category", "cta_url_link_tracking_opted_out", "is_primary_device_delivery_only", "degrees_of_freedom_spec"];
/// Seconds, or -1 for 30 days (reference 4.7).
const TTL: &[(&str, i64, i64, bool)] =
    &[("AUTHENTICATION", 30, 900, true), ("UTILITY", 30, 43_200, true), ("MARKETING", 43_200, 2_592_000, false)];

static LANGUAGES: LazyLock<Vec<String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/languages.json"))
        .expect("languages.json is part of the program and tested")
});

#[derive(Clone)]
pub struct Draft {
    pub name: String,
    pub language: String,
    pub category: String,
    pub fields: Fields,
}

/// Name, language and category: what every kind of creation needs.
pub struct Head {
    pub name: String,
    pub language: String,
    pub category: String,
}

pub fn head(params: &Params) -> Result<Head, GraphError> {
    let name = name(params)?;
    let language = language(&params.required("language")?)?;
    Ok(Head { name, language, category: category(params)? })
}

pub fn name(params: &Params) -> Result<String, GraphError> {
    let name = params.required("name")?;
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.chars().count() > NAME_LENGTH || !name.chars().all(is_allowed) {
        return Err(bad_name("a name has at most 512 lower-case letters, digits and underscores"));
    }
    if SAMPLE_NAMES.contains(&name.as_str()) {
        return Err(refuse(refusal::SAMPLE_NAME, "name", "a sample template of every account has this name"));
    }
    Ok(name)
}

pub fn language(code: &str) -> Result<String, GraphError> {
    match LANGUAGES.iter().find(|known| *known == code) {
        Some(known) => Ok(known.clone()),
        None => Err(GraphError::parameter(format!("Param language must be one of {{{}}}", LANGUAGES.join(", ")))),
    }
}

pub fn category(params: &Params) -> Result<String, GraphError> {
    choice("category", &params.required("category")?, CATEGORIES)
}

fn choice(name: &str, value: &str, allowed: &[&str]) -> Result<String, GraphError> {
    let value = value.to_uppercase();
    if allowed.contains(&value.as_str()) { Ok(value) } else { Err(refusal::one_of(name, allowed)) }
}

impl Draft {
    pub fn read(inner: &Inner, params: &Params) -> Result<Self, GraphError> {
        Self::of(&inner.world, params, head(params)?, inner.now_unix())
    }

    /// `now`: when the handles of samples must be good.
    pub fn of(world: &World, params: &Params, head: Head, now: i64) -> Result<Self, GraphError> {
        let Head { name, language, category } = head;
        let format = params.text("parameter_format").filter(|text| !text.is_empty());
        let format = choice("parameter_format", format.as_deref().unwrap_or("POSITIONAL"), FORMATS)?;
        let mut fields = options(params, &category)?;
        let mut components = components(params)?.ok_or_else(|| GraphError::missing_parameter("components"))?;
        let context = Context { world, category: &category, is_named: format == "NAMED", now };
        rules::check(&context, &mut components)?;
        fields.insert("parameter_format".into(), json!(format));
        fields.insert("components".into(), Value::Array(components));
        Ok(Self { name, language, category, fields })
    }
}

pub fn components(params: &Params) -> Result<Option<Vec<Value>>, GraphError> {
    match params.json("components")? {
        None => Ok(None),
        Some(Value::Array(components)) => Ok(Some(components)),
        Some(_) => Err(GraphError::parameter("Param components must be an array.")),
    }
}

/// The optional parameters, those of them that the node shows.
pub fn options(params: &Params, category: &str) -> Result<Fields, GraphError> {
    for (name, allowed) in CHOICES {
        if let Some(value) = params.text(name).filter(|value| !value.is_empty()) {
            choice(name, &value, allowed)?;
        }
    }
    for name in FLAGS {
        if params.text(name).is_some_and(|value| !matches!(value.as_str(), "true" | "false" | "0" | "1")) {
            return Err(GraphError::parameter(format!("Param {name} must be a boolean.")));
        }
    }
    let mut fields = Fields::new();
    if let Some(seconds) = ttl(params, category)? {
        fields.insert("message_send_ttl_seconds".into(), json!(seconds));
    }
    for name in SHOWN {
        if let Some(text) = params.text(name) {
            fields.insert((*name).to_owned(), serde_json::from_str(&text).unwrap_or(Value::String(text)));
        }
    }
    Ok(fields)
}

fn ttl(params: &Params, category: &str) -> Result<Option<i64>, GraphError> {
    let Some(text) = params.text("message_send_ttl_seconds").filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let Some((_, min, max, may_be_endless)) = TTL.iter().find(|(name, ..)| *name == category) else {
        return Ok(None);
    };
    match text.parse::<i64>() {
        Ok(-1) if *may_be_endless => Ok(Some(-1)),
        Ok(seconds) if (*min..=*max).contains(&seconds) => Ok(Some(seconds)),
        _ => Err(GraphError::parameter(format!(
            "Param message_send_ttl_seconds must be between {min} and {max} for the category {category}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_111_languages() {
        let distinct: std::collections::BTreeSet<&String> = LANGUAGES.iter().collect();
        assert_eq!(distinct.len(), 111);
    }
}
