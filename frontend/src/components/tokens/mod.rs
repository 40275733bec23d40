//! Access tokens: their rows, the dialog that makes one and shows its secret once, and the one that revokes.

pub mod create_dialog;
mod expiry;
mod fields;
pub mod revoke_dialog;
pub mod row;
mod scopes;
mod secret;
