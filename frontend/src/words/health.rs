//! Words of Meta's health status.

use clienthub_shared::health::{CanSend, HealthEntityKind};

use crate::tr;
use crate::ui::badge::{Badge, Tone};

pub fn can_send(can_send: CanSend) -> Badge {
    match can_send {
        CanSend::Available => Badge::quiet(tr!(health.available), "circle-check", Tone::Ok),
        CanSend::Limited => Badge::quiet(tr!(health.limited), "triangle-alert", Tone::Wait),
        CanSend::Blocked => Badge::loud(tr!(health.blocked), "ban", Tone::Bad),
        CanSend::Unknown => Badge::quiet(tr!(health.unknown), "circle-question-mark", Tone::Idle),
    }
}

pub fn entity(kind: HealthEntityKind) -> &'static str {
    match kind {
        HealthEntityKind::PhoneNumber => tr!(health.phone_number),
        HealthEntityKind::Waba => tr!(health.waba),
        HealthEntityKind::Business => tr!(health.business),
        HealthEntityKind::App => tr!(health.app),
        HealthEntityKind::Other => tr!(health.other),
    }
}
