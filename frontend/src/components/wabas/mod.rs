//! WhatsApp Business Accounts as the settings show them: one row each with its token and its sync, and what may be done.

pub mod disconnect_dialog;
pub mod restrictions;
pub mod row;
pub mod sync_button;
pub mod sync_facts;
pub mod token_facts;
