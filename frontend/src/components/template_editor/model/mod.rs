//! What a person does to a template, as plain functions of the template: no page, no signals. A part is addressed by its kind,
//! since each kind is there once; `place.rs` finds it and says its path in the findings.

pub mod button;
pub mod card;
pub mod category;
pub mod format;
pub mod place;
pub mod text;

pub use place::Spot;

#[cfg(test)]
mod tests;
