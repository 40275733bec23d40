//! Which part of a template Meta means when it refuses one: by the member that it blames, by the first path that its sentences
//! name, or by its code (reference 4.13). Of parts that the message itself has not, those of its cards are meant.

use clienthub_shared::template::Template;
use clienthub_shared::template::button::Button;
use clienthub_shared::template::component::{Card, Component};
use clienthub_shared::template::word::{ComponentKind, find};

use crate::graph::GraphFault;

/// Of the phone button.
const BAD_PHONE: i64 = 192;

/// A path as the validator's findings have it, such as `components.1`.
pub fn blamed(fault: &GraphFault, template: &Template) -> Option<String> {
    if let Some(member) = fault.blamed.first() {
        return Some(member.clone());
    }
    let said = || [&fault.user_message, &fault.details].into_iter().flatten().chain([&fault.message]);
    said().find_map(|text| path_in(text, template)).or_else(|| match (fault.code, fault.subcode) {
        (Some(BAD_PHONE), _) => phone(&template.components, "components"),
        (_, Some(2_388_046 | 2_388_155 | 2_388_023 | 2_388_024)) => Some("name".into()),
        (_, Some(2_388_047 | 2_494_102)) => component(template, ComponentKind::Header),
        (_, Some(2_388_072 | 2_388_293 | 2_388_299)) => component(template, ComponentKind::Body),
        (_, Some(2_388_073)) => component(template, ComponentKind::Footer),
        // Too long, invalid, a field missing: of which part only the sentence says.
        (_, Some(2_388_040 | 2_388_042 | 2_388_043)) => said().find_map(|text| component_in(text, template)),
        _ => None,
    })
}

/// `components[1].buttons[0].url`, or with dots, as far as it is one of this template.
fn path_in(text: &str, template: &Template) -> Option<String> {
    text.match_indices("components").find_map(|(at, _)| {
        let steps = steps(&text[at..]);
        let place: usize = steps.get(1)?.parse().ok()?;
        (place < template.components.len()).then(|| steps.join("."))
    })
}

/// Until something that is no step any more.
fn steps(text: &str) -> Vec<&str> {
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    let name = |text: &'_ str| text.find(|sign| !is_name(sign)).unwrap_or(text.len());
    let (first, mut rest) = text.split_at(name(text));
    let mut steps = vec![first];
    loop {
        let after = if let Some(inner) = rest.strip_prefix('[') {
            inner.split_once(']').map(|(step, after)| (step.trim_matches(['\'', '"']), after))
        } else {
            rest.strip_prefix('.').map(|inner| inner.split_at(name(inner)))
        };
        match after {
            Some((step, after)) if !step.is_empty() && step.chars().all(is_name) => {
                steps.push(step);
                rest = after;
            }
            _ => return steps,
        }
    }
}

/// The first kind of component that a sentence names, such as "component of type HEADER".
fn component_in(text: &str, template: &Template) -> Option<String> {
    let words = || text.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
    let of_cards = words().any(|word| ["card", "cards", "carousel"].contains(&word.to_ascii_lowercase().as_str()));
    let kind = words().find_map(|word| match find(word) {
        Some(ComponentKind::Carousel) => None,
        None if word.eq_ignore_ascii_case("button") => Some(ComponentKind::Buttons),
        kind => kind,
    });
    match kind {
        Some(kind) if of_cards => in_cards(template, kind).or_else(|| component(template, kind)),
        Some(kind) => component(template, kind),
        None if of_cards => component(template, ComponentKind::Carousel),
        None => None,
    }
}

/// Of the message, else of its first card that has one.
fn component(template: &Template, kind: ComponentKind) -> Option<String> {
    among(&template.components, "components", kind).or_else(|| in_cards(template, kind))
}

fn in_cards(template: &Template, kind: ComponentKind) -> Option<String> {
    cards(&template.components, "components").find_map(|(inner, path)| among(inner, &path, kind))
}

fn among(components: &[Component], path: &str, kind: ComponentKind) -> Option<String> {
    let place = components.iter().position(|component| component.kind() == Some(kind))?;
    Some(format!("{path}.{place}"))
}

/// The components of each card with their path.
fn cards<'a>(components: &'a [Component], path: &'a str) -> impl Iterator<Item = (&'a [Component], String)> {
    components.iter().enumerate().flat_map(move |(place, component)| {
        let cards = if let Component::Carousel(carousel) = component { carousel.cards.as_slice() } else { &[] };
        let inner = move |(card, it): (usize, &'a Card)| {
            (it.components.as_slice(), format!("{path}.{place}.cards.{card}.components"))
        };
        cards.iter().enumerate().map(inner)
    })
}

/// The first phone button.
fn phone(components: &[Component], path: &str) -> Option<String> {
    let of_message = components.iter().enumerate().find_map(|(place, component)| {
        let Component::Buttons(group) = component else { return None };
        let button = group.buttons.iter().position(|button| matches!(button, Button::PhoneNumber(_)))?;
        Some(format!("{path}.{place}.buttons.{button}.phone_number"))
    });
    of_message.or_else(|| cards(components, path).find_map(|(inner, path)| phone(inner, &path)))
}

#[cfg(test)]
mod tests {
    use clienthub_shared::template::Template;
    use serde_json::{Value, json};

    use super::blamed;
    use crate::graph::{GraphError, GraphFault};

    fn place(components: &Value, fault: &GraphFault) -> Option<String> {
        let whole = json!({"name": "a", "language": "en", "category": "MARKETING", "components": components});
        blamed(fault, &serde_json::from_value::<Template>(whole).unwrap())
    }

    fn refused(subcode: i64, said: &str) -> GraphFault {
        let (code, user_message) = (Some(100), Some(said.to_owned()));
        GraphFault { code, subcode: Some(subcode), user_message, ..(*GraphError::timeout()).clone() }
    }

    fn plain() -> Value {
        json!([
            {"type": "HEADER", "format": "TEXT", "text": "Hi"},
            {"type": "BODY", "text": "Hello"},
            {"type": "BUTTONS", "buttons": [
                {"type": "URL", "text": "Go", "url": "https://birch.example"},
                {"type": "PHONE_NUMBER", "text": "Call", "phone_number": "1"},
            ]},
        ])
    }

    fn carousel() -> Value {
        let card = json!({"components": [
            {"type": "HEADER", "format": "IMAGE"},
            {"type": "BODY", "text": "Bread"},
            {"type": "BUTTONS", "buttons": [{"type": "PHONE_NUMBER", "text": "Call", "phone_number": "1"}]},
        ]});
        json!([{"type": "BODY", "text": "Hello"}, {"type": "CAROUSEL", "cards": [card, card]}])
    }

    #[test]
    fn the_blamed_member_comes_first() {
        let mut error = refused(2_388_040, "components[1].text: too long");
        error.blamed = vec!["components.2.buttons.0.text".to_owned()];
        assert_eq!(place(&plain(), &error).as_deref(), Some("components.2.buttons.0.text"));
    }

    #[test]
    fn a_path_in_metas_sentence_is_the_place() {
        for (said, path) in [
            ("components[2].buttons[0].text: at most 25 characters", "components.2.buttons.0.text"),
            ("Param components.1.text. It is too long.", "components.1.text"),
            ("Param components['0']['text'] must not be empty", "components.0.text"),
            ("The components: components[9] is none of ours, components[1] is.", "components.1"),
        ] {
            assert_eq!(place(&plain(), &refused(2_388_040, said)).as_deref(), Some(path), "{said}");
        }
        let card = "components[1].cards[1].components[0].example: missing";
        let found = place(&carousel(), &refused(2_388_043, card));
        assert_eq!(found.as_deref(), Some("components.1.cards.1.components.0.example"));
    }

    #[test]
    fn a_component_that_is_only_named_is_found() {
        let missing = "Message template component of type HEADER is missing expected field(s) (example)";
        assert_eq!(place(&plain(), &refused(2_388_043, missing)).as_deref(), Some("components.0"));
        assert_eq!(place(&plain(), &refused(2_388_042, "A button is odd")).as_deref(), Some("components.2"));
        let card = "Each card's body is limited to 160 characters";
        assert_eq!(place(&carousel(), &refused(2_388_040, card)).as_deref(), Some("components.1.cards.0.components.1"));
        assert_eq!(place(&carousel(), &refused(2_388_042, "The carousel is odd")).as_deref(), Some("components.1"));
        assert_eq!(place(&plain(), &refused(2_388_042, "Something is odd")), None);
    }

    #[test]
    fn a_header_of_a_card_is_meant_where_the_message_has_none() {
        let found = place(&carousel(), &refused(2_494_102, "The handle is invalid"));
        assert_eq!(found.as_deref(), Some("components.1.cards.0.components.0"));
        assert_eq!(place(&carousel(), &refused(2_388_072, "")).as_deref(), Some("components.0"));
    }

    #[test]
    fn a_bad_phone_number_is_that_of_the_phone_button() {
        let message = "(#192) Invalid phone number".to_owned();
        let error = GraphFault { code: Some(192), message, ..(*GraphError::timeout()).clone() };
        assert_eq!(place(&plain(), &error).as_deref(), Some("components.2.buttons.1.phone_number"));
        let of_card = "components.1.cards.0.components.2.buttons.0.phone_number";
        assert_eq!(place(&carousel(), &error).as_deref(), Some(of_card));
    }
}
