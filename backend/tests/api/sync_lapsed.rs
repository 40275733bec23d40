//! A sync whose process was killed, and what was asked for until its lease ended.

use chrono::TimeDelta;
use clienthub::jobs;
use clienthub::store::task::{self, TaskKind};
use serde_json::Value;

use crate::support::{TestApp, on_both};
use crate::template_draft::templates;

on_both! {
    async fn what_was_asked_for_while_a_dead_worker_had_the_sync_is_read_afresh(app: TestApp) {
        let (path, owner) = templates(&app).await;
        app.run_tasks().await;
        app.advance(TimeDelta::seconds(31));
        owner.post(&format!("{path}/sync"), Value::Null).await.expect(202);
        let tx = app.state.db.begin().await.unwrap();
        let claimed = task::claim(&*tx, TaskKind::SyncTemplates, app.state.clock.now(), 1).await.unwrap();
        assert_eq!(claimed.len(), 1);
        tx.commit().await.unwrap();
        // Nobody works on it any more.
        app.advance(TimeDelta::seconds(31));
        owner.post(&format!("{path}/sync"), Value::Null).await.expect(202);
        jobs::take_back(&app.state).await.unwrap();
        app.advance(TimeDelta::seconds(60));
        app.meta().forget_calls().await;
        app.run_tasks().await;
        let listings = app.meta().calls().await.into_iter().filter(|call| call.contains("/message_templates")).count();
        assert_eq!(listings, 2, "one goes on where the dead one stopped, one begins anew");
        assert_eq!(app.count("SELECT COUNT(*) FROM tasks WHERE state IN ('queued', 'running') AND kind = 'sync_templates'").await, 0);
    }
}
