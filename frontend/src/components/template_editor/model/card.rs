//! Cards of a carousel: two to ten that are alike. What makes them alike (type of header, body or none, kinds of buttons) is
//! changed on all at once; texts and files are each card's own.

use clienthub_shared::template::Template;
use clienthub_shared::template::button::Button;
use clienthub_shared::template::component::{Body, Buttons, Card, Carousel, Component, Header};
use clienthub_shared::template::limits::{CARDS_MAX, CARDS_MIN};
use clienthub_shared::template::word::{ButtonKind, ComponentKind, HeaderFormat, Open};

use super::button::fresh;
use super::card_shelf::CardShelf;
use super::place;
use super::shelf::Shelf;

pub fn start(template: &mut Template, shelf: &mut Shelf) {
    shelf.cards = CardShelf::default();
    let card = Card {
        components: vec![
            header(HeaderFormat::Image),
            Component::Body(Body::default()),
            Component::Buttons(Buttons { buttons: vec![fresh(ButtonKind::QuickReply)], ..Buttons::default() }),
        ],
        ..Card::default()
    };
    place::put(
        &mut template.components,
        Component::Carousel(Carousel { cards: vec![card; CARDS_MIN], ..Carousel::default() }),
    );
}

fn header(format: HeaderFormat) -> Component {
    Component::Header(Header { format: Some(Open::Known(format)), ..Header::default() })
}

/// One like the last, without its texts and file.
pub fn add(template: &mut Template) -> usize {
    let Some(cards) = place::cards_mut(template).filter(|cards| cards.len() < CARDS_MAX) else { return 0 };
    let blank = cards.last().map(blank).unwrap_or_default();
    cards.push(blank);
    cards.len() - 1
}

fn blank(card: &Card) -> Card {
    let components = card.components.iter().map(|component| match component {
        Component::Header(old) => Component::Header(Header { format: old.format.clone(), ..Header::default() }),
        Component::Body(_) => Component::Body(Body::default()),
        Component::Buttons(group) => {
            // The same words lead on from each card more often than not.
            let buttons = group.buttons.iter().map(|button| match button {
                Button::Url(_) => with_label(fresh(ButtonKind::Url), button.text()),
                other => other.clone(),
            });
            Component::Buttons(Buttons { buttons: buttons.collect(), ..Buttons::default() })
        }
        other => other.clone(),
    });
    Card { components: components.collect(), ..Card::default() }
}

fn with_label(mut button: Button, text: &str) -> Button {
    if let Some(label) = button.text_mut() {
        text.clone_into(label);
    }
    button
}

pub fn duplicate(template: &mut Template, at: usize) {
    if let Some(cards) = place::cards_mut(template).filter(|cards| cards.len() < CARDS_MAX && at < cards.len()) {
        let copy = cards[at].clone();
        cards.insert(at + 1, copy);
    }
}

pub fn shift(template: &mut Template, from: usize, to: usize) {
    if let Some(cards) = place::cards_mut(template).filter(|cards| from < cards.len() && to < cards.len()) {
        let card = cards.remove(from);
        cards.insert(to, card);
    }
}

/// Two have to remain.
pub fn remove(template: &mut Template, at: usize) {
    if let Some(cards) = place::cards_mut(template).filter(|cards| cards.len() > CARDS_MIN && at < cards.len()) {
        cards.remove(at);
    }
}

/// Files of another type do not fit: they wait on the shelf.
pub fn set_header(template: &mut Template, format: HeaderFormat, shelf: &mut Shelf) {
    let variables = template.format();
    let Some(cards) = place::cards_mut(template) else { return };
    shelf.cards.keep(cards, ComponentKind::Header, variables);
    let headers = shelf.cards.find(cards, &header(format), variables);
    for (card, header) in cards.iter_mut().zip(headers) {
        place::put(&mut card.components, header);
    }
}

pub fn set_body(template: &mut Template, wanted: bool, shelf: &mut Shelf) {
    let variables = template.format();
    let Some(cards) = place::cards_mut(template) else { return };
    if !wanted {
        shelf.cards.keep(cards, ComponentKind::Body, variables);
        for card in cards {
            place::remove(&mut card.components, ComponentKind::Body);
        }
        return;
    }
    let bodies = shelf.cards.find(cards, &Component::Body(Body::default()), variables);
    for (card, body) in cards.iter_mut().zip(bodies) {
        if !card.components.iter().any(|component| matches!(component, Component::Body(_))) {
            place::put(&mut card.components, body);
        }
    }
}
