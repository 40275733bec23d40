//! The texts of the pages, made from `locales/*.json` by build.rs: every key a name that the compiler checks, one language
//! loaded at a time, and one piece of code that fills in values. `tr!` and `tr_count!` are the way to them.

use std::cell::RefCell;
use std::fmt::{Display, Write as _};

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::intl;

#[expect(non_camel_case_types, reason = "named as its file is")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locale {
    en,
    de,
    pt_BR,
    es,
}

#[expect(non_camel_case_types, non_upper_case_globals, reason = "named as the keys of the locales are")]
pub mod keys {
    use super::{Display, Plain, filled};
    include!(concat!(env!("OUT_DIR"), "/keys.rs"));
}

/// A text without values, by its number.
#[derive(Clone, Copy)]
pub struct Plain(usize);

thread_local! {
    static TEXTS: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// From now on texts are of this language. False when they could not be loaded; then nothing changes.
pub async fn load(locale: Locale) -> bool {
    let Some(texts) = fetched(intl::tag(locale)).await.filter(|texts| texts.length() as usize == keys::COUNT) else {
        return false;
    };
    // For as long as the tab lives; nobody changes the language so often that it matters.
    let text = |text: JsValue| -> &'static str { Box::leak(text.as_string().unwrap_or_default().into_boxed_str()) };
    TEXTS.set(texts.iter().map(text).collect());
    true
}

/// By `texts` of `assets/boot.js`, which has asked for the first language already.
async fn fetched(language: &str) -> Option<Array> {
    let texts: Function = Reflect::get(&js_sys::global(), &JsValue::from_str("texts")).ok()?.dyn_into().ok()?;
    let answer: Promise = texts.call1(&JsValue::NULL, &JsValue::from_str(language)).ok()?.dyn_into().ok()?;
    JsFuture::from(answer).await.ok()?.dyn_into().ok()
}

impl Plain {
    pub fn text(self) -> &'static str {
        TEXTS.with_borrow(|texts| texts.get(self.0).copied().unwrap_or_default())
    }
}

/// `{{ name }}` becomes the value of that name.
fn filled(number: usize, values: &[(&str, &dyn Display)]) -> String {
    let mut text = String::new();
    let mut rest = Plain(number).text();
    while let Some((before, after)) = rest.split_once("{{") {
        text.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name.trim()) {
            // Writing to a string does not fail.
            let _ = write!(text, "{value}");
        }
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::TEXTS;
    use crate::tr;

    #[test]
    fn values_stand_in_their_places() {
        TEXTS.set(vec!["{{ from }}–{{ to }} of {{ total }}"; super::keys::COUNT]);
        assert_eq!(tr!(numbers.range, from = 1, to = "25", total = String::from("118")), "1–25 of 118");
    }
}
