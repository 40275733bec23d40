//! Words of WhatsApp Business Accounts.

use clienthub_shared::status::{OnBehalf, Verification, WabaStatus, WabaType};
use clienthub_shared::waba::{SyncState, TokenState};

use crate::tr;
use crate::ui::badge::{Badge, Look, Tone};

pub fn status(status: WabaStatus) -> Badge {
    use Look::{Loud, Quiet};
    let (text, icon, tone, look) = match status {
        WabaStatus::Disconnected => (tr!(waba_status.disconnected), "unplug", Tone::Bad, Loud),
        WabaStatus::Banned => (tr!(waba_status.banned), "ban", Tone::Bad, Loud),
        WabaStatus::Restricted => (tr!(waba_status.restricted), "shield-alert", Tone::Bad, Loud),
        WabaStatus::Violation => (tr!(waba_status.violation), "triangle-alert", Tone::Bad, Loud),
        WabaStatus::Rejected => (tr!(waba_status.rejected), "circle-x", Tone::Bad, Loud),
        WabaStatus::PendingReview => (tr!(waba_status.pending_review), "hourglass", Tone::Wait, Loud),
        WabaStatus::Approved => (tr!(waba_status.approved), "circle-check", Tone::Ok, Quiet),
        WabaStatus::Created => (tr!(waba_status.created), "circle-dashed", Tone::Idle, Quiet),
        WabaStatus::Unknown => (tr!(waba_status.unknown), "circle-question-mark", Tone::Idle, Quiet),
    };
    Badge::new(text, icon, tone, look)
}

pub fn kind(kind: WabaType) -> &'static str {
    match kind {
        WabaType::Shared => tr!(waba_type.shared),
        WabaType::Obo => tr!(waba_type.obo),
    }
}

/// `None`: not needed, plain words instead of a badge.
pub fn on_behalf(state: OnBehalf) -> Option<Badge> {
    let (text, icon, tone, look) = match state {
        OnBehalf::NotNeeded => return None,
        OnBehalf::Unset => (tr!(on_behalf.unset), "circle-dashed", Tone::Act, Look::Loud),
        OnBehalf::Pending => (tr!(on_behalf.pending), "hourglass", Tone::Wait, Look::Loud),
        OnBehalf::Approved => (tr!(on_behalf.approved), "circle-check", Tone::Ok, Look::Quiet),
        OnBehalf::Declined => (tr!(on_behalf.declined), "circle-x", Tone::Bad, Look::Loud),
    };
    Some(Badge::new(text, icon, tone, look))
}

pub fn verification(state: Verification) -> Badge {
    use Look::{Loud, Quiet};
    let (text, icon, tone, look) = match state {
        Verification::Verified => (tr!(verification.verified), "badge-check", Tone::Ok, Quiet),
        Verification::NotVerified => (tr!(verification.not_verified), "circle-dashed", Tone::Idle, Quiet),
        Verification::Pending => (tr!(verification.pending), "hourglass", Tone::Wait, Loud),
        Verification::PendingNeedMoreInfo => (tr!(verification.need_more_info), "user-round", Tone::Act, Loud),
        Verification::PendingSubmission => (tr!(verification.pending_submission), "circle-dashed", Tone::Idle, Quiet),
        Verification::Failed => (tr!(verification.failed), "circle-x", Tone::Bad, Loud),
        Verification::Rejected => (tr!(verification.rejected), "circle-x", Tone::Bad, Loud),
        Verification::Expired => (tr!(verification.expired), "circle-x", Tone::Bad, Loud),
        Verification::Revoked => (tr!(verification.revoked), "circle-x", Tone::Bad, Loud),
        Verification::Ineligible => (tr!(verification.ineligible), "minus", Tone::Idle, Quiet),
        Verification::Unknown => (tr!(verification.unknown), "circle-question-mark", Tone::Idle, Quiet),
    };
    Badge::new(text, icon, tone, look)
}

pub fn token(state: TokenState) -> Badge {
    use Look::{Loud, Quiet};
    let (text, icon, tone, look) = match state {
        TokenState::Valid => (tr!(token_state.valid), "circle-check", Tone::Ok, Quiet),
        TokenState::Expiring => (tr!(token_state.expiring), "timer", Tone::Wait, Loud),
        TokenState::Expired => (tr!(token_state.expired), "circle-x", Tone::Bad, Loud),
        TokenState::Refused => (tr!(token_state.refused), "circle-x", Tone::Bad, Loud),
        TokenState::Missing => (tr!(token_state.missing), "unplug", Tone::Bad, Loud),
    };
    Badge::new(text, icon, tone, look)
}

pub fn sync(state: SyncState) -> Badge {
    let (text, icon, tone, look) = match state {
        SyncState::Never => (tr!(sync_state.never), "circle-dashed", Tone::Idle, Look::Quiet),
        SyncState::Running => (tr!(sync_state.running), "refresh-cw", Tone::Act, Look::Quiet),
        SyncState::Done => (tr!(sync_state.done), "circle-check", Tone::Ok, Look::Quiet),
        SyncState::Failed => (tr!(sync_state.failed), "cloud-alert", Tone::Bad, Look::Loud),
    };
    Badge::new(text, icon, tone, look)
}

/// What a restriction stops; Meta's own word where it is new to us.
pub fn restriction(kind: &str) -> String {
    let text = match kind {
        "RESTRICTED_ADD_PHONE_NUMBER_ACTION" => tr!(restriction.add_numbers),
        "RESTRICTED_BIZ_INITIATED_MESSAGING" => tr!(restriction.business_messages),
        "RESTRICTED_CUSTOMER_INITIATED_MESSAGING" => tr!(restriction.customer_messages),
        "RESTRICTED_UTILITY_TEMPLATES" | "RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES" => {
            tr!(restriction.utility_templates)
        }
        calling if calling.contains("_CALLING") => tr!(restriction.calls),
        other => return format!("{other}."),
    };
    text.to_owned()
}
