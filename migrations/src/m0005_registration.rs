//! Registration: how far each number has come on its way to *connected*, the step in flight, and its PINs, sealed.
//!
//! What follows from it stands in the number's own row, where lists read it: the step, the end of a code and of a wait, and
//! the register calls of the last 72 hours.

use sea_orm_migration::prelude::*;

crate::sql::migration!(
    r#"
ALTER TABLE numbers ADD COLUMN registration {text} NOT NULL DEFAULT 'not_registered';
ALTER TABLE numbers ADD COLUMN registration_step {text};
ALTER TABLE numbers ADD COLUMN code_expires_at BIGINT;
ALTER TABLE numbers ADD COLUMN waits_until BIGINT;
ALTER TABLE numbers ADD COLUMN register_calls TEXT;
ALTER TABLE numbers ADD COLUMN on_biz_app BOOLEAN;
UPDATE numbers SET registration = 'connected' WHERE meta_status IN ('CONNECTED', 'FLAGGED', 'RESTRICTED', 'RATE_LIMITED');
CREATE TABLE registrations (
    number_id {text} PRIMARY KEY REFERENCES numbers (id),
    org_id {text} NOT NULL REFERENCES orgs (id),
    method {text},
    language {text},
    code_requested_at BIGINT,
    wrong_codes BIGINT NOT NULL,
    sealed_code {bytes},
    data_region {text},
    registered_before BIGINT,
    failure TEXT,
    running {text},
    running_by TEXT,
    running_pin {text},
    running_since BIGINT,
    running_until BIGINT,
    fence BIGINT NOT NULL
);
CREATE INDEX registrations_running ON registrations (running_until) WHERE running IS NOT NULL;
CREATE TABLE pins (
    id {text} PRIMARY KEY,
    number_id {text} NOT NULL REFERENCES numbers (id),
    org_id {text} NOT NULL REFERENCES orgs (id),
    sealed {bytes} NOT NULL,
    state {text} NOT NULL,
    since BIGINT NOT NULL
);
CREATE INDEX pins_number ON pins (number_id, id);
ALTER TABLE activity ADD COLUMN refusal TEXT;
"#,
    r#"
ALTER TABLE activity DROP COLUMN refusal;
DROP TABLE pins;
DROP TABLE registrations;
ALTER TABLE numbers DROP COLUMN on_biz_app;
ALTER TABLE numbers DROP COLUMN register_calls;
ALTER TABLE numbers DROP COLUMN waits_until;
ALTER TABLE numbers DROP COLUMN code_expires_at;
ALTER TABLE numbers DROP COLUMN registration_step;
ALTER TABLE numbers DROP COLUMN registration;
"#
);
