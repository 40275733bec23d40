//! The envelope of Meta's webhooks (reference 8.2), borrowing from the body: each `value` keeps the bytes that Meta sent, for
//! storing and for recognising a redelivery. Check the signature first (`signature.rs`); what is inside: `events.rs`.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::wire::{MetaId, int, int_of};

/// serde_json's own bound, which it does not apply to what it skips or keeps raw.
const DEEPEST: usize = 128;

#[derive(Debug, Deserialize)]
pub struct MetaEnvelope<'a> {
    #[serde(borrow)]
    pub object: Cow<'a, str>,
    #[serde(borrow)]
    pub entry: Vec<MetaEntry<'a>>,
}

#[derive(Debug, Deserialize)]
pub struct MetaEntry<'a> {
    /// The WABA; for partner events of `account_update` the business portfolio.
    pub id: MetaId,
    /// UNIX seconds; absent on `messages`.
    #[serde(default, deserialize_with = "int")]
    pub time: Option<i64>,
    #[serde(borrow)]
    pub changes: Vec<MetaChange<'a>>,
}

#[derive(Debug, Deserialize)]
pub struct MetaChange<'a> {
    #[serde(borrow)]
    pub field: Cow<'a, str>,
    #[serde(borrow)]
    pub value: &'a RawValue,
}

/// Why a body is no envelope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}")]
pub struct EnvelopeError {
    /// JSON pointer without the first slash; empty for the whole body.
    pub path: String,
    pub message: String,
}

impl<'a> MetaEnvelope<'a> {
    /// Unknown keys and unknown fields are fine; a wrong shape is told with its place.
    pub fn parse(body: &'a [u8]) -> Result<Self, EnvelopeError> {
        if depth(body) > DEEPEST {
            let message = format!("nested deeper than {DEEPEST}");
            return Err(EnvelopeError::at("", message));
        }
        serde_json::from_slice(body).map_err(|error| match misshapen(body) {
            Some((path, message)) => EnvelopeError::at(&path, message),
            None => EnvelopeError::at("", error.to_string()),
        })
    }
}

impl EnvelopeError {
    fn at(path: &str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), message: message.into() }
    }
}

/// How deep objects and lists are nested. Knows strings, nothing else of JSON.
fn depth(body: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// The first place where JSON is not an envelope; slow, for refused bodies only. `None`: it is not even JSON.
fn misshapen(body: &[u8]) -> Option<(String, &'static str)> {
    let body = serde_json::from_slice::<Value>(body).ok()?;
    if !body.is_object() {
        return Some((String::new(), "expected an object"));
    }
    if !body["object"].is_string() {
        return Some(("object".to_owned(), "expected a string"));
    }
    let Some(entries) = body["entry"].as_array() else {
        return Some(("entry".to_owned(), "expected a list"));
    };
    entries.iter().enumerate().find_map(|(i, entry)| {
        misshapen_entry(entry).map(|(path, message)| {
            let path = format!("entry/{i}/{path}");
            (path.trim_end_matches('/').to_owned(), message)
        })
    })
}

fn misshapen_entry(entry: &Value) -> Option<(String, &'static str)> {
    if !entry.is_object() {
        return Some((String::new(), "expected an object"));
    }
    if MetaId::deserialize(&entry["id"]).is_err() {
        return Some(("id".to_owned(), "expected a string or a whole number"));
    }
    if !entry["time"].is_null() && int_of(&entry["time"]).is_none() {
        return Some(("time".to_owned(), "expected a whole number"));
    }
    let Some(changes) = entry["changes"].as_array() else {
        return Some(("changes".to_owned(), "expected a list"));
    };
    changes.iter().enumerate().find_map(|(i, change)| {
        if !change.is_object() {
            Some((format!("changes/{i}"), "expected an object"))
        } else if !change["field"].is_string() {
            Some((format!("changes/{i}/field"), "expected a string"))
        } else if change.get("value").is_none() {
            Some((format!("changes/{i}/value"), "required"))
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_keep_the_bytes_of_meta() {
        let value = "{ \"event\" : \"PARTNER_ADDED\",\n \"n\":1.0, \"name\":\"M\\u00fcller\"}";
        let body = format!(
            r#"{{"entry":[{{"time":1780000000,"id":120000000000001,"new":[],"changes":[
                {{"value":{value},"field":"account_update"}},{{"field":"brand_new","value":[null]}}]}},
                {{"id":"2","changes":[]}}],"object":"whatsapp_business_account","more":{{}}}}"#
        );
        let envelope = MetaEnvelope::parse(body.as_bytes()).unwrap();
        assert_eq!(envelope.object, "whatsapp_business_account");
        let entry = &envelope.entry[0];
        assert_eq!((entry.id.as_str(), entry.time), ("120000000000001", Some(1_780_000_000)));
        assert_eq!(entry.changes[0].field, "account_update");
        assert_eq!(entry.changes[0].value.get(), value);
        assert_eq!(entry.changes[1].value.get(), "[null]");
        assert_eq!(envelope.entry[1].time, None);
    }

    #[test]
    fn a_wrong_shape_is_told_with_its_place() {
        for (body, path) in [
            ("[]", ""),
            (r#"{"entry":[]}"#, "object"),
            (r#"{"object":7,"entry":[]}"#, "object"),
            (r#"{"object":"o"}"#, "entry"),
            (r#"{"object":"o","entry":{}}"#, "entry"),
            (r#"{"object":"o","entry":[7]}"#, "entry/0"),
            (r#"{"object":"o","entry":[{"changes":[]}]}"#, "entry/0/id"),
            (r#"{"object":"o","entry":[{"id":1.5,"changes":[]}]}"#, "entry/0/id"),
            (r#"{"object":"o","entry":[{"id":"1"}]}"#, "entry/0/changes"),
            (r#"{"object":"o","entry":[{"id":"1","time":"x","changes":[]}]}"#, "entry/0/time"),
            (r#"{"object":"o","entry":[{"id":"1","changes":[]},{"id":"1","changes":[1]}]}"#, "entry/1/changes/0"),
            (r#"{"object":"o","entry":[{"id":"1","changes":[{"value":1}]}]}"#, "entry/0/changes/0/field"),
            (r#"{"object":"o","entry":[{"id":"1","changes":[{"field":"f"}]}]}"#, "entry/0/changes/0/value"),
        ] {
            assert_eq!(MetaEnvelope::parse(body.as_bytes()).unwrap_err().path, path, "{body}");
        }
        for broken in ["", "{", "nonsense", "{\"object\":\"a\"", "{} {}", "\u{feff}{}"] {
            let error = MetaEnvelope::parse(broken.as_bytes()).unwrap_err();
            assert_eq!(error.path, "", "{broken}");
        }
        let latin = b"{\"object\":\"o\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"f\",\"value\":\"\xfc\"}]}]}";
        assert!(MetaEnvelope::parse(latin).is_err());
    }

    #[test]
    fn nesting_is_bounded_where_serde_json_keeps_it_raw() {
        let body = |levels: usize| {
            let value = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
            format!(r#"{{"object":"o","entry":[{{"id":"1","changes":[{{"field":"f","value":{value}}}]}}]}}"#)
        };
        assert!(MetaEnvelope::parse(body(100).as_bytes()).is_ok());
        assert!(MetaEnvelope::parse(body(200).as_bytes()).is_err());
        assert!(MetaEnvelope::parse("[".repeat(1_000_000).as_bytes()).is_err());
        assert_eq!(depth(br#"{"a":"\"[[[[","b":"\\"}"#), 1);
    }

    proptest! {
        #[test]
        fn no_body_panics(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            MetaEnvelope::parse(&body).ok();
        }
    }
}
