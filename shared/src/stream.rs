//! The live stream: `GET /orgs/{org}/stream`, server-sent events. An event says what changed, never how: the page reads again.

use serde::{Deserialize, Serialize};

/// One server-sent event. `resync` (sent first, and after anything was missed) means: presume everything stale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StreamEvent {
    /// A domain event such as `number.status_changed.v1`, or `resync`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Id of the number or WABA; empty for `resync`.
    pub id: String,
    pub version: i64,
}

pub const RESYNC: &str = "resync";
