//! Texts of one line: headers, footers, labels (reference 4.4 and 4.5).

use super::check::{Check, Path};
use crate::template::finding::FindingCode;
use crate::template::fix::Fix;
use crate::template::{text, variable};

/// Which line it is: emoji are not the same everywhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Header,
    Footer,
    Label,
}

/// No formatting; no newline, which Meta says of headers, footers and labels alike; no emoji in a header, and none in a label that is to
/// be safe.
pub fn line(check: &mut Check, value: &str, line: Line, path: &Path, subcode: u32) {
    if text::has_marks(value) {
        check.error(FindingCode::FormattingNotAllowed, path, subcode).fix(Fix::CleanText);
    }
    if text::has_newline(value) {
        check.error(FindingCode::NewlineNotAllowed, path, subcode).fix(Fix::CleanText);
    }
    if line != Line::Footer && text::has_emoji(value) {
        let is_wrong = line == Line::Header || check.is_authentication();
        let found = if is_wrong {
            check.error(FindingCode::EmojiNotAllowed, path, subcode)
        } else {
            check.warning(FindingCode::EmojiNotAllowed, path)
        };
        found.fix(Fix::CleanText);
    }
}

pub fn no_variables(check: &mut Check, value: &str, path: &Path, subcode: u32) {
    let scan = variable::scan(value);
    if scan.malformed || !scan.variables.is_empty() {
        check.error(FindingCode::VariableNotAllowed, path, subcode);
    }
}
