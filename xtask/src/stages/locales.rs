//! Every language says everything: the same keys, placeholders and tags as English, nothing empty, both
//! plural forms. And no text for people outside the locales (`text_scan.rs`).
//!
//! The files are nested objects, `{{ name }}`, `<tag>`; a text that counts is an object of `one` and `other`.

use super::text_scan;
use crate::files::{has_extension, walk};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const LANGUAGES: [&str; 4] = ["en", "de", "pt-BR", "es"];
const PLURAL_FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

pub fn check(workspace: &Workspace) -> Result<()> {
    let mut problems = check_folder(&workspace.path("frontend/locales"))?;
    let mail = workspace.path("backend/locales");
    if mail.is_dir() {
        problems.extend(check_folder(&mail)?);
    }
    for file in walk(&workspace.path("frontend/src"), &|_| false)? {
        if has_extension(&file, &["rs"]) {
            let name = file.strip_prefix(&workspace.root).unwrap_or(&file).display();
            let found = text_scan::scan(&fs::read_to_string(&file)?).with_context(|| format!("{name} is not Rust"))?;
            problems.extend(found.iter().map(|text| format!("{name}:{text}")));
        }
    }
    if !problems.is_empty() {
        bail!("{} problems:\n  {}", problems.len(), problems.join("\n  "));
    }
    Ok(())
}

fn check_folder(folder: &Path) -> Result<Vec<String>> {
    let mut messages = BTreeMap::new();
    for language in LANGUAGES {
        let file = folder.join(format!("{language}.json"));
        let text = fs::read_to_string(&file).with_context(|| format!("{}", file.display()))?;
        let tree = serde_json::from_str(&text).with_context(|| format!("{}", file.display()))?;
        messages.insert(language, tree);
    }
    let name = folder.parent().and_then(Path::file_name).unwrap_or_default();
    let problems = compare(&messages);
    Ok(problems.into_iter().map(|problem| format!("{}: {problem}", name.display())).collect())
}

/// What one key says in one language: all its plural forms together.
#[derive(Default)]
struct Message {
    forms: BTreeSet<String>,
    placeholders: BTreeSet<String>,
    tags: BTreeSet<String>,
}

fn compare(languages: &BTreeMap<&str, Value>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut read = BTreeMap::new();
    for (language, tree) in languages {
        let mut messages = BTreeMap::new();
        collect("", tree, &mut messages, &mut |problem| problems.push(format!("{language}: {problem}")));
        read.insert(*language, messages);
    }
    let english = read.remove("en").unwrap_or_default();
    for (key, message) in &english {
        check_forms("en", key, message, &mut problems);
    }
    for (language, messages) in &read {
        for (key, wanted) in &english {
            let Some(found) = messages.get(key) else {
                problems.push(format!("{language}: `{key}` is missing"));
                continue;
            };
            if wanted.forms.is_empty() != found.forms.is_empty() {
                problems.push(format!("{language}: `{key}` has plural forms in one language only"));
            }
            check_forms(language, key, found, &mut problems);
            differ(language, key, "placeholders", &wanted.placeholders, &found.placeholders, &mut problems);
            differ(language, key, "tags", &wanted.tags, &found.tags, &mut problems);
        }
        for key in messages.keys().filter(|key| !english.contains_key(*key)) {
            problems.push(format!("{language}: `{key}` is not in en.json"));
        }
    }
    problems
}

/// All our languages need `one` and `other`, and the pages ask for no other form.
fn check_forms(language: &str, key: &str, message: &Message, problems: &mut Vec<String>) {
    if message.forms.is_empty() {
        return;
    }
    for form in ["one", "other"] {
        if !message.forms.contains(form) {
            problems.push(format!("{language}: `{key}` lacks the plural form `{form}`"));
        }
    }
    for form in &message.forms {
        if !["one", "other"].contains(&form.as_str()) {
            problems.push(format!("{language}: `{key}` has a plural form `{form}` that no page asks for"));
        }
    }
}

fn differ(
    language: &str,
    key: &str,
    what: &str,
    wanted: &BTreeSet<String>,
    found: &BTreeSet<String>,
    problems: &mut Vec<String>,
) {
    if wanted != found {
        problems.push(format!("{language}: `{key}` has the {what} {found:?}, English has {wanted:?}"));
    }
}

fn collect(prefix: &str, tree: &Value, messages: &mut BTreeMap<String, Message>, report: &mut dyn FnMut(String)) {
    let Value::Object(entries) = tree else {
        report(format!("`{prefix}` is not an object"));
        return;
    };
    for (name, value) in entries {
        let key = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
        match value {
            Value::Object(forms) if is_plural(forms) => {
                for (form, text) in forms {
                    let message = messages.entry(key.clone()).or_default();
                    message.forms.insert(form.clone());
                    read_text(&key, text, message, report);
                }
            }
            Value::Object(_) => collect(&key, value, messages, report),
            _ => read_text(&key, value, messages.entry(key.clone()).or_default(), report),
        }
    }
}

fn read_text(key: &str, value: &Value, message: &mut Message, report: &mut dyn FnMut(String)) {
    match value {
        Value::String(text) if text.trim().is_empty() => report(format!("`{key}` is empty")),
        Value::String(text) => {
            message.placeholders.extend(placeholders(text));
            message.tags.extend(tags(text));
        }
        _ => report(format!("`{key}` is neither text nor an object")),
    }
}

fn is_plural(entries: &serde_json::Map<String, Value>) -> bool {
    entries.contains_key("other") && entries.keys().all(|form| PLURAL_FORMS.contains(&form.as_str()))
}

/// The names in `{{ name }}` and `{{ name, formatter }}`.
fn placeholders(text: &str) -> Vec<String> {
    text.split("{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}"))
        .filter_map(|(inside, _)| inside.split(',').next())
        .map(|name| name.trim().to_owned())
        .collect()
}

/// The names in `<name>` and `<name/>`.
fn tags(text: &str) -> Vec<String> {
    text.split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(inside, _)| inside.trim_end_matches('/').trim().to_owned())
        .filter(|name| name.chars().next().is_some_and(char::is_alphabetic))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn problems(english: Value, german: Value) -> Vec<String> {
        compare(&BTreeMap::from([("en", english), ("de", german)]))
    }

    #[test]
    fn equal_languages_have_no_problem() {
        let english =
            json!({"a": {"b": "Hi {{ name }}, <b>welcome</b>"}, "n": {"one": "{{ n }} one", "other": "{{ n }}"}});
        let german = json!({"a": {"b": "<b>Hallo</b> {{name}}"}, "n": {"one": "eine", "other": "{{ n }}"}});
        assert_eq!(problems(english, german), Vec::<String>::new());
    }

    #[test]
    fn missing_and_extra_keys_are_named_with_their_path() {
        let found = problems(json!({"a": {"b": "x"}}), json!({"a": {"c": "x"}}));
        assert_eq!(found, ["de: `a.b` is missing", "de: `a.c` is not in en.json"]);
    }

    #[test]
    fn empty_texts_are_refused_in_every_language() {
        let found = problems(json!({"a": ""}), json!({"a": " "}));
        assert_eq!(found, ["de: `a` is empty", "en: `a` is empty"]);
    }

    #[test]
    fn placeholders_and_tags_must_agree() {
        let found = problems(json!({"a": "{{ name }} <b>x</b>"}), json!({"a": "{{ nmae }} x"}));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("nmae") && found[0].contains("placeholders"));
        assert!(found[1].contains("tags"));
    }

    #[test]
    fn plural_forms_are_those_that_the_pages_ask_for() {
        let english = json!({"n": {"one": "one", "other": "many"}});
        let found = problems(english.clone(), json!({"n": {"other": "viele", "few": "wenige"}}));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(problems(english, json!({"n": {"one": "eine", "other": "viele"}})).is_empty());
    }

    #[test]
    fn a_group_that_has_the_key_other_is_no_plural_by_that() {
        let kinds = json!({"kind": {"waba": "WABA", "other": "Other"}});
        assert!(problems(kinds.clone(), kinds).is_empty());
    }

    #[test]
    fn values_that_are_not_text_are_refused() {
        assert_eq!(problems(json!({"a": 1}), json!({"a": 1})).len(), 2);
    }
}
