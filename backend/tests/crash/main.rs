//! kill -9: nothing that was acknowledged is lost, and nothing that Meta counts is done twice.
//!
//! The real program runs against a sandbox in this process, on SQLite and on Postgres (`hub.rs`): killed at random in `events.rs`,
//! at each step of a registration in `registration.rs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod events;
mod hub;
mod registration;
