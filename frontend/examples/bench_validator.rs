//! How long the validator takes in wasm on the largest legal template, told by the page's title. Run by `cargo xtask bench editor`.

use clienthub_shared::template::{Severity, Template, validate};
use serde_json::{Value, json};

const RUNS: u32 = 2000;

fn main() {
    let template: Template = serde_json::from_value(largest()).unwrap_or_default();
    let errors = validate(&template).iter().filter(|finding| finding.severity == Severity::Error).count();
    let began = js_sys::Date::now();
    let mut findings = 0;
    for _ in 0..RUNS {
        findings += validate(&template).len();
    }
    let micros = (js_sys::Date::now() - began) * 1000.0 / f64::from(RUNS);
    let whole = micros.round() / 1000.0;
    let title = format!("validator: {whole} ms a run, {errors} errors, {} findings", findings / RUNS as usize);
    leptos::prelude::document().set_title(&title);
}

/// Every text as long as it may be, ten cards with two buttons each, a variable wherever one may stand.
fn largest() -> Value {
    let filled =
        |length: usize| "ein Wort und noch eines ".chars().cycle().take(length - 1).chain(['.']).collect::<String>();
    let text = |length: usize, variables: usize| {
        let with = (1..=variables).map(|number| format!("Wort und Wort und {{{{{number}}}}} ")).collect::<String>();
        let rest = length - with.chars().count();
        format!("{with}{}", filled(rest))
    };
    let samples = |count: usize| vec!["Wert"; count];
    let card = json!({ "components": [
        { "type": "HEADER", "format": "IMAGE", "example": { "header_handle": ["4::aW1hZ2UvcG5n:ARZ"] } },
        { "type": "BODY", "text": text(160, 4), "example": { "body_text": [samples(4)] } },
        { "type": "BUTTONS", "buttons": [
            { "type": "URL", "text": filled(25), "url": format!("https://birch.example/{}{{{{1}}}}", "a".repeat(1900)), "example": ["https://birch.example/a"] },
            { "type": "QUICK_REPLY", "text": filled(25) },
        ] },
    ] });
    json!({
        "name": "a".repeat(512), "language": "de", "category": "MARKETING", "message_send_ttl_seconds": 43200,
        "components": [
            { "type": "BODY", "text": text(1024, 20), "example": { "body_text": [samples(20)] } },
            { "type": "CAROUSEL", "cards": vec![card; 10] },
        ],
    })
}
