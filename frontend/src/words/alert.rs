//! Words of alerts: what happened as a strong clause, what to do as a sentence.

use clienthub_shared::alert::{Alert, AlertCode, Severity};

use crate::intl;
use crate::ui::badge::Tone;
use crate::{tr, tr_count};

/// (icon, strong clause, sentence)
pub fn sentence(alert: &Alert) -> (&'static str, String, String) {
    let waba = alert.waba_name.as_str();
    let number = alert.number_name.as_deref().unwrap_or(waba);
    let detail = alert.detail.clone().unwrap_or_default();
    match alert.code {
        AlertCode::TokenExpired => {
            ("key-round", tr!(alert.token_expired, waba = waba), tr!(alert.token_expired_text).to_owned())
        }
        AlertCode::TokenExpiring => {
            let until = alert.until.as_ref().map(intl::date_time).unwrap_or_default();
            ("timer", tr!(alert.token_expiring, waba = waba, until = until), tr!(alert.token_expiring_text).to_owned())
        }
        AlertCode::LowQuality => {
            let count = alert.count.unwrap_or(1);
            let strong = match &alert.number_name {
                Some(number) if count <= 1 => tr!(alert.low_quality_one, number = number.as_str()),
                Some(_) | None => {
                    tr_count!(count, alert.low_quality_many, waba = waba)
                }
            };
            ("q-low", strong, tr!(alert.low_quality_text).to_owned())
        }
        AlertCode::Restriction => {
            let detail = super::waba::restriction(&detail);
            let text = match &alert.until {
                Some(until) => tr!(alert.restriction_until, until = intl::date_time(until), detail = detail),
                None => tr!(alert.restriction_text, detail = detail),
            };
            ("shield-alert", tr!(alert.restriction, waba = waba), text)
        }
        AlertCode::Violation => {
            ("triangle-alert", tr!(alert.violation, waba = waba), tr!(alert.violation_text, detail = detail))
        }
        AlertCode::Banned => ("ban", tr!(alert.banned, waba = number), tr!(alert.banned_text).to_owned()),
        AlertCode::SyncFailing => {
            let text = match &alert.since {
                Some(since) => tr!(alert.sync_failing_text, since = intl::date_time(since)),
                None => tr!(alert.sync_failing_never).to_owned(),
            };
            ("cloud-alert", tr!(alert.sync_failing, waba = waba), text)
        }
        AlertCode::TemplatesRejected => {
            let strong = match &alert.template_name {
                Some(name) => tr!(alert.template_rejected, name = name.as_str(), waba = waba),
                None => tr_count!(alert.count.unwrap_or(1), alert.templates_rejected, waba = waba),
            };
            ("circle-x", strong, tr!(alert.templates_rejected_text).to_owned())
        }
        AlertCode::TemplateSyncFailing => {
            let text = match &alert.since {
                Some(since) => tr!(alert.template_sync_failing_text, since = intl::date_time(since)),
                None => tr!(alert.template_sync_failing_never).to_owned(),
            };
            ("cloud-alert", tr!(alert.template_sync_failing, waba = waba), text)
        }
        AlertCode::MetaAlert => ("info", tr!(alert.meta_alert, waba = number), detail),
    }
}

pub fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Critical => Tone::Bad,
        Severity::Warning => Tone::Wait,
        Severity::Info => Tone::Act,
    }
}
