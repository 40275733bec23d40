//! One number: its page, health, activity, and reading it from Meta. The list is in `number_list.rs`.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::waba::birch;

const WABA: &str = demo::BIRCH_SHARED.meta_id;
/// Birch Bakery Berlin, connected.
const BERLIN: &str = "130000000000001";

/// The path of a number by its Meta id.
async fn path_of(by: &Client, org: OrgId, meta_id: &str) -> String {
    let found = by.get(&format!("/orgs/{org}/numbers?q={meta_id}")).await.expect(200).json;
    format!("/orgs/{org}/numbers/{}", found["data"][0]["id"].as_str().unwrap())
}

/// Birch with its first WABA, and the path of the number Berlin.
async fn berlin(app: &TestApp) -> (OrgId, Client, String) {
    let (birch, owner) = birch(app).await;
    app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
    let path = path_of(&owner, birch, BERLIN).await;
    (birch, owner, path)
}

async fn sync(app: &TestApp, by: &Client, org: OrgId) {
    app.advance(TimeDelta::seconds(30));
    let wabas = by.get(&format!("/orgs/{org}/wabas")).await.json;
    let path = format!("/orgs/{org}/wabas/{}/sync", wabas["data"][0]["id"].as_str().unwrap());
    by.post(&path, Value::Null).await.expect(202);
    app.run_tasks().await;
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// What each row of activity is about.
fn outlines(page: &Value) -> Vec<String> {
    let rows = page["data"].as_array().unwrap().iter();
    let what = |row: &Value| row["field"].as_str().or(row["action"].as_str()).unwrap().to_owned();
    rows.map(|row| format!("{} {} {}", row["kind"].as_str().unwrap(), what(row), row["outcome"].as_str().unwrap()))
        .collect()
}

on_both! {
    async fn a_numbers_page_has_all_that_it_shows(app: TestApp) {
        let (birch, owner, path) = berlin(&app).await;
        owner.patch(&format!("/orgs/{birch}"), json!({"contact_email": "it@birch.example"})).await.expect(200);
        let answer = owner.get(&path).await.expect(200);
        let number = &answer.json;
        assert_eq!(answer.header("etag"), format!("\"{}\"", number["version"]));
        assert_eq!((&number["phone_number"], &number["display_name"]), (&json!("+493023125014"), &json!("Birch Bakery Berlin")));
        assert_eq!((&number["status"], &number["meta_status"], &number["attention"]), (&json!("connected"), &json!("CONNECTED"), &json!("none")));
        assert_eq!((&number["quality"], &number["limit_tier"], &number["pin_set"]), (&json!("high"), &json!("10K"), &json!(true)));
        assert_eq!(number["name"]["editable"], true);
        let account = json!({"org_id": birch.to_string(), "organisation": "Birch", "contact_email": "it@birch.example"});
        assert_eq!(number["account"], account);
        assert_eq!((&number["waba"]["meta_id"], &number["waba_details"]["meta_id"]), (&json!(WABA), &json!(WABA)));
        assert_eq!((&number["waba_details"]["number_count"], &number["waba_details"]["token"]["state"]), (&json!(6), &json!("valid")));
        assert_eq!(number["readiness"]["ready"], true);
        assert_eq!(number["readiness"]["checks"].as_array().unwrap().len(), 4);
        assert_eq!((&number["synced_at"], &number["status_since"]), (&json!(written(app.now())), &json!(written(app.now()))));
        let listed = owner.get(&format!("/orgs/{birch}/numbers?q={BERLIN}")).await.json["data"][0].clone();
        for (field, value) in listed.as_object().unwrap() {
            assert_eq!(&number[field], value, "{field}");
        }
    }

    async fn a_name_under_review_locks_editing(app: TestApp) {
        let (birch, owner, _) = berlin(&app).await;
        let hamburg = path_of(&owner, birch, "130000000000002").await;
        let name = owner.get(&hamburg).await.expect(200).json["name"].clone();
        assert_eq!((&name["state"], &name["pending"]), (&json!("under_review"), &json!("Birch Bakery Hamburg Altona")));
        assert_eq!((&name["editable"], &name["locked_reason"]), (&json!(false), &json!("under_review")));
    }

    async fn health_is_shown_with_its_age_and_asked_anew_when_old(app: TestApp) {
        let (_, owner, path) = berlin(&app).await;
        let health = owner.get(&format!("{path}/health")).await.expect(200).json;
        let read_at = written(app.now());
        assert_eq!((&health["can_send"], &health["checked_at"]), (&json!("available"), &json!(read_at)));
        app.advance(TimeDelta::minutes(5) - TimeDelta::seconds(1));
        app.meta().forget_calls().await;
        owner.get(&format!("{path}/health")).await.expect(200);
        app.run_tasks().await;
        assert_eq!(app.meta().calls().await, [""; 0]);
        app.meta().change_phone(BERLIN, json!({"status": "BANNED"})).await;
        app.advance(TimeDelta::seconds(1));
        // The answer does not wait for Meta.
        let old = owner.get(&format!("{path}/health")).await.expect(200).json;
        assert_eq!((&old["can_send"], &old["checked_at"]), (&json!("available"), &json!(read_at)));
        app.run_tasks().await;
        let new = owner.get(&format!("{path}/health")).await.expect(200).json;
        assert_eq!((&new["can_send"], &new["checked_at"]), (&json!("blocked"), &json!(written(app.now()))));
        let banned = new["entities"].as_array().unwrap().iter().find(|one| one["kind"] == "phone_number").unwrap();
        assert_eq!(banned["errors"][0]["code"], 131_031);
        app.run_tasks().await;
    }

    async fn health_keeps_its_age_while_meta_is_down(app: TestApp) {
        let (_, owner, path) = berlin(&app).await;
        let health = owner.get(&format!("{path}/health")).await.expect(200).json;
        app.advance(TimeDelta::minutes(6));
        app.meta().fault(json!({"path": "/", "cut": true, "times": 3})).await;
        owner.get(&format!("{path}/health")).await.expect(200);
        app.run_tasks().await;
        assert_eq!(owner.get(&format!("{path}/health")).await.expect(200).json, health);
        app.run_tasks().await;
        assert_ne!(owner.get(&format!("{path}/health")).await.expect(200).json, health);
    }

    async fn activity_tells_everything_the_newest_first(app: TestApp) {
        let (birch, owner, path) = berlin(&app).await;
        let digits = "493023125014";
        let quality = |event: &str| json!({"display_phone_number": digits, "event": event, "current_limit": "TIER_10K"});
        app.meta().tells(WABA, 1_780_000_100, "phone_number_quality_update", quality("FLAGGED")).await;
        app.run_tasks().await;
        app.meta().tells(WABA, 1_780_000_050, "phone_number_quality_update", quality("UNFLAGGED")).await;
        app.run_tasks().await;
        app.meta().tells(WABA, 1_780_000_200, "account_review_update", json!({"decision": "PENDING"})).await;
        app.run_tasks().await;
        app.advance(TimeDelta::seconds(1));
        owner.post(&format!("{path}/sync"), Value::Null).await.expect(200);
        let page = owner.get(&format!("{path}/activity")).await.expect(200).json;
        let rows = outlines(&page);
        assert_eq!(
            rows,
            [
                "person sync.requested done",
                "hub synced done",
                "meta account_review_update applied",
                "meta phone_number_quality_update superseded",
                "meta phone_number_quality_update applied",
                "person waba.connected done",
            ]
        );
        assert!(page.get("total").is_none_or(Value::is_null));
        let connected = page["data"][5]["changes"].as_array().unwrap();
        assert!(connected.iter().all(|change| change["from"].is_null() && change["to"].is_string()), "{connected:?}");
        let flagged = &page["data"][4];
        assert_eq!(flagged["meta_at"], "2026-05-28T20:28:20Z");
        let change = |row: &Value, attribute: &str| {
            let changes = row["changes"].as_array().unwrap().clone();
            changes.into_iter().find(|change| change["attribute"] == attribute).unwrap_or_default()
        };
        assert_eq!(change(flagged, "status"), json!({"attribute": "status", "from": "connected", "to": "flagged"}));
        assert_eq!(change(flagged, "quality"), json!({"attribute": "quality", "from": "high", "to": "low"}));
        assert_eq!(page["data"][3]["changes"], json!([]), "superseded: it changed nothing");
        assert_eq!(change(&page["data"][2], "waba.status")["to"], "pending_review");
        assert_eq!(page["data"][0]["actor"], "Test Person");

        let (mut paged, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = owner.get(&format!("{path}/activity?limit=2{cursor}")).await.expect(200).json;
            paged.extend(outlines(&page));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(paged, rows);
        let hamburg = path_of(&owner, birch, "130000000000002").await;
        owner.get(&format!("{hamburg}/activity?limit=2{cursor}")).await.problem(400, "cursor_stale");
        let others = owner.get(&format!("{hamburg}/activity")).await.expect(200).json;
        assert_eq!(outlines(&others), ["meta account_review_update applied", "person waba.connected done"]);
    }

    async fn one_number_is_read_by_anybody(app: TestApp) {
        let (birch, owner, path) = berlin(&app).await;
        let viewer = app.factory().user(birch, Role::Viewer).await;
        app.meta().change_phone(BERLIN, json!({"status": "BANNED", "quality_rating": "RED"})).await;
        app.meta().change_phone("130000000000002", json!({"status": "BANNED"})).await;
        app.meta().forget_calls().await;
        let read = viewer.post(&format!("{path}/sync"), Value::Null).await.expect(200).json;
        assert_eq!((&read["status"], &read["quality"], &read["attention"]), (&json!("banned"), &json!("low"), &json!("client")));
        assert_eq!(app.meta().calls().await, [format!("GET /{BERLIN}")]);
        let banned = owner.get(&format!("/orgs/{birch}/numbers?status=banned")).await.json;
        assert_eq!(banned["total"], 1);
        app.advance(TimeDelta::seconds(30));
        let unchanged = viewer.post(&format!("{path}/sync"), Value::Null).await.expect(200).json;
        assert_eq!(unchanged["status"], "banned");
    }

    async fn reading_one_number_says_what_is_wrong_at_meta(app: TestApp) {
        let (birch, owner, path) = berlin(&app).await;
        let sync = async || owner.post(&format!("{path}/sync"), Value::Null).await;
        for (fault, status, code) in [
            (json!({"cut": true, "times": 3}), 502, "provider_unavailable"),
            (json!({"garble": true, "times": 3}), 502, "provider_unavailable"),
            (json!({"error": {"code": 10}}), 409, "provider_permission_missing"),
            (json!({"error": {"code": 131_031}}), 409, "provider_state_refused"),
            (json!({"error": {"code": 4}}), 503, "provider_throttled"),
        ] {
            let mut fault = fault;
            fault["path"] = json!(format!("/{BERLIN}"));
            app.meta().fault(fault).await;
            sync().await.problem(status, code);
            assert_eq!(owner.get(&path).await.json["status"], "connected");
            app.advance(TimeDelta::minutes(1));
            app.meta().no_faults().await;
        }
        app.advance(TimeDelta::minutes(5));
        owner.renew().await;
        app.meta().change_token(demo::BIRCH_SHARED.token, json!({"revoked": true})).await;
        sync().await.problem(409, "waba_disconnected");
        let lost = owner.get(&path).await.expect(200).json;
        assert_eq!((&lost["status"], &lost["waba_details"]["token"]["state"]), (&json!("disconnected"), &json!("refused")));
        app.meta().forget_calls().await;
        sync().await.problem(409, "waba_disconnected");
        assert_eq!(app.meta().calls().await, [""; 0]);
        assert_eq!(owner.get(&format!("/orgs/{birch}/alerts")).await.json["data"][0]["code"], "token_expired");
    }

    async fn a_number_that_the_listing_lacks_is_read_alone_before_it_counts_as_gone(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let fields = json!({"display_phone_number": "+49 30 23125 099", "verified_name": "Birch Brunch", "status": "CONNECTED"});
        let brunch = app.meta().phone(demo::BIRCH_SHARED, fields.clone()).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let path = path_of(&owner, birch, &brunch).await;
        assert_eq!(owner.get(&path).await.json["status"], "connected");
        // Meta forgets it.
        app.meta().control(Method::POST, "reset", &json!({"keep_subscriptions": true})).await;
        app.meta().forget_calls().await;
        sync(&app, &owner, birch).await;
        assert_eq!(app.meta().calls().await.last(), Some(&format!("GET /{brunch}")));
        let gone = owner.get(&path).await.expect(200).json;
        assert_eq!((&gone["status"], &gone["meta_status"]), (&json!("error"), &json!("CONNECTED")));
        assert_eq!(gone["readiness"]["ready"], false);
        assert_eq!(owner.get(&format!("/orgs/{birch}/numbers?status=connected")).await.json["total"], 2);
        assert_eq!(owner.post(&format!("{path}/sync"), Value::Null).await.expect(200).json["status"], "error");
        // And has it again.
        let mut again = fields;
        again["id"] = json!(brunch);
        app.meta().phone(demo::BIRCH_SHARED, again).await;
        sync(&app, &owner, birch).await;
        assert_eq!(owner.get(&path).await.json["status"], "connected");
    }

    async fn a_number_that_meta_stumbles_over_is_not_called_gone(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let brunch = app.meta().phone(demo::BIRCH_SHARED, json!({"display_phone_number": "+49 30 23125 099", "status": "CONNECTED"})).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let path = path_of(&owner, birch, &brunch).await;
        app.meta().control(Method::POST, "reset", &json!({"keep_subscriptions": true})).await;
        app.meta().fault(json!({"path": format!("/{brunch}"), "error": {"code": 2, "status": 500}, "times": 3})).await;
        sync(&app, &owner, birch).await;
        assert_eq!(owner.get(&path).await.json["status"], "connected");
        let waba = owner.get(&format!("/orgs/{birch}/wabas")).await.json["data"][0].clone();
        assert_eq!((&waba["sync"]["state"], &waba["sync"]["error"]), (&json!("failed"), &json!("provider_unavailable")));
    }
}
