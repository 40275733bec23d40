//! Words of templates.

use clienthub_shared::template::family::TemplateSort;
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::template::word::{Category, RejectedReason, find};

use crate::intl;
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

/// `None`: Meta's word is new to us.
pub fn category(category: Option<Category>) -> Badge {
    let (text, icon) = match category {
        Some(Category::Authentication) => (tr!(template_category.authentication), "shield-check"),
        Some(Category::Marketing) => (tr!(template_category.marketing), "megaphone"),
        Some(Category::Utility) => (tr!(template_category.utility), "receipt-text"),
        None => (tr!(template_category.unknown), "circle-question-mark"),
    };
    Badge::quiet(text, icon, Tone::Idle)
}

/// Meta's word of a category in ours; as it stands where it is new.
pub fn category_word(word: &str) -> String {
    match find::<Category>(word) {
        Some(known) => category(Some(known)).text,
        None => word.to_owned(),
    }
}

/// Why Meta rejected it, as a sentence; Meta's word where it is new. `None`: it gave no reason.
pub fn rejection(reason: Option<&str>) -> Option<String> {
    let reason = reason?;
    let text = match find::<RejectedReason>(reason) {
        Some(RejectedReason::None) => return None,
        Some(RejectedReason::AbusiveContent) => tr!(template_rejection.abusive_content),
        Some(RejectedReason::IncorrectCategory) => tr!(template_rejection.incorrect_category),
        Some(RejectedReason::InvalidFormat) => tr!(template_rejection.invalid_format),
        Some(RejectedReason::Promotional) => tr!(template_rejection.promotional),
        Some(RejectedReason::Scam) => tr!(template_rejection.scam),
        Some(RejectedReason::TagContentMismatch) => tr!(template_rejection.tag_content_mismatch),
        Some(RejectedReason::CategoryNotAvailable) => tr!(template_rejection.category_not_available),
        None => return Some(format!("{reason}.")),
    };
    Some(text.to_owned())
}

pub fn sort(sort: TemplateSort) -> &'static str {
    match sort {
        TemplateSort::Edited => tr!(templates.sort_edited),
        TemplateSort::Name => tr!(sort.name),
    }
}

/// "German", for Meta's `de`.
pub fn language(code: &str) -> String {
    intl::languages(std::iter::once(code)).pop().map_or_else(|| code.to_owned(), |(_, name)| name)
}

/// The beginning of a body in one line, its variables in brackets: `{{1}}` is how Meta writes them.
pub fn excerpt(body: &str) -> String {
    body.replace("{{", "[").replace("}}", "]")
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn variables_of_an_excerpt_stand_in_brackets() {
        assert_eq!(excerpt("Hello {{name}}, {{1}} waits"), "Hello [name], [1] waits");
    }
}
