//! Faults and writes: an outcome that the caller cannot know, with the effect or without it.

mod support;

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{SHARED, Server, demo_server};

/// The demo's number that is proved and not registered.
const PROVEN: &str = "130000000000006";
const UNPROVEN: &str = "130000000000004";

async fn status(sandbox: &Server) -> Value {
    sandbox.get(SHARED.token, &format!("/{PROVEN}?fields=status")).await.body["status"].clone()
}

/// Registers with a caller that waits half a second; whether a whole answer came.
async fn registers(sandbox: &Server) -> bool {
    let body = json!({ "messaging_product": "whatsapp", "pin": "771204" });
    let request = sandbox.http.post(sandbox.url(&format!("/v25.0/{PROVEN}/register"))).bearer_auth(SHARED.token);
    match request.timeout(Duration::from_millis(500)).json(&body).send().await {
        Ok(answer) => answer.json::<Value>().await.is_ok(),
        Err(_) => false,
    }
}

#[tokio::test]
async fn a_write_has_happened_when_its_answer_is_lost() {
    for fault in [json!({ "delay_ms": 2000 }), json!({ "cut": true }), json!({ "garble": true })] {
        let sandbox = demo_server().await;
        let mut asked = fault.clone();
        asked["path"] = json!("/*/register");
        asked["method"] = json!("POST");
        sandbox.control("POST", "/faults", asked).await;
        assert!(!registers(&sandbox).await, "{fault}");
        assert_eq!(status(&sandbox).await, "CONNECTED", "{fault}");
        let log = sandbox.control("GET", "/log", json!({})).await.body;
        assert_eq!(log["data"][1]["path"], format!("/{PROVEN}/register"), "{fault}");
        sandbox.running.stop().await;
    }
}

#[tokio::test]
async fn before_it_happens_a_write_can_be_lost_too() {
    for fault in [json!({ "cut": true }), json!({ "garble": true }), json!({ "error": { "code": 2 } })] {
        let sandbox = demo_server().await;
        let mut asked = fault.clone();
        asked["path"] = json!("/*/register");
        asked["before"] = json!(true);
        sandbox.control("POST", "/faults", asked).await;
        registers(&sandbox).await;
        assert_eq!(status(&sandbox).await, "PENDING", "{fault}");
        assert!(registers(&sandbox).await);
        sandbox.running.stop().await;
    }
}

#[tokio::test]
async fn an_error_can_hide_that_the_write_happened() {
    let sandbox = demo_server().await;
    let fault = json!({ "path": "/*/register", "before": false, "error": { "code": 2 } });
    sandbox.control("POST", "/faults", fault).await;
    assert_eq!(sandbox.register(PROVEN, "771204").await.error_code(), (503, 2, None));
    assert_eq!(status(&sandbox).await, "CONNECTED");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_code_is_in_the_inbox_before_the_answer_comes() {
    let sandbox = demo_server().await;
    sandbox.control("POST", "/faults", json!({ "path": "/*/request_code", "delay_ms": 1500 })).await;
    let inbox = async {
        loop {
            let inbox = sandbox.control("GET", &format!("/phones/{UNPROVEN}/inbox"), json!({})).await.body;
            if inbox["data"][0]["code"].is_string() {
                return Instant::now();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let answer = async {
        assert_eq!(sandbox.request_code(UNPROVEN).await.status, 200);
        Instant::now()
    };
    let (in_inbox_at, answered_at) = tokio::join!(inbox, answer);
    assert!(in_inbox_at < answered_at);
    sandbox.running.stop().await;
}
