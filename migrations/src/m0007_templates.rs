//! Message templates: what Meta has and what was not sent yet, every version, how far the sync of a WABA is, and uploads of
//! sample files.
//!
//! Lists group by name and look at an index alone; the long texts stand behind what they filter by.

use sea_orm_migration::prelude::*;

crate::sql::migration!(
    r#"
CREATE TABLE templates (
    id {text} PRIMARY KEY,
    org_id {text} NOT NULL REFERENCES orgs (id),
    waba_id {text} NOT NULL REFERENCES wabas (id),
    meta_id {text},
    name {text} NOT NULL,
    language {text} NOT NULL,
    state {text} NOT NULL,
    state_since BIGINT NOT NULL,
    meta_status TEXT,
    category {text},
    category_coming TEXT,
    category_coming_at BIGINT,
    category_before TEXT,
    quality {text} NOT NULL,
    quality_since BIGINT NOT NULL,
    quality_raw TEXT,
    rejected_reason TEXT,
    rejection_text TEXT,
    rejection_advice TEXT,
    paused_since BIGINT,
    paused_until BIGINT,
    pause_title TEXT,
    was_approved BOOLEAN NOT NULL,
    edits TEXT,
    excerpt TEXT NOT NULL,
    search_text {text} NOT NULL,
    content TEXT,
    draft TEXT,
    draft_at BIGINT,
    draft_by TEXT,
    refusal TEXT,
    sending_since BIGINT,
    first_sent_at BIGINT,
    submitted_at BIGINT,
    edited_at BIGINT NOT NULL,
    synced_at BIGINT,
    gone_at BIGINT,
    added_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX templates_name ON templates (waba_id, name, language) WHERE gone_at IS NULL;
CREATE UNIQUE INDEX templates_meta_id ON templates (waba_id, meta_id) WHERE meta_id IS NOT NULL;
CREATE INDEX templates_list ON templates (waba_id, org_id, name, edited_at, state, category, language, quality) WHERE gone_at IS NULL;
CREATE INDEX templates_gone ON templates (waba_id, name, language, gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX templates_synced ON templates (waba_id, synced_at) WHERE gone_at IS NULL AND meta_id IS NOT NULL;
CREATE INDEX templates_rejected ON templates (org_id, waba_id, state_since) WHERE state = 'rejected' AND gone_at IS NULL;
CREATE INDEX templates_sent ON templates (waba_id, first_sent_at) WHERE first_sent_at IS NOT NULL;
CREATE TABLE template_versions (
    template_id {text} NOT NULL REFERENCES templates (id),
    number BIGINT NOT NULL,
    org_id {text} NOT NULL REFERENCES orgs (id),
    at BIGINT NOT NULL,
    source {text} NOT NULL,
    by_name TEXT,
    content TEXT NOT NULL,
    PRIMARY KEY (template_id, number)
);
CREATE TABLE template_syncs (
    waba_id {text} PRIMARY KEY REFERENCES wabas (id),
    org_id {text} NOT NULL REFERENCES orgs (id),
    state {text} NOT NULL,
    error TEXT,
    failed_at BIGINT,
    asked_at BIGINT,
    began_at BIGINT,
    cursor TEXT,
    synced_at BIGINT,
    used BIGINT,
    allowed BIGINT,
    finding TEXT,
    found TEXT
);
CREATE TABLE uploads (
    id {text} PRIMARY KEY,
    org_id {text} NOT NULL REFERENCES orgs (id),
    waba_id {text} NOT NULL REFERENCES wabas (id),
    sealed_session {bytes} NOT NULL,
    file_name TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    handle TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX uploads_created ON uploads (created_at);
ALTER TABLE activity ADD COLUMN template_id {text};
CREATE INDEX activity_template ON activity (template_id, id) WHERE template_id IS NOT NULL;
DROP INDEX activity_waba;
CREATE INDEX activity_waba ON activity (waba_id, id) WHERE number_id IS NULL AND template_id IS NULL;
"#,
    r#"
DROP INDEX activity_waba;
CREATE INDEX activity_waba ON activity (waba_id, id) WHERE number_id IS NULL;
DROP INDEX activity_template;
DELETE FROM activity WHERE template_id IS NOT NULL;
ALTER TABLE activity DROP COLUMN template_id;
DROP TABLE uploads;
DROP TABLE template_syncs;
DROP TABLE template_versions;
DROP TABLE templates;
"#
);
