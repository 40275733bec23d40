//! The management API, as functions named like its operations. One file per resource; `client.rs` does the HTTP: time
//! limit, one refresh of the session for all requests that meet a 401, problem documents.

mod client;
mod decode;

pub mod alert;
pub mod dashboard;
pub mod number;
pub mod org;
pub mod session;
pub mod template;
pub mod template_draft;
pub mod token;
pub mod waba;

pub use client::{Answer, ApiError, encode, new_key, on_signed_out};
pub use decode::{decode, parse};
