//! The category decides which parts there are: an authentication template has Meta's texts and one OTP button. What was written
//! before waits on the shelf (`shelf.rs`), so that a look at another category loses nothing.

use clienthub_shared::template::Template;
use clienthub_shared::template::component::{Body, Buttons, Component, Footer};
use clienthub_shared::template::limits::{TTL_LONGEST, ttl_range};
use clienthub_shared::template::word::{ButtonKind, Category, ComponentKind, Open};

use super::Spot;
use super::button::fresh;
use super::place;
use super::shelf::Shelf;

/// Minutes that a code is good for, as long as nobody says so.
const EXPIRATION: i64 = 10;

pub fn set(template: &mut Template, category: Category, shelf: &mut Shelf) {
    let was = template.known_category() == Some(Category::Authentication);
    let is = category == Category::Authentication;
    template.category = Some(Open::Known(category));
    if was != is {
        let parts = shelf.parts.take().unwrap_or_else(|| if is { presets() } else { Vec::new() });
        shelf.parts = Some(std::mem::replace(&mut template.components, parts));
    }
    let (min, max) = ttl_range(category);
    let fits =
        |seconds: &i64| (min..=max).contains(seconds) || (*seconds == TTL_LONGEST && category != Category::Marketing);
    template.message_send_ttl_seconds = template.message_send_ttl_seconds.filter(fits);
    complete(template);
}

/// The parts that every template of its category has.
pub fn complete(template: &mut Template) {
    if template.from_library() || place::has(template, Spot::Whole, ComponentKind::Body) {
        return;
    }
    if template.known_category() == Some(Category::Authentication) {
        for part in presets() {
            if part.kind().is_some_and(|kind| !place::has(template, Spot::Whole, kind)) {
                place::put(&mut template.components, part);
            }
        }
    } else {
        place::put(&mut template.components, Component::Body(Body::default()));
    }
}

fn presets() -> Vec<Component> {
    let body = Body { add_security_recommendation: Some(true), ..Body::default() };
    let footer = Footer { code_expiration_minutes: Some(EXPIRATION), ..Footer::default() };
    let buttons = Buttons { buttons: vec![fresh(ButtonKind::Otp)], ..Buttons::default() };
    vec![Component::Body(body), Component::Footer(footer), Component::Buttons(buttons)]
}

pub fn set_footer(template: &mut Template, text: &str) {
    if text.is_empty() {
        place::remove(&mut template.components, ComponentKind::Footer);
    } else if let Some(footer) = place::footer_mut(template, Spot::Whole) {
        text.clone_into(&mut footer.text);
    } else {
        place::put(&mut template.components, Component::Footer(Footer { text: text.to_owned(), ..Footer::default() }));
    }
}
