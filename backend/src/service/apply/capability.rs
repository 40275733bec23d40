//! `business_capability_update`: a new messaging limit of the portfolio, for all its WABAs in the organisation and their
//! numbers. Alone in its transaction, which holds all these WABAs.

use clienthub_shared::activity::{Change, Outcome};

use super::batch::{Clocks, Told, outcome};
use crate::error::AppResult;
use crate::graph::MetaBusinessCapability;
use crate::service::change::{self, NewLimit, Trail};
use crate::service::status::words;
use crate::state::AppState;
use crate::store::meta_event::EventOutcome;
use crate::store::{Tx, activity, attribute_clock, credential, meta_event, waba};

pub async fn apply(
    app: &AppState,
    tx: &Tx,
    found: waba::Model,
    told: &Told,
    capability: &MetaBusinessCapability,
) -> AppResult<()> {
    let limit = capability.max_daily_conversations_per_business.clone();
    let limit = limit.or_else(|| capability.max_daily_conversation_per_phone.map(|limit| limit.to_string()));
    let settled = match limit {
        Some(limit) => apply_limit(app, tx, &found, told, &limit).await?,
        None => EventOutcome::Kept,
    };
    Ok(meta_event::settle_any_org(&**tx, &[told.id.to_string()], settled, app.clock.now()).await?)
}

async fn apply_limit(
    app: &AppState,
    tx: &Tx,
    found: &waba::Model,
    told: &Told,
    limit: &str,
) -> AppResult<EventOutcome> {
    let org = found.org()?;
    let wabas = match &found.portfolio_meta_id {
        Some(portfolio) => waba::lock_portfolio(&**tx, org, portfolio).await?,
        None => waba::lock_any_org(&**tx, &found.id).await?.into_iter().collect(),
    };
    let (mut clocks, mut rows, mut settled) = (Clocks::default(), Vec::new(), EventOutcome::Superseded);
    for before in wabas {
        clocks.load(tx, &[&before.id]).await?;
        let news = clocks.news(&before.id, &before, attribute_clock::LIMIT, told);
        if before.id == found.id {
            settled = outcome(1, usize::from(news.is_some())).0;
        }
        let Some(event_time) = news else {
            if before.id == found.id {
                rows.push(told.activity(&app.clock, &before, None, Outcome::Superseded, &[]));
            }
            continue;
        };
        let changes = one_waba(app, tx, &before, told, NewLimit { raw: limit, event_time }).await?;
        if before.id == found.id || !changes.is_empty() {
            rows.push(told.activity(&app.clock, &before, None, Outcome::Applied, &changes));
        }
    }
    clocks.write(tx).await?;
    activity::insert_many(&**tx, rows).await?;
    Ok(settled)
}

async fn one_waba(
    app: &AppState,
    tx: &Tx,
    before: &waba::Model,
    told: &Told,
    limit: NewLimit<'_>,
) -> AppResult<Vec<Change>> {
    let (org, id) = (before.org()?, before.id()?);
    let token = credential::find(&**tx, org, id).await?;
    let after = waba::Model { limit_raw: Some(limit.raw.into()), ..before.clone() };
    let mut changes = Vec::new();
    if after != *before {
        waba::update(&**tx, &after).await?;
        let mut trail = Trail::default();
        trail.waba(&app.clock, before, &after, &told.cause());
        trail.write(tx).await?;
        let tier = |row: &waba::Model| Some(words::limit_tier(row.limit_raw.as_deref()).as_str().to_owned());
        changes.push(Change { attribute: "limit_tier".into(), from: tier(before), to: tier(&after) });
    }
    change::rederive_with_limit(tx, &app.clock, &after, token.as_ref(), &told.cause(), Some(limit)).await?;
    Ok(changes)
}
