//! Texts of one line: headers, footers, labels (reference 4.4 and 4.5).

use super::check::{Check, Path};
use crate::template::finding::{FindingCode, Severity};
use crate::template::fix::Fix;
use crate::template::{text, variable};

/// Which line it is: what is only supposed of one is a warning there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Header,
    Footer,
    Label,
}

/// No formatting; no newline; no emoji in a header, and none in a label that is to be safe.
pub fn line(check: &mut Check, value: &str, line: Line, path: &Path, subcode: u32) {
    if text::has_marks(value) {
        check.error(FindingCode::FormattingNotAllowed, path, subcode).fix(Fix::CleanText);
    }
    let severity = if line == Line::Header { Severity::Error } else { Severity::Warning };
    if text::has_newline(value) {
        odd(check, FindingCode::NewlineNotAllowed, severity, path, subcode);
    }
    if line != Line::Footer && text::has_emoji(value) {
        let severity = if check.is_authentication() { Severity::Error } else { severity };
        odd(check, FindingCode::EmojiNotAllowed, severity, path, subcode);
    }
}

fn odd(check: &mut Check, code: FindingCode, severity: Severity, path: &Path, subcode: u32) {
    let found = match severity {
        Severity::Error => check.error(code, path, subcode),
        Severity::Warning => check.warning(code, path),
    };
    found.fix(Fix::CleanText);
}

pub fn no_variables(check: &mut Check, value: &str, path: &Path, subcode: u32) {
    let scan = variable::scan(value);
    if scan.malformed || !scan.variables.is_empty() {
        check.error(FindingCode::VariableNotAllowed, path, subcode);
    }
}
