//! Where a template stands, in our words (reference 4.2): Meta's status, or that Meta does not have it yet.

use super::word::{Open, QualityScore, TemplateStatus};
use crate::status::Quality;
use crate::words::words;

words! {
    TemplateState {
        /// Ours alone: Meta has never had it.
        Draft = "draft",
        InReview = "in_review",
        Approved = "approved",
        Rejected = "rejected",
        /// Meta does not send it for a while.
        Paused = "paused",
        Disabled = "disabled",
        InAppeal = "in_appeal",
        /// Deleted; messages are still on their way.
        PendingDeletion = "pending_deletion",
        LimitExceeded = "limit_exceeded",
        /// Not used for a year.
        Archived = "archived",
        /// Not at Meta any more.
        Deleted = "deleted",
        /// Meta's word is new to us.
        Unknown = "unknown",
    }
}

impl TemplateState {
    /// Of Meta's status, or of the event of its webhook.
    pub fn of(status: &str) -> Self {
        match Open::read(status).known() {
            Some(TemplateStatus::Pending) => Self::InReview,
            // A flagged one is sent on.
            Some(
                TemplateStatus::Approved
                | TemplateStatus::Reinstated
                | TemplateStatus::Unarchived
                | TemplateStatus::Flagged,
            ) => Self::Approved,
            Some(TemplateStatus::Rejected) => Self::Rejected,
            Some(TemplateStatus::Paused) => Self::Paused,
            Some(TemplateStatus::Disabled | TemplateStatus::Locked) => Self::Disabled,
            Some(TemplateStatus::InAppeal) => Self::InAppeal,
            Some(TemplateStatus::PendingDeletion) => Self::PendingDeletion,
            Some(TemplateStatus::LimitExceeded) => Self::LimitExceeded,
            Some(TemplateStatus::Archived) => Self::Archived,
            Some(TemplateStatus::Deleted) => Self::Deleted,
            None => Self::Unknown,
        }
    }

    /// Meta takes an edit only in these (reference 4.9).
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Approved | Self::Rejected | Self::Paused)
    }
}

/// Of Meta's `quality_score.score`.
pub fn quality(score: Option<&str>) -> Quality {
    match score.and_then(|score| Open::read(score).known()) {
        Some(QualityScore::Green) => Quality::High,
        Some(QualityScore::Yellow) => Quality::Medium,
        Some(QualityScore::Red) => Quality::Low,
        Some(QualityScore::Unknown) | None => Quality::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metas_words_have_a_state_in_any_letter_case_and_new_ones_are_unknown() {
        assert_eq!(TemplateState::of("PENDING"), TemplateState::InReview);
        assert_eq!(TemplateState::of("approved"), TemplateState::Approved);
        assert_eq!(TemplateState::of("REINSTATED"), TemplateState::Approved);
        assert_eq!(TemplateState::of("FROZEN"), TemplateState::Unknown);
        assert_eq!(quality(Some("RED")), Quality::Low);
        assert_eq!(quality(None), Quality::Unknown);
    }
}
