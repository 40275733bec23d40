//! Words of templates.

use clienthub_shared::template::state::TemplateState;

use crate::tr;
use crate::ui::badge::{Badge, Look, Tone};

/// `meta` is Meta's own word, shown when we do not know it.
pub fn state(state: TemplateState, meta: Option<&str>) -> Badge {
    use Look::{Loud, Quiet};
    let (text, icon, tone, look) = match state {
        TemplateState::Draft => (tr!(template_state.draft), "pencil", Tone::Idle, Quiet),
        TemplateState::InReview => (tr!(template_state.in_review), "hourglass", Tone::Wait, Loud),
        TemplateState::Approved => (tr!(template_state.approved), "check", Tone::Ok, Quiet),
        TemplateState::Rejected => (tr!(template_state.rejected), "x", Tone::Bad, Loud),
        TemplateState::Paused => (tr!(template_state.paused), "pause", Tone::Wait, Loud),
        TemplateState::Disabled => (tr!(template_state.disabled), "ban", Tone::Bad, Loud),
        TemplateState::InAppeal => (tr!(template_state.in_appeal), "hourglass", Tone::Wait, Loud),
        TemplateState::PendingDeletion => (tr!(template_state.pending_deletion), "calendar-x", Tone::Wait, Loud),
        TemplateState::LimitExceeded => (tr!(template_state.limit_exceeded), "gauge", Tone::Bad, Loud),
        TemplateState::Archived => (tr!(template_state.archived), "archive", Tone::Idle, Quiet),
        TemplateState::Deleted => (tr!(template_state.deleted), "trash-2", Tone::Idle, Quiet),
        TemplateState::Unknown => {
            let text = meta.unwrap_or_else(|| tr!(template_state.unknown));
            return Badge::quiet(text, "circle-question-mark", Tone::Idle);
        }
    };
    Badge::new(text, icon, tone, look)
}

