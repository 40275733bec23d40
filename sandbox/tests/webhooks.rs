//! Subscriptions with their handshake, and webhooks: who is told, signatures over raw bytes, order, retries.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::time::Duration;

use clienthub_sandbox::demo;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use support::{Receiver, SHARED, Server, app_token, demo_server};

const ALL: &str = "account_review_update,account_update,account_alerts,business_capability_update,phone_number_name_update,phone_number_quality_update,security";

/// What is patched, how, and the fields and events that must arrive for it.
type Step<'a> = (&'a str, Value, Vec<(&'a str, &'a str)>);

fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn a_subscription_stands_only_after_the_handshake() {
    let sandbox = demo_server().await;
    let receiver = Receiver::start().await;
    let path = format!("/{}/subscriptions", demo::APP_ID);
    let wrong = json!({ "object": "whatsapp_business_account", "callback_url": receiver.url, "verify_token": "wrong", "fields": "messages" });
    assert_eq!(sandbox.post(&app_token(), &path, wrong.clone()).await.error_code(), (400, 2200, None));
    let mut unreachable = wrong.clone();
    unreachable["callback_url"] = json!("http://127.0.0.1:1/webhooks");
    assert_eq!(sandbox.post(&app_token(), &path, unreachable).await.error_code(), (400, 2200, None));
    assert_eq!(sandbox.get(&app_token(), &path).await.body, json!({ "data": [] }));
    let by_user_token = sandbox.post(SHARED.token, &path, wrong.clone()).await;
    assert_eq!(by_user_token.error_code(), (400, 15, None));
    let mut unknown_field = wrong;
    unknown_field["fields"] = json!("nonsense");
    assert_eq!(sandbox.post(&app_token(), &path, unknown_field).await.error_code(), (400, 100, None));

    assert_eq!(sandbox.subscribe_app(&receiver, "messages,security").await.body, json!({ "success": true }));
    let listed = sandbox.get(&app_token(), &path).await.body;
    assert_eq!(listed["data"][0]["callback_url"], receiver.url);
    assert_eq!(listed["data"][0]["fields"][1]["name"], "security");
    sandbox.delete(&app_token(), &format!("{path}?object=whatsapp_business_account")).await;
    assert_eq!(sandbox.get(&app_token(), &path).await.body, json!({ "data": [] }));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_decision_arrives_signed_over_its_raw_bytes() {
    let sandbox = demo_server().await;
    let receiver = Receiver::start().await;
    sandbox.subscribe(&receiver, ALL).await;
    sandbox.control("PATCH", "/phones/130000000000002", json!({ "new_display_name": "Bäckerei Birke" })).await;
    receiver.stays_at(0).await;
    let patched = sandbox
        .control(
            "PATCH",
            "/phones/130000000000002",
            json!({ "new_name_status": "DECLINED", "rejection_reason": "NAME_NOT_CONSISTENT" }),
        )
        .await;
    assert_eq!(patched.body["webhooks"][0]["field"], "phone_number_name_update");

    let received = receiver.wait_for(1).await.remove(0);
    assert_eq!(received.signature, signature(demo::APP_SECRET, &received.body));
    assert!(received.body.is_ascii());
    assert!(String::from_utf8(received.body.clone()).unwrap().contains("B\\u00e4ckerei"));
    let body = received.json();
    assert_eq!(
        (&body["object"], &body["entry"][0]["id"]),
        (&json!("whatsapp_business_account"), &json!(SHARED.meta_id))
    );
    assert!(body["entry"][0]["time"].is_i64());
    let expected = json!({ "field": "phone_number_name_update", "value": {
        "display_phone_number": "494066969118", "decision": "REJECTED", "requested_verified_name": "Bäckerei Birke", "rejection_reason": "NAME_NOT_CONSISTENT" } });
    assert_eq!(body["entry"][0]["changes"], json!([expected]));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn only_subscribed_wabas_and_fields_are_told() {
    let sandbox = demo_server().await;
    let receiver = Receiver::start().await;
    sandbox.subscribe(&receiver, "account_review_update").await;
    // Another WABA, another field, a value that stays the same.
    sandbox
        .control("PATCH", &format!("/wabas/{}", demo::CEDAR.meta_id), json!({ "account_review_status": "REJECTED" }))
        .await;
    sandbox.control("PATCH", "/phones/130000000000001", json!({ "is_pin_enabled": false })).await;
    sandbox
        .control("PATCH", &format!("/wabas/{}", SHARED.meta_id), json!({ "account_review_status": "APPROVED" }))
        .await;
    receiver.stays_at(0).await;
    sandbox
        .control("PATCH", &format!("/wabas/{}", SHARED.meta_id), json!({ "account_review_status": "REJECTED" }))
        .await;
    receiver.wait_for(1).await;
    assert_eq!(receiver.changes(), [json!({ "field": "account_review_update", "value": { "decision": "REJECTED" } })]);

    sandbox.delete(SHARED.token, &format!("/{}/subscribed_apps", SHARED.meta_id)).await;
    sandbox
        .control("PATCH", &format!("/wabas/{}", SHARED.meta_id), json!({ "account_review_status": "PENDING" }))
        .await;
    receiver.stays_at(1).await;
    sandbox.running.stop().await;
}

#[tokio::test]
async fn each_change_of_a_node_gives_the_webhook_that_meta_sends() {
    let sandbox = demo_server().await;
    let receiver = Receiver::start().await;
    sandbox.subscribe(&receiver, ALL).await;
    let waba = format!("/wabas/{}", SHARED.meta_id);
    let restriction =
        json!([{ "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": 1_800_000_000 }]);
    let ban = json!({ "waba_ban_state": "DISABLE", "waba_ban_date": "March 4, 2026" });
    let steps: Vec<Step> = vec![
        (
            "/phones/130000000000001",
            json!({ "status": "FLAGGED", "quality_rating": "RED" }),
            vec![("phone_number_quality_update", "FLAGGED")],
        ),
        (
            "/phones/130000000000001",
            json!({ "quality_rating": "GREEN" }),
            vec![("phone_number_quality_update", "UNFLAGGED")],
        ),
        (
            "/phones/130000000000001",
            json!({ "messaging_limit_tier": "TIER_250" }),
            vec![("phone_number_quality_update", "DOWNGRADE")],
        ),
        (
            "/phones/130000000000005",
            json!({ "status": "CONNECTED" }),
            vec![("phone_number_quality_update", "ONBOARDING")],
        ),
        ("/phones/130000000000001", json!({ "is_pin_enabled": false }), vec![("security", "PIN_REQUEST_SUCCESS")]),
        ("/phones/130000000000001", json!({ "status": "BANNED" }), vec![]),
        (&waba, json!({ "restriction_info": restriction }), vec![("account_update", "ACCOUNT_RESTRICTION")]),
        (&waba, json!({ "ban_info": ban }), vec![("account_update", "DISABLED_UPDATE")]),
        (
            &waba,
            json!({ "violation_info": { "violation_type": "SPAM" } }),
            vec![("account_update", "ACCOUNT_VIOLATION")],
        ),
        (&waba, json!({ "country": "AT" }), vec![("account_update", "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE")]),
        (&waba, json!({ "currency": "CHF", "restriction_info": null }), vec![]),
    ];
    let mut expected = Vec::new();
    for (path, patch, events) in steps {
        let answer = sandbox.control("PATCH", path, patch).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        expected.extend(events);
    }
    for _ in 0..100 {
        if receiver.changes().len() >= expected.len() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let changes = receiver.changes();
    let seen: Vec<(&str, &str)> = changes
        .iter()
        .map(|change| (change["field"].as_str().unwrap(), change["value"]["event"].as_str().unwrap()))
        .collect();
    assert_eq!(seen, expected);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_portfolios_limit_changes_on_every_node_and_every_waba_hears_of_it() {
    let sandbox = demo_server().await;
    let limit = json!({ "whatsapp_business_manager_messaging_limit": "TIER_100K" });
    let answer = sandbox.control("PATCH", "/phones/130000000000001", limit).await;
    let fields: Vec<&str> =
        answer.body["webhooks"].as_array().unwrap().iter().map(|hook| hook["field"].as_str().unwrap()).collect();
    assert_eq!(fields, [&["business_capability_update"; 5][..], &["phone_number_quality_update"]].concat());
    let other = sandbox
        .get(
            demo::BIRCH_OBO.token,
            &format!("/{}?fields=whatsapp_business_manager_messaging_limit", demo::BIRCH_OBO.meta_id),
        )
        .await;
    assert_eq!(other.body["whatsapp_business_manager_messaging_limit"], "TIER_100K");
    let cedar = sandbox
        .get(demo::CEDAR.token, &format!("/{}?fields=whatsapp_business_manager_messaging_limit", demo::CEDAR.meta_id))
        .await;
    assert_eq!(cedar.body["whatsapp_business_manager_messaging_limit"], "TIER_2K");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_webhook_that_was_refused_comes_again_with_the_same_bytes() {
    let sandbox = demo_server().await;
    let receiver = Receiver::start().await;
    sandbox.subscribe(&receiver, ALL).await;
    receiver.fail_with(&[500, 503]);
    let sent = sandbox
        .control(
            "POST",
            "/webhooks",
            json!({ "waba_id": SHARED.meta_id, "field": "account_alerts", "value": { "entity_id": "1" } }),
        )
        .await;
    assert_eq!(sent.body["queued"], 1);
    receiver.wait_for(1).await;
    // The next pauses pass on the sandbox clock.
    sandbox.control("POST", "/clock", json!({ "advance_s": 10 })).await;
    receiver.wait_for(2).await;
    sandbox.control("POST", "/clock", json!({ "advance_s": 10 })).await;
    let received = receiver.wait_for(3).await;
    assert_eq!(received[0].body, received[2].body);
    assert_eq!(received[0].signature, received[2].signature);
    receiver.stays_at(3).await;
    assert_eq!(sandbox.control("GET", "/webhooks", json!({})).await.body["data"], json!([]));
    sandbox.running.stop().await;
}

async fn waiting(sandbox: &Server) -> usize {
    sandbox.control("GET", "/webhooks", json!({})).await.body["data"].as_array().unwrap().len()
}

#[tokio::test]
async fn after_seven_days_of_failures_meta_gives_up() {
    let sandbox = demo_server().await;
    let receiver = Receiver::start().await;
    sandbox.subscribe(&receiver, ALL).await;
    receiver.fail_with(&[500; 20]);
    sandbox
        .control("POST", "/webhooks", json!({ "waba_id": SHARED.meta_id, "field": "account_alerts", "value": {} }))
        .await;
    receiver.wait_for(1).await;
    assert_eq!(waiting(&sandbox).await, 1);
    sandbox.control("POST", "/clock", json!({ "advance_s": 7 * 24 * 3600 + 60 })).await;
    for _ in 0..200 {
        if waiting(&sandbox).await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(waiting(&sandbox).await, 0);
    let tries = receiver.received().len();
    sandbox.control("POST", "/clock", json!({ "advance_s": 24 * 3600 })).await;
    receiver.stays_at(tries).await;
    sandbox.running.stop().await;
}

#[tokio::test]
async fn an_override_takes_what_is_not_about_the_account() {
    let sandbox = demo_server().await;
    let (usual, other) = (Receiver::start().await, Receiver::start().await);
    sandbox.subscribe(&usual, ALL).await;
    let path = format!("/{}/subscribed_apps", SHARED.meta_id);
    let refused =
        sandbox.post(SHARED.token, &path, json!({ "override_callback_uri": other.url, "verify_token": "wrong" })).await;
    assert_eq!(refused.error_code(), (400, 2200, None));
    sandbox
        .post(SHARED.token, &path, json!({ "override_callback_uri": other.url, "verify_token": demo::VERIFY_TOKEN }))
        .await;
    assert_eq!(sandbox.get(SHARED.token, &path).await.body["data"][0]["override_callback_uri"], other.url);

    sandbox.control("PATCH", "/phones/130000000000001", json!({ "is_pin_enabled": false })).await;
    sandbox
        .control("PATCH", &format!("/wabas/{}", SHARED.meta_id), json!({ "account_review_status": "PENDING" }))
        .await;
    other.wait_for(1).await;
    usual.wait_for(1).await;
    assert_eq!(other.changes()[0]["field"], "security");
    assert_eq!(usual.changes()[0]["field"], "account_review_update");
    sandbox.running.stop().await;
}
