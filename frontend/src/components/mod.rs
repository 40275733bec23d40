//! Domain components: they get data and callbacks. Those that write (dialogs) call one api function.

pub mod activity;
pub mod alerts;
pub mod connect_waba;
pub mod dashboard;
pub mod listing;
pub mod number_details;
pub mod numbers;
pub mod profile;
pub mod registration;
pub mod template_details;
pub mod template_editor;
pub mod template_library;
pub mod template_preview;
pub mod templates;
pub mod tokens;
pub mod wabas;
