//! Members of a template in words: "Body · Text" for `components.1.text`.

use clienthub_shared::template::Template;
use clienthub_shared::template::component::Component;
use serde_json::Value;

use crate::intl;
use crate::tr;
use crate::words::template;

/// Meta's name of the list of sample files.
const FILE: &str = "header_handle";

/// Of two texts the newer one says best what a place is; what it lacks is asked of the other.
pub fn name(path: &str, newer: &Template, older: &Template) -> String {
    let mut words = Vec::new();
    let mut components = [newer.components.as_slice(), older.components.as_slice()];
    let mut parts = path.split('.');
    while let Some(part) = parts.next() {
        let mut place = || parts.next().and_then(|place| place.parse::<usize>().ok());
        match part {
            "components" => {
                let Some(at) = place() else { continue };
                let Some(component) = components.iter().find_map(|side| side.get(at)) else { continue };
                words.push(kind(component).to_owned());
                if let Component::Carousel(_) = component {
                    continue;
                }
            }
            "buttons" => words.extend(place().map(|at| tr!(template_details.button_no, n = number(at)))),
            "cards" => {
                let Some(at) = place() else { continue };
                words.push(tr!(template_details.card_no, n = number(at)));
                components = components.map(|side| cards(side, at));
            }
            other => words.extend(member(other)),
        }
    }
    words.dedup();
    words.join(" · ")
}

fn number(at: usize) -> String {
    intl::number(at as u64 + 1)
}

fn cards(side: &[Component], at: usize) -> &[Component] {
    let found = side.iter().find_map(|component| match component {
        Component::Carousel(carousel) => carousel.cards.get(at),
        _ => None,
    });
    found.map_or(&[], |card| card.components.as_slice())
}

fn kind(component: &Component) -> &'static str {
    match component {
        Component::Header(_) => tr!(template_details.header),
        Component::Body(_) => tr!(template_details.body),
        Component::Footer(_) => tr!(template_details.footer),
        Component::Buttons(_) => tr!(template_details.buttons),
        Component::Carousel(_) => tr!(template_details.carousel),
        Component::Offer(_) => tr!(template_details.offer),
        Component::CallPermission(_) => tr!(template_details.call_permission),
        Component::Other(_) => tr!(template_details.other),
    }
}

/// `None` for what the words around it say already; Meta's own name where we have none.
fn member(name: &str) -> Option<String> {
    let word = match name {
        "limited_time_offer" | FILE => return None,
        _ if name.bytes().all(|byte| byte.is_ascii_digit()) => return None,
        "text" => tr!(template_details.member_text),
        "example" => tr!(template_details.member_example),
        "url" => tr!(template_details.member_url),
        "phone_number" => tr!(template_details.member_phone),
        "format" => tr!(template_details.member_format),
        "category" => tr!(templates.filter_category),
        other => return Some(other.to_owned()),
    };
    Some(word.to_owned())
}

/// Texts without their quotes; of a part its text; the category as the pages call it; anything else as Meta writes it. `None`: a sample file, of which there is only
/// Meta's handle or address.
pub fn value(path: &str, value: &Value) -> Option<String> {
    let example = value.get("example").unwrap_or(value);
    if path.contains(FILE) || example.get(FILE).is_some() {
        return None;
    }
    let text = value.as_str().or_else(|| value.get("text")?.as_str());
    if path == "category" {
        return text.map(template::category_word);
    }
    Some(text.map_or_else(|| value.to_string(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::value;

    #[test]
    fn a_file_is_not_told_by_its_handle() {
        let header = json!({"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::aW1hZ2U"]}});
        assert_eq!(value("components.0", &header), None);
        assert_eq!(value("components.0.example", &header["example"]), None);
        assert_eq!(value("components.0.example.header_handle.0", &json!("https://scontent")), None);
        assert_eq!(value("components.1", &json!({"type": "BODY", "text": "Hello"})).as_deref(), Some("Hello"));
    }
}
