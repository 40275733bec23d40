//! The OpenAPI document: made from the code, committed, and complete.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::support::{self, TestApp, on_both};

/// The document as JSON.
pub fn document() -> Value {
    serde_json::to_value(clienthub::http::openapi()).unwrap()
}

/// Every operation as (method, path, operation).
pub fn operations(document: &Value) -> Vec<(String, String, Value)> {
    const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| METHODS.contains(&name.as_str()))
        {
            found.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    assert!(!found.is_empty());
    found
}

#[test]
fn the_committed_document_is_the_generated_one() {
    let file = support::package_folder().join("../docs/openapi.json");
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    let generated = clienthub::http::openapi().to_pretty_json().unwrap();
    assert!(
        committed.trim_end() == generated.trim_end(),
        "docs/openapi.json is not what the code says. Run `cargo xtask openapi` and look at the \
         difference: it is a change of the public API"
    );
}

#[test]
fn every_operation_is_named_tagged_and_says_how_it_refuses() {
    let document = document();
    let tags: BTreeSet<&str> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let what = format!("{method} {path}");
        let name = operation["operationId"].as_str().unwrap_or_default().to_owned();
        let verb = name.split('_').next().unwrap();
        assert!(handlers().contains(&name), "{what}: operation id {name:?} is no handler's name");
        assert!(!verb.is_empty() && name.contains('_'), "{what}: {name:?} is not verb_resource");
        assert!(names.insert(name), "{what}: the operation id is there twice");
        let tag = operation["tags"][0].as_str().unwrap_or_default();
        assert!(tags.contains(tag), "{what}: tag {tag:?} is not described in http/docs.rs");
        assert!(!operation["summary"].as_str().unwrap_or_default().is_empty(), "{what}: no summary (doc comment)");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{what}: no success");
        for status in ["400", "401", "404", "429", "503"] {
            let body = &responses[status]["content"]["application/problem+json"]["schema"];
            assert!(body.is_object(), "{what}: {status} is no problem document; add `Problems`");
        }
        let told: BTreeSet<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        let in_path: BTreeSet<&str> =
            path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        assert_eq!(told, in_path, "{what}: path parameters");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| walk(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| walk(value, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = BTreeSet::new();
    walk(&document, &mut found);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} is not in the document");
    }
}

/// Names of the functions under `http` that have a route.
fn handlers() -> BTreeSet<String> {
    fn collect(folder: &Path, names: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, names);
                continue;
            }
            for line in std::fs::read_to_string(path).unwrap().lines() {
                let name = line.strip_prefix("pub async fn ").and_then(|rest| rest.split(['(', '<']).next());
                names.extend(name.map(str::to_owned));
            }
        }
    }
    let mut names = BTreeSet::new();
    collect(&support::package_folder().join("src/http"), &mut names);
    names
}

on_both! {
    async fn the_document_and_its_page_need_no_sign_in(app: TestApp) {
        let visitor = app.client();
        let answer = visitor.get("/openapi.json").await.expect(200);
        assert_eq!(answer.json, document());
        let to_page = visitor.request(reqwest::Method::GET, "/api/docs").await.expect(308);
        assert_eq!(to_page.header("location"), "/api/docs/");
        let page = visitor.request(reqwest::Method::GET, "/api/docs/").await.expect(200);
        assert!(page.text.contains("swagger"), "{}", page.text);
    }
}
