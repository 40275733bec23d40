//! Events that cannot be applied, that nobody would apply, and that tell of numbers nobody knows.

use clienthub_testdb::on_both;

use super::support::Hub;
use super::{N, Pace, W, apply_events, quality};
use crate::jobs::schedule;

on_both! {
    async fn an_event_that_cannot_be_applied_holds_up_no_other(hub: Hub) {
        let waba = hub.waba(hub.org().await, W, &[N]).await;
        hub.receive(&[(W, 100, "account_update", r#"{"event":"ACCOUNT_VIOLATION"}"#)]).await;
        // Before the others, with an id that is none.
        hub.run("UPDATE meta_events SET id = 'evt_0'").await;
        hub.receive(&[(W, 101, "phone_number_quality_update", &quality("FLAGGED"))]).await;
        assert!(apply_events(&hub.app, W, Pace::Batches).await.is_err());
        assert_eq!(hub.outcomes().await, ["pending"; 2]);
        while apply_events(&hub.app, W, Pace::OneByOne).await.unwrap() {}
        assert_eq!(hub.outcomes().await, ["kept", "applied"]);
        assert_eq!(hub.number_of(waba, N).await.status, "flagged");
    }

    async fn a_number_that_no_sync_has_brought_is_asked_for_but_not_for_each_event(hub: Hub) {
        hub.waba(hub.org().await, W, &[N]).await;
        let syncs = "SELECT object_id FROM tasks WHERE kind = 'sync_waba'";
        hub.hear(W, 100, "phone_number_quality_update", &quality("FLAGGED")).await;
        assert!(hub.texts(syncs).await.is_empty());
        hub.hear(W, 101, "phone_number_quality_update", &quality("FLAGGED").replace(N, "4930901829")).await;
        assert_eq!(hub.texts(syncs).await.len(), 1);
        hub.run("DELETE FROM tasks").await;
        hub.hear(W, 102, "phone_number_quality_update", &quality("FLAGGED").replace(N, "4930901828")).await;
        assert!(hub.texts(syncs).await.is_empty());
        assert_eq!(hub.outcomes().await, ["applied", "kept", "kept"]);
    }

    async fn events_without_a_task_are_taken_up_again(hub: Hub) {
        hub.waba(hub.org().await, W, &[N]).await;
        let tasks = "SELECT object_id FROM tasks WHERE kind = 'apply_events'";
        schedule::take_up_stranded(&hub.app).await.unwrap();
        hub.receive(&[(W, 100, "account_update", r#"{"event":"ACCOUNT_VIOLATION"}"#)]).await;
        hub.run("UPDATE tasks SET state = 'buried'").await;
        schedule::take_up_stranded(&hub.app).await.unwrap();
        schedule::take_up_stranded(&hub.app).await.unwrap();
        assert_eq!(hub.texts(&format!("{tasks} AND state = 'queued'")).await, [W]);
        assert_eq!(hub.texts(tasks).await.len(), 2);
    }

    async fn a_time_that_cannot_be_outdoes_nothing(hub: Hub) {
        hub.waba(hub.org().await, W, &[N]).await;
        hub.hear(W, 1_790_000_000_000, "account_review_update", r#"{"decision":"PENDING"}"#).await;
        hub.hear(W, 100, "account_review_update", r#"{"decision":"REJECTED"}"#).await;
        assert_eq!(hub.outcomes().await, ["applied"; 2]);
        assert_eq!(hub.waba_of(W).await.status, "rejected");
    }

    async fn a_nul_in_a_text_is_taken_out(hub: Hub) {
        hub.waba(hub.org().await, W, &[N]).await;
        hub.hear(
            W,
            100,
            "account_update",
            r#"{"event":"ACCOUNT_VIOLATION","violation_info":{"violation_type":"SC\u0000AM"}}"#,
        )
        .await;
        assert_eq!(hub.waba_of(W).await.violation.as_deref(), Some("SCAM"));
    }
}
