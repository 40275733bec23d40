//! The API over real HTTP, every test on SQLite and on Postgres; one file per resource.
//!
//! `support` has the harness: begin with `support/mod.rs`. What the back end must never do whatever the resource is in
//! `errors.rs` (bad input), `tenancy.rs` (other organisations) and `openapi.rs` (the document).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod access_token;
mod alert;
mod bearer;
mod budget;
mod dashboard;
mod errors;
mod harness;
mod idempotency;
mod me;
mod nonsense;
mod number;
mod number_list;
mod one_number;
mod openapi;
mod org;
mod pin;
mod reconnect;
mod registration;
mod registration_lost;
mod registration_races;
mod registration_refusals;
mod retention;
mod role;
mod rush;
mod session;
mod stream;
mod support;
mod sync_failing;
mod sync_lapsed;
mod sync_large;

mod template;
mod template_code;
mod template_draft;
mod template_file;
mod template_gone;
mod template_hook;
mod template_lost;
mod template_submit;
mod template_sync;
mod template_words;
mod tenancy;
mod waba;
mod waba_trouble;
mod webhook;
