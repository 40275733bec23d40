//! Meta's template library: what it is searched by, a card for each template, and the dialog that takes one.

pub mod button_inputs;
pub mod card;
pub mod code_inputs;
pub mod query;
pub mod sentences;
pub mod toolbar;
pub mod use_dialog;
