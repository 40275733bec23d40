//! What the validator of templates finds, as a sentence that says what is wrong and what to do; the place that it means; and
//! the name of its fix.

use clienthub_shared::template::component::Component;
use clienthub_shared::template::word::{ButtonKind, ComponentKind, Word, find};
use clienthub_shared::template::{Finding, FindingCode, Fix, Template};
use serde_json::Value;

use super::{error, template};
use crate::components::template_editor::names;
use crate::intl;
use crate::tr;

pub fn sentence(finding: &Finding) -> String {
    use FindingCode as C;
    let number = |name: &str| {
        let value = finding.params.get(name).and_then(Value::as_i64).unwrap_or_default();
        if value < 0 { value.to_string() } else { intl::number(value.unsigned_abs()) }
    };
    let text = |name: &str| finding.params.get(name).and_then(Value::as_str).unwrap_or_default();
    let variable = || ["{{", text("variable"), "}}"].concat();
    match finding.code {
        C::Required => tr!(finding.required).to_owned(),
        C::WrongType => tr!(finding.wrong_type).to_owned(),
        C::UnknownField => tr!(finding.unknown_field).to_owned(),
        C::UnknownWord => tr!(finding.unknown_word).to_owned(),
        C::TooLong => tr!(finding.too_long, found = number("found"), max = number("max")),
        C::OutOfRange => tr!(finding.out_of_range, min = number("min"), max = number("max")),
        C::NotForCategory => tr!(finding.not_for_category, category = template::category_word(text("category"))),
        C::NotUsed => tr!(finding.not_used).to_owned(),
        C::NameFormat => tr!(finding.name_format).to_owned(),
        C::NameReserved => tr!(finding.name_reserved).to_owned(),
        C::LanguageUnknown => tr!(finding.language_unknown).to_owned(),
        C::MarketingApiOnly => tr!(finding.marketing_api_only).to_owned(),
        C::ComponentsOfLibrary => tr!(finding.components_of_library).to_owned(),
        C::ComponentMissing => tr!(finding.component_missing, kind = component(text("kind"))),
        C::ComponentRepeated => tr!(finding.component_repeated, kind = component(text("kind"))),
        C::VariablesMixed => tr!(finding.variables_mixed).to_owned(),
        C::VariableFormat => tr!(finding.variable_format, variable = variable()),
        C::VariableNumbering => tr!(finding.variable_numbering).to_owned(),
        C::VariableRepeated => tr!(finding.variable_repeated, variable = variable()),
        C::VariableName => tr!(finding.variable_name, variable = variable()),
        C::VariableMalformed => tr!(finding.variable_malformed).to_owned(),
        C::VariableAtStart => tr!(finding.variable_at_start).to_owned(),
        C::VariableAtEnd => tr!(finding.variable_at_end).to_owned(),
        C::VariablesAdjacent => tr!(finding.variables_adjacent).to_owned(),
        C::VariablesDense => tr!(finding.variables_dense, min = number("min"), found = number("found")),
        C::VariableNotAllowed => tr!(finding.variable_not_allowed).to_owned(),
        C::TooManyVariables => tr!(finding.too_many_variables, max = number("max")),
        C::SampleMissing if text("variable").is_empty() => tr!(finding.sample_missing).to_owned(),
        C::SampleMissing => tr!(finding.sample_missing_of, variable = variable()),
        C::SampleExtra => tr!(finding.sample_extra).to_owned(),
        C::SampleFormat => tr!(finding.sample_format).to_owned(),
        C::SampleTooLong => tr!(finding.sample_too_long, found = number("found"), max = number("max")),
        C::SampleNotHandle => tr!(finding.sample_not_handle).to_owned(),
        C::FormattingNotAllowed => tr!(finding.formatting_not_allowed).to_owned(),
        C::EmojiNotAllowed => tr!(finding.emoji_not_allowed).to_owned(),
        C::NewlineNotAllowed => tr!(finding.newline_not_allowed).to_owned(),
        C::UrlNotAllowed => tr!(finding.url_not_allowed).to_owned(),
        C::MediaType => tr!(finding.media_type).to_owned(),
        C::MediaTooLarge => tr!(finding.media_too_large).to_owned(),
        C::TooManyButtons => tr!(finding.too_many_buttons, max = number("max")),
        C::TooManyOfKind => tr!(finding.too_many_of_kind, kind = button(text("kind")), max = number("max")),
        C::ButtonsNotGrouped => tr!(finding.buttons_not_grouped).to_owned(),
        C::UrlScheme => tr!(finding.url_scheme).to_owned(),
        C::UrlFormat => tr!(finding.url_format).to_owned(),
        C::UrlVariablePlace => tr!(finding.url_variable_place).to_owned(),
        C::PhoneFormat => tr!(finding.phone_format).to_owned(),
        C::PhoneCountryCode => tr!(finding.phone_country_code).to_owned(),
        C::FlowSource => tr!(finding.flow_source).to_owned(),
        C::ProductHeaderMissing => tr!(finding.product_header_missing).to_owned(),
        C::ButtonsWithCallPermission => tr!(finding.buttons_with_call_permission).to_owned(),
        C::CardCount => tr!(finding.card_count).to_owned(),
        C::CardHeader => tr!(finding.card_header).to_owned(),
        C::CardsDiffer => tr!(finding.cards_differ, kind = component(text("kind"))),
        C::NotInCard => tr!(finding.not_in_card).to_owned(),
        C::NotWithOffer => tr!(finding.not_with_offer).to_owned(),
        C::OfferHeader => tr!(finding.offer_header).to_owned(),
        C::OfferButtons if finding.params.get("expires") == Some(&Value::Bool(true)) => {
            tr!(finding.offer_buttons_expires).to_owned()
        }
        C::OfferButtons => tr!(finding.offer_buttons).to_owned(),
        C::AuthButtons => tr!(finding.auth_buttons).to_owned(),
        C::PresetText => tr!(finding.preset_text).to_owned(),
        C::ZeroTapTerms => tr!(finding.zero_tap_terms).to_owned(),
        C::AppsMissing => tr!(finding.apps_missing).to_owned(),
        C::TooManyApps => tr!(finding.too_many_apps, max = number("max")),
        C::PackageName => tr!(finding.package_name, max = number("max")),
        C::SignatureHash => tr!(finding.signature_hash, length = number("length")),
    }
}

/// What the click does.
pub fn fix(fix: Fix) -> &'static str {
    match fix {
        Fix::FixName => tr!(finding.fix.name),
        Fix::FixLanguage => tr!(finding.fix.language),
        Fix::Clamp => tr!(finding.fix.clamp),
        Fix::SetParameterFormat => tr!(finding.fix.set_parameter_format),
        Fix::RenumberVariables => tr!(finding.fix.renumber_variables),
        Fix::RenameVariables => tr!(finding.fix.rename_variables),
        Fix::SeparateVariables => tr!(finding.fix.separate_variables),
        Fix::AddFullStop => tr!(finding.fix.add_full_stop),
        Fix::AddSamples => tr!(finding.fix.add_samples),
        Fix::RemoveSamples => tr!(finding.fix.remove_samples),
        Fix::Shorten => tr!(finding.fix.shorten),
        Fix::CleanText => tr!(finding.fix.clean_text),
        Fix::RegroupButtons => tr!(finding.fix.regroup_buttons),
        Fix::AddHttps => tr!(finding.fix.add_https),
        Fix::Remove => tr!(finding.fix.remove),
        Fix::UsePresets => tr!(finding.fix.use_presets),
    }
}

/// Where a path leads, in words: "Card 2, Button 1".
pub fn place(template: &Template, path: &str) -> String {
    let steps: Vec<&str> = path.split('.').collect();
    let ["components", inner @ ..] = steps.as_slice() else {
        return names::field(steps[0]).to_owned();
    };
    let mut list = template.components.as_slice();
    let mut inner = inner;
    let mut card = String::new();
    while let Some(part) = inner.first().and_then(|at| list.get(at.parse::<usize>().ok()?)) {
        match (part, &inner[1..]) {
            (Component::Carousel(carousel), ["cards", at, rest @ ..]) => {
                let Ok(number) = at.parse::<usize>() else { break };
                card = tr!(template_editor.card_n, n = intl::number(number as u64 + 1));
                match (rest, carousel.cards.get(number)) {
                    (["components", rest @ ..], Some(inside)) if !rest.is_empty() => {
                        list = &inside.components;
                        inner = rest;
                    }
                    _ => return card,
                }
            }
            (Component::Buttons(_), ["buttons", at, rest @ ..]) => {
                let number = at.parse::<u64>().unwrap_or_default() + 1;
                let button = beside(card, tr!(template_editor.button_n, n = intl::number(number)));
                return rest
                    .first()
                    .and_then(|name| names::member(name))
                    .map_or(button.clone(), |name| beside(button, name.to_owned()));
            }
            (part, _) => {
                let name = part.kind().map_or(tr!(template_editor.unknown_part), names::component);
                return beside(card, name.to_owned());
            }
        }
    }
    if card.is_empty() { tr!(template_editor.template).to_owned() } else { card }
}

fn beside(card: String, part: String) -> String {
    if card.is_empty() { part } else { [card.as_str(), ", ", &part].concat() }
}

fn known<T: Word>(word: &str, name: impl Fn(T) -> &'static str) -> String {
    find(word).map_or_else(|| word.to_owned(), |known| name(known).to_owned())
}

fn component(word: &str) -> String {
    known::<ComponentKind>(word, names::component)
}

fn button(word: &str) -> String {
    known::<ButtonKind>(word, names::button)
}

/// What the server found when it was submitted: findings of ours by their code, all else by the error's own sentence.
pub fn of_server(found: &clienthub_shared::problem::FieldError) -> String {
    let code = found.params.get("finding").and_then(Value::as_str).and_then(|code| code.parse().ok());
    match code {
        Some(code) => sentence(&Finding {
            severity: clienthub_shared::template::Severity::Error,
            code,
            path: found.path.clone(),
            params: found.params.clone(),
            provider_subcode: None,
            fix: None,
        }),
        None => error::field_sentence(found),
    }
}
