//! Reading Meta's objects without losing anything: a typed field takes its value out of the object, and whatever it cannot take
//! (another type, an empty text, an unknown name) stays in the rest. Writing starts from the rest, and typed values win.

use serde_json::{Map, Value};

use super::word::{Open, Word, find};

/// The members of an object that no typed field took.
pub type Rest = Map<String, Value>;

pub fn take_text(rest: &mut Rest, key: &str) -> String {
    match rest.get_mut(key) {
        Some(Value::String(text)) if !text.is_empty() => {
            let text = std::mem::take(text);
            rest.remove(key);
            text
        }
        _ => String::new(),
    }
}

pub fn put_text(rest: &mut Rest, key: &str, text: &str) {
    if !text.is_empty() {
        rest.insert(key.into(), text.into());
    }
}

pub fn take_bool(rest: &mut Rest, key: &str) -> Option<bool> {
    let value = rest.get(key)?.as_bool()?;
    rest.remove(key);
    Some(value)
}

pub fn put_bool(rest: &mut Rest, key: &str, value: Option<bool>) {
    if let Some(value) = value {
        rest.insert(key.into(), value.into());
    }
}

pub fn take_int(rest: &mut Rest, key: &str) -> Option<i64> {
    let value = rest.get(key)?.as_i64()?;
    rest.remove(key);
    Some(value)
}

pub fn put_int(rest: &mut Rest, key: &str, value: Option<i64>) {
    if let Some(value) = value {
        rest.insert(key.into(), value.into());
    }
}

pub fn take_word<T: Word>(rest: &mut Rest, key: &str) -> Option<Open<T>> {
    let text = take_text(rest, key);
    (!text.is_empty()).then(|| Open::read(&text))
}

pub fn put_word<T: Word>(rest: &mut Rest, key: &str, word: &Option<Open<T>>) {
    if let Some(word) = word {
        put_text(rest, key, word.as_str());
    }
}

/// What `type` says. Another spelling of it stays in the rest, so that it is written again.
pub fn take_kind<T: Word>(rest: &mut Rest) -> Option<T> {
    let text = rest.get("type")?.as_str()?;
    let kind: T = find(text)?;
    if text == kind.word() {
        rest.remove("type");
    }
    Some(kind)
}

pub fn put_kind(rest: &mut Rest, kind: &str) {
    if !rest.contains_key("type") {
        rest.insert("type".into(), kind.into());
    }
}

/// A list that has something in it.
/// The longest list that is taken apart. Meta's are ten times shorter; a longer one stays in the rest, where it needs less memory.
const LIST_MAX: usize = 100;

pub fn take_list(rest: &mut Rest, key: &str) -> Vec<Value> {
    match rest.get_mut(key) {
        Some(Value::Array(list)) if !list.is_empty() && list.len() <= LIST_MAX => {
            let list = std::mem::take(list);
            rest.remove(key);
            list
        }
        _ => Vec::new(),
    }
}

pub fn put_list(rest: &mut Rest, key: &str, list: Vec<Value>) {
    if !list.is_empty() {
        rest.insert(key.into(), Value::Array(list));
    }
}

/// A list of objects only.
pub fn take_objects(rest: &mut Rest, key: &str) -> Vec<Rest> {
    match rest.get(key) {
        Some(Value::Array(list)) if list.iter().all(Value::is_object) => {}
        _ => return Vec::new(),
    }
    let objects = take_list(rest, key).into_iter();
    objects.filter_map(|value| if let Value::Object(object) = value { Some(object) } else { None }).collect()
}

pub fn put_objects(rest: &mut Rest, key: &str, objects: Vec<Rest>) {
    put_list(rest, key, objects.into_iter().map(Value::Object).collect());
}

/// The texts of a list that holds nothing else.
pub fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

pub fn text_list(texts: &[String]) -> Value {
    Value::Array(texts.iter().map(|text| Value::String(text.clone())).collect())
}

pub fn take_texts(rest: &mut Rest, key: &str) -> Vec<String> {
    let Some(found) = rest.get(key).and_then(texts).filter(|found| !found.is_empty()) else {
        return Vec::new();
    };
    rest.remove(key);
    found
}

pub fn put_texts(rest: &mut Rest, key: &str, texts: &[String]) {
    if !texts.is_empty() {
        rest.insert(key.into(), text_list(texts));
    }
}

/// An object within, empty where there is none; an empty one stays in the rest.
pub fn take_object(rest: &mut Rest, key: &str) -> Rest {
    match rest.get_mut(key) {
        Some(Value::Object(object)) if !object.is_empty() => {
            let object = std::mem::take(object);
            rest.remove(key);
            object
        }
        _ => Rest::new(),
    }
}

pub fn put_object(rest: &mut Rest, key: &str, object: Rest) {
    if !object.is_empty() {
        rest.insert(key.into(), Value::Object(object));
    }
}
