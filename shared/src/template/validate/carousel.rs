//! Rules of carousels (reference 4.5): 2 to 10 cards that are alike.

use super::check::{Check, Path, subcode};
use super::component::{self, Place, not_for};
use super::{missing, missing_field};
use crate::template::button::Button;
use crate::template::component::{Card, Carousel, Component};
use crate::template::finding::{FindingCode, Severity};
use crate::template::limits::{CARDS_MAX, CARDS_MIN};
use crate::template::word::{Category, ComponentKind, HeaderFormat};

pub fn check(check: &mut Check, part: &Carousel, path: &Path) {
    check.rest(&part.rest, &["cards"], path);
    let list = path.field("cards");
    if part.cards.is_empty() {
        missing_field(check, &part.rest, "cards", path);
        return;
    }
    if part.cards.len() < CARDS_MIN || part.cards.len() > CARDS_MAX {
        let found = check.error(FindingCode::CardCount, &list, subcode::COMPONENTS);
        found.with("min", CARDS_MIN).with("max", CARDS_MAX).with("found", part.cards.len());
    }
    let first = Shape::of(&part.cards[0]);
    category(check, &first, path);
    for (at, one) in part.cards.iter().enumerate() {
        let path = list.index(at);
        card(check, one, &path);
        if let Some(odd) = first.differs(&Shape::of(one)) {
            check.error(FindingCode::CardsDiffer, &path, subcode::COMPONENTS).with("kind", odd.as_str());
        }
    }
}

/// Carousels are marketing's; some of products may be utility's.
fn category(check: &mut Check, first: &Shape, path: &Path) {
    if !check.is_not(Category::Marketing) {
        return;
    }
    not_for(check, path, subcode::COMPONENTS);
    if check.category == Some(Category::Utility)
        && first.header == Some(HeaderFormat::Product)
        && let Some(found) = check.findings.last_mut()
    {
        found.severity = Severity::Warning;
        found.provider_subcode = None;
    }
}

fn card(check: &mut Check, card: &Card, path: &Path) {
    check.rest(&card.rest, &["components"], path);
    let list = path.field("components");
    if card.components.is_empty() {
        missing_field(check, &card.rest, "components", path);
        return;
    }
    component::list(check, &card.components, &list, Place::Card);
    let mut has_header = false;
    for (at, component) in card.components.iter().enumerate() {
        let Component::Header(header) = component else { continue };
        has_header = true;
        if !matches!(
            header.known_format(),
            None | Some(HeaderFormat::Image | HeaderFormat::Video | HeaderFormat::Product)
        ) {
            let place = list.index(at);
            check.error(FindingCode::CardHeader, &place.field("format"), subcode::HEADER);
        }
    }
    if !has_header {
        missing(check, &list, ComponentKind::Header);
    }
}

/// What must be the same on all cards.
struct Shape<'a> {
    header: Option<HeaderFormat>,
    has_header: bool,
    has_body: bool,
    buttons: &'a [Button],
}

impl<'a> Shape<'a> {
    fn of(card: &'a Card) -> Self {
        let mut shape = Self { header: None, has_header: false, has_body: false, buttons: &[] };
        for component in &card.components {
            match component {
                Component::Header(header) => {
                    shape.has_header = true;
                    shape.header = header.known_format();
                }
                Component::Body(_) => shape.has_body = true,
                Component::Buttons(group) => shape.buttons = &group.buttons,
                _ => {}
            }
        }
        shape
    }

    /// The first kind of component that is not the same. A header that is missing is told by itself.
    fn differs(&self, other: &Self) -> Option<ComponentKind> {
        if self.has_header && other.has_header && self.header != other.header {
            return Some(ComponentKind::Header);
        }
        if self.has_body != other.has_body {
            return Some(ComponentKind::Body);
        }
        let alike = |(one, other): (&Button, &Button)| one.word().eq_ignore_ascii_case(other.word());
        let buttons = self.buttons.len() == other.buttons.len() && self.buttons.iter().zip(other.buttons).all(alike);
        (!buttons).then_some(ComponentKind::Buttons)
    }
}
