//! Access tokens of organisations, and what people prefer.
//!
//! A revoked token's row stays: the audit log names it. The unique index of hashes is what each request by token asks.

use sea_orm_migration::prelude::*;

crate::sql::migration!(
    r#"
CREATE TABLE access_tokens (
    id {text} PRIMARY KEY,
    org_id {text} NOT NULL REFERENCES orgs (id),
    user_id {text} NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash {bytes} NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    revoked_at BIGINT
);
CREATE UNIQUE INDEX access_tokens_hash ON access_tokens (hash);
CREATE INDEX access_tokens_org ON access_tokens (org_id, id) WHERE revoked_at IS NULL;
ALTER TABLE users ADD COLUMN language {text};
ALTER TABLE users ADD COLUMN theme {text};
ALTER TABLE users ADD COLUMN numbers_view {text} NOT NULL DEFAULT 'list';
"#,
    r#"
ALTER TABLE users DROP COLUMN numbers_view;
ALTER TABLE users DROP COLUMN theme;
ALTER TABLE users DROP COLUMN language;
DROP TABLE access_tokens;
"#
);
