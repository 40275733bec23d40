//! The types both sides of Clienthub speak: ids, statuses, permissions, paging, problems, template rules.
//!
//! No I/O and no clock, so that everything here runs in the browser too. The words are those of the glossary
//! (docs/architecture.md). A resource is one file: `number.rs`, `waba.rs`, …; start reading at `status.rs`.

pub mod access_token;
pub mod activity;
pub mod alert;
pub mod dashboard;
pub mod health;
pub mod id;
pub mod language;
pub mod me;
pub mod number;
pub mod org;
pub mod page;
pub mod permission;
pub mod problem;
pub mod program;
pub mod readiness;
pub mod registration;
pub mod rules;
pub mod session;
pub mod status;
pub mod stream;
pub mod template;
pub mod time;
pub mod time_zone;
pub mod waba;
mod words;
