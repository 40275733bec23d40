//! Reading nodes and edges: field selection, paging, filters, and the errors beside them.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use clienthub_sandbox::{Seed, demo};
use serde_json::{Value, json};
use support::{PORTFOLIO_TOKEN, SHARED, app_token, demo_server, server};

fn ids(body: &Value) -> Vec<String> {
    body["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_node_shows_the_selected_fields_and_always_its_id() {
    let sandbox = demo_server().await;
    let fields = "name,currency,owner_business_info{name},new_name_status,purchase_order_number";
    let unknown = sandbox.get(SHARED.token, &format!("/v25.0/{}?fields={fields}", SHARED.meta_id)).await;
    assert_eq!(unknown.error_code(), (400, 100, None));
    let message = unknown.body["error"]["message"].as_str().unwrap();
    assert_eq!(
        message,
        "(#100) Tried accessing nonexisting field (new_name_status) on node type (WhatsAppBusinessAccount)"
    );

    let fields = fields.replace("new_name_status,", "");
    let shown = sandbox.get(SHARED.token, &format!("/v25.0/{}?fields={fields}", SHARED.meta_id)).await;
    let expected = json!({
        "id": SHARED.meta_id, "name": "Birch Bakery GmbH", "currency": "EUR",
        "owner_business_info": { "id": "810000000000011", "name": "Birch Bakery" },
    });
    assert_eq!((shown.status, shown.body), (200, expected));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn without_fields_the_defaults_are_shown_with_or_without_a_version() {
    let sandbox = demo_server().await;
    let waba = sandbox.get(SHARED.token, &format!("/{}", SHARED.meta_id)).await.body;
    let names: Vec<&String> = waba.as_object().unwrap().keys().collect();
    assert_eq!(names, ["id", "message_template_namespace", "name", "timezone_id"]);
    let phone = sandbox.get(SHARED.token, "/v23.0/130000000000001").await;
    assert_eq!(phone.body["display_phone_number"], "+49 30 23125 014");
    assert_eq!(phone.headers["facebook-api-version"], "v23.0");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn edges_nest_inside_fields() {
    let sandbox = demo_server().await;
    let path = format!("/v25.0/{}?fields=name,phone_numbers.limit(2){{status}},subscribed_apps", SHARED.meta_id);
    let body = sandbox.get(SHARED.token, &path).await.body;
    assert_eq!(body["phone_numbers"]["data"].as_array().unwrap().len(), 2);
    assert_eq!(body["subscribed_apps"], json!({ "data": [] }));
    let next = body["phone_numbers"]["paging"]["next"].as_str().unwrap();
    assert!(next.contains("fields=status") && next.contains("limit=2"), "{next}");

    let broken = sandbox.get(SHARED.token, &format!("/{}?fields=phone_numbers{{status", SHARED.meta_id)).await;
    assert_eq!(broken.error_code(), (400, 2500, None));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn following_next_walks_over_every_number_once_and_back() {
    let sandbox = server(Seed::Demo { numbers: Some(60), templates: None }, None).await;
    let mut url = format!("/v25.0/{}/phone_numbers?fields=status&access_token={}", SHARED.meta_id, SHARED.token);
    let mut seen = Vec::new();
    let mut pages = 0;
    let last = loop {
        let page = sandbox.get(SHARED.token, &url).await.body;
        seen.extend(ids(&page));
        pages += 1;
        match page["paging"]["next"].as_str() {
            Some(next) => {
                assert!(!next.contains("EAA"), "a paging link holds a token: {next}");
                url = next.strip_prefix(&sandbox.running.base_url()).unwrap().to_owned();
            }
            None => break page,
        }
    };
    assert_eq!((seen.len(), pages), (60, 3));
    let unique: std::collections::BTreeSet<&String> = seen.iter().collect();
    assert_eq!(unique.len(), 60);

    let previous = last["paging"]["previous"].as_str().unwrap();
    let page = sandbox.get(SHARED.token, previous.strip_prefix(&sandbox.running.base_url()).unwrap()).await.body;
    assert_eq!(ids(&page), seen[25..50]);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn bad_cursors_and_limits_are_refused() {
    let sandbox = demo_server().await;
    for query in [
        "after=nonsense",
        "limit=0",
        "limit=many",
        "fields=foo",
        "sort=name",
        "filtering=x",
        "filtering=[{\"field\":\"status\",\"operator\":\"EQUAL\"}]",
    ] {
        let answer = sandbox.get(SHARED.token, &format!("/{}/phone_numbers?{query}", SHARED.meta_id)).await;
        assert_eq!(answer.error_code(), (400, 100, None), "{query}");
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn numbers_are_filtered_and_sorted() {
    let sandbox = demo_server().await;
    sandbox.control("PATCH", "/phones/130000000000002", json!({ "account_mode": "SANDBOX" })).await;
    let filtering = r#"[{"field":"account_mode","operator":"EQUAL","value":"SANDBOX"}]"#;
    let answer = sandbox.get(SHARED.token, &format!("/{}/phone_numbers?filtering={filtering}", SHARED.meta_id)).await;
    assert_eq!(ids(&answer.body), ["130000000000002"]);

    let newest = sandbox.get(SHARED.token, &format!("/{}/phone_numbers", SHARED.meta_id)).await;
    assert_eq!(ids(&newest.body)[..3], ["130000000000003", "130000000000002", "130000000000001"]);
    let oldest = sandbox
        .get(SHARED.token, &format!("/{}/phone_numbers?sort=[\"creation_time_ascending\"]", SHARED.meta_id))
        .await;
    assert_eq!(ids(&oldest.body)[..2], ["130000000000001", "130000000000002"]);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_portfolio_lists_its_wabas() {
    let sandbox = demo_server().await;
    let path = "/810000000000011/owned_whatsapp_business_accounts";
    let listed = sandbox.get(PORTFOLIO_TOKEN, &format!("{path}?limit=2&sort=creation_time_ascending")).await;
    assert_eq!(ids(&listed.body), ["120000000000001", "120000000000003"]);
    assert_eq!(listed.body["data"][0]["currency"], "EUR");
    let found = sandbox.get(PORTFOLIO_TOKEN, &format!("{path}?find=120000000000005")).await;
    assert_eq!(ids(&found.body), ["120000000000005"]);
    let client = sandbox.get(PORTFOLIO_TOKEN, "/810000000000011/client_whatsapp_business_accounts").await;
    assert_eq!(client.body, json!({ "data": [] }));
    let without_scope = sandbox.get(SHARED.token, path).await;
    assert_eq!(without_scope.error_code(), (403, 200, None));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn several_nodes_are_read_at_once_unless_one_is_hidden() {
    let sandbox = demo_server().await;
    let both = sandbox.get(SHARED.token, &format!("/v25.0/?ids={},130000000000001&fields=id", SHARED.meta_id)).await;
    assert_eq!(both.body["130000000000001"], json!({ "id": "130000000000001" }));
    let hidden = sandbox.get(SHARED.token, &format!("/?ids={},{}", SHARED.meta_id, demo::CEDAR.meta_id)).await;
    assert_eq!(hidden.error_code(), (400, 100, Some(33)));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn assigned_users_need_the_business() {
    let sandbox = demo_server().await;
    let path = format!("/{}/assigned_users", SHARED.meta_id);
    let listed = sandbox.get(SHARED.token, &format!("{path}?business=810000000000011&summary=total_count")).await;
    assert_eq!(listed.body["summary"], json!({ "total_count": 2 }));
    assert_eq!(listed.body["data"][0]["user_type"], "SYSTEM_USER");
    assert_eq!(sandbox.get(SHARED.token, &path).await.error_code(), (400, 100, None));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn calls_that_exist_only_at_meta_answer_501_and_unknown_ones_2500() {
    let sandbox = demo_server().await;
    let messages = sandbox.post(SHARED.token, "/v25.0/130000000000001/messages", json!({})).await;
    assert_eq!(messages.status, 501);
    assert!(messages.body["error"]["error_data"]["details"].as_str().unwrap().contains("phone_numbers"));
    for path in ["/oauth/access_token", "/120000000000001/flows", "/120000000000001?fields=analytics"] {
        assert_eq!(sandbox.get(SHARED.token, path).await.status, 501, "{path}");
    }
    assert_eq!(sandbox.get(SHARED.token, "/120000000000001/foo").await.error_code(), (400, 2500, None));
    assert_eq!(sandbox.get(SHARED.token, "/120000000000001/a/b").await.error_code(), (400, 2500, None));
    let wrong_method = sandbox.delete(SHARED.token, "/120000000000001/phone_numbers").await;
    assert_eq!(wrong_method.error_code(), (400, 100, None));
    assert_eq!(wrong_method.body["error"]["type"], "GraphMethodException");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn health_is_as_bad_as_its_worst_entity() {
    let sandbox = demo_server().await;
    let can = |body: &Value| body["health_status"]["can_send_message"].as_str().unwrap().to_owned();
    let good = sandbox.get(SHARED.token, "/130000000000001?fields=health_status").await.body;
    assert_eq!(can(&good), "AVAILABLE");
    let unregistered = sandbox.get(SHARED.token, "/130000000000005?fields=health_status").await.body;
    assert_eq!(can(&unregistered), "BLOCKED");
    assert_eq!(unregistered["health_status"]["entities"][0]["errors"][0]["error_code"], 133010);
    let unpaid = sandbox
        .get(demo::BIRCH_EXPIRING.token, &format!("/{}?fields=health_status", demo::BIRCH_EXPIRING.meta_id))
        .await
        .body;
    assert_eq!(can(&unpaid), "LIMITED");
    assert!(unpaid["health_status"]["entities"][1]["additional_info"][0].as_str().unwrap().contains("payment"));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_demo_shows_every_status_of_meta_in_fourteen_numbers() {
    let sandbox = demo_server().await;
    let mut statuses = std::collections::BTreeSet::new();
    let mut count = 0;
    for waba in [demo::BIRCH_SHARED, demo::BIRCH_OBO, demo::BIRCH_RESTRICTED, demo::BIRCH_EXPIRING] {
        let listed = sandbox.get(waba.token, &format!("/{}/phone_numbers?fields=status", waba.meta_id)).await.body;
        for row in listed["data"].as_array().unwrap() {
            statuses.insert(row["status"].as_str().unwrap().to_owned());
            count += 1;
        }
    }
    let all = [
        "BANNED",
        "CONNECTED",
        "DELETED",
        "DISCONNECTED",
        "FLAGGED",
        "MIGRATED",
        "PENDING",
        "RATE_LIMITED",
        "RESTRICTED",
        "UNKNOWN",
        "UNVERIFIED",
    ];
    assert_eq!((count, statuses.into_iter().collect::<Vec<_>>()), (14, all.map(str::to_owned).to_vec()));
    for waba in [
        demo::BIRCH_SHARED,
        demo::BIRCH_OBO,
        demo::BIRCH_RESTRICTED,
        demo::BIRCH_EXPIRING,
        demo::BIRCH_UNCONNECTED,
        demo::CEDAR,
    ] {
        let shown = sandbox.get(waba.token, &format!("/{}?fields=name", waba.meta_id)).await.body;
        assert_eq!(shown["name"], waba.name);
    }
    let app = sandbox.get(&app_token(), &format!("/{}", demo::APP_ID)).await.body;
    assert_eq!(app["name"], "Clienthub Demo");
    sandbox.running.stop().await;
}
