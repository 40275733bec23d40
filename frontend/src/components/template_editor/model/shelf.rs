//! What is put aside while the editor is open: parts that another category, another kind of header or an offer has no place for.
//! Going back brings them back. It only remembers: a step that is undone leaves it as it is.

use clienthub_shared::template::Template;
use clienthub_shared::template::button::{Otp, SupportedApp};
use clienthub_shared::template::component::{Buttons, Component, Header, Offer};
use clienthub_shared::template::word::{ButtonKind, ComponentKind, HeaderFormat, Open, OtpType, ParameterFormat};

use super::Spot;
use super::button::fresh;
use super::card_shelf::CardShelf;
use super::format;
use super::place;

#[derive(Default)]
pub struct Shelf {
    /// The parts of a template that is for codes, or of one that is not.
    pub(super) parts: Option<Vec<Component>>,
    /// One of each kind, with the kind of variables that it has.
    headers: Vec<(Header, Option<ParameterFormat>)>,
    /// Of before the offer.
    footer: Option<Component>,
    /// What a code that is copied has not: its apps, and the label for filling in.
    taps: Option<(Vec<SupportedApp>, String)>,
    pub(super) cards: CardShelf,
}

impl Shelf {
    fn keep_header(&mut self, header: Header, format: Option<ParameterFormat>) {
        self.headers.retain(|(kept, _)| kept.format != header.format);
        self.headers.push((header, format));
    }

    fn header(&self, wanted: HeaderFormat, format: Option<ParameterFormat>) -> Component {
        let known = self.headers.iter().find(|(kept, _)| kept.known_format() == Some(wanted));
        let Some((header, before)) = known else {
            return Component::Header(Header { format: Some(Open::Known(wanted)), ..Header::default() });
        };
        let mut header = Component::Header(header.clone());
        if let Some(format) = format.filter(|format| *before != Some(*format)) {
            format::rename_all(std::slice::from_mut(&mut header), *before, format);
        }
        header
    }
}

/// `None` takes the header away.
pub fn set_header(template: &mut Template, wanted: Option<HeaderFormat>, shelf: &mut Shelf) {
    let format = template.format();
    if let Some(header) = place::header(template, Spot::Whole) {
        shelf.keep_header(header.clone(), format);
    }
    match wanted {
        None => place::remove(&mut template.components, ComponentKind::Header),
        Some(wanted) => place::put(&mut template.components, shelf.header(wanted, format)),
    }
}

/// What came and went with an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferStarted {
    pub footer_gone: bool,
    pub buttons_added: bool,
}

/// An offer has no footer, and one that ends asks for two buttons: they are added where there are none.
pub fn start_offer(template: &mut Template, shelf: &mut Shelf) -> OfferStarted {
    let offer = Offer { has_expiration: Some(true), ..Offer::default() };
    place::put(&mut template.components, Component::Offer(offer));
    shelf.footer = place::footer(template, Spot::Whole).cloned().map(Component::Footer);
    place::remove(&mut template.components, ComponentKind::Footer);
    let buttons_added = !place::has(template, Spot::Whole, ComponentKind::Buttons);
    if buttons_added {
        place::put(&mut template.components, offer_buttons());
    }
    OfferStarted { footer_gone: shelf.footer.is_some(), buttons_added }
}

/// Its buttons go along while nothing was written in them.
pub fn remove_offer(template: &mut Template, shelf: &Shelf) {
    place::remove(&mut template.components, ComponentKind::Offer);
    if let Some(footer) = shelf.footer.clone()
        && !place::has(template, Spot::Whole, ComponentKind::Footer)
    {
        place::put(&mut template.components, footer);
    }
    let untouched = offer_buttons();
    template.components.retain(|component| *component != untouched);
}

/// How the code gets into the app.
pub fn set_way(otp: &mut Otp, wanted: OtpType, shelf: &mut Shelf) {
    otp.otp_type = Some(Open::Known(wanted));
    if wanted == OtpType::CopyCode {
        if !otp.supported_apps.is_empty() || !otp.autofill_text.is_empty() {
            shelf.taps = Some((std::mem::take(&mut otp.supported_apps), std::mem::take(&mut otp.autofill_text)));
        }
    } else if otp.supported_apps.is_empty() {
        (otp.supported_apps, otp.autofill_text) = shelf.taps.take().unwrap_or_default();
        if otp.supported_apps.is_empty() {
            otp.supported_apps.push(SupportedApp::default());
        }
    }
    if wanted != OtpType::ZeroTap {
        otp.zero_tap_terms_accepted = None;
    } else if otp.zero_tap_terms_accepted.is_none() {
        otp.zero_tap_terms_accepted = Some(false);
    }
}

fn offer_buttons() -> Component {
    let buttons = vec![fresh(ButtonKind::CopyCode), fresh(ButtonKind::Url)];
    Component::Buttons(Buttons { buttons, ..Buttons::default() })
}

#[cfg(test)]
mod tests {
    use clienthub_shared::template::Template;
    use clienthub_shared::template::button::{Button, Otp, SupportedApp};
    use clienthub_shared::template::component::Component;
    use clienthub_shared::template::word::{ComponentKind, HeaderFormat, OtpType, ParameterFormat};
    use serde_json::{Value, json};

    use super::{OfferStarted, Shelf, remove_offer, set_header, set_way, start_offer};
    use crate::components::template_editor::model::{Spot, button, category, format, place};

    fn template(components: Value) -> Template {
        let whole = json!({"name": "a", "language": "en", "category": "MARKETING", "components": components});
        serde_json::from_value(whole).unwrap()
    }

    fn with_header(header: Value) -> Template {
        template(json!([header, {"type": "BODY", "text": "Hello there"}]))
    }

    fn title() -> Value {
        json!({"type": "HEADER", "format": "TEXT", "text": "Hi {{1}}", "example": {"header_text": ["Ada"]}})
    }

    #[test]
    fn a_header_that_is_switched_back_has_its_text_and_file_again() {
        let (mut it, mut shelf) = (with_header(title()), Shelf::default());
        let text = it.clone();
        set_header(&mut it, Some(HeaderFormat::Image), &mut shelf);
        place::header_mut(&mut it, Spot::Whole).unwrap().example.handles = vec!["4::x".to_owned()];
        let image = it.clone();
        set_header(&mut it, Some(HeaderFormat::Text), &mut shelf);
        assert_eq!(it, text);
        set_header(&mut it, None, &mut shelf);
        assert!(!place::has(&it, Spot::Whole, ComponentKind::Header));
        set_header(&mut it, Some(HeaderFormat::Image), &mut shelf);
        assert_eq!(it, image);
        set_header(&mut it, Some(HeaderFormat::Document), &mut shelf);
        assert!(place::header(&it, Spot::Whole).unwrap().example.handles.is_empty());
    }

    #[test]
    fn a_header_that_was_emptied_stays_empty() {
        let (mut it, mut shelf) = (with_header(title()), Shelf::default());
        set_header(&mut it, None, &mut shelf);
        set_header(&mut it, Some(HeaderFormat::Text), &mut shelf);
        place::header_mut(&mut it, Spot::Whole).unwrap().text.clear();
        set_header(&mut it, Some(HeaderFormat::Image), &mut shelf);
        set_header(&mut it, Some(HeaderFormat::Text), &mut shelf);
        assert_eq!(place::header(&it, Spot::Whole).unwrap().text, "");
    }

    #[test]
    fn a_header_comes_back_with_the_variables_of_today() {
        let (mut it, mut shelf) = (with_header(title()), Shelf::default());
        set_header(&mut it, None, &mut shelf);
        format::switch(&mut it, ParameterFormat::Named);
        set_header(&mut it, Some(HeaderFormat::Text), &mut shelf);
        let header = place::header(&it, Spot::Whole).unwrap();
        assert_eq!(header.text, "Hi {{value_1}}");
        assert_eq!(header.example.named.first().map(|sample| sample.example.as_str()), Some("Ada"));
    }

    #[test]
    fn a_look_at_a_code_that_is_copied_keeps_the_apps() {
        let (mut otp, mut shelf) = (Otp::default(), Shelf::default());
        set_way(&mut otp, OtpType::OneTap, &mut shelf);
        assert_eq!(otp.supported_apps, [SupportedApp::default()]);
        otp.supported_apps[0].package_name = "com.birch.app".to_owned();
        otp.autofill_text = "Fill in".to_owned();
        let before = otp.clone();
        for _ in 0..2 {
            set_way(&mut otp, OtpType::CopyCode, &mut shelf);
            assert!(otp.supported_apps.is_empty() && otp.autofill_text.is_empty());
            set_way(&mut otp, OtpType::CopyCode, &mut shelf);
            set_way(&mut otp, OtpType::OneTap, &mut shelf);
            assert_eq!(otp, before);
        }
        set_way(&mut otp, OtpType::ZeroTap, &mut shelf);
        assert_eq!((otp.zero_tap_terms_accepted, &otp.supported_apps), (Some(false), &before.supported_apps));
    }

    #[test]
    fn an_offer_that_is_taken_away_leaves_what_was_before_it() {
        let (mut it, mut shelf) = (template(json!([{"type": "BODY", "text": "Hello there"}])), Shelf::default());
        category::set_footer(&mut it, "Birch");
        let before = it.clone();
        let started = start_offer(&mut it, &mut shelf);
        assert_eq!(started, OfferStarted { footer_gone: true, buttons_added: true });
        assert!(!place::has(&it, Spot::Whole, ComponentKind::Footer));
        remove_offer(&mut it, &shelf);
        assert_eq!(it, before);
    }

    #[test]
    fn buttons_and_a_footer_of_the_person_stay_when_an_offer_goes() {
        let (mut it, mut shelf) = (template(json!([{"type": "BODY", "text": "Hello there"}])), Shelf::default());
        let started = start_offer(&mut it, &mut shelf);
        assert_eq!(started, OfferStarted { footer_gone: false, buttons_added: true });
        if let Some(Button::CopyCode(code)) = button::one_mut(&mut it, Spot::Whole, 0) {
            code.example = "BIRCH10".to_owned();
        }
        remove_offer(&mut it, &shelf);
        assert_eq!(button::list(&it, Spot::Whole).len(), 2);
        assert!(!it.components.iter().any(|component| matches!(component, Component::Footer(_))));
    }

    #[test]
    fn an_offer_knows_only_the_footer_of_its_own_beginning() {
        let (mut it, mut shelf) = (template(json!([{"type": "BODY", "text": "Hello there"}])), Shelf::default());
        category::set_footer(&mut it, "Birch");
        start_offer(&mut it, &mut shelf);
        remove_offer(&mut it, &shelf);
        category::set_footer(&mut it, "");
        start_offer(&mut it, &mut shelf);
        remove_offer(&mut it, &shelf);
        assert!(!place::has(&it, Spot::Whole, ComponentKind::Footer));
    }
}
