//! Many at once on the same thing: everybody gets a proper answer, and nothing that was done is lost.

use chrono::TimeDelta;
use clienthub::jobs;
use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::Role;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::waba::{PORTFOLIO_TOKEN, birch, connect, read};

const WABA: &str = demo::BIRCH_SHARED.meta_id;
const BERLIN: &str = "493023125014";

async fn berlin(by: &Client, org: OrgId) -> Value {
    by.get(&format!("/orgs/{org}/numbers?q={BERLIN}")).await.expect(200).json["data"][0].clone()
}

/// Meta's word on Berlin, told and applied.
async fn flagged(app: &TestApp, time: i64, event: &str) {
    let value = json!({"display_phone_number": BERLIN, "event": event, "current_limit": "TIER_10K"});
    app.meta().tells(WABA, time, "phone_number_quality_update", value).await;
    jobs::run_until_idle(&app.state).await.unwrap();
}

on_both! {
    async fn one_number_read_by_many_at_once(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let path = format!("/orgs/{birch}/numbers/{}/sync", berlin(&owner, birch).await["id"].as_str().unwrap());
        for quality in ["YELLOW", "RED", "GREEN"] {
            app.meta().change_phone("130000000000001", json!({"quality_rating": quality})).await;
            app.advance(TimeDelta::seconds(30));
            let answers = join_all((0..8).map(|_| owner.post(&path, Value::Null).into_future())).await;
            assert!(answers.iter().any(|answer| answer.status == 200));
            answers.into_iter().filter(|answer| answer.status != 200).for_each(|answer| drop(answer.problem(429, "sync_too_soon")));
        }
        assert_eq!(berlin(&owner, birch).await["quality"], "high");
    }

    async fn people_syncs_and_webhooks_do_not_trip_over_each_other(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let id = waba["id"].as_str().unwrap();
        let (sync, number) = (format!("/orgs/{birch}/wabas/{id}/sync"), format!("/orgs/{birch}/numbers/{}", berlin(&owner, birch).await["id"].as_str().unwrap()));
        for round in 0..6 {
            app.advance(TimeDelta::seconds(31));
            let quality = if round % 2 == 0 { "FLAGGED" } else { "UNFLAGGED" };
            let number_sync = format!("{number}/sync");
            owner.post(&sync, Value::Null).await.expect(202);
            let (replaced, read, health, (), ()) = tokio::join!(
                connect(&owner, birch, WABA, if round % 2 == 0 { PORTFOLIO_TOKEN } else { demo::BIRCH_SHARED.token }),
                owner.post(&number_sync, Value::Null).into_future(),
                owner.get(&format!("{number}/health")).into_future(),
                flagged(&app, 1_780_000_000 + round, quality),
                async { jobs::run_until_idle(&app.state).await.unwrap() },
            );
            replaced.expect(200);
            read.expect(200);
            health.expect(200);
        }
        app.run_tasks().await;
        app.advance(TimeDelta::minutes(5));
        app.run_tasks().await;
        owner.renew().await;
        let waba = self::read(&owner, birch, &waba).await;
        assert_eq!((&waba["sync"]["state"], &waba["status"]), (&json!("done"), &json!("approved")));
        assert_eq!(app.count("SELECT COUNT(*) FROM meta_events WHERE outcome = 'pending'").await, 0);
    }

    async fn one_waba_connected_twice_at_once_is_one(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let answers = join_all((0..4).map(|_| connect(&owner, birch, WABA, demo::BIRCH_SHARED.token))).await;
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 200, 200, 201]);
        app.run_tasks().await;
        assert_eq!(owner.get(&format!("/orgs/{birch}/wabas")).await.json["total"], 1);
    }

    async fn letting_go_while_it_syncs_lets_go(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let path = format!("/orgs/{birch}/wabas/{}", waba["id"].as_str().unwrap());
        app.advance(TimeDelta::seconds(30));
        owner.post(&format!("{path}/sync"), Value::Null).await.expect(202);
        let (gone, ()) = tokio::join!(owner.delete(&path).into_future(), async { jobs::run_until_idle(&app.state).await.unwrap() });
        gone.expect(204);
        app.advance(TimeDelta::minutes(5));
        app.run_tasks().await;
        assert_eq!(read(&owner, birch, &waba).await["status"], "disconnected");
        assert_eq!(berlin(&owner, birch).await["status"], "disconnected");
        assert_eq!(app.count("SELECT COUNT(*) FROM waba_credentials").await, 0);
    }

    async fn one_organisation_renamed_by_many_keeps_the_last(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let admin = app.factory().user(birch, Role::Admin).await;
        let path = format!("/orgs/{birch}");
        let renames = join_all((0..8).map(|n| {
            let by = if n % 2 == 0 { &owner } else { &admin };
            by.patch(&path, json!({"name": format!("Birch {n}")})).into_future()
        }));
        renames.await.into_iter().for_each(|answer| drop(answer.expect(200)));
        assert_eq!(owner.get(&path).await.json["version"], 9);
    }
}
