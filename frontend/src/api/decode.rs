//! The API's JSON as our types. The browser parses the text and serde takes the values from its objects field by field,
//! in the order of the declaration: a fraction of the program that serde's own JSON needs. Why a value does not fit is
//! not said, since nobody reads it here. No `flatten`, no enums with data; an absent list is an empty one.

use js_sys::{Array, JSON, Object, Reflect};
use serde::Deserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use wasm_bindgen::{JsCast, JsValue};

/// The text is no JSON, or the JSON is not of the wanted shape.
#[derive(Debug)]
pub struct Unreadable;

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Nothing is `null`, as after a 204.
pub fn parse(text: &str) -> Result<JsValue, Unreadable> {
    if text.is_empty() { Ok(JsValue::NULL) } else { JSON::parse(text).map_err(|_| Unreadable) }
}

pub fn decode<T: DeserializeOwned>(json: &JsValue) -> Result<T, Unreadable> {
    T::deserialize(Json(json.clone()))
}

struct Json(JsValue);

impl Json {
    fn is_absent(&self) -> bool {
        self.0.is_undefined() || self.0.is_null()
    }

    fn text(&self) -> Result<String, Unreadable> {
        self.0.as_string().ok_or(Unreadable)
    }

    /// JSON's numbers are floats here; ours are whole and below 2^53.
    fn whole(&self) -> Result<i64, Unreadable> {
        let number = self.0.as_f64().filter(|number| number.fract() == 0.0).ok_or(Unreadable)?;
        Ok(number as i64)
    }

    fn items(&self) -> Result<Items, Unreadable> {
        if self.0.is_undefined() {
            return Ok(Items { array: Array::new(), next: 0 });
        }
        let array = self.0.dyn_ref::<Array>().ok_or(Unreadable)?;
        Ok(Items { array: array.clone(), next: 0 })
    }

    fn entries(&self) -> Result<Entries, Unreadable> {
        let entries = match self.0.dyn_ref::<Object>() {
            Some(object) => Object::entries(object),
            None if self.0.is_undefined() => Array::new(),
            None => return Err(Unreadable),
        };
        Ok(Entries { entries, next: 0, value: JsValue::UNDEFINED })
    }
}

impl<'de> Deserializer<'de> for Json {
    type Error = Unreadable;

    /// For values of a problem's `params`, which may be anything.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.is_absent() {
            visitor.visit_unit()
        } else if let Some(truth) = self.0.as_bool() {
            visitor.visit_bool(truth)
        } else if let Ok(whole) = self.whole() {
            visitor.visit_i64(whole)
        } else if let Some(number) = self.0.as_f64() {
            visitor.visit_f64(number)
        } else if let Ok(text) = self.text() {
            visitor.visit_string(text)
        } else if Array::is_array(&self.0) {
            visitor.visit_seq(self.items()?)
        } else {
            visitor.visit_map(self.entries()?)
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.whole()?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.whole()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.whole()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.whole()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.whole()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.is_absent() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.is_absent() { visitor.visit_unit() } else { Err(Unreadable) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.entries()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if !self.0.is_object() {
            return Err(Unreadable);
        }
        visitor.visit_seq(Fields { object: self.0, names: fields.iter() })
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i128 u8 u128 f32 f64 char bytes byte_buf unit_struct newtype_struct tuple tuple_struct enum identifier
        ignored_any
    }
}

/// The fields of a struct by their place; one that is not there is `undefined`.
struct Fields {
    object: JsValue,
    names: std::slice::Iter<'static, &'static str>,
}

impl Fields {
    fn take(&mut self) -> Option<Json> {
        let name = self.names.next()?;
        Some(Json(Reflect::get(&self.object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)))
    }
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.take().map(|json| seed.deserialize(json)).transpose()
    }
}

struct Items {
    array: Array,
    next: u32,
}

impl Items {
    fn take(&mut self) -> Option<Json> {
        let index = self.next;
        self.next += 1;
        (index < self.array.length()).then(|| Json(self.array.get(index)))
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.take().map(|json| seed.deserialize(json)).transpose()
    }
}

struct Entries {
    /// Pairs, as `Object.entries` gives them.
    entries: Array,
    next: u32,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        if self.next == self.entries.length() {
            return Ok(None);
        }
        let pair: Array = self.entries.get(self.next).unchecked_into();
        self.next += 1;
        self.value = pair.get(1);
        seed.deserialize(Json(pair.get(0))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        seed.deserialize(Json(self.value.clone()))
    }
}
