//! The refusals of reference 3.5 and 3.6: a table in `data/refusals.json` by name, in two styles. Management-style ones speak to a person
//! (`error_user_title`, `error_user_msg`), Cloud-style ones to a program (`error_data.details`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::graph::error::{GraphError, UserText};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusal {
    code: i64,
    subcode: Option<i64>,
    /// What follows `(#code)`.
    message: String,
    user_title: Option<String>,
    /// Management style; `{wait}` stands for "wait 12 hours".
    text: Option<String>,
    /// Cloud style; the same.
    details: Option<String>,
    /// The usual wait.
    wait_s: Option<i64>,
    #[serde(default)]
    is_transient: bool,
    /// The code or PIN that always gets this refusal.
    input: Option<String>,
}

static REFUSALS: LazyLock<BTreeMap<String, Refusal>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/refusals.json"))
        .expect("refusals.json is part of the program and tested")
});

/// A refusal with its usual wait, if it has one.
pub fn refuse(name: &str) -> GraphError {
    with_wait(name, Some(usual_wait_s(name)))
}

/// A refusal whose text names this wait, or none at all.
pub fn with_wait(name: &str, wait_s: Option<i64>) -> GraphError {
    let refusal = &REFUSALS[name];
    let wait = wait_s.filter(|wait_s| *wait_s > 0).map_or_else(|| "wait some time".to_owned(), wait_text);
    let fill = |text: &Option<String>| text.as_ref().map(|text| text.replace("{wait}", &wait));
    let message = match refusal.subcode {
        // Meta's management errors of the code 100 carry no number.
        Some(_) if refusal.code == 100 => refusal.message.clone(),
        _ => format!("(#{}) {}", refusal.code, refusal.message),
    };
    let mut error = GraphError::new(refusal.code, message);
    error.subcode = refusal.subcode;
    error.user = fill(&refusal.text)
        .map(|msg| Box::new(UserText { title: refusal.user_title.clone().unwrap_or_default(), msg }));
    error.details = fill(&refusal.details);
    error.is_transient = refusal.is_transient;
    error
}

pub fn usual_wait_s(name: &str) -> i64 {
    REFUSALS[name].wait_s.unwrap_or(0)
}

pub fn exists(name: &str) -> bool {
    REFUSALS.contains_key(name)
}

/// The names, for whoever asked for one that does not exist.
pub fn names() -> String {
    REFUSALS.keys().cloned().collect::<Vec<_>>().join(", ")
}

/// A sentinel input: what this code or PIN always gets.
pub fn for_input(input: &str) -> Option<GraphError> {
    let (name, _) = REFUSALS.iter().find(|(_, refusal)| refusal.input.as_deref() == Some(input))?;
    Some(refuse(name))
}

/// Rounded up, in minutes up to an hour, then in hours: `wait 5 minutes`, `wait 1 hour`.
fn wait_text(wait_s: i64) -> String {
    let (count, unit) = if wait_s < 3600 { ((wait_s + 59) / 60, "minute") } else { ((wait_s + 3599) / 3600, "hour") };
    let plural = if count == 1 { "" } else { "s" };
    format!("wait {count} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_one_style_and_a_wait_where_its_text_names_one() {
        for (name, refusal) in REFUSALS.iter() {
            assert!(refusal.text.is_none() || refusal.details.is_none(), "{name}");
            assert_eq!(refusal.text.is_some(), refusal.user_title.is_some(), "{name}");
            let names_wait =
                [&refusal.text, &refusal.details].into_iter().flatten().any(|text| text.contains("{wait}"));
            assert_eq!(names_wait, refusal.wait_s.is_some(), "{name}");
        }
    }

    #[test]
    fn sentinel_inputs_are_six_digits_and_differ() {
        let inputs: Vec<&String> = REFUSALS.values().filter_map(|refusal| refusal.input.as_ref()).collect();
        assert!(inputs.iter().all(|input| input.len() == 6 && input.bytes().all(|byte| byte.is_ascii_digit())));
        let distinct: std::collections::BTreeSet<&&String> = inputs.iter().collect();
        assert_eq!(distinct.len(), inputs.len());
    }

    #[test]
    fn waits_are_rounded_up() {
        let cases = [(1, "wait 1 minute"), (61, "wait 2 minutes"), (3600, "wait 1 hour"), (43_200, "wait 12 hours")];
        for (wait_s, text) in cases {
            assert_eq!(wait_text(wait_s), text);
        }
    }
}
