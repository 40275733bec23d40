//! Faults asked for through the control API: the next calls that match get an error, a delay, a broken or a cut answer.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::graph::error::{GraphError, http_status};
use crate::graph::registration::refusal;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// A prefix of the path without version, or a pattern with `*`; everything when left out.
    #[serde(default)]
    pub path: String,
    /// Any when left out.
    pub method: Option<String>,
    #[serde(default = "once")]
    pub times: u32,
    error: Option<InjectedError>,
    /// The name of a refusal of `data/refusals.json`.
    refusal: Option<String>,
    /// What its text names instead of the usual wait; 0 names none.
    wait_s: Option<i64>,
    delay_ms: Option<u64>,
    /// An upload breaks off after so many bytes, which are kept (reference 4.12).
    pub after_bytes: Option<u64>,
    #[serde(default)]
    pub cut: bool,
    #[serde(default)]
    pub garble: bool,
    /// Whether it strikes before the call does anything. When left out, errors do and whatever befalls a read; what befalls only the
    /// answer of a write does not, so that the caller cannot know what happened.
    before: Option<bool>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InjectedError {
    status: Option<u16>,
    code: i64,
    subcode: Option<i64>,
    message: Option<String>,
    is_transient: Option<bool>,
}

fn once() -> u32 {
    1
}

impl Fault {
    pub fn check(&self) -> Result<(), String> {
        if self.times == 0 {
            return Err("times must be at least 1".to_owned());
        }
        if self.error.is_none()
            && self.refusal.is_none()
            && self.delay_ms.is_none()
            && self.after_bytes.is_none()
            && !self.cut
            && !self.garble
        {
            return Err("a fault needs one of error, refusal, delay_ms, after_bytes, cut, garble".to_owned());
        }
        if self.refusal.as_ref().is_some_and(|name| !refusal::exists(name)) {
            return Err(format!("refusal must be one of {}", refusal::names()));
        }
        match self.error.as_ref().and_then(|error| error.status) {
            Some(status) if !(200..=599).contains(&status) => {
                Err("error.status must be an HTTP status from 200 to 599".to_owned())
            }
            _ => Ok(()),
        }
    }

    pub fn strikes_first(&self, method: &str) -> bool {
        self.before.unwrap_or_else(|| self.error.is_some() || self.refusal.is_some() || method == "GET")
    }

    pub fn with_cut(mut self, cut: bool) -> Self {
        self.cut = cut;
        self
    }

    pub async fn pause(&self) {
        if let Some(delay_ms) = self.delay_ms {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        }
    }

    /// What a fault that strikes first answers instead of the call. An answer that is cut or garbled must look like one to a call that
    /// went well.
    pub fn instead(&self) -> Option<Result<Value, GraphError>> {
        match self.error() {
            Some(error) => Some(Err(error)),
            None if self.before == Some(true) && (self.cut || self.garble) => Some(Ok(json!({ "success": true }))),
            None => None,
        }
    }

    pub fn error(&self) -> Option<GraphError> {
        if let Some(name) = &self.refusal {
            return Some(match self.wait_s {
                Some(wait_s) => refusal::with_wait(name, Some(wait_s)),
                None => refusal::refuse(name),
            });
        }
        let injected = self.error.as_ref()?;
        let message =
            injected.message.clone().unwrap_or_else(|| format!("(#{}) Injected by the sandbox", injected.code));
        let mut error = GraphError::new(injected.code, message);
        error.status = injected.status.unwrap_or_else(|| http_status(injected.code));
        error.subcode = injected.subcode;
        error.is_transient = injected.is_transient.unwrap_or(error.is_transient);
        Some(error)
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        let pattern = format!("/{}", self.path.trim_start_matches('/'));
        let fits = if pattern.contains('*') { glob(&pattern, path) } else { path.starts_with(&pattern) };
        fits && self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
    }
}

/// The first fault that matches, used up once.
pub fn take(faults: &mut Vec<Fault>, method: &str, path: &str) -> Option<Fault> {
    let index = faults.iter().position(|fault| fault.matches(method, path))?;
    let struck = faults[index].clone();
    faults[index].times -= 1;
    if faults[index].times == 0 {
        faults.remove(index);
    }
    Some(struck)
}

fn glob(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(head) else {
        return false;
    };
    (0..=text.len()).filter(|at| text.is_char_boundary(*at)).any(|at| glob(rest, &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_part_of_the_path() {
        assert!(glob("/*/phone_numbers", "/120/phone_numbers"));
        assert!(glob("/120*", "/120/subscribed_apps"));
        assert!(!glob("/*/phone_numbers", "/120/phone_numbers/x"));
    }
}
