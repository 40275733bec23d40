//! Proving ownership of a number: the code, its windows and its refusals (reference 3.5).

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::{Reply, SHARED, Server, demo_server};

/// The demo's number that nobody has proved yet.
const UNPROVEN: &str = "130000000000004";
const MINUTE: u32 = 60;
const HOUR: u32 = 3600;

async fn request(sandbox: &Server) -> Reply {
    sandbox.request_code(UNPROVEN).await
}

async fn verify(sandbox: &Server, code: &str) -> Reply {
    sandbox.post(SHARED.token, &format!("/{UNPROVEN}/verify_code"), json!({ "code": code })).await
}

async fn proof(sandbox: &Server) -> Value {
    sandbox.get(SHARED.token, &format!("/{UNPROVEN}?fields=code_verification_status")).await.body
        ["code_verification_status"]
        .clone()
}

fn user_msg(reply: &Reply) -> &str {
    reply.body["error"]["error_user_msg"].as_str().unwrap()
}

#[tokio::test]
async fn a_code_proves_the_number_for_fourteen_days() {
    let sandbox = demo_server().await;
    assert_eq!(request(&sandbox).await.body, json!({ "success": true }));
    let code = sandbox.newest_code(UNPROVEN).await;
    let hyphenated = format!("{}-{}", &code[..3], &code[3..]);
    assert_eq!(verify(&sandbox, &hyphenated).await.body, json!({ "success": true }));
    let shown = sandbox.get(SHARED.token, &format!("/{UNPROVEN}?fields=status,code_verification_status")).await.body;
    assert_eq!((&shown["status"], &shown["code_verification_status"]), (&json!("PENDING"), &json!("VERIFIED")));
    let again = request(&sandbox).await;
    assert_eq!(again.error_code(), (400, 136024, Some(2388091)));
    assert_eq!(again.body["error"]["error_user_title"], "Code couldn't be sent");

    sandbox.advance(14 * 24 * HOUR - MINUTE).await;
    assert_eq!(proof(&sandbox).await, "VERIFIED");
    sandbox.advance(MINUTE).await;
    assert_eq!(proof(&sandbox).await, "EXPIRED");
    assert_eq!(sandbox.register(UNPROVEN, "771204").await.error_code(), (400, 133006, None));
    assert_eq!(request(&sandbox).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn parameters_come_by_query_form_or_json_and_are_checked() {
    let sandbox = demo_server().await;
    let path = format!("/v25.0/{UNPROVEN}/request_code");
    let query = sandbox.post(SHARED.token, &format!("{path}?code_method=SMS&language=en_US"), json!({})).await;
    assert_eq!(query.status, 200, "{}", query.body);
    let form = sandbox.http.post(sandbox.url(&path)).bearer_auth(SHARED.token);
    let form = form.form(&[("code_method", "VOICE"), ("language", "pt_BR")]).send().await.unwrap();
    assert_eq!(form.status().as_u16(), 200);

    for body in [
        json!({}),
        json!({ "code_method": "SMS" }),
        json!({ "language": "de" }),
        json!({ "code_method": "MAIL", "language": "de" }),
        json!({ "code_method": "SMS", "language": "en-US" }),
    ] {
        assert_eq!(sandbox.post(SHARED.token, &path, body.clone()).await.error_code(), (400, 100, None), "{body}");
    }
    for code in ["", "12345", "1234567", "abcdef"] {
        assert_eq!(verify(&sandbox, code).await.error_code(), (400, 100, None), "{code}");
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn only_the_newest_code_counts_and_only_for_ten_minutes() {
    let sandbox = demo_server().await;
    let none = verify(&sandbox, "123456").await;
    assert_eq!(none.error_code(), (400, 136025, Some(2388093)));
    request(&sandbox).await;
    let older = sandbox.newest_code(UNPROVEN).await;
    request(&sandbox).await;
    let newer = sandbox.newest_code(UNPROVEN).await;
    assert_ne!(older, newer);
    assert_eq!(verify(&sandbox, &older).await.error_code(), (400, 136025, Some(2388093)));
    sandbox.advance(10 * MINUTE).await;
    let late = verify(&sandbox, &newer).await;
    assert_eq!(late.error_code(), (400, 136025, Some(2388093)));
    assert!(user_msg(&late).contains("expired"));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn three_wrong_codes_lock_the_number_for_twelve_hours() {
    let sandbox = demo_server().await;
    request(&sandbox).await;
    let code = sandbox.newest_code(UNPROVEN).await;
    for _ in 0..2 {
        let wrong = verify(&sandbox, "000001").await;
        assert!(!user_msg(&wrong).contains("wait"), "{}", wrong.body);
    }
    let third = verify(&sandbox, "000001").await;
    assert_eq!(third.error_code(), (400, 136025, Some(2388093)));
    assert!(user_msg(&third).contains("wait 12 hours"), "{}", third.body);
    assert_eq!(verify(&sandbox, &code).await.error_code(), (400, 136025, Some(2388093)));
    sandbox.advance(11 * HOUR + 30 * MINUTE).await;
    let refused = request(&sandbox).await;
    assert_eq!(refused.error_code(), (400, 136024, Some(2388091)));
    assert!(user_msg(&refused).contains("wait 30 minutes"), "{}", refused.body);

    sandbox.patch_phone(UNPROVEN, json!({ "vague_waits": true })).await;
    assert!(user_msg(&request(&sandbox).await).contains("wait some time"));
    sandbox.advance(31 * MINUTE).await;
    assert_eq!(request(&sandbox).await.status, 200);
    let code = sandbox.newest_code(UNPROVEN).await;
    assert_eq!(verify(&sandbox, &code).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_sixth_request_of_an_hour_makes_the_number_wait() {
    let sandbox = demo_server().await;
    for _ in 0..5 {
        assert_eq!(request(&sandbox).await.status, 200);
    }
    let sixth = request(&sandbox).await;
    assert_eq!(sixth.error_code(), (400, 136024, Some(2388091)));
    assert!(user_msg(&sixth).contains("wait 4 hours"), "{}", sixth.body);
    sandbox.advance(4 * HOUR + 1).await;
    assert_eq!(request(&sandbox).await.status, 200);
    sandbox.patch_phone(UNPROVEN, json!({ "code_request_wait_s": 300 })).await;
    assert!(user_msg(&request(&sandbox).await).contains("wait 5 minutes"));
    sandbox.patch_phone(UNPROVEN, json!({ "code_request_wait_s": 0, "code_requests": 5 })).await;
    assert_eq!(request(&sandbox).await.error_code(), (400, 136024, Some(2388091)));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn states_and_sentinels_have_their_own_refusals() {
    let sandbox = demo_server().await;
    for (status, refusal) in [
        ("MIGRATED", (400, 136024, Some(2388091))),
        ("BANNED", (400, 136024, Some(2388091))),
        ("DELETED", (400, 33, None)),
    ] {
        sandbox.patch_phone(UNPROVEN, json!({ "status": status })).await;
        assert_eq!(request(&sandbox).await.error_code(), refusal, "{status}");
    }
    sandbox.patch_phone(UNPROVEN, json!({ "status": "UNVERIFIED" })).await;
    request(&sandbox).await;
    let code = sandbox.newest_code(UNPROVEN).await;
    for _ in 0..4 {
        assert_eq!(verify(&sandbox, "593039").await.error_code(), (400, 100, Some(2593039)));
        assert_eq!(verify(&sandbox, "136-025").await.error_code(), (400, 136025, Some(2388093)));
    }
    assert_eq!(verify(&sandbox, &code).await.status, 200);

    let no_management = "EAADemoNoManagement0uE6fZiXlUk2SwB8cTd1RmPo5KrJgAvY";
    let refused = sandbox.post(no_management, &format!("/{UNPROVEN}/request_code"), json!({})).await;
    assert_eq!(refused.error_code(), (403, 10, None));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn what_no_state_leads_to_is_a_fault_by_name() {
    let sandbox = demo_server().await;
    let path = format!("/{UNPROVEN}/request_code");
    let cases = [
        ("code_servers_unavailable", (400, 136024, Some(2388091)), Some("wait 1 hour")),
        ("code_not_migrating", (400, 136024, Some(2388091)), None),
        ("code_requested_too_often_100", (400, 100, Some(2494158)), Some("wait 1 hour")),
        ("code_requested_too_often_613", (400, 613, None), None),
        ("code_request_failed", (400, 100, Some(2593037)), None),
    ];
    for (refusal, expected, wait) in cases {
        sandbox.control("POST", "/faults", json!({ "path": path, "method": "POST", "refusal": refusal })).await;
        let refused = request(&sandbox).await;
        assert_eq!(refused.error_code(), expected, "{refusal}");
        assert!(wait.is_none_or(|wait| user_msg(&refused).contains(wait)), "{}", refused.body);
    }
    for (wait_s, text) in [(7200, "wait 2 hours"), (0, "wait some time")] {
        let fault = json!({ "path": path, "refusal": "code_servers_unavailable", "wait_s": wait_s });
        sandbox.control("POST", "/faults", fault).await;
        assert!(user_msg(&request(&sandbox).await).contains(text));
    }
    let unknown = sandbox.control("POST", "/faults", json!({ "path": path, "refusal": "nonsense" })).await;
    assert_eq!(unknown.status, 400);
    assert_eq!(request(&sandbox).await.status, 200);
    sandbox.running.stop().await;
}
