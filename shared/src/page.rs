//! Lists: `?limit=&cursor=` in, one page out.

use serde::{Deserialize, Serialize};

/// One page of a list. `next_cursor` is absent on the last page; `total` counts all rows that match, and is absent
/// for endless lists (activity).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub data: Vec<T>,
    pub next_cursor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

pub const LIMIT_DEFAULT: u32 = 25;
pub const LIMIT_MAX: u32 = 100;
