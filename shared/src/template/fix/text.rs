//! Fixes of single texts.

use super::component;
use crate::template::button::Button;
use crate::template::component::Component;
use crate::template::finding::{Finding, FindingCode};
use crate::template::text::{is_emoji, is_mark};
use crate::template::variable::{Variable, scan};
use crate::template::{Template, text};

/// Changes the text at the path.
pub fn change(template: &mut Template, path: &str, change: impl FnOnce(&str) -> String) -> Option<()> {
    let text = find(template, path)?;
    *text = change(text);
    Some(())
}

fn find<'t>(template: &'t mut Template, path: &str) -> Option<&'t mut String> {
    let (component, after) = component(template, path)?;
    match (component, after.as_slice()) {
        (Component::Header(header), ["text"]) => Some(&mut header.text),
        (Component::Body(body), ["text"]) => Some(&mut body.text),
        (Component::Footer(footer), ["text"]) => Some(&mut footer.text),
        (Component::Offer(offer), ["limited_time_offer", "text"]) => Some(&mut offer.text),
        (Component::Buttons(group), ["buttons", at, field]) => {
            let button = group.buttons.get_mut(at.parse::<usize>().ok()?)?;
            match (button, *field) {
                (button, "text") => button.text_mut(),
                (Button::Url(url), "url") => Some(&mut url.url),
                (Button::Otp(otp), "autofill_text") => Some(&mut otp.autofill_text),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A blank between variables that touch.
pub fn separate(text: &str) -> String {
    let mut separated = String::with_capacity(text.len() + 8);
    let mut at = 0;
    for pair in scan(text).variables.windows(2) {
        if pair[0].end == pair[1].start {
            separated.push_str(&text[at..pair[0].end]);
            separated.push(' ');
            at = pair[0].end;
        }
    }
    separated.push_str(&text[at..]);
    separated
}

pub fn add_full_stop(text: &str) -> String {
    let mut closed = text.trim_end().to_owned();
    closed.push('.');
    closed
}

pub fn add_https(url: &str) -> String {
    let mut address = String::from("https://");
    address.push_str(url.trim().trim_start_matches('/'));
    address
}

pub fn shorten(template: &mut Template, finding: &Finding) -> Option<()> {
    let max = usize::try_from(finding.params.get("max")?.as_u64()?).ok()?;
    change(template, &finding.path, |text| cut(text, max))
}

/// At most `max` characters, between words where there are some, and never through a variable.
fn cut(text: &str, max: usize) -> String {
    let end = text.char_indices().nth(max).map_or(text.len(), |(place, _)| place);
    let through = |variable: &&Variable| variable.start < end && variable.end > end;
    let end = scan(text).variables.iter().find(through).map_or(end, |variable| variable.start);
    let whole = &text[..end];
    let at_word = text[end..].starts_with(char::is_whitespace);
    let kept = match whole.rfind(char::is_whitespace) {
        Some(blank) if !at_word && !text::is_blank(&whole[..blank]) && !in_variable(text, blank) => &whole[..blank],
        _ => whole,
    };
    kept.trim_end().to_owned()
}

fn in_variable(text: &str, place: usize) -> bool {
    scan(text).variables.iter().any(|variable| variable.start < place && place < variable.end)
}

/// Takes away what the finding says may not be there.
pub fn clean(template: &mut Template, finding: &Finding) -> Option<()> {
    let code = finding.code;
    change(template, &finding.path, |text| match code {
        FindingCode::NewlineNotAllowed => without(text, |_| false),
        FindingCode::EmojiNotAllowed => without(text, |sign| is_emoji(sign) || sign == '\u{200d}'),
        _ => without_marks(text),
    })
}

/// Without these signs, and on one line.
fn without(text: &str, unwanted: impl Fn(char) -> bool) -> String {
    let kept: String = text.chars().filter(|sign| !unwanted(*sign)).collect();
    let mut line = String::with_capacity(kept.len());
    for word in kept.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Variables keep their underscores.
fn without_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    for variable in scan(text).variables {
        plain.extend(text[at..variable.start].chars().filter(|sign| !is_mark(*sign)));
        plain.push_str(&text[variable.start..variable.end]);
        at = variable.end;
    }
    plain.extend(text[at..].chars().filter(|sign| !is_mark(*sign)));
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_falls_between_words_and_never_into_a_variable() {
        assert_eq!(cut("See my pick-up instructions", 25), "See my pick-up");
        assert_eq!(cut("See my instructions", 6), "See my");
        assert_eq!(cut("Donaudampfschiff", 5), "Donau");
        assert_eq!(cut("Hi {{order_id}}", 9), "Hi");
        assert_eq!(cut("short", 25), "short");
        assert_eq!(cut("ÄÖÜ äöü", 5), "ÄÖÜ");
    }

    #[test]
    fn cleaning_keeps_the_variables() {
        assert_eq!(without_marks("*Hi* {{first_name}} _you_"), "Hi {{first_name}} you");
        assert_eq!(without("a 👩\u{200d}💻\n b", |sign| is_emoji(sign) || sign == '\u{200d}'), "a b");
        assert_eq!(separate("{{1}}{{2}} and {{3}}{{4}}"), "{{1}} {{2}} and {{3}} {{4}}");
    }
}
