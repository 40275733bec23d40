//! Message templates of a WABA: drafts, what is sent to Meta, and what follows from its answers. What Meta has and what was not sent
//! yet stand side by side in one row; a sync never touches the second.

mod access;
pub mod alike;
pub mod compare;
pub mod content;
pub mod delete;
pub mod draft;
pub mod fixed;
pub mod held;
pub mod import;
pub mod library;
pub mod media;
pub mod pause;
pub mod picture;
mod place;
pub mod plan;
pub mod record;
pub mod rule;
pub mod submit;
pub mod summary;
pub mod sync;
pub mod trail;
