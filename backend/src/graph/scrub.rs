//! Takes secrets out of texts that came from outside before they are kept: Meta repeats a malformed token in its message.
//! Used for every text of an error; the types of `error.rs` may then print themselves.

const REMOVED: &str = "[removed]";
const LONGEST: usize = 1_000;
/// Meta's tokens begin so; shorter words are ordinary ones.
const TOKEN_START: &str = "EAA";
const TOKEN_LENGTH: usize = 16;

/// `text` without the secrets, without anything that looks like a token of Meta's, without NUL, and of
/// bounded length.
pub(super) fn scrub(text: &str, secrets: &[&str]) -> String {
    let mut clean = text.replace('\0', "");
    for secret in secrets.iter().filter(|secret| secret.len() >= 4) {
        clean = clean.replace(secret, REMOVED);
    }
    clean = without_tokens(&clean);
    if clean.chars().count() > LONGEST {
        clean = clean.chars().take(LONGEST).chain(['…']).collect();
    }
    clean
}

fn without_tokens(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(TOKEN_START) {
        let (before, found) = rest.split_at(start);
        let end = found.find(|c: char| !c.is_ascii_alphanumeric() && !"_-.%".contains(c)).unwrap_or(found.len());
        clean.push_str(before);
        clean.push_str(if end >= TOKEN_LENGTH { REMOVED } else { &found[..end] });
        rest = &found[end..];
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_taken_out() {
        let text = "Malformed access token my|token, EAAGabcdefghijklmnop. Ask EAA support";
        assert_eq!(scrub(text, &["my|token", ""]), "Malformed access token [removed], [removed] Ask EAA support");
    }

    #[test]
    fn texts_have_a_bounded_length() {
        assert_eq!(scrub(&"ü".repeat(5_000), &[]).chars().count(), LONGEST + 1);
    }
}
