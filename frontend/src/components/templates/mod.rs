//! The list of a WABA's templates: its state in the URL, what stands above it, its rows, and the dialogs that they open.

pub mod acts;
pub mod chips;
pub mod copy_dialog;
pub mod delete_dialog;
pub mod discard_dialog;
pub mod edit_link;
pub mod empty;
pub mod export;
pub mod heading;
pub mod import_dialog;
pub mod items;
pub mod news;
pub mod preview_dialog;
pub mod query;
pub mod rows;
pub mod selection;
pub mod skeleton;
pub mod sync;
pub mod table;
pub mod toolbar;
