//! The words for states, as pages, API and database use them. What Meta says is kept beside them verbatim (`meta_status`);
//! how one follows from the other is the server's `service::status`. The pictures and tones are the front end's.

use crate::words::words;

words! {
    /// State of a WhatsApp Business Account, first match wins in this order.
    WabaStatus {
        /// No valid token, app unsubscribed, partner removed, or disconnected by a person.
        Disconnected = "disconnected",
        Banned = "banned",
        /// An unexpired restriction of messaging, or health BLOCKED for the WABA.
        Restricted = "restricted",
        Violation = "violation",
        Rejected = "rejected",
        PendingReview = "pending_review",
        Approved = "approved",
        Created = "created",
        /// Meta said something that this version does not know.
        Unknown = "unknown",
    }
}

words! {
    /// Who owns the WABA: *shared* with us by its owner, or the legacy on-behalf-of model.
    WabaType { Shared = "shared", Obo = "obo" }
}

words! {
    /// Whether the owner lets us message on its behalf.
    OnBehalf { NotNeeded = "not_needed", Unset = "unset", Pending = "pending", Approved = "approved", Declined = "declined" }
}

words! {
    /// Meta's business verification; never blocking.
    Verification {
        Verified = "verified",
        NotVerified = "not_verified",
        Pending = "pending",
        PendingNeedMoreInfo = "pending_need_more_info",
        PendingSubmission = "pending_submission",
        Failed = "failed",
        Rejected = "rejected",
        Expired = "expired",
        Revoked = "revoked",
        Ineligible = "ineligible",
        Unknown = "unknown",
    }
}

words! {
    /// State of a number, first match wins in this order. It never repeats the state of its name.
    NumberStatus {
        Terminated = "terminated",
        Migrated = "migrated",
        Banned = "banned",
        Disconnected = "disconnected",
        /// The number cannot be read though its WABA can.
        Error = "error",
        PendingDeletion = "pending_deletion",
        Flagged = "flagged",
        Restricted = "restricted",
        RateLimited = "rate_limited",
        Connected = "connected",
        /// Ownership proven, at most 14 days ago.
        Verified = "verified",
        CodeRequested = "code_requested",
        Created = "created",
        Unknown = "unknown",
    }
}

words! {
    /// State of the display name at Meta.
    NameState {
        Approved = "approved",
        UnderReview = "under_review",
        Declined = "declined",
        Expired = "expired",
        None = "none",
    }
}

words! {
    Quality { High = "high", Medium = "medium", Low = "low", Unknown = "unknown" }
}

words! {
    /// Customers a business may open a conversation with in 24 hours; shared by all numbers of the portfolio.
    LimitTier {
        T50 = "50",
        T250 = "250",
        T1k = "1K",
        T2k = "2K",
        T10k = "10K",
        T100k = "100K",
        Unlimited = "unlimited",
        Unknown = "unknown",
    }
}

words! {
    /// Messages a second: 80 or 1,000.
    Throughput { Standard = "standard", High = "high", NotApplicable = "not_applicable", Unknown = "unknown" }
}

words! {
    /// SANDBOX is a test number of Meta's.
    AccountMode { Live = "live", Sandbox = "sandbox", Unknown = "unknown" }
}

words! {
    /// Whose turn it is. One value per number: client before operator before Meta.
    Attention { None = "none", Client = "client", Meta = "meta", Operator = "operator" }
}

words! {
    Platform { CloudApi = "cloud_api", OnPremise = "on_premise", NotApplicable = "not_applicable", Unknown = "unknown" }
}

impl NumberStatus {
    /// Meta lets a number in this state send.
    pub const fn sends(self) -> bool {
        matches!(self, Self::Connected | Self::Flagged | Self::Restricted | Self::RateLimited | Self::PendingDeletion)
    }
}
