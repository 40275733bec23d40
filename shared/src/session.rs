//! Signing in, and who is signed in.

use serde::{Deserialize, Serialize};

use crate::id::UserId;
use crate::me::{Language, NumbersView, Theme};
use crate::org::OrgMembership;

/// `POST /session`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionCreate {
    /// 3 to 254 characters; letter case does not matter.
    pub email: String,
    /// 1 to 1024 bytes.
    pub password: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    pub id: UserId,
    pub email: String,
    pub name: String,
    /// May read every organisation of the installation and change nothing in it.
    pub operator: bool,
    /// Absent: as the browser says.
    pub language: Option<Language>,
    /// Absent: as the device says.
    pub theme: Option<Theme>,
    pub numbers_view: NumbersView,
    pub version: i64,
}

/// Answer of `POST /session`, `GET /me` and `PATCH /me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    pub user: User,
    pub organisations: Vec<OrgMembership>,
}
