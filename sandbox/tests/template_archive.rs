//! The archive (reference 4.9): by hand, and by itself after twelve months without use, and how it ends.

mod support;

use serde_json::{Value, json};
use support::{Receiver, SHARED, Server, demo_server};

const DAY: u32 = 24 * 3600;
const YEAR: u32 = 365 * DAY;

async fn approved(sandbox: &Server, name: &str) -> String {
    let body = json!({ "name": name, "language": "de", "category": "UTILITY", "components": [{ "type": "BODY", "text": "Plain text here." }] });
    let id = sandbox.created(body).await;
    sandbox.patch_template(&id, json!({ "status": "APPROVED" })).await;
    id
}

async fn archiving(is_on: bool) -> Server {
    let sandbox = demo_server().await;
    switch(&sandbox, is_on).await;
    sandbox
}

async fn switch(sandbox: &Server, is_on: bool) {
    let patch = json!({ "template_auto_archival_enabled": is_on });
    assert_eq!(sandbox.control("PATCH", &format!("/wabas/{}", SHARED.meta_id), patch).await.status, 200);
}

async fn status(sandbox: &Server, id: &str) -> Value {
    sandbox.template(id, "status").await["status"].clone()
}

async fn is_gone(sandbox: &Server, id: &str) -> bool {
    sandbox.get(SHARED.token, &format!("/{id}")).await.error_code() == (400, 100, Some(33))
}

async fn unarchive(sandbox: &Server, id: &str) -> Value {
    let path = format!("/v25.0/{}/message_templates/unarchive", SHARED.meta_id);
    sandbox.post(SHARED.token, &path, json!({ "hsm_ids": id })).await.body
}

#[tokio::test]
async fn the_archive_takes_approved_templates_and_forgets_them_after_28_days() {
    let sandbox = demo_server().await;
    let (one, two) = (approved(&sandbox, "one").await, approved(&sandbox, "two").await);
    let pending = sandbox.created(json!({ "name": "three", "language": "de", "category": "UTILITY", "components": [{ "type": "BODY", "text": "review:hold this." }] })).await;
    let call = async |edge: &str, ids: &str| {
        let path = format!("/v25.0/{}/message_templates/{edge}", SHARED.meta_id);
        sandbox.post(SHARED.token, &path, json!({ "hsm_ids": ids })).await
    };
    let archived = call("archive", &format!("{one},{two},{one},{pending},1")).await.body;
    assert_eq!(archived["archived_templates"], json!([one, two]));
    assert_eq!(archived["failed_templates"].as_object().unwrap().len(), 2);
    let back = call("unarchive", &two).await.body;
    assert_eq!(back["unarchived_templates"], json!([two]));
    sandbox.advance(28 * DAY - 60).await;
    assert_eq!(status(&sandbox, &one).await, "ARCHIVED");
    sandbox.advance(60).await;
    assert_eq!(status(&sandbox, &two).await, "APPROVED");
    assert!(is_gone(&sandbox, &one).await);
    assert_eq!(call("archive", "").await.error_code(), (400, 100, None));
    assert_eq!(call("shred", &two).await.error_code(), (400, 2500, None));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn unused_for_a_year_a_template_is_archived_and_after_28_days_gone() {
    let (sandbox, receiver) = (archiving(true).await, Receiver::start().await);
    let (idle, back) = (approved(&sandbox, "idle").await, approved(&sandbox, "back").await);
    sandbox.subscribe(&receiver, "message_template_status_update").await;
    sandbox.advance(YEAR - 60).await;
    for id in [&idle, &back] {
        assert_eq!(status(&sandbox, id).await, "APPROVED");
    }
    sandbox.advance(60).await;
    for id in [&idle, &back] {
        assert_eq!(status(&sandbox, id).await, "ARCHIVED");
    }
    let edit = json!({ "message_send_ttl_seconds": 60 });
    let refused = sandbox.post(SHARED.token, &format!("/{idle}"), edit).await;
    assert_eq!(refused.error_code(), (400, 100, Some(2388039)));
    assert_eq!(unarchive(&sandbox, &back).await["unarchived_templates"], json!([back]));
    sandbox.advance(28 * DAY).await;
    assert!(is_gone(&sandbox, &idle).await);
    // Taken out, it has another year.
    sandbox.advance(YEAR - 28 * DAY - 60).await;
    assert_eq!(status(&sandbox, &back).await, "APPROVED");
    sandbox.advance(60).await;
    assert_eq!(status(&sandbox, &back).await, "ARCHIVED");

    let mut told = Vec::new();
    for _ in 0..100 {
        let number: u64 = idle.parse().unwrap();
        told = receiver.changes();
        told.retain(|change| change["value"]["message_template_id"] == number);
        if told.len() >= 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    let told: Vec<(&Value, &Value)> =
        told.iter().map(|change| (&change["value"]["event"], &change["value"]["reason"])).collect();
    assert_eq!(told, [(&json!("ARCHIVED"), &Value::Null), (&json!("DELETED"), &Value::Null)]);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn use_puts_the_archive_off() {
    let sandbox = archiving(true).await;
    let (sent, told, idle) =
        (approved(&sandbox, "sent").await, approved(&sandbox, "told").await, approved(&sandbox, "idle").await);
    sandbox.advance(YEAR - 30 * DAY).await;
    sandbox.patch_template(&sent, json!({ "message_sends": 1 })).await;
    // The same count again is no use.
    sandbox.patch_template(&idle, json!({ "message_sends": 0 })).await;
    let now = sandbox.control("GET", "/clock", json!({})).await.body["now"].as_str().unwrap().to_owned();
    let now = chrono::DateTime::parse_from_rfc3339(&now).unwrap().timestamp();
    sandbox.patch_template(&told, json!({ "used_at": now - i64::from(YEAR) + 3600 })).await;
    sandbox.advance(3600).await;
    assert_eq!(status(&sandbox, &told).await, "ARCHIVED");
    assert_eq!(status(&sandbox, &idle).await, "APPROVED");
    sandbox.advance(30 * DAY).await;
    assert_eq!(status(&sandbox, &idle).await, "ARCHIVED");
    assert_eq!(status(&sandbox, &sent).await, "APPROVED");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn only_approved_templates_of_accounts_that_want_it_are_archived() {
    let sandbox = archiving(false).await;
    let (idle, rejected) = (approved(&sandbox, "idle").await, approved(&sandbox, "rejected").await);
    sandbox.patch_template(&rejected, json!({ "status": "REJECTED" })).await;
    sandbox.advance(2 * YEAR).await;
    assert_eq!(status(&sandbox, &idle).await, "APPROVED");
    switch(&sandbox, true).await;
    // Its 28 days begin now, not when it would have been due.
    assert_eq!(status(&sandbox, &idle).await, "ARCHIVED");
    assert_eq!(status(&sandbox, &rejected).await, "REJECTED");
    // Approved again it is new.
    sandbox.patch_template(&rejected, json!({ "status": "PENDING" })).await;
    sandbox.patch_template(&rejected, json!({ "status": "APPROVED" })).await;
    sandbox.advance(28 * DAY).await;
    assert!(is_gone(&sandbox, &idle).await);
    assert_eq!(status(&sandbox, &rejected).await, "APPROVED");
    sandbox.running.stop().await;
}
