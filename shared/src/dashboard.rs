//! The first page of an organisation: how its numbers are, what came last, what wants attention. `GET /orgs/{org}/dashboard`.

use serde::{Deserialize, Serialize};

use crate::alert::Alert;
use crate::number::{Number, NumberCounts};
use crate::page::Page;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// Numbers by whose turn it is. A new organisation has no number, and until it connects one no WABA (`wabas`).
    pub counts: NumberCounts,
    /// The five numbers added most recently, the newest first.
    pub recent: Vec<Number>,
    /// The first five open alerts; `next_cursor` goes on in `GET /orgs/{org}/alerts`.
    pub alerts: Page<Alert>,
}

/// Numbers in `recent`.
pub const RECENT: u32 = 5;
/// Alerts in `alerts`.
pub const ALERTS: u32 = 5;
