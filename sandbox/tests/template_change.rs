//! Changing templates: names and their rest, counters, edits and their budget, deletion (reference 4.1, 4.3 and 4.9).

mod support;

use clienthub_sandbox::demo;
use serde_json::{Value, json};
use support::{Reply, SHARED, Server, demo_server};

const REVIEW_S: u32 = 10;
const HOUR: u32 = 3600;
const DAY: u32 = 24 * HOUR;

fn template(name: &str, language: &str) -> Value {
    json!({ "name": name, "language": language, "category": "UTILITY", "components": [{ "type": "BODY", "text": "Plain text here." }] })
}

fn text(text: &str) -> Value {
    json!({ "components": [{ "type": "BODY", "text": text }] })
}

async fn delete(sandbox: &Server, query: &str) -> Reply {
    sandbox.delete(SHARED.token, &format!("/v25.0/{}/message_templates?{query}", SHARED.meta_id)).await
}

async fn edit(sandbox: &Server, id: &str, body: Value) -> Reply {
    sandbox.post(SHARED.token, &format!("/v25.0/{id}"), body).await
}

async fn approved(sandbox: &Server, name: &str, language: &str) -> String {
    let id = sandbox.created(template(name, language)).await;
    sandbox.patch_template(&id, json!({ "status": "APPROVED" })).await;
    id
}

#[tokio::test]
async fn a_name_and_language_exist_once_and_rest_30_days_after_approved_ones() {
    let sandbox = demo_server().await;
    approved(&sandbox, "parcel", "de").await;
    sandbox.created(template("parcel", "en_US")).await;
    assert_eq!(sandbox.create(template("parcel", "de")).await.error_code(), (400, 100, Some(2388024)));
    assert_eq!(delete(&sandbox, "name=parcel").await.body, json!({ "success": true }));
    assert_eq!(sandbox.create(template("parcel", "de")).await.error_code(), (400, 100, Some(2388023)));
    // The other language was never approved.
    assert_eq!(sandbox.create(template("parcel", "en_US")).await.status, 200);
    sandbox.advance(30 * DAY - 60).await;
    assert_eq!(sandbox.create(template("parcel", "de")).await.error_code(), (400, 100, Some(2388023)));
    sandbox.advance(60).await;
    assert_eq!(sandbox.create(template("parcel", "de")).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn deletion_takes_a_family_a_language_or_a_hundred_ids() {
    let sandbox = demo_server().await;
    let one = sandbox.created(template("parcel", "de")).await;
    let two = sandbox.created(template("parcel", "fr")).await;
    let three = sandbox.created(template("letter", "de")).await;
    assert_eq!(delete(&sandbox, &format!("name=letter&hsm_id={one}")).await.error_code(), (400, 100, None));
    assert_eq!(delete(&sandbox, &format!("name=parcel&hsm_id={one}")).await.status, 200);
    assert_eq!(sandbox.template(&two, "name").await["name"], "parcel");
    for query in ["name=nobody", "", "hsm_id=1"] {
        assert_eq!(delete(&sandbox, query).await.error_code(), (400, 100, None), "{query}");
    }
    let missing = delete(&sandbox, &format!("hsm_ids=[\"{two}\",\"{one}\"]")).await;
    assert_eq!(missing.error_code(), (400, 100, None));
    assert!(missing.body["error"]["error_user_msg"].is_string());
    assert_eq!(sandbox.template(&two, "name").await["name"], "parcel");
    assert_eq!(delete(&sandbox, &format!("hsm_ids=[\"{two}\"]&name=parcel")).await.error_code(), (400, 100, None));
    // Twice the same is once.
    assert_eq!(delete(&sandbox, &format!("hsm_ids=[\"{two}\",\"{three}\",\"{two}\"]")).await.status, 200);
    let many = (0..101).map(|id| id.to_string()).collect::<Vec<_>>().join(",");
    assert_eq!(delete(&sandbox, &format!("hsm_ids={many}")).await.error_code(), (400, 100, None));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn with_messages_on_their_way_deletion_takes_30_days() {
    let sandbox = demo_server().await;
    let id = approved(&sandbox, "parcel", "de").await;
    sandbox.patch_template(&id, json!({ "has_undelivered_messages": true })).await;
    assert_eq!(delete(&sandbox, "name=parcel").await.status, 200);
    assert_eq!(sandbox.template(&id, "status").await["status"], "PENDING_DELETION");
    assert_eq!(sandbox.create(template("parcel", "de")).await.error_code(), (400, 100, Some(2388023)));
    assert_eq!(edit(&sandbox, &id, text("New text here.")).await.error_code(), (400, 100, Some(2388039)));
    sandbox.advance(30 * DAY).await;
    assert_eq!(sandbox.get(SHARED.token, &format!("/{id}")).await.error_code(), (400, 100, Some(33)));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_hundred_templates_an_hour() {
    let sandbox = demo_server().await;
    for index in 0..100 {
        sandbox.created(template(&format!("many_{index}"), "de")).await;
    }
    assert_eq!(sandbox.create(template("many_100", "de")).await.error_code(), (400, 80008, None));
    sandbox.advance(HOUR).await;
    assert_eq!(sandbox.create(template("many_100", "de")).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_hours_count_can_be_set() {
    let sandbox = demo_server().await;
    let waba = format!("/wabas/{}", SHARED.meta_id);
    sandbox.control("PATCH", &waba, json!({ "template_creations": 99 })).await;
    assert_eq!(sandbox.create(template("last", "de")).await.status, 200);
    assert_eq!(sandbox.create(template("too_many", "de")).await.error_code(), (400, 80008, None));
    assert_eq!(sandbox.control("PATCH", &waba, json!({ "template_creations": -1 })).await.status, 400);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn an_account_holds_250_templates_and_6000_when_verified() {
    let sandbox = demo_server().await;
    let waba = format!("/wabas/{}", SHARED.meta_id);
    let path = format!("{waba}/fill");
    let fill = |count: u32| sandbox.control("POST", &path, json!({ "templates": count }));
    sandbox.control("PATCH", &waba, json!({ "business_verification_status": "not_verified" })).await;
    assert_eq!(fill(249).await.body["templates"], 237);
    assert_eq!(sandbox.create(template("last", "de")).await.status, 200);
    assert_eq!(sandbox.create(template("too_many", "de")).await.error_code(), (400, 100, Some(2388019)));
    sandbox.control("PATCH", &waba, json!({ "business_verification_status": "verified" })).await;
    assert_eq!(sandbox.create(template("too_many", "de")).await.status, 200);
    fill(5999).await;
    assert_eq!(sandbox.create(template("number_6000", "de")).await.status, 200);
    assert_eq!(sandbox.create(template("number_6001", "de")).await.error_code(), (400, 100, Some(2388019)));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn an_approved_template_is_edited_once_a_day_and_ten_times_a_month() {
    let sandbox = demo_server().await;
    let id = approved(&sandbox, "parcel", "de").await;
    for turn in 0..10 {
        let edited = edit(&sandbox, &id, text(&format!("Text number {turn}."))).await;
        assert_eq!(
            edited.body,
            json!({ "success": true, "id": id, "name": "parcel", "category": "UTILITY" }),
            "{turn}"
        );
        assert_eq!(edit(&sandbox, &id, text("While pending.")).await.error_code(), (400, 100, Some(2388039)));
        sandbox.advance(REVIEW_S).await;
        let shown = sandbox.template(&id, "status,components").await;
        assert_eq!(
            (&shown["status"], &shown["components"][0]["text"]),
            (&json!("APPROVED"), &json!(format!("Text number {turn}.")))
        );
        sandbox.advance(DAY - REVIEW_S - 60).await;
        let early = edit(&sandbox, &id, text("A minute early.")).await;
        assert_eq!(early.error_code(), (400, 100, Some(2388039)), "{turn}");
        assert!(early.body["error"]["error_user_msg"].as_str().unwrap().contains("24 hours"));
        sandbox.advance(60).await;
    }
    let eleventh = edit(&sandbox, &id, text("The eleventh.")).await;
    assert!(eleventh.body["error"]["error_user_msg"].as_str().unwrap().contains("30 days"), "{}", eleventh.body);
    sandbox.advance(20 * DAY).await;
    assert_eq!(edit(&sandbox, &id, text("The eleventh.")).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn rejected_and_paused_templates_are_edited_at_will() {
    let sandbox = demo_server().await;
    let id = sandbox.created(template("parcel", "de")).await;
    for patch in [json!({ "status": "REJECTED", "rejected_reason": "SCAM" }), json!({ "pause": "RATE_LIMITING" })] {
        for turn in 0..3 {
            sandbox.patch_template(&id, patch.clone()).await;
            assert_eq!(edit(&sandbox, &id, text(&format!("Text number {turn}."))).await.status, 200);
        }
    }
    sandbox.patch_template(&id, json!({ "status": "REJECTED" })).await;
    let moved = json!({ "category": "MARKETING", "components": [{ "type": "BODY", "text": "Buy me." }], "message_send_ttl_seconds": 43_200 });
    assert_eq!(edit(&sandbox, &id, moved).await.body["category"], "MARKETING");
    sandbox.advance(REVIEW_S).await;
    let shown = sandbox.template(&id, "category,rejected_reason,message_send_ttl_seconds").await;
    assert_eq!(
        shown,
        json!({ "id": id, "category": "MARKETING", "rejected_reason": "NONE", "message_send_ttl_seconds": 43_200 })
    );
    sandbox.running.stop().await;
}

#[tokio::test]
async fn an_edit_keeps_the_rules_of_a_creation() {
    let sandbox = demo_server().await;
    let id = approved(&sandbox, "parcel", "de").await;
    let long = json!({ "components": [{ "type": "BODY", "text": "b".repeat(1025) }] });
    let cases = [
        (json!({}), None),
        (json!({ "category": "MARKETING" }), Some(2388039)),
        (json!({ "name": "letter", "category": "UTILITY" }), None),
        (json!({ "language": "fr", "category": "UTILITY" }), None),
        (long, Some(2388040)),
        (json!({ "components": [] }), Some(2388042)),
        (json!({ "message_send_ttl_seconds": 29 }), None),
        (json!({ "cta_url_link_tracking_opted_out": true }), None),
    ];
    for (body, subcode) in cases {
        assert_eq!(edit(&sandbox, &id, body.clone()).await.error_code(), (400, 100, subcode), "{body}");
    }
    // None of them counted.
    assert_eq!(edit(&sandbox, &id, json!({ "message_send_ttl_seconds": 30 })).await.status, 200);
    sandbox.advance(DAY).await;
    let tracking = json!({ "cta_url_link_tracking_opted_out": true, "category": "UTILITY" });
    assert_eq!(edit(&sandbox, &id, tracking).await.status, 200);
    assert_eq!(sandbox.template(&id, "cta_url_link_tracking_opted_out").await["cta_url_link_tracking_opted_out"], true);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn templates_need_the_scope_and_the_task() {
    let sandbox = demo_server().await;
    let path = format!("/{}/message_templates", SHARED.meta_id);
    for (task, status) in [("VIEW_TEMPLATES", 403), ("MANAGE_TEMPLATES", 200), ("MANAGE", 200)] {
        let token = json!({ "scopes": ["whatsapp_business_management"], "tasks": [task] });
        let token = sandbox.control("POST", "/tokens", token).await.body["token"].as_str().unwrap().to_owned();
        let created = sandbox.post(&token, &path, template(&task.to_lowercase(), "de")).await;
        assert_eq!(created.status, status, "{}", created.body);
        assert_eq!(sandbox.get(&token, &path).await.status, 200);
    }
    let without = "EAADemoNoManagement0uE6fZiXlUk2SwB8cTd1RmPo5KrJgAvY";
    assert_eq!(sandbox.get(without, &path).await.error_code(), (403, 10, None));
    assert_eq!(sandbox.get(without, "/message_template_library").await.error_code(), (403, 10, None));
    assert_eq!(sandbox.get(demo::CEDAR.token, &path).await.error_code(), (400, 100, Some(33)));
    sandbox.running.stop().await;
}
