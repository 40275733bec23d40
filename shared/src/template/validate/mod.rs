//! The one validator of templates: the page runs it on each keystroke, the server before it submits. Each rule is a line of
//! reference 4.3 to 4.7; what the reference only supposes is a warning. Every text is read a fixed number of times.

mod authentication;
mod button;
mod buttons;
mod carousel;
mod check;
mod component;
mod offer;
mod sample;
mod text;
mod variables;

use serde_json::Value;

use super::Template;
use super::component::Component;
use super::finding::{Finding, FindingCode};
use super::fix::Fix;
use super::json::Rest;
use super::limits::{NAME_MAX, TTL_LONGEST, ttl_range};
use super::word::{Category, ComponentKind};
use crate::language;
use check::{Check, Path, ROOT, is_left, subcode};
use component::Place;

pub use authentication::is_read;
pub use button::{address_fault, is_phone};
pub use check::FINDINGS_MAX;
pub use variables::FAR_TOO_LONG;

/// Names of Meta's sample templates (reference 4.3).
const SAMPLE_NAMES: [&str; 7] = [
    "hello_world",
    "sample_flight_confirmation",
    "sample_happy_hour_announcement",
    "sample_issue_resolution",
    "sample_movie_ticket_confirmation",
    "sample_purchase_feedback",
    "sample_shipping_confirmation",
];

/// Members that are read into fields.
const TYPED: [&str; 6] = ["name", "language", "category", "parameter_format", "components", "message_send_ttl_seconds"];

/// Members that are true or false.
const FLAGS: [&str; 3] =
    ["allow_category_change", "cta_url_link_tracking_opted_out", "is_primary_device_delivery_only"];

/// Members with one of a few words (reference 4.3).
const CHOICES: [(&str, &[&str]); 2] =
    [("display_format", &["ORDER_DETAILS"]), ("send_type", &["CAMPAIGN", "DIRECT", "TRIGGER"])];

/// Members that Meta sends or takes and that have no rules of their own.
const PLAIN: [&str; 19] = [
    "id",
    "status",
    "sub_category",
    "correct_category",
    "previous_category",
    "rejected_reason",
    "library_template_name",
    "library_template_button_inputs",
    "library_template_body_inputs",
    "library_template_body_param_inputs",
    "quality_score",
    "degrees_of_freedom_spec",
    "health_status",
    "last_updated_time",
    "source_template_id",
    "product_set_id",
    "creative_sourcing_spec",
    "routing_entrypoint",
    "rejection_info",
];

/// All that is wrong or odd with a template, in the order of its parts.
pub fn validate(template: &Template) -> Vec<Finding> {
    let mut check = Check::new(template.known_category(), template.format());
    variables::survey(&mut check, &template.components);
    check.has_offer = template.components.iter().any(|component| matches!(component, Component::Offer(_)));
    head(&mut check, template);
    time_to_live(&mut check, template);
    check.read_back = check.is_authentication() && authentication::is_read_back(&template.components);
    components(&mut check, template);
    unknown(&mut check, template);
    check.findings
}

fn head(check: &mut Check, template: &Template) {
    let name = ROOT.field("name");
    if template.name.is_empty() {
        required(check, template, "name");
    } else if !is_name(&template.name) {
        check.error(FindingCode::NameFormat, &name, subcode::NAME).with("max", NAME_MAX).fix(Fix::FixName);
    } else if SAMPLE_NAMES.contains(&template.name.as_str()) {
        check.error(FindingCode::NameReserved, &name, subcode::SAMPLE_NAME);
    }
    if template.language.is_empty() {
        required(check, template, "language");
    } else if !language::is_language(&template.language) {
        let found = check.error(FindingCode::LanguageUnknown, &ROOT.field("language"), subcode::NONE);
        found.fix = language::nearest(&template.language).map(|_| Fix::FixLanguage);
    }
    match &template.category {
        None => required(check, template, "category"),
        Some(word) if word.known().is_none() => {
            check.error(FindingCode::UnknownWord, &ROOT.field("category"), subcode::NONE);
        }
        Some(_) => {}
    }
    if check.format.is_none() {
        check.error(FindingCode::UnknownWord, &ROOT.field("parameter_format"), subcode::NONE);
    }
}

fn is_name(name: &str) -> bool {
    name.len() <= NAME_MAX
        && name.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_')
}

/// A wrong type is told by `unknown`.
fn required(check: &mut Check, template: &Template, name: &'static str) {
    if !is_left(&template.rest, name) {
        check.error(FindingCode::Required, &ROOT.field(name), subcode::NONE);
    }
}

fn time_to_live(check: &mut Check, template: &Template) {
    let (Some(seconds), Some(category)) = (template.message_send_ttl_seconds, check.category) else { return };
    let path = ROOT.field("message_send_ttl_seconds");
    let (min, max) = ttl_range(category);
    if seconds == TTL_LONGEST && category != Category::Marketing {
        return;
    }
    if seconds < min || seconds > max {
        let found = check.error(FindingCode::OutOfRange, &path, subcode::NONE);
        found.with("min", min).with("max", max).fix(Fix::Clamp);
    } else if category == Category::Marketing {
        check.warning(FindingCode::MarketingApiOnly, &path);
    }
}

fn components(check: &mut Check, template: &Template) {
    let path = ROOT.field("components");
    if template.from_library() {
        if !template.components.is_empty() {
            check.error(FindingCode::ComponentsOfLibrary, &path, subcode::NONE);
        }
        return;
    }
    if template.components.is_empty() {
        required(check, template, "components");
        return;
    }
    component::list(check, &template.components, &path, Place::Template);
    if template.body().is_none() {
        missing(check, &path, ComponentKind::Body);
    }
    if check.is_authentication() {
        authentication::whole(check, &template.components, &path);
    }
    if check.has_offer {
        offer::whole(check, &template.components, &path);
    }
}

fn missing(check: &mut Check, path: &Path, kind: ComponentKind) {
    check.error(FindingCode::ComponentMissing, path, subcode::COMPONENTS).with("kind", kind.as_str());
}

/// A field of a component that must be there. A wrong type is told by itself.
fn missing_field(check: &mut Check, rest: &Rest, name: &str, path: &Path) {
    if !is_left(rest, name) {
        check.error(FindingCode::Required, &path.field(name), subcode::MISSING);
    }
}

fn unknown(check: &mut Check, template: &Template) {
    for (name, value) in &template.rest {
        if TYPED.contains(&name.as_str()) {
            if !value.is_null() && is_left(&template.rest, name) {
                check.error(FindingCode::WrongType, &ROOT.field(name), subcode::NONE);
            }
        } else if FLAGS.contains(&name.as_str()) {
            if !value.is_boolean() && !value.is_null() {
                check.error(FindingCode::WrongType, &ROOT.field(name), subcode::NONE);
            }
        } else if let Some((_, words)) = CHOICES.iter().find(|(known, _)| known == name) {
            choice(check, value, words, &ROOT.field(name));
        } else if !PLAIN.contains(&name.as_str()) {
            check.warning(FindingCode::UnknownField, &ROOT.field(name));
        }
    }
}

/// A word that we do not know may be a new one.
fn choice(check: &mut Check, value: &Value, words: &[&str], path: &Path) {
    match value {
        Value::Null => {}
        Value::String(text) if words.iter().any(|word| word.eq_ignore_ascii_case(text)) => {}
        Value::String(_) => {
            check.warning(FindingCode::UnknownWord, path);
        }
        _ => {
            check.error(FindingCode::WrongType, path, subcode::NONE);
        }
    }
}
