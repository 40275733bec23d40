//! Applying Meta's stored webhooks to WABAs, numbers and templates, in the order of their arrival. An event is weighed attribute by
//! attribute: one that is older by Meta's clock than what was applied, or that a sync has overtaken, changes nothing and is
//! shown as superseded. Start at `apply_events`; what each field means is in `waba.rs`, `number.rs` and `template.rs`.

mod alert;
mod batch;
mod capability;
mod number;
mod template;
#[cfg(test)]
pub mod tests;
mod waba;

use crate::clock::from_micros;
use crate::error::{AppError, AppResult};
use crate::graph::MetaEvent;
use crate::state::AppState;
use crate::store::meta_event::{self, EventOutcome};
use crate::store::{Tx, waba as waba_store};
use batch::{Batch, Told};

/// Events in one transaction: it holds SQLite's only writer, and new webhooks wait meanwhile.
const BATCH: usize = 200;
/// The same while webhooks come in faster than one at a time.
const BATCH_WHEN_BUSY: usize = 40;

const YEAR_2100: i64 = 4_102_444_800;

/// Fields about one number. They wait for the first sync, which brings the numbers.
const NUMBER_FIELDS: [&str; 3] = ["phone_number_name_update", "phone_number_quality_update", "security"];

/// How many events stand or fall together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    Batches,
    /// After failures: the event that cannot be applied is found, kept, and passed over.
    OneByOne,
}

/// Applies some of the pending events of a WABA, by its Meta id, in one transaction. True: come again, there are more.
/// Nothing happens while no organisation has the WABA connected; the events wait. After the first sync of a WABA come again.
pub async fn apply_events(app: &AppState, waba_meta_id: &str, pace: Pace) -> AppResult<bool> {
    let tx = app.db.begin().await?;
    let Some(found) = waba_store::find_active_any_org(&*tx, waba_meta_id).await? else { return Ok(false) };
    let but: &[&str] = if found.synced_at.is_none() { &NUMBER_FIELDS } else { &[] };
    let limit = match pace {
        Pace::OneByOne => 1,
        Pace::Batches if app.intake.is_busy() => BATCH_WHEN_BUSY,
        Pace::Batches => BATCH,
    };
    let rows = meta_event::list_pending_any_org(&*tx, waba_meta_id, but, limit as u64).await?;
    let Some(first) = rows.first() else { return Ok(false) };
    match apply_rows(app, tx, found, &rows, limit).await {
        Err(error @ AppError::Internal(_)) if pace == Pace::OneByOne && !error.is_raced() => {
            tracing::error!(event = first.id, field = first.field, cause = %error, "a webhook cannot be applied and is only kept");
            let tx = app.db.begin().await?;
            meta_event::settle_any_org(&*tx, std::slice::from_ref(&first.id), EventOutcome::Kept, app.clock.now())
                .await?;
            tx.commit().await?;
            Ok(true)
        }
        more => more,
    }
}

async fn apply_rows(
    app: &AppState,
    tx: Tx,
    found: waba_store::Model,
    rows: &[meta_event::Model],
    limit: usize,
) -> AppResult<bool> {
    // It concerns more WABAs than this one and stands alone in its transaction.
    if let Some(first) = rows.first()
        && let Some(MetaEvent::BusinessCapability(capability)) = parse(first)
    {
        capability::apply(app, &tx, found, &told(first)?, &capability).await?;
        tx.commit().await?;
        return Ok(true);
    }
    let held = waba_store::lock_any_org(&*tx, &found.id).await?;
    // Disconnected between the two reads: the next turn sees it.
    let Some(waba) = held.filter(|waba| waba.disconnected_at.is_none()) else { return Ok(true) };
    let mut batch = Batch::new(app, &tx, waba).await?;
    let mut done = 0;
    for row in rows {
        let event = parse(row);
        if matches!(event, Some(MetaEvent::BusinessCapability(_))) {
            break;
        }
        let told = told(row)?;
        let outcome = match event {
            Some(MetaEvent::AccountReview(review)) => batch.waba_event(&told, waba::of_review(review)).await?,
            Some(MetaEvent::AccountUpdate(update)) => {
                batch.waba_event(&told, waba::of_update(*update, &told, &app.config.meta.app_id)).await?
            }
            Some(MetaEvent::PhoneName(name)) => {
                let digits = name.display_phone_number.clone();
                batch.number_event(&told, digits.as_deref(), number::of_name(name)).await?
            }
            Some(MetaEvent::PhoneQuality(quality)) => {
                let digits = quality.display_phone_number.clone();
                batch.number_event(&told, digits.as_deref(), number::of_quality(quality)).await?
            }
            Some(MetaEvent::Security(security)) => {
                let edits = number::of_security(&security);
                batch.number_event(&told, security.display_phone_number.as_deref(), edits).await?
            }
            Some(MetaEvent::AccountAlert(alert)) => alert::apply(&mut batch, &told, alert).await?,
            Some(MetaEvent::TemplateStatus(status)) => {
                batch.template_event(&told, template::of_status(*status)).await?
            }
            Some(MetaEvent::TemplateQuality(quality)) => {
                batch.template_event(&told, template::of_quality(quality)).await?
            }
            Some(MetaEvent::TemplateCategory(category)) => {
                batch.template_event(&told, template::of_category(*category)).await?
            }
            Some(MetaEvent::TemplateComponents(parts)) => {
                batch.template_event(&told, template::of_components(*parts)).await?
            }
            Some(MetaEvent::BusinessCapability(_) | MetaEvent::Other) | None => EventOutcome::Kept,
        };
        batch.settle(row, outcome);
        done += 1;
        if batch.numbers_follow() {
            break;
        }
    }
    batch.finish().await?;
    tx.commit().await?;
    Ok(done < rows.len() || rows.len() == limit)
}

/// None: a known field in a shape that we do not know. It is kept.
fn parse(row: &meta_event::Model) -> Option<MetaEvent> {
    match MetaEvent::parse(&row.field, &row.value) {
        Ok(event) => Some(event),
        Err(error) => {
            tracing::warn!(event = row.id, field = row.field, %error, "a webhook has an unknown shape and is only kept");
            None
        }
    }
}

fn told(row: &meta_event::Model) -> AppResult<Told> {
    let id = row.id.parse().map_err(|_| anyhow::anyhow!("meta_events.id {:?}", row.id))?;
    // Milliseconds, or nonsense, would outdo every event to come.
    let time = row.entry_time.filter(|time| *time < YEAR_2100);
    Ok(Told { id, field: row.field.clone(), time, arrived_at: from_micros(row.received_at) })
}
