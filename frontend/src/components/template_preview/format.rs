//! A text as phones draw it: `*bold*`, `_italic_`, `~struck~`, three backticks for one width; and samples in the place of variables.

use clienthub_shared::template::variable::scan;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    pub struck: bool,
    pub mono: bool,
}

/// A piece of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    Text(String, Style),
    /// A variable without a sample, by its name.
    Variable(String),
}

/// Samples in the order of the variables; one that is empty leaves its variable.
pub fn filled(text: &str, samples: &[(String, String)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut at = 0;
    for (variable, sample) in scan(text).variables.iter().zip(samples.iter().map(|(_, sample)| sample)) {
        filled.push_str(&text[at..variable.start]);
        filled.push_str(if sample.is_empty() { &text[variable.start..variable.end] } else { sample });
        at = variable.end;
    }
    filled + &text[at..]
}

pub fn runs(text: &str) -> Vec<Run> {
    let mut found = Vec::new();
    parse(text, &Style::default(), &mut found);
    found
}

/// Without formatting, as in headers and footers.
pub fn plain(text: &str) -> Vec<Run> {
    let mut found = Vec::new();
    put(text, &Style::default(), &mut found);
    found
}

const FENCE: &str = "```";

fn parse(text: &str, style: &Style, found: &mut Vec<Run>) {
    let mut before = ' ';
    for (at, sign) in text.char_indices() {
        let rest = &text[at..];
        if let Some((inner, after)) = rest.strip_prefix(FENCE).and_then(|rest| rest.split_once(FENCE))
            && !inner.is_empty()
        {
            put(&text[..at], style, found);
            put(inner, &Style { mono: true, ..style.clone() }, found);
            return parse(after, style, found);
        }
        if let Some(inner_style) = opened(style, sign)
            && !before.is_alphanumeric()
            && let Some(end) = closing(rest, sign)
        {
            put(&text[..at], style, found);
            parse(&rest[1..end], &inner_style, found);
            return parse(&rest[end + 1..], style, found);
        }
        before = sign;
    }
    put(text, style, found);
}

fn opened(style: &Style, sign: char) -> Option<Style> {
    match sign {
        '*' if !style.bold => Some(Style { bold: true, ..style.clone() }),
        '_' if !style.italic => Some(Style { italic: true, ..style.clone() }),
        '~' if !style.struck => Some(Style { struck: true, ..style.clone() }),
        _ => None,
    }
}

/// Where the mark that opens the text closes, in the same line and around something.
fn closing(text: &str, mark: char) -> Option<usize> {
    let line = text.split('\n').next().unwrap_or(text);
    if line[1..].starts_with([' ', mark]) {
        return None;
    }
    let mut before = mark;
    for (at, sign) in line.char_indices().skip(1) {
        let after = line[at + sign.len_utf8()..].chars().next().unwrap_or(' ');
        if sign == mark && !before.is_whitespace() && before != mark && !after.is_alphanumeric() {
            return Some(at);
        }
        before = sign;
    }
    None
}

fn put(text: &str, style: &Style, found: &mut Vec<Run>) {
    let mut at = 0;
    let mut add = |text: &str| {
        if !text.is_empty() {
            found.push(Run::Text(text.to_owned(), style.clone()));
        }
    };
    let variables = scan(text).variables;
    if variables.is_empty() {
        return add(text);
    }
    for variable in variables {
        if variable.start > at {
            found.push(Run::Text(text[at..variable.start].to_owned(), style.clone()));
        }
        found.push(Run::Variable(variable.name.to_owned()));
        at = variable.end;
    }
    if at < text.len() {
        found.push(Run::Text(text[at..].to_owned(), style.clone()));
    }
}

/// Written from right to left.
pub fn is_right_to_left(language: &str) -> bool {
    matches!(language.split('_').next(), Some("ar" | "fa" | "he" | "ur" | "ps" | "prs" | "ckb"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(text: &str) -> Vec<(String, &'static str)> {
        let look = |style: &Style| match (style.bold, style.italic, style.struck, style.mono) {
            (false, false, false, false) => "",
            (true, false, ..) => "b",
            (true, true, ..) => "bi",
            (false, true, ..) => "i",
            (false, false, true, _) => "s",
            (false, false, false, true) => "m",
        };
        let of = |run| match run {
            Run::Text(text, style) => (text, look(&style)),
            Run::Variable(name) => (name, "var"),
        };
        runs(text).into_iter().map(of).collect()
    }

    #[test]
    fn marks_become_looks_as_on_a_phone() {
        let pair = |text: &str, look| (text.to_owned(), look);
        assert_eq!(looks("a *b* c"), [pair("a ", ""), pair("b", "b"), pair(" c", "")]);
        assert_eq!(looks("*b _c_*"), [pair("b ", "b"), pair("c", "bi")]);
        assert_eq!(looks("~x~ ```*y*```"), [pair("x", "s"), pair(" ", ""), pair("*y*", "m")]);
        assert_eq!(looks("Hi *{{1}}*!"), [pair("Hi ", ""), pair("1", "var"), pair("!", "")]);
    }

    #[test]
    fn lone_marks_stay_text() {
        for text in ["2 * 3 * 4", "snake_case_name", "5* hotel", "*", "**", "*a\nb*", "``````"] {
            assert_eq!(looks(text), [(text.to_owned(), "")], "{text}");
        }
    }

    #[test]
    fn samples_stand_for_variables() {
        let samples = [("1".to_owned(), "Ada".to_owned()), ("2".to_owned(), String::new())];
        assert_eq!(filled("Hi {{1}}, {{2}}.", &samples), "Hi Ada, {{2}}.");
        assert!(is_right_to_left("ar_EG") && !is_right_to_left("en_US"));
    }
}
