//! Meta's template library: what it is searched by, a card for each template, and the dialog that takes one.

pub mod card;
pub mod query;
pub mod toolbar;
pub mod use_dialog;
