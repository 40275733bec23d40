//! The dashboard: its parts agree with the lists that they are taken from.

use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::Role;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::{alert, number_list, waba};

async fn read(by: &Client, org: OrgId, path: &str) -> Value {
    by.get(&format!("/orgs/{org}{path}")).await.expect(200).json
}

/// Every count is the total of the list that it links to.
async fn counts_of_the_lists(by: &Client, org: OrgId) -> Value {
    let counts = read(by, org, "/dashboard").await["counts"].clone();
    for attention in ["none", "client", "meta", "operator"] {
        let list = read(by, org, &format!("/numbers?attention={attention}")).await;
        assert_eq!(counts[attention], list["total"], "{attention}");
    }
    assert_eq!(counts["all"], read(by, org, "/numbers").await["total"]);
    counts
}

on_both! {
    async fn counts_are_the_totals_of_the_lists_before_and_after_a_change_at_meta(app: TestApp) {
        let (birch, owner) = number_list::bakery(&app).await;
        let before = counts_of_the_lists(&owner, birch).await;
        assert_eq!((&before["all"], &before["wabas"]), (&json!(11), &json!(3)));
        app.meta().tells(demo::BIRCH_SHARED.meta_id, 1_780_000_000, "account_review_update", json!({"decision": "PENDING"})).await;
        app.run_tasks().await;
        let after = counts_of_the_lists(&owner, birch).await;
        assert!(after["meta"].as_u64() > before["meta"].as_u64(), "{before} {after}");
    }

    async fn the_five_newest_numbers_are_those_of_the_list(app: TestApp) {
        let (birch, owner) = number_list::bakery(&app).await;
        let newest = read(&owner, birch, "/numbers?limit=5").await;
        let recent = read(&owner, birch, "/dashboard").await["recent"].clone();
        assert_eq!(recent.as_array().map(Vec::len), Some(5));
        assert_eq!(recent, newest["data"]);
    }

    async fn the_first_alerts_come_with_their_total_and_a_way_on(app: TestApp) {
        let (birch, owner) = alert::bakery(&app).await;
        let all = read(&owner, birch, "/alerts?limit=100").await;
        let alerts = read(&owner, birch, "/dashboard").await["alerts"].clone();
        assert_eq!(alerts["total"], all["total"]);
        assert_eq!(alerts["data"].as_array().unwrap(), &all["data"].as_array().unwrap()[..5]);
        let cursor = alerts["next_cursor"].as_str().unwrap();
        let next = read(&owner, birch, &format!("/alerts?limit=5&cursor={cursor}")).await;
        assert_eq!(next["data"].as_array().unwrap(), &all["data"].as_array().unwrap()[5..10]);
    }

    async fn a_new_organisation_has_nothing_until_a_waba_is_connected(app: TestApp) {
        let (birch, owner) = waba::birch(&app).await;
        let none = json!({"all": 0, "none": 0, "client": 0, "meta": 0, "operator": 0, "wabas": 0});
        let empty = json!({"counts": none, "recent": [], "alerts": {"data": [], "next_cursor": null, "total": 0}});
        assert_eq!(read(&owner, birch, "/dashboard").await, empty);
        let demo::DemoWaba { meta_id, token, .. } = demo::BIRCH_SHARED;
        waba::connect(&owner, birch, meta_id, token).await.expect(201);
        let connected = read(&owner, birch, "/dashboard").await;
        assert_eq!((&connected["counts"]["wabas"], &connected["counts"]["all"]), (&json!(1), &json!(0)));
        app.run_tasks().await;
        assert_eq!(read(&owner, birch, "/dashboard").await["counts"]["all"], 6);
    }

    async fn every_member_reads_it_and_nobody_else(app: TestApp) {
        let (birch, _) = number_list::bakery(&app).await;
        let path = format!("/orgs/{birch}/dashboard");
        for role in Role::ALL {
            app.factory().user(birch, *role).await.get(&path).await.expect(200);
        }
        let viewer = app.factory().user(birch, Role::Viewer).await;
        for query in ["limit=5", "attention=client", "x="] {
            viewer.get(&format!("{path}?{query}")).await.problem(400, "bad_query");
        }
        let cedar = app.factory().org("Cedar").await;
        let stranger = app.factory().user(cedar, Role::Owner).await;
        stranger.get(&path).await.problem(404, "not_found");
        assert_eq!(read(&stranger, cedar, "/dashboard").await["recent"], json!([]));
        app.client().get(&path).await.problem(401, "not_signed_in");
    }
}
