//! Connecting WABAs, syncing them, giving them other tokens, letting them go. What goes wrong at Meta is in `waba_trouble.rs`.

use chrono::TimeDelta;
use clienthub_sandbox::demo::{self, DemoWaba};
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::Role;
use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp, on_both};

/// Reaches every WABA of the portfolio.
pub const PORTFOLIO_TOKEN: &str = "EAADemoBirchPortfolio7rB3cWfUiRh9PtY5zQa8OjMl2HoGdX";
const EXPIRED: &str = "EAADemoExpired8sC4dXgVjSi0QuZ6aRb9PkNm3IpHeYtW1uLo";
const REVOKED: &str = "EAADemoRevoked9tD5eYhWkTj1RvA7bSc0QlOn4JqIfZuX2vMp";
const NO_MANAGEMENT: &str = "EAADemoNoManagement0uE6fZiXlUk2SwB8cTd1RmPo5KrJgAvY";
const OTHER_APP: &str = "EAADemoOtherApp1vF7gAjYmVl3TxC9dUe2SnQp6LsKhBwZ4xOr";

/// An organisation and its owner.
pub async fn birch(app: &TestApp) -> (OrgId, Client) {
    let birch = app.factory().org("Birch").await;
    (birch, app.factory().user(birch, Role::Owner).await)
}

pub async fn connect(by: &Client, org: OrgId, meta_id: &str, token: &str) -> Answer {
    by.post(&format!("/orgs/{org}/wabas"), json!({"meta_id": meta_id, "access_token": token})).await
}

/// The WABA as the API shows it now.
pub async fn read(by: &Client, org: OrgId, waba: &Value) -> Value {
    by.get(&format!("/orgs/{org}/wabas/{}", waba["id"].as_str().unwrap())).await.expect(200).json
}

/// The codes of the open alerts, of one WABA's token.
async fn token_alerts(by: &Client, org: OrgId) -> Vec<String> {
    let alerts = by.get(&format!("/orgs/{org}/alerts")).await.expect(200).json;
    let codes = alerts["data"].as_array().unwrap().iter().map(|alert| alert["code"].as_str().unwrap().to_owned());
    codes.filter(|code| code.starts_with("token_")).collect()
}

async fn statuses(by: &Client, org: OrgId) -> Vec<String> {
    let numbers = by.get(&format!("/orgs/{org}/numbers?sort=added")).await.expect(200).json;
    numbers["data"].as_array().unwrap().iter().map(|number| number["status"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    async fn a_connected_waba_brings_its_numbers(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let DemoWaba { meta_id, token, name } = demo::BIRCH_SHARED;
        let connected = connect(&owner, birch, meta_id, token).await.expect(201).json;
        assert_eq!((&connected["meta_id"], &connected["name"]), (&json!(meta_id), &json!(name)));
        assert_eq!((&connected["status"], &connected["type"]), (&json!("approved"), &json!("shared")));
        assert_eq!((&connected["token"]["state"], &connected["token"]["given_by"]), (&json!("valid"), &json!("Test Person")));
        assert_eq!((&connected["sync"]["state"], &connected["number_count"]), (&json!("never"), &json!(0)));
        app.run_tasks().await;
        let synced = read(&owner, birch, &connected).await;
        assert_eq!((&synced["sync"]["state"], &synced["number_count"]), (&json!("done"), &json!(6)));
        assert_eq!(statuses(&owner, birch).await.len(), 6);
        assert!(app.meta().calls().await.contains(&format!("POST /{meta_id}/subscribed_apps")));
        let list = owner.get(&format!("/orgs/{birch}/wabas")).await.expect(200).json;
        assert_eq!((&list["total"], &list["data"][0]), (&json!(1), &synced));
    }

    async fn each_wrong_token_has_its_reason_at_its_place(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let unknown = "EAANobodyKnowsThisTokenAtAll";
        for (token, code) in [
            (EXPIRED, "token_expired"),
            (REVOKED, "token_invalid"),
            (unknown, "token_invalid"),
            (OTHER_APP, "token_of_another_app"),
            (NO_MANAGEMENT, "token_scope_missing"),
            (demo::CEDAR.token, "token_without_waba"),
        ] {
            let answer = connect(&owner, birch, demo::BIRCH_SHARED.meta_id, token).await;
            let answer = answer.problem(422, "validation_failed").about("access_token", code);
            assert!(!answer.text.contains(token), "{}", answer.text);
        }
        assert_eq!(owner.get(&format!("/orgs/{birch}/wabas")).await.json["total"], 0);
    }

    async fn an_id_that_is_no_waba_is_told_at_its_place(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let token = app.meta().token(json!({})).await;
        for meta_id in ["999999999999999", "130000000000001", "810000000000011"] {
            let answer = connect(&owner, birch, meta_id, &token).await;
            answer.problem(422, "validation_failed").about("meta_id", "waba_unreadable");
        }
    }

    async fn what_cannot_be_an_id_or_a_token_never_reaches_meta(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let (id, token) = (demo::BIRCH_SHARED.meta_id, demo::BIRCH_SHARED.token);
        app.meta().forget_calls().await;
        for (meta_id, token, field, code) in [
            ("", token, "meta_id", "required"),
            ("1234", token, "meta_id", "bad_format"),
            (&"1".repeat(26), token, "meta_id", "bad_format"),
            ("120000000000001/phone_numbers", token, "meta_id", "bad_format"),
            ("１２３４５６", token, "meta_id", "bad_format"),
            (id, "", "access_token", "required"),
            (id, "EAA", "access_token", "too_short"),
            (id, &"E".repeat(2001), "access_token", "too_long"),
            (id, "EAA with blanks inside and long", "access_token", "bad_format"),
            (id, "EAAwithlineend\r\nhost: evil.example", "access_token", "bad_format"),
        ] {
            connect(&owner, birch, meta_id, token).await.problem(422, "validation_failed").about(field, code);
        }
        let path = format!("/orgs/{birch}/wabas");
        owner.post(&path, json!({"meta_id": id})).await.problem(400, "wrong_type").about("access_token", "required");
        let number = json!({"meta_id": 120_000_000_000_001_i64, "access_token": token});
        owner.post(&path, number).await.problem(400, "wrong_type").about("meta_id", "wrong_type");
        let more = json!({"meta_id": id, "access_token": token, "org": "x"});
        owner.post(&path, more).await.problem(400, "unknown_field").about("org", "unknown_field");
        assert_eq!(app.meta().calls().await, [""; 0]);
    }

    async fn a_waba_of_another_organisation_is_taken_and_nothing_is_said(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let cedar = app.factory().org("Cedar").await;
        let stranger = app.factory().user(cedar, Role::Owner).await;
        app.meta().forget_calls().await;
        let taken = connect(&stranger, cedar, demo::BIRCH_SHARED.meta_id, PORTFOLIO_TOKEN).await.problem(409, "waba_taken");
        assert!(!taken.text.contains("Birch") && !taken.text.contains(&birch.to_string()), "{}", taken.text);
        // Whoever has no token of the WABA does not even learn that.
        assert_eq!(app.meta().calls().await, ["GET /debug_token"]);
        connect(&stranger, cedar, demo::BIRCH_SHARED.meta_id, &"x".repeat(40)).await.problem(422, "validation_failed");
        assert_eq!(stranger.get(&format!("/orgs/{cedar}/wabas")).await.json["total"], 0);
    }

    async fn two_organisations_at_once_do_not_both_get_it(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let cedar = app.factory().org("Cedar").await;
        let stranger = app.factory().user(cedar, Role::Owner).await;
        let meta_id = demo::BIRCH_SHARED.meta_id;
        let (one, two) = tokio::join!(
            connect(&owner, birch, meta_id, PORTFOLIO_TOKEN),
            connect(&stranger, cedar, meta_id, PORTFOLIO_TOKEN),
        );
        let (won, lost) = if one.status == 201 { (one, two) } else { (two, one) };
        won.expect(201);
        lost.problem(409, "waba_taken");
        app.run_tasks().await;
    }

    async fn an_expired_token_is_an_alert_until_it_is_replaced(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let before = statuses(&owner, birch).await;
        app.meta().change_token(demo::BIRCH_SHARED.token, json!({"expires_at": 1})).await;
        app.advance(TimeDelta::seconds(30));
        let path = format!("/orgs/{birch}/wabas/{}/sync", waba["id"].as_str().unwrap());
        owner.post(&path, Value::Null).await.expect(202);
        app.run_tasks().await;
        let expired = read(&owner, birch, &waba).await;
        assert_eq!((&expired["status"], &expired["token"]["state"]), (&json!("disconnected"), &json!("expired")));
        assert_eq!(expired["sync"]["error"], "token_expired");
        assert_eq!(token_alerts(&owner, birch).await, ["token_expired"]);
        assert!(statuses(&owner, birch).await.iter().all(|status| status == "disconnected"));
        app.advance(TimeDelta::seconds(30));
        owner.post(&path, Value::Null).await.problem(409, "waba_disconnected");

        let admin = app.factory().user(birch, Role::Admin).await;
        let replaced = connect(&admin, birch, demo::BIRCH_SHARED.meta_id, PORTFOLIO_TOKEN).await.expect(200).json;
        assert_eq!((&replaced["id"], &replaced["status"]), (&waba["id"], &json!("approved")));
        assert_eq!(replaced["token"]["scopes"].as_array().unwrap().len(), 3);
        assert_eq!(token_alerts(&owner, birch).await, [""; 0]);
        app.run_tasks().await;
        assert_eq!(statuses(&owner, birch).await, before);
        assert_eq!(read(&owner, birch, &waba).await["sync"]["state"], "done");
    }

    async fn a_wrong_token_does_not_replace_a_good_one(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let before = read(&owner, birch, &waba).await;
        connect(&owner, birch, demo::BIRCH_SHARED.meta_id, REVOKED).await.expect(422);
        assert_eq!(read(&owner, birch, &waba).await, before);
    }

    async fn disconnecting_erases_the_token_and_keeps_the_rest(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let path = format!("/orgs/{birch}/wabas/{}", waba["id"].as_str().unwrap());
        app.meta().forget_calls().await;
        owner.delete(&path).await.expect(204);
        assert_eq!(app.meta().calls().await, [format!("DELETE /{}/subscribed_apps", demo::BIRCH_SHARED.meta_id)]);
        assert_eq!(app.count("SELECT COUNT(*) FROM waba_credentials").await, 0);
        let gone = read(&owner, birch, &waba).await;
        assert_eq!((&gone["status"], &gone["token"]["state"]), (&json!("disconnected"), &json!("missing")));
        assert_eq!(statuses(&owner, birch).await, ["disconnected"; 6]);
        assert_eq!(owner.get(&format!("/orgs/{birch}/alerts")).await.json["total"], 0);
        app.advance(TimeDelta::seconds(30));
        owner.post(&format!("{path}/sync"), Value::Null).await.problem(409, "waba_disconnected");
        owner.delete(&path).await.expect(204);
        // Nobody has it now: another organisation may connect it, and this one sees nothing of that.
        let cedar = app.factory().org("Cedar").await;
        let other = app.factory().user(cedar, Role::Owner).await;
        app.factory().waba(&other, cedar, demo::BIRCH_SHARED).await;
        assert_eq!(read(&owner, birch, &waba).await["version"], gone["version"]);
        connect(&owner, birch, demo::BIRCH_SHARED.meta_id, PORTFOLIO_TOKEN).await.problem(409, "waba_taken");
    }

    async fn a_waba_that_comes_back_is_the_same_with_its_history(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let before = statuses(&owner, birch).await;
        owner.delete(&format!("/orgs/{birch}/wabas/{}", waba["id"].as_str().unwrap())).await.expect(204);
        let again = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        assert_eq!(again["id"], waba["id"]);
        assert_eq!(statuses(&owner, birch).await, before);
    }

    async fn everybody_may_sync_every_thirty_seconds(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let viewer = app.factory().user(birch, Role::Viewer).await;
        let path = format!("/orgs/{birch}/wabas/{}/sync", waba["id"].as_str().unwrap());
        // Connecting has just synced it.
        let soon = viewer.post(&path, Value::Null).await.problem(429, "sync_too_soon");
        assert_eq!(soon.header("retry-after"), "30");
        app.advance(TimeDelta::milliseconds(29_500));
        assert_eq!(viewer.post(&path, Value::Null).await.problem(429, "sync_too_soon").header("retry-after"), "1");
        app.advance(TimeDelta::milliseconds(500));
        app.meta().change_phone("130000000000001", json!({"quality_rating": "YELLOW"})).await;
        let started = viewer.post(&path, Value::Null).await.expect(202).json;
        assert_eq!(started["id"], waba["id"]);
        owner.post(&path, Value::Null).await.problem(429, "sync_too_soon");
        app.run_tasks().await;
        let medium = owner.get(&format!("/orgs/{birch}/numbers?quality=medium")).await.json;
        assert_eq!((&medium["total"], &medium["data"][0]["meta_id"]), (&json!(1), &json!("130000000000001")));
    }

    async fn wabas_come_page_by_page_the_newest_first(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let mut connected = Vec::new();
        for waba in [demo::BIRCH_SHARED, demo::BIRCH_OBO, demo::BIRCH_RESTRICTED] {
            connected.push(app.factory().waba(&owner, birch, waba).await["id"].clone());
            app.advance(TimeDelta::seconds(1));
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = owner.get(&format!("/orgs/{birch}/wabas?limit=2{cursor}")).await.expect(200).json;
            assert_eq!(page["total"], 3);
            seen.extend(page["data"].as_array().unwrap().iter().map(|waba| waba["id"].clone()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        connected.reverse();
        assert_eq!(seen, connected);
        let foreign = owner.get(&format!("/orgs/{birch}/numbers?{}", &cursor[1..])).await;
        foreign.problem(400, "cursor_stale");
    }
}
