//! Rules of limited-time offers (reference 4.5).

use super::check::{Check, Path, is_left, subcode};
use super::component::not_for;
use super::missing_field;
use super::text::no_variables;
use crate::template::button::Button;
use crate::template::component::{Component, Offer};
use crate::template::finding::FindingCode;
use crate::template::fix::Fix;
use crate::template::limits::OFFER_MAX;
use crate::template::text;
use crate::template::word::{Category, HeaderFormat};

pub fn check(check: &mut Check, part: &Offer, path: &Path) {
    check.rest(&part.rest, &["limited_time_offer"], path);
    let inner = path.field("limited_time_offer");
    check.rest(&part.inner, &["text", "has_expiration"], &inner);
    if check.is_not(Category::Marketing) {
        not_for(check, path, subcode::COMPONENTS);
    }
    if is_left(&part.rest, "limited_time_offer") {
        return;
    }
    if text::is_blank(&part.text) {
        missing_field(check, &part.inner, "text", &inner);
        return;
    }
    let place = inner.field("text");
    check.length(&part.text, OFFER_MAX, &place);
    no_variables(check, &part.text, &place, subcode::COMPONENTS);
}

/// What an offer asks of the components beside it.
pub fn whole(check: &mut Check, components: &[Component], path: &Path) {
    let expires = components
        .iter()
        .any(|component| matches!(component, Component::Offer(offer) if offer.has_expiration == Some(true)));
    let mut has_buttons = false;
    for (at, component) in components.iter().enumerate() {
        let path = path.index(at);
        match component {
            Component::Header(header)
                if !matches!(header.known_format(), None | Some(HeaderFormat::Image | HeaderFormat::Video)) =>
            {
                check.error(FindingCode::OfferHeader, &path.field("format"), subcode::HEADER);
            }
            Component::Footer(_) => {
                check.error(FindingCode::NotWithOffer, &path, subcode::COMPONENTS).fix(Fix::Remove);
            }
            Component::Buttons(group) => {
                has_buttons = true;
                if !fit(&group.buttons, expires) {
                    let swapped = matches!(group.buttons.as_slice(), [Button::Url(_), Button::CopyCode(_)]);
                    wrong_buttons(check, &path.field("buttons"), expires, swapped);
                }
            }
            _ => {}
        }
    }
    if !has_buttons {
        wrong_buttons(check, path, expires, false);
    }
}

fn fit(buttons: &[Button], expires: bool) -> bool {
    match buttons {
        [Button::CopyCode(_), Button::Url(_)] => true,
        [Button::Url(_)] => !expires,
        _ => false,
    }
}

fn wrong_buttons(check: &mut Check, path: &Path, expires: bool, swapped: bool) {
    let found = check.error(FindingCode::OfferButtons, path, subcode::COMPONENTS).with("expires", expires);
    found.fix = swapped.then_some(Fix::RegroupButtons);
}
