//! Organisations, users, memberships, sessions, and the installation's own settings.

use sea_orm_migration::prelude::*;

crate::sql::migration!(
    r#"
CREATE TABLE settings (
    name {text} PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE orgs (
    id {text} PRIMARY KEY,
    name {text} NOT NULL,
    contact_email TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE users (
    id {text} PRIMARY KEY,
    email TEXT NOT NULL,
    email_key {text} NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    operator BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE memberships (
    org_id {text} NOT NULL REFERENCES orgs (id),
    user_id {text} NOT NULL REFERENCES users (id),
    role {text} NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id);
CREATE TABLE sessions (
    id {text} PRIMARY KEY,
    user_id {text} NOT NULL REFERENCES users (id),
    generation BIGINT NOT NULL,
    rotated_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
"#,
    r#"
DROP TABLE sessions;
DROP TABLE memberships;
DROP TABLE users;
DROP TABLE orgs;
DROP TABLE settings;
"#
);
