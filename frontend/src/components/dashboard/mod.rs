//! The parts of the first page.

pub mod strip;
