//! Open alerts of an organisation, derived at every reading: nothing is stored, so nothing can stay behind. Five queries, however
//! many WABAs there are; what a page leaves out is derived too, since its place is known only then. Restrictions that do not stop messaging are notices (product 3).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Bound;

use chrono::{DateTime, Utc};
use clienthub_shared::alert::{Alert, AlertCode, Severity};
use clienthub_shared::id::{NumberId, OrgId, WabaId};
use clienthub_shared::waba::TokenState;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::clock::from_micros;
use crate::error::AppResult;
use crate::service::status::words::{self, Ban};
use crate::service::template::summary::REJECTED_SHOWN;
use crate::service::view::waba::{EXPIRES_SOON, restrictions, token_state};
use crate::state::AppState;
use crate::store::alert::{LowQualityRow, MetaAlertRow, RejectedRow, TemplateSyncRow, WabaFactsRow};
use crate::store::{self, StoreResult, word};

/// An alert's place in the list: the most severe first, then the newest. Two alerts with one place say the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    severity: Severity,
    since: Reverse<Option<i64>>,
    waba: WabaId,
    code: AlertCode,
    number: Option<NumberId>,
    /// Of what else tells two alerts apart, as Meta's words are long.
    hash: u64,
}

impl Position {
    fn of(alert: &Alert) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(alert.until.map_or(0, |until| until.timestamp_micros()).to_be_bytes());
        hasher.update(alert.detail.as_deref().unwrap_or_default());
        Self {
            severity: alert.severity,
            since: Reverse(alert.since.map(|since| since.timestamp_micros())),
            waba: alert.waba_id,
            code: alert.code,
            number: alert.number_id,
            hash: hasher.finalize().iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte)),
        }
    }
}

/// A page of the open alerts, where the next one goes on, and how many there are in all.
pub async fn page(
    app: &AppState,
    org: OrgId,
    after: Option<&Position>,
    limit: u32,
) -> AppResult<(Vec<Alert>, Option<Position>, u64)> {
    let alerts = all(app, org).await?;
    let from = after.map_or(Bound::Unbounded, Bound::Excluded);
    let mut rows = alerts.range((from, Bound::Unbounded));
    let page: Vec<_> = rows.by_ref().take(limit as usize).collect();
    let next = rows.next().and(page.last()).map(|(position, _)| (*position).clone());
    Ok((page.into_iter().map(|(_, alert)| alert.clone()).collect(), next, alerts.len() as u64))
}

async fn all(app: &AppState, org: OrgId) -> AppResult<BTreeMap<Position, Alert>> {
    let (db, now) = (app.db.read(), app.clock.now());
    let mut alerts = Vec::new();
    for row in store::alert::list_wabas(db, org, now + EXPIRES_SOON).await? {
        of_waba(&row, now, &mut alerts)?;
    }
    for row in store::alert::list_low_quality(db, org).await? {
        alerts.push(low_quality(row)?);
    }
    for row in store::alert::list_rejected(db, org, now - REJECTED_SHOWN).await? {
        alerts.push(rejected(row)?);
    }
    for row in store::alert::list_template_syncs(db, org).await? {
        // With a dead token nothing can be read; one alert says it.
        let has_token =
            |alert: &Alert| alert.code == AlertCode::TokenExpired && alert.waba_id.to_string() == row.waba_id;
        if !alerts.iter().any(has_token) {
            alerts.push(template_sync(row)?);
        }
    }
    for row in store::alert::list_meta(db, org).await? {
        alerts.push(of_meta(row)?);
    }
    Ok(alerts.into_iter().map(|alert| (Position::of(&alert), alert)).collect())
}

fn of_waba(row: &WabaFactsRow, now: DateTime<Utc>, alerts: &mut Vec<Alert>) -> StoreResult<()> {
    let (waba, token) = (&row.waba, row.token.as_ref());
    let blank = blank(&waba.id, &waba.name)?;
    let expires_at = token.and_then(|token| token.expires_at).map(from_micros);
    let checked_at = token.map(|token| from_micros(token.checked_at));
    let state = token_state(token, now);
    let (code, severity) = (AlertCode::TokenExpired, Severity::Critical);
    match state {
        TokenState::Expired => {
            let since = expires_at.filter(|at| *at <= now).or(checked_at);
            alerts.push(Alert { code, severity, since, until: expires_at, ..blank.clone() });
        }
        TokenState::Refused => {
            let detail = token.and_then(|token| token.refused.clone());
            alerts.push(Alert { code, severity, since: checked_at, detail, ..blank.clone() });
        }
        TokenState::Missing => alerts.push(Alert { code, severity, ..blank.clone() }),
        TokenState::Expiring => {
            let since = expires_at.map(|at| at - EXPIRES_SOON);
            let (code, severity) = (AlertCode::TokenExpiring, Severity::Warning);
            alerts.push(Alert { code, severity, since, until: expires_at, ..blank.clone() });
        }
        TokenState::Valid => {}
    }
    for restriction in restrictions(waba, now)? {
        let severity = if restriction.stops_messaging { Severity::Critical } else { Severity::Info };
        let (until, detail) = (restriction.expires_at, Some(restriction.kind));
        alerts.push(Alert { code: AlertCode::Restriction, severity, until, detail, ..blank.clone() });
    }
    let ban = words::ban(waba.ban_state.as_deref());
    if ban == Ban::Disabled {
        let (since, detail) = (Some(from_micros(waba.status_since)), waba.ban_state.clone());
        alerts.push(Alert { code: AlertCode::Banned, severity: Severity::Critical, since, detail, ..blank.clone() });
    }
    if waba.violation.is_some() || ban == Ban::Scheduled {
        let since = waba.violation_at.map(from_micros);
        let detail = waba.violation.clone().or_else(|| waba.ban_state.clone());
        alerts.push(Alert { code: AlertCode::Violation, severity: Severity::Critical, since, detail, ..blank.clone() });
    }
    // With a dead token a sync cannot but fail; one alert says it.
    let token_works = matches!(state, TokenState::Valid | TokenState::Expiring);
    if waba.sync_failed_at.is_some() && token_works {
        // Since when the page's statuses are old: the last good sync, or else the reading that came with connecting.
        let (since, detail) = (Some(from_micros(waba.synced_at.unwrap_or(waba.added_at))), waba.sync_error.clone());
        alerts.push(Alert { code: AlertCode::SyncFailing, severity: Severity::Warning, since, detail, ..blank });
    }
    Ok(())
}

fn low_quality(row: LowQualityRow) -> StoreResult<Alert> {
    let mut alert = Alert {
        code: AlertCode::LowQuality,
        severity: Severity::Warning,
        count: u64::try_from(row.count).ok(),
        since: Some(from_micros(row.since)),
        ..blank(&row.waba_id, &row.waba_name)?
    };
    if row.count == 1 {
        alert.number_id = Some(word("numbers.id", &row.number_id)?);
        alert.number_name = Some(row.number_name);
    }
    Ok(alert)
}

fn rejected(row: RejectedRow) -> StoreResult<Alert> {
    let mut alert = Alert {
        code: AlertCode::TemplatesRejected,
        severity: Severity::Warning,
        count: u64::try_from(row.count).ok(),
        since: Some(from_micros(row.since)),
        ..blank(&row.waba_id, &row.waba_name)?
    };
    if row.count == 1 {
        alert.template_id = Some(word("templates.id", &row.template_id)?);
        alert.template_name = Some(row.template_name);
    }
    Ok(alert)
}

fn template_sync(row: TemplateSyncRow) -> StoreResult<Alert> {
    Ok(Alert {
        code: AlertCode::TemplateSyncFailing,
        severity: Severity::Warning,
        since: row.since.map(from_micros),
        detail: row.error,
        ..blank(&row.waba_id, &row.waba_name)?
    })
}

fn of_meta(row: MetaAlertRow) -> StoreResult<Alert> {
    let severity = match row.severity.to_ascii_lowercase().as_str() {
        "critical" => Severity::Critical,
        "warning" => Severity::Warning,
        // INFORMATIONAL, or a word that we do not know.
        _ => Severity::Info,
    };
    Ok(Alert {
        code: AlertCode::MetaAlert,
        severity,
        number_id: row.number_id.as_deref().map(|id| word("numbers.id", id)).transpose()?,
        number_name: row.number_name,
        since: Some(from_micros(row.opened_at)),
        detail: Some(row.description.unwrap_or(row.kind)),
        ..blank(&row.waba_id, &row.waba_name)?
    })
}

/// An alert of a WABA that says nothing yet.
fn blank(waba_id: &str, waba_name: &str) -> StoreResult<Alert> {
    Ok(Alert {
        code: AlertCode::MetaAlert,
        severity: Severity::Info,
        waba_id: word("wabas.id", waba_id)?,
        waba_name: waba_name.to_owned(),
        number_id: None,
        number_name: None,
        template_id: None,
        template_name: None,
        count: None,
        since: None,
        until: None,
        detail: None,
    })
}

#[cfg(test)]
mod tests {
    use clienthub_shared::status::WabaStatus;
    use clienthub_shared::waba::Restriction;

    use super::*;
    use crate::store::number_list_tests::{org_id, waba_row};
    use crate::store::waba_list::TokenFacts;

    fn now() -> DateTime<Utc> {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn days(days: i64) -> DateTime<Utc> {
        now() + chrono::TimeDelta::days(days)
    }

    fn row(expires_at: Option<DateTime<Utc>>, refused: Option<&str>) -> WabaFactsRow {
        let token = TokenFacts {
            scopes: "whatsapp_business_management".into(),
            expires_at: expires_at.map(|at| at.timestamp_micros()),
            checked_at: now().timestamp_micros(),
            given_at: 0,
            source: "pasted".into(),
            refused: refused.map(Into::into),
            giver: None,
        };
        WabaFactsRow { waba: waba_row(org_id(1), 11, "Birch", WabaStatus::Approved), token: Some(token) }
    }

    fn alerts(row: &WabaFactsRow) -> Vec<(AlertCode, Severity)> {
        let mut alerts = Vec::new();
        of_waba(row, now(), &mut alerts).unwrap();
        alerts.into_iter().map(|alert| (alert.code, alert.severity)).collect()
    }

    fn since(row: &WabaFactsRow) -> Option<DateTime<Utc>> {
        let mut alerts = Vec::new();
        of_waba(row, now(), &mut alerts).unwrap();
        alerts[0].since
    }

    #[test]
    fn a_token_is_an_alert_from_fourteen_days_before_its_end() {
        let (expired, expiring) =
            ((AlertCode::TokenExpired, Severity::Critical), (AlertCode::TokenExpiring, Severity::Warning));
        assert_eq!(alerts(&row(None, None)), []);
        assert_eq!(alerts(&row(Some(days(15)), None)), []);
        assert_eq!(alerts(&row(Some(days(13)), None)), [expiring]);
        assert_eq!(alerts(&row(Some(now()), None)), [expired]);
        assert_eq!(alerts(&row(None, Some("token_invalid"))), [expired]);
        assert_eq!(alerts(&WabaFactsRow { token: None, ..row(None, None) }), [expired]);
    }

    #[test]
    fn a_failing_sync_is_an_alert_only_while_the_token_works() {
        let mut failing = row(None, None);
        failing.waba.sync_failed_at = Some(now().timestamp_micros());
        // Somebody asked for another, which has not come to its end.
        failing.waba.sync_state = "running".into();
        assert_eq!(alerts(&failing), [(AlertCode::SyncFailing, Severity::Warning)]);
        assert_eq!(since(&failing), Some(from_micros(failing.waba.added_at)));
        failing.waba.synced_at = Some(days(-1).timestamp_micros());
        assert_eq!(since(&failing), Some(days(-1)));
        failing.token = row(Some(days(-1)), None).token;
        assert_eq!(alerts(&failing), [(AlertCode::TokenExpired, Severity::Critical)]);
    }

    #[test]
    fn restrictions_count_until_they_end_and_by_what_they_stop() {
        let restriction = |kind: &str, end: Option<i64>| Restriction {
            kind: kind.into(),
            stops_messaging: false,
            expires_at: end.map(days),
            remediation: None,
        };
        let all = [
            restriction("RESTRICTED_BIZ_INITIATED_MESSAGING", Some(1)),
            restriction("RESTRICTED_ADD_PHONE_NUMBER_ACTION", None),
            restriction("RESTRICTED_CUSTOMER_INITIATED_MESSAGING", Some(-1)),
        ];
        let mut restricted = row(None, None);
        restricted.waba.restrictions = serde_json::to_string(&all).ok();
        let expected = [(AlertCode::Restriction, Severity::Critical), (AlertCode::Restriction, Severity::Info)];
        assert_eq!(alerts(&restricted), expected);
    }

    #[test]
    fn bans_and_violations_are_told_apart() {
        let mut waba = row(None, None);
        waba.waba.ban_state = Some("SCHEDULE_FOR_DISABLE".into());
        assert_eq!(alerts(&waba), [(AlertCode::Violation, Severity::Critical)]);
        waba.waba.ban_state = Some("DISABLE".into());
        assert_eq!(alerts(&waba), [(AlertCode::Banned, Severity::Critical)]);
        waba.waba.ban_state = Some("REINSTATE".into());
        assert_eq!(alerts(&waba), []);
    }
}
