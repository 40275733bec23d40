//! The header: a text, a media file with a handle as sample, a location or a product (reference 4.5).

use serde_json::Value;

use super::text::{Text, has_emoji, has_line_break};
use super::{Context, examples, find, required_text};
use crate::graph::error::GraphError;
use crate::graph::template::refusal::{self, refuse};

const FORMATS: &[&str] = &["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "GIF", "LOCATION", "PRODUCT"];
const LENGTH: usize = 60;
const MB: u64 = 1024 * 1024;
/// What a format's file may be, and how large.
const MEDIA: &[(&str, &[&str], u64)] = &[
    ("IMAGE", &["image/jpeg", "image/jpg", "image/png"], 5 * MB),
    ("VIDEO", &["video/mp4"], 16 * MB),
    ("DOCUMENT", &["application/pdf"], 100 * MB),
    ("GIF", &["video/mp4"], 7 * MB / 2),
];

pub fn check(context: &Context<'_>, component: &Value, path: &str) -> Result<(), GraphError> {
    let format = component["format"].as_str().unwrap_or_default();
    match format {
        "" => Err(refuse(refusal::MISSING, path, "the field format is missing")),
        "TEXT" => check_text(context, component, path),
        "GIF" if context.category != "MARKETING" => {
            Err(refuse(refusal::HEADER, path, "only marketing templates may have a GIF header"))
        }
        "IMAGE" | "VIDEO" | "DOCUMENT" | "GIF" => check_media(context, component, format, path),
        _ if FORMATS.contains(&format) => Ok(()),
        _ => Err(refusal::one_of(&format!("{path}['format']"), FORMATS)),
    }
}

/// The header among them shows a product.
pub fn is_product(components: &[Value]) -> bool {
    find(components, "HEADER").is_some_and(|header| header["format"] == "PRODUCT")
}

fn check_text(context: &Context<'_>, component: &Value, path: &str) -> Result<(), GraphError> {
    let raw = required_text(component, "text", path, LENGTH)?;
    let wrong = |why: &str| Err(refuse(refusal::HEADER, path, why));
    let Some(text) = Text::read(raw) else {
        return wrong("a variable is not closed");
    };
    if text.variables.len() > 1 {
        return wrong("a header has at most one variable");
    }
    if let Some(why) = text.names_are_wrong(context.is_named) {
        return wrong(why);
    }
    if has_line_break(raw) {
        return wrong("a header has one line");
    }
    if text.has_markdown() {
        return wrong("no formatting marks may stand in a header");
    }
    if has_emoji(raw) {
        return wrong("no emoji may stand in a header");
    }
    examples(context.is_named, &text, component, path, ["header_text", "header_text_named_params"])
}

/// The sample is a handle of a finished upload; several stand in lines of one text.
fn check_media(context: &Context<'_>, component: &Value, format: &str, path: &str) -> Result<(), GraphError> {
    let handles = component["example"]["header_handle"].as_array().filter(|handles| !handles.is_empty());
    let handles = handles.ok_or_else(|| {
        refuse(refusal::MISSING, path, "the field example.header_handle must hold an uploaded sample")
    })?;
    let wrong = |why: &str| Err(refuse(refusal::HANDLE, path, why));
    for handle in handles.iter().flat_map(|handle| handle.as_str().unwrap_or_default().split('\n')) {
        let Some(media) = context.world.media.get(handle) else {
            return wrong("the handle is not one of a finished upload");
        };
        if media.expires_at.is_some_and(|at| at <= context.now) {
            return wrong("the handle is no longer good; upload the file again");
        }
        let Some((_, types, max)) = MEDIA.iter().find(|(name, _, _)| *name == format) else {
            return wrong("the format takes no file");
        };
        if !types.contains(&media.file_type.as_str()) {
            return wrong(&format!("the file is {}, not {}", media.file_type, types.join(" or ")));
        }
        if media.file_length > *max {
            return wrong(&format!("the file has {} bytes, at most {max} fit", media.file_length));
        }
    }
    Ok(())
}
