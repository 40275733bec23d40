//! How a template's components look when read: samples of media as addresses instead of handles, and authentication templates with the
//! preset texts of their language (reference 4.6). Previews show the presets before there is a template.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{draft, list_of};
use crate::graph::error::GraphError;
use crate::graph::node::View;
use crate::graph::params::Params;
use crate::world::template::Template;
use crate::world::{Fields, World};

const OTP_URL: &str = "https://www.whatsapp.com/otp/code/";
const MINUTES: &str = "{minutes}";

#[derive(Deserialize)]
struct Preset {
    body: String,
    security: String,
    footer: String,
    copy: String,
    autofill: String,
}

/// By language, without its country; what has none speaks English.
static PRESETS: LazyLock<BTreeMap<String, Preset>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/auth_presets.json"))
        .expect("auth_presets.json is part of the program and tested")
});

fn preset(language: &str) -> &'static Preset {
    let base = language.split('_').next().unwrap_or_default();
    PRESETS.get(base).unwrap_or_else(|| &PRESETS["en"])
}

impl Preset {
    fn body(&self, has_security: bool) -> String {
        if has_security { format!("{} {}", self.body, self.security) } else { self.body.clone() }
    }

    fn footer(&self, minutes: i64) -> String {
        self.footer.replace(MINUTES, &minutes.to_string())
    }
}

/// The fields of a template; the host is the caller's, as the sandbox does not know its own name.
pub fn fields(view: &View<'_>, template: &Template) -> Fields {
    let mut fields = template.fields.clone();
    if let Some(components) = fields.get_mut("components").and_then(Value::as_array_mut) {
        if template.text("category") == "AUTHENTICATION" {
            let preset = preset(template.text("language"));
            components.iter_mut().for_each(|component| show_preset(component, preset));
        }
        show_media(&view.inner.world, host(view.base), components);
    }
    fields
}

/// `http://host` of `http://host/v25.0`.
fn host(base: &str) -> &str {
    base.rsplit_once('/').map_or(base, |(host, _)| host)
}

fn show_media(world: &World, host: &str, components: &mut [Value]) {
    for component in components {
        if let Some(handles) = component.pointer_mut("/example/header_handle").and_then(Value::as_array_mut) {
            for handle in handles {
                let media = handle.as_str().and_then(|handle| world.media.get(handle));
                if let Some(media) = media {
                    *handle = json!(format!("{host}/__sandbox/media/{}", media.id));
                }
            }
        }
        for card in component.get_mut("cards").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(components) = card.get_mut("components").and_then(Value::as_array_mut) {
                show_media(world, host, components);
            }
        }
    }
}

fn show_preset(component: &mut Value, preset: &Preset) {
    match component["type"].as_str().unwrap_or_default() {
        "BODY" => {
            component["text"] = json!(preset.body(component["add_security_recommendation"] == true));
            component["example"] = json!({ "body_text": [["123456"]] });
        }
        "FOOTER" => {
            if let Some(minutes) = component["code_expiration_minutes"].as_i64() {
                component["text"] = json!(preset.footer(minutes));
            }
        }
        "BUTTONS" => {
            for button in
                component["buttons"].as_array_mut().into_iter().flatten().filter(|button| button["type"] == "OTP")
            {
                *button = otp_as_url(button, preset);
            }
        }
        _ => {}
    }
}

/// Meta shows an OTP button as a link that its app opens.
fn otp_as_url(button: &Value, preset: &Preset) -> Value {
    let otp_type = button["otp_type"].as_str().unwrap_or_default();
    let text = button["text"].as_str().unwrap_or(&preset.copy);
    let app = button["supported_apps"].get(0).unwrap_or(button);
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("otp_type", otp_type);
    for (name, value) in [
        ("cta_display_name", button["autofill_text"].as_str()),
        ("package_name", app["package_name"].as_str()),
        ("signature_hash", app["signature_hash"].as_str()),
    ] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    let start = format!("{OTP_URL}?{}&code=otp", query.finish());
    json!({ "type": "URL", "text": text, "url": format!("{start}{{{{1}}}}"), "example": [format!("{start}123456")] })
}

/// `GET /{waba}/message_template_previews`.
pub fn previews(params: &Params) -> Result<Map<String, Value>, GraphError> {
    if draft::category(params)? != "AUTHENTICATION" {
        return Err(GraphError::parameter("Param category must be one of {AUTHENTICATION}"));
    }
    let mut languages = list_of(params, "languages");
    if languages.is_empty() {
        languages.push("en_US".to_owned());
    }
    let has_security = params.text("add_security_recommendation").as_deref() == Some("true");
    let minutes = match params.text("code_expiration_minutes").map(|text| text.parse::<i64>()) {
        None => None,
        Some(Ok(minutes)) if (1..=90).contains(&minutes) => Some(minutes),
        Some(_) => return Err(GraphError::parameter("Param code_expiration_minutes must be between 1 and 90")),
    };
    let has_button = list_of(params, "button_types").iter().any(|kind| kind.eq_ignore_ascii_case("OTP"));
    let mut rows = Vec::new();
    for code in languages {
        let (language, preset) = (draft::language(&code)?, preset(&code));
        let mut row = json!({ "body": preset.body(has_security), "language": language });
        if let Some(minutes) = minutes {
            row["footer"] = json!(preset.footer(minutes));
        }
        if has_button {
            row["buttons"] = json!([{ "text": preset.copy, "autofill_text": preset.autofill }]);
        }
        rows.push(row);
    }
    Ok(Map::from_iter([("data".to_owned(), Value::Array(rows))]))
}
