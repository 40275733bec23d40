//! Connecting again, at once, and with a slow Meta.

use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::waba::{PORTFOLIO_TOKEN, birch, connect, read};

const WABA: &str = demo::BIRCH_SHARED.meta_id;

async fn disconnect(by: &Client, org: OrgId, waba: &Value) {
    by.delete(&format!("/orgs/{org}/wabas/{}", waba["id"].as_str().unwrap())).await.expect(204);
}

async fn told(app: &TestApp, update: Value) {
    app.meta().tells(WABA, app.now().timestamp(), "account_update", update).await;
    app.run_tasks().await;
}

on_both! {
    async fn what_ended_while_nobody_listened_does_not_come_back(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let restriction = json!([{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING"}]);
        told(&app, json!({"event": "ACCOUNT_RESTRICTION", "restriction_info": restriction})).await;
        told(&app, json!({"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "SPAM"}})).await;
        let ban = json!({"waba_ban_state": "DISABLE", "waba_ban_date": "x"});
        told(&app, json!({"event": "DISABLED_UPDATE", "ban_info": ban})).await;
        assert_eq!(read(&owner, birch, &waba).await["status"], "banned");
        disconnect(&owner, birch, &waba).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let again = read(&owner, birch, &waba).await;
        assert_eq!((&again["status"], &again["restrictions"]), (&json!("approved"), &json!([])));
        assert_eq!(again["violation"], Value::Null);
    }

    async fn another_token_for_a_connected_waba_lifts_no_ban(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        told(&app, json!({"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}})).await;
        connect(&owner, birch, WABA, PORTFOLIO_TOKEN).await.expect(200);
        app.run_tasks().await;
        assert_eq!(read(&owner, birch, &waba).await["status"], "banned");
    }

    async fn the_same_organisation_at_once_connects_once_and_replaces_the_rest(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let answers = futures_util::future::join_all((0..4).map(|_| connect(&owner, birch, WABA, PORTFOLIO_TOKEN))).await;
        let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 200, 200, 201]);
        app.run_tasks().await;
        assert_eq!(app.count("SELECT COUNT(*) FROM wabas").await, 1);
        assert_eq!(app.count("SELECT COUNT(*) FROM activity WHERE action = 'waba.connected'").await, 1);
    }

    async fn what_people_do_at_once_is_done_one_after_the_other(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let path = format!("/orgs/{birch}/wabas/{}", waba["id"].as_str().unwrap());
        for _ in 0..5 {
            app.advance(chrono::TimeDelta::seconds(30));
            let sync = format!("{path}/sync");
            let webhook = json!({"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "SPAM"}});
            app.meta().tells(WABA, app.now().timestamp(), "account_update", webhook).await;
            let asked = async { futures_util::future::join_all((0..4).map(|_| owner.post(&sync, Value::Null).into_future())).await };
            let (asked, ()) = tokio::join!(asked, app.run_tasks());
            let mut statuses: Vec<_> = asked.iter().map(|answer| answer.status).collect();
            statuses.sort_unstable();
            assert_eq!(statuses, [202, 429, 429, 429]);
            app.run_tasks().await;
            assert_eq!(read(&owner, birch, &waba).await["sync"]["state"], "done");
        }
        let gone = futures_util::future::join_all((0..3).map(|_| owner.delete(&path).into_future())).await;
        assert!(gone.iter().all(|answer| answer.status == 204));
        assert_eq!(app.count("SELECT COUNT(*) FROM audit WHERE action = 'waba.disconnect'").await, 1);
    }

    async fn all_calls_of_connecting_have_one_timeout_together(app: TestApp) {
        let hasty = app.another(|config| config.meta.timeout_s = 1).await;
        let (birch, owner) = birch(&hasty).await;
        for path in ["/debug_token", &format!("/{WABA}"), &format!("/{WABA}/subscribed_apps")] {
            app.meta().fault(json!({"path": path, "delay_ms": 800})).await;
        }
        // Each alone would be in time.
        connect(&owner, birch, WABA, demo::BIRCH_SHARED.token).await.problem(504, "provider_timeout");
        assert_eq!(app.count("SELECT COUNT(*) FROM wabas").await, 0);
        connect(&owner, birch, WABA, demo::BIRCH_SHARED.token).await.expect(201);
        app.run_tasks().await;
    }

    async fn the_audit_log_tells_the_token_before_and_never_the_token(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        connect(&owner, birch, WABA, PORTFOLIO_TOKEN).await.expect(200);
        disconnect(&owner, birch, &waba).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let with_token = "SELECT COUNT(*) FROM audit WHERE before_value LIKE '%\"scopes\":\"whatsapp_business_management%' \
                          AND before_value LIKE '%\"given_by\":\"usr_%' AND action =";
        assert_eq!(app.count(&format!("{with_token} 'waba.replace_token'")).await, 1);
        assert_eq!(app.count(&format!("{with_token} 'waba.disconnect'")).await, 1);
        let again = "SELECT COUNT(*) FROM audit WHERE action = 'waba.connect' AND before_value LIKE '%\"disconnected_at\":\"2026%'";
        assert_eq!(app.count(again).await, 1);
        let all = app.texts("audit").await;
        assert!(!all.contains(PORTFOLIO_TOKEN) && !all.contains(demo::BIRCH_SHARED.token));
        app.run_tasks().await;
    }
}
