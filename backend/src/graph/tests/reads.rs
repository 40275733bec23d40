//! What the calls ask for and what they make of good answers.

use super::*;
use crate::graph::{GraphErrorKind, MetaId, Usage};

fn query(request: &Request, name: &str) -> Option<String> {
    let mut pairs = request.url.query_pairs();
    pairs.find(|(key, _)| key == name).map(|(_, v)| v.into_owned())
}

#[tokio::test]
async fn a_waba_is_read_with_its_usage() {
    let body = json!({
        "id": 120000000000001u64, "name": "Birch", "timezone_id": 47, "ownership_type": "BRAND_NEW",
        "on_behalf_of_business_info": {"id": "8", "name": "B", "status": "APPROVED", "type": "SELF"},
        "owner_business_info": {"id": 810000000000001u64, "name": "B"}, "currency": null, "unknown": {},
        "health_status": {"can_send_message": "BLOCKED", "entities": [
            {"entity_type": "APP", "id": 15, "can_send_message": "BLOCKED",
             "errors": [{"error_code": 141006, "error_description": "d", "possible_solution": "s"}]},
            {"entity_type": "WABA", "additional_info": ["n"], "errors": null}]},
    });
    let header = r#"{"120000000000001":[{"call_count":70,"estimated_time_to_regain_access":0}]}"#;
    let server = answering(ok(body).insert_header("x-business-use-case-usage", header)).await;

    let answer = client(&server.uri()).read_waba(&token(), WABA).await.unwrap();

    assert_eq!(answer.usage, Some(Usage { waba_percent: 70, ..Usage::default() }));
    let waba = answer.value;
    assert_eq!(waba.id, MetaId::from(WABA));
    assert_eq!(waba.timezone_id.as_deref(), Some("47"));
    assert_eq!(waba.ownership_type.as_deref(), Some("BRAND_NEW"));
    assert_eq!(waba.on_behalf_of_business_info.unwrap().kind.as_deref(), Some("SELF"));
    let health = waba.health_status.unwrap();
    assert_eq!(health.entities[0].errors[0].error_code, Some(141_006));
    assert_eq!(health.entities[1].additional_info, ["n"]);

    let request = &requests(&server).await[0];
    assert_eq!(request.url.path(), "/v25.0/120000000000001");
    assert!(query(request, "fields").unwrap().contains("account_review_status"));
    let agent = request.headers["user-agent"].to_str().unwrap();
    assert!(agent.starts_with("clienthub/"));
}

#[tokio::test]
async fn a_listing_follows_cursors_and_never_urls() {
    let server = responding(|request| {
        let page = query(request, "after").unwrap_or_default();
        assert_eq!(query(request, "limit").as_deref(), Some("100"));
        match page.as_str() {
            "" => ok(json!({"data": [{"id": "1"}], "paging": {"cursors": {"after": "two=&"},
                "next": "http://127.0.0.1:1/elsewhere?access_token=EAAleakedleakedleaked"}})),
            "two=&" => ok(json!({"data": [], "paging": {"cursors": {"after": "three"}, "next": "x"}})),
            "three" => ok(json!({"data": [{"id": 3}], "paging": {"cursors": {"after": "end"}}})),
            other => panic!("{other}"),
        }
    })
    .await;
    let client = client(&server.uri());
    let (mut ids, mut after) = (Vec::new(), None::<String>);
    loop {
        let answer = client.list_phone_numbers(&token(), WABA, after.as_deref()).await;
        let page = answer.unwrap().value;
        ids.extend(page.data.into_iter().map(|phone| phone.id.into_string()));
        after = page.after;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(ids, ["1", "3"]);
    assert_eq!(requests(&server).await.len(), 3);
}

/// Refuses the first of `unknown` that is asked for.
fn without(unknown: &'static [&'static str]) -> impl Fn(&Request) -> ResponseTemplate {
    move |request| {
        let asked = query(request, "fields").unwrap();
        match unknown.iter().find(|name| asked.split(',').any(|field| field == **name)) {
            Some(name) => refusal(
                400,
                json!({"code": 100, "message": format!("(#100) Tried accessing nonexisting field ({name}) on node type (X)")}),
            ),
            None => ok(json!({"id": "1", "data": []})),
        }
    }
}

#[tokio::test]
async fn optional_fields_that_meta_refuses_are_dropped() {
    let server = responding(without(&["status", "health_status"])).await;
    let client = client(&server.uri());
    client.read_waba(&token(), WABA).await.unwrap();
    assert_eq!(requests(&server).await.len(), 3);
    client.list_phone_numbers(&token(), WABA, None).await.unwrap();
    assert_eq!(requests(&server).await.len(), 6);
}

#[tokio::test]
async fn a_field_that_every_node_has_is_not_dropped() {
    let server = responding(without(&["display_phone_number"])).await;
    let error = client(&server.uri()).read_phone(&token(), WABA).await.unwrap_err();
    let expected = GraphErrorKind::UnknownField("display_phone_number".to_owned());
    assert_eq!(error.kind, expected);
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn at_most_five_fields_are_dropped() {
    let server =
        responding(without(&["status", "name_status", "throughput", "country_code", "account_mode", "is_on_biz_app"]))
            .await;
    let error = client(&server.uri()).read_phone(&token(), "1").await.unwrap_err();
    assert!(matches!(error.kind, GraphErrorKind::UnknownField(_)));
    assert_eq!(requests(&server).await.len(), 6);
}

#[tokio::test]
async fn a_debugged_token_tells_its_app_scopes_and_end() {
    let server = answering(ok(json!({"data": {
        "app_id": 150000000000001u64, "type": "SYSTEM_USER", "is_valid": true, "expires_at": 0,
        "scopes": ["whatsapp_business_management"], "granular_scopes": [
            {"scope": "whatsapp_business_management", "target_ids": [WABA, 120000000000002u64]},
            {"scope": "business_management"}]}})))
    .await;
    let answer = client(&server.uri()).debug_token(&token()).await.unwrap();
    let told = answer.value;
    assert_eq!(told.app_id.as_deref(), Some("150000000000001"));
    assert_eq!((told.is_valid, told.expires_at), (Some(true), None));
    let targets = told.granular_scopes[0].target_ids.clone().unwrap();
    assert_eq!(targets[1].as_str(), "120000000000002");
    assert_eq!(told.granular_scopes[1].target_ids, None);
    let request = &requests(&server).await[0];
    assert_eq!(request.headers["authorization"], "Bearer 150000000000001|demo-app-secret");
    assert_eq!(query(request, "input_token").as_deref(), Some(TOKEN));
}

#[tokio::test]
async fn subscriptions_are_written_and_read() {
    let server = responding(|request| match (request.method.as_str(), request.url.path()) {
        ("POST", "/v25.0/150000000000001/subscriptions") => ok(json!({"success": "true"})),
        ("POST" | "DELETE", "/v25.0/120000000000001/subscribed_apps") => ok(json!({"success": true})),
        ("GET", "/v25.0/120000000000001/subscribed_apps") => ok(json!({"data": [
            {"whatsapp_business_api_data": {"id": 150000000000001u64, "name": "Hub"}}, {"override_callback_uri": "u"}]})),
        ("GET", "/v25.0/150000000000001/subscriptions") => ok(json!({"data": [{
            "object": "whatsapp_business_account", "callback_url": "https://hub.example/webhooks/meta", "active": true,
            "fields": [{"name": "security", "version": "v25.0"}]}]})),
        other => panic!("{other:?}"),
    })
    .await;
    let client = client(&server.uri());
    let callback = "https://hub.example/webhooks/meta".parse().unwrap();
    let verify = SecretString::from("demo-verify-token");
    client.put_app_subscription(&callback, &verify, &["messages", "security"]).await.unwrap();
    client.subscribe_app(&token(), WABA).await.unwrap();
    client.unsubscribe_app(&token(), WABA).await.unwrap();
    let apps = client.list_subscribed_apps(&token(), WABA).await.unwrap().value;
    assert_eq!(apps[0].app_id.as_deref(), Some("150000000000001"));
    assert_eq!(apps[1].app_id, None);
    let all = client.list_app_subscriptions().await.unwrap().value;
    assert_eq!(all[0].active, Some(true));
    assert_eq!(all[0].fields[0].name.as_deref(), Some("security"));

    let sent = String::from_utf8(requests(&server).await[0].body.clone()).unwrap();
    for part in [
        "object=whatsapp_business_account",
        "callback_url=https%3A%2F%2Fhub.example%2Fwebhooks%2Fmeta",
        "verify_token=demo-verify-token",
        "fields=messages%2Csecurity",
    ] {
        assert!(sent.contains(part), "{sent}");
    }
}

#[tokio::test]
async fn a_command_without_success_failed() {
    let server = answering(ok(json!({"success": false}))).await;
    let error = client(&server.uri()).subscribe_app(&token(), WABA).await.unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::State);
}

#[tokio::test]
async fn health_may_be_unknown() {
    let server = answering(ok(json!({"id": "1"}))).await;
    let answer = client(&server.uri()).read_phone_health(&token(), "1").await.unwrap();
    assert_eq!(answer.value, None);
}

#[tokio::test]
async fn a_path_before_the_version_is_kept() {
    let server = answering(ok(json!({"id": "1"}))).await;
    for base in ["/graph", "/graph/"] {
        client(&format!("{}{base}", server.uri())).read_phone(&token(), "1").await.unwrap();
    }
    for request in requests(&server).await {
        assert_eq!(request.url.path(), "/graph/v25.0/1");
    }
}
