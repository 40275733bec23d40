//! Folding: one spelling for texts that people mean to be equal, without letter case, accents and double spaces. Made on writing
//! (`name_key`, `search_text`) and on asking (`q`), so that the database only compares bytes.

use clienthub_shared::id::{NumberId, WabaId};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::store::number_list::{Search, SearchedId};
use crate::store::template_list::TemplateSearch;

/// NFKD without marks, in lower case, spaces single, control characters gone.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        match letter {
            _ if letter.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            // Letters with a stroke or joined ones, which Unicode does not take apart.
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            // The dot that `İ` leaves in lower case is a mark, too.
            _ if letter.is_control() || is_combining_mark(letter) => {}
            _ => folded.push(letter),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Longer names are sorted by their beginning: indexes hold no texts without end.
const KEY_MAX: usize = 200;

/// The columns `name_key`.
pub fn name_key(name: &str) -> String {
    fold(name).chars().take(KEY_MAX).collect()
}

/// The column `numbers.search_text`.
pub fn search_text(display_name: &str, waba_name: &str, digits: &str) -> String {
    format!("{} {} {digits}", fold(display_name), fold(waba_name))
}

/// What `q` means. Our ids are exact, digits of Meta's length may be an id of Meta's or a part of a phone number, and phone
/// numbers may be written as people write them: `+49 (0) 151-23`, `0049 151 23`, `0151/23`.
pub fn search(q: &str) -> Search {
    let typed = q.trim();
    let id = if let Ok(number) = typed.parse::<NumberId>() {
        Some(SearchedId::Number(number))
    } else if let Ok(waba) = typed.parse::<WabaId>() {
        Some(SearchedId::Waba(waba))
    } else if (5..=25).contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        Some(SearchedId::Meta(typed.to_owned()))
    } else {
        None
    };
    let text = fold(typed);
    let digits = digits(&text).filter(|digits| *digits != text);
    Search { text, digits, id }
}

/// What `q` means in a list of templates: an id, or words that may stand anywhere.
pub fn template_search(q: &str) -> TemplateSearch {
    let typed = q.trim();
    if let Ok(id) = typed.parse() {
        return TemplateSearch::Id(id);
    }
    let is_meta_id = (5..=25).contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_digit());
    let words = fold(typed).split(' ').filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect();
    TemplateSearch::Words { words, meta_id: is_meta_id.then(|| typed.to_owned()) }
}

/// The digits of a text that is a phone number and nothing else, without the zeros that are dialled and not stored.
fn digits(folded: &str) -> Option<String> {
    let bare = folded.replace("(0)", "");
    let is_phone_number =
        bare.chars().all(|letter| letter.is_ascii_digit() || " +-()./\u{2010}\u{2011}\u{2013}".contains(letter));
    let digits: String = bare.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (is_phone_number && !digits.is_empty()).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_accents_do_not_matter() {
        for (text, folded) in [
            ("Bäckerei  BIRKE ", "backerei birke"),
            ("Ação Saúde", "acao saude"),
            ("Łódź", "lodz"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("ﬁne\u{a0}①", "fine 1"),
            ("a\0b\u{7}", "ab"),
            ("Ελλάδα", "ελλαδα"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn phone_numbers_are_found_however_they_are_written() {
        for (q, digits) in [
            ("+49 151 23", Some("4915123")),
            ("0151/23", Some("15123")),
            ("0049 151-23", Some("4915123")),
            ("+49 (0) 151 23", Some("4915123")),
            ("(151) 23", Some("15123")),
            ("+", None),
            ("000", None),
            ("4 bakers", None),
            // The text says it already.
            ("15123", None),
        ] {
            assert_eq!(search(q).digits.as_deref(), digits, "{q}");
        }
    }

    #[test]
    fn ids_are_told_by_their_form() {
        let number = NumberId::from_uuid(uuid::Uuid::from_u128(7));
        assert_eq!(search(&format!(" {number} ")).id, Some(SearchedId::Number(number)));
        assert_eq!(search("106540352242922").id, Some(SearchedId::Meta("106540352242922".into())));
        assert_eq!(search("1234").id, None);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text: String) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn no_search_fails(q: String) {
            let search = search(&q);
            prop_assert!(!search.text.contains('\0'));
        }
    }
}
