//! What an event about a WABA changes (reference 8.3: `account_update`, `account_review_update`), attribute by attribute.

use clienthub_shared::waba::Restriction;

use super::batch::Told;
use crate::graph::{MetaAccountReview, MetaAccountUpdate, MetaRestriction};
use crate::service::status::restriction_stops_messaging;
use crate::store::waba;

pub enum WabaEdit {
    Review(String),
    Ban(String),
    /// JSON; none: lifted.
    Restrictions(Option<String>),
    /// Meta's word, and our time: it ends by a sync a day later.
    Violation(String, i64),
    PartnerRemoved(bool),
    AppUnsubscribed,
}

impl WabaEdit {
    /// The attribute that the event tells.
    pub const fn attribute(&self) -> &'static str {
        match self {
            Self::Review(_) => "review_status",
            Self::Ban(_) => "ban",
            Self::Restrictions(_) => "restrictions",
            Self::Violation(..) => "violation",
            Self::PartnerRemoved(_) | Self::AppUnsubscribed => "partner",
        }
    }

    pub fn apply(self, row: &mut waba::Model) {
        match self {
            Self::Review(decision) => row.review_status = Some(decision),
            Self::Ban(state) => row.ban_state = Some(state),
            Self::Restrictions(restrictions) => row.restrictions = restrictions,
            Self::Violation(kind, at) => {
                row.violation = Some(kind);
                row.violation_at = Some(at);
            }
            Self::PartnerRemoved(removed) => row.partner_removed = removed,
            Self::AppUnsubscribed => row.app_subscribed = false,
        }
    }
}

pub fn of_review(review: MetaAccountReview) -> Option<Vec<WabaEdit>> {
    Some(vec![WabaEdit::Review(review.decision)])
}

/// None: an event that is only kept.
pub fn of_update(update: MetaAccountUpdate, told: &Told, app_id: &str) -> Option<Vec<WabaEdit>> {
    let edit = match update.event.as_str() {
        "DISABLED_UPDATE" => WabaEdit::Ban(update.ban_info?.waba_ban_state?),
        "ACCOUNT_RESTRICTION" => WabaEdit::Restrictions(restrictions(update.restriction_info)),
        "ACCOUNT_VIOLATION" => {
            let kind = update.violation_info.and_then(|info| info.violation_type).unwrap_or_else(|| "UNKNOWN".into());
            WabaEdit::Violation(kind, told.arrived_at.timestamp_micros())
        }
        // A deleted account is one that we can no longer work for.
        "ACCOUNT_DELETED" | "PARTNER_REMOVED" => WabaEdit::PartnerRemoved(true),
        "PARTNER_ADDED" => WabaEdit::PartnerRemoved(false),
        "PARTNER_APP_UNINSTALLED" => {
            let app = update.waba_info.and_then(|info| info.partner_app_id);
            if app.is_some_and(|app| app != app_id) {
                return None;
            }
            WabaEdit::AppUnsubscribed
        }
        _ => return None,
    };
    Some(vec![edit])
}

/// The event names all that are in force.
fn restrictions(told: Vec<MetaRestriction>) -> Option<String> {
    let known = told.into_iter().filter_map(|restriction| {
        let kind = restriction.restriction_type?;
        Some(Restriction {
            stops_messaging: restriction_stops_messaging(&kind),
            kind,
            expires_at: restriction.expiration,
            remediation: restriction.remediation,
        })
    });
    let known: Vec<_> = known.collect();
    if known.is_empty() { None } else { serde_json::to_string(&known).ok() }
}
