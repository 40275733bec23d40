//! What an event about a number changes (reference 8.3: name, quality, security), attribute by attribute. An edit claims its
//! attribute also where the row is so already: a later, older event must not undo it.

use crate::graph::{MetaPhoneName, MetaPhoneQuality, MetaSecurity};
use crate::service::status::words;
use crate::store::number;

pub enum NumberEdit {
    /// Meta's decision on a name; without the name: on the one that was asked for last.
    Name {
        decision: String,
        name: Option<String>,
    },
    /// Quality fell to low, or rose from it.
    QualityLow(bool),
    /// FLAGGED, or no longer.
    Flagged(bool),
    Onboarded,
    Limit(String),
    ThroughputHigh,
    PinSet(bool),
}

impl NumberEdit {
    /// The attribute that the event tells.
    pub const fn attribute(&self) -> &'static str {
        match self {
            Self::Name { .. } => "name",
            Self::QualityLow(_) => "quality",
            Self::Flagged(_) | Self::Onboarded => "status",
            Self::Limit(_) => "limit",
            Self::ThroughputHigh => "throughput",
            Self::PinSet(_) => "pin",
        }
    }

    pub fn apply(self, row: &mut number::Model) {
        let sends = words::number_status(row.meta_status.as_deref()).sends();
        match self {
            Self::Name { decision, name } => decide_name(row, decision, name),
            Self::QualityLow(true) => row.quality_raw = Some("RED".into()),
            // Better than low, Meta does not say how much; the next sync reads it.
            Self::QualityLow(false) if row.quality_raw.as_deref() == Some("RED") => {
                row.quality_raw = Some("UNKNOWN".into());
            }
            Self::Flagged(true) if sends => row.meta_status = Some("FLAGGED".into()),
            Self::Flagged(false) if row.meta_status.as_deref() == Some("FLAGGED") => {
                row.meta_status = Some("CONNECTED".into());
            }
            Self::Onboarded if !sends => row.meta_status = Some("CONNECTED".into()),
            Self::QualityLow(false) | Self::Flagged(_) | Self::Onboarded => {}
            Self::Limit(tier) => row.limit_raw = Some(tier),
            Self::ThroughputHigh => row.throughput_raw = Some("HIGH".into()),
            Self::PinSet(set) => row.pin_set = Some(set),
        }
    }
}

/// A decision on the name in use, or on the one that was asked for; the new name comes into use by registering again. Meta's
/// word is kept as it came.
fn decide_name(row: &mut number::Model, decision: String, name: Option<String>) {
    let name = name.filter(|name| !name.trim().is_empty());
    let on_current = match &name {
        Some(name) => *name == row.display_name,
        None => row.name_pending.is_none(),
    };
    if on_current {
        row.name_status = Some(decision);
    } else {
        row.name_pending = name.or_else(|| row.name_pending.take());
        row.new_name_status = Some(decision);
    }
}

pub fn of_name(event: MetaPhoneName) -> Option<Vec<NumberEdit>> {
    Some(vec![NumberEdit::Name { decision: event.decision, name: event.requested_verified_name }])
}

/// None: an event that is only kept.
pub fn of_quality(event: MetaPhoneQuality) -> Option<Vec<NumberEdit>> {
    let limit = event.max_daily_conversations_per_business.or(event.current_limit);
    let limit = limit.filter(|tier| tier != "TIER_NOT_SET").map(NumberEdit::Limit);
    Some(match event.event.as_str() {
        "FLAGGED" => vec![NumberEdit::QualityLow(true), NumberEdit::Flagged(true)],
        "UNFLAGGED" => vec![NumberEdit::QualityLow(false), NumberEdit::Flagged(false)],
        "UPGRADE" | "DOWNGRADE" => vec![limit?],
        "ONBOARDING" => std::iter::once(NumberEdit::Onboarded).chain(limit).collect(),
        "THROUGHPUT_UPGRADE" => vec![NumberEdit::ThroughputHigh],
        _ => return None,
    })
}

/// Asking for a reset changes nothing yet, but it happened.
pub fn of_security(event: &MetaSecurity) -> Option<Vec<NumberEdit>> {
    match event.event.as_str() {
        "PIN_CHANGED" => Some(vec![NumberEdit::PinSet(true)]),
        "PIN_REQUEST_SUCCESS" => Some(vec![NumberEdit::PinSet(false)]),
        "PIN_RESET_REQUEST" => Some(Vec::new()),
        _ => None,
    }
}
