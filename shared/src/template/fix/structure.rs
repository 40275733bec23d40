//! Fixes of the template's head, of the order of buttons, and of what must go.

use super::{component, find};
use crate::language;
use crate::template::Template;
use crate::template::button::{Button, Otp, SupportedApp};
use crate::template::component::Component;
use crate::template::example::Example;
use crate::template::limits::{EXPIRATION_MAX, EXPIRATION_MIN, NAME_MAX, ttl_range};
use crate::template::validate::is_read;
use crate::template::word::{Open, OtpType};

/// Lower case; anything else becomes an underscore, several one, and none stays at the end.
pub fn name(template: &mut Template) -> Option<()> {
    let mut good = String::with_capacity(template.name.len());
    for sign in template.name.trim().chars().flat_map(char::to_lowercase) {
        if sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_' {
            good.push(sign);
        } else if !good.ends_with('_') {
            good.push('_');
        }
    }
    if !template.name.ends_with('_') && good.len() > 1 && good.ends_with('_') {
        good.pop();
    }
    good.truncate(NAME_MAX);
    template.name = good;
    Some(())
}

pub fn language(template: &mut Template) -> Option<()> {
    template.language = language::nearest(&template.language)?.into();
    Some(())
}

pub fn clamp(template: &mut Template, path: &str) -> Option<()> {
    if path == "message_send_ttl_seconds" {
        let (min, max) = ttl_range(template.known_category()?);
        template.message_send_ttl_seconds = Some(template.message_send_ttl_seconds?.clamp(min, max));
        return Some(());
    }
    let (Component::Footer(footer), _) = component(template, path)? else { return None };
    footer.code_expiration_minutes = Some(footer.code_expiration_minutes?.clamp(EXPIRATION_MIN, EXPIRATION_MAX));
    Some(())
}

/// Takes the component at the path away.
pub fn remove(template: &mut Template, path: &str) -> Option<()> {
    let (list, at, after) = find(template, path)?;
    if !after.is_empty() {
        return None;
    }
    list.remove(at);
    Some(())
}

/// Quick replies stay first or last, where the first or the last of them stands; a copy-code button leads the others.
pub fn regroup(template: &mut Template, path: &str) -> Option<()> {
    let has_offer = template.components.iter().any(|component| matches!(component, Component::Offer(_)));
    let (Component::Buttons(group), _) = component(template, path)? else { return None };
    let is_reply = |button: &Button| matches!(button, Button::QuickReply(_));
    let leads = |button: &Button| has_offer && matches!(button, Button::CopyCode(_));
    let replies_first = group.buttons.first().is_some_and(is_reply);
    let (replies, others): (Vec<_>, Vec<_>) = std::mem::take(&mut group.buttons).into_iter().partition(is_reply);
    let (mut others, after): (Vec<_>, Vec<_>) = others.into_iter().partition(leads);
    others.extend(after);
    let (mut first, last) = if replies_first { (replies, others) } else { (others, replies) };
    first.extend(last);
    group.buttons = first;
    Some(())
}

/// An authentication template as it is submitted: Meta's texts go, and the button that Meta sends becomes the OTP button.
pub fn use_presets(template: &mut Template) -> Option<()> {
    for component in &mut template.components {
        match component {
            Component::Body(body) => {
                body.text.clear();
                body.example = Example::default();
            }
            Component::Footer(footer) => footer.text.clear(),
            Component::Buttons(group) => {
                for button in group.buttons.iter_mut().filter(|button| is_read(button)) {
                    if let Button::Url(url) = button {
                        *button = Button::Otp(otp(&url.text, &url.url));
                    }
                }
            }
            _ => {}
        }
    }
    Some(())
}

/// What the address says of the button. Meta has a zero-tap template only once its terms were accepted, and does not repeat that.
fn otp(text: &str, url: &str) -> Otp {
    let said = |name: &str| {
        let mut pairs = url.split(['?', '&']).filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value).unwrap_or_default()
    };
    let otp_type = said("otp_type");
    let otp_type = if otp_type.is_empty() { Open::Known(OtpType::CopyCode) } else { Open::read(otp_type) };
    let app = SupportedApp {
        package_name: decode(said("package_name")),
        signature_hash: decode(said("signature_hash")),
        ..SupportedApp::default()
    };
    Otp {
        zero_tap_terms_accepted: (otp_type.known() == Some(OtpType::ZeroTap)).then_some(true),
        otp_type: Some(otp_type),
        text: text.to_owned(),
        autofill_text: decode(&said("cta_display_name").replace('+', " ")),
        supported_apps: if app.package_name.is_empty() { Vec::new() } else { vec![app] },
        ..Otp::default()
    }
}

/// `%2F` is a slash. A plus stays, which a hash may have; where it means a blank the caller knows.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
