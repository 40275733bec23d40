//! The page of one template: where it stands, what it says, what happened to it, and the texts that Meta has had.

pub mod content;
pub mod facts;
pub mod header;
mod member;
pub mod notices;
pub mod timeline;
pub mod versions;
mod words;
