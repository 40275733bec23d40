//! What holds for all templates, not only for those of the table.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::template;
use crate::template::fix::weight;
use crate::template::generator::{NAMED_ONLY, legal, mutation, nonsense, table};
use crate::template::validate::FINDINGS_MAX;
use crate::template::{Finding, FindingCode, Template, fix, fix_all, validate};

fn errors(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|finding| finding.is_error()).collect()
}

/// All places of objects in it, as JSON pointers; but for buttons of which nobody knows the members.
fn objects(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) if NAMED_ONLY.iter().any(|kind| object.get("type") == Some(&json!(kind))) => {}
        Value::Object(object) => {
            found.push(at.to_owned());
            object.iter().for_each(|(name, value)| objects(value, &format!("{at}/{name}"), found));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(n, value)| objects(value, &format!("{at}/{n}"), found))
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn legal_templates_pass(value in legal()) {
        let findings = validate(&template(value));
        prop_assert!(errors(&findings).is_empty(), "{findings:?}");
    }

    #[test]
    fn unknown_members_survive_and_are_only_warned_of(
        value in legal(),
        at in any::<Index>(),
        unknown in select(vec![json!(1), json!("x"), json!([{"a": null}]), json!({"b": [true]})]),
    ) {
        let mut value = value;
        let mut places = Vec::new();
        objects(&value, "", &mut places);
        // Of what stands beside the components only the names are known.
        places.retain(|place| place.is_empty() || place.starts_with("/components"));
        let place = at.get(&places);
        value.pointer_mut(place).and_then(Value::as_object_mut).unwrap().insert("unheard_of".into(), unknown);
        let read = template(value.clone());
        prop_assert_eq!(&serde_json::to_value(&read).unwrap(), &value);
        let findings = validate(&read);
        prop_assert!(errors(&findings).is_empty(), "{findings:?}");
        // Samples of named variables are objects too, and so small that nobody asks for their members.
        let path = format!("{place}/unheard_of")[1..].replace('/', ".");
        let named = findings.iter().any(|found| found.code == FindingCode::UnknownField && found.path == path);
        prop_assert!(named, "{path} is not in {findings:?}");
    }

    #[test]
    fn what_breaks_a_rule_is_found(value in legal(), seed in any::<Index>()) {
        let mut broken = value.clone();
        let Some(code) = mutation::random(&mut broken, seed.index(mutation::COUNT)) else { return Ok(()) };
        let findings = validate(&template(broken));
        prop_assert!(errors(&findings).iter().any(|finding| finding.code == code), "{code} is not in {findings:?}");
    }

    #[test]
    fn nonsense_survives_and_fixes_never_make_it_worse(object in nonsense()) {
        let read = Template::from_object(object.clone());
        prop_assert_eq!(&read.to_object(), &object);
        let findings = validate(&read);
        for finding in &findings {
            if let Some(fixed) = fix(&read, finding) {
                prop_assert!(weight(&validate(&fixed)) < weight(&findings), "{finding:?}");
            }
        }
        comes_to_an_end(&read)?;
    }

    #[test]
    fn broken_templates_come_to_an_end(value in legal(), seeds in proptest::collection::vec(any::<Index>(), 1..4)) {
        let mut broken = value;
        for seed in seeds {
            mutation::random(&mut broken, seed.index(mutation::COUNT));
        }
        comes_to_an_end(&template(broken))?;
    }
}

/// The property above would hold for ways that never apply.
#[test]
fn each_way_breaks_some_template() {
    let all = table::all_legal();
    for way in 0..mutation::COUNT {
        let found = all.values().any(|legal| {
            let mut broken = legal.clone();
            let code = mutation::random(&mut broken, way);
            code.is_some_and(|code| validate(&template(broken)).iter().any(|finding| finding.code == code))
        });
        assert!(found, "way {way}");
    }
}

fn comes_to_an_end(read: &Template) -> Result<(), TestCaseError> {
    let (fixed, findings) = fix_all(read);
    prop_assert_eq!(&findings, &validate(&fixed));
    prop_assert!(weight(&findings) <= weight(&validate(read)));
    if findings.len() < FINDINGS_MAX {
        for finding in &findings {
            prop_assert!(fix(&fixed, finding).is_none(), "{finding:?}");
        }
    }
    Ok(())
}
