//! What Meta looks at in a text: its length, its words, formatting marks, emoji. Each reads the text once.

use super::variable::Variable;
use crate::rules;

/// In the characters Meta counts: Unicode's, variables as they are written.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// Words that have no variable in them, for the rule of 2n + 1 (reference 4.4). A word has a letter or digit; in scripts without
/// blanks each sign is one.
pub fn words(text: &str, variables: &[Variable]) -> usize {
    let mut variables = variables.iter().peekable();
    let (mut count, mut in_word, mut has_variable) = (0, false, false);
    for (place, sign) in text.char_indices() {
        while variables.next_if(|variable| variable.end <= place).is_some() {}
        if variables.peek().is_some_and(|variable| variable.start <= place) {
            has_variable = true;
        } else if sign.is_whitespace() {
            count += usize::from(in_word && !has_variable);
            (in_word, has_variable) = (false, false);
        } else if has_no_blanks(sign) {
            count += 1;
        } else {
            in_word |= sign.is_alphanumeric();
        }
    }
    count + usize::from(in_word && !has_variable)
}

/// Signs of Thai, Lao, Burmese, Khmer, Chinese and Japanese.
fn has_no_blanks(sign: char) -> bool {
    matches!(sign, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
        && sign.is_alphanumeric()
}

/// Nothing of it is seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(rules::is_blank)
}

pub fn has_newline(text: &str) -> bool {
    text.contains(['\n', '\r', '\u{2028}', '\u{2029}'])
}

/// What a delivered parameter may not have: newline, tab, more than four blanks in a row.
pub fn breaks_parameter(text: &str) -> bool {
    text.contains(['\n', '\r', '\t']) || text.contains("     ")
}

/// Signs that phones draw as emoji.
pub fn is_emoji(sign: char) -> bool {
    matches!(u32::from(sign),
        0x1f004 | 0x1f0cf | 0x1f18e | 0x1f191..=0x1f19a | 0x1f1e6..=0x1faff
        | 0xfe0f | 0x20e3 | 0x231a..=0x231b | 0x23e9..=0x23ec | 0x23f0 | 0x23f3 | 0x25fd..=0x25fe | 0x2614..=0x2615
        | 0x2648..=0x2653 | 0x267f | 0x2693 | 0x26a1 | 0x26aa..=0x26ab | 0x26bd..=0x26be | 0x26c4..=0x26c5 | 0x26ce
        | 0x26d4 | 0x26ea | 0x26f2..=0x26f3 | 0x26f5 | 0x26fa | 0x26fd | 0x2705 | 0x270a..=0x270b | 0x2728 | 0x274c
        | 0x274e | 0x2753..=0x2755 | 0x2757 | 0x2795..=0x2797 | 0x27b0 | 0x27bf | 0x2b1b..=0x2b1c | 0x2b50 | 0x2b55)
}

pub fn has_emoji(text: &str) -> bool {
    text.chars().any(is_emoji)
}

pub fn has_url(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| text.contains(start))
}

const MARKS: [char; 4] = ['*', '_', '~', '`'];

/// A pair of formatting marks stands around something, as phones read it: `*bold*`, not `2 * 3 * 4` or `snake_case`.
pub fn has_marks(text: &str) -> bool {
    let mut open = [false; MARKS.len()];
    let mut before = ' ';
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let after = signs.peek().copied().unwrap_or(' ');
        if let Some(mark) = MARKS.iter().position(|known| *known == sign) {
            if open[mark] && !before.is_whitespace() && before != sign && !after.is_alphanumeric() {
                return true;
            }
            open[mark] |= !before.is_alphanumeric() && !after.is_whitespace() && after != sign;
        }
        before = sign;
    }
    false
}

/// Marks, for a text that shall have none.
pub fn is_mark(sign: char) -> bool {
    MARKS.contains(&sign)
}

#[cfg(test)]
mod tests {
    use super::super::variable::scan;
    use super::*;

    #[test]
    fn words_are_counted_beside_the_variables() {
        let count = |text| words(text, &scan(text).variables);
        assert_eq!(count("Hallo {{1}}, dein Paket {{2}} liegt bereit."), 5);
        assert_eq!(count("no. {{1}}: 5 & more - \u{1f389}"), 3);
        assert_eq!(count("id#{{1}}x"), 0);
        assert_eq!(count("你好{{1}}，订单已发货"), 7);
        assert_eq!(count(""), 0);
    }

    #[test]
    fn a_pair_of_marks_is_formatting_and_a_lone_one_is_not() {
        for text in ["*bold*", "a _b c_ d", "~x~!", "```x```", "`x`", "*{{1}}*"] {
            assert!(has_marks(text), "{text}");
        }
        for text in ["2 * 3 * 4", "snake_case_name", "5* hotel", "*", "**", "a~b", "{{first_name}} of {{last_name}}"] {
            assert!(!has_marks(text), "{text}");
        }
    }

    #[test]
    fn emoji_are_told_from_letters_and_signs() {
        assert!(has_emoji("ok 👍") && has_emoji("1\u{fe0f}\u{20e3}") && has_emoji("🇩🇪") && has_emoji("⭐"));
        assert!(!has_emoji("Grüße – 5 € ™ ✓ ★ 你好 ①"));
    }
}
