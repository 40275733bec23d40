//! Words of numbers.

use clienthub_shared::number::NumberSort;
use clienthub_shared::registration::RegistrationState;
use clienthub_shared::status::{AccountMode, LimitTier, NameState, NumberStatus, Platform, Quality, Throughput};

use crate::intl;
use crate::tr;
use crate::ui::badge::{Badge, Look, Tone};

/// `meta` is Meta's own word, shown when we do not know it.
pub fn status(status: NumberStatus, meta: Option<&str>) -> Badge {
    use Look::{Loud, Quiet};
    let (text, icon, tone, look) = match status {
        NumberStatus::Terminated => (tr!(number_status.terminated), "archive", Tone::Idle, Quiet),
        NumberStatus::Migrated => (tr!(number_status.migrated), "arrow-right-left", Tone::Idle, Quiet),
        NumberStatus::Banned => (tr!(number_status.banned), "ban", Tone::Bad, Loud),
        NumberStatus::Disconnected => (tr!(number_status.disconnected), "unplug", Tone::Bad, Loud),
        NumberStatus::Error => (tr!(number_status.error), "circle-alert", Tone::Bad, Loud),
        NumberStatus::PendingDeletion => (tr!(number_status.pending_deletion), "calendar-x", Tone::Wait, Loud),
        NumberStatus::Flagged => (tr!(number_status.flagged), "flag", Tone::Wait, Loud),
        NumberStatus::Restricted => (tr!(number_status.restricted), "octagon-pause", Tone::Bad, Loud),
        NumberStatus::RateLimited => (tr!(number_status.rate_limited), "gauge", Tone::Wait, Loud),
        NumberStatus::Connected => (tr!(number_status.connected), "circle-check", Tone::Ok, Quiet),
        NumberStatus::Verified => (tr!(number_status.verified), "shield-check", Tone::Act, Loud),
        NumberStatus::CodeRequested => (tr!(number_status.code_requested), "message-square-more", Tone::Act, Loud),
        NumberStatus::Created => (tr!(number_status.created), "circle-dashed", Tone::Idle, Quiet),
        NumberStatus::Unknown => {
            let text = meta.filter(|meta| *meta != "UNKNOWN").unwrap_or_else(|| tr!(number_status.unknown));
            return Badge::quiet(text, "circle-question-mark", Tone::Idle);
        }
    };
    Badge::new(text, icon, tone, look)
}

pub fn name(state: NameState) -> Badge {
    match state {
        NameState::Approved => Badge::quiet(tr!(name_state.approved), "badge-check", Tone::Ok),
        NameState::UnderReview => Badge::loud(tr!(name_state.under_review), "hourglass", Tone::Wait),
        NameState::Declined => Badge::loud(tr!(name_state.declined), "circle-x", Tone::Bad),
        NameState::Expired => Badge::loud(tr!(name_state.expired), "circle-x", Tone::Bad),
        NameState::None => Badge::quiet(tr!(name_state.none), "minus", Tone::Idle),
    }
}

pub fn quality(quality: Quality) -> Badge {
    match quality {
        Quality::High => Badge::quiet(tr!(quality.high), "q-high", Tone::Ok),
        Quality::Medium => Badge::new(tr!(quality.medium), "q-medium", Tone::Wait, Look::Tint),
        Quality::Low => Badge::new(tr!(quality.low), "q-low", Tone::Bad, Look::Tint),
        Quality::Unknown => Badge::quiet(tr!(quality.unknown), "q-unknown", Tone::Idle),
    }
}

/// Customers in 24 hours: "250", "10K".
pub fn limit(tier: LimitTier) -> String {
    match tier {
        LimitTier::T50 => intl::number(50),
        LimitTier::T250 => intl::number(250),
        LimitTier::T1k => tr!(limit.thousand, n = 1),
        LimitTier::T2k => tr!(limit.thousand, n = 2),
        LimitTier::T10k => tr!(limit.thousand, n = 10),
        LimitTier::T100k => tr!(limit.thousand, n = 100),
        LimitTier::Unlimited => tr!(limit.unlimited).to_owned(),
        LimitTier::Unknown => tr!(limit.unknown).to_owned(),
    }
}

/// "10K a day"; `None` while unknown.
pub fn limit_a_day(tier: LimitTier) -> Option<String> {
    match tier {
        LimitTier::Unknown => None,
        LimitTier::Unlimited => Some(limit(tier)),
        LimitTier::T50 | LimitTier::T250 | LimitTier::T1k | LimitTier::T2k | LimitTier::T10k | LimitTier::T100k => {
            Some(tr!(limit.a_day, n = limit(tier)))
        }
    }
}

pub fn throughput(throughput: Throughput) -> String {
    match throughput {
        Throughput::Standard => tr!(throughput.per_second, n = intl::number(80)),
        Throughput::High => tr!(throughput.per_second, n = intl::number(1000)),
        Throughput::NotApplicable => tr!(throughput.not_applicable).to_owned(),
        Throughput::Unknown => tr!(throughput.unknown).to_owned(),
    }
}

pub fn account_mode(mode: AccountMode) -> &'static str {
    match mode {
        AccountMode::Live => tr!(account_mode.live),
        AccountMode::Sandbox => tr!(account_mode.sandbox),
        AccountMode::Unknown => tr!(account_mode.unknown),
    }
}

pub fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::CloudApi => tr!(platform.cloud_api),
        Platform::OnPremise => tr!(platform.on_premise),
        Platform::NotApplicable => tr!(platform.not_applicable),
        Platform::Unknown => tr!(platform.unknown),
    }
}

pub fn registration(state: RegistrationState) -> Badge {
    match state {
        RegistrationState::NotRegistered => Badge::quiet(tr!(registration.not_registered), "circle-dashed", Tone::Idle),
        RegistrationState::CodeRequested => {
            Badge::loud(tr!(registration.code_requested), "message-square-more", Tone::Act)
        }
        RegistrationState::Verifying => Badge::loud(tr!(registration.verifying), "hourglass", Tone::Wait),
        RegistrationState::Verified => Badge::loud(tr!(registration.verified), "shield-check", Tone::Act),
        RegistrationState::Registering => Badge::loud(tr!(registration.registering), "hourglass", Tone::Wait),
        RegistrationState::NeedsPin => Badge::loud(tr!(registration.needs_pin), "user-round", Tone::Act),
        RegistrationState::WaitsUntil => Badge::loud(tr!(registration.waits_until), "hourglass", Tone::Wait),
        RegistrationState::Failed => Badge::loud(tr!(registration.failed), "circle-x", Tone::Bad),
        RegistrationState::Connected => Badge::quiet(tr!(registration.connected), "circle-check", Tone::Ok),
    }
}

pub fn sort(sort: NumberSort) -> &'static str {
    match sort {
        NumberSort::Added => tr!(sort.added),
        NumberSort::Name => tr!(sort.name),
        NumberSort::Status => tr!(sort.status),
    }
}

/// "+49 302 312 5014": the country's code, then threes. Only for the eye; copies carry E.164.
pub fn phone(e164: &str) -> String {
    let Some(digits) = e164.strip_prefix('+') else {
        return e164.to_owned();
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || digits.len() < 8 {
        return e164.to_owned();
    }
    let (code, mut rest) = digits.split_at(country_code_len(digits));
    let mut text = format!("+{code}");
    while !rest.is_empty() {
        let take = if rest.len() > 4 { 3 } else { rest.len() };
        let (group, tail) = rest.split_at(take);
        text.push('\u{a0}');
        text.push_str(group);
        rest = tail;
    }
    text
}

/// ITU E.164: one digit for zones 1 and 7, two for these, else three.
fn country_code_len(digits: &str) -> usize {
    const TWO: &[&str] = &[
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
        "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    match digits.as_bytes().first() {
        Some(b'1' | b'7') => 1,
        _ if TWO.iter().any(|code| digits.starts_with(code)) => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::phone;

    #[test]
    fn a_phone_number_is_grouped_after_its_country_code() {
        assert_eq!(phone("+493023125014"), "+49\u{a0}302\u{a0}312\u{a0}5014");
        assert_eq!(phone("+12065550187"), "+1\u{a0}206\u{a0}555\u{a0}0187");
        assert_eq!(phone("+351210000000"), "+351\u{a0}210\u{a0}000\u{a0}000");
        assert_eq!(phone("12345"), "12345");
    }
}
