//! Registering, deregistering and the PIN: what they change, their limits and every refusal of reference 3.6.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use clienthub_sandbox::Seed;
use serde_json::{Value, json};
use support::{Receiver, Reply, SHARED, Server, demo_server, server};

/// The demo's number that is proved, not registered, and has no PIN.
const PROVEN: &str = "130000000000006";
/// Not proved, with a PIN that nobody was told.
const OLD_PIN_NUMBER: &str = "130000000000005";
const OLD_PIN: &str = "246810";
const CONNECTED: &str = "130000000000001";
const PIN: &str = "771204";
const HOUR: u32 = 3600;

async fn read(sandbox: &Server, id: &str) -> Value {
    let fields = "status,platform_type,is_pin_enabled,last_onboarded_time,throughput,verified_name,name_status,new_display_name,new_name_status,code_verification_status";
    sandbox.get(SHARED.token, &format!("/{id}?fields={fields}")).await.body
}

async fn deregister(sandbox: &Server, id: &str) -> Reply {
    sandbox.post(SHARED.token, &format!("/{id}/deregister"), json!({})).await
}

async fn set_pin(sandbox: &Server, id: &str, pin: &str) -> Reply {
    sandbox.post(SHARED.token, &format!("/{id}"), json!({ "pin": pin })).await
}

fn details(reply: &Reply) -> &str {
    reply.body["error"]["error_data"]["details"].as_str().unwrap()
}

#[tokio::test]
async fn a_registration_connects_the_number_and_tells_of_it() {
    let sandbox = demo_server().await;
    let receiver = Receiver::start().await;
    sandbox.subscribe(&receiver, "security,phone_number_quality_update").await;
    let body = json!({ "messaging_product": "whatsapp", "pin": PIN, "data_localization_region": "DE" });
    let done = sandbox.post(SHARED.token, &format!("/v25.0/{PROVEN}/register"), body).await;
    assert_eq!((done.status, done.body), (200, json!({ "success": true })));
    let shown = read(&sandbox, PROVEN).await;
    assert_eq!(
        (&shown["status"], &shown["platform_type"], &shown["is_pin_enabled"], &shown["throughput"]["level"]),
        (&json!("CONNECTED"), &json!("CLOUD_API"), &json!(true), &json!("STANDARD"))
    );
    let onboarded = shown["last_onboarded_time"].as_str().unwrap();
    let age = chrono::Utc::now() - chrono::DateTime::parse_from_str(onboarded, "%Y-%m-%dT%H:%M:%S%z").unwrap().to_utc();
    assert!((0..60).contains(&age.num_seconds()), "{onboarded}");
    receiver.wait_for(1).await;
    let told: Vec<Value> = receiver.changes().iter().map(|change| change["value"]["event"].clone()).collect();
    assert_eq!(told, [json!("PIN_CHANGED"), json!("ONBOARDING")]);
    let state = sandbox.control("GET", "/state", json!({})).await.body;
    assert_eq!(state["world"]["phones"][PROVEN]["registration"]["data_localization_region"], "DE");

    // Registered already: allowed, counted, and nothing to tell.
    assert_eq!(sandbox.register(PROVEN, PIN).await.status, 200);
    receiver.stays_at(1).await;
    sandbox.running.stop().await;
}

#[tokio::test]
async fn parameters_are_checked_before_anything_counts() {
    let sandbox = demo_server().await;
    let path = format!("/{PROVEN}/register");
    for body in [
        json!({ "pin": PIN }),
        json!({ "messaging_product": "sms", "pin": PIN }),
        json!({ "messaging_product": "whatsapp" }),
        json!({ "messaging_product": "whatsapp", "pin": "12345" }),
        json!({ "messaging_product": "whatsapp", "pin": "12-456" }),
        json!({ "messaging_product": "whatsapp", "pin": PIN, "data_localization_region": "FR" }),
    ] {
        for _ in 0..3 {
            assert_eq!(sandbox.post(SHARED.token, &path, body.clone()).await.error_code(), (400, 100, None), "{body}");
        }
    }
    let query = format!("{path}?messaging_product=whatsapp&pin={PIN}");
    assert_eq!(sandbox.post(SHARED.token, &query, json!({})).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn an_approved_name_takes_effect_within_fourteen_days() {
    let sandbox = demo_server().await;
    sandbox
        .patch_phone(CONNECTED, json!({ "new_display_name": "Birch Berlin", "new_name_status": "PENDING_REVIEW" }))
        .await;
    assert_eq!(sandbox.register(CONNECTED, OLD_PIN).await.status, 200);
    assert_eq!(read(&sandbox, CONNECTED).await["verified_name"], "Birch Bakery Berlin");
    sandbox.patch_phone(CONNECTED, json!({ "new_name_status": "APPROVED" })).await;
    assert_eq!(sandbox.register(CONNECTED, OLD_PIN).await.status, 200);
    let shown = read(&sandbox, CONNECTED).await;
    assert_eq!((&shown["verified_name"], &shown["name_status"]), (&json!("Birch Berlin"), &json!("APPROVED")));
    assert!(shown.get("new_display_name").is_none() && shown.get("new_name_status").is_none());

    sandbox.patch_phone(CONNECTED, json!({ "new_display_name": "Birch Mitte", "new_name_status": "APPROVED" })).await;
    sandbox.advance(14 * 24 * HOUR).await;
    assert_eq!(sandbox.register(CONNECTED, OLD_PIN).await.status, 200);
    let shown = read(&sandbox, CONNECTED).await;
    assert_eq!((&shown["verified_name"], &shown["new_name_status"]), (&json!("Birch Berlin"), &json!("EXPIRED")));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_number_with_a_pin_is_registered_with_that_pin_alone() {
    let sandbox = demo_server().await;
    assert_eq!(sandbox.register(OLD_PIN_NUMBER, OLD_PIN).await.error_code(), (400, 133006, None));
    sandbox.request_code(OLD_PIN_NUMBER).await;
    let code = sandbox.newest_code(OLD_PIN_NUMBER).await;
    sandbox.post(SHARED.token, &format!("/{OLD_PIN_NUMBER}/verify_code"), json!({ "code": code })).await;
    let wrong = sandbox.register(OLD_PIN_NUMBER, PIN).await;
    assert_eq!(wrong.error_code(), (400, 133005, None));
    assert_eq!(wrong.body["error"]["error_data"]["messaging_product"], "whatsapp");
    assert_eq!(sandbox.register(OLD_PIN_NUMBER, OLD_PIN).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn wrong_pins_are_slowed_down_and_then_stopped() {
    let sandbox = demo_server().await;
    assert_eq!(sandbox.register(CONNECTED, PIN).await.error_code(), (400, 133005, None));
    assert_eq!(sandbox.register(CONNECTED, PIN).await.error_code(), (400, 133005, None));
    let fast = sandbox.register(CONNECTED, PIN).await;
    assert_eq!(fast.error_code(), (400, 133009, None));
    assert!(details(&fast).contains("wait 2 minutes"), "{}", fast.body);
    assert_eq!(sandbox.register(CONNECTED, OLD_PIN).await.error_code(), (400, 133009, None));
    sandbox.advance(121).await;
    assert_eq!(sandbox.register(CONNECTED, PIN).await.error_code(), (400, 133005, None));
    sandbox.advance(11).await;
    assert_eq!(sandbox.register(CONNECTED, PIN).await.error_code(), (400, 133005, None));
    sandbox.advance(11).await;
    let stopped = sandbox.register(CONNECTED, PIN).await;
    assert_eq!(stopped.error_code(), (400, 133008, None));
    assert!(details(&stopped).contains("wait 6 hours"), "{}", stopped.body);
    assert_eq!(sandbox.register(CONNECTED, OLD_PIN).await.error_code(), (400, 133008, None));
    sandbox.advance(6 * HOUR).await;
    assert_eq!(sandbox.register(CONNECTED, OLD_PIN).await.status, 200);

    sandbox.patch_phone(CONNECTED, json!({ "wrong_pins": 4 })).await;
    assert_eq!(sandbox.register(CONNECTED, PIN).await.error_code(), (400, 133008, None));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_eleventh_call_blocks_the_number_for_72_hours() {
    let sandbox = demo_server().await;
    for _ in 0..5 {
        assert_eq!(sandbox.register(PROVEN, PIN).await.status, 200);
        assert_eq!(deregister(&sandbox, PROVEN).await.status, 200);
    }
    sandbox.advance(HOUR).await;
    let blocked = sandbox.register(PROVEN, PIN).await;
    assert_eq!(blocked.error_code(), (400, 133016, None));
    assert!(details(&blocked).contains("wait 72 hours"), "{}", blocked.body);
    assert_eq!(deregister(&sandbox, PROVEN).await.error_code(), (400, 133016, None));
    // The window of the first calls is over, the block is not; trying does not prolong it.
    sandbox.advance(71 * HOUR + 1800).await;
    assert!(details(&sandbox.register(PROVEN, PIN).await).contains("wait 30 minutes"));
    sandbox.advance(1800).await;
    assert_eq!(sandbox.register(PROVEN, PIN).await.status, 200);

    sandbox.patch_phone(PROVEN, json!({ "registration_calls": 10 })).await;
    assert_eq!(sandbox.register(PROVEN, PIN).await.error_code(), (400, 133016, None));
    sandbox.patch_phone(PROVEN, json!({ "registration_block_s": 0 })).await;
    assert_eq!(sandbox.register(PROVEN, PIN).await.status, 200);
    sandbox.patch_phone(PROVEN, json!({ "registration_block_s": 7200, "vague_waits": true })).await;
    assert!(details(&sandbox.register(PROVEN, PIN).await).contains("wait some time"));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_window_of_ten_calls_slides() {
    let sandbox = demo_server().await;
    for _ in 0..10 {
        assert_eq!(sandbox.register(PROVEN, PIN).await.status, 200);
        sandbox.advance(8 * HOUR).await;
    }
    assert_eq!(sandbox.register(PROVEN, PIN).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn deregistering_keeps_number_and_pin() {
    let sandbox = demo_server().await;
    assert_eq!(deregister(&sandbox, PROVEN).await.error_code(), (400, 133010, None));
    sandbox.register(PROVEN, PIN).await;
    assert_eq!(deregister(&sandbox, PROVEN).await.body, json!({ "success": true }));
    let shown = read(&sandbox, PROVEN).await;
    assert_eq!(
        (&shown["status"], &shown["is_pin_enabled"], &shown["code_verification_status"]),
        (&json!("DISCONNECTED"), &json!(true), &json!("VERIFIED"))
    );
    assert_eq!(sandbox.register(PROVEN, "135791").await.error_code(), (400, 133005, None));
    assert_eq!(sandbox.register(PROVEN, PIN).await.status, 200);

    sandbox.patch_phone(PROVEN, json!({ "is_on_biz_app": true })).await;
    assert_eq!(deregister(&sandbox, PROVEN).await.error_code(), (400, 100, None));
    let limited = sandbox.control("POST", "/tokens", json!({ "tasks": ["DEVELOP"] })).await.body;
    let limited = limited["token"].as_str().unwrap();
    let refused = sandbox.post(limited, &format!("/{PROVEN}/deregister"), json!({})).await;
    assert_eq!(refused.error_code(), (403, 200, None));
    let path = format!("/{PROVEN}/deregister");
    sandbox.control("POST", "/faults", json!({ "path": path, "refusal": "not_registered_100" })).await;
    assert_eq!(deregister(&sandbox, PROVEN).await.error_code(), (400, 100, Some(2207051)));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn states_refuse_with_their_own_code() {
    let sandbox = demo_server().await;
    sandbox.patch_phone(PROVEN, json!({ "status": "BANNED" })).await;
    assert_eq!(sandbox.register(PROVEN, PIN).await.error_code(), (403, 131031, None));
    assert_eq!(deregister(&sandbox, PROVEN).await.error_code(), (403, 131031, None));
    assert_eq!(set_pin(&sandbox, PROVEN, PIN).await.error_code(), (403, 131031, None));
    sandbox.patch_phone(PROVEN, json!({ "status": "DELETED" })).await;
    assert_eq!(sandbox.register(PROVEN, PIN).await.error_code(), (400, 33, None));
    assert_eq!(set_pin(&sandbox, PROVEN, PIN).await.error_code(), (400, 33, None));
    sandbox.patch_phone(PROVEN, json!({ "status": "PENDING" })).await;
    let deleted = sandbox.register(PROVEN, PIN).await;
    assert_eq!(deleted.error_code(), (400, 133015, None));
    assert!(details(&deleted).contains("wait 5 minutes"), "{}", deleted.body);
    sandbox.advance(300).await;
    sandbox.patch_phone(PROVEN, json!({ "deregistration_incomplete": true })).await;
    assert_eq!(sandbox.register(PROVEN, PIN).await.error_code(), (500, 133000, None));
    assert_eq!(deregister(&sandbox, PROVEN).await.status, 200);
    assert_eq!(sandbox.register(PROVEN, PIN).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_pin_that_reads_like_an_error_gets_it_and_changes_nothing() {
    let sandbox = demo_server().await;
    let cases = [
        ("000033", (400, 33)),
        ("131031", (403, 131031)),
        ("131045", (500, 131045)),
        ("133000", (500, 133000)),
        ("133004", (503, 133004)),
        ("133005", (400, 133005)),
        ("133006", (400, 133006)),
        ("133008", (400, 133008)),
        ("133009", (400, 133009)),
        ("133010", (400, 133010)),
        ("133015", (400, 133015)),
        ("133016", (400, 133016)),
    ];
    for (pin, (status, code)) in cases {
        let refused = sandbox.register(PROVEN, pin).await;
        assert_eq!(refused.error_code(), (status, code, None), "{pin}");
        assert_eq!(refused.body["error"]["is_transient"], code == 133004);
        assert!(!details(&refused).is_empty());
    }
    assert_eq!(sandbox.register(PROVEN, PIN).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_pin_is_set_told_and_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let sandbox = server(Seed::DEMO, Some(file.clone())).await;
    let receiver = Receiver::start().await;
    sandbox.subscribe(&receiver, "security").await;
    assert_eq!(set_pin(&sandbox, CONNECTED, "12345").await.error_code(), (400, 100, None));
    assert_eq!(set_pin(&sandbox, CONNECTED, PIN).await.body, json!({ "success": true }));
    receiver.wait_for(1).await;
    assert_eq!(
        receiver.changes()[0],
        json!({ "field": "security", "value": { "display_phone_number": "493023125014", "event": "PIN_CHANGED" } })
    );
    let query = format!("/{CONNECTED}/register?messaging_product=whatsapp&pin={PIN}");
    assert_eq!(sandbox.post(SHARED.token, &query, json!({})).await.status, 200);
    sandbox.request_code("130000000000004").await;
    let code = sandbox.newest_code("130000000000004").await;
    sandbox.post(SHARED.token, &format!("/130000000000004/verify_code?code={code}"), json!({})).await;
    let patched = sandbox.patch_phone(PROVEN, json!({ "pin": "975313" })).await;
    assert_eq!(patched.body["fields"]["is_pin_enabled"], true);
    for path in ["/state", "/log"] {
        let dump = sandbox.control("GET", path, json!({})).await.body.to_string();
        for secret in [PIN, code.as_str(), "975313"] {
            assert!(!dump.contains(secret), "{path} shows {secret}");
        }
    }
    assert!(!patched.body.to_string().contains("975313"));
    let other = sandbox.post(SHARED.token, &format!("/{CONNECTED}"), json!({ "username": "birch" })).await;
    assert_eq!(other.status, 501);
    sandbox.running.stop().await;

    let again = server(Seed::DEMO, Some(file)).await;
    assert_eq!(again.register(CONNECTED, OLD_PIN).await.error_code(), (400, 133005, None));
    assert_eq!(again.register(CONNECTED, PIN).await.status, 200);
    assert_eq!(again.newest_code("130000000000004").await, code);
    again.patch_phone(CONNECTED, json!({ "pin": null })).await;
    assert_eq!(again.register(CONNECTED, "135791").await.status, 200);
    again.running.stop().await;
}
