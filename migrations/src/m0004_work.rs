//! Background work as rows, the shared budget of Graph calls, and remembered answers of idempotent requests.

use sea_orm_migration::prelude::*;

crate::sql::migration!(
    r#"
CREATE TABLE tasks (
    id {text} PRIMARY KEY,
    kind {text} NOT NULL,
    object_id {text} NOT NULL,
    state {text} NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    lease_until BIGINT,
    again BOOLEAN NOT NULL,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE UNIQUE INDEX tasks_open ON tasks (kind, object_id) WHERE state IN ('queued', 'running');
CREATE INDEX tasks_due ON tasks (kind, run_at) WHERE state IN ('queued', 'running');
CREATE INDEX tasks_finished ON tasks (finished_at) WHERE finished_at IS NOT NULL;
CREATE TABLE graph_budgets (
    subject {text} PRIMARY KEY,
    hour BIGINT NOT NULL,
    calls BIGINT NOT NULL,
    usage_percent BIGINT NOT NULL,
    blocked_until BIGINT
);
CREATE TABLE idempotency (
    scope {text} PRIMARY KEY,
    body_hash {bytes} NOT NULL,
    state {text} NOT NULL,
    status BIGINT,
    answer TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX idempotency_created ON idempotency (created_at);
"#,
    r#"
DROP TABLE idempotency;
DROP TABLE graph_budgets;
DROP TABLE tasks;
"#
);
