//! Meta's numbered time zones (reference, appendix B).

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimeZone {
    /// Meta's id, such as `"47"`.
    pub meta_id: String,
    /// IANA name, such as `Europe/Berlin`; absent when we do not know the id.
    pub name: Option<String>,
    /// Offset from UTC in minutes now.
    pub offset_minutes: Option<i32>,
}
