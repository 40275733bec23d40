//! Tokens, scopes, app secret proofs, `debug_token`, usage headers and throttles.

mod support;

use clienthub_sandbox::demo;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;
use support::{SHARED, app_token, demo_server};

const EXPIRED: &str = "EAADemoExpired8sC4dXgVjSi0QuZ6aRb9PkNm3IpHeYtW1uLo";
const REVOKED: &str = "EAADemoRevoked9tD5eYhWkTj1RvA7bSc0QlOn4JqIfZuX2vMp";
const NO_MANAGEMENT: &str = "EAADemoNoManagement0uE6fZiXlUk2SwB8cTd1RmPo5KrJgAvY";
const OTHER_APP: &str = "EAADemoOtherApp1vF7gAjYmVl3TxC9dUe2SnQp6LsKhBwZ4xOr";

#[tokio::test]
async fn each_kind_of_bad_token_has_its_own_error() {
    let sandbox = demo_server().await;
    let path = format!("/v25.0/{}", SHARED.meta_id);
    let without = sandbox.http.get(sandbox.url(&path)).send().await.unwrap();
    assert_eq!(without.status().as_u16(), 401);
    let body: serde_json::Value = without.json().await.unwrap();
    assert_eq!(body["error"]["code"], 104);

    assert_eq!(sandbox.get("EAAnobodys", &path).await.error_code(), (401, 190, None));
    assert_eq!(sandbox.get(EXPIRED, &path).await.error_code(), (401, 190, Some(463)));
    assert_eq!(sandbox.get(REVOKED, &path).await.error_code(), (401, 190, Some(460)));
    assert_eq!(sandbox.get(NO_MANAGEMENT, &path).await.error_code(), (403, 10, None));
    assert_eq!(sandbox.get(demo::CEDAR.token, &path).await.error_code(), (400, 100, Some(33)));
    assert_eq!(sandbox.get(&app_token(), &path).await.error_code(), (400, 100, Some(33)));
    assert_eq!(sandbox.get(&format!("{}|wrong", demo::APP_ID), &path).await.error_code(), (401, 190, None));
    assert_eq!(sandbox.get(SHARED.token, &path).await.status, 200);
    assert_eq!(sandbox.get(OTHER_APP, &path).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_token_may_come_in_the_query_a_form_or_json() {
    let sandbox = demo_server().await;
    let path = format!("/{}/subscribed_apps", SHARED.meta_id);
    let query = sandbox.http.get(sandbox.url(&format!("{path}?access_token={}", SHARED.token))).send().await.unwrap();
    assert_eq!(query.status().as_u16(), 200);
    let form = sandbox.http.post(sandbox.url(&path)).form(&[("access_token", SHARED.token)]).send().await.unwrap();
    assert_eq!(form.status().as_u16(), 200);
    // JSON wins over the query.
    let url = sandbox.url(&format!("{path}?access_token=EAAwrong"));
    let json = sandbox.http.post(url).json(&json!({ "access_token": SHARED.token })).send().await.unwrap();
    assert_eq!(json.status().as_u16(), 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_token_expires_on_the_sandbox_clock() {
    let sandbox = demo_server().await;
    let path = format!("/{}", SHARED.meta_id);
    let in_an_hour = chrono::Utc::now().timestamp() + 3600;
    let patched =
        sandbox.control("PATCH", &format!("/tokens/{}", SHARED.token), json!({ "expires_at": in_an_hour })).await;
    assert_eq!(patched.body["expires_at"], in_an_hour);
    assert_eq!(sandbox.get(SHARED.token, &path).await.status, 200);
    sandbox.control("POST", "/clock", json!({ "advance_s": 3601 })).await;
    assert_eq!(sandbox.get(SHARED.token, &path).await.error_code(), (401, 190, Some(463)));

    let made = sandbox.control("POST", "/tokens", json!({ "waba_ids": [SHARED.meta_id] })).await;
    assert_eq!(sandbox.get(made.body["token"].as_str().unwrap(), &path).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn debug_token_tells_valid_from_invalid_with_200() {
    let sandbox = demo_server().await;
    let debug = |token: &str| format!("/v25.0/debug_token?input_token={token}");
    let valid = sandbox.get(&app_token(), &debug(SHARED.token)).await;
    assert_eq!(valid.body["data"]["is_valid"], true);
    assert_eq!(
        valid.body["data"]["granular_scopes"][0],
        json!({ "scope": "whatsapp_business_management", "target_ids": [SHARED.meta_id] })
    );
    let itself = sandbox.get(SHARED.token, &debug(SHARED.token)).await;
    assert_eq!(itself.body["data"]["expires_at"], 0);

    for (token, subcode) in [(EXPIRED, Some(463)), (REVOKED, Some(460)), ("EAAnobodys", None)] {
        let invalid = sandbox.get(&app_token(), &debug(token)).await;
        let data = &invalid.body["data"];
        assert_eq!(
            (invalid.status, data["is_valid"].as_bool(), data["error"]["code"].as_i64()),
            (200, Some(false), Some(190))
        );
        assert_eq!(data["error"]["subcode"].as_i64(), subcode);
    }
    assert_eq!(sandbox.get(&app_token(), &debug(OTHER_APP)).await.error_code(), (400, 100, None));
    assert_eq!(sandbox.get(&app_token(), "/debug_token").await.error_code(), (400, 100, None));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_proof_is_checked_when_sent_and_can_be_required() {
    let sandbox = demo_server().await;
    let mut mac = Hmac::<Sha256>::new_from_slice(demo::APP_SECRET.as_bytes()).unwrap();
    mac.update(SHARED.token.as_bytes());
    let right = format!("/{}?appsecret_proof={}", SHARED.meta_id, hex::encode(mac.finalize().into_bytes()));
    let wrong = format!("/{}?appsecret_proof=00", SHARED.meta_id);
    let none = format!("/{}", SHARED.meta_id);
    assert_eq!(sandbox.get(SHARED.token, &right).await.status, 200);
    assert_eq!(sandbox.get(SHARED.token, &wrong).await.error_code(), (400, 100, None));
    sandbox.control("PATCH", &format!("/apps/{}", demo::APP_ID), json!({ "require_proof": true })).await;
    assert_eq!(sandbox.get(SHARED.token, &right).await.status, 200);
    let refused = sandbox.get(SHARED.token, &none).await;
    assert_eq!(refused.body["error"]["type"], "GraphMethodException");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_waba_without_registered_numbers_is_throttled_after_200_calls_for_an_hour() {
    let sandbox = demo_server().await;
    let waba = sandbox.control("POST", "/wabas", json!({ "name": "Idle" })).await.body;
    let waba_id = waba["id"].as_str().unwrap();
    let token = sandbox.control("POST", "/tokens", json!({ "waba_ids": [waba_id] })).await.body;
    let token = token["token"].as_str().unwrap();
    sandbox.control("POST", "/usage", json!({ "app_id": demo::APP_ID, "waba_id": waba_id, "calls": 199 })).await;

    let last = sandbox.get(token, &format!("/{waba_id}")).await;
    let usage: serde_json::Value =
        serde_json::from_str(last.headers["x-business-use-case-usage"].to_str().unwrap()).unwrap();
    assert_eq!((last.status, &usage[waba_id][0]["call_count"]), (200, &json!(100)));
    let node = sandbox.get(token, &format!("/{waba_id}")).await;
    assert_eq!(node.error_code(), (400, 80007, None));
    let usage: serde_json::Value =
        serde_json::from_str(node.headers["x-business-use-case-usage"].to_str().unwrap()).unwrap();
    assert_eq!(usage[waba_id][0]["estimated_time_to_regain_access"], 60);
    assert_eq!(sandbox.get(token, &format!("/{waba_id}/phone_numbers")).await.error_code(), (400, 80008, None));

    // Another WABA has its own budget, and an hour later this one has it back.
    assert_eq!(sandbox.get(SHARED.token, &format!("/{}", SHARED.meta_id)).await.status, 200);
    sandbox.control("POST", "/clock", json!({ "advance_s": 3600 })).await;
    assert_eq!(sandbox.get(token, &format!("/{waba_id}")).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_log_holds_no_tokens() {
    let sandbox = demo_server().await;
    sandbox.get(&app_token(), &format!("/debug_token?input_token={}&appsecret_proof=00", SHARED.token)).await;
    sandbox.get(SHARED.token, &format!("/v25.0/{}?fields=name&access_token={}", SHARED.meta_id, SHARED.token)).await;
    let log = sandbox.control("GET", "/log", json!({})).await;
    assert!(!log.body.to_string().contains("EAADemo"));
    let newest = &log.body["data"][0];
    assert_eq!(newest["path"], format!("/{}", SHARED.meta_id));
    assert_eq!(
        (&newest["query"], &newest["status"], &newest["token_hint"]),
        (&json!("fields=name"), &json!(200), &json!("A0uE"))
    );
    sandbox.running.stop().await;
}
