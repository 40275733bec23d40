//! Rules for what people type, run by the page on blur and by the server again.

use crate::problem::{ErrorCode, FieldError};

/// In characters.
pub const NAME_MAX: usize = 100;
/// In characters.
pub const PASSWORD_MIN: usize = 10;
/// In bytes; longer ones are refused, not cut.
pub const PASSWORD_MAX: usize = 1024;

/// What somebody or something is called: 1 to 100 characters on one line, blanks around them not counted. Something of it is seen,
/// and nothing turns around the text beside it: names stand in sentences, lists and logs that others read.
pub fn name(path: &str, text: &str) -> Result<(), FieldError> {
    let text = text.trim();
    if text.chars().all(is_blank) {
        return Err(FieldError::new(path, ErrorCode::Required));
    }
    if text.chars().any(|sign| sign.is_control() || turns_text(sign)) {
        return Err(FieldError::new(path, ErrorCode::BadFormat));
    }
    if text.chars().count() > NAME_MAX {
        return Err(FieldError::new(path, ErrorCode::TooLong).with("max", NAME_MAX));
    }
    Ok(())
}

/// Nothing is seen of it alone; inside a word it may be needed, as between the parts of an emoji.
pub(crate) fn is_blank(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{2800}' | '\u{3164}' | '\u{feff}')
}

/// Line ends and the marks that change the direction of what follows.
fn turns_text(sign: char) -> bool {
    matches!(sign, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A password that somebody is to have from now on; one that is asked for may be older than these rules.
pub fn new_password(path: &str, text: &str) -> Result<(), FieldError> {
    if text.chars().count() < PASSWORD_MIN {
        return Err(FieldError::new(path, ErrorCode::TooShort).with("min", PASSWORD_MIN));
    }
    if text.len() > PASSWORD_MAX {
        return Err(FieldError::new(path, ErrorCode::TooLong).with("max", PASSWORD_MAX));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_counted_in_characters_without_the_blanks_around_it() {
        let broken = |text: &str| name("name", text).err().map(|finding| finding.code);
        assert_eq!(broken(&format!("  {} ", "ü".repeat(100))), None);
        assert_eq!(broken(&"ü".repeat(101)), Some(ErrorCode::TooLong));
        assert_eq!(broken(" \t"), Some(ErrorCode::Required));
        assert_eq!(broken("two\nlines"), Some(ErrorCode::BadFormat));
        assert_eq!(broken("\u{200b} \u{feff}"), Some(ErrorCode::Required));
        assert_eq!(broken("Anna\u{202e}nimda"), Some(ErrorCode::BadFormat));
        assert_eq!(broken("👩\u{200d}💻 می\u{200c}خواهم"), None);
    }

    #[test]
    fn a_new_password_is_long_enough_in_characters_and_not_too_long_in_bytes() {
        let broken = |text: &str| new_password("new", text).err().map(|finding| finding.code);
        assert_eq!(broken(&"ü".repeat(9)), Some(ErrorCode::TooShort));
        assert_eq!(broken(&"ü".repeat(10)), None);
        assert_eq!(broken(&"ü".repeat(512)), None);
        assert_eq!(broken(&"ü".repeat(513)), Some(ErrorCode::TooLong));
    }
}
