//! The control API itself: faults, state across restarts, reset, making nodes, the page, and mistakes.

mod support;

use std::time::{Duration, Instant};

use clienthub_sandbox::Seed;
use serde_json::json;
use support::{Receiver, SHARED, demo_server, server};

#[tokio::test]
async fn an_injected_error_strikes_as_often_as_asked() {
    let sandbox = demo_server().await;
    let path = format!("/v25.0/{}/phone_numbers", SHARED.meta_id);
    let fault = json!({ "path": "/*/phone_numbers", "method": "GET", "times": 2, "error": { "code": 2, "is_transient": true } });
    assert_eq!(sandbox.control("POST", "/faults", fault).await.status, 200);
    let other = sandbox.get(SHARED.token, &format!("/{}", SHARED.meta_id)).await;
    assert_eq!(other.status, 200);
    for _ in 0..2 {
        let struck = sandbox.get(SHARED.token, &path).await;
        assert_eq!(struck.error_code(), (503, 2, None));
        assert_eq!(struck.body["error"]["is_transient"], true);
    }
    assert_eq!(sandbox.get(SHARED.token, &path).await.status, 200);

    let custom = json!({ "path": format!("/{}", SHARED.meta_id), "error": { "status": 400, "code": 190, "subcode": 467, "message": "gone" } });
    sandbox.control("POST", "/faults", custom).await;
    assert_eq!(sandbox.get(SHARED.token, &path).await.error_code(), (400, 190, Some(467)));
    sandbox.control("POST", "/faults", json!({ "path": "/", "times": 5, "garble": true })).await;
    sandbox.control("DELETE", "/faults", json!({})).await;
    assert_eq!(sandbox.get(SHARED.token, &path).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn answers_are_delayed_cut_and_garbled() {
    let sandbox = demo_server().await;
    let path = format!("/{}", SHARED.meta_id);
    let send = || sandbox.http.get(sandbox.url(&path)).bearer_auth(SHARED.token).send();

    sandbox.control("POST", "/faults", json!({ "path": path, "delay_ms": 300 })).await;
    let began = Instant::now();
    assert_eq!(send().await.unwrap().status().as_u16(), 200);
    assert!(began.elapsed() >= Duration::from_millis(300));

    sandbox.control("POST", "/faults", json!({ "path": path, "cut": true })).await;
    let cut = send().await.unwrap();
    assert_eq!(cut.status().as_u16(), 200);
    assert!(cut.bytes().await.is_err());

    sandbox.control("POST", "/faults", json!({ "path": path, "garble": true })).await;
    let garbled = send().await.unwrap();
    assert_eq!(garbled.status().as_u16(), 200);
    let body = garbled.bytes().await.unwrap();
    assert!(serde_json::from_slice::<serde_json::Value>(&body).is_err());
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_restart_keeps_the_state_and_drops_clock_and_faults() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let seed = Seed::DEMO;
    let first = server(seed, Some(file.clone())).await;
    let receiver = Receiver::start().await;
    first.subscribe(&receiver, "security").await;
    first.control("PATCH", "/phones/130000000000001", json!({ "status": "BANNED" })).await;
    first
        .control("PATCH", &format!("/tokens/{}", SHARED.token), json!({ "scopes": ["whatsapp_business_management"] }))
        .await;
    first.control("POST", "/clock", json!({ "advance_s": 1000 })).await;
    first.control("POST", "/faults", json!({ "path": "/", "error": { "code": 1 } })).await;
    // A webhook that nobody took yet.
    receiver.fail_with(&[500]);
    first.control("PATCH", "/phones/130000000000001", json!({ "is_pin_enabled": false })).await;
    receiver.wait_for(1).await;
    first.running.stop().await;

    let second = server(seed, Some(file)).await;
    let phone = second.get(SHARED.token, "/130000000000001?fields=status").await;
    assert_eq!((phone.status, &phone.body["status"]), (200, &json!("BANNED")));
    let apps = second.get(SHARED.token, &format!("/{}/subscribed_apps", SHARED.meta_id)).await;
    assert_eq!(apps.body["data"].as_array().unwrap().len(), 1);
    assert_eq!(second.control("GET", "/clock", json!({})).await.body["offset_s"], 0);
    second.control("POST", "/clock", json!({ "advance_s": 2000 })).await;
    assert_eq!(receiver.wait_for(2).await[0].body, receiver.received()[1].body);
    second.running.stop().await;
}

#[tokio::test]
async fn changes_reach_the_file_without_a_stop() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deep").join("sandbox.json");
    let sandbox = server(Seed::Empty, Some(file.clone())).await;
    sandbox.control("POST", "/wabas", json!({ "id": "77", "name": "Kept" })).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(std::fs::read_to_string(&file).unwrap().contains("Kept"));
    sandbox.running.stop().await;

    std::fs::write(&file, "{ broken").unwrap();
    let options =
        clienthub_sandbox::Options { listen: ([127, 0, 0, 1], 0).into(), state_file: Some(file), seed: Seed::Empty };
    assert!(clienthub_sandbox::start(options).await.is_err());
}

#[tokio::test]
async fn reset_goes_back_to_the_seed() {
    let sandbox = demo_server().await;
    let receiver = Receiver::start().await;
    sandbox.subscribe(&receiver, "security").await;
    sandbox.control("PATCH", "/phones/130000000000001", json!({ "status": "BANNED" })).await;
    sandbox.control("POST", "/reset", json!({ "keep_subscriptions": true })).await;
    let apps = sandbox.get(SHARED.token, &format!("/{}/subscribed_apps", SHARED.meta_id)).await;
    assert_eq!(apps.body["data"].as_array().unwrap().len(), 1);
    sandbox.control("POST", "/reset", json!({})).await;
    let phone = sandbox.get(SHARED.token, "/130000000000001?fields=status").await;
    assert_eq!(phone.body["status"], "CONNECTED");
    let apps = sandbox.get(SHARED.token, &format!("/{}/subscribed_apps", SHARED.meta_id)).await;
    assert_eq!(apps.body, json!({ "data": [] }));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn nodes_are_made_one_by_one_or_in_bulk() {
    let sandbox = server(Seed::Empty, None).await;
    let waba =
        sandbox.control("POST", "/wabas", json!({ "name": "Made", "business_id": "99", "currency": "EUR" })).await.body;
    let waba_id = waba["id"].as_str().unwrap();
    let token = sandbox.control("POST", "/tokens", json!({ "token": "EAAmine" })).await.body;
    assert_eq!(token["waba_ids"], json!(null));
    let phone = sandbox.control("POST", "/phones", json!({ "waba_id": waba_id, "verified_name": "One" })).await.body;
    let shown =
        sandbox.get("EAAmine", &format!("/{}?fields=verified_name,status", phone["id"].as_str().unwrap())).await.body;
    assert_eq!((&shown["verified_name"], &shown["status"]), (&json!("One"), &json!("PENDING")));
    let filled = sandbox.control("POST", &format!("/wabas/{waba_id}/fill"), json!({ "numbers": 30 })).await.body;
    assert_eq!(filled["added"], 30);
    let listed = sandbox.get("EAAmine", &format!("/{waba_id}/phone_numbers?limit=100")).await.body;
    assert_eq!(listed["data"].as_array().unwrap().len(), 31);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn mistakes_are_told() {
    let sandbox = demo_server().await;
    let cases = [
        ("PATCH", "/phones/130000000000001", json!({ "foo": 1 }), 400),
        ("PATCH", "/phones/130000000000001", json!({ "id": "2" }), 400),
        ("PATCH", "/phones/130000000000001", json!({ "pin": "12-456" }), 400),
        ("PATCH", "/phones/130000000000001", json!({ "wrong_pins": "two" }), 400),
        ("PATCH", "/phones/1", json!({ "status": "BANNED" }), 404),
        ("PATCH", "/wabas/130000000000001", json!({ "name": "x" }), 404),
        ("POST", "/faults", json!({ "path": "/" }), 400),
        ("POST", "/faults", json!({ "path": "/", "error": { "message": "no code" } }), 400),
        ("POST", "/clock", json!({ "advance_s": -5 }), 400),
        ("POST", "/webhooks", json!({ "waba_id": "1", "field": "security", "value": {} }), 404),
        ("POST", "/tokens", json!({ "app_id": "1" }), 404),
        ("PATCH", "/tokens/EAAnobodys", json!({ "revoked": true }), 404),
        ("POST", "/nonsense", json!({}), 404),
    ];
    for (method, path, body, status) in cases {
        let answer = sandbox.control(method, path, body).await;
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(answer.body["error"].is_string());
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_page_is_served_whole() {
    let sandbox = demo_server().await;
    for path in ["/", "/__sandbox"] {
        let page = sandbox.http.get(sandbox.url(path)).send().await.unwrap().text().await.unwrap();
        assert!(page.contains("Sandbox of Meta's Graph API"));
        assert!(!page.contains("src=") && !page.contains("<link"), "the page needs other files");
    }
    sandbox.running.stop().await;
}
