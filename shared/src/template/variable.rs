//! Variables in a text: `{{1}}` or `{{order_id}}` (reference 4.4).

/// A variable where it stands; `name` is what the braces hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable<'a> {
    pub name: &'a str,
    /// Byte places of the text, braces included.
    pub start: usize,
    pub end: usize,
}

impl Variable<'_> {
    /// It is a number, right or wrong.
    pub fn is_positional(&self) -> bool {
        is_number(self.name)
    }

    /// Of a positional one, written as Meta writes it.
    pub fn number(&self) -> Option<u32> {
        (self.is_positional() && !self.name.starts_with('0')).then(|| self.name.parse().ok()).flatten()
    }
}

/// What the braces of a text hold.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scan<'a> {
    pub variables: Vec<Variable<'a>>,
    /// Braces are left over: `{{1}`, `{{}}`, `}}`.
    pub malformed: bool,
}

/// Reads a text once from the left.
pub fn scan(text: &str) -> Scan<'_> {
    let mut scan = Scan::default();
    // Most of a text has no braces, and looking for one sign is quick.
    let brace = |sign| text.find(sign).unwrap_or(text.len());
    let (mut at, mut open) = (brace('{').min(brace('}')), None);
    // Braces are ASCII: a pair of bytes is a pair of signs.
    while let Some(pair) = text.as_bytes().get(at..at + 2) {
        match pair {
            b"{{" => {
                scan.malformed |= open.is_some();
                open = Some(at);
                at += 2;
            }
            b"}}" => {
                match open.take() {
                    Some(start) if start + 2 < at => {
                        scan.variables.push(Variable { name: &text[start + 2..at], start, end: at + 2 });
                    }
                    _ => scan.malformed = true,
                }
                at += 2;
            }
            _ => at += 1,
        }
    }
    scan.malformed |= open.is_some();
    scan
}

/// Lower-case letters, digits and underscores; not a digit first.
pub fn is_name(name: &str) -> bool {
    name.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_')
        && name.bytes().next().is_some_and(|first| !first.is_ascii_digit())
}

pub fn is_number(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|sign| sign.is_ascii_digit())
}

/// The text with each variable called what `rename` says.
pub fn rename(text: &str, mut rename: impl FnMut(usize, &Variable) -> String) -> String {
    let mut renamed = String::with_capacity(text.len());
    let mut at = 0;
    for (place, variable) in scan(text).variables.iter().enumerate() {
        renamed.push_str(&text[at..variable.start]);
        renamed.push_str("{{");
        renamed.push_str(&rename(place, variable));
        renamed.push_str("}}");
        at = variable.end;
    }
    renamed.push_str(&text[at..]);
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> (Vec<&str>, bool) {
        let scan = scan(text);
        (scan.variables.iter().map(|variable| variable.name).collect(), scan.malformed)
    }

    #[test]
    fn braces_are_read_in_pairs() {
        assert_eq!(names("Hi {{1}}, {{order_id}}."), (vec!["1", "order_id"], false));
        assert_eq!(names("{ 1 } {a} }{"), (vec![], false));
        for broken in ["{{1}", "{{}}", "1}}", "{{1", "{{1}} {{", "{{ {{1}}"] {
            assert!(names(broken).1, "{broken}");
        }
    }

    #[test]
    fn a_name_is_lower_case_and_a_number_has_no_leading_zero() {
        assert!(is_name("order_id") && is_name("_a") && is_name("line2"));
        for wrong in ["", "Order", "2nd", "a b", "a-b", "größe", "a#"] {
            assert!(!is_name(wrong), "{wrong}");
        }
        assert_eq!(scan("{{01}}").variables[0].number(), None);
        assert_eq!(scan("{{99999999999}}").variables[0].number(), None);
        assert_eq!(rename("a {{x}} b {{y}}", |place, _| place.to_string()), "a {{0}} b {{1}}");
    }
}
