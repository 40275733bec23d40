//! Access tokens: secrets of an organisation that open the management API for its integrators.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AccessTokenId, UserId};
use crate::permission::Permission;

/// Live tokens of one organisation; expired and revoked ones do not count.
pub const LIVE_MAX: u64 = 100;
/// How far away `expires_at` may be.
pub const YEARS_MAX: u32 = 10;

/// Who made something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Maker {
    pub id: UserId,
    pub name: String,
}

/// A row of `GET …/tokens`; never the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessToken {
    pub id: AccessTokenId,
    pub name: String,
    /// The first characters of the secret, to recognise it by: `cht_AbCd`.
    pub prefix: String,
    /// What it was made for.
    pub scopes: Vec<Permission>,
    /// What it may do at this moment: its scopes without what its maker may no longer do. Empty: it opens nothing.
    pub permissions: Vec<Permission>,
    #[serde(deserialize_with = "crate::time::read")]
    pub created_at: DateTime<Utc>,
    pub created_by: Maker,
    /// Absent: never.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub expires_at: Option<DateTime<Utc>>,
    /// To the minute. Absent: never used.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// `POST /orgs/{org}/tokens`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessTokenCreate {
    /// 1 to 100 characters.
    pub name: String,
    /// One or more, none twice, and only what you may do yourself.
    pub scopes: Vec<Permission>,
    /// In the future, at most ten years. Absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
}

/// The answer to `POST /orgs/{org}/tokens`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessTokenCreated {
    #[serde(flatten)]
    pub token: AccessToken,
    /// `cht_` and 49 letters and digits. Shown here and never again.
    pub secret: String,
}

/// The secret never prints.
impl std::fmt::Debug for AccessTokenCreated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessTokenCreated").field("token", &self.token).finish_non_exhaustive()
    }
}
