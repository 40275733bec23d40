//! Organisations: the tenants.

use serde::{Deserialize, Serialize};

use crate::id::OrgId;
use crate::permission::{Permission, Role};

/// A row of `GET /orgs`: an organisation as the person who asks is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrgMembership {
    pub id: OrgId,
    pub name: String,
    /// Absent for operators and access tokens, who are members of nothing.
    pub role: Option<Role>,
    pub permissions: Vec<Permission>,
}

/// `GET /orgs/{org}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Org {
    pub id: OrgId,
    pub name: String,
    pub contact_email: Option<String>,
    pub version: i64,
}

/// `PATCH /orgs/{org}`, a merge patch: absent fields stay, `contact_email: null` clears it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrgPatch {
    /// 1 to 100 characters.
    #[serde(default, deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub name: Option<String>,
    #[serde(default, with = "crate::org::patch", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub contact_email: Option<Option<String>>,
}

/// Absent, null and a value are three different things in a merge patch.
pub mod patch {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(value: &Option<Option<T>>, to: S) -> Result<S::Ok, S::Error> {
        value.as_ref().and_then(Option::as_ref).serialize(to)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
        Option::deserialize(from).map(Some)
    }
    /// For a field that cannot be cleared: null is of the wrong type.
    pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
        T::deserialize(from).map(Some)
    }
}
