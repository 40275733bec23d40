//! Words of a number's activity.

use clienthub_shared::activity::{Action, ActivityKind, Outcome};

use crate::tr;
use crate::ui::badge::{Badge, Tone};

/// Who made it happen: text and icon.
pub fn kind(kind: ActivityKind) -> (&'static str, &'static str) {
    match kind {
        ActivityKind::Meta => (tr!(activity.by_meta), "webhook"),
        ActivityKind::Person => (tr!(activity.by_person), "user-round"),
        ActivityKind::Hub => (tr!(activity.by_hub), "refresh-cw"),
    }
}

pub fn action(action: Action) -> &'static str {
    match action {
        Action::WabaConnected => tr!(activity.waba_connected),
        Action::WabaTokenReplaced => tr!(activity.waba_token_replaced),
        Action::WabaDisconnected => tr!(activity.waba_disconnected),
        Action::SyncRequested => tr!(activity.sync_requested),
        Action::Synced => tr!(activity.synced),
        Action::SyncFailed => tr!(activity.sync_failed),
        Action::TimePassed => tr!(activity.time_passed),
        Action::CodeRequested => tr!(activity.code_requested),
        Action::CodeChecked => tr!(activity.code_checked),
        Action::Registered => tr!(activity.registered),
        Action::PinChanged => tr!(activity.pin_changed),
        Action::PinRevealed => tr!(activity.pin_revealed),
        Action::TemplateSubmitted => tr!(activity.template_submitted),
        Action::TemplateDeleted => tr!(activity.template_deleted),
        Action::TemplateUnpaused => tr!(activity.template_unpaused),
    }
}

pub fn outcome(outcome: Outcome) -> Badge {
    match outcome {
        Outcome::Applied => Badge::quiet(tr!(activity.applied), "check", Tone::Ok),
        Outcome::Superseded => Badge::quiet(tr!(activity.superseded), "history", Tone::Idle),
        Outcome::Done => Badge::quiet(tr!(activity.done), "check", Tone::Ok),
        Outcome::Refused => Badge::loud(tr!(activity.refused), "circle-x", Tone::Bad),
    }
}
