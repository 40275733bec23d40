//! One page per file: read the path, load, lay out components.

pub mod dashboard;
pub mod home;
pub mod not_found;
pub mod number_activity;
pub mod number_details;
pub mod numbers_list;
pub mod settings;
pub mod settings_profile;
pub mod settings_tokens;
pub mod settings_wabas;
pub mod sign_in;
pub mod template_details;
pub mod template_editor;
pub mod template_library;
pub mod templates_list;
pub mod templates_start;
