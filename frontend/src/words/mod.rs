//! From the closed words of `shared` to what people read: one exhaustive match per family, so that a new word does not
//! compile until it has a text in four languages, an icon and a tone.

pub mod activity;
pub mod alert;
pub mod error;
pub mod finding;
pub mod health;
pub mod library;
pub mod number;
pub mod permission;
pub mod role;
pub mod template;
pub mod turn;
pub mod waba;
