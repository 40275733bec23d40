//! The editor of a template. `model/` is what can be done to a template, `state.rs` the template that is being edited, `save.rs`,
//! `at_hub.rs` and `local.rs` keep it; the other files are the parts of the form. The page is `pages/template_editor.rs`.

mod at_hub;
mod authentication;
mod basics;
mod button_fields;
mod buttons;
mod carousel;
mod drag;
mod emoji;
mod extras;
mod field;
mod finding;
mod follow;
mod footer;
mod header;
mod heading;
mod help;
mod history;
mod languages;
mod local;
mod media;
pub mod model;
pub mod names;
mod offer;
mod page;
mod panel;
mod rule;
mod samples;
pub mod save;
mod shortcut;
mod state;
mod submit;
mod text_area;
mod typing;
mod undo;
pub mod unknown;
mod upload;

pub use page::{Editing, EditorPage};
