//! What can go wrong with a call to Meta, classified by code (reference 1.5, 9.3), never by text or HTTP status where a code
//! is there. No token, no query and no header gets in here: texts pass `scrub`, transport errors lose their URL.

use std::fmt;
use std::ops::Deref;

use clienthub_shared::problem::Provider;
use serde_json::Value;

use super::scrub::scrub;
use super::usage::Usage;
use super::wire::{flag_of, int_of};

/// What to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GraphErrorKind {
    /// The app's own id and secret are not accepted: a setting of the hub is wrong.
    App,
    /// The token is not accepted; `expired` when Meta says that it was once.
    Auth { expired: bool },
    /// The token lacks a scope or the asset.
    Permission,
    /// The object does not exist, or this token may not see it: Meta does not tell which.
    NotFound,
    /// A field that the object's type does not have.
    UnknownField(String),
    /// Meta does not accept the input.
    Input,
    /// Meta does not allow it in the object's present state.
    State,
    /// A limit is used up; `retry_after_s` when Meta says for how long.
    Throttled,
    /// Meta's fault; trying again later may help.
    Temporary,
    /// No answer in time: a POST may have had its effect.
    Timeout,
    /// No connection, or cut before the whole answer: in the second case a POST may have had its effect.
    Unreachable,
    /// An answer that is not what Meta documents.
    Garbled,
}

const APP_THROTTLED: i64 = 4;
const TOO_MANY_CODES: i64 = 613;
const REGISTRATION_DOWN: i64 = 133_004;

/// A failed call. Reads like its [`GraphFault`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphError(Box<GraphFault>);

/// What is known of a failed call; safe to print and to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphFault {
    pub kind: GraphErrorKind,
    /// Absent when no answer came.
    pub http: Option<u16>,
    pub code: Option<i64>,
    pub subcode: Option<i64>,
    /// Meta's `message`, or what happened on the way.
    pub message: String,
    /// `error_user_title`, in the language of the account.
    pub title: Option<String>,
    /// `error_user_msg`, in the language of the account.
    pub user_message: Option<String>,
    /// `error_data.details`.
    pub details: Option<String>,
    /// `error_data.blame_field_specs`: paths such as `components.1.text`.
    pub blamed: Vec<String>,
    pub trace_id: Option<String>,
    pub retry_after_s: Option<u64>,
    pub usage: Option<Usage>,
    /// Requests that were sent.
    pub calls: u32,
    /// No connection came about: Meta has seen nothing.
    pub unsent: bool,
}

/// What the headers of an answer say about it.
#[derive(Debug, Clone, Default)]
pub(super) struct Heads {
    pub http: u16,
    pub trace_id: Option<String>,
    pub retry_after_s: Option<u64>,
    pub usage: Option<Usage>,
}

impl GraphError {
    fn new(kind: GraphErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(GraphFault {
            kind,
            http: None,
            code: None,
            subcode: None,
            message: message.into(),
            title: None,
            user_message: None,
            details: None,
            blamed: Vec::new(),
            trace_id: None,
            retry_after_s: None,
            usage: None,
            calls: 0,
            unsent: false,
        }))
    }

    pub(super) fn input(message: impl Into<String>) -> Self {
        Self::new(GraphErrorKind::Input, message)
    }

    pub(super) fn unsendable_token() -> Self {
        let kind = GraphErrorKind::Auth { expired: false };
        Self::new(kind, "the token has characters that no token of Meta has")
    }

    /// Also of several calls that had one deadline together.
    pub fn timeout() -> Self {
        Self::new(GraphErrorKind::Timeout, "no answer in time")
    }

    pub(super) fn garbled(message: impl Into<String>) -> Self {
        Self::new(GraphErrorKind::Garbled, message)
    }

    /// The answer says neither success nor error; `reason` must be scrubbed.
    pub(super) fn no_success(reason: Option<String>) -> Self {
        let mut error = Self::new(GraphErrorKind::State, "Meta answered without saying success");
        error.0.user_message = reason;
        error
    }

    /// The https client cannot be made, usually for want of CA certificates.
    pub(super) fn no_client(error: reqwest::Error) -> Self {
        Self::transport("no https client", error)
    }

    pub(super) fn unreachable(error: reqwest::Error) -> Self {
        let unsent = error.is_connect();
        let mut error = Self::transport(if unsent { "cannot connect" } else { "the connection was cut" }, error);
        error.0.unsent = unsent;
        error
    }

    fn transport(what: &str, error: reqwest::Error) -> Self {
        let error = error.without_url();
        let mut cause: &dyn std::error::Error = &error;
        while let Some(source) = cause.source() {
            cause = source;
        }
        let message = scrub(&format!("{what}: {cause}"), &[]);
        Self::new(GraphErrorKind::Unreachable, message)
    }

    /// An answer without Meta's error object that is no success either.
    pub(super) fn from_status(http: u16) -> Self {
        let kind = by_status(http).unwrap_or(GraphErrorKind::Garbled);
        Self::new(kind, format!("HTTP {http} without Meta's error object"))
    }

    /// Meta's error object (reference 1.3). It is taken apart by hand, so that one odd part does not hide the rest.
    pub(super) fn from_body(error: &Value, http: u16, secrets: &[&str]) -> Self {
        let text = |key: &str| {
            let text = error.get(key)?.as_str()?;
            (!text.is_empty()).then(|| scrub(text, secrets))
        };
        let code = error.get("code").and_then(int_of);
        let subcode = error.get("error_subcode").and_then(int_of);
        let transient = error.get("is_transient").and_then(flag_of) == Some(true);
        let message = error
            .as_str()
            .map(|word| scrub(word, secrets))
            .or_else(|| text("message"))
            .unwrap_or_else(|| format!("HTTP {http}"));
        Self(Box::new(GraphFault {
            kind: classify(http, code, subcode, transient, &message),
            http: Some(http),
            code,
            subcode,
            message,
            title: text("error_user_title"),
            user_message: text("error_user_msg"),
            details: details(error).map(|text| scrub(&text, secrets)),
            blamed: blame(error).iter().map(|path| scrub(path, secrets)).collect(),
            trace_id: text("fbtrace_id"),
            retry_after_s: None,
            usage: None,
            calls: 0,
            unsent: false,
        }))
    }

    pub(super) fn with_calls(mut self, calls: u32) -> Self {
        self.0.calls = calls;
        self
    }

    /// Of the last of several calls: those before count too.
    pub(super) fn with_calls_before(mut self, calls: u32) -> Self {
        self.0.calls += calls;
        self
    }

    /// Of a call with the app's own token: its refusal condemns no other.
    pub(super) fn of_app_token(mut self) -> Self {
        if matches!(self.kind, GraphErrorKind::Auth { .. }) {
            self.0.kind = GraphErrorKind::App;
        }
        self
    }

    /// Of a call that registers one number: its limits are the number's, and stop nothing else of the WABA.
    pub(super) fn of_number(mut self) -> Self {
        if self.kind == GraphErrorKind::Throttled && self.code == Some(TOO_MANY_CODES) {
            self.0.kind = GraphErrorKind::State;
        }
        self
    }

    /// A POST may have had its effect though no word of it came.
    pub fn leaves_open(&self) -> bool {
        use GraphErrorKind::{Garbled, Temporary, Timeout, Unreachable};
        match self.kind {
            Timeout | Garbled => true,
            Unreachable => !self.unsent,
            // Meta's own word that its registration is down: nothing was done.
            Temporary => self.code != Some(REGISTRATION_DOWN),
            _ => false,
        }
    }

    /// The app's limit is used up, for every WABA (reference 1.5).
    pub fn is_app_wide(&self) -> bool {
        self.kind == GraphErrorKind::Throttled && self.code == Some(APP_THROTTLED)
    }

    /// Adds what the headers say; a wait only when Meta asks for one.
    pub(super) fn with_heads(mut self, heads: &Heads) -> Self {
        let fault = &mut *self.0;
        fault.http = Some(heads.http);
        fault.usage = heads.usage;
        if fault.trace_id.is_none() {
            fault.trace_id.clone_from(&heads.trace_id);
        }
        let regain = heads.usage.map_or(0, |usage| usage.regain_access_min) * 60;
        fault.retry_after_s = match fault.kind {
            GraphErrorKind::Throttled if regain > 0 => Some(regain.max(heads.retry_after_s.unwrap_or(0))),
            GraphErrorKind::Throttled | GraphErrorKind::Temporary => heads.retry_after_s,
            _ => None,
        };
        self
    }

    /// A GET may be sent again at once.
    pub(super) fn is_worth_repeating(&self) -> bool {
        matches!(self.kind, GraphErrorKind::Temporary | GraphErrorKind::Unreachable | GraphErrorKind::Garbled)
    }
}

impl Deref for GraphError {
    type Target = GraphFault;

    fn deref(&self) -> &GraphFault {
        &self.0
    }
}

impl std::error::Error for GraphError {}

impl fmt::Display for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Meta: {}", self.message)?;
        for (name, value) in [("code", self.code), ("subcode", self.subcode)] {
            if let Some(value) = value {
                write!(f, ", {name} {value}")?;
            }
        }
        if let Some(details) = &self.details {
            write!(f, ", {details}")?;
        }
        if let Some(trace_id) = &self.trace_id {
            write!(f, ", trace {trace_id}")?;
        }
        Ok(())
    }
}

impl From<&GraphError> for Provider {
    /// `message` is the text that Meta wrote for people where there is one.
    fn from(error: &GraphError) -> Self {
        let message = match (&error.user_message, &error.details) {
            (Some(text), _) => text.clone(),
            (None, Some(details)) => format!("{}: {details}", error.message),
            (None, None) => error.message.clone(),
        };
        Self {
            name: "meta".to_owned(),
            code: error.code,
            subcode: error.subcode,
            message: Some(message),
            trace_id: error.trace_id.clone(),
            retry_after_s: error.retry_after_s,
        }
    }
}

/// Throttles and refused tokens first: Meta marks some of them transient too.
fn classify(http: u16, code: Option<i64>, subcode: Option<i64>, transient: bool, message: &str) -> GraphErrorKind {
    use GraphErrorKind as Kind;
    match code {
        Some(4 | 17 | 32 | 613 | 80007 | 80008 | 130_429 | 131_048 | 131_056 | 131_064) => Kind::Throttled,
        Some(0 | 102 | 104 | 190) => Kind::Auth { expired: subcode == Some(463) },
        _ if transient => Kind::Temporary,
        Some(3 | 10 | 200..=299 | 131_005) => Kind::Permission,
        Some(1 | 2 | 131_000 | 131_016 | 131_057 | 133_004 | 2_494_100) => Kind::Temporary,
        Some(33) => Kind::NotFound,
        Some(100) if subcode == Some(33) => Kind::NotFound,
        Some(100) if matches!(subcode, Some(2_207_051 | 2_388_019 | 2_388_023 | 2_388_024 | 2_388_039)) => Kind::State,
        Some(100) => nonexisting_field(message).map_or(Kind::Input, |name| Kind::UnknownField(name.into())),
        // 133016 is a throttle of one number alone: nothing else has to wait.
        Some(
            368 | 131_031 | 131_037 | 131_042 | 131_045 | 133_000 | 133_006 | 133_008..=133_010 | 133_015 | 133_016,
        ) => Kind::State,
        // Meta's errors have a code: without one a proxy speaks, which must not condemn a token.
        None => by_status(http).unwrap_or(Kind::Garbled),
        Some(_) => by_status(http).unwrap_or(match http {
            401 => Kind::Auth { expired: false },
            403 => Kind::Permission,
            _ => Kind::Input,
        }),
    }
}

/// What a status says whoever sent it.
fn by_status(http: u16) -> Option<GraphErrorKind> {
    match http {
        429 => Some(GraphErrorKind::Throttled),
        500..=599 => Some(GraphErrorKind::Temporary),
        _ => None,
    }
}

/// `(#100) Tried accessing nonexisting field (foo) on node type (…)`: the one text that has no code of its own.
fn nonexisting_field(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("nonexisting field (")?;
    let (name, _) = rest.split_once(')')?;
    (!name.is_empty()).then_some(name)
}

/// `error_data` is an object, or a string that holds its JSON, or just a string.
fn details(error: &Value) -> Option<String> {
    let of_object = |object: &Value| Some(object.get("details")?.as_str()?.to_owned());
    match error.get("error_data")? {
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(object) => of_object(&object),
            Err(_) => (!text.is_empty()).then(|| text.clone()),
        },
        object => of_object(object),
    }
}

/// More than Meta ever blames at once.
const MOST_BLAMED: usize = 20;

/// `[["components", 1, "text"]]`, a list of paths; one that is no list is a path of one step.
fn blame(error: &Value) -> Vec<String> {
    let step = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let path = |spec: &Value| match spec {
        Value::Array(steps) => steps.iter().filter_map(step).collect::<Vec<_>>().join("."),
        other => step(other).unwrap_or_default(),
    };
    let specs = |data: &Value| data.get("blame_field_specs").and_then(Value::as_array).cloned();
    let specs = error.get("error_data").and_then(|data| match data {
        Value::String(text) => specs(&serde_json::from_str::<Value>(text).ok()?),
        object => specs(object),
    });
    specs.unwrap_or_default().iter().map(path).filter(|path| !path.is_empty()).take(MOST_BLAMED).collect()
}
