//! Graph calls when they are short: real waits, the app's limit for all WABAs, and every call counted.

use chrono::TimeDelta;
use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp, on_both};
use crate::waba::{birch, connect};

const SHARED: &str = demo::BIRCH_SHARED.meta_id;
const OBO: &str = demo::BIRCH_OBO.meta_id;

/// The first number of a WABA, synced by a person.
async fn sync_number(by: &Client, org: OrgId, waba: &Value, which: usize) -> Answer {
    let id = waba["id"].as_str().unwrap();
    let numbers = by.get(&format!("/orgs/{org}/numbers?sort=added&waba={id}")).await.expect(200).json;
    let number = numbers["data"][which]["id"].as_str().unwrap().to_owned();
    by.post(&format!("/orgs/{org}/numbers/{number}/sync"), Value::Null).await
}

async fn calls_counted(app: &TestApp, waba: &str) -> i64 {
    app.count(&format!("SELECT CAST(COALESCE(SUM(calls), 0) AS BIGINT) FROM graph_budgets WHERE subject = '{waba}'"))
        .await
}

on_both! {
    async fn the_apps_limit_stops_every_waba_for_as_long_as_it_lasts(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let shared = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let obo = app.factory().waba(&owner, birch, demo::BIRCH_OBO).await;
        app.meta().fault(json!({"path": "/13", "error": {"code": 4}})).await;
        let first = sync_number(&owner, birch, &shared, 0).await.problem(503, "provider_throttled");
        assert_eq!(first.header("retry-after"), "300");
        app.meta().forget_calls().await;
        app.advance(TimeDelta::seconds(100));
        let other = sync_number(&owner, birch, &obo, 0).await.problem(503, "provider_throttled");
        assert_eq!(other.header("retry-after"), "200");
        let restricted = demo::BIRCH_RESTRICTED;
        connect(&owner, birch, restricted.meta_id, restricted.token).await.problem(503, "provider_throttled");
        // Letting go works all the same.
        owner.delete(&format!("/orgs/{birch}/wabas/{}", obo["id"].as_str().unwrap())).await.expect(204);
        assert_eq!(app.meta().calls().await, [""; 0]);
        app.advance(TimeDelta::seconds(200));
        sync_number(&owner, birch, &shared, 1).await.expect(200);
    }

    async fn the_limit_of_one_waba_stops_no_other(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let shared = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let obo = app.factory().waba(&owner, birch, demo::BIRCH_OBO).await;
        app.meta().fault(json!({"path": "/13", "error": {"code": 80008}})).await;
        sync_number(&owner, birch, &shared, 0).await.problem(503, "provider_throttled");
        app.advance(TimeDelta::seconds(299));
        let waits = sync_number(&owner, birch, &shared, 1).await.problem(503, "provider_throttled");
        assert_eq!(waits.header("retry-after"), "1");
        connect(&owner, birch, SHARED, demo::BIRCH_SHARED.token).await.problem(503, "provider_throttled");
        sync_number(&owner, birch, &obo, 0).await.expect(200);
    }

    async fn a_used_up_app_stops_syncs_and_no_person(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let shared = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let usage = json!({"app_id": demo::APP_ID, "calls": 12_000});
        app.meta().control(reqwest::Method::POST, "usage", &usage).await;
        sync_number(&owner, birch, &shared, 0).await.expect(200);
        let obo = app.factory().waba(&owner, birch, demo::BIRCH_OBO).await;
        let waits = owner.get(&format!("/orgs/{birch}/wabas/{}", obo["id"].as_str().unwrap())).await.json;
        assert_eq!((&waits["sync"]["state"], &waits["number_count"]), (&json!("never"), &json!(0)));
        assert_eq!(app.meta().calls().await.iter().filter(|call| call.ends_with("/phone_numbers") && call.contains(OBO)).count(), 0);
    }

    async fn every_request_counts_those_of_people_too(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        // Connecting: the WABA and the subscription; the syncs: the WABA, its apps, a page of numbers, a page of templates.
        assert_eq!(calls_counted(&app, SHARED).await, 6);
        app.meta().fault(json!({"path": "/13", "cut": true, "times": 2})).await;
        sync_number(&owner, birch, &waba, 0).await.expect(200);
        assert_eq!(calls_counted(&app, SHARED).await, 9);
        owner.delete(&format!("/orgs/{birch}/wabas/{}", waba["id"].as_str().unwrap())).await.expect(204);
        assert_eq!(calls_counted(&app, SHARED).await, 10);
    }

    async fn a_field_that_meta_refused_is_not_asked_for_again(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let message = "(#100) Tried accessing nonexisting field (is_pin_enabled) on node type (WhatsAppBusinessPhoneNumber)";
        app.meta().fault(json!({"path": "/13", "error": {"code": 100, "message": message}})).await;
        sync_number(&owner, birch, &waba, 0).await.expect(200);
        app.advance(TimeDelta::seconds(30));
        app.meta().forget_calls().await;
        sync_number(&owner, birch, &waba, 0).await.expect(200);
        let log = app.meta().control(reqwest::Method::GET, "log", &json!({})).await;
        let asked: Vec<_> = log["data"].as_array().unwrap().iter().map(|row| row["query"].to_string()).collect();
        assert_eq!(asked.len(), 1);
        assert!(asked[0].contains("health_status") && !asked[0].contains("is_pin_enabled"), "{}", asked[0]);
        // Another number may have it.
        sync_number(&owner, birch, &waba, 1).await.expect(200);
        let log = app.meta().control(reqwest::Method::GET, "log", &json!({})).await;
        assert!(log["data"][0]["query"].to_string().contains("is_pin_enabled"));
    }

    async fn a_wrong_app_secret_is_the_hubs_fault_and_no_tokens(app: TestApp) {
        let wrong = app.another(|config| config.meta.app_secret = "not-the-secret".into()).await;
        let (birch, owner) = birch(&wrong).await;
        let answer = connect(&owner, birch, SHARED, demo::BIRCH_SHARED.token).await.problem(502, "provider_unavailable");
        assert_eq!(answer.json["provider"]["code"], 190);
    }
}
