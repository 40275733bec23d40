//! Rules of single buttons (reference 4.5).

use serde_json::Value;

use super::check::{Check, Path, is_left, subcode};
use super::component::not_for;
use super::missing_field;
use super::text::{Line, line, no_variables};
use crate::template::button::{Button, CopyCode, Flow, PhoneButton, UrlButton};
use crate::template::finding::FindingCode;
use crate::template::fix::Fix;
use crate::template::json::Rest;
use crate::template::limits::{CODE_MAX, CODE_MAX_WITH_OFFER, LABEL_MAX, PHONE_MAX, URL_MAX};
use crate::template::text;
use crate::template::variable::{Variable, is_name, scan};
use crate::template::word::{Category, Open, ParameterFormat, Word};

/// Kinds that Meta names and of which it says no more.
const NAMED_ONLY: [&str; 6] = ["REQUEST_CONTACT_INFO", "APP", "ORDER_DETAILS", "REMINDER", "POSTBACK", "EXTENSION"];

pub fn check(check: &mut Check, button: &Button, path: &Path) {
    match button {
        Button::QuickReply(plain) | Button::Mpm(plain) | Button::Spm(plain) => {
            check.rest(&plain.rest, &["text"], path);
        }
        Button::Catalog(plain) => {
            check.rest(&plain.rest, &["text"], path);
            if check.is_not(Category::Marketing) {
                not_for(check, path, subcode::COMPONENTS);
            }
        }
        Button::Url(one) => url(check, one, path),
        Button::PhoneNumber(one) => phone(check, one, path),
        Button::CopyCode(one) => return copy_code(check, one, path),
        Button::Flow(one) => flow(check, one, path),
        Button::VoiceCall(one) => check.rest(&one.rest, &["text", "ttl_minutes"], path),
        Button::Otp(_) => return not_for(check, path, subcode::COMPONENTS),
        Button::Other(value) => return other(check, value, path),
    }
    if let Some(rest) = button.rest() {
        label(check, button.text(), rest, path);
    }
}

/// A known name needs no label, and one that is there is a label like others; what is unknown is kept.
fn other(check: &mut Check, value: &Value, path: &Path) {
    match value.get("type").and_then(Value::as_str) {
        Some(kind) if NAMED_ONLY.iter().any(|known| known.eq_ignore_ascii_case(kind)) => match value.get("text") {
            Some(Value::String(label)) => written(check, label, &path.field("text")),
            None | Some(Value::Null) => {}
            Some(_) => {
                check.error(FindingCode::WrongType, &path.field("text"), subcode::NONE);
            }
        },
        Some(_) => {
            check.warning(FindingCode::UnknownField, path);
        }
        None if value.is_object() => {
            check.error(FindingCode::Required, &path.field("type"), subcode::MISSING);
        }
        None => {
            check.error(FindingCode::WrongType, path, subcode::NONE);
        }
    }
}

fn label(check: &mut Check, value: &str, rest: &Rest, path: &Path) {
    if text::is_blank(value) {
        missing_field(check, rest, "text", path);
    } else {
        written(check, value, &path.field("text"));
    }
}

/// A label that is there.
pub fn written(check: &mut Check, value: &str, path: &Path) {
    check.length(value, LABEL_MAX, path);
    line(check, value, Line::Label, path, subcode::COMPONENTS);
    no_variables(check, value, path, subcode::COMPONENTS);
}

fn url(check: &mut Check, one: &UrlButton, path: &Path) {
    check.rest_but(&one.rest, &["app_deep_link"], &["text", "url", "example"], path);
    if let Some(link) = one.rest.get("app_deep_link")
        && !link.is_object()
        && !link.is_null()
    {
        check.error(FindingCode::WrongType, &path.field("app_deep_link"), subcode::NONE);
    }
    let place = path.field("url");
    if text::is_blank(&one.url) {
        missing_field(check, &one.rest, "url", path);
        return;
    }
    check.length(&one.url, URL_MAX, &place);
    address(check, &one.url, &place);
    let scan = scan(&one.url);
    if scan.malformed {
        check.error(FindingCode::VariableMalformed, &place, subcode::COMPONENTS);
    }
    match scan.variables.as_slice() {
        [] => {}
        [variable] => {
            if variable.end != one.url.len() {
                check.error(FindingCode::UrlVariablePlace, &place, subcode::COMPONENTS);
            }
            name(check, variable, &place);
        }
        more => {
            check
                .error(FindingCode::TooManyVariables, &place, subcode::COMPONENTS)
                .with("max", 1)
                .with("found", more.len());
            return;
        }
    }
    samples(check, one, scan.variables.len(), path);
}

/// `{{1}}` in either format, a name only where variables are named.
fn name(check: &mut Check, variable: &Variable, place: &Path) {
    let code = if variable.is_positional() {
        if variable.number() == Some(1) {
            return;
        }
        FindingCode::VariableNumbering
    } else if !is_name(variable.name) {
        FindingCode::VariableName
    } else if check.format == Some(ParameterFormat::Positional) {
        if check.has_positional { FindingCode::VariablesMixed } else { FindingCode::VariableFormat }
    } else {
        return;
    };
    check.error(code, place, subcode::COMPONENTS).with("variable", variable.name).fix(Fix::RenumberVariables);
}

fn address(check: &mut Check, url: &str, place: &Path) {
    let Some(code) = address_fault(url) else { return };
    let found = check.error(code, place, subcode::COMPONENTS);
    if code == FindingCode::UrlScheme && !url.contains("://") {
        found.fix(Fix::AddHttps);
    }
}

/// Why it is no address of the web. What comes after its host, and how long it is, are other rules.
pub fn address_fault(url: &str) -> Option<FindingCode> {
    let is_web = |scheme: &str| scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let Some((_, host)) = url.split_once("://").filter(|(scheme, _)| is_web(scheme)) else {
        return Some(FindingCode::UrlScheme);
    };
    let authority = host.split(['/', '?', '#']).next().unwrap_or_default();
    let is_broken = !is_host(authority) || url.contains(char::is_whitespace);
    is_broken.then_some(FindingCode::UrlFormat)
}

/// A name or four numbers, behind who asks and before a port if there are any.
fn is_host(text: &str) -> bool {
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_number = last.starts_with(|first: char| first.is_ascii_digit())
        && (last.starts_with("0x") || last.bytes().all(|sign| sign.is_ascii_digit()));
    let fits = |label: &str| !label.is_empty() && label.chars().all(is_of_host);
    (port.is_empty() || port.bytes().all(|sign| sign.is_ascii_digit()) && port.parse::<u16>().is_ok())
        && host.split('.').all(fits)
        && (!is_number || is_four_numbers(host))
}

/// Letters, digits and what stands between them, in any script; no signs that browsers turn into others.
fn is_of_host(sign: char) -> bool {
    match sign {
        '\0'..='\u{7f}' => sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_'),
        '\u{300}'..='\u{1fff}' | '\u{2c00}'..='\u{fdff}' | '\u{10000}'.. => true,
        _ => sign.is_alphanumeric(),
    }
}

fn is_four_numbers(host: &str) -> bool {
    let is_byte = |part: &str| part.parse::<u8>().is_ok_and(|byte| byte.to_string() == part);
    host.split('.').count() == 4 && host.split('.').all(is_byte)
}

fn samples(check: &mut Check, one: &UrlButton, wanted: usize, path: &Path) {
    let place = path.field("example");
    if is_left(&one.rest, "example") {
        return;
    }
    if wanted == 1 && one.example.first().is_none_or(|sample| text::is_blank(sample)) {
        check.error(FindingCode::SampleMissing, &place, subcode::MISSING).fix(Fix::AddSamples);
    } else if one.example.len() > wanted {
        check.error(FindingCode::SampleExtra, &place, subcode::COMPONENTS).fix(Fix::RemoveSamples);
    }
}

fn phone(check: &mut Check, one: &PhoneButton, path: &Path) {
    check.rest(&one.rest, &["text", "phone_number"], path);
    let place = path.field("phone_number");
    if text::is_blank(&one.phone_number) {
        missing_field(check, &one.rest, "phone_number", path);
        return;
    }
    check.length(&one.phone_number, PHONE_MAX, &place);
    if !is_phone(&one.phone_number) {
        check.error(FindingCode::PhoneFormat, &place, subcode::NONE).with("provider_code", 192);
    } else {
        let number = one.phone_number.trim_start_matches(['(', ' ']);
        if number.starts_with('0') && !number.starts_with("00") {
            check.warning(FindingCode::PhoneCountryCode, &place);
        }
    }
}

/// Digits as people write them, whatever their length.
pub fn is_phone(number: &str) -> bool {
    let fits = |(place, sign): (usize, u8)| match sign {
        b'+' => place == 0,
        b'0'..=b'9' | b' ' | b'-' | b'(' | b')' | b'.' => true,
        _ => false,
    };
    number.bytes().filter(u8::is_ascii_digit).count() >= 3 && number.bytes().enumerate().all(fits)
}

fn copy_code(check: &mut Check, one: &CopyCode, path: &Path) {
    let place = path.field("example");
    // On reading Meta gives the label too, and some of its pages have the code in a list.
    let any: &[&str] = if one.example.is_empty() { &["text"] } else { &["text", "example"] };
    check.rest_but(&one.rest, any, &["example"], path);
    if text::is_blank(&one.example) {
        if !is_left(&one.rest, "example") {
            check.error(FindingCode::SampleMissing, &place, subcode::MISSING).fix(Fix::AddSamples);
        }
        return;
    }
    let max = if check.has_offer { CODE_MAX_WITH_OFFER } else { CODE_MAX };
    check.length(&one.example, max, &place);
}

fn flow(check: &mut Check, one: &Flow, path: &Path) {
    let sources = [("flow_id", &one.flow_id), ("flow_name", &one.flow_name), ("flow_json", &one.flow_json)];
    // A number as id is Meta's own habit at reading.
    let number = one.rest.get("flow_id").is_some_and(Value::is_number);
    let given = sources.iter().filter(|(_, text)| !text.is_empty()).count() + usize::from(number);
    let left = ["flow_id", "flow_name", "flow_json"].iter().any(|name| is_left(&one.rest, name));
    if given > 1 || (given == 0 && !left) {
        let subcode = if given == 0 { subcode::MISSING } else { subcode::COMPONENTS };
        check.error(FindingCode::FlowSource, path, subcode).with("found", given);
    }
    let pass: &[&str] = if number { &["flow_id"] } else { &[] };
    let known = ["text", "flow_id", "flow_name", "flow_json", "flow_action", "navigate_screen", "icon"];
    check.rest_but(&one.rest, pass, &known, path);
    word(check, &one.flow_action, &path.field("flow_action"));
    word(check, &one.icon, &path.field("icon"));
}

/// A word that we do not know may be a new one.
pub fn word<T: Word>(check: &mut Check, word: &Option<Open<T>>, path: &Path) {
    if word.as_ref().is_some_and(|word| word.known().is_none()) {
        check.warning(FindingCode::UnknownWord, path);
    }
}
