//! Texts with variables (reference 4.4): finding `{{…}}`, their form and order, how long and how dense a text is, and what cannot stand in
//! it. Characters are Unicode scalar values; a variable counts as it is written.

use std::sync::LazyLock;

/// A text taken apart.
pub struct Text<'a> {
    /// The names in order, repeated ones included.
    pub variables: Vec<&'a str>,
    /// What stands around them: one more than there are variables.
    pub parts: Vec<&'a str>,
}

impl<'a> Text<'a> {
    /// None when braces open and do not close.
    pub fn read(raw: &'a str) -> Option<Self> {
        let (mut variables, mut parts, mut rest) = (Vec::new(), Vec::new(), raw);
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}")?;
            parts.push(before);
            variables.push(name);
            rest = after;
        }
        parts.push(rest);
        Some(Self { variables, parts })
    }

    pub fn has_variables(&self) -> bool {
        !self.variables.is_empty()
    }

    /// Each once, in the order of their first appearance.
    pub fn distinct(&self) -> Vec<&'a str> {
        let mut seen = Vec::new();
        for name in &self.variables {
            if !seen.contains(name) {
                seen.push(*name);
            }
        }
        seen
    }

    /// What is wrong with the names, if anything: positional ones count from 1, named ones come once.
    pub fn names_are_wrong(&self, is_named: bool) -> Option<&'static str> {
        let distinct = self.distinct();
        if !is_named {
            let counts = distinct.iter().enumerate().all(|(index, name)| **name == (index + 1).to_string());
            return (!counts).then_some("positional variables must be {{1}}, {{2}}, … in this order, without gaps");
        }
        if !distinct.iter().all(|name| is_name(name)) {
            return Some("named variables hold lower-case letters, digits and underscores");
        }
        (distinct.len() < self.variables.len()).then_some("a named variable may come once")
    }

    pub fn has_touching_variables(&self) -> bool {
        self.parts.len() > 2 && self.parts[1..self.parts.len() - 1].iter().any(|part| part.is_empty())
    }

    pub fn has_variable_at_edge(&self) -> bool {
        let is_blank = |part: Option<&&str>| part.is_some_and(|part| part.trim().is_empty());
        self.has_variables() && (is_blank(self.parts.first()) || is_blank(self.parts.last()))
    }

    /// At least 2n+1 words beside n variables; what touches a variable is no word of its own.
    pub fn is_too_dense(&self) -> bool {
        let count = self.variables.len();
        let last = self.parts.len() - 1;
        let parts = self.parts.iter().enumerate();
        count > 0 && parts.map(|(index, part)| words(part, index > 0, index < last)).sum::<usize>() < 2 * count + 1
    }

    /// Formatting marks around something: `*bold*`, `_italic_`, `~strike~`, backticks.
    pub fn has_markdown(&self) -> bool {
        self.parts.iter().any(|part| ['*', '_', '~', '`'].iter().any(|mark| has_pair(part, *mark)))
    }
}

fn is_name(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c == '_';
    name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c.is_ascii_digit())
}

/// Scripts without blanks count by the letter, others by what stands between blanks or such letters. A piece without a letter or digit is
/// none. `after` and `before`: a variable stands at that side.
fn words(part: &str, after: bool, before: bool) -> usize {
    let unspaced = part.chars().filter(|c| is_unspaced(*c)).count();
    let pieces: Vec<&str> = part.split(|c: char| c.is_whitespace() || is_unspaced(c)).collect();
    let is_free = |index: usize| !(after && index == 0 || before && index == pieces.len() - 1);
    let is_word = |piece: &str| piece.chars().any(char::is_alphanumeric);
    unspaced + pieces.iter().enumerate().filter(|(index, piece)| is_free(*index) && is_word(piece)).count()
}

fn is_unspaced(c: char) -> bool {
    let is_script = matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3041..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x20000..=0x3FFFF);
    is_script && c.is_alphanumeric()
}

/// A mark that begins a word and its twin that ends one.
fn has_pair(part: &str, mark: char) -> bool {
    let letters: Vec<char> = part.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| letters.get(index)).copied().unwrap_or(' ');
    let is_filled = |c: char| !c.is_whitespace() && c != mark;
    let mut has_opened = false;
    for index in (0..letters.len()).filter(|index| letters[*index] == mark) {
        let (before, after) = (at(index.checked_sub(1)), at(Some(index + 1)));
        if has_opened && is_filled(before) && !after.is_alphanumeric() {
            return true;
        }
        has_opened |= !before.is_alphanumeric() && is_filled(after);
    }
    false
}

/// Of the symbols that may be emoji, from Unicode's list of them: those that are drawn so without being asked, and all of the two blocks of
/// pictures. A mark asks for it anywhere else.
static EMOJI: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/emoji.json"))
        .expect("emoji.json is part of the program and tested")
});

pub fn has_emoji(text: &str) -> bool {
    let is_listed = |c: char| EMOJI.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(c)));
    text.chars().any(|c| matches!(c, '\u{FE0F}' | '\u{20E3}') || is_listed(c))
}

pub fn has_line_break(text: &str) -> bool {
    text.contains(['\n', '\r'])
}

pub fn has_url(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["http://", "https://", "www."].iter().any(|start| lower.contains(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn density_follows_what_was_probed_at_meta() {
        for (words, variables, is_dense) in [(4, 2, true), (5, 2, false), (8, 4, true), (17, 2, false)] {
            let text = format!("{}{}end", "word ".repeat(words - 1), "{{1}} ".repeat(variables));
            assert_eq!(Text::read(&text).unwrap().is_too_dense(), is_dense, "{words}/{variables}");
        }
        for text in ["您的包裹{{1}}已经到了", "a你 {{1}} 好.", "a你b {{1}} -"] {
            assert!(!Text::read(text).unwrap().is_too_dense(), "{text}");
        }
        for text in ["a b-{{1}}-c", "a & {{1}} - b", "a你{{1}}b"] {
            assert!(Text::read(text).unwrap().is_too_dense(), "{text}");
        }
    }

    #[test]
    fn emoji_are_what_phones_draw_as_pictures() {
        for text in ["Hello 🥐", "☎", "❤", "✔ done", "⏰", "1\u{FE0F}\u{20E3}", "™\u{FE0F}", "🇩🇪"] {
            assert!(has_emoji(text), "{text}");
        }
        for text in ["✓", "★", "™ § → ①", "♔", "Grüße 你好"] {
            assert!(!has_emoji(text), "{text}");
        }
    }

    #[test]
    fn names_and_order_of_variables() {
        let wrong = |text: &str, is_named| Text::read(text).unwrap().names_are_wrong(is_named).is_some();
        for text in ["a {{1}} b {{2}} c", "a {{1}} b {{1}} c", "nothing"] {
            assert!(!wrong(text, false), "{text}");
        }
        for text in ["{{2}}", "{{1}} {{3}}", "{{2}} {{1}}", "{{01}}", "{{ 1 }}", "{{}}", "{{name}}", "{{#}}"] {
            assert!(wrong(text, false), "{text}");
        }
        assert!(!wrong("{{order_id}} {{line_2}}", true));
        for text in ["{{Order}}", "{{a}} {{a}}", "{{1}}", "{{2a}}", "{{a-b}}", "{{a$}}"] {
            assert!(wrong(text, true), "{text}");
        }
        assert!(Text::read("open {{1").is_none());
    }

    #[test]
    fn marks_count_when_they_come_in_pairs() {
        for text in ["*bold*", "so _italic_ too", "~gone~", "`mono`", "a *b c* d"] {
            assert!(Text::read(text).unwrap().has_markdown(), "{text}");
        }
        for text in ["5 * 3 * 2", "order_id_no", "4* hotel", "a*b*c", "{{first_name}} {{last_name}}"] {
            assert!(!Text::read(text).unwrap().has_markdown(), "{text}");
        }
    }
}
