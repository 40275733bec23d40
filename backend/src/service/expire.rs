//! States that change by time alone: a token or a restriction ends, a proof of ownership grows old.

use clienthub_shared::activity::{Action, ActivityKind, Change, Outcome};
use clienthub_shared::id::{EventId, NumberId, WabaId};

use crate::error::AppResult;
use crate::service::change::{self, Cause, Source};
use crate::state::AppState;
use crate::store::{self, Tx, activity};

const CAUSE: Cause = Cause { source: Source::Time, actor: None };

/// Derives a number or WABA anew; `object` is the id of either.
pub async fn expire(app: &AppState, object: &str) -> AppResult<()> {
    if let Ok(waba) = object.parse::<WabaId>() {
        expire_waba(app, waba).await
    } else if let Ok(number) = object.parse::<NumberId>() {
        expire_number(app, number).await
    } else {
        Ok(())
    }
}

async fn expire_waba(app: &AppState, id: WabaId) -> AppResult<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let Some(before) = store::waba::lock_any_org(&*tx, &id.to_string()).await? else { return Ok(()) };
    let token = store::credential::find(&*tx, before.org()?, id).await?;
    let mut after = before.clone();
    change::derive_waba(&mut after, token.as_ref(), now)?;
    let changes = change::save_waba(&tx, &app.clock, &before, &after, &CAUSE).await?;
    change::rederive_numbers(&tx, &app.clock, &after, token.as_ref(), &CAUSE).await?;
    note(app, &tx, &after.org_id, &after.id, None, changes).await?;
    Ok(tx.commit().await?)
}

async fn expire_number(app: &AppState, id: NumberId) -> AppResult<()> {
    let tx = app.db.begin().await?;
    let Some((before, waba)) = store::number::lock_any_org(&*tx, id).await? else { return Ok(()) };
    let token = store::credential::find(&*tx, waba.org()?, waba.id()?).await?;
    let mut after = before.clone();
    change::derive_number(&mut after, &waba, token.as_ref(), app.clock.now())?;
    let changes = change::save_number(&tx, &app.clock, &before, &after, &CAUSE).await?;
    note(app, &tx, &after.org_id, &waba.id, Some(&after.id), changes).await?;
    Ok(tx.commit().await?)
}

async fn note(
    app: &AppState,
    tx: &Tx,
    org: &str,
    waba: &str,
    number: Option<&str>,
    changes: Vec<Change>,
) -> AppResult<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let row = activity::Model {
        id: EventId::from_uuid(app.clock.uuid()).to_string(),
        org_id: org.into(),
        waba_id: waba.into(),
        number_id: number.map(ToOwned::to_owned),
        at: app.clock.now().timestamp_micros(),
        meta_at: None,
        kind: ActivityKind::Hub.as_str().into(),
        field: None,
        action: Some(Action::TimePassed.as_str().into()),
        outcome: Outcome::Done.as_str().into(),
        actor: None,
        changes: serde_json::to_string(&changes).map_err(anyhow::Error::new)?,
    };
    store::activity::insert_many(&**tx, vec![row]).await?;
    Ok(())
}
