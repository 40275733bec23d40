//! States that change by time alone: a token or a restriction ends, a proof of ownership grows old, a sync has failed for long.

use clienthub_shared::activity::{Action, Change, Outcome};
use clienthub_shared::id::{NumberId, WabaId};

use crate::error::AppResult;
use crate::service::activity;
use crate::service::change::{self, Cause, Source};
use crate::state::AppState;
use crate::store::{self, Tx, waba};

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
    let Some(before) = waba::lock_any_org(&*tx, &id.to_string()).await? else { return Ok(()) };
    let token = store::credential::find(&*tx, before.org()?, id).await?;
    let mut after = before.clone();
    change::derive_waba(&mut after, token.as_ref(), now)?;
    let changes = change::save_waba(&tx, &app.clock, &before, &after, &CAUSE).await?;
    change::rederive_numbers(&tx, &app.clock, &after, token.as_ref(), &CAUSE).await?;
    note(app, &tx, &after, None, changes).await?;
    Ok(tx.commit().await?)
}

async fn expire_number(app: &AppState, id: NumberId) -> AppResult<()> {
    let Some((row, _)) = store::number::find_any_org(app.db.read(), id).await? else { return Ok(()) };
    let tx = app.db.begin().await?;
    let Some(waba) = waba::lock_any_org(&*tx, &row.waba_id).await? else { return Ok(()) };
    let Some((before, _)) = store::number::find_any_org(&*tx, id).await? else { return Ok(()) };
    let token = store::credential::find(&*tx, waba.org()?, waba.id()?).await?;
    let mut after = before.clone();
    change::derive_number(&mut after, &waba, token.as_ref(), app.clock.now())?;
    let changes = change::save_number(&tx, &app.clock, &before, &after, &CAUSE).await?;
    note(app, &tx, &waba, Some(&after.id), changes).await?;
    Ok(tx.commit().await?)
}

async fn note(
    app: &AppState,
    tx: &Tx,
    waba: &waba::Model,
    number: Option<&str>,
    changes: Vec<Change>,
) -> AppResult<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let row = activity::by_hub(&app.clock, waba, number, Action::TimePassed, Outcome::Done, &changes);
    Ok(store::activity::insert_many(&**tx, vec![row]).await?)
}
