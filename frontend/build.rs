//! Makes the module `keys` from `locales/*.json`, which the browser loads one of. A key or a value that the English text lacks
//! fails the build where it is used; a language that lacks a key or has one more fails it here.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

const LANGUAGES: [&str; 4] = ["en", "de", "pt-BR", "es"];

/// Dotted key to text, sorted: a text's place in this order is its number.
type Texts = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let english = read("en")?;
    for language in LANGUAGES {
        let texts = read(language)?;
        let differs = |one: &Texts, other: &Texts| one.keys().find(|key| !other.contains_key(*key)).cloned();
        if let Some(key) = differs(&english, &texts).or_else(|| differs(&texts, &english)) {
            return Err(format!("{key} is not in both of en and {language}").into());
        }
    }
    let numbered: Vec<(Vec<&str>, &str, usize)> = english
        .iter()
        .enumerate()
        .map(|(number, (key, text))| (key.split('.').collect(), text.as_str(), number))
        .collect();
    let count = numbered.len();
    fs::write(out.join("keys.rs"), format!("pub const COUNT: usize = {count};\n{}", module(&numbered)?))?;
    Ok(())
}

fn read(language: &str) -> Result<Texts, Box<dyn Error>> {
    let path = Path::new("locales").join(format!("{language}.json"));
    let mut texts = Texts::new();
    collect(&serde_json::from_str(&fs::read_to_string(path)?)?, String::new(), &mut texts);
    Ok(texts)
}

fn collect(value: &Value, key: String, texts: &mut Texts) {
    match value {
        Value::String(text) => drop(texts.insert(key, text.clone())),
        Value::Object(inner) => {
            for (name, value) in inner {
                collect(value, if key.is_empty() { name.clone() } else { format!("{key}.{name}") }, texts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {}
    }
}

/// A plain text is a constant, one with values a struct with a field for each, an object of texts a module.
fn module(texts: &[(Vec<&str>, &str, usize)]) -> Result<String, std::fmt::Error> {
    let mut code = String::new();
    let mut rest = texts;
    while let Some((path, text, number)) = rest.first() {
        let name = path[0];
        if path.len() == 1 {
            leaf(&mut code, name, text, *number)?;
            rest = &rest[1..];
            continue;
        }
        let count = rest.iter().take_while(|(path, ..)| path.len() > 1 && path[0] == name).count();
        let inner: Vec<_> =
            rest[..count].iter().map(|(path, text, number)| (path[1..].to_vec(), *text, *number)).collect();
        write!(code, "pub mod {name} {{ use super::*; {} }}", module(&inner)?)?;
        rest = &rest[count..];
    }
    Ok(code)
}

fn leaf(code: &mut String, name: &str, text: &str, number: usize) -> std::fmt::Result {
    let mut values: Vec<&str> =
        text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0.trim())).collect();
    values.sort_unstable();
    values.dedup();
    if values.is_empty() {
        return writeln!(code, "pub const {name}: Plain = Plain({number});");
    }
    let fields: String = values.iter().map(|value| format!("pub {value}: &'a dyn Display, ")).collect();
    let pairs: String = values.iter().map(|value| format!("(\"{value}\", self.{value}), ")).collect();
    writeln!(code, "pub struct {name}<'a> {{ {fields} }}")?;
    writeln!(code, "impl {name}<'_> {{ pub fn text(self) -> String {{ filled({number}, &[{pairs}]) }} }}")
}
