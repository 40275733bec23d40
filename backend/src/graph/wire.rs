//! How Meta writes single values: ids as strings or numbers, booleans as words, times in two forms. Deserialisers for the
//! `Meta` types; each takes null and absence (with `#[serde(default)]`) as "not told".

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

/// An id of Meta's: a string of digits in answers, sometimes an integer in webhooks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MetaId(String);

impl MetaId {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

impl From<&str> for MetaId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl fmt::Display for MetaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for MetaId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(id) if !id.is_empty() && id.len() <= ID_MAX => Ok(Self(id)),
            Value::Number(id) if id.is_u64() => Ok(Self(id.to_string())),
            _ => Err(D::Error::custom("expected an id: a string or a whole number")),
        }
    }
}

/// Longest id that is kept; Meta's have some twenty digits, and ids are indexed.
const ID_MAX: usize = 64;

/// An id where none has to be; one that is too long to be one is not told.
pub(super) fn id<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    Ok(text(d)?.filter(|id| id.len() <= ID_MAX))
}

/// A string that may come as a number.
pub(super) fn text<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(d)? {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        _ => Err(D::Error::custom("expected a string or a number")),
    }
}

/// A whole number that may come as a string.
pub(super) fn int<'de, D: Deserializer<'de>>(d: D) -> Result<Option<i64>, D::Error> {
    let value = Value::deserialize(d)?;
    if value.is_null() {
        return Ok(None);
    }
    int_of(&value).map(Some).ok_or_else(|| D::Error::custom("expected a whole number"))
}

/// A boolean, its word or its digit; anything else is not told.
pub(super) fn flag<'de, D: Deserializer<'de>>(d: D) -> Result<Option<bool>, D::Error> {
    Ok(flag_of(&Value::deserialize(d)?))
}

/// ISO 8601 (`2026-03-01T09:15:00+0000`) or UNIX seconds; 0 and what cannot be read are not told.
pub(super) fn time<'de, D: Deserializer<'de>>(d: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Ok(time_of(&Value::deserialize(d)?))
}

/// A list that may be null.
pub(super) fn list<'de, D, T>(d: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::<Vec<T>>::deserialize(d)?.unwrap_or_default())
}

/// JSON whose texts hold no NUL, which Postgres has no room for.
pub(super) fn without_nul(json: &str) -> Cow<'_, str> {
    fn strip(value: &mut Value) {
        match value {
            Value::String(text) => text.retain(|letter| letter != '\0'),
            Value::Array(items) => items.iter_mut().for_each(strip),
            Value::Object(fields) => fields.values_mut().for_each(strip),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    if !json.contains("\\u0000") {
        return Cow::Borrowed(json);
    }
    match serde_json::from_str::<Value>(json) {
        Ok(mut value) => {
            strip(&mut value);
            Cow::Owned(value.to_string())
        }
        // What is no JSON is refused by whoever reads it.
        Err(_) => Cow::Borrowed(json),
    }
}

pub(super) fn int_of(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

pub(super) fn flag_of(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(word) if word.eq_ignore_ascii_case("true") || word == "1" => Some(true),
        Value::String(word) if word.eq_ignore_ascii_case("false") || word == "0" => Some(false),
        Value::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn time_of(value: &Value) -> Option<DateTime<Utc>> {
    if let Some(seconds) = int_of(value) {
        return (seconds > 0).then(|| DateTime::from_timestamp(seconds, 0)).flatten();
    }
    let text = value.as_str()?.trim();
    DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z")
        .or_else(|_| DateTime::parse_from_rfc3339(text))
        .ok()
        .map(|time| time.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[derive(Debug, serde::Deserialize)]
    struct Row {
        id: MetaId,
        #[serde(default, deserialize_with = "text")]
        zone: Option<String>,
        #[serde(default, deserialize_with = "int")]
        code: Option<i64>,
        #[serde(default, deserialize_with = "flag")]
        on: Option<bool>,
        #[serde(default, deserialize_with = "time")]
        at: Option<DateTime<Utc>>,
        #[serde(default, deserialize_with = "list")]
        notes: Vec<String>,
    }

    fn row(value: Value) -> serde_json::Result<Row> {
        serde_json::from_value(value)
    }

    #[test]
    fn an_id_may_be_a_string_or_a_number() {
        let text = row(json!({"id": "120000000000001"})).unwrap().id;
        assert_eq!(row(json!({"id": 120000000000001u64})).unwrap().id, text);
        assert_eq!(serde_json::from_str::<MetaId>("18446744073709551615").unwrap().as_str(), "18446744073709551615");
        for wrong in [json!(1.5), json!(-1), json!(true), json!(""), json!(null), json!([1])] {
            assert!(row(json!({"id": wrong})).is_err(), "{wrong}");
        }
    }

    #[test]
    fn absent_and_null_are_not_told() {
        for value in
            [json!({"id": 1}), json!({"id": 1, "zone": null, "code": null, "on": null, "at": null, "notes": null})]
        {
            let row = row(value).unwrap();
            assert_eq!((row.zone, row.code, row.on, row.at), (None, None, None, None));
            assert!(row.notes.is_empty());
        }
    }

    #[test]
    fn booleans_come_as_words_too() {
        for (value, flag) in [
            (json!(true), Some(true)),
            (json!("true"), Some(true)),
            (json!("False"), Some(false)),
            (json!(1), Some(true)),
            (json!("maybe"), None),
        ] {
            assert_eq!(row(json!({"id": 1, "on": value})).unwrap().on, flag);
        }
    }

    #[test]
    fn times_come_in_two_forms() {
        let told = Some(DateTime::from_timestamp(1_772_356_500, 0).unwrap());
        for (value, time) in [
            (json!("2026-03-01T09:15:00+0000"), told),
            (json!("2026-03-01T10:15:00+01:00"), told),
            (json!("2026-03-01T09:15:00Z"), told),
            (json!(1_772_356_500), told),
            (json!("1772356500"), told),
            (json!(0), None),
            (json!("March 4, 2026"), None),
            (json!(i64::MAX), None),
        ] {
            assert_eq!(row(json!({"id": 1, "at": value})).unwrap().at, time, "{value}");
        }
    }

    #[test]
    fn numbers_and_strings_change_places() {
        let row = row(json!({"id": 1, "zone": 47, "code": "141006", "notes": ["a"]})).unwrap();
        assert_eq!(row.zone.as_deref(), Some("47"));
        assert_eq!(row.code, Some(141_006));
        assert_eq!(row.notes, ["a"]);
    }

    #[test]
    fn nul_is_taken_out_of_texts_and_nothing_else_changes() {
        assert_eq!(without_nul(r#"{"a":"x\u0000y","n":1.5,"l":["\u0000"]}"#), r#"{"a":"xy","l":[""],"n":1.5}"#);
        for same in [r#"{"a":"\\u0000"}"#, r#"{"a":1}"#, "\\u0000 no JSON"] {
            let read: Option<Value> = serde_json::from_str(&without_nul(same)).ok();
            assert_eq!(read, serde_json::from_str(same).ok());
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_time_panic(text in ".*") {
            time_of(&Value::String(text));
        }
    }
}
