//! Meta talking nonsense in words that are JSON all the same: texts that no database keeps, texts without end, years far away.
//! Pages go on, and what comes after is applied.

use chrono::TimeDelta;
use clienthub_sandbox::demo;
use serde_json::{Value, json};

use crate::support::{TestApp, on_both};
use crate::waba::{birch, connect, read};

const WABA: &str = demo::BIRCH_SHARED.meta_id;
const BERLIN: &str = "130000000000001";
/// Milliseconds where seconds belong: the year 58692.
const FAR: i64 = 1_790_000_000_000;

/// A text that does not compress.
fn endless() -> String {
    let mut seed = 7_u64;
    let letter = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'a' + u8::try_from(seed >> 59).unwrap() % 26)
    };
    std::iter::repeat_with(letter).take(20_000).collect()
}

on_both! {
    async fn names_that_no_column_keeps_are_kept_as_far_as_they_go(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.meta().change_waba(demo::BIRCH_SHARED, json!({"name": "Birch\u{0} Bakery", "currency": "\u{0}"})).await;
        app.meta().change_phone(BERLIN, json!({"verified_name": "Ber\u{0}lin", "status": "CONNECTED\u{0}"})).await;
        app.meta().change_phone("130000000000002", json!({"verified_name": endless()})).await;
        app.meta().change_phone("130000000000003", json!({"display_phone_number": "1".repeat(20_000), "verified_name": "Long"})).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let waba = read(&owner, birch, &waba).await;
        assert_eq!((&waba["sync"]["state"], &waba["name"], &waba["number_count"]), (&json!("done"), &json!("Birch Bakery"), &json!(6)));
        let berlin = owner.get(&format!("/orgs/{birch}/numbers?q={BERLIN}")).await.expect(200).json["data"][0].clone();
        assert_eq!((&berlin["display_name"], &berlin["status"]), (&json!("Berlin"), &json!("connected")));
        for sort in ["added", "name", "status"] {
            let page = owner.get(&format!("/orgs/{birch}/numbers?sort={sort}&limit=1")).await.expect(200).json;
            let cursor = page["next_cursor"].as_str().unwrap();
            owner.get(&format!("/orgs/{birch}/numbers?sort={sort}&limit=1&cursor={cursor}")).await.expect(200);
        }
    }

    async fn events_with_odd_words_do_not_stop_those_behind_them(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let digits = "494066969118";
        let odd: [(&str, Value); 13] = [
            ("account_alerts", json!({"entity_type": "WABA", "alert_info": {"alert_status": "ACTIVE", "alert_type": endless()}})),
            ("account_review_update", json!({"decision": "REJ\u{0}ECTED"})),
            ("account_review_update", json!({"decision": endless()})),
            ("account_review_update", json!({"decision": null})),
            ("account_review_update", json!("REJECTED")),
            ("account_update", json!({"event": "ACCOUNT_RESTRICTION", "restriction_info": [{"restriction_type": "X\u{0}", "expiration": FAR}]})),
            ("account_update", json!({"event": "ACCOUNT_RESTRICTION", "restriction_info": [{"restriction_type": "X", "expiration": i64::MAX}]})),
            ("account_update", json!({"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "\u{0}"}})),
            ("account_update", json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": ["REINSTATE"]}})),
            ("phone_number_name_update", json!({"display_phone_number": digits, "decision": "DEFERRED", "requested_verified_name": endless()})),
            ("phone_number_name_update", json!({"display_phone_number": digits, "decision": "DEFERRED\u{0}", "requested_verified_name": "\u{0}"})),
            ("phone_number_quality_update", json!({"display_phone_number": "9".repeat(50_000), "event": "FLAGGED"})),
            ("account_alerts", json!({"entity_type": "WABA", "entity_id": WABA, "alert_info": {"alert_severity": "?", "alert_status": "ACTIVE",
                "alert_type": "ODD\u{0}", "alert_description": "a\u{0}b"}})),
        ];
        for (at, (field, value)) in odd.into_iter().enumerate() {
            app.meta().tells(WABA, 1_780_000_000 + i64::try_from(at).unwrap(), field, value).await;
        }
        app.run_tasks().await;
        assert_eq!(app.count("SELECT COUNT(*) FROM meta_events WHERE outcome = 'pending'").await, 0);
        let ban = json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}});
        app.meta().tells(WABA, 1_780_000_100, "account_update", ban).await;
        app.run_tasks().await;
        assert_eq!(read(&owner, birch, &waba).await["status"], "banned");
        let numbers = owner.get(&format!("/orgs/{birch}/numbers")).await.expect(200).json;
        for number in numbers["data"].as_array().unwrap() {
            let path = format!("/orgs/{birch}/numbers/{}", number["id"].as_str().unwrap());
            owner.get(&path).await.expect(200);
            owner.get(&format!("{path}/activity")).await.expect(200);
        }
        owner.get(&format!("/orgs/{birch}/alerts")).await.expect(200);
    }

    async fn a_token_that_ends_in_a_far_year_works(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let token = app.meta().token(json!({"expires_at": FAR})).await;
        let waba = connect(&owner, birch, WABA, &token).await.expect(201).json;
        app.run_tasks().await;
        assert_eq!(read(&owner, birch, &waba).await["token"]["state"], "valid");
        owner.get(&format!("/orgs/{birch}/numbers")).await.expect(200);
    }

    async fn a_token_announces_its_end_and_ends_by_itself(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let ends = app.now() + TimeDelta::days(1000);
        let token = app.meta().token(json!({"expires_at": ends.timestamp()})).await;
        let waba = connect(&owner, birch, WABA, &token).await.expect(201).json;
        app.run_tasks().await;
        let alerts = async |app: &TestApp, days: i64| {
            app.advance(TimeDelta::days(days));
            clienthub::jobs::schedule::enqueue_due(&app.state).await.unwrap();
            app.run_tasks().await;
            let later = app.factory().user(birch, clienthub_shared::permission::Role::Viewer).await;
            let alerts = later.get(&format!("/orgs/{birch}/alerts")).await.expect(200).json["data"].clone();
            let token = alerts.as_array().unwrap().iter().find(|alert| alert["code"].as_str().unwrap().starts_with("token_"));
            (token.map(|alert| alert["code"].as_str().unwrap().to_owned()), read(&later, birch, &waba).await)
        };
        let (alert, waba) = alerts(&app, 985).await;
        assert_eq!((alert.as_deref(), &waba["token"]["state"]), (None, &json!("valid")));
        let (alert, waba) = alerts(&app, 1).await;
        assert_eq!((alert.as_deref(), &waba["token"]["state"], &waba["status"]), (Some("token_expiring"), &json!("expiring"), &json!("approved")));
        let (alert, waba) = alerts(&app, 14).await;
        assert_eq!((alert.as_deref(), &waba["token"]["state"], &waba["status"]), (Some("token_expired"), &json!("expired"), &json!("disconnected")));
    }
}
