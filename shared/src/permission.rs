//! Who may do what: one table, asked by the server to refuse and by the page to disable a control with the reason.

use crate::words::words;

words! {
    Role { Owner = "owner", Admin = "admin", Developer = "developer", Editor = "editor", Billing = "billing", Viewer = "viewer" }
}

words! {
    Permission {
        /// See numbers, templates, insights; sync a WABA.
        NumbersRead = "numbers.read",
        /// Connect WABAs; add, register, rename numbers; profile; commerce.
        NumbersManage = "numbers.manage",
        KeysManage = "keys.manage",
        TemplatesManage = "templates.manage",
        MoneyManage = "money.manage",
        SubscriptionCancel = "subscription.cancel",
        MembersManage = "members.manage",
        AuditRead = "audit.read",
    }
}

/// What operators may do in every organisation: read.
pub const OPERATOR: &[Permission] = &[Permission::NumbersRead, Permission::AuditRead];

impl Role {
    /// The row of the table, in the order of `Permission`.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission::{
            AuditRead, KeysManage, MembersManage, MoneyManage, NumbersManage, NumbersRead, TemplatesManage,
        };
        match self {
            Self::Owner => Permission::ALL,
            Self::Admin => &[NumbersRead, NumbersManage, KeysManage, TemplatesManage, MembersManage, AuditRead],
            Self::Developer => &[NumbersRead, KeysManage, TemplatesManage],
            Self::Editor => &[NumbersRead, TemplatesManage],
            Self::Billing => &[NumbersRead, MoneyManage],
            Self::Viewer => &[NumbersRead],
        }
    }

    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// The roles that have a permission, for "ask an owner or admin".
    pub fn with(permission: Permission) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |role| role.may(permission))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_reads_and_only_owners_cancel() {
        for role in Role::ALL {
            assert!(role.may(Permission::NumbersRead));
            assert_eq!(role.may(Permission::SubscriptionCancel), *role == Role::Owner);
        }
    }
}
