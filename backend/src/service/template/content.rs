//! What a row keeps of a template: its content without what Meta says about it, and what lists and searches look at.

use clienthub_shared::template::Template;
use clienthub_shared::template::button::Button;
use clienthub_shared::template::component::Component;

use super::alike;
use crate::graph::SAID_BY_META;
use crate::service::fold::fold;
use crate::store::template::Model;

/// Longest body in a list, and longest text that a search looks at.
const EXCERPT_MAX: usize = 160;
const SEARCH_MAX: usize = 6000;

/// Longest word of a category in its column: indexes hold no texts without end. Meta's have some fifteen letters.
const WORD_MAX: usize = 64;
/// Of one template as it is kept: as much as a body that makes a single one.
const TEMPLATE_MAX: usize = 256 * 1024;

/// The template as somebody wrote it. One copied from what Meta shows is put as Meta takes it: whoever opens it sees what is sent.
pub fn written(mut template: Template) -> Template {
    for member in SAID_BY_META {
        template.rest.remove(member);
    }
    if alike::is_as_shown(&template) { alike::as_given(template) } else { template }
}

/// The same of one that was read from Meta: where it came from is history.
pub fn read_at_meta(template: Template) -> Template {
    let mut template = alike::as_given(written(template));
    template.rest.retain(|member, _| !member.starts_with("library_template"));
    template
}

/// As the columns keep it.
pub fn text(template: &Template) -> String {
    // A JSON object with text keys: it cannot fail.
    serde_json::to_string(template).unwrap_or_default()
}

/// More than is kept of a draft.
pub fn is_too_large(template: &Template) -> bool {
    text(template).len() > TEMPLATE_MAX
}

/// A word of a category, known or not, as its column keeps it.
pub fn category(word: &str) -> String {
    word.chars().take(WORD_MAX).collect::<String>().to_ascii_uppercase()
}

/// Puts what was not sent yet into the row.
pub fn put_draft(row: &mut Model, template: &Template) {
    row.draft = Some(text(template));
    row.name.clone_from(&template.name);
    row.language.clone_from(&template.language);
    if row.content.is_none() {
        row.category = template.category.as_ref().map(|word| category(word.as_str()));
    }
    describe(row, template);
}

/// Excerpt and search text, of the newest content that there is.
pub fn describe(row: &mut Model, newest: &Template) {
    let body = newest.body().map_or("", |body| body.text.as_str());
    let plain = body.split_whitespace().collect::<Vec<_>>().join(" ");
    row.excerpt = plain.chars().take(EXCERPT_MAX).collect();
    let mut words = vec![newest.name.as_str()];
    texts(&newest.components, &mut words);
    row.search_text = fold(&words.join(" ")).chars().take(SEARCH_MAX).collect();
}

fn texts<'a>(components: &'a [Component], into: &mut Vec<&'a str>) {
    for component in components {
        match component {
            Component::Header(header) => into.push(&header.text),
            Component::Body(body) => into.push(&body.text),
            Component::Footer(footer) => into.push(&footer.text),
            Component::Buttons(group) => into.extend(group.buttons.iter().map(Button::text)),
            Component::Carousel(carousel) => {
                for card in &carousel.cards {
                    texts(&card.components, into);
                }
            }
            Component::Offer(offer) => into.push(&offer.text),
            Component::CallPermission(_) | Component::Other(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::store::samples;

    fn template(value: serde_json::Value) -> Template {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn what_meta_says_of_it_is_no_content_and_what_is_unknown_is() {
        let at_meta = template(json!({
            "id": "1", "status": "APPROVED", "quality_score": {"score": "GREEN"}, "name": "a", "language": "de",
            "category": "UTILITY", "new_member": 7, "components": [{"type": "BODY", "text": "Hi"}, {"type": "NEW"}],
        }));
        let written = serde_json::to_value(written(at_meta)).unwrap();
        assert_eq!(written["new_member"], 7);
        assert_eq!(written["components"][1]["type"], "NEW");
        assert!(written.get("id").is_none() && written.get("status").is_none());
    }

    #[test]
    fn lists_see_the_body_and_searches_every_text() {
        let mut row = samples::template("order_ready");
        let draft = template(json!({"name": "order_ready", "language": "de", "category": "utility", "components": [
            {"type": "HEADER", "format": "TEXT", "text": "Brötchen"},
            {"type": "BODY", "text": "Hallo {{1}},\n\ndeine  Bestellung ist da."},
            {"type": "FOOTER", "text": "Bäckerei Birke"},
            {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Ich komme"}]},
            {"type": "CAROUSEL", "cards": [{"components": [{"type": "BODY", "text": "Stollen"}]}]},
        ]}));
        put_draft(&mut row, &draft);
        assert_eq!(row.excerpt, "Hallo {{1}}, deine Bestellung ist da.");
        assert_eq!(row.category.as_deref(), Some("UTILITY"));
        for word in ["order_ready", "brotchen", "bestellung", "backerei birke", "ich komme", "stollen"] {
            assert!(row.search_text.contains(word), "{word}");
        }
    }
}
