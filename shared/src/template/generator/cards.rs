//! Carousels: cards of files, or of products.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::standard::file;
use super::text::{body, label, url};
use super::{head, with};

/// Which kinds of buttons all cards have.
#[derive(Debug, Clone, Copy)]
enum Group {
    None,
    Url,
    ReplyAndUrl,
    Replies,
    Reminder,
}

fn buttons(group: Group) -> BoxedStrategy<Vec<Value>> {
    let reply = || label().prop_map(|text| json!({"type": "QUICK_REPLY", "text": text}));
    match group {
        Group::None => Just(Vec::new()).boxed(),
        Group::Url => url().prop_map(|url| vec![url]).boxed(),
        Group::ReplyAndUrl => (reply(), url()).prop_map(|(reply, url)| vec![reply, url]).boxed(),
        Group::Replies => vec(reply(), 2).boxed(),
        Group::Reminder => Just(vec![json!({"type": "REMINDER"})]).boxed(),
    }
}

fn carousel(cards: Vec<Value>) -> Option<Value> {
    Some(json!({"type": "CAROUSEL", "cards": cards}))
}

pub fn files() -> BoxedStrategy<Value> {
    let groups = vec![Group::None, Group::Url, Group::ReplyAndUrl, Group::Replies, Group::Reminder];
    let kinds = (select(vec!["IMAGE", "VIDEO"]), any::<bool>(), select(groups), any::<bool>(), 2..=10_usize);
    kinds
        .prop_flat_map(|(format, has_body, group, named, count)| {
            let card = (body(named, 2), buttons(group)).prop_map(move |(body, buttons)| {
                let mut components = vec![file(format)];
                components.extend(has_body.then_some(body));
                if !buttons.is_empty() {
                    components.push(json!({"type": "BUTTONS", "buttons": buttons}));
                }
                json!({"components": components})
            });
            (head("MARKETING"), body(named, 3), vec(card, count))
                .prop_map(move |(head, body, cards)| with(head, named, vec![Some(body), carousel(cards)]))
        })
        .boxed()
}

/// Those of products may be utility's too.
pub fn products() -> BoxedStrategy<Value> {
    let card = label().prop_map(|text| {
        let buttons = json!({"type": "BUTTONS", "buttons": [{"type": "SPM", "text": text}]});
        json!({"components": [{"type": "HEADER", "format": "PRODUCT"}, buttons]})
    });
    (select(vec!["MARKETING", "UTILITY"]), vec(card, 2..=10))
        .prop_flat_map(|(category, cards)| {
            (head(category), body(false, 3))
                .prop_map(move |(head, body)| with(head, false, vec![Some(body), carousel(cards.clone())]))
        })
        .boxed()
}
