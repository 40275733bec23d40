//! Trying templates against the rules, the components that they are made of, and what is told of them.

use serde_json::{Value, json};

use super::{Receiver, Server, demo_server};

pub const OK: (i64, i64) = (0, 0);

/// What is tried, the components or the whole body, and the code and subcode of the refusal.
pub type Case = (&'static str, Value, (i64, i64));

pub const fn sub(subcode: i64) -> (i64, i64) {
    (100, subcode)
}

pub async fn try_all(category: &str, cases: Vec<Case>) {
    let sandbox = demo_server().await;
    for (index, (what, value, expected)) in cases.into_iter().enumerate() {
        let mut body = json!({ "name": format!("case_{index}"), "language": "en_US", "category": category });
        match value {
            Value::Array(components) => body["components"] = Value::Array(components),
            Value::Object(fields) => body.as_object_mut().unwrap().extend(fields),
            _ => panic!("{what} is neither components nor a body"),
        }
        check(&sandbox, what, body, expected).await;
    }
    sandbox.running.stop().await;
}

pub async fn check(sandbox: &Server, what: &str, body: Value, expected: (i64, i64)) {
    let reply = sandbox.create(body).await;
    let error = &reply.body["error"];
    let told = (error["code"].as_i64().unwrap_or(0), error["error_subcode"].as_i64().unwrap_or(0));
    assert_eq!(told, expected, "{what}: {}", reply.body);
    if expected.1 != 0 {
        assert!(error["error_user_title"].as_str().is_some_and(|title| !title.is_empty()), "{what}");
        assert!(error["error_user_msg"].is_string(), "{what}");
    }
}

pub fn body(text: &str) -> Value {
    json!({ "type": "BODY", "text": text })
}

pub fn body_with(text: &str, samples: &[&str]) -> Value {
    json!({ "type": "BODY", "text": text, "example": { "body_text": [samples] } })
}

pub fn header(text: &str) -> Value {
    json!({ "type": "HEADER", "format": "TEXT", "text": text })
}

pub fn plain(component: Value) -> Value {
    json!([component, body("Plain text here.")])
}

pub fn buttons(buttons: Value) -> Value {
    plain(json!({ "type": "BUTTONS", "buttons": buttons }))
}

pub fn reply(text: &str) -> Value {
    json!({ "type": "QUICK_REPLY", "text": text })
}

pub fn link(url: &str) -> Value {
    json!({ "type": "URL", "text": "Open", "url": url })
}

pub fn otp(extra: Value) -> Value {
    let mut button = json!({ "type": "OTP", "otp_type": "COPY_CODE" });
    button.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    json!({ "type": "BUTTONS", "buttons": [button] })
}

const ALL: &str = "message_template_status_update,message_template_quality_update,template_category_update,message_template_components_update";

/// A sandbox, and a receiver of all that it tells of templates.
pub async fn listening() -> (Server, Receiver) {
    let (sandbox, receiver) = (demo_server().await, Receiver::start().await);
    sandbox.subscribe(&receiver, ALL).await;
    (sandbox, receiver)
}

/// The changes after those already seen, once as many came as expected.
pub async fn changes(receiver: &Receiver, seen: usize, expected: usize) -> Vec<Value> {
    for _ in 0..100 {
        if receiver.changes().len() >= seen + expected {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    receiver.changes().split_off(seen)
}
