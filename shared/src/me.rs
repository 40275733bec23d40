//! What people change about themselves: name, preferences, password.

use serde::{Deserialize, Serialize};

use crate::org::patch;
use crate::words::words;

words! {
    /// A language of the pages.
    Language { En = "en", De = "de", PtBr = "pt-BR", Es = "es" }
}

words! {
    Theme { Light = "light", Dark = "dark" }
}

words! {
    /// How the numbers are laid out.
    NumbersView { List = "list", Cards = "cards" }
}

/// `PATCH /me`, a merge patch: absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserPatch {
    /// 1 to 100 characters.
    #[serde(default, deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub name: Option<String>,
    /// Null: as the browser says.
    #[serde(default, with = "crate::org::patch", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Language>))]
    pub language: Option<Option<Language>>,
    /// Null: as the device says.
    #[serde(default, with = "crate::org::patch", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Theme>))]
    pub theme: Option<Option<Theme>>,
    #[serde(default, deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub numbers_view: Option<NumbersView>,
}

/// `PUT /me/password`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    /// The password that you sign in with today.
    pub current: String,
    /// 10 characters to 1024 bytes, and another one.
    pub new: String,
}

/// Passwords never print.
impl std::fmt::Debug for PasswordChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasswordChange").finish_non_exhaustive()
    }
}
