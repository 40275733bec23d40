//! What stands around pages: the shell of an organisation's pages, and the bare one of sign-in and 404.

pub mod controls;
pub mod header;
pub mod navigation;
pub mod plain;
pub mod shell;
