//! Meta's webhooks, as people see them on the pages. Reading one delivery is tested in `http/meta_webhook_tests.rs`, weighing
//! one event against another in `service/apply/tests`.

use clienthub::graph;
use clienthub::service::subscription;
use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::support::meta::{envelope, signature};
use crate::support::{Client, TestApp, on_both};
use crate::waba::{birch, read};

const WABA: &str = demo::BIRCH_SHARED.meta_id;
const PORTFOLIO: &str = "810000000000011";
/// Birch Bakery Berlin.
const BERLIN: &str = "493023125014";
const NOW: i64 = 1_780_000_000;

async fn number(by: &Client, org: OrgId, digits: &str) -> Value {
    by.get(&format!("/orgs/{org}/numbers?q={digits}")).await.expect(200).json["data"][0].clone()
}

fn change(field: &str, value: Value) -> Value {
    json!({"field": field, "value": value})
}

fn quality(digits: &str, event: &str, limit: &str) -> Value {
    json!({"display_phone_number": digits, "event": event, "current_limit": limit})
}

on_both! {
    async fn what_the_apps_secret_did_not_sign_changes_nothing(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let body = envelope(&[(WABA, NOW, &[change("account_review_update", json!({"decision": "REJECTED"}))])]);
        let good = signature(&app, &body);
        let others = graph::sign(&SecretString::from("other-app-secret"), body.as_bytes());
        for bad in ["", "sha256=", "sha1=00", &good[7..], &good[..good.len() - 1], &format!("{good}0"), &others] {
            app.meta().delivers_signed(&body, bad).await.problem(401, "signature_wrong");
        }
        app.meta().delivers_signed(&body.replace("REJECTED", "APPROVED"), &good).await.problem(401, "signature_wrong");
        app.run_tasks().await;
        assert_eq!(app.count("SELECT COUNT(*) FROM meta_events").await, 0);
        app.meta().delivers_signed(&body, &good).await.expect(200);
        app.run_tasks().await;
        assert_eq!(number(&owner, birch, BERLIN).await["waba"]["status"], "rejected");
    }

    async fn every_word_on_an_account_shows_on_its_page(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let in_a_week = (app.now() + chrono::TimeDelta::days(7)).timestamp();
        let restriction = |kind: &str| json!([{"restriction_type": kind, "expiration": in_a_week}]);
        let update = |event: &str, name: &str, value: Value| change("account_update", json!({"event": event, name: value}));
        let review = |decision: &str| change("account_review_update", json!({"decision": decision}));
        let ban = |state: &str| update("DISABLED_UPDATE", "ban_info", json!({"waba_ban_state": state}));
        let restrict = |rows: Value| update("ACCOUNT_RESTRICTION", "restriction_info", rows);
        for (at, (told, status, attention, alert)) in [
            (review("PENDING"), "pending_review", "meta", None),
            (review("REJECTED"), "rejected", "client", None),
            (review("DEFERRED"), "pending_review", "meta", None),
            (review("APPROVED"), "approved", "none", None),
            (restrict(restriction("RESTRICTED_BIZ_INITIATED_MESSAGING")), "restricted", "meta", Some("restriction")),
            (restrict(restriction("RESTRICTED_ADD_PHONE_NUMBER_ACTION")), "approved", "none", Some("restriction")),
            (restrict(json!([])), "approved", "none", None),
            (ban("SCHEDULE_FOR_DISABLE"), "violation", "client", Some("violation")),
            (ban("DISABLE"), "banned", "client", Some("banned")),
            (ban("REINSTATE"), "approved", "none", None),
            (update("ACCOUNT_VIOLATION", "violation_info", json!({"violation_type": "SCAM"})), "violation", "client", Some("violation")),
            (review("SOMETHING_NEW"), "violation", "client", Some("violation")),
        ]
        .into_iter()
        .enumerate()
        {
            let what = told.to_string();
            app.meta().delivers(&envelope(&[(WABA, NOW + i64::try_from(at).unwrap(), &[told])])).await.expect(200);
            app.run_tasks().await;
            let berlin = number(&owner, birch, BERLIN).await;
            assert_eq!((&berlin["waba"]["status"], &berlin["attention"]), (&json!(status), &json!(attention)), "{what}");
            assert_eq!(berlin["readiness"]["ready"], status == "approved", "{what}");
            let alerts = owner.get(&format!("/orgs/{birch}/alerts")).await.json["data"].clone();
            let codes: Vec<&str> = alerts.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
            // Of the demo itself.
            let codes: Vec<&str> = codes.into_iter().filter(|code| !matches!(*code, "low_quality" | "templates_rejected")).collect();
            assert_eq!(codes.first().copied(), alert, "{what}: {codes:?}");
        }
        let shown = read(&owner, birch, &waba).await;
        assert_eq!((&shown["meta_status"], &shown["violation"]), (&json!("SOMETHING_NEW"), &json!("SCAM")), "Meta's words are kept");
    }

    async fn a_removed_partner_is_disconnected(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        // Meta names the portfolio as the entry's id, and the WABA inside.
        let removed = json!({"event": "PARTNER_REMOVED", "waba_info": {"waba_id": WABA, "owner_business_id": PORTFOLIO}});
        app.meta().tells(PORTFOLIO, NOW, "account_update", removed).await;
        app.run_tasks().await;
        assert_eq!(read(&owner, birch, &waba).await["status"], "disconnected");
        assert_eq!(number(&owner, birch, BERLIN).await["status"], "disconnected");
    }

    async fn every_word_on_a_number_shows_on_its_page(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let (hamburg, koeln, frankfurt) = ("494066969118", "492214710233", "496990009073");
        let name = |decision: &str| {
            json!({"display_phone_number": hamburg, "decision": decision, "requested_verified_name": "Birch Bakery Hamburg Altona"})
        };
        let security = |event: &str| json!({"display_phone_number": frankfurt, "event": event});
        for (at, (field, value, digits, place, expected)) in [
            ("phone_number_quality_update", quality(BERLIN, "FLAGGED", "TIER_10K"), BERLIN, "/status", json!("flagged")),
            ("phone_number_quality_update", quality(BERLIN, "UNFLAGGED", "TIER_10K"), BERLIN, "/status", json!("connected")),
            ("phone_number_quality_update", quality(BERLIN, "UPGRADE", "TIER_100K"), BERLIN, "/limit_tier", json!("100K")),
            ("phone_number_quality_update", quality(BERLIN, "DOWNGRADE", "TIER_250"), BERLIN, "/limit_tier", json!("250")),
            ("phone_number_quality_update", quality(BERLIN, "THROUGHPUT_UPGRADE", "TIER_250"), BERLIN, "/throughput", json!("high")),
            ("phone_number_quality_update", quality(koeln, "ONBOARDING", "TIER_NOT_SET"), koeln, "/status", json!("connected")),
            ("phone_number_quality_update", quality(koeln, "SOMETHING_NEW", "TIER_10K"), koeln, "/status", json!("connected")),
            ("phone_number_name_update", name("REJECTED"), hamburg, "/name/state", json!("declined")),
            ("phone_number_name_update", name("DEFERRED"), hamburg, "/name/editable", json!(false)),
            ("phone_number_name_update", name("APPROVED"), hamburg, "/name/state", json!("approved")),
            ("security", security("PIN_CHANGED"), frankfurt, "/pin_set", json!(true)),
            ("security", security("PIN_RESET_REQUEST"), frankfurt, "/pin_set", json!(true)),
            ("security", security("PIN_REQUEST_SUCCESS"), frankfurt, "/pin_set", json!(false)),
        ]
        .into_iter()
        .enumerate()
        {
            let what = format!("{field} {value}");
            app.meta().tells(WABA, NOW + i64::try_from(at).unwrap(), field, value).await;
            app.run_tasks().await;
            assert_eq!(number(&owner, birch, digits).await.pointer(place), Some(&expected), "{what}");
        }
    }

    async fn a_portfolios_limit_reaches_all_its_wabas(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        app.factory().waba(&owner, birch, demo::BIRCH_OBO).await;
        let limit = json!({"max_daily_conversations_per_business": "TIER_UNLIMITED", "max_phone_numbers_per_business": 20});
        app.meta().tells(WABA, NOW, "business_capability_update", limit).await;
        app.run_tasks().await;
        assert_eq!(owner.get(&format!("/orgs/{birch}/numbers?limit_tier=unlimited")).await.json["total"], 8);
    }

    async fn metas_alerts_open_and_close(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_OBO).await;
        let alert = |status: &str| {
            json!({"entity_type": "BUSINESS", "entity_id": PORTFOLIO, "alert_info": {"alert_severity": "CRITICAL",
                "alert_status": status, "alert_type": "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED", "alert_description": "More is needed."}})
        };
        let alerts = async || owner.get(&format!("/orgs/{birch}/alerts")).await.expect(200).json["data"].clone();
        app.meta().tells(demo::BIRCH_OBO.meta_id, NOW, "account_alerts", alert("ACTIVE")).await;
        app.run_tasks().await;
        let open = alerts().await;
        assert_eq!((&open[0]["code"], &open[0]["severity"], &open[0]["detail"]), (&json!("meta_alert"), &json!("critical"), &json!("More is needed.")));
        app.meta().tells(demo::BIRCH_OBO.meta_id, NOW + 1, "account_alerts", alert("NONE")).await;
        app.run_tasks().await;
        assert_eq!(alerts().await, json!([]));
    }

    async fn every_change_of_every_entry_is_taken_once(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let cedar = app.factory().waba(&owner, birch, demo::CEDAR).await;
        let body = envelope(&[
            (WABA, NOW, &[change("messages", json!({"messages": [{"text": {"body": "hush"}}]})), change("phone_number_quality_update", quality(BERLIN, "FLAGGED", "TIER_10K"))]),
            (WABA, NOW + 1, &[change("phone_number_quality_update", quality("494066969118", "FLAGGED", "TIER_10K")), change("brand_new", json!({"x": [1]}))]),
            (demo::CEDAR.meta_id, NOW, &[change("account_review_update", json!({"decision": "REJECTED"}))]),
        ]);
        for _ in 0..3 {
            app.meta().delivers(&body).await.expect(200);
            app.run_tasks().await;
        }
        // Meta's own bytes, the content of messages never.
        assert_eq!(app.count("SELECT COUNT(*) FROM meta_events").await, 4);
        assert!(!app.texts("meta_events").await.contains("hush"));
        assert_eq!(number(&owner, birch, BERLIN).await["status"], "flagged");
        assert_eq!(number(&owner, birch, "494066969118").await["status"], "flagged");
        assert_eq!(read(&owner, birch, &cedar).await["status"], "rejected");
        let id = number(&owner, birch, BERLIN).await["id"].as_str().unwrap().to_owned();
        let activity = owner.get(&format!("/orgs/{birch}/numbers/{id}/activity")).await.expect(200).json;
        let told = activity["data"].as_array().unwrap().iter().filter(|row| row["kind"] == "meta").count();
        assert_eq!(told, 1, "{activity}");
    }

    async fn what_came_before_its_waba_counts_once_it_is_connected(app: TestApp) {
        let in_a_week = (app.now() + chrono::TimeDelta::days(7)).timestamp();
        let rows = json!([{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": in_a_week}]);
        app.meta().tells(WABA, NOW, "account_update", json!({"event": "ACCOUNT_RESTRICTION", "restriction_info": rows})).await;
        app.run_tasks().await;
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        assert_eq!(read(&owner, birch, &waba).await["status"], "restricted");
        app.advance(chrono::TimeDelta::days(7));
        clienthub::jobs::schedule::enqueue_due(&app.state).await.unwrap();
        app.run_tasks().await;
        owner.renew().await;
        assert_eq!(read(&owner, birch, &waba).await["status"], "approved", "it ends by itself");
    }

    async fn odd_bodies_are_refused_whole(app: TestApp) {
        let fine = change("account_review_update", json!({"decision": "REJECTED"}));
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        let body = |change: &str| format!(r#"{{"object":"whatsapp_business_account","entry":[{{"id":"{WABA}","time":1,"changes":[{fine},{change}]}}]}}"#);
        for bad in [
            body(r#"{"field":"security"}"#),
            body(r#"{"field":5,"value":{}}"#),
            body(r#"{"field":"a\u0000b","value":{}}"#),
            body(&format!(r#"{{"field":"security","value":{deep}}}"#)),
            body("{}"),
            r#"{"object":"whatsapp_business_account","entry":[{"changes":[]}]}"#.to_owned(),
            String::new(),
            "[]".to_owned(),
        ] {
            let answer = app.meta().delivers(&bad).await;
            assert_eq!(answer.status, 400, "{}: {}", bad.chars().take(200).collect::<String>(), answer.text);
        }
        assert_eq!(app.count("SELECT COUNT(*) FROM meta_events").await, 0);
        app.meta().delivers(&"x".repeat(4 * 1024 * 1024 + 1)).await.problem(413, "body_too_large");
        // No text of Meta's is an accident: the value may hold anything that is JSON.
        let odd = r#"{"field":"account_review_update","value":{"decision":"A\u0000\ud83e\udd50"}}"#;
        app.meta().delivers(&body(odd)).await.expect(200);
        app.run_tasks().await;
    }

    async fn a_full_queue_asks_meta_to_come_again(app: TestApp) {
        let tx = app.state.db.begin().await.unwrap();
        if !app.state.db.is_sqlite() {
            clienthub::store::Conn::execute_unprepared(&*tx, "LOCK TABLE meta_events IN ACCESS EXCLUSIVE MODE").await.unwrap();
        }
        let large = "x".repeat(4_000_000);
        let bodies: Vec<String> =
            (0..20).map(|n| envelope(&[(WABA, NOW + n, &[change("brand_new", json!(large))])])).collect();
        let meta = app.meta();
        let mut answers: FuturesUnordered<_> = bodies.iter().map(|body| meta.delivers(body)).collect();
        let (mut blocked, mut refused) = (Some(tx), 0);
        while let Some(answer) = answers.next().await {
            if answer.status != 200 {
                assert!(answer.problem(503, "overloaded").header("retry-after").parse::<u64>().unwrap() > 0);
                refused += 1;
            }
            // Sixteen of the largest fit. They wait, and are taken when the database is free again.
            if refused == 3
                && let Some(tx) = blocked.take()
            {
                tx.commit().await.unwrap();
            }
        }
        assert!((3..=4).contains(&refused), "{refused}");
        assert_eq!(app.count("SELECT COUNT(*) FROM meta_events").await, 20 - i64::from(refused));
        app.run_tasks().await;
    }

    async fn what_meta_does_is_seen_without_asking(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        subscription::subscribe(&app.state).await.unwrap();
        app.meta().change_waba(demo::BIRCH_SHARED, json!({"account_review_status": "REJECTED"})).await;
        app.until(|| async { app.count("SELECT COUNT(*) FROM meta_events").await == 1 }).await;
        app.run_tasks().await;
        assert_eq!(read(&owner, birch, &waba).await["status"], "rejected");
    }
}
