//! One row for each rule: a legal template, what is changed, and the one finding that follows. No finding: the row is at a limit.

use serde_json::Value;

use super::template;
use crate::template::generator::table::{Found, legal, put, rows};
use crate::template::{Finding, FindingCode, validate};

/// Each row's name and template.
pub fn broken() -> Vec<(String, Value)> {
    rows().iter().map(|row| (row.rule.clone(), row.build())).collect()
}

fn found(findings: &[Finding]) -> Vec<Found> {
    findings.iter().map(|finding| (finding.code, finding.path.clone(), finding.provider_subcode)).collect()
}

#[test]
fn each_rule_is_found_alone_and_at_its_place() {
    let mut wrong = Vec::new();
    for row in rows() {
        let findings = found(&validate(&template(row.build())));
        let wanted: Vec<Found> = row.find.iter().chain(&row.also).cloned().collect();
        if findings != wanted {
            wrong.push(format!("{}: found {findings:?}, not {wanted:?}", row.rule));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the table does not need to name: codes of files, which have their own test.
#[test]
fn every_code_has_a_row() {
    let rows = rows();
    for code in FindingCode::ALL {
        let tested = rows.iter().any(|row| row.find.as_ref().is_some_and(|(found, ..)| found == code));
        assert!(tested || matches!(code, FindingCode::MediaType | FindingCode::MediaTooLarge), "{code}");
    }
}

#[test]
fn a_finding_says_what_a_sentence_needs() {
    let mut value = legal("plain");
    put(&mut value, "components.0.text", "x".repeat(1025).into());
    let finding = serde_json::to_value(&validate(&template(value))[0]).unwrap();
    assert_eq!(
        finding,
        serde_json::json!({
            "severity": "error", "code": "too_long", "path": "components.0.text", "fix": "shorten",
            "message": "It has more characters than `max`.", "params": {"max": 1024, "found": 1025},
            "provider_subcode": 2_388_040
        })
    );
    let back: Finding = serde_json::from_value(finding).unwrap();
    assert_eq!(back.code, FindingCode::TooLong);
}

#[test]
fn no_more_findings_than_anybody_reads() {
    let mut value = legal("plain");
    for at in 1..100 {
        put(&mut value, &format!("components.{at}"), serde_json::json!({"type": "BODY", "text": "{{1}} {{2}}"}));
    }
    assert_eq!(validate(&template(value.clone())).len(), 200);
    // A list that long is not taken apart.
    put(&mut value, "components.100", serde_json::json!({"type": "BODY", "text": "{{1}} {{2}}"}));
    let found: Vec<_> = validate(&template(value)).into_iter().map(|finding| (finding.code, finding.path)).collect();
    assert_eq!(found, [(FindingCode::WrongType, "components".to_owned())]);
}
