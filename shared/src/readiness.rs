//! Readiness: may this number be used, and if not, what is missing and whose turn it is. Computed by the server
//! from the WABA and the number, shown by every page in the same order.

use serde::{Deserialize, Serialize};

use crate::words::words;
use chrono::{DateTime, Utc};

words! {
    CheckCode { WabaApproved = "waba_approved", OnBehalf = "on_behalf", DisplayName = "display_name", Registered = "registered" }
}

words! {
    CheckState { Done = "done", Open = "open", NotNeeded = "not_needed" }
}

words! {
    /// Who has to act next.
    Who { Client = "client", Meta = "meta", Operator = "operator" }
}

words! {
    /// What that person does next; pages put the words and the place to it.
    NextAction {
        ReplaceToken = "replace_token",
        ReconnectWaba = "reconnect_waba",
        AcceptOnBehalf = "accept_on_behalf",
        ChangeDisplayName = "change_display_name",
        RequestCode = "request_code",
        FinishRegistration = "finish_registration",
        Appeal = "appeal",
        WaitForReview = "wait_for_review",
        WaitForMeta = "wait_for_meta",
        ContactOperator = "contact_operator",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Check {
    pub code: CheckCode,
    pub state: CheckState,
    /// An open check that is blocking keeps the number from being ready.
    pub blocking: bool,
    /// Absent when the check is not open.
    pub who: Option<Who>,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub since: Option<DateTime<Utc>>,
    pub action: Option<NextAction>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Readiness {
    /// WABA approved, on-behalf settled, Meta lets the number send, and not terminated.
    pub ready: bool,
    /// Always the four checks, in the order of `CheckCode`.
    pub checks: Vec<Check>,
}
