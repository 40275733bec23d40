//! Corrections of a template's category (reference 4.8): announced, and in force a day later, or on the first of the next month when
//! it should have been an authentication template.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use chrono::{DateTime, Datelike, Timelike};
use serde_json::{Value, json};
use support::Server;
use support::template::{changes, listening};

const REVIEW_S: u32 = 10;
const DAY: u32 = 24 * 3600;

fn template(name: &str, text: &str) -> Value {
    json!({ "name": name, "language": "de", "category": "UTILITY", "components": [{ "type": "BODY", "text": text }] })
}

async fn now(sandbox: &Server) -> i64 {
    let clock = sandbox.control("GET", "/clock", json!({})).await.body;
    DateTime::parse_from_rfc3339(clock["now"].as_str().unwrap()).unwrap().timestamp()
}

#[tokio::test]
async fn a_category_is_announced_and_changes_a_day_later() {
    let (sandbox, receiver) = listening().await;
    let mut body = template("parcel_ready", "correct:MARKETING some day.");
    body["message_send_ttl_seconds"] = json!(60);
    let id = sandbox.created(body).await;
    sandbox.advance(REVIEW_S).await;
    let shown = sandbox.template(&id, "category,correct_category").await;
    assert_eq!((&shown["category"], &shown["correct_category"]), (&json!("UTILITY"), &json!("MARKETING")));
    sandbox.advance(DAY).await;
    let shown = sandbox.template(&id, "category,correct_category,previous_category,message_send_ttl_seconds").await;
    assert_eq!(shown, json!({ "id": id, "category": "MARKETING", "previous_category": "UTILITY" }));
    let told = changes(&receiver, 0, 3).await;
    let about = |extra: Value| {
        let number: u64 = id.parse().unwrap();
        let mut value = json!({ "message_template_id": number, "message_template_name": "parcel_ready", "message_template_language": "de" });
        value.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!({ "field": "template_category_update", "value": value })
    };
    let at = &told[1]["value"]["category_update_timestamp"];
    assert!(at.is_i64());
    let impending =
        json!({ "correct_category": "MARKETING", "category_update_timestamp": at, "new_category": "UTILITY" });
    assert_eq!(told[1], about(impending));
    assert_eq!(told[2], about(json!({ "previous_category": "UTILITY", "new_category": "MARKETING" })));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn what_should_be_an_authentication_template_is_rejected_on_the_first() {
    let (sandbox, receiver) = listening().await;
    let id = sandbox.created(template("login", "correct:AUTHENTICATION some day.")).await;
    sandbox.advance(REVIEW_S).await;
    let told = changes(&receiver, 0, 2).await;
    assert_eq!(told[1]["value"]["correct_category"], "AUTHENTICATION");
    let at = told[1]["value"]["category_update_timestamp"].as_i64().unwrap();
    let first = DateTime::from_timestamp(at, 0).unwrap();
    assert_eq!((first.day(), first.num_seconds_from_midnight()), (1, 0), "{first}");
    let left = at - now(&sandbox).await;
    assert!((1..=31 * i64::from(DAY)).contains(&left), "{left}");
    let about = "status,category,correct_category,rejected_reason";
    if left > 120 {
        sandbox.advance(u32::try_from(left - 60).unwrap()).await;
        let shown = sandbox.template(&id, about).await;
        let announced = json!({ "id": id, "status": "APPROVED", "category": "UTILITY", "correct_category": "AUTHENTICATION", "rejected_reason": "NONE" });
        assert_eq!(shown, announced);
    }
    sandbox.advance(u32::try_from(at - now(&sandbox).await).unwrap_or_default()).await;
    let shown = sandbox.template(&id, about).await;
    assert_eq!(
        shown,
        json!({ "id": id, "status": "REJECTED", "category": "UTILITY", "rejected_reason": "INCORRECT_CATEGORY" })
    );
    let rejected = &changes(&receiver, 2, 1).await[0]["value"];
    assert_eq!((&rejected["event"], &rejected["reason"]), (&json!("REJECTED"), &json!("INCORRECT_CATEGORY")));
    assert!(rejected["rejection_info"]["recommendation"].is_string());
    sandbox.running.stop().await;
}

#[tokio::test]
async fn an_announcement_can_be_withdrawn() {
    let (sandbox, receiver) = listening().await;
    let id = sandbox.created(template("login", "correct:AUTHENTICATION some day.")).await;
    sandbox.advance(REVIEW_S).await;
    sandbox.patch_template(&id, json!({ "correct_category": null })).await;
    sandbox.advance(62 * DAY).await;
    let shown = sandbox.template(&id, "status,category").await;
    assert_eq!(shown, json!({ "id": id, "status": "APPROVED", "category": "UTILITY" }));
    assert_eq!(changes(&receiver, 0, 2).await.len(), 2);
    sandbox.running.stop().await;
}
