//! Roles, as a label and within a sentence.

use clienthub_shared::permission::Role;

use crate::tr;

pub fn label(role: Role) -> &'static str {
    match role {
        Role::Owner => tr!(role.owner),
        Role::Admin => tr!(role.admin),
        Role::Developer => tr!(role.developer),
        Role::Editor => tr!(role.editor),
        Role::Billing => tr!(role.billing),
        Role::Viewer => tr!(role.viewer),
    }
}

/// "an owner", "eine Inhaberin oder einen Inhaber": after "ask".
pub fn in_sentence(role: Role) -> &'static str {
    match role {
        Role::Owner => tr!(role_sentence.owner),
        Role::Admin => tr!(role_sentence.admin),
        Role::Developer => tr!(role_sentence.developer),
        Role::Editor => tr!(role_sentence.editor),
        Role::Billing => tr!(role_sentence.billing),
        Role::Viewer => tr!(role_sentence.viewer),
    }
}
