//! Markers in a template's name or body that say how Meta will treat it. In the body `reject:SCAM`, in the name `reject_scam`; the README
//! lists them. A few promotional words in a utility template do what Meta's own detection does.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::world::template::Template;

const CATEGORIES: &[&str] = &["AUTHENTICATION", "MARKETING", "UTILITY"];
/// What a utility template should not say.
const PROMOTIONAL: &[&str] = &["discount", "coupon", "% off", "rabatt"];

#[derive(serde::Deserialize)]
pub struct Rejection {
    pub reason: String,
    pub recommendation: String,
}

static REJECTIONS: LazyLock<BTreeMap<String, Rejection>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/rejections.json"))
        .expect("rejections.json is part of the program and tested")
});

/// What a reviewer writes for a reason, if it is one of Meta's.
pub fn rejection(reason: &str) -> Option<&'static Rejection> {
    REJECTIONS.get(reason)
}

/// The reason for which the review will reject it.
pub fn rejected_for(template: &Template) -> Option<&'static str> {
    marked(template, "reject", REJECTIONS.keys().map(String::as_str))
}

/// Nobody reviews it until told so.
pub fn is_held(template: &Template) -> bool {
    marked(template, "review", ["hold"]).is_some()
}

/// It is reviewed before the call answers.
pub fn is_reviewed_now(template: &Template) -> bool {
    marked(template, "review", ["now"]).is_some()
}

/// The category that Meta gives it at once instead of the one asked for.
pub fn category_at_creation(template: &Template) -> Option<&'static str> {
    let marked = marked(template, "category", CATEGORIES.iter().copied());
    let is_promotional = || {
        let body = body(template);
        template.text("category") == "UTILITY" && PROMOTIONAL.iter().any(|word| body.contains(word))
    };
    marked.or_else(|| is_promotional().then_some("MARKETING")).filter(|category| *category != template.text("category"))
}

/// The category that Meta announces once it is approved.
pub fn category_later(template: &Template) -> Option<&'static str> {
    let marked = marked(template, "correct", CATEGORIES.iter().copied());
    marked.filter(|category| *category != template.text("category"))
}

fn marked(template: &Template, key: &str, values: impl IntoIterator<Item = &'static str>) -> Option<&'static str> {
    let (name, body) = (template.text("name"), body(template));
    values.into_iter().find(|value| {
        let value = value.to_lowercase();
        name.contains(&format!("{key}_{value}")) || body.contains(&format!("{key}:{value}"))
    })
}

fn body(template: &Template) -> String {
    let text = template.component("BODY").and_then(|body| body["text"].as_str().map(str::to_lowercase));
    text.unwrap_or_default()
}

/// Every reason a marker can name, for the control page and tests.
pub fn reasons() -> Vec<Value> {
    REJECTIONS.keys().map(|reason| Value::String(reason.clone())).collect()
}
