//! What happened to a number or a template: a feed that grows at both ends, shown day by day.

pub mod change;
pub mod feed;
pub mod history;
pub mod list;
pub mod row;
mod words;
