//! What is forgotten, and when (docs/operations.md).

use chrono::TimeDelta;
use clienthub::{jobs, store};
use clienthub_sandbox::demo;
use clienthub_shared::permission::Role;
use serde_json::json;

use crate::support::{TestApp, on_both};

const WABA: &str = demo::BIRCH_SHARED.meta_id;

async fn days_later(app: &TestApp, days: i64) {
    app.advance(TimeDelta::days(days));
    jobs::schedule::prune(&app.state).await.unwrap();
}

async fn events(app: &TestApp) -> i64 {
    app.count("SELECT COUNT(*) FROM meta_events").await
}

async fn tell(app: &TestApp) {
    app.meta().tells(WABA, 1_780_000_000, "account_review_update", json!({"decision": "REJECTED"})).await;
}

on_both! {
    async fn an_applied_event_is_known_again_for_thirty_days(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let owner = app.factory().user(birch, Role::Owner).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        tell(&app).await;
        app.run_tasks().await;
        assert_eq!(events(&app).await, 1);
        days_later(&app, 8).await;
        tell(&app).await;
        app.run_tasks().await;
        days_later(&app, 22).await;
        assert_eq!(events(&app).await, 1);
        days_later(&app, 1).await;
        assert_eq!(events(&app).await, 0);
    }

    async fn an_event_that_waits_for_its_waba_is_kept_a_week(app: TestApp) {
        tell(&app).await;
        app.run_tasks().await;
        days_later(&app, 7).await;
        assert_eq!(events(&app).await, 1);
        app.advance(TimeDelta::seconds(1));
        days_later(&app, 0).await;
        assert_eq!(events(&app).await, 0);
    }

    async fn an_event_of_a_connected_waba_stays_until_it_is_applied(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let owner = app.factory().user(birch, Role::Owner).await;
        app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        tell(&app).await;
        days_later(&app, 100).await;
        assert_eq!(events(&app).await, 1);
        app.run_tasks().await;
        assert_eq!(app.count("SELECT COUNT(*) FROM wabas WHERE review_status = 'REJECTED'").await, 1);
    }

    async fn calls_of_hours_long_past_are_forgotten_unless_meta_asked_to_wait(app: TestApp) {
        let now = app.now();
        let tx = app.state.db.begin().await.unwrap();
        let most = store::graph_budget::Most { calls: 100, percent: 100 };
        for waba in ["1", "2"] {
            store::graph_budget::take_any_org(&*tx, waba, most, now).await.unwrap();
        }
        let week = Some(now + TimeDelta::days(7));
        store::graph_budget::note_any_org(&*tx, "2", now, 0, 100, week).await.unwrap();
        tx.commit().await.unwrap();
        let budgets = "SELECT COUNT(*) FROM graph_budgets";
        days_later(&app, 1).await;
        assert_eq!(app.count(budgets).await, 2);
        days_later(&app, 1).await;
        assert_eq!(app.count(budgets).await, 1);
        days_later(&app, 9).await;
        assert_eq!(app.count(budgets).await, 0);
    }

    async fn more_than_a_slice_is_forgotten_in_one_go(app: TestApp) {
        let change = |n: u64| json!({"field": "account_settings_update", "value": {"n": n}});
        let changes: Vec<_> = (0..=store::retention::AT_ONCE).map(change).collect();
        for some in changes.chunks(1000) {
            app.meta().delivers(&crate::support::meta::envelope(&[(WABA, 1_780_000_000, some)])).await.expect(200);
        }
        app.run_tasks().await;
        assert_eq!(events(&app).await, i64::try_from(store::retention::AT_ONCE).unwrap() + 1);
        days_later(&app, 8).await;
        assert_eq!(events(&app).await, 0);
    }
}
