//! The part of each card that was put aside when all cards got another type of header, or no body. Cards have no ids, and are
//! moved, copied and written in meanwhile: a part finds its card by what else the card said then, or by its place.

use clienthub_shared::template::component::{Card, Component};
use clienthub_shared::template::word::{ComponentKind, HeaderFormat, ParameterFormat};

use super::format;

#[derive(Default)]
pub struct CardShelf(Vec<Kept>);

struct Kept {
    part: Component,
    variables: Option<ParameterFormat>,
    /// Of the card that it was taken from.
    others: Vec<Component>,
    place: usize,
}

/// A header of one type takes nothing from the shelf that one of another type left there.
fn key(part: &Component) -> (Option<ComponentKind>, Option<HeaderFormat>) {
    match part {
        Component::Header(header) => (part.kind(), header.known_format()),
        _ => (part.kind(), None),
    }
}

fn others(card: &Card, kind: Option<ComponentKind>) -> impl Iterator<Item = &Component> {
    card.components.iter().filter(move |part| part.kind() != kind)
}

impl Kept {
    fn is_of(&self, card: &Card) -> bool {
        others(card, self.part.kind()).eq(&self.others)
    }

    fn with_variables(&self, now: Option<ParameterFormat>) -> Component {
        let mut part = self.part.clone();
        if let Some(now) = now.filter(|now| self.variables != Some(*now)) {
            format::rename_all(std::slice::from_mut(&mut part), self.variables, now);
        }
        part
    }
}

impl CardShelf {
    /// Whatever was kept of the same sort before is forgotten.
    pub fn keep(&mut self, cards: &[Card], kind: ComponentKind, variables: Option<ParameterFormat>) {
        let of_card = |(place, card): (usize, &Card)| {
            let part = card.components.iter().find(|part| part.kind() == Some(kind))?.clone();
            Some(Kept { part, variables, others: others(card, Some(kind)).cloned().collect(), place })
        };
        let fresh: Vec<Kept> = cards.iter().enumerate().filter_map(of_card).collect();
        self.0.retain(|old| !fresh.iter().any(|new| key(&new.part) == key(&old.part)));
        self.0.extend(fresh);
    }

    /// For each card the part of this sort that is its own, or `blank`.
    pub fn find(&self, cards: &[Card], blank: &Component, variables: Option<ParameterFormat>) -> Vec<Component> {
        let mut kept: Vec<&Kept> = self.0.iter().filter(|kept| key(&kept.part) == key(blank)).collect();
        let mut found = vec![None; cards.len()];
        // The surest first: cards that say the same are told apart by their place.
        let tests: [fn(&Kept, usize, &Card) -> bool; 3] = [
            |kept, place, card| kept.place == place && kept.is_of(card),
            |kept, _, card| kept.is_of(card),
            |kept, place, _| kept.place == place,
        ];
        for is_its_own in tests {
            for (place, card) in cards.iter().enumerate() {
                if found[place].is_none()
                    && let Some(at) = kept.iter().position(|kept| is_its_own(kept, place, card))
                {
                    found[place] = Some(kept.remove(at).with_variables(variables));
                }
            }
        }
        found.into_iter().map(|part| part.unwrap_or_else(|| blank.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use clienthub_shared::template::Template;
    use clienthub_shared::template::word::{ComponentKind, HeaderFormat, ParameterFormat};
    use serde_json::json;

    use crate::components::template_editor::model::shelf::Shelf;
    use crate::components::template_editor::model::{Spot, card, format, place};

    /// Three breads, each with its picture and its words.
    fn carousel() -> Template {
        let card = |bread: &str| {
            let (file, text) = (["4::", bread].concat(), [bread, " for {{1}} today."].concat());
            json!({"components": [
                {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [file]}},
                {"type": "BODY", "text": text, "example": {"body_text": [["Ada"]]}},
                {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Keep it"}]},
            ]})
        };
        let cards = ["Rye", "Spelt", "Oat"].map(card);
        let components = json!([{"type": "BODY", "text": "Hello there"}, {"type": "CAROUSEL", "cards": cards}]);
        let whole = json!({"name": "a", "language": "en", "category": "MARKETING", "components": components});
        serde_json::from_value(whole).unwrap()
    }

    fn file(template: &Template, at: usize) -> Option<&str> {
        place::header(template, Spot::Card(at))?.example.handles.first().map(String::as_str)
    }

    fn text(template: &Template, at: usize) -> &str {
        place::body(template, Spot::Card(at)).map_or("", |body| body.text.as_str())
    }

    #[test]
    fn cards_that_are_switched_back_have_their_files_and_texts_again() {
        let (mut it, mut shelf) = (carousel(), Shelf::default());
        let before = it.clone();
        card::set_header(&mut it, HeaderFormat::Video, &mut shelf);
        assert_eq!(file(&it, 0), None);
        place::header_mut(&mut it, Spot::Card(1)).unwrap().example.handles = vec!["4::oven".to_owned()];
        card::set_body(&mut it, false, &mut shelf);
        assert_eq!(text(&it, 2), "");
        card::set_header(&mut it, HeaderFormat::Image, &mut shelf);
        card::set_body(&mut it, true, &mut shelf);
        assert_eq!(it, before);
        card::set_header(&mut it, HeaderFormat::Video, &mut shelf);
        assert_eq!([file(&it, 0), file(&it, 1), file(&it, 2)], [None, Some("4::oven"), None]);
    }

    #[test]
    fn files_follow_cards_that_were_moved_removed_and_written_in() {
        let (mut it, mut shelf) = (carousel(), Shelf::default());
        card::set_header(&mut it, HeaderFormat::Video, &mut shelf);
        card::shift(&mut it, 0, 2);
        card::remove(&mut it, 0);
        card::add(&mut it);
        card::set_header(&mut it, HeaderFormat::Image, &mut shelf);
        assert_eq!([file(&it, 0), file(&it, 1), file(&it, 2)], [Some("4::Oat"), Some("4::Rye"), None]);
        card::set_header(&mut it, HeaderFormat::Video, &mut shelf);
        place::body_mut(&mut it, Spot::Card(0)).unwrap().text.push_str(" Still warm.");
        card::set_header(&mut it, HeaderFormat::Image, &mut shelf);
        assert_eq!([file(&it, 0), file(&it, 1), file(&it, 2)], [Some("4::Oat"), Some("4::Rye"), None]);
    }

    #[test]
    fn cards_that_say_the_same_are_told_apart_by_their_place() {
        let (mut it, mut shelf) = (carousel(), Shelf::default());
        for at in 0..3 {
            place::body_mut(&mut it, Spot::Card(at)).unwrap().text.clear();
        }
        card::set_header(&mut it, HeaderFormat::Video, &mut shelf);
        place::body_mut(&mut it, Spot::Card(0)).unwrap().text.push_str("Rye again");
        card::set_header(&mut it, HeaderFormat::Image, &mut shelf);
        assert_eq!([file(&it, 0), file(&it, 1), file(&it, 2)], [Some("4::Rye"), Some("4::Spelt"), Some("4::Oat")]);
    }

    #[test]
    fn texts_of_cards_come_back_with_the_variables_of_today() {
        let (mut it, mut shelf) = (carousel(), Shelf::default());
        card::set_body(&mut it, false, &mut shelf);
        format::switch(&mut it, ParameterFormat::Named);
        card::set_body(&mut it, true, &mut shelf);
        assert_eq!(text(&it, 1), "Spelt for {{value_1}} today.");
    }

    #[test]
    fn another_carousel_has_nothing_of_the_one_before() {
        let (mut it, mut shelf) = (carousel(), Shelf::default());
        card::set_header(&mut it, HeaderFormat::Video, &mut shelf);
        place::remove(&mut it.components, ComponentKind::Carousel);
        card::start(&mut it, &mut shelf);
        card::set_header(&mut it, HeaderFormat::Video, &mut shelf);
        card::set_header(&mut it, HeaderFormat::Image, &mut shelf);
        assert_eq!([file(&it, 0), file(&it, 1)], [None, None]);
    }
}
