//! Limited-time offers (reference 4.5): what the offer holds, and what may stand beside it.

use serde_json::Value;

use super::{Context, button, find, is_given, required_text};
use crate::graph::error::GraphError;
use crate::graph::template::refusal::{self, refuse};

pub const BODY_LENGTH: usize = 600;
const TEXT_LENGTH: usize = 16;
const CODE_LENGTH: usize = 15;

pub fn check(component: &Value, path: &str) -> Result<(), GraphError> {
    let offer = &component["limited_time_offer"];
    if !offer.is_object() {
        return Err(refuse(refusal::MISSING, path, "the field limited_time_offer is missing"));
    }
    required_text(offer, "text", &format!("{path}.limited_time_offer"), TEXT_LENGTH)?;
    match &offer["has_expiration"] {
        Value::Bool(_) => Ok(()),
        other if !is_given(other) => Ok(()),
        _ => Err(GraphError::parameter(format!(
            "Param {path}['limited_time_offer']['has_expiration'] must be a boolean"
        ))),
    }
}

/// An expiring offer has a code to copy and then a link; another at least the link.
pub fn check_beside(context: &Context<'_>, components: &[Value]) -> Result<(), GraphError> {
    let Some(offer) = find(components, "LIMITED_TIME_OFFER") else {
        return Ok(());
    };
    let wrong = |why: &str| Err(refuse(refusal::COMPONENTS, "components", why));
    if context.category != "MARKETING" {
        return wrong("only marketing templates have a limited-time offer");
    }
    if find(components, "FOOTER").is_some() {
        return wrong("no footer may stand beside a limited-time offer");
    }
    let header = find(components, "HEADER").map(|header| header["format"].as_str().unwrap_or_default());
    if header.is_some_and(|format| !matches!(format, "IMAGE" | "VIDEO")) {
        let why = "the header beside a limited-time offer is an image or a video";
        return Err(refuse(refusal::HEADER, "components", why));
    }
    let buttons = find(components, "BUTTONS").and_then(|buttons| buttons["buttons"].as_array());
    let buttons: Vec<&Value> = buttons.into_iter().flatten().collect();
    let types: Vec<&str> = buttons.iter().map(|button| button["type"].as_str().unwrap_or_default()).collect();
    let does_expire = offer["limited_time_offer"]["has_expiration"] == true;
    match types.as_slice() {
        ["COPY_CODE", "URL"] => button::check_code(buttons[0], "components.buttons[0]", CODE_LENGTH),
        ["URL"] if !does_expire => Ok(()),
        _ if does_expire => wrong("an expiring offer needs the buttons COPY_CODE and URL, in this order"),
        _ => wrong("an offer needs a URL button, which a COPY_CODE button may precede"),
    }
}
