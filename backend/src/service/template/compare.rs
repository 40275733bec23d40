//! What differs between two templates, member by member.

use clienthub_shared::template::Template;
use clienthub_shared::template::details::TemplateDifference;
use serde_json::Value;

/// In the order of the members; a list is compared place by place.
pub fn differences(from: &Template, to: &Template) -> Vec<TemplateDifference> {
    let mut found = Vec::new();
    let [from, to] = [from, to].map(|side| Value::Object(side.to_object()));
    walk(String::new(), Some(&from), Some(&to), &mut found);
    found
}

fn walk(path: String, from: Option<&Value>, to: Option<&Value>, found: &mut Vec<TemplateDifference>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (from, to) {
        (from, to) if from == to => {}
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            for name in a.keys().chain(b.keys().filter(|name| !a.contains_key(*name))) {
                walk(below(name), a.get(name), b.get(name), found);
            }
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            for place in 0..a.len().max(b.len()) {
                walk(below(&place.to_string()), a.get(place), b.get(place), found);
            }
        }
        (from, to) => found.push(TemplateDifference { path, from: from.cloned(), to: to.cloned() }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_member_that_differs_is_told_with_both_sides() {
        let template = |value| serde_json::from_value::<Template>(value).unwrap();
        let from = template(json!({"name": "a", "language": "de", "category": "UTILITY", "components": [
            {"type": "BODY", "text": "Hallo"}, {"type": "FOOTER", "text": "Birke"}]}));
        let to = template(json!({"name": "a", "language": "de", "category": "MARKETING", "components": [
            {"type": "BODY", "text": "Hallo {{1}}!", "example": {"body_text": [["Ada"]]}}]}));
        let found = differences(&from, &to);
        let paths: Vec<_> = found.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(paths.len(), 4, "{paths:?}");
        let of = |path: &str| found.iter().find(|one| one.path == path).unwrap();
        assert_eq!(of("category").to, Some(json!("MARKETING")));
        assert_eq!(of("components.0.text").from, Some(json!("Hallo")));
        assert_eq!(of("components.0.example").from, None);
        assert_eq!(of("components.1").to, None);
        assert!(differences(&from, &from).is_empty());
    }
}
