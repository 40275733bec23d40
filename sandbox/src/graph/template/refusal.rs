//! The refusals of reference 4.13: code 100 with a subcode that programs branch on, and texts for a person, which are the sandbox's own.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::graph::error::{GraphError, UserText};

pub const LIMIT_REACHED: i64 = 2_388_019;
pub const NAME_BLOCKED: i64 = 2_388_023;
pub const NAME_TAKEN: i64 = 2_388_024;
pub const WRONG_STATUS: i64 = 2_388_039;
pub const TOO_LONG: i64 = 2_388_040;
pub const COMPONENTS: i64 = 2_388_042;
pub const MISSING: i64 = 2_388_043;
pub const NAME: i64 = 2_388_046;
pub const HEADER: i64 = 2_388_047;
pub const BODY: i64 = 2_388_072;
pub const FOOTER: i64 = 2_388_073;
pub const SAMPLE_NAME: i64 = 2_388_155;
pub const DENSITY: i64 = 2_388_293;
pub const EDGE: i64 = 2_388_299;
pub const HANDLE: i64 = 2_494_102;

static TITLES: LazyLock<BTreeMap<i64, String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/template_errors.json"))
        .expect("template_errors.json is part of the program and tested")
});

/// `path` says where, such as `components[1].text`; it stands in the text alone, as at Meta.
pub fn refuse(subcode: i64, path: &str, why: &str) -> GraphError {
    let mut error = GraphError::new(100, "Invalid parameter");
    error.subcode = Some(subcode);
    let title = TITLES.get(&subcode).cloned().unwrap_or_default();
    error.user = Some(Box::new(UserText { title, msg: format!("{path}: {why}") }));
    error
}

pub fn bad_name(why: &str) -> GraphError {
    let mut error = refuse(NAME, "name", why);
    error.blame = Some("name");
    error
}

/// A template that is not there, told as the management edges do.
pub fn unknown(what: &str) -> GraphError {
    let mut error = GraphError::new(100, "Invalid parameter");
    let msg = format!("There is no message template {what} in this account.");
    error.user = Some(Box::new(UserText { title: "Message template not found".to_owned(), msg }));
    error
}

pub fn bad_phone(path: &str) -> GraphError {
    GraphError::new(192, format!("(#192) Invalid phone number: {path}"))
}

pub fn one_of(path: &str, allowed: &[&str]) -> GraphError {
    GraphError::parameter(format!("Param {path} must be one of {{{}}}", allowed.join(", ")))
}

pub fn not_text(path: &str) -> GraphError {
    GraphError::parameter(format!("Param {path} must be a string."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subcode_has_a_title() {
        let used = [
            LIMIT_REACHED,
            NAME_BLOCKED,
            NAME_TAKEN,
            WRONG_STATUS,
            TOO_LONG,
            COMPONENTS,
            MISSING,
            NAME,
            HEADER,
            BODY,
            FOOTER,
            SAMPLE_NAME,
            DENSITY,
            EDGE,
            HANDLE,
        ];
        assert!(used.iter().all(|subcode| TITLES.contains_key(subcode)));
        assert_eq!(used.len(), TITLES.len());
    }
}
