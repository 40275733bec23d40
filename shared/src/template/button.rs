//! Buttons of a template (reference 4.5 and 4.6), read from and written to Meta's JSON.

use serde_json::Value;

use super::json::{self, Rest};
use super::word::{ButtonKind, FlowAction, FlowIcon, Open, OtpType};

#[derive(Debug, Clone, PartialEq)]
pub enum Button {
    QuickReply(Plain),
    Url(UrlButton),
    PhoneNumber(PhoneButton),
    CopyCode(CopyCode),
    Otp(Otp),
    Flow(Flow),
    Catalog(Plain),
    /// Many products, named at send time.
    Mpm(Plain),
    /// One product, of the header or card beside it.
    Spm(Plain),
    VoiceCall(VoiceCall),
    /// What this version does not know; shown read-only, written back as it came.
    Other(Value),
}

/// A button that is its label.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plain {
    /// At most 25 characters.
    pub text: String,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct UrlButton {
    pub text: String,
    /// At most 2,000 characters; one variable, at the very end.
    pub url: String,
    /// The full address, or what stands for the variable.
    pub example: Vec<String>,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct PhoneButton {
    pub text: String,
    /// At most 20 characters.
    pub phone_number: String,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct CopyCode {
    /// The code that is copied; at most 20 characters, 15 with an offer.
    pub example: String,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Otp {
    pub otp_type: Option<Open<OtpType>>,
    pub text: String,
    pub autofill_text: String,
    /// At most 5.
    pub supported_apps: Vec<SupportedApp>,
    pub zero_tap_terms_accepted: Option<bool>,
    /// The older place of the one app.
    pub package_name: String,
    pub signature_hash: String,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct SupportedApp {
    /// At most 224 characters, two segments at least.
    pub package_name: String,
    /// 11 characters.
    pub signature_hash: String,
    pub rest: Rest,
}

/// One of `flow_id`, `flow_name` and `flow_json` is given.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flow {
    pub text: String,
    pub flow_id: String,
    pub flow_name: String,
    /// JSON in a text.
    pub flow_json: String,
    /// `navigate` where nothing is said.
    pub flow_action: Option<Open<FlowAction>>,
    pub navigate_screen: String,
    pub icon: Option<Open<FlowIcon>>,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct VoiceCall {
    pub text: String,
    pub ttl_minutes: Option<i64>,
    pub rest: Rest,
}

impl Button {
    pub fn kind(&self) -> Option<ButtonKind> {
        Some(match self {
            Self::QuickReply(_) => ButtonKind::QuickReply,
            Self::Url(_) => ButtonKind::Url,
            Self::PhoneNumber(_) => ButtonKind::PhoneNumber,
            Self::CopyCode(_) => ButtonKind::CopyCode,
            Self::Otp(_) => ButtonKind::Otp,
            Self::Flow(_) => ButtonKind::Flow,
            Self::Catalog(_) => ButtonKind::Catalog,
            Self::Mpm(_) => ButtonKind::Mpm,
            Self::Spm(_) => ButtonKind::Spm,
            Self::VoiceCall(_) => ButtonKind::VoiceCall,
            Self::Other(_) => return None,
        })
    }

    /// What Meta calls the kind, in any letter case; empty where nothing is said.
    pub fn word(&self) -> &str {
        match self {
            Self::Other(value) => value.get("type").and_then(Value::as_str).unwrap_or_default(),
            known => known.kind().map(ButtonKind::as_str).unwrap_or_default(),
        }
    }

    /// The label; a copy-code button has none of its own.
    pub fn text(&self) -> &str {
        match self {
            Self::QuickReply(plain) | Self::Catalog(plain) | Self::Mpm(plain) | Self::Spm(plain) => &plain.text,
            Self::Url(button) => &button.text,
            Self::PhoneNumber(button) => &button.text,
            Self::CopyCode(_) => "",
            Self::Otp(button) => &button.text,
            Self::Flow(button) => &button.text,
            Self::VoiceCall(button) => &button.text,
            Self::Other(value) => value.get("text").and_then(Value::as_str).unwrap_or_default(),
        }
    }

    pub fn text_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::QuickReply(plain) | Self::Catalog(plain) | Self::Mpm(plain) | Self::Spm(plain) => {
                Some(&mut plain.text)
            }
            Self::Url(button) => Some(&mut button.text),
            Self::PhoneNumber(button) => Some(&mut button.text),
            Self::Otp(button) => Some(&mut button.text),
            Self::Flow(button) => Some(&mut button.text),
            Self::VoiceCall(button) => Some(&mut button.text),
            Self::Other(value) => match value.get_mut("text") {
                Some(Value::String(text)) => Some(text),
                _ => None,
            },
            Self::CopyCode(_) => None,
        }
    }

    pub fn rest(&self) -> Option<&Rest> {
        match self {
            Self::QuickReply(plain) | Self::Catalog(plain) | Self::Mpm(plain) | Self::Spm(plain) => Some(&plain.rest),
            Self::Url(button) => Some(&button.rest),
            Self::PhoneNumber(button) => Some(&button.rest),
            Self::CopyCode(button) => Some(&button.rest),
            Self::Otp(button) => Some(&button.rest),
            Self::Flow(button) => Some(&button.rest),
            Self::VoiceCall(button) => Some(&button.rest),
            Self::Other(_) => None,
        }
    }

    pub fn from_value(value: Value) -> Self {
        let Value::Object(mut rest) = value else { return Self::Other(value) };
        let Some(kind) = json::take_kind(&mut rest) else { return Self::Other(Value::Object(rest)) };
        if kind == ButtonKind::CopyCode {
            return Self::CopyCode(CopyCode { example: take_code(&mut rest), rest });
        }
        let text = json::take_text(&mut rest, "text");
        match kind {
            ButtonKind::QuickReply => Self::QuickReply(Plain { text, rest }),
            ButtonKind::Catalog => Self::Catalog(Plain { text, rest }),
            ButtonKind::Mpm => Self::Mpm(Plain { text, rest }),
            ButtonKind::Spm => Self::Spm(Plain { text, rest }),
            ButtonKind::Url => {
                let url = json::take_text(&mut rest, "url");
                let example = json::take_texts(&mut rest, "example");
                Self::Url(UrlButton { text, url, example, rest })
            }
            ButtonKind::PhoneNumber => {
                let phone_number = json::take_text(&mut rest, "phone_number");
                Self::PhoneNumber(PhoneButton { text, phone_number, rest })
            }
            ButtonKind::VoiceCall => {
                let ttl_minutes = json::take_int(&mut rest, "ttl_minutes");
                Self::VoiceCall(VoiceCall { text, ttl_minutes, rest })
            }
            ButtonKind::Flow => Self::Flow(Flow::read(text, rest)),
            ButtonKind::Otp => Self::Otp(Otp::read(text, rest)),
            ButtonKind::CopyCode => Self::CopyCode(CopyCode { example: take_code(&mut rest), rest }),
        }
    }

    pub fn to_value(&self) -> Value {
        let mut object = match self {
            Self::Other(value) => return value.clone(),
            _ => self.rest().cloned().unwrap_or_default(),
        };
        json::put_text(&mut object, "text", self.text());
        match self {
            Self::QuickReply(_) | Self::Catalog(_) | Self::Mpm(_) | Self::Spm(_) | Self::Other(_) => {}
            Self::Url(button) => {
                json::put_text(&mut object, "url", &button.url);
                json::put_texts(&mut object, "example", &button.example);
            }
            Self::PhoneNumber(button) => json::put_text(&mut object, "phone_number", &button.phone_number),
            Self::CopyCode(button) => put_code(&mut object, &button.example),
            Self::VoiceCall(button) => json::put_int(&mut object, "ttl_minutes", button.ttl_minutes),
            Self::Flow(button) => button.write(&mut object),
            Self::Otp(button) => button.write(&mut object),
        }
        if let Some(kind) = self.kind() {
            json::put_kind(&mut object, kind.as_str());
        }
        Value::Object(object)
    }
}

/// A text, or in some of Meta's pages a list of one; the list stays in the rest and shows at writing what was read.
fn take_code(rest: &mut Rest) -> String {
    match rest.get("example") {
        Some(Value::Array(list)) if list.len() == 1 => list[0].as_str().unwrap_or_default().to_owned(),
        _ => json::take_text(rest, "example"),
    }
}

fn put_code(object: &mut Rest, code: &str) {
    match object.get_mut("example") {
        Some(Value::Array(list)) if list.len() == 1 && list[0].is_string() => list[0] = code.into(),
        _ => json::put_text(object, "example", code),
    }
}

impl Flow {
    fn read(text: String, mut rest: Rest) -> Self {
        let flow_id = json::take_text(&mut rest, "flow_id");
        let flow_name = json::take_text(&mut rest, "flow_name");
        let flow_json = json::take_text(&mut rest, "flow_json");
        let flow_action = json::take_word(&mut rest, "flow_action");
        let navigate_screen = json::take_text(&mut rest, "navigate_screen");
        let icon = json::take_word(&mut rest, "icon");
        Self { text, flow_id, flow_name, flow_json, flow_action, navigate_screen, icon, rest }
    }

    fn write(&self, object: &mut Rest) {
        json::put_text(object, "flow_id", &self.flow_id);
        json::put_text(object, "flow_name", &self.flow_name);
        json::put_text(object, "flow_json", &self.flow_json);
        json::put_word(object, "flow_action", &self.flow_action);
        json::put_text(object, "navigate_screen", &self.navigate_screen);
        json::put_word(object, "icon", &self.icon);
    }
}

impl Otp {
    fn read(text: String, mut rest: Rest) -> Self {
        let otp_type = json::take_word(&mut rest, "otp_type");
        let autofill_text = json::take_text(&mut rest, "autofill_text");
        let supported_apps =
            json::take_objects(&mut rest, "supported_apps").into_iter().map(SupportedApp::read).collect();
        let zero_tap_terms_accepted = json::take_bool(&mut rest, "zero_tap_terms_accepted");
        let package_name = json::take_text(&mut rest, "package_name");
        let signature_hash = json::take_text(&mut rest, "signature_hash");
        Self {
            otp_type,
            text,
            autofill_text,
            supported_apps,
            zero_tap_terms_accepted,
            package_name,
            signature_hash,
            rest,
        }
    }

    fn write(&self, object: &mut Rest) {
        json::put_word(object, "otp_type", &self.otp_type);
        json::put_text(object, "autofill_text", &self.autofill_text);
        json::put_objects(object, "supported_apps", self.supported_apps.iter().map(SupportedApp::write).collect());
        json::put_bool(object, "zero_tap_terms_accepted", self.zero_tap_terms_accepted);
        json::put_text(object, "package_name", &self.package_name);
        json::put_text(object, "signature_hash", &self.signature_hash);
    }
}

impl SupportedApp {
    fn read(mut rest: Rest) -> Self {
        let package_name = json::take_text(&mut rest, "package_name");
        let signature_hash = json::take_text(&mut rest, "signature_hash");
        Self { package_name, signature_hash, rest }
    }

    fn write(&self) -> Rest {
        let mut object = self.rest.clone();
        json::put_text(&mut object, "package_name", &self.package_name);
        json::put_text(&mut object, "signature_hash", &self.signature_hash);
        object
    }
}
