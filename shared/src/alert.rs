//! Open alerts of an organisation: what somebody should look at now.

use serde::{Deserialize, Serialize};

use crate::id::{NumberId, TemplateId, WabaId};
use crate::words::words;
use chrono::{DateTime, Utc};

words! {
    AlertCode {
        TokenExpired = "token_expired",
        /// Within 14 days.
        TokenExpiring = "token_expiring",
        LowQuality = "low_quality",
        Restriction = "restriction",
        Violation = "violation",
        Banned = "banned",
        SyncFailing = "sync_failing",
        /// Meta rejected templates in the last 30 days that were not sent again.
        TemplatesRejected = "templates_rejected",
        /// The WABA can be read, its templates cannot.
        TemplateSyncFailing = "template_sync_failing",
        /// Meta's own `account_alerts`; `detail` has its words.
        MetaAlert = "meta_alert",
    }
}

words! {
    Severity { Critical = "critical", Warning = "warning", Info = "info" }
}

/// A row of `GET /orgs/{org}/alerts`, the most severe first, then the newest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Alert {
    pub code: AlertCode,
    pub severity: Severity,
    pub waba_id: WabaId,
    pub waba_name: String,
    /// The one number that is meant, when it is one.
    pub number_id: Option<NumberId>,
    pub number_name: Option<String>,
    /// The one template that is meant, when it is one.
    pub template_id: Option<TemplateId>,
    pub template_name: Option<String>,
    /// How many numbers (`low_quality`) or templates (`templates_rejected`) are meant.
    pub count: Option<u64>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub since: Option<DateTime<Utc>>,
    /// When the token expires or the restriction ends.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub until: Option<DateTime<Utc>>,
    /// Meta's word or words.
    pub detail: Option<String>,
}
