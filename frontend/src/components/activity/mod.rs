//! What happened to a number: a feed that grows at both ends, shown day by day.

pub mod change;
pub mod feed;
pub mod list;
pub mod row;
mod words;
