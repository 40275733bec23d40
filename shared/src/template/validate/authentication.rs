//! Rules of authentication templates (reference 4.6): Meta gives the texts, and there is one button.

use super::button::{word, written};
use super::check::{Check, Path, is_left, subcode};
use super::component::not_for;
use super::{missing, missing_field};
use crate::template::button::{Button, Otp, SupportedApp};
use crate::template::component::{Component, Footer};
use crate::template::finding::FindingCode;
use crate::template::fix::Fix;
use crate::template::limits::{APPS_MAX, EXPIRATION_MAX, EXPIRATION_MIN, HASH_LENGTH, PACKAGE_MAX};
use crate::template::text;
use crate::template::word::{ComponentKind, Open, OtpType};

/// Where Meta's own button leads, which stands for the OTP button in what it sends.
const READ_URL: &str = "https://www.whatsapp.com/otp/code/";

/// The components that may be there, and the one button.
pub fn whole(check: &mut Check, components: &[Component], path: &Path) {
    let mut has_buttons = false;
    for (at, component) in components.iter().enumerate() {
        let path = path.index(at);
        match component {
            Component::Body(_) | Component::Footer(_) | Component::Other(_) => {}
            Component::Buttons(group) => {
                has_buttons = true;
                let fits = matches!(group.buttons.as_slice(), [one] if is_otp(one));
                if !fits && !group.buttons.is_empty() {
                    check.error(FindingCode::AuthButtons, &path.field("buttons"), subcode::COMPONENTS);
                }
            }
            Component::Header(_) | Component::CallPermission(_) => not_for(check, &path, subcode::COMPONENTS),
            // They say so themselves.
            Component::Carousel(_) | Component::Offer(_) => {}
        }
    }
    if !has_buttons {
        missing(check, path, ComponentKind::Buttons);
    }
}

fn is_otp(button: &Button) -> bool {
    matches!(button, Button::Otp(_)) || is_read(button)
}

/// As Meta sends it.
pub fn is_read(button: &Button) -> bool {
    matches!(button, Button::Url(url) if url.url.starts_with(READ_URL))
}

/// The template is as Meta sends it: its texts are Meta's, and stay out when it is submitted again.
pub fn is_read_back(components: &[Component]) -> bool {
    components
        .iter()
        .any(|component| matches!(component, Component::Buttons(group) if group.buttons.iter().any(is_read)))
}

/// A body or footer has no text of its own; `subcode` is the component's.
pub fn preset(check: &mut Check, text: &str, path: &Path, subcode: u32) {
    if text.is_empty() {
        return;
    }
    let place = path.field("text");
    let found = if check.read_back {
        check.warning(FindingCode::PresetText, &place)
    } else {
        check.error(FindingCode::PresetText, &place, subcode)
    };
    found.fix(Fix::UsePresets);
}

pub fn expiration(check: &mut Check, part: &Footer, path: &Path) {
    let place = path.field("code_expiration_minutes");
    match part.code_expiration_minutes {
        None if part.text.is_empty() => missing_field(check, &part.rest, "code_expiration_minutes", path),
        Some(minutes) if !(EXPIRATION_MIN..=EXPIRATION_MAX).contains(&minutes) => {
            let found = check.error(FindingCode::OutOfRange, &place, subcode::FOOTER);
            found.with("min", EXPIRATION_MIN).with("max", EXPIRATION_MAX).fix(Fix::Clamp);
        }
        _ => {}
    }
}

/// Buttons that do not belong here are told by `whole`.
pub fn button(check: &mut Check, button: &Button, path: &Path) {
    match button {
        Button::Otp(one) => otp(check, one, path),
        _ if is_read(button) => {
            check.warning(FindingCode::PresetText, path).fix(Fix::UsePresets);
        }
        _ => {}
    }
}

fn otp(check: &mut Check, one: &Otp, path: &Path) {
    let known = [
        "otp_type",
        "text",
        "autofill_text",
        "supported_apps",
        "zero_tap_terms_accepted",
        "package_name",
        "signature_hash",
    ];
    check.rest(&one.rest, &known, path);
    label(check, &one.text, &path.field("text"));
    label(check, &one.autofill_text, &path.field("autofill_text"));
    word(check, &one.otp_type, &path.field("otp_type"));
    apps(check, one, path);
    match one.otp_type.as_ref().map(Open::known) {
        None => missing_field(check, &one.rest, "otp_type", path),
        Some(None | Some(OtpType::CopyCode)) => {}
        Some(Some(kind @ (OtpType::OneTap | OtpType::ZeroTap))) => {
            if one.supported_apps.is_empty()
                && (one.package_name.is_empty() || one.signature_hash.is_empty())
                && !is_left(&one.rest, "supported_apps")
            {
                check.error(FindingCode::AppsMissing, &path.field("supported_apps"), subcode::MISSING);
            }
            if kind == OtpType::ZeroTap
                && one.zero_tap_terms_accepted != Some(true)
                && !is_left(&one.rest, "zero_tap_terms_accepted")
            {
                let is_missing = one.zero_tap_terms_accepted.is_none();
                let subcode = if is_missing { subcode::MISSING } else { subcode::COMPONENTS };
                check.error(FindingCode::ZeroTapTerms, &path.field("zero_tap_terms_accepted"), subcode);
            }
        }
    }
}

/// Meta's preset where it is empty; no address otherwise.
fn label(check: &mut Check, value: &str, path: &Path) {
    if value.is_empty() {
        return;
    }
    if text::has_url(value) {
        check.error(FindingCode::UrlNotAllowed, path, subcode::COMPONENTS);
    }
    written(check, value, path);
}

fn apps(check: &mut Check, one: &Otp, path: &Path) {
    package(check, &one.package_name, path);
    hash(check, &one.signature_hash, path);
    let list = path.field("supported_apps");
    if one.supported_apps.len() > APPS_MAX {
        let found = check.error(FindingCode::TooManyApps, &list, subcode::COMPONENTS);
        found.with("max", APPS_MAX).with("found", one.supported_apps.len());
    }
    for (at, app) in one.supported_apps.iter().enumerate() {
        supported(check, app, &list.index(at));
    }
}

fn supported(check: &mut Check, app: &SupportedApp, path: &Path) {
    check.rest(&app.rest, &["package_name", "signature_hash"], path);
    if app.package_name.is_empty() {
        missing_field(check, &app.rest, "package_name", path);
    }
    if app.signature_hash.is_empty() {
        missing_field(check, &app.rest, "signature_hash", path);
    }
    package(check, &app.package_name, path);
    hash(check, &app.signature_hash, path);
}

fn package(check: &mut Check, name: &str, path: &Path) {
    let place = path.field("package_name");
    if text::length(name) > PACKAGE_MAX {
        check.error(FindingCode::PackageName, &place, subcode::LENGTH).with("max", PACKAGE_MAX);
    } else if !name.is_empty() && !is_package(name) {
        check.error(FindingCode::PackageName, &place, subcode::COMPONENTS).with("max", PACKAGE_MAX);
    }
}

/// `com.birch.app`: two segments or more, each a letter and then letters, digits and underscores.
fn is_package(name: &str) -> bool {
    let is_segment = |segment: &str| {
        segment.starts_with(|first: char| first.is_ascii_alphabetic())
            && segment.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'_')
    };
    name.contains('.') && name.split('.').all(is_segment)
}

fn hash(check: &mut Check, hash: &str, path: &Path) {
    if !hash.is_empty() && text::length(hash) != HASH_LENGTH {
        let found = check.error(FindingCode::SignatureHash, &path.field("signature_hash"), subcode::COMPONENTS);
        found.with("length", HASH_LENGTH);
    }
}
