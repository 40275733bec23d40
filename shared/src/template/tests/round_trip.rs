//! What is read is written again, known or not.

use serde_json::{Value, json};

use super::template;
use crate::template::generator::table::{all_legal, legal, put};

fn survives(value: &Value) {
    assert_eq!(&serde_json::to_value(template(value.clone())).unwrap(), value);
}

#[test]
fn all_legal_templates_survive() {
    for value in all_legal().values() {
        survives(value);
    }
}

#[test]
fn odd_shapes_survive() {
    for (path, odd) in [
        ("name", json!("")),
        ("name", json!(null)),
        ("category", json!("utility")),
        ("parameter_format", json!("Named")),
        ("message_send_ttl_seconds", json!(600.0)),
        ("message_send_ttl_seconds", json!("600")),
        ("components", json!([])),
        ("components", json!("none")),
        ("components.0", json!([1, 2])),
        ("components.0", json!({"type": "STICKER", "sticker": {"id": 1}})),
        ("components.0.type", json!("header")),
        ("components.0.format", json!("HOLOGRAM")),
        ("components.0.example", json!({})),
        ("components.0.example.header_text", json!("Ada")),
        ("components.1.example.body_text", json!([["a", "b"], ["c", "d"]])),
        ("components.1.example.body_text", json!([[]])),
        ("components.1.example.body_text", json!([["a", 5]])),
        ("components.1.example.body_text_named_params", json!([{"param_name": "a", "example": "b", "more": 1}])),
        ("components.1.example.body_text_named_params", json!(["a"])),
        ("components.3.buttons.0", json!({"type": "quick_reply", "text": 5})),
        ("components.3.buttons.0", json!({"type": "COPY_CODE", "example": ["X"], "text": "Copy"})),
        ("components.3.buttons.0", json!({"type": "COPY_CODE", "example": [""]})),
        ("components.3.buttons.0", json!({"type": "COPY_CODE", "example": [7]})),
        ("components.3.buttons.0", json!({"type": "URL", "url": null, "example": "x"})),
        ("components.3.buttons.0", json!("QUICK_REPLY")),
        ("components.3", json!({"type": "CAROUSEL", "cards": [{"components": [], "x": 1}, {}]})),
        ("components.3", json!({"type": "CAROUSEL", "cards": [1, {}]})),
        ("components.3", json!({"type": "LIMITED_TIME_OFFER", "limited_time_offer": {}})),
        (
            "components.3",
            json!({"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "a", "has_expiration": 1}}),
        ),
    ] {
        let mut value = legal("utility");
        put(&mut value, path, odd);
        survives(&value);
    }
}

#[test]
fn what_was_typed_wins_over_what_was_read() {
    let mut read = template(json!({"name": 5, "category": "utility", "components": [
        {"type": "BODY", "text": null, "example": {"body_text": [["a"], ["b"]]}},
    ]}));
    read.name = "shop".into();
    let super::super::component::Component::Body(body) = &mut read.components[0] else { panic!("no body") };
    body.text = "Hi {{1}} there you".into();
    body.example.positional = vec!["Ada".into()];
    assert_eq!(
        serde_json::to_value(&read).unwrap(),
        json!({"name": "shop", "category": "utility", "components": [
            {"type": "BODY", "text": "Hi {{1}} there you", "example": {"body_text": [["Ada"], ["b"]]}},
        ]})
    );
}

#[test]
fn what_meta_says_of_a_template_can_be_asked() {
    use crate::template::word::{Open, QualityScore, RejectedReason, TemplateStatus};
    let read = template(legal("read"));
    assert_eq!(read.meta_id(), Some("140000000000001"));
    assert_eq!(read.status(), Some(Open::Known(TemplateStatus::Approved)));
    assert_eq!(read.quality(), Some(Open::Known(QualityScore::Green)));
    assert_eq!(read.rejected_reason(), Some(Open::Known(RejectedReason::None)));
    assert!(serde_json::from_str::<crate::template::Template>("[]").is_err());
}
