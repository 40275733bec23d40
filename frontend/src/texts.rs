//! The texts of the pages, made from `locales/*.json` by build.rs: every key a name that the compiler checks, every language
//! one block of text, and one piece of code that fills in values. `tr!` and `tr_count!` are the way to them.

use std::cell::RefCell;
use std::fmt::{Display, Write as _};

/// Named as its file is.
#[allow(non_camel_case_types)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locale {
    en,
    de,
    pt_BR,
    es,
}

#[allow(non_camel_case_types, non_upper_case_globals, unused_imports)]
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

/// From now on texts are of this language.
pub fn load(locale: Locale) {
    let block = match locale {
        Locale::en => include_str!(concat!(env!("OUT_DIR"), "/en.txt")),
        Locale::de => include_str!(concat!(env!("OUT_DIR"), "/de.txt")),
        Locale::pt_BR => include_str!(concat!(env!("OUT_DIR"), "/pt-BR.txt")),
        Locale::es => include_str!(concat!(env!("OUT_DIR"), "/es.txt")),
    };
    TEXTS.set(block.split('\0').collect());
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
    use super::{Locale, load};
    use crate::tr;

    #[test]
    fn a_text_is_of_the_loaded_language_and_has_its_values() {
        load(Locale::en);
        assert_eq!(tr!(ui.close), "Close");
        assert_eq!(tr!(numbers.range, from = 1, to = "25", total = String::from("118")), "1–25 of 118");
        load(Locale::de);
        assert_eq!(tr!(ui.close), "Schließen");
    }
}
