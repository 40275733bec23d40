//! The hub: a JSON API over a database, a client of Meta's Graph API, and the pages, in one program.
//!
//! Data flows one way: route, handler (`http`), `service`, `store`. See docs/architecture.md; begin with `http/mod.rs`, the
//! whole API on one screen.

pub mod actor;
pub mod as_code;
pub mod cli;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod demo;
pub mod doctor;
pub mod error;
pub mod graph;
pub mod http;
pub mod jobs;
pub mod secret;
pub mod service;
pub mod startup;
pub mod state;
pub mod store;
