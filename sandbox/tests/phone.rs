//! The virtual phone: its inbox and its pages.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::{SHARED, Server, demo_server};

const UNPROVEN: &str = "130000000000004";

async fn page(sandbox: &Server, path: &str) -> (String, String) {
    let answer = sandbox.http.get(sandbox.url(path)).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    (answer.text().await.unwrap(), policy)
}

#[tokio::test]
async fn an_inbox_holds_what_came_newest_first() {
    let sandbox = demo_server().await;
    let path = format!("/phones/{UNPROVEN}/inbox");
    assert_eq!(sandbox.control("GET", &path, json!({})).await.body, json!({ "data": [] }));
    for (method, language) in [("SMS", "de"), ("VOICE", "pt_BR")] {
        let body = json!({ "code_method": method, "language": language });
        assert_eq!(sandbox.post(SHARED.token, &format!("/{UNPROVEN}/request_code"), body).await.status, 200);
    }
    let inbox = sandbox.control("GET", &path, json!({})).await.body;
    let rows: Vec<(&Value, &Value)> =
        inbox["data"].as_array().unwrap().iter().map(|row| (&row["method"], &row["language"])).collect();
    assert_eq!(rows, [(&json!("VOICE"), &json!("pt_BR")), (&json!("SMS"), &json!("de"))]);
    assert!(chrono::DateTime::parse_from_rfc3339(inbox["data"][0]["at"].as_str().unwrap()).is_ok());
    assert_eq!(sandbox.control("GET", "/phones/1/inbox", json!({})).await.status, 404);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn each_number_has_a_phone_whose_texts_are_escaped() {
    let sandbox = demo_server().await;
    let name = "<script>alert('x')</script> & Sons";
    sandbox.patch_phone(UNPROVEN, json!({ "verified_name": name })).await;
    let (phone, policy) = page(&sandbox, &format!("/__sandbox/phones/{UNPROVEN}")).await;
    assert!(phone.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; Sons") && !phone.contains(name));
    assert!(phone.contains("+49 89 99998 027") && !phone.contains("{{"));
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'sha256-"), "{policy}");

    let (phones, policy) = page(&sandbox, "/__sandbox/phones").await;
    for id in [UNPROVEN, "130000000000005", "130000000000006", "130000000000007", "130000000000016"] {
        assert!(phones.contains(&format!("/__sandbox/phones/{id}\"")), "{id}");
    }
    assert!(!phones.contains("130000000000001\"") && phones.contains("&lt;script&gt;"));
    assert!(policy.contains("script-src 'none'"), "{policy}");
    sandbox.running.stop().await;
}
