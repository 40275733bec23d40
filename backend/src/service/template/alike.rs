//! Whether what Meta shows of a template is what it was given, or shown before. Meta shows files as addresses that change from read to
//! read, fills in its own texts of authentication templates, and adds what was left out: none of that is an edit.

use clienthub_shared::template::Template;
use clienthub_shared::template::button::{Button, Otp, SupportedApp};
use clienthub_shared::template::component::{Body, Component, Footer};
use clienthub_shared::template::example::Example;
use clienthub_shared::template::word::{Category, Open, OtpType, ParameterFormat};
use serde_json::{Value, json};
use url::Url;

use super::fixed::tracking;

/// Meta shows the button of a one-time password as a link there.
const OTP_LINK: &str = "https://www.whatsapp.com/otp/code/";

/// Nothing that a person wrote differs between what was known and what was read. The category is not looked at: Meta changes it.
pub fn is_alike(known: &Template, read: &Template) -> bool {
    let ttl = (known.message_send_ttl_seconds, read.message_send_ttl_seconds);
    let choice = (tracking(known), tracking(read));
    if matches!(choice, (Some(known), Some(read)) if known != read) {
        return false;
    }
    if known.format() != read.format() || matches!(ttl, (Some(known), Some(read)) if known != read) {
        return false;
    }
    let ((known, known_files), (read, read_files)) = (plain(known), plain(read));
    let files = known_files.len() == read_files.len()
        && known_files.iter().zip(&read_files).all(|(known, read)| is_same_file(known, read));
    known == read && (files || read_files.is_empty())
}

/// Another choice on link tracking than before: the only edit that components do not show.
pub fn is_other_choice(known: &Template, read: &Template) -> bool {
    tracking(read).is_some() && tracking(known).unwrap_or(false) != tracking(read).unwrap_or(false)
}

/// The same for two contents as rows keep them.
pub fn are_alike(known: Option<&str>, read: Option<&str>) -> bool {
    if known == read {
        return true;
    }
    let parsed = |text: Option<&str>| serde_json::from_str::<Template>(text?).ok();
    matches!((parsed(known), parsed(read)), (Some(known), Some(read)) if is_alike(&known, &read))
}

/// Of two that are alike: what Meta says now, with what it does not tell as it was known.
pub fn merge(known: Template, mut read: Template) -> Template {
    if read.known_category() == Some(Category::Authentication) {
        read.components = known.components;
        return read;
    }
    let (mut known, mut components) = (known.components, std::mem::take(&mut read.components));
    for (known, read) in files(&mut known).into_iter().zip(files(&mut components)) {
        if is_address(known) {
            read.clone_from(known);
        }
    }
    read.components = components;
    read
}

/// An authentication template in the shape of Meta's answers.
pub fn is_as_shown(template: &Template) -> bool {
    let is_shown = |component: &Component| matches!(component, Component::Buttons(group) if group.buttons.iter().any(|button| otp_of(button).is_some()));
    template.known_category() == Some(Category::Authentication) && template.components.iter().any(is_shown)
}

/// An authentication template as it has to be given, whatever Meta shows of it.
pub fn as_given(mut template: Template) -> Template {
    if template.known_category() != Some(Category::Authentication) {
        return template;
    }
    for component in &mut template.components {
        match component {
            Component::Body(Body { text, example, .. }) => {
                text.clear();
                *example = Example::default();
            }
            Component::Footer(Footer { text, .. }) => text.clear(),
            Component::Buttons(group) => group.buttons.iter_mut().for_each(|button| {
                if let Some(otp) = otp_of(button) {
                    *button = Button::Otp(otp);
                }
            }),
            _ => {}
        }
    }
    template
}

/// The button that Meta shows as a link.
fn otp_of(button: &Button) -> Option<Otp> {
    let Button::Url(link) = button else { return None };
    let url = Url::parse(link.url.strip_suffix("{{1}}").unwrap_or(&link.url)).ok()?;
    if !url.as_str().starts_with(OTP_LINK) {
        return None;
    }
    let said = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let package_name = said("package_name").unwrap_or_default();
    // Base64: a plus that was not escaped is no space.
    let signature_hash = said("signature_hash").unwrap_or_default().replace(' ', "+");
    let app = SupportedApp { package_name, signature_hash, ..SupportedApp::default() };
    let supported_apps = if app.package_name.is_empty() { Vec::new() } else { vec![app] };
    Some(Otp {
        otp_type: Some(Open::<OtpType>::read(&said("otp_type")?.to_ascii_uppercase())),
        text: link.text.clone(),
        autofill_text: said("cta_display_name").unwrap_or_default(),
        supported_apps,
        ..Otp::default()
    })
}

/// What can be compared, and the files beside it.
fn plain(template: &Template) -> (Value, Vec<String>) {
    let mut template = as_given(template.clone());
    let files = files(&mut template.components).into_iter().map(std::mem::take).collect();
    let mut parts: Vec<Value> = Vec::new();
    for component in &mut template.components {
        if let Component::Body(body) = component {
            body.add_security_recommendation = body.add_security_recommendation.filter(|wanted| *wanted);
        }
        parts.push(match component {
            Component::Buttons(group) => group.buttons.iter().map(plain_button).collect(),
            other => other.to_value(),
        });
    }
    let is_named = template.format() == Some(ParameterFormat::Named);
    (json!({ "components": without_files(Value::Array(parts)), "named": is_named }), files)
}

/// Of a one-time password's button only what Meta shows again.
fn plain_button(button: &Button) -> Value {
    let Button::Otp(otp) = button else { return button.to_value() };
    let first = otp.supported_apps.first();
    let package = first.map_or(&otp.package_name, |app| &app.package_name);
    let hash = first.map_or(&otp.signature_hash, |app| &app.signature_hash);
    json!({ "otp": otp.otp_type.as_ref().map(Open::as_str), "package": package, "hash": hash })
}

/// The places of files that were taken out, which Meta leaves out too.
fn without_files(mut value: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(strip),
            Value::Object(object) => {
                if let Some(Value::Object(example)) = object.get_mut("example") {
                    example.remove("header_handle");
                    if example.is_empty() {
                        object.remove("example");
                    }
                }
                object.values_mut().for_each(strip);
            }
            _ => {}
        }
    }
    strip(&mut value);
    value
}

/// Handles or addresses of header files, cards' too, in their order.
fn files(components: &mut [Component]) -> Vec<&mut String> {
    let mut found = Vec::new();
    for component in components {
        match component {
            Component::Header(header) => found.extend(header.example.handles.iter_mut()),
            Component::Carousel(carousel) => {
                for card in &mut carousel.cards {
                    found.extend(files(&mut card.components));
                }
            }
            _ => {}
        }
    }
    found
}

/// The same of a whole template.
pub fn files_of(template: &Template) -> Vec<String> {
    files(&mut template.components.clone()).into_iter().map(std::mem::take).collect()
}

pub fn is_address(file: &str) -> bool {
    file.starts_with("http://") || file.starts_with("https://")
}

/// A handle comes back as an address; an address keeps its last step, whatever host and signature it has.
pub fn is_same_file(known: &str, read: &str) -> bool {
    let name = |file: &str| {
        let url = Url::parse(file).ok()?;
        Some(url.path_segments()?.next_back()?.to_owned())
    };
    match (is_address(known), is_address(read)) {
        (true, true) => known == read || name(known) == name(read),
        (false, true) => true,
        (_, false) => known == read,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(category: &str, components: Value) -> Template {
        serde_json::from_value(json!({"name": "a", "language": "de", "category": category, "components": components}))
            .unwrap()
    }

    fn pictured(file: &str, text: &str) -> Template {
        let header = json!({"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [file]}});
        let card = json!({"components": [header, {"type": "BODY", "text": "c"}]});
        template(
            "UTILITY",
            json!([header, {"type": "BODY", "text": text}, {"type": "CAROUSEL", "cards": [card, card]}]),
        )
    }

    const SHOWN: &str = "https://scontent.whatsapp.net/v/t61/first.png?oe=1&oh=2";

    #[test]
    fn a_file_is_the_same_under_its_handle_and_its_changing_address() {
        let again = "https://scontent.xx.fbcdn.net/v/t62/first.png?oe=9&oh=7";
        let other = "https://scontent.whatsapp.net/v/t61/second.png?oe=1";
        for (known, read, alike) in [
            ("4::handle", SHOWN, true),
            (SHOWN, again, true),
            (SHOWN, other, false),
            (SHOWN, "4::new", false),
            ("4::handle", "4::new", false),
        ] {
            assert_eq!(is_alike(&pictured(known, "b"), &pictured(read, "b")), alike, "{known} {read}");
            assert!(!is_alike(&pictured(known, "b"), &pictured(read, "c")));
        }
        assert_eq!(merge(pictured("4::handle", "b"), pictured(SHOWN, "b")), pictured(SHOWN, "b"));
        assert_eq!(merge(pictured(SHOWN, "b"), pictured(again, "b")), pictured(SHOWN, "b"));
    }

    #[test]
    fn metas_own_texts_are_no_edit_and_are_not_given_back() {
        let given = template(
            "AUTHENTICATION",
            json!([{"type": "BODY", "add_security_recommendation": true}, {"type": "FOOTER", "code_expiration_minutes": 10},
                {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "ONE_TAP", "autofill_text": "Fill", "supported_apps":
                    [{"package_name": "com.birch.app", "signature_hash": "Qx7/PmAbC1d"}]}]}]),
        );
        let link = "https://www.whatsapp.com/otp/code/?otp_type=ONE_TAP&cta_display_name=Fill&package_name=com.birch.app&\
                    signature_hash=Qx7%2FPmAbC1d&code=otp{{1}}";
        let shown = |link: &str| {
            template(
                "AUTHENTICATION",
                json!([{"type": "BODY", "add_security_recommendation": true, "text": "{{1}} is your code.",
                        "example": {"body_text": [["123456"]]}},
                    {"type": "FOOTER", "code_expiration_minutes": 10, "text": "Expires in 10 minutes."},
                    {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Copy code", "url": link, "example": ["x"]}]}]),
            )
        };
        assert!(is_alike(&given, &shown(link)));
        assert!(!is_alike(&given, &shown(&link.replace("ONE_TAP", "COPY_CODE"))));
        assert!(!is_alike(&given, &shown(&link.replace("com.birch", "com.other"))));
        assert_eq!(merge(given.clone(), shown(link)).components, given.components);
        let written = as_given(shown(link));
        assert!(is_alike(&given, &written));
        let Component::Buttons(group) = &written.components[2] else { panic!("{written:?}") };
        let Button::Otp(otp) = &group.buttons[0] else { panic!("{group:?}") };
        assert_eq!(otp.supported_apps[0].signature_hash, "Qx7/PmAbC1d");
        assert!(is_as_shown(&shown(link)) && !is_as_shown(&written) && !is_as_shown(&given));
        let plus = as_given(shown(&link.replace("Qx7%2FPmAbC1d", "Qx7+PmAbC1d")));
        assert!(plus.components[2].to_value().to_string().contains("Qx7+PmAbC1d"), "{plus:?}");
        assert_eq!(as_given(pictured(SHOWN, "b")), pictured(SHOWN, "b"));
    }

    #[test]
    fn what_was_left_out_and_the_category_are_no_edit() {
        let body = json!([{"type": "BODY", "text": "b"}]);
        let known = template("UTILITY", body.clone());
        let mut read = template("MARKETING", body);
        read.parameter_format = Some(Open::read("POSITIONAL"));
        read.message_send_ttl_seconds = Some(600);
        assert!(is_alike(&known, &read));
        read.parameter_format = Some(Open::read("NAMED"));
        assert!(!is_alike(&known, &read));
        assert!(are_alike(None, None) && !are_alike(None, Some("{}")));
    }
}
