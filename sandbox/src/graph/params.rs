//! The parameters of a call. Meta takes them from the query, a form or a JSON body alike; JSON wins over the form, the form over the query.

use std::collections::BTreeMap;

use serde_json::Value;

use super::error::GraphError;

/// Parameters that are secrets: never in a paging link or in the log.
const SECRET: &[&str] = &[
    "access_token",
    "appsecret_proof",
    "client_secret",
    "code",
    "fb_exchange_token",
    "input_token",
    "pin",
    "revoke_token",
    "verify_token",
];

/// Parameters that say who calls and how to answer.
const ANY_CALL: &[&str] = &["access_token", "appsecret_proof", "fields"];

#[derive(Clone, Debug, Default)]
pub struct Params(BTreeMap<String, Value>);

impl Params {
    pub fn parse(query: &str, content_type: &str, body: &[u8]) -> Result<Self, GraphError> {
        let mut params = Self::default();
        params.take_form(query.as_bytes());
        if content_type.starts_with("application/x-www-form-urlencoded") {
            params.take_form(body);
        } else if content_type.starts_with("multipart/") {
            return Err(GraphError::not_implemented("multipart bodies"));
        } else if !body.is_empty() {
            params.take_json(body)?;
        }
        Ok(params)
    }

    fn take_form(&mut self, text: &[u8]) {
        for (name, value) in url::form_urlencoded::parse(text) {
            self.0.insert(name.into_owned(), Value::String(value.into_owned()));
        }
    }

    fn take_json(&mut self, body: &[u8]) -> Result<(), GraphError> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => {
                self.0.extend(object);
                Ok(())
            }
            _ => Err(GraphError::parameter("The request body is not a JSON object.")),
        }
    }

    /// A scalar as text, a list as its members joined by commas. An empty object is as good as nothing.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::Null => None,
            Value::Object(fields) if fields.is_empty() => None,
            Value::String(text) => Some(text.clone()),
            Value::Array(members) => Some(
                members
                    .iter()
                    .map(|member| member.as_str().map_or(member.to_string(), str::to_owned))
                    .collect::<Vec<_>>()
                    .join(","),
            ),
            other => Some(other.to_string()),
        }
    }

    pub fn required(&self, name: &str) -> Result<String, GraphError> {
        self.text(name).filter(|text| !text.is_empty()).ok_or_else(|| GraphError::missing_parameter(name))
    }

    /// A nested value: JSON itself, or JSON inside a query or form parameter.
    pub fn json(&self, name: &str) -> Result<Option<Value>, GraphError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map(Some)
                .map_err(|_| GraphError::parameter(format!("Param {name} must be valid JSON."))),
            Some(other) => Ok(Some(other.clone())),
        }
    }

    /// The parameters other than these and those that any call may carry.
    pub fn names_beyond<'a>(&'a self, known: &'a [&str]) -> impl Iterator<Item = &'a str> {
        let is_known = |name: &str| known.contains(&name) || ANY_CALL.contains(&name);
        self.0.keys().map(String::as_str).filter(move |name| !is_known(name))
    }

    pub fn without(&self, names: &[&str]) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(name, _)| !names.contains(&name.as_str()))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        )
    }

    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// As a query string without secrets, for paging links.
    pub fn to_query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for name in self.0.keys().filter(|name| !SECRET.contains(&name.as_str())) {
            if let Some(text) = self.text(name) {
                query.append_pair(name, &text);
            }
        }
        query.finish()
    }
}

/// A raw query string without its secrets, for the log.
pub fn without_secrets(query: &str) -> String {
    let kept = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| !SECRET.contains(&name.as_ref()));
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish()
}
