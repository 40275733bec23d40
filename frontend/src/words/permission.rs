//! Permissions, as the scopes of an access token: a few words, and what they open.

use clienthub_shared::permission::Permission;

use crate::tr;

pub fn label(permission: Permission) -> &'static str {
    match permission {
        Permission::NumbersRead => tr!(scope.numbers_read),
        Permission::NumbersManage => tr!(scope.numbers_manage),
        Permission::KeysManage => tr!(scope.keys_manage),
        Permission::TemplatesManage => tr!(scope.templates_manage),
        Permission::MoneyManage => tr!(scope.money_manage),
        Permission::SubscriptionCancel => tr!(scope.subscription_cancel),
        Permission::MembersManage => tr!(scope.members_manage),
        Permission::AuditRead => tr!(scope.audit_read),
    }
}

pub fn explanation(permission: Permission) -> &'static str {
    match permission {
        Permission::NumbersRead => tr!(scope.numbers_read_text),
        Permission::NumbersManage => tr!(scope.numbers_manage_text),
        Permission::KeysManage => tr!(scope.keys_manage_text),
        Permission::TemplatesManage => tr!(scope.templates_manage_text),
        Permission::MoneyManage => tr!(scope.money_manage_text),
        Permission::SubscriptionCancel => tr!(scope.subscription_cancel_text),
        Permission::MembersManage => tr!(scope.members_manage_text),
        Permission::AuditRead => tr!(scope.audit_read_text),
    }
}

/// "See numbers · Templates".
pub fn labels(permissions: &[Permission]) -> String {
    permissions.iter().map(|permission| label(*permission)).collect::<Vec<_>>().join(" · ")
}
