//! WhatsApp Business Accounts with their sealed tokens, and numbers.
//!
//! The three indexes of the list, one for each order, carry what it filters by: rows that do not match are passed over
//! without being read, which is most of the work of a rare filter.

use sea_orm_migration::prelude::*;

crate::sql::migration!(
    r#"
CREATE TABLE wabas (
    id {text} PRIMARY KEY,
    org_id {text} NOT NULL REFERENCES orgs (id),
    meta_id {text} NOT NULL,
    name TEXT NOT NULL,
    name_key {text} NOT NULL,
    status {text} NOT NULL,
    status_since BIGINT NOT NULL,
    kind {text} NOT NULL,
    on_behalf {text} NOT NULL,
    on_behalf_since BIGINT NOT NULL,
    on_behalf_name TEXT,
    verification {text} NOT NULL,
    review_status TEXT,
    ownership_type TEXT,
    on_behalf_type TEXT,
    on_behalf_status TEXT,
    verification_status TEXT,
    portfolio_meta_id {text},
    currency TEXT,
    timezone_id TEXT,
    namespace TEXT,
    limit_raw TEXT,
    health TEXT,
    restrictions TEXT,
    ban_state TEXT,
    violation TEXT,
    violation_at BIGINT,
    app_subscribed BOOLEAN NOT NULL,
    partner_removed BOOLEAN NOT NULL,
    next_expiry_at BIGINT,
    sync_state {text} NOT NULL,
    sync_error TEXT,
    sync_failed_at BIGINT,
    sync_asked_at BIGINT,
    sync_began_at BIGINT,
    sync_cursor TEXT,
    synced_at BIGINT,
    added_at BIGINT NOT NULL,
    disconnected_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX wabas_active_meta_id ON wabas (meta_id) WHERE disconnected_at IS NULL;
CREATE INDEX wabas_org ON wabas (org_id, added_at, id);
CREATE INDEX wabas_portfolio ON wabas (org_id, portfolio_meta_id);
CREATE INDEX wabas_due ON wabas (sync_asked_at) WHERE disconnected_at IS NULL;
CREATE INDEX wabas_expiry ON wabas (next_expiry_at) WHERE next_expiry_at IS NOT NULL;
CREATE TABLE waba_credentials (
    waba_id {text} PRIMARY KEY REFERENCES wabas (id),
    org_id {text} NOT NULL REFERENCES orgs (id),
    sealed {bytes} NOT NULL,
    scopes TEXT NOT NULL,
    expires_at BIGINT,
    checked_at BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    given_by {text} REFERENCES users (id),
    source {text} NOT NULL,
    refused TEXT
);
CREATE TABLE numbers (
    id {text} PRIMARY KEY,
    org_id {text} NOT NULL REFERENCES orgs (id),
    waba_id {text} NOT NULL REFERENCES wabas (id),
    meta_id {text} NOT NULL,
    phone_number TEXT NOT NULL,
    digits {text} NOT NULL,
    display_name TEXT NOT NULL,
    name_key {text} NOT NULL,
    search_text {text} NOT NULL,
    status {text} NOT NULL,
    status_rank BIGINT NOT NULL,
    status_since BIGINT NOT NULL,
    meta_status TEXT,
    name_state {text} NOT NULL,
    name_state_since BIGINT NOT NULL,
    name_status TEXT,
    name_pending TEXT,
    new_name_status TEXT,
    quality {text} NOT NULL,
    quality_since BIGINT NOT NULL,
    quality_raw TEXT,
    limit_tier {text} NOT NULL,
    limit_raw TEXT,
    throughput_raw TEXT,
    account_mode_raw TEXT,
    platform_raw TEXT,
    official BOOLEAN NOT NULL,
    pin_set BOOLEAN,
    code_verification TEXT,
    verified_at BIGINT,
    registered_at BIGINT,
    health TEXT,
    health_at BIGINT,
    attention {text} NOT NULL,
    attention_since BIGINT NOT NULL,
    unreadable BOOLEAN NOT NULL,
    next_expiry_at BIGINT,
    added_at BIGINT NOT NULL,
    sync_asked_at BIGINT,
    synced_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX numbers_meta_id ON numbers (waba_id, meta_id);
CREATE INDEX numbers_waba ON numbers (waba_id, id);
CREATE INDEX numbers_digits ON numbers (waba_id, digits);
CREATE INDEX numbers_added ON numbers (org_id, added_at, id, status_rank, attention, quality, limit_tier, waba_id{searched});
CREATE INDEX numbers_name ON numbers (org_id, name_key, id, status_rank, attention, quality, limit_tier, waba_id{searched});
CREATE INDEX numbers_status ON numbers (org_id, status_rank, id, attention, quality, limit_tier, waba_id{searched});
CREATE INDEX numbers_attention ON numbers (org_id, attention);
CREATE INDEX numbers_quality ON numbers (org_id, quality);
CREATE INDEX numbers_expiry ON numbers (next_expiry_at) WHERE next_expiry_at IS NOT NULL;
"#,
    r#"
DROP TABLE numbers;
DROP TABLE waba_credentials;
DROP TABLE wabas;
"#
);
