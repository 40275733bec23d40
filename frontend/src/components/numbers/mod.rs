//! The parts of the numbers list. `query.rs` is the list's URL, everything else shows it or changes it.

pub mod cards;
pub mod empty;
pub mod facts;
pub mod filters;
pub mod heading;
pub mod next_step;
pub mod query;
pub mod rows;
pub mod skeleton;
pub mod table;
pub mod toolbar;
