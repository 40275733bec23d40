//! What Meta looks at in a text: its length, its words, formatting marks, emoji. Each reads the text once.

use super::variable::Variable;
use crate::rules;

/// In the characters Meta counts: Unicode's, variables as they are written.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// Words that have no variable in them, for the rule of 2n + 1 (reference 4.4). A word has a letter or digit and ends at a blank; in
/// scripts without blanks each sign is one, and ends the word before it.
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
            count += 1 + usize::from(in_word && !has_variable);
            (in_word, has_variable) = (false, false);
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

/// Signs that phones draw as emoji: those that Unicode shows as such by itself, and of its blocks of symbols, from the sun at 2600 on, all
/// that may be one. Letter-like ones (™, arrows) are no emoji without the mark FE0F.
pub fn is_emoji(sign: char) -> bool {
    matches!(u32::from(sign),
        0x1f004 | 0x1f0cf | 0x1f170..=0x1f171 | 0x1f17e..=0x1f17f | 0x1f18e | 0x1f191..=0x1f19a | 0x1f1e6..=0x1faff
        | 0xfe0f | 0x20e3 | 0x231a..=0x231b | 0x23e9..=0x23ec | 0x23f0 | 0x23f3 | 0x25fd..=0x25fe | 0x2600..=0x2604 | 0x260e | 0x2611
        | 0x2614..=0x2615 | 0x2618 | 0x261d | 0x2620 | 0x2622..=0x2623 | 0x2626 | 0x262a | 0x262e..=0x262f
        | 0x2638..=0x263a | 0x2640 | 0x2642 | 0x2648..=0x2653 | 0x265f..=0x2660 | 0x2663 | 0x2665..=0x2666 | 0x2668
        | 0x267b | 0x267e..=0x267f | 0x2692..=0x2697 | 0x2699 | 0x269b..=0x269c | 0x26a0..=0x26a1 | 0x26a7
        | 0x26aa..=0x26ab | 0x26b0..=0x26b1 | 0x26bd..=0x26be | 0x26c4..=0x26c5 | 0x26c8 | 0x26ce..=0x26cf | 0x26d1
        | 0x26d3..=0x26d4 | 0x26e9..=0x26ea | 0x26f0..=0x26f5 | 0x26f7..=0x26fa | 0x26fd | 0x2702 | 0x2705
        | 0x2708..=0x270d | 0x270f | 0x2712 | 0x2714 | 0x2716 | 0x271d | 0x2721 | 0x2728 | 0x2733..=0x2734 | 0x2744
        | 0x2747 | 0x274c | 0x274e | 0x2753..=0x2755 | 0x2757 | 0x2763..=0x2764 | 0x2795..=0x2797 | 0x27a1 | 0x27b0
        | 0x27bf | 0x2b1b..=0x2b1c | 0x2b50 | 0x2b55)
}

pub fn has_emoji(text: &str) -> bool {
    text.chars().any(is_emoji)
}

pub fn has_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["http://", "https://", "www."].iter().any(|start| lower.contains(start))
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
        assert_eq!((count("a你 {{1}} 好."), count("a你b"), count("{{1}}a你b")), (3, 3, 2));
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
        for text in ["ok 👍", "1\u{fe0f}\u{20e3}", "🇩🇪", "⭐", "☎", "❤", "✔", "⏰"] {
            assert!(has_emoji(text), "{text}");
        }
        assert!(!has_emoji("Grüße – 5 € ™ ✓ ★ → 你好 ①"));
    }
}
