//! A sync that fails: an alert from the first failure to the next good sync, and the operator's turn when waiting does not help.

use chrono::TimeDelta;
use clienthub::jobs::schedule;
use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::waba::{birch, read};

const WABA: &str = demo::BIRCH_SHARED.meta_id;

/// Running without need of anybody, waiting for the client, for the operator, for Meta.
async fn counts(by: &Client, org: OrgId) -> Value {
    by.renew().await;
    by.get(&format!("/orgs/{org}/numbers/counts")).await.expect(200).json
}

async fn is_alert(by: &Client, org: OrgId) -> bool {
    by.renew().await;
    let alerts = by.get(&format!("/orgs/{org}/alerts")).await.expect(200).json;
    alerts["data"].as_array().unwrap().iter().any(|alert| alert["code"] == "sync_failing")
}

async fn pass(app: &TestApp, minutes: i64) {
    app.advance(TimeDelta::minutes(minutes));
    schedule::enqueue_due(&app.state).await.unwrap();
    app.run_tasks().await;
}

const FAILED: &str = "SELECT COUNT(*) FROM activity WHERE action = 'sync.failed'";

on_both! {
    async fn a_waba_that_meta_does_not_show_is_the_operators_at_once(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let before = counts(&owner, birch).await;
        assert_eq!(before["operator"], 0);
        app.meta().fault(json!({"path": format!("/*{WABA}"), "error": {"code": 200}, "times": 9})).await;
        pass(&app, 20).await;
        let failing = counts(&owner, birch).await;
        assert_eq!((&failing["none"], &failing["client"]), (&json!(0), &before["client"]));
        let turned = before["none"].as_u64().unwrap() + before["meta"].as_u64().unwrap();
        assert_eq!(failing["operator"], turned);
        assert!(is_alert(&owner, birch).await);
        let since = read(&owner, birch, &waba).await["sync"]["failed_at"].clone();

        // The next attempts fail too: the same failure, told once.
        pass(&app, 1).await;
        pass(&app, 1).await;
        assert_eq!(app.count(FAILED).await, 1);
        assert_eq!(read(&owner, birch, &waba).await["sync"]["failed_at"], since);

        // Somebody asks for another: it is still failing until one succeeds.
        app.advance(TimeDelta::seconds(30));
        let path = format!("/orgs/{birch}/wabas/{}/sync", waba["id"].as_str().unwrap());
        owner.post(&path, Value::Null).await.expect(202);
        assert!(is_alert(&owner, birch).await);
        app.meta().no_faults().await;
        app.run_tasks().await;
        assert_eq!(counts(&owner, birch).await, before);
        assert!(!is_alert(&owner, birch).await);
        assert_eq!(read(&owner, birch, &waba).await["sync"]["failed_at"], Value::Null);
    }

    async fn an_outage_of_metas_is_the_operators_after_an_hour(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let before = counts(&owner, birch).await;
        app.meta().fault(json!({"path": format!("/*{WABA}"), "error": {"code": 2}, "times": 99})).await;
        pass(&app, 20).await;
        assert!(is_alert(&owner, birch).await);
        assert_eq!(counts(&owner, birch).await, before);
        pass(&app, 59).await;
        assert_eq!(counts(&owner, birch).await, before);
        pass(&app, 1).await;
        assert_eq!(counts(&owner, birch).await["none"], 0);
        assert_eq!(app.count(FAILED).await, 1);
        app.meta().no_faults().await;
        pass(&app, 60).await;
        assert_eq!(counts(&owner, birch).await, before);
    }

    async fn waiting_for_calls_is_no_failure(app: TestApp) {
        let app = app.another(|config| (config.sync.calls_per_hour, config.sync.calls_per_hour_active) = (6, 6)).await;
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        pass(&app, 20).await;
        owner.renew().await;
        assert!(!is_alert(&owner, birch).await);
        assert_eq!(read(&owner, birch, &waba).await["sync"]["state"], "done");
        assert_eq!(app.count(FAILED).await, 0);
    }
}
