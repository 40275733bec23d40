//! What a person does to a template, as plain functions of the template: no page, no signals. A part is addressed by its kind,
//! since each kind is there once; `place.rs` finds it and says its path in the findings.

pub mod button;
pub mod card;
mod card_shelf;
pub mod category;
pub mod format;
pub mod place;
pub mod shelf;
pub mod text;

pub use place::Spot;

#[cfg(test)]
mod tests {
    use clienthub_shared::template::button::Button;
    use clienthub_shared::template::component::Component;
    use clienthub_shared::template::example::Part;
    use clienthub_shared::template::word::{ButtonKind, Category, HeaderFormat, ParameterFormat};
    use clienthub_shared::template::{Template, validate};
    use serde_json::json;

    use super::shelf::{Shelf, set_header};
    use super::text::{Attic, caret, gentle_name, new_name, samples, set_sample, write};
    use super::{Spot, button, card, category, format, place};

    fn template(body: &str, samples: &[&str]) -> Template {
        let body = json!({"type": "BODY", "text": body, "example": {"body_text": [samples]}});
        serde_json::from_value(json!({"name": "a", "language": "en", "category": "MARKETING", "components": [body]}))
            .unwrap()
    }

    fn body(template: &Template) -> &str {
        &template.body().unwrap().text
    }

    fn values(template: &Template) -> Vec<String> {
        samples(template, Spot::Whole, Part::Body).into_iter().map(|(_, sample)| sample).collect()
    }

    fn type_in(template: &mut Template, text: &str, attic: &mut Attic) {
        write(template, Spot::Whole, Part::Body, text, attic);
    }

    #[test]
    fn a_variable_in_the_middle_moves_the_numbers_and_their_samples() {
        let mut it = template("Hi {{1}}, your {{2}} is here.", &["Ada", "P-1"]);
        type_in(&mut it, "Hi {{1}}, dear {{3}}, your {{2}} is here.", &mut Attic::default());
        assert_eq!(body(&it), "Hi {{1}}, dear {{2}}, your {{3}} is here.");
        assert_eq!(values(&it), ["Ada", "", "P-1"]);
    }

    #[test]
    fn removing_a_variable_closes_the_gap() {
        let mut it = template("Hi {{1}}, your {{2}} costs {{3}} now.", &["Ada", "P-1", "5"]);
        type_in(&mut it, "Hi {{1}}, costs {{3}} now.", &mut Attic::default());
        assert_eq!(body(&it), "Hi {{1}}, costs {{2}} now.");
        assert_eq!(values(&it), ["Ada", "5"]);
    }

    #[test]
    fn a_variable_that_is_cut_and_pasted_keeps_its_sample() {
        let mut attic = Attic::default();
        let mut it = template("Hi {{1}}, your {{2}} costs {{3}} now.", &["Ada", "P-1", "5"]);
        type_in(&mut it, "Hi {{1}}, costs {{3}} now.", &mut attic);
        type_in(&mut it, "Hi {{1}}, costs {{2}} now, your {{2}}.", &mut attic);
        assert_eq!(body(&it), "Hi {{1}}, costs {{2}} now, your {{3}}.");
        assert_eq!(values(&it), ["Ada", "5", "P-1"]);
    }

    #[test]
    fn a_name_that_is_typed_over_keeps_its_sample() {
        let mut it = template("Hi {{1}}, welcome.", &["Ada"]);
        format::switch(&mut it, ParameterFormat::Named);
        assert_eq!(body(&it), "Hi {{value_1}}, welcome.");
        type_in(&mut it, "Hi {{first_name}}, welcome.", &mut Attic::default());
        assert_eq!(samples(&it, Spot::Whole, Part::Body), [("first_name".to_owned(), "Ada".to_owned())]);
        format::switch(&mut it, ParameterFormat::Positional);
        assert_eq!((body(&it), values(&it)), ("Hi {{1}}, welcome.", vec!["Ada".to_owned()]));
    }

    #[test]
    fn a_sample_is_set_in_its_place() {
        let mut it = template("Hi {{1}} and {{2}}, welcome.", &[]);
        set_sample(&mut it, Spot::Whole, Part::Body, 1, "Bo");
        assert_eq!(values(&it), ["", "Bo"]);
        assert_eq!(new_name(&it, Spot::Whole, Part::Body, "value"), "3");
    }

    #[test]
    fn the_caret_stays_where_it_was_when_a_number_gets_longer() {
        assert_eq!(caret("{{9}} é {{9}} x", "{{9}} é {{10}} x", 13), 14);
        assert_eq!(caret("{{9}} é {{9}} x", "{{9}} é {{10}} x", 6), 6);
    }

    #[test]
    fn a_typed_name_becomes_one_that_meta_takes() {
        assert_eq!(gentle_name("Order Ready-2"), "order_ready_2");
    }

    #[test]
    fn quick_replies_are_added_to_their_group() {
        let mut it = template("Hello there", &[]);
        button::add(&mut it, Spot::Whole, ButtonKind::QuickReply, "");
        button::add(&mut it, Spot::Whole, ButtonKind::Url, "");
        button::add(&mut it, Spot::Whole, ButtonKind::QuickReply, "");
        let kinds: Vec<_> = button::list(&it, Spot::Whole).iter().filter_map(Button::kind).collect();
        assert_eq!(kinds, [ButtonKind::QuickReply, ButtonKind::QuickReply, ButtonKind::Url]);
        button::shift(&mut it, Spot::Whole, 2, 0);
        assert_eq!(button::one(&it, Spot::Whole, 0).and_then(Button::kind), Some(ButtonKind::Url));
    }

    #[test]
    fn limits_and_category_refuse_buttons() {
        use button::Refusal::{FullOfKind, MarketingOnly};
        let mut it = template("Hello there", &[]);
        button::add(&mut it, Spot::Whole, ButtonKind::PhoneNumber, "");
        assert_eq!(button::refusal(&it, Spot::Whole, ButtonKind::PhoneNumber), Some(FullOfKind(1)));
        assert_eq!(button::refusal(&it, Spot::Whole, ButtonKind::Catalog), None);
        category::set(&mut it, Category::Utility, &mut Shelf::default());
        assert_eq!(button::refusal(&it, Spot::Whole, ButtonKind::Catalog), Some(MarketingOnly));
    }

    #[test]
    fn the_last_button_takes_its_group_along() {
        let mut it = template("Hello there", &[]);
        button::add(&mut it, Spot::Whole, ButtonKind::Url, "");
        button::remove(&mut it, Spot::Whole, 0);
        assert_eq!(it.components.len(), 1);
    }

    #[test]
    fn cards_stay_alike() {
        let mut it = template("Hello there", &[]);
        card::start(&mut it, &mut Shelf::default());
        button::add(&mut it, Spot::Card(0), ButtonKind::Url, "");
        card::set_header(&mut it, HeaderFormat::Video, &mut Shelf::default());
        card::set_body(&mut it, false, &mut Shelf::default());
        assert_eq!(card::add(&mut it), 2);
        card::duplicate(&mut it, 0);
        let alike = |finding: &clienthub_shared::template::Finding| finding.code.as_str() == "cards_differ";
        assert_eq!(place::cards(&it).len(), 4);
        assert!(!validate(&it).iter().any(alike));
        assert_eq!(place::path(&it, Spot::Card(3)), "components.1.cards.3.components");
    }

    #[test]
    fn what_is_unknown_is_found_in_the_template_and_in_its_cards() {
        let mut it = template("Hello there", &[]);
        card::start(&mut it, &mut Shelf::default());
        it.components.push(Component::from_value(json!({"type": "NEW"})));
        place::cards_mut(&mut it).unwrap()[1].components.push(Component::from_value(json!({"type": "NEWER"})));
        let shown = |spot| place::unknown(&it, spot);
        assert_eq!(shown(Spot::Whole), [(2, "{\n  \"type\": \"NEW\"\n}".to_owned())]);
        assert_eq!(shown(Spot::Card(0)), []);
        assert_eq!(shown(Spot::Card(1)), [(3, "{\n  \"type\": \"NEWER\"\n}".to_owned())]);
    }

    #[test]
    fn two_cards_remain_and_ten_are_enough() {
        let mut it = template("Hello there", &[]);
        card::start(&mut it, &mut Shelf::default());
        card::remove(&mut it, 0);
        assert_eq!(place::cards(&it).len(), 2);
        for _ in 0..20 {
            card::add(&mut it);
        }
        assert_eq!(place::cards(&it).len(), 10);
    }

    #[test]
    fn a_look_at_authentication_loses_nothing() {
        let mut it = template("Hello there", &[]);
        category::set_footer(&mut it, "Birch");
        let (before, mut shelf) = (it.components.clone(), Shelf::default());
        category::set(&mut it, Category::Authentication, &mut shelf);
        assert!(validate(&it).is_empty(), "{:?}", validate(&it));
        category::set(&mut it, Category::Marketing, &mut shelf);
        assert_eq!(it.components, before);
    }

    #[test]
    fn parts_stand_in_metas_order_and_unknown_ones_stay() {
        let mut it = template("Hello there", &[]);
        it.components.push(Component::from_value(json!({"type": "NEW"})));
        category::set_footer(&mut it, "Birch");
        set_header(&mut it, Some(HeaderFormat::Location), &mut Shelf::default());
        let kinds: Vec<_> = it.components.iter().map(|part| part.kind().map_or("NEW", |kind| kind.as_str())).collect();
        assert_eq!(kinds, ["HEADER", "BODY", "FOOTER", "NEW"]);
        category::set_footer(&mut it, "");
        assert_eq!(it.components.len(), 3);
    }
}
