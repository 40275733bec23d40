//! What happened: Meta's webhooks, history of derived values, activity, audit, domain events, Meta's alerts.

use sea_orm_migration::prelude::*;

crate::sql::migration!(
    r#"
CREATE TABLE meta_events (
    id {text} PRIMARY KEY,
    hash {bytes} NOT NULL,
    waba_meta_id {text} NOT NULL,
    field {text} NOT NULL,
    entry_time BIGINT,
    value TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    outcome {text} NOT NULL,
    applied_at BIGINT
);
CREATE UNIQUE INDEX meta_events_hash ON meta_events (hash);
CREATE INDEX meta_events_pending ON meta_events (waba_meta_id, id) WHERE outcome = 'pending';
CREATE INDEX meta_events_received ON meta_events (received_at);
CREATE TABLE attribute_clocks (
    object_id {text} NOT NULL,
    attribute {text} NOT NULL,
    event_time BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    PRIMARY KEY (object_id, attribute)
);
CREATE TABLE history (
    id {text} PRIMARY KEY,
    org_id {text} NOT NULL REFERENCES orgs (id),
    object_id {text} NOT NULL,
    attribute {text} NOT NULL,
    from_value TEXT,
    to_value TEXT,
    source {text} NOT NULL,
    event_id {text},
    event_at BIGINT,
    observed_at BIGINT NOT NULL,
    actor {text}
);
CREATE INDEX history_object ON history (object_id, attribute, id);
CREATE TABLE activity (
    id {text} PRIMARY KEY,
    org_id {text} NOT NULL REFERENCES orgs (id),
    waba_id {text} NOT NULL REFERENCES wabas (id),
    number_id {text} REFERENCES numbers (id),
    at BIGINT NOT NULL,
    meta_at BIGINT,
    kind {text} NOT NULL,
    field TEXT,
    action TEXT,
    outcome {text} NOT NULL,
    actor TEXT,
    changes TEXT NOT NULL
);
CREATE INDEX activity_number ON activity (number_id, id);
CREATE INDEX activity_waba ON activity (waba_id, id) WHERE number_id IS NULL;
CREATE TABLE audit (
    id {text} PRIMARY KEY,
    org_id {text} NOT NULL REFERENCES orgs (id),
    actor_kind {text} NOT NULL,
    actor_id {text},
    action {text} NOT NULL,
    object_id {text},
    before_value TEXT,
    after_value TEXT,
    request_id TEXT,
    at BIGINT NOT NULL
);
CREATE INDEX audit_org ON audit (org_id, id);
CREATE TABLE domain_events (
    id {text} PRIMARY KEY,
    org_id {text} NOT NULL REFERENCES orgs (id),
    kind {text} NOT NULL,
    object_id {text} NOT NULL,
    object_version BIGINT NOT NULL,
    payload TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX domain_events_at ON domain_events (at);
CREATE TABLE meta_alerts (
    id {text} PRIMARY KEY,
    org_id {text} NOT NULL REFERENCES orgs (id),
    waba_id {text} NOT NULL REFERENCES wabas (id),
    number_id {text} REFERENCES numbers (id),
    kind {text} NOT NULL,
    severity {text} NOT NULL,
    description TEXT,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX meta_alerts_open ON meta_alerts (org_id) WHERE closed_at IS NULL;
"#,
    r#"
DROP TABLE meta_alerts;
DROP TABLE domain_events;
DROP TABLE audit;
DROP TABLE activity;
DROP TABLE history;
DROP TABLE attribute_clocks;
DROP TABLE meta_events;
"#
);
