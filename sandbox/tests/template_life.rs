//! What happens to a template: review, rejection, pauses, quality, edits and deletion, each with the webhook
//! that Meta sends (reference 4.8, 4.9 and 8.3).

mod support;

use clienthub_sandbox::demo;
use serde_json::{Value, json};
use support::template::{changes, listening};
use support::{SHARED, Server, demo_server};

const STATUS: &str = "message_template_status_update";
const REVIEW_S: u32 = 10;
const HOUR: u32 = 3600;
const DAY: u32 = 24 * HOUR;

fn template(name: &str, text: &str) -> Value {
    json!({ "name": name, "language": "de", "category": "UTILITY", "components": [{ "type": "BODY", "text": text }] })
}

async fn status(sandbox: &Server, id: &str) -> Value {
    sandbox.template(id, "status").await["status"].clone()
}

async fn approved(sandbox: &Server, name: &str) -> String {
    let id = sandbox.created(template(name, "Plain text here.")).await;
    sandbox.advance(REVIEW_S).await;
    assert_eq!(status(sandbox, &id).await, "APPROVED");
    id
}

#[tokio::test]
async fn a_review_takes_its_time_and_tells_the_result() {
    let (sandbox, receiver) = listening().await;
    let created = sandbox.create(template("parcel_ready", "Plain text here.")).await;
    let id = created.body["id"].as_str().unwrap().to_owned();
    assert_eq!(created.body, json!({ "id": id, "status": "PENDING", "category": "UTILITY" }));
    // The usual ten seconds, given more room for slow machines.
    sandbox.patch_template(&id, json!({ "review_in_s": 600 })).await;
    sandbox.advance(570).await;
    assert_eq!(status(&sandbox, &id).await, "PENDING");
    sandbox.advance(30).await;
    let shown = sandbox.template(&id, "status,rejected_reason,quality_score{score}").await;
    assert_eq!(
        shown,
        json!({ "id": id, "status": "APPROVED", "rejected_reason": "NONE", "quality_score": { "score": "UNKNOWN" } })
    );
    let number: u64 = id.parse().unwrap();
    let value = json!({ "event": "APPROVED", "message_template_id": number, "message_template_name": "parcel_ready",
        "message_template_language": "de", "message_template_category": "UTILITY", "reason": "NONE" });
    assert_eq!(changes(&receiver, 0, 1).await, [json!({ "field": STATUS, "value": value })]);
    let received = receiver.received().remove(0);
    assert_eq!(received.json()["entry"][0]["id"], SHARED.meta_id);
    assert!(received.signature.starts_with("sha256="));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_review_ends_without_anybody_calling() {
    let (sandbox, receiver) = listening().await;
    sandbox.control("POST", "/templates/review", json!({ "delay_s": 1 })).await;
    sandbox.created(template("parcel_ready", "Plain text here.")).await;
    receiver.wait_for(1).await;
    sandbox.running.stop().await;
}

#[tokio::test]
async fn every_reason_has_its_sentinel_in_text_and_name() {
    let (sandbox, receiver) = listening().await;
    let reasons = [
        "ABUSIVE_CONTENT",
        "CATEGORY_NOT_AVAILABLE",
        "INCORRECT_CATEGORY",
        "INVALID_FORMAT",
        "PROMOTIONAL",
        "SCAM",
        "TAG_CONTENT_MISMATCH",
    ];
    for (index, reason) in reasons.into_iter().enumerate() {
        let by_text =
            sandbox.created(template(&format!("by_text_{index}"), &format!("Please reject:{reason} this."))).await;
        let by_name = sandbox.created(template(&format!("reject_{}", reason.to_lowercase()), "Plain text here.")).await;
        sandbox.advance(REVIEW_S).await;
        for id in [by_text, by_name] {
            let shown = sandbox.template(&id, "status,rejected_reason").await;
            assert_eq!((&shown["status"], &shown["rejected_reason"]), (&json!("REJECTED"), &json!(reason)));
        }
        let told = changes(&receiver, index * 2, 2).await;
        assert_eq!((&told[0]["value"]["event"], &told[0]["value"]["reason"]), (&json!("REJECTED"), &json!(reason)));
        let info = told[0]["value"]["rejection_info"].as_object().unwrap();
        assert!(info["reason"].is_string() && info["recommendation"].is_string());
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn sentinels_hold_hurry_and_change_the_category() {
    let sandbox = demo_server().await;
    let held = sandbox.created(template("held", "review:hold this one.")).await;
    sandbox.advance(40 * DAY).await;
    assert_eq!(status(&sandbox, &held).await, "PENDING");
    sandbox.patch_template(&held, json!({ "status": "APPROVED" })).await;
    assert_eq!(status(&sandbox, &held).await, "APPROVED");
    let now = sandbox.create(template("now", "review:now this one.")).await;
    assert_eq!(now.body["status"], "APPROVED");
    let rejected = sandbox.create(template("now_not", "review:now and reject:SCAM this one.")).await;
    assert_eq!(rejected.body["status"], "REJECTED");
    for (index, text) in
        ["category:MARKETING text.", "A discount of 25 for you.", "Take 20% off today."].into_iter().enumerate()
    {
        let mut body = template(&format!("promo_{index}"), text);
        body["message_send_ttl_seconds"] = json!(60);
        let created = sandbox.create(body).await;
        assert_eq!(created.body["category"], "MARKETING", "{text}");
        let shown = sandbox.template(created.body["id"].as_str().unwrap(), "message_send_ttl_seconds").await;
        assert_eq!(shown["message_send_ttl_seconds"], Value::Null);
    }
    sandbox.control("POST", "/templates/review", json!({ "delay_s": null })).await;
    let waiting = sandbox.created(template("waiting", "Plain text here.")).await;
    sandbox.advance(DAY).await;
    assert_eq!(status(&sandbox, &waiting).await, "PENDING");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn low_quality_pauses_twice_and_then_disables() {
    let (sandbox, receiver) = listening().await;
    let id = approved(&sandbox, "parcel_ready").await;
    for (title, hours) in [("FIRST_PAUSE", 3), ("SECOND_PAUSE", 6)] {
        let seen = changes(&receiver, 0, 1).await.len();
        let patch = json!({ "quality_score": { "score": "RED" }, "status": "PAUSED" });
        let patched = sandbox.patch_template(&id, patch).await;
        let value = &patched.body["webhooks"][0]["value"];
        assert_eq!(
            (&value["event"], &value["other_info"]["title"], &value["reason"]),
            (&json!("PAUSED"), &json!(title), &Value::Null)
        );
        let lifted = sandbox.post(SHARED.token, &format!("/{id}/unpause"), json!({})).await;
        assert_eq!(lifted.body["success"], false);
        sandbox.advance(hours * HOUR - 60).await;
        assert_eq!(status(&sandbox, &id).await, "PAUSED");
        sandbox.advance(60).await;
        assert_eq!(status(&sandbox, &id).await, "APPROVED");
        sandbox.patch_template(&id, json!({ "quality_score": "GREEN" })).await;
        let told = changes(&receiver, seen, 4).await;
        assert_eq!(told[2]["value"]["other_info"]["title"], "UNPAUSE");
    }
    let third = sandbox.patch_template(&id, json!({ "pause": "QUALITY" })).await;
    let value = &third.body["webhooks"][0]["value"];
    assert_eq!((&value["event"], &value["other_info"]["title"]), (&json!("DISABLED"), &json!("DISABLED")));
    assert!(value["disable_info"]["disable_date"].is_i64());
    let path = format!("/{}/message_templates?name=parcel_ready", SHARED.meta_id);
    assert_eq!(sandbox.delete(SHARED.token, &path).await.error_code(), (400, 100, Some(2388039)));
    let back = sandbox.patch_template(&id, json!({ "status": "APPROVED" })).await;
    assert_eq!(back.body["webhooks"][0]["value"]["event"], "REINSTATED");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_pause_by_pacing_is_lifted_by_hand_after_five_minutes() {
    let sandbox = demo_server().await;
    let id = approved(&sandbox, "parcel_ready").await;
    let path = format!("/v25.0/{id}/unpause");
    let unpause = || sandbox.post(SHARED.token, &path, json!({}));
    assert!(unpause().await.body["reason"].is_string());
    let paused = sandbox.patch_template(&id, json!({ "pause": "RATE_LIMITING" })).await;
    assert_eq!(paused.body["webhooks"][0]["value"]["other_info"]["title"], "RATE_LIMITING_PAUSE");
    sandbox.advance(5 * 60 - 30).await;
    assert_eq!(unpause().await.body["success"], false);
    sandbox.advance(30).await;
    assert_eq!(unpause().await.body, json!({ "success": true }));
    assert_eq!(status(&sandbox, &id).await, "APPROVED");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn an_edit_and_a_deletion_are_told() {
    let (sandbox, receiver) = listening().await;
    let id = approved(&sandbox, "parcel_ready").await;
    let edit = json!({ "components": [{ "type": "BODY", "text": "Another text." }] });
    assert_eq!(sandbox.post(SHARED.token, &format!("/{id}"), edit).await.status, 200);
    sandbox.advance(REVIEW_S).await;
    sandbox.patch_template(&id, json!({ "has_undelivered_messages": true })).await;
    let path = format!("/{}/message_templates?name=parcel_ready", SHARED.meta_id);
    assert_eq!(sandbox.delete(SHARED.token, &path).await.status, 200);
    sandbox.advance(30 * DAY).await;
    let told = changes(&receiver, 1, 5).await;
    assert_eq!(told[0]["field"], "message_template_components_update");
    assert_eq!(told[0]["value"]["message_template_element"], "Another text.");
    let events: Vec<&Value> = told[1..].iter().map(|change| &change["value"]["event"]).collect();
    assert_eq!(events, ["PENDING", "APPROVED", "PENDING_DELETION", "DELETED"]);
    let code = json!({ "name": "code", "language": "de", "category": "AUTHENTICATION", "components": [
        { "type": "BODY" }, { "type": "BUTTONS", "buttons": [{ "type": "OTP", "otp_type": "COPY_CODE" }] }] });
    assert_eq!(sandbox.create(code).await.body["status"], "APPROVED");
    assert_eq!(changes(&receiver, 6, 1).await[0]["value"]["event"], "APPROVED");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_decision_ends_a_pause_for_good() {
    let sandbox = demo_server().await;
    for decision in ["REJECTED", "DISABLED", "PENDING", "ARCHIVED"] {
        let id = approved(&sandbox, &format!("parcel_{}", decision.to_lowercase())).await;
        sandbox.patch_template(&id, json!({ "status": "PAUSED" })).await;
        // Once more is not a second time.
        let again = sandbox.patch_template(&id, json!({ "status": "PAUSED" })).await;
        assert_eq!((&again.body["webhooks"], &again.body["pauses"]), (&json!([]), &json!(1)));
        sandbox.patch_template(&id, json!({ "status": decision })).await;
        sandbox.advance(4 * HOUR).await;
        assert_eq!(status(&sandbox, &id).await, decision);
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_end_of_a_review_can_be_set() {
    let sandbox = demo_server().await;
    let id = sandbox.created(template("parcel_ready", "Plain text here.")).await;
    sandbox.patch_template(&id, json!({ "review_in_s": 600 })).await;
    sandbox.advance(570).await;
    assert_eq!(status(&sandbox, &id).await, "PENDING");
    sandbox.advance(30).await;
    assert_eq!(status(&sandbox, &id).await, "APPROVED");
    sandbox.patch_template(&id, json!({ "review_in_s": 0, "status": "REJECTED" })).await;
    sandbox.advance(10).await;
    assert_eq!(status(&sandbox, &id).await, "REJECTED");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn each_change_by_hand_gives_its_webhook() {
    let (sandbox, receiver) = listening().await;
    let id = approved(&sandbox, "parcel_ready").await;
    let components = json!([
        { "type": "HEADER", "format": "TEXT", "text": "Abholung" }, { "type": "BODY", "text": "Neuer Text hier." },
        { "type": "FOOTER", "text": "Birch" },
        { "type": "BUTTONS", "buttons": [{ "type": "URL", "text": "Auf", "url": "https://birch.example" },
            { "type": "PHONE_NUMBER", "text": "Ruf an", "phone_number": "+4930901820" }] }]);
    let number: u64 = id.parse().unwrap();
    let about = json!({ "message_template_id": number, "message_template_name": "parcel_ready", "message_template_language": "de" });
    let with = |extra: Value| {
        let mut value = about.clone();
        value.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        value
    };
    let quality = with(json!({ "previous_quality_score": "UNKNOWN", "new_quality_score": "YELLOW" }));
    let new = with(json!({
        "message_template_title": "Abholung", "message_template_element": "Neuer Text hier.", "message_template_footer": "Birch",
        "message_template_buttons": [
            { "message_template_button_type": "URL", "message_template_button_text": "Auf", "message_template_button_url": "https://birch.example" },
            { "message_template_button_type": "PHONE_NUMBER", "message_template_button_text": "Ruf an", "message_template_button_phone_number": "+4930901820" },
        ] }));
    let event = |event: &str| with(json!({ "event": event, "message_template_category": "UTILITY", "reason": null }));
    let steps = [
        (json!({ "quality_score": { "score": "YELLOW" } }), "message_template_quality_update", quality),
        (json!({ "components": components }), "message_template_components_update", new),
        (json!({ "status": "ARCHIVED" }), STATUS, event("ARCHIVED")),
        (json!({ "status": "APPROVED" }), STATUS, event("UNARCHIVED")),
        (json!({ "status": "IN_APPEAL" }), STATUS, event("IN_APPEAL")),
        (json!({ "status": "APPROVED" }), STATUS, event("REINSTATED")),
        (json!({ "status": "LIMIT_EXCEEDED" }), STATUS, event("LIMIT_EXCEEDED")),
        (json!({ "event": "LOCKED" }), STATUS, event("LOCKED")),
        (json!({ "status": "PENDING" }), STATUS, event("PENDING")),
        (json!({ "status": "PENDING_DELETION" }), STATUS, event("PENDING_DELETION")),
    ];
    let mut expected = Vec::new();
    for (patch, field, value) in steps {
        let patched = sandbox.patch_template(&id, patch.clone()).await;
        assert_eq!(patched.body["webhooks"][0]["queued"], 1, "{patch}");
        expected.push(json!({ "field": field, "value": value }));
    }
    assert_eq!(changes(&receiver, 1, expected.len()).await, expected);
    let flagged = sandbox.patch_template(&id, json!({ "event": "FLAGGED" })).await;
    assert!(flagged.body["webhooks"][0]["value"]["disable_info"]["disable_date"].is_i64());
    let gone = sandbox.patch_template(&id, json!({ "status": "DELETED" })).await;
    assert_eq!(gone.body["webhooks"][0]["value"]["event"], "DELETED");
    assert_eq!(sandbox.get(SHARED.token, &format!("/{id}")).await.error_code(), (400, 100, Some(33)));
    for (patch, code) in [
        (json!({ "foo": 1 }), 400),
        (json!({ "pause": "LUNCH" }), 400),
        (json!({ "status": 3 }), 400),
        (json!({}), 404),
    ] {
        assert_eq!(sandbox.control("PATCH", &format!("/templates/{id}"), patch).await.status, code);
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn other_accounts_hear_nothing() {
    let (sandbox, receiver) = listening().await;
    let path = format!("/{}/message_templates", demo::CEDAR.meta_id);
    let created = sandbox.post(demo::CEDAR.token, &path, template("parcel_ready", "review:now this one.")).await;
    let id = created.body["id"].as_str().unwrap();
    receiver.stays_at(0).await;
    assert_eq!(sandbox.get(SHARED.token, &format!("/{id}")).await.error_code(), (400, 100, Some(33)));
    let edited = sandbox.post(SHARED.token, &format!("/{id}"), json!({ "category": "UTILITY" })).await;
    assert_eq!(edited.error_code(), (400, 100, Some(33)));
    sandbox.running.stop().await;
}
