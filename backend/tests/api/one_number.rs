//! One number, read because somebody asked for it.

use chrono::TimeDelta;
use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::Role;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::waba::{birch, read};

const WABA: &str = demo::BIRCH_SHARED.meta_id;
const PHONE: &str = "130000000000001";
const PATTERN: &str = "/*130000000000001";

/// The path of Birch's number with that Meta id.
async fn path(by: &Client, org: OrgId) -> String {
    let found = by.get(&format!("/orgs/{org}/numbers?q={PHONE}")).await.expect(200).json;
    format!("/orgs/{org}/numbers/{}", found["data"][0]["id"].as_str().unwrap())
}

async fn newest_activity(by: &Client, number: &str) -> Value {
    by.get(&format!("{number}/activity?limit=1")).await.expect(200).json["data"][0].clone()
}

on_both! {
    async fn a_number_is_synced_every_thirty_seconds_whoever_asks(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let number = path(&owner, birch).await;
        let sync = format!("{number}/sync");
        let answers = futures_util::future::join_all((0..4).map(|_| owner.post(&sync, Value::Null).into_future())).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        app.advance(TimeDelta::milliseconds(29_500));
        let viewer = app.factory().user(birch, Role::Viewer).await;
        let soon = viewer.post(&sync, Value::Null).await.problem(429, "sync_too_soon");
        assert_eq!(soon.header("retry-after"), "1");
        app.advance(TimeDelta::milliseconds(500));
        viewer.post(&sync, Value::Null).await.expect(200);
    }

    async fn when_meta_was_not_there_one_may_ask_again_at_once(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let sync = format!("{}/sync", path(&owner, birch).await);
        for trouble in [json!({"cut": true}), json!({"garble": true}), json!({"error": {"code": 2}})] {
            let mut fault = trouble;
            fault["path"] = json!(PATTERN);
            fault["times"] = json!(3);
            app.meta().fault(fault).await;
            owner.post(&sync, Value::Null).await.problem(502, "provider_unavailable");
            app.meta().no_faults().await;
        }
        owner.post(&sync, Value::Null).await.expect(200);
        owner.post(&sync, Value::Null).await.problem(429, "sync_too_soon");
    }

    async fn a_number_is_only_unreadable_when_its_waba_is_not(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let number = path(&owner, birch).await;
        let hidden = json!({"code": 100, "subcode": 33});
        app.meta().fault(json!({"path": PATTERN, "error": hidden})).await;
        app.meta().fault(json!({"path": format!("/*{WABA}"), "error": hidden})).await;
        owner.post(&format!("{number}/sync"), Value::Null).await.problem(409, "provider_state_refused");
        assert_eq!(owner.get(&number).await.json["status"], "connected");
        let refused = newest_activity(&owner, &number).await;
        let told = (&refused["kind"], &refused["action"], &refused["outcome"], &refused["actor"]);
        assert_eq!(told, (&json!("person"), &json!("sync.requested"), &json!("refused"), &json!("Test Person")));

        app.advance(TimeDelta::seconds(30));
        app.meta().fault(json!({"path": PATTERN, "error": hidden})).await;
        let unreadable = owner.post(&format!("{number}/sync"), Value::Null).await.expect(200).json;
        assert_eq!((&unreadable["status"], &unreadable["attention"]), (&json!("error"), &json!("operator")));
        assert_eq!(read(&owner, birch, &waba).await["status"], "approved");
        app.advance(TimeDelta::seconds(30));
        assert_eq!(owner.post(&format!("{number}/sync"), Value::Null).await.expect(200).json["status"], "connected");
        assert_eq!(newest_activity(&owner, &number).await["outcome"], "done");
    }

    async fn a_dead_token_disconnects_the_waba_and_is_told(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let number = path(&owner, birch).await;
        app.meta().change_token(demo::BIRCH_SHARED.token, json!({"revoked": true})).await;
        owner.post(&format!("{number}/sync"), Value::Null).await.problem(409, "waba_disconnected");
        assert_eq!(read(&owner, birch, &waba).await["status"], "disconnected");
        assert_eq!(owner.get(&number).await.json["status"], "disconnected");
    }

    async fn a_throughput_that_a_webhook_told_is_not_taken_back_by_an_older_read(app: TestApp) {
        app.meta().change_phone(PHONE, json!({"throughput": {"level": "STANDARD"}})).await;
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let number = path(&owner, birch).await;
        let shown = owner.get(&number).await.json["phone_number"].as_str().unwrap().to_owned();
        let upgrade = json!({"event": "THROUGHPUT_UPGRADE", "display_phone_number": shown});
        app.meta().tells(WABA, app.now().timestamp(), "phone_number_quality_update", upgrade).await;
        app.run_tasks().await;
        // The read began no later than the webhook came.
        assert_eq!(owner.post(&format!("{number}/sync"), Value::Null).await.expect(200).json["throughput"], "high");
        app.advance(TimeDelta::seconds(30));
        assert_eq!(owner.post(&format!("{number}/sync"), Value::Null).await.expect(200).json["throughput"], "standard");
    }
}
