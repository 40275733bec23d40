//! Finds text for people in the front end's Rust: every sentence lives in `locales/`.
//!
//! Inside `view!` a string is text unless it is the value of a technical attribute (`class`, `href`, …). In Rust
//! expressions there only strings that begin like a word of a sentence count, outside `view!` only whole
//! sentences, and messages for developers (`expect`, `panic!`, tests) never. Strings are found by tokens, so
//! comments and formatting do not matter.

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The product, languages in their own words, and the browser's names of keys.
const ALLOWED: [&str; 20] = [
    "Clienthub",
    "English",
    "Deutsch",
    "Português (Brasil)",
    "Español",
    "Enter",
    "Escape",
    "Tab",
    "ArrowUp",
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "Backspace",
    "Delete",
    "Space",
    "Content-Type",
];

/// Attributes whose values people read or hear.
const SPOKEN: [&str; 8] = [
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-placeholder",
    "aria-valuetext",
    "placeholder",
    "title",
    "alt",
];

/// Attributes whose values only machines read; `data-`, `class:` and `style:` ones too.
const TECHNICAL: [&str; 25] = [
    "accept",
    "action",
    "autocomplete",
    "class",
    "d",
    "fill",
    "for",
    "href",
    "id",
    "inputmode",
    "key",
    "lang",
    "method",
    "name",
    "path",
    "pattern",
    "points",
    "preserveAspectRatio",
    "rel",
    "role",
    "src",
    "style",
    "stroke",
    "transform",
    "type",
];

const FOR_DEVELOPERS: [&str; 9] =
    ["assert", "assert_eq", "assert_ne", "debug_assert", "expect", "log", "panic", "unreachable", "warn"];

#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Rust outside `view!`
    Code,
    /// Rust within braces or brackets of a `view!`
    Expression,
    /// Tags, attributes and text nodes
    View,
}

/// The findings as `LINE: what`.
pub fn scan(source: &str) -> Result<Vec<String>> {
    let tokens: TokenStream = source.parse().map_err(|error| anyhow!("{error}"))?;
    let mut found = Vec::new();
    visit(tokens, Place::Code, &mut found);
    Ok(found)
}

fn visit(stream: TokenStream, place: Place, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut tests_follow = false;
    for (at, token) in tokens.iter().enumerate() {
        let before = &tokens[..at];
        match token {
            TokenTree::Group(group) if is_attribute(before, group) => {
                tests_follow = group.stream().to_string().replace(' ', "") == "cfg(test)";
            }
            TokenTree::Group(group) => {
                let skipped =
                    tests_follow || called(before).is_some_and(|name| FOR_DEVELOPERS.contains(&name.as_str()));
                if !skipped {
                    visit(group.stream(), inside(before, place), found);
                }
                tests_follow = false;
            }
            TokenTree::Literal(literal) => {
                let Some(text) = text_of(&literal.to_string()) else {
                    continue;
                };
                if let Some(why) = objection(&text, before, place) {
                    let line = literal.span().start().line;
                    found.push(format!("{line}: \"{text}\" {why}; say it in locales/"));
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => tests_follow = false,
            _ => {}
        }
    }
}

fn inside(before: &[TokenTree], place: Place) -> Place {
    match called(before).as_deref() {
        Some("view") if is_macro(before) => Place::View,
        _ if place == Place::Code => Place::Code,
        _ => Place::Expression,
    }
}

fn objection(text: &str, before: &[TokenTree], place: Place) -> Option<String> {
    if ALLOWED.contains(&text.trim()) {
        return None;
    }
    match place {
        Place::Code => is_sentence(text).then(|| "is a sentence".into()),
        Place::Expression => begins_as_word(text).then(|| "is text in a view".into()),
        Place::View => match attribute(before) {
            None => has_word(text).then(|| "is a text node".into()),
            Some(name) if SPOKEN.contains(&name.as_str()) => has_word(text).then(|| format!("is the value of {name}")),
            Some(name) if is_technical(&name) => None,
            Some(name) => (begins_as_word(text) || has_plain_words(text)).then(|| format!("is the value of {name}")),
        },
    }
}

fn is_technical(name: &str) -> bool {
    let plain = name.rsplit(':').next().unwrap_or(name);
    TECHNICAL.contains(&plain)
        || name.ends_with("class")
        || ["data-", "class:", "style:", "on:"].iter().any(|start| name.starts_with(start))
}

/// The name before `=` directly before here: `aria-label`, `prop:value`, `class`.
fn attribute(before: &[TokenTree]) -> Option<String> {
    let (last, rest) = before.split_last()?;
    if punct(last) != Some('=') || rest.last().and_then(punct).is_some_and(|sign| "=!<>".contains(sign)) {
        // An operator in an expression without braces; its operand is no text.
        return (punct(last) == Some('=')).then(|| "data-comparison".into());
    }
    let mut parts = Vec::new();
    let mut wants_word = true;
    for token in rest.iter().rev() {
        match token {
            TokenTree::Ident(ident) if wants_word => parts.push(ident.to_string()),
            TokenTree::Punct(sign) if !wants_word && "-:".contains(sign.as_char()) => {
                parts.push(sign.as_char().to_string());
            }
            _ => break,
        }
        wants_word = !wants_word;
    }
    parts.reverse();
    Some(parts.concat())
}

/// The function, method or macro whose arguments come next.
fn called(before: &[TokenTree]) -> Option<String> {
    let rest = if is_macro(before) { &before[..before.len() - 1] } else { before };
    match rest.last()? {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    }
}

fn is_macro(before: &[TokenTree]) -> bool {
    before.last().and_then(punct) == Some('!')
}

fn is_attribute(before: &[TokenTree], group: &Group) -> bool {
    let sign = |at: usize| before.len().checked_sub(at).and_then(|at| punct(&before[at]));
    group.delimiter() == Delimiter::Bracket && (sign(1) == Some('#') || sign(1) == Some('!') && sign(2) == Some('#'))
}

fn punct(token: &TokenTree) -> Option<char> {
    match token {
        TokenTree::Punct(punct) => Some(punct.as_char()),
        _ => None,
    }
}

/// The inside of a string literal, plain or raw; nothing for other literals and bytes.
fn text_of(literal: &str) -> Option<String> {
    let raw = literal.strip_prefix('r').unwrap_or(literal).trim_matches('#');
    Some(raw.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

fn has_word(text: &str) -> bool {
    text.split(|letter: char| !letter.is_alphabetic()).any(|word| word.chars().count() > 1)
}

/// Several words and nothing like `mt-1` or `lg:flex` among them.
fn has_plain_words(text: &str) -> bool {
    let plain = |word: &str| word.chars().all(|sign| sign.is_alphabetic() || ",.?!…’'".contains(sign));
    text.split_whitespace().all(plain) && text.split_whitespace().count() > 1
}

fn begins_as_word(text: &str) -> bool {
    let mut letters = text.trim_start().chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

fn is_sentence(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| has_word(word)).count();
    begins_as_word(text) && words > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str) -> Vec<usize> {
        let found = scan(source).unwrap();
        found.iter().map(|text| text.split(':').next().unwrap().parse().unwrap()).collect()
    }

    #[test]
    fn text_nodes_are_found_at_their_line() {
        let source = "fn a() { view! {\n  <p class=\"x y\">\n  \"Sign in\"</p>\n<b>\"ok\"</b> } }";
        assert_eq!(lines(source), [3, 4]);
    }

    #[test]
    fn punctuation_numbers_and_the_product_are_no_text() {
        assert!(lines(r#"fn a() { view! { <p>"·" " – " "24" "Clienthub"</p> } }"#).is_empty());
    }

    #[test]
    fn spoken_attributes_are_text_and_technical_ones_are_not() {
        let source = "fn a() { view! { <input\n aria-label=\"search\"\n class=\"btn Big one\"\n placeholder=\"name\"
            data-kind=\"A b\"\n prop:value=\"x\"\n type=\"text\" class:Has-x=\"Ab\" /> } }";
        assert_eq!(lines(source), [2, 4]);
    }

    #[test]
    fn component_properties_are_text_when_they_read_like_it() {
        let source = "fn a() { view! { <Field\n label=\"Name\"\n variant=\"ghost\"\n hint=\"as Meta has it\"/> } }";
        assert_eq!(lines(source), [2, 4]);
    }

    #[test]
    fn classes_that_are_handed_to_a_component_are_no_text() {
        assert!(lines(r#"fn a() { view! { <Menu place="top-full mt-1 right-0"/> } }"#).is_empty());
    }

    #[test]
    fn expressions_in_a_view_count_words_but_not_classes_or_keys() {
        let source =
            "fn a() { view! { <p class=move || if on() { \"btn btn-primary\" } else { \"btn\" }>\n{move || if on() {
            \"Ready\" } else { t!(i18n, waiting) }}</p>\n<i on:keydown=move |e| { if e.key() == \"Enter\" {} }/> } }";
        assert_eq!(lines(source), [3]);
    }

    #[test]
    fn a_view_in_an_expression_is_a_view_again() {
        let source = "fn a() { view! { <Show when=x>{move || view! {\n<b>\"soon\"</b> }}</Show> } }";
        assert_eq!(lines(source), [2]);
    }

    #[test]
    fn outside_views_only_sentences_count() {
        let source =
            "fn a() -> &'static str {\nlet kind = \"Bearer\"; let path = \"/api/v1 x\";\n\"Something went wrong\" }";
        assert_eq!(lines(source), [3]);
    }

    #[test]
    fn messages_for_developers_comments_and_tests_are_free() {
        let source =
            "/// Two words here\n#[doc = \"Two words\"] fn a() { x.expect(\"Two words\"); panic!(\"Two words\") }
            #[cfg(test)] mod tests { fn b() { view! { <p>\"Two words\"</p> } } }
            // view! { \"Two words\" }";
        assert!(lines(source).is_empty());
    }

    #[test]
    fn a_comparison_without_braces_is_no_text() {
        assert!(lines(r#"fn a() { view! { <b disabled=kind == "Two words"/> } }"#).is_empty());
    }
}
