//! `account_alerts`: Meta's own alerts, opened and closed per kind, about one number or the WABA and its business.

use clienthub_shared::activity::Change;
use clienthub_shared::id::EventId;

use super::batch::{Batch, Told, outcome};
use crate::error::AppResult;
use crate::graph::MetaAccountAlert;
use crate::service::change::About;
use crate::store::meta_event::EventOutcome;
use crate::store::{meta_alert, number};

/// Longest word for an alert: it is part of a key.
const KIND_MAX: usize = 100;

pub async fn apply(batch: &mut Batch<'_>, told: &Told, alert: MetaAccountAlert) -> AppResult<EventOutcome> {
    let Some(kind) = alert.kind.clone().filter(|kind| kind.len() <= KIND_MAX) else { return Ok(EventOutcome::Kept) };
    let about_number = alert.entity_type.as_deref() == Some("PHONE_NUMBER");
    let number = match alert.entity_id.clone().filter(|_| about_number) {
        Some(meta_id) => number::list_by_meta_ids(&**batch.tx, batch.org, batch.waba_id, &[meta_id]).await?.pop(),
        None => None,
    };
    let (object, version) = match &number {
        Some(number) => (number.id.clone(), number.version),
        None => (batch.waba.id.clone(), batch.waba.version),
    };
    let number_id = number.map(|number| number.id);
    batch.clocks.load(batch.tx, &[&object]).await?;
    let news = batch.clocks.news(&object, &batch.waba, &format!("alert:{kind}"), told);
    let change = match news {
        Some(_) => turn(batch, number_id.as_deref(), alert, &kind).await?,
        None => None,
    };
    let changes: Vec<_> = change.into_iter().collect();
    if !changes.is_empty() {
        let about = About { org: &batch.waba.org_id, object: &object, version };
        let kinds = vec!["meta_alert.changed.v1"];
        batch.trail.add(&batch.app.clock, about, &changes, kinds, &told.cause());
    }
    let (settled, shown) = outcome(1, usize::from(news.is_some()));
    batch.activity.push(told.activity(&batch.app.clock, &batch.waba, number_id.as_deref(), shown, &changes));
    Ok(settled)
}

/// Opens the alert, brings it up to date, or closes it.
async fn turn(
    batch: &Batch<'_>,
    number_id: Option<&str>,
    alert: MetaAccountAlert,
    kind: &str,
) -> AppResult<Option<Change>> {
    let (tx, now) = (&**batch.tx, batch.app.clock.now().timestamp_micros());
    let open = meta_alert::find_open(tx, batch.org, &batch.waba.id, number_id, kind).await?;
    let severity = alert.severity.unwrap_or_else(|| "INFORMATIONAL".into());
    let change = |from: Option<&str>, to: Option<&str>| {
        Some(Change { attribute: "alert".into(), from: from.map(Into::into), to: to.map(Into::into) })
    };
    let is_over = alert.status.as_deref() == Some("NONE");
    Ok(match open {
        Some(row) if is_over => {
            meta_alert::update(tx, meta_alert::Model { closed_at: Some(now), ..row }).await?;
            change(Some(kind), None)
        }
        Some(row) => {
            meta_alert::update(tx, meta_alert::Model { severity, description: alert.description, ..row }).await?;
            None
        }
        None if is_over => None,
        None => {
            let row = meta_alert::Model {
                id: EventId::from_uuid(batch.app.clock.uuid()).to_string(),
                org_id: batch.waba.org_id.clone(),
                waba_id: batch.waba.id.clone(),
                number_id: number_id.map(Into::into),
                kind: kind.into(),
                severity,
                description: alert.description,
                opened_at: now,
                closed_at: None,
            };
            meta_alert::insert(tx, row).await?;
            change(None, Some(kind))
        }
    })
}
