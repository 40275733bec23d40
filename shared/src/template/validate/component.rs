//! Rules of single components (reference 4.5), of a template or of a card.

use serde_json::Value;

use super::check::{Check, Path, is_left, subcode};
use super::text::{Line, line, no_variables};
use super::variables::{self, Filled};
use super::{authentication, buttons, carousel, missing_field, offer};
use crate::template::component::{Body, Component, Footer, Header};
use crate::template::example::{Example, Part};
use crate::template::finding::FindingCode;
use crate::template::fix::Fix;
use crate::template::json::Rest;
use crate::template::limits::{
    BODY_MAX, BODY_MAX_IN_CARD, BODY_MAX_WITH_OFFER, FOOTER_MAX, HEADER_MAX, HEADER_VARIABLES_MAX,
};
use crate::template::text;
use crate::template::variable::scan;
use crate::template::word::{Category, HeaderFormat};

/// Where the components stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Template,
    Card,
}

/// What buttons must know of the components beside them.
#[derive(Clone, Copy, Default)]
pub struct Beside {
    pub product_header: bool,
    pub call_permission: bool,
}

impl Beside {
    fn of(components: &[Component]) -> Self {
        let mut beside = Self::default();
        for component in components {
            match component {
                Component::Header(header) => {
                    beside.product_header |= header.known_format() == Some(HeaderFormat::Product);
                }
                Component::CallPermission(_) => beside.call_permission = true,
                _ => {}
            }
        }
        beside
    }
}

pub fn list(check: &mut Check, components: &[Component], path: &Path, place: Place) {
    let beside = Beside::of(components);
    let mut seen = 0_u32;
    for (at, component) in components.iter().enumerate() {
        let path = path.index(at);
        if let Some(kind) = component.kind() {
            let bit = 1 << kind as u32;
            if seen & bit != 0 {
                let found = check.error(FindingCode::ComponentRepeated, &path, subcode::COMPONENTS);
                found.with("kind", kind.as_str());
            }
            seen |= bit;
        }
        match component {
            Component::Header(part) => header(check, part, &path, place),
            Component::Body(part) => body(check, part, &path, place),
            Component::Buttons(group) => buttons::check(check, group, beside, &path, place),
            Component::Other(value) => other(check, value, &path),
            Component::Footer(_) | Component::Carousel(_) | Component::Offer(_) | Component::CallPermission(_)
                if place == Place::Card =>
            {
                check.error(FindingCode::NotInCard, &path, subcode::COMPONENTS).fix(Fix::Remove);
            }
            Component::Footer(part) => footer(check, part, &path),
            Component::Carousel(part) => carousel::check(check, part, &path),
            Component::Offer(part) => offer::check(check, part, &path),
            Component::CallPermission(rest) => check.rest(rest, &[], &path),
        }
    }
}

/// Unknown: kept, and passed on as it is.
fn other(check: &mut Check, value: &Value, path: &Path) {
    if value.get("type").is_some_and(Value::is_string) {
        check.warning(FindingCode::UnknownField, path);
    } else if value.is_object() {
        check.error(FindingCode::Required, &path.field("type"), subcode::MISSING);
    } else {
        check.error(FindingCode::WrongType, path, subcode::NONE);
    }
}

fn header(check: &mut Check, part: &Header, path: &Path, place: Place) {
    check.rest(&part.rest, &["format", "text", "example"], path);
    example(check, &part.example, Part::Header, path);
    match &part.format {
        None => missing_field(check, &part.rest, "format", path),
        Some(word) if word.known().is_none() => {
            check.warning(FindingCode::UnknownWord, &path.field("format"));
        }
        Some(_) => {}
    }
    let Some(format) = part.known_format() else { return };
    if check.is_authentication() && place == Place::Template {
        return;
    }
    if format == HeaderFormat::Text {
        header_text(check, part, path);
    } else {
        if !part.text.is_empty() {
            check.warning(FindingCode::NotUsed, &path.field("text"));
        }
        handles(check, part, format, path);
    }
    if format == HeaderFormat::Gif {
        if check.is_not(Category::Marketing) {
            not_for(check, &path.field("format"), subcode::HEADER);
        } else {
            check.warning(FindingCode::MarketingApiOnly, &path.field("format"));
        }
    }
}

/// The category does not allow what is at the path.
pub fn not_for(check: &mut Check, path: &Path, subcode: u32) {
    let category = check.category.map(Category::as_str);
    let found = check.error(FindingCode::NotForCategory, path, subcode);
    found.with("category", category);
}

fn header_text(check: &mut Check, part: &Header, path: &Path) {
    let place = path.field("text");
    if text::is_blank(&part.text) {
        missing_field(check, &part.rest, "text", path);
        return;
    }
    check.length(&part.text, HEADER_MAX, &place);
    line(check, &part.text, Line::Header, &place, subcode::HEADER);
    let found = scan(&part.text).variables.len();
    if found > HEADER_VARIABLES_MAX {
        let finding = check.error(FindingCode::TooManyVariables, &place, subcode::HEADER);
        finding.with("max", HEADER_VARIABLES_MAX).with("found", found);
        return;
    }
    let unread = unread(&part.rest, &part.example, Part::Header);
    let filled = Filled { text: &part.text, example: &part.example, part: Part::Header, max: HEADER_MAX, unread };
    variables::check(check, &filled, path);
    if !part.example.handles.is_empty() {
        let place = path.field("example");
        check.error(FindingCode::SampleExtra, &place.field("header_handle"), subcode::HEADER).fix(Fix::RemoveSamples);
    }
}

/// A file needs one handle; other headers have none.
fn handles(check: &mut Check, part: &Header, format: HeaderFormat, path: &Path) {
    let place = path.field("example");
    let place = place.field("header_handle");
    let wanted = usize::from(format.is_media());
    match part.example.handles.first() {
        None if wanted == 0 || is_left(&part.rest, "example") || is_left(&part.example.rest, "header_handle") => {}
        Some(handle) if wanted == 1 && handle.starts_with("http") => {
            check.error(FindingCode::SampleNotHandle, &place.index(0), subcode::HANDLE);
        }
        Some(handle) if wanted == 1 && !text::is_blank(handle) => {}
        _ if wanted == 1 => {
            check.error(FindingCode::SampleMissing, &place, subcode::MISSING);
        }
        _ => {}
    }
    if part.example.handles.len() > wanted {
        check.error(FindingCode::SampleExtra, &place.index(wanted), subcode::HEADER).fix(Fix::RemoveSamples);
    }
}

fn body(check: &mut Check, part: &Body, path: &Path, place: Place) {
    check.rest(&part.rest, &["text", "example", "add_security_recommendation"], path);
    example(check, &part.example, Part::Body, path);
    if check.is_authentication() {
        authentication::preset(check, &part.text, path, subcode::BODY);
        return;
    }
    if part.add_security_recommendation.is_some() {
        not_for(check, &path.field("add_security_recommendation"), subcode::BODY);
    }
    if text::is_blank(&part.text) {
        missing_field(check, &part.rest, "text", path);
        return;
    }
    let max = match place {
        Place::Card => BODY_MAX_IN_CARD,
        Place::Template if check.has_offer => BODY_MAX_WITH_OFFER,
        Place::Template => BODY_MAX,
    };
    check.length(&part.text, max, &path.field("text"));
    let unread = unread(&part.rest, &part.example, Part::Body);
    let filled = Filled { text: &part.text, example: &part.example, part: Part::Body, max, unread };
    variables::check(check, &filled, path);
}

fn footer(check: &mut Check, part: &Footer, path: &Path) {
    check.rest(&part.rest, &["text", "code_expiration_minutes"], path);
    if check.is_authentication() {
        authentication::preset(check, &part.text, path, subcode::FOOTER);
        authentication::expiration(check, part, path);
        return;
    }
    if part.code_expiration_minutes.is_some() {
        not_for(check, &path.field("code_expiration_minutes"), subcode::FOOTER);
    }
    let place = path.field("text");
    if text::is_blank(&part.text) {
        missing_field(check, &part.rest, "text", path);
        return;
    }
    check.length(&part.text, FOOTER_MAX, &place);
    line(check, &part.text, Line::Footer, &place, subcode::FOOTER);
    no_variables(check, &part.text, &place, subcode::FOOTER);
}

fn example(check: &mut Check, example: &Example, part: Part, path: &Path) {
    let path = path.field("example");
    // Of several rows of samples the first counts, and all are kept.
    let any: &[&str] = if example.positional.is_empty() { &[] } else { &["body_text"] };
    let handle = if part == Part::Header { "header_handle" } else { part.named() };
    check.rest_but(&example.rest, any, &[part.positional(), part.named(), handle], &path);
    let list = path.field(part.named());
    for (at, sample) in example.named.iter().enumerate() {
        check.rest(&sample.rest, &["param_name", "example"], &list.index(at));
    }
}

fn unread(rest: &Rest, example: &Example, part: Part) -> bool {
    is_left(rest, "example")
        || (example.positional.is_empty() && is_left(&example.rest, part.positional()))
        || (example.named.is_empty() && is_left(&example.rest, part.named()))
}
