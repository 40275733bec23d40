//! Where the parts of a template are: its own and those of its cards.

use clienthub_shared::template::Template;
use clienthub_shared::template::component::{Body, Buttons, Card, Carousel, Component, Footer, Header, Offer};
use clienthub_shared::template::word::ComponentKind;

/// Whose parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    Whole,
    Card(usize),
}

macro_rules! parts {
    ($($name:ident $name_mut:ident $kind:ident $part:ty)+) => {$(
        pub fn $name(template: &Template, spot: Spot) -> Option<&$part> {
            list(template, spot).iter().find_map(|component| match component {
                Component::$kind(part) => Some(part),
                _ => None,
            })
        }

        pub fn $name_mut(template: &mut Template, spot: Spot) -> Option<&mut $part> {
            list_mut(template, spot)?.iter_mut().find_map(|component| match component {
                Component::$kind(part) => Some(part),
                _ => None,
            })
        }
    )+};
}

parts! {
    header header_mut Header Header
    body body_mut Body Body
    footer footer_mut Footer Footer
    buttons buttons_mut Buttons Buttons
    carousel carousel_mut Carousel Carousel
    offer offer_mut Offer Offer
}

/// Nothing for a card that is gone.
pub fn list(template: &Template, spot: Spot) -> &[Component] {
    match spot {
        Spot::Whole => &template.components,
        Spot::Card(at) => cards(template).get(at).map_or(&[], |card| &card.components),
    }
}

pub fn list_mut(template: &mut Template, spot: Spot) -> Option<&mut Vec<Component>> {
    match spot {
        Spot::Whole => Some(&mut template.components),
        Spot::Card(at) => cards_mut(template)?.get_mut(at).map(|card| &mut card.components),
    }
}

pub fn cards(template: &Template) -> &[Card] {
    carousel(template, Spot::Whole).map_or(&[], |carousel| &carousel.cards)
}

pub fn cards_mut(template: &mut Template) -> Option<&mut Vec<Card>> {
    carousel_mut(template, Spot::Whole).map(|carousel| &mut carousel.cards)
}

pub fn has(template: &Template, spot: Spot, kind: ComponentKind) -> bool {
    list(template, spot).iter().any(|component| component.kind() == Some(kind))
}

/// Parts that this version does not know, as JSON, each with its place in the list.
pub fn unknown(template: &Template, spot: Spot) -> Vec<(usize, String)> {
    let json = |(at, part): (usize, &Component)| match part {
        Component::Other(value) => Some((at, format!("{value:#}"))),
        _ => None,
    };
    list(template, spot).iter().enumerate().filter_map(json).collect()
}

/// As findings write it: `components.3.cards.0.components`.
pub fn path(template: &Template, spot: Spot) -> String {
    match spot {
        Spot::Whole => "components".into(),
        Spot::Card(at) => {
            let carousel = path_of(template, Spot::Whole, ComponentKind::Carousel);
            [carousel.as_str(), ".cards.", &at.to_string(), ".components"].concat()
        }
    }
}

/// `components.1`; where the part is missing, where it would be.
pub fn path_of(template: &Template, spot: Spot, kind: ComponentKind) -> String {
    let list = list(template, spot);
    let at = list.iter().position(|component| component.kind() == Some(kind)).unwrap_or(list.len());
    [path(template, spot).as_str(), ".", &at.to_string()].concat()
}

/// Puts a part where Meta's own examples have it; one of its kind is replaced.
pub fn put(components: &mut Vec<Component>, part: Component) {
    let Some(kind) = part.kind() else { return };
    if let Some(old) = components.iter_mut().find(|old| old.kind() == Some(kind)) {
        *old = part;
        return;
    }
    let after = components.iter().position(|other| other.kind().is_none_or(|other| rank(other) > rank(kind)));
    components.insert(after.unwrap_or(components.len()), part);
}

pub fn remove(components: &mut Vec<Component>, kind: ComponentKind) {
    components.retain(|component| component.kind() != Some(kind));
}

const fn rank(kind: ComponentKind) -> u8 {
    match kind {
        ComponentKind::Header => 0,
        ComponentKind::Offer => 1,
        ComponentKind::Body => 2,
        ComponentKind::Footer => 3,
        ComponentKind::Buttons => 4,
        ComponentKind::Carousel => 5,
        ComponentKind::CallPermission => 6,
    }
}
