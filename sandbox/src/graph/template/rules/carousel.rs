//! Carousels (reference 4.5): two to ten cards that are alike in everything but their content.

use serde_json::Value;

use super::{Context, body, button, check_set, find, header};
use crate::graph::error::GraphError;
use crate::graph::template::refusal::{self, refuse};

const TYPES: &[&str] = &["HEADER", "BODY", "BUTTONS"];
const HEADERS: &[&str] = &["IMAGE", "VIDEO", "PRODUCT"];
const BODY_LENGTH: usize = 160;
const MAX_BUTTONS: usize = 2;

pub fn check(context: &Context<'_>, carousel: &Value, path: &str) -> Result<(), GraphError> {
    let wrong = |path: &str, why: &str| Err(refuse(refusal::COMPONENTS, path, why));
    let Some(cards) = carousel["cards"].as_array() else {
        return Err(refuse(refusal::MISSING, path, "the field cards is missing"));
    };
    if !(2..=10).contains(&cards.len()) {
        return wrong(path, &format!("there are {} cards; 2 to 10 must be", cards.len()));
    }
    let mut first = None;
    for (index, card) in cards.iter().enumerate() {
        let path = format!("{path}.cards[{index}]");
        let Some(components) = card["components"].as_array().filter(|components| !components.is_empty()) else {
            return Err(refuse(refusal::MISSING, &path, "the field components is missing"));
        };
        check_card(context, components, &path)?;
        let shape = shape(components);
        if *first.get_or_insert_with(|| shape.clone()) != shape {
            return wrong(&path, "all cards must have the same components, header format and button types");
        }
    }
    let has_products = first.is_some_and(|shape| shape.contains(&"PRODUCT".to_owned()));
    if context.category != "MARKETING" && !has_products {
        return wrong(path, "only marketing templates have a carousel");
    }
    Ok(())
}

fn check_card(context: &Context<'_>, components: &[Value], path: &str) -> Result<(), GraphError> {
    let wrong = |why: &str| Err(refuse(refusal::COMPONENTS, path, why));
    check_set(components, &format!("{path}.components"), TYPES)?;
    for (index, component) in components.iter().enumerate() {
        let path = format!("{path}.components[{index}]");
        match component["type"].as_str().unwrap_or_default() {
            "HEADER" => header::check(context, component, &path)?,
            "BODY" => body(context, component, &path, BODY_LENGTH)?,
            _ => {
                button::check(context, component, &path, header::is_product(components))?;
            }
        }
    }
    let Some(header) = find(components, "HEADER") else {
        return wrong("a card needs a header");
    };
    if !HEADERS.contains(&header["format"].as_str().unwrap_or_default()) {
        return Err(refuse(refusal::HEADER, path, "the header of a card is an image, a video or a product"));
    }
    let buttons = find(components, "BUTTONS").and_then(|buttons| buttons["buttons"].as_array()).map_or(0, Vec::len);
    if buttons > MAX_BUTTONS {
        return wrong(&format!("a card has at most {MAX_BUTTONS} buttons"));
    }
    Ok(())
}

/// What cards must have in common, whatever the order of their components.
fn shape(components: &[Value]) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    TYPES
        .iter()
        .filter_map(|kind| find(components, kind))
        .flat_map(|component| {
            let buttons = component["buttons"].as_array().into_iter().flatten().map(|button| text(&button["type"]));
            [text(&component["type"]), text(&component["format"])].into_iter().chain(buttons).collect::<Vec<_>>()
        })
        .collect()
}
