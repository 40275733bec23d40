//! Syncs of many numbers: as far as the calls reach, on from where they stopped, and nothing written for what is as it was.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub::jobs::schedule;
use clienthub_sandbox::demo;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::waba::{birch, connect, read};

const WABA: &str = demo::BIRCH_SHARED.meta_id;

/// A WABA of Meta's with so many numbers, none of which is registered; its Meta id and a token for it.
async fn inactive(app: &TestApp, numbers: usize) -> (String, String) {
    let fields = json!({"name": "Alder", "business_id": "810000000000011", "account_review_status": "APPROVED"});
    let waba = app.meta().control(Method::POST, "wabas", &fields).await["id"].as_str().unwrap().to_owned();
    for number in 0..numbers {
        let shown = format!("+49 30 {number:06}");
        let phone =
            json!({"waba_id": waba, "display_phone_number": shown, "verified_name": "Alder", "status": "PENDING"});
        app.meta().control(Method::POST, "phones", &phone).await;
    }
    let token = app.meta().token(json!({"waba_ids": [waba]})).await;
    (waba, token)
}

async fn pages_read(app: &TestApp, waba: &str) -> usize {
    let page = format!("GET /{waba}/phone_numbers");
    app.meta().calls().await.into_iter().filter(|call| *call == page).count()
}

/// What the scheduler does, and then the workers.
async fn run_schedule(app: &TestApp) {
    schedule::enqueue_due(&app.state).await.unwrap();
    app.run_tasks().await;
}

async fn totals(app: &TestApp) -> Vec<i64> {
    let mut totals = Vec::new();
    for what in [
        "COUNT(*) FROM domain_events",
        "COUNT(*) FROM history",
        "COUNT(*) FROM activity",
        "CAST(SUM(version) AS BIGINT) FROM numbers",
        "CAST(SUM(version) AS BIGINT) FROM wabas",
    ] {
        totals.push(app.count(&format!("SELECT {what}")).await);
    }
    totals
}

async fn list(by: &Client, org: impl std::fmt::Display, query: &str) -> Value {
    by.get(&format!("/orgs/{org}/numbers?{query}")).await.expect(200).json
}

on_both! {
    async fn the_first_page_that_shows_a_registered_number_gives_the_calls_of_an_active_waba(app: TestApp) {
        // Two are those of connecting, two read the WABA, one is left for eight pages.
        let app = app.another(|config| config.sync.calls_per_hour = 5).await;
        let (birch, owner) = birch(&app).await;
        app.meta().control(Method::POST, &format!("wabas/{WABA}/fill"), &json!({"numbers": 700})).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let synced = read(&owner, birch, &waba).await;
        assert_eq!((&synced["sync"]["state"], &synced["number_count"]), (&json!("done"), &json!(706)));
    }

    async fn a_sync_that_ran_out_of_calls_goes_on_where_it_stopped(app: TestApp) {
        let app = app.another(|config| config.sync.calls_per_hour = 5).await;
        let (birch, owner) = birch(&app).await;
        let (meta_id, token) = inactive(&app, 210).await;
        let waba = connect(&owner, birch, &meta_id, &token).await.expect(201).json;
        app.run_tasks().await;
        // Two calls were those of connecting, two read the WABA, one page was left.
        assert_eq!(read(&owner, birch, &waba).await["number_count"], 100);
        app.advance(TimeDelta::minutes(20));
        owner.renew().await;
        run_schedule(&app).await;
        let waiting = read(&owner, birch, &waba).await;
        assert_eq!((&waiting["sync"]["state"], &waiting["sync"]["failed_at"]), (&json!("never"), &Value::Null));
        assert_eq!(owner.get(&format!("/orgs/{birch}/alerts")).await.json["total"], 0);
        app.advance(TimeDelta::minutes(40));
        app.run_tasks().await;
        owner.renew().await;
        let synced = read(&owner, birch, &waba).await;
        assert_eq!((&synced["sync"]["state"], &synced["number_count"]), (&json!("done"), &json!(210)));
        // It says what it knew when it began.
        let began: DateTime<Utc> = synced["synced_at"].as_str().unwrap().parse().unwrap();
        assert_eq!(app.now() - began, TimeDelta::hours(1));
        assert_eq!(pages_read(&app, &meta_id).await, 3);
    }

    async fn a_cursor_that_meta_has_forgotten_begins_the_listing_anew(app: TestApp) {
        let app = app.another(|config| config.sync.calls_per_hour = 5).await;
        let (birch, owner) = birch(&app).await;
        let (meta_id, token) = inactive(&app, 110).await;
        let waba = connect(&owner, birch, &meta_id, &token).await.expect(201).json;
        app.run_tasks().await;
        app.advance(TimeDelta::hours(1));
        app.meta().fault(json!({"path": format!("/{meta_id}/phone_numbers"), "error": {"code": 100}})).await;
        app.run_tasks().await;
        owner.renew().await;
        let synced = read(&owner, birch, &waba).await;
        assert_eq!((&synced["sync"]["state"], &synced["number_count"]), (&json!("done"), &json!(110)));
        assert_eq!(pages_read(&app, &meta_id).await, 4);
    }

    async fn a_sync_that_finds_everything_as_it_was_writes_no_change(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.meta().control(Method::POST, &format!("wabas/{WABA}/fill"), &json!({"numbers": 150})).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let (before, totals_before) = (read(&owner, birch, &waba).await, totals(&app).await);
        let number = list(&owner, birch, "limit=1").await["data"][0].clone();
        app.advance(TimeDelta::minutes(20));
        run_schedule(&app).await;
        assert_eq!(totals(&app).await, totals_before);
        owner.renew().await;
        let after = read(&owner, birch, &waba).await;
        assert_eq!(after["version"], before["version"]);
        assert!(after["synced_at"].as_str() > before["synced_at"].as_str());
        let id = number["id"].as_str().unwrap();
        let seen = owner.get(&format!("/orgs/{birch}/numbers/{id}")).await.expect(200).json;
        assert!(seen["synced_at"].as_str() > number["synced_at"].as_str());
        assert_eq!(seen["health"]["checked_at"], seen["synced_at"]);

        // One number differs: its own events, and nobody else's.
        app.meta().change_phone("130000000000001", json!({"quality_rating": "YELLOW"})).await;
        app.advance(TimeDelta::minutes(20));
        run_schedule(&app).await;
        let changed: Vec<_> = totals(&app).await.iter().zip(&totals_before).map(|(now, then)| now - then).collect();
        assert_eq!(changed, [1, 1, 1, 1, 0]);
    }

    async fn the_end_of_a_sync_that_somebody_asked_for_is_told(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        app.advance(TimeDelta::seconds(30));
        let path = format!("/orgs/{birch}/wabas/{}/sync", waba["id"].as_str().unwrap());
        let running = owner.post(&path, Value::Null).await.expect(202).json;
        assert_eq!(running["sync"]["state"], "running");
        let events = "SELECT COUNT(*) FROM domain_events WHERE kind = 'waba.updated.v1'";
        let before = app.count(events).await;
        app.run_tasks().await;
        assert_eq!(app.count(events).await, before + 1);
        assert_eq!(read(&owner, birch, &waba).await["sync"]["state"], "done");
    }

    async fn each_of_many_numbers_that_vanished_has_its_turn(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.meta().control(Method::POST, &format!("wabas/{WABA}/fill"), &json!({"numbers": 144})).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        // Meta knows none of the ids that the hub knows, and shows all numbers under new ones.
        app.execute("UPDATE numbers SET meta_id = '9' || meta_id").await;
        app.advance(TimeDelta::minutes(20));
        run_schedule(&app).await;
        owner.renew().await;
        assert_eq!(list(&owner, birch, "status=error").await["total"], 100);
        app.advance(TimeDelta::minutes(20));
        run_schedule(&app).await;
        owner.renew().await;
        assert_eq!(list(&owner, birch, "status=error").await["total"], 150);
        assert_eq!(list(&owner, birch, "").await["total"], 300);
    }
}
