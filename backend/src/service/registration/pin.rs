//! The PIN of a registered number: changed at Meta, or shown to a person who gives a password.

use clienthub_shared::activity::Action;
use clienthub_shared::id::{NumberId, OrgId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::registration::{PinPut, PinReveal, RevealedPin};
use clienthub_shared::rules::PASSWORD_MAX;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::begin::six;
use super::held::{Deed, Held, Running};
use super::pins;
use super::refusal::meaning;
use super::refused::leaves_open;
use super::run::{Access, Run};
use crate::actor::Actor;
use crate::error::{AppError, AppResult, field, field_with};
use crate::service::own_time::{Progress, in_own_time};
use crate::service::{me, status};
use crate::state::AppState;
use crate::store;
use crate::store::pin::{self, PinState, place};

/// Sets another PIN at Meta (reference 3.6). While the outcome is not known, both are kept.
pub async fn change_pin(app: &AppState, actor: &Actor, org: OrgId, id: NumberId, put: PinPut) -> AppResult<Progress> {
    let mut findings = Vec::new();
    let given = six("pin", Some(&SecretString::from(put.pin)), &mut findings);
    let Some(given) = given else { return Err(AppError::Invalid(findings)) };
    let access = Access::open(app, org, id).await?;
    let mut held = Held::open(app, org, id).await?;
    held.must_be_free()?;
    held.must_not_be_on_business_app()?;
    if !status::sends(&held.facts()?) {
        return Err(AppError::Conflict(ErrorCode::NumberNotRegistered));
    }
    let proposed = pins::propose(app, &held, &given).await?.to_string();
    held.flow.running_pin = Some(proposed.clone());
    let fence = held.begin(Running::Pin, actor).await?;
    held.audit(actor, "pin.change", json!({})).await?;
    held.save(actor, None).await?;
    let run = access.run(app, org, id, actor, fence);
    in_own_time(app, async move { send(&run, &proposed, &given).await }).await
}

async fn send(run: &Run, proposed: &str, given: &SecretString) -> AppResult<()> {
    let outcome = run.call(run.app.graph.put_pin(run.secret(), &run.meta_id, given)).await;
    let mut held = run.held().await?;
    let told = match outcome {
        Ok(()) => {
            pins::confirm(&held, proposed).await?;
            held.after.pin_set = Some(true);
            held.claim(&["pin"]).await?;
            held.end().await?;
            return held.save(&run.actor, Deed::done(Action::PinChanged)).await;
        }
        Err(error) if leaves_open(&error) => {
            pins::leave_open(&held).await?;
            error
        }
        Err(AppError::Provider(fault)) => {
            pins::withdraw(&held).await?;
            let meaning = meaning(&fault, held.tries()?, held.now);
            meaning.map_or_else(|| AppError::Provider(fault.clone()), |meaning| meaning.answer(&fault, held.now))
        }
        Err(error) => {
            pins::withdraw(&held).await?;
            error
        }
    };
    held.remember(&told)?;
    held.end().await?;
    held.save(&run.actor, Deed::refused(Action::PinChanged, &told)).await?;
    Err(told)
}

/// Shows the PIN to who gives the own password. Everybody who sees the number's activity sees that it was shown.
pub async fn reveal_pin(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    id: NumberId,
    reveal: &PinReveal,
    address: &str,
) -> AppResult<RevealedPin> {
    if reveal.password.is_empty() {
        return Err(AppError::Invalid(vec![field("password", ErrorCode::Required)]));
    }
    if reveal.password.len() > PASSWORD_MAX {
        return Err(AppError::Invalid(vec![field_with("password", ErrorCode::TooLong, "max", PASSWORD_MAX)]));
    }
    // Before the password: whoever may not know the number learns nothing, and nothing is guessed for it.
    store::number::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
    let nobody = || AppError::Unauthenticated(ErrorCode::NotSignedIn);
    let user = store::user::find_any_org(app.db.read(), actor.user.ok_or_else(nobody)?).await?.ok_or_else(nobody)?;
    me::confirm(app, &user, "password", &reveal.password, address).await?;
    let held = Held::open(app, org, id).await?;
    let (mut current, mut open) = (None, None);
    for row in pin::list(&*held.tx, org, id).await? {
        let pin = || Ok::<_, AppError>(app.keys.open(&place(row.id()?), &row.sealed)?.expose_secret().to_owned());
        match row.state()? {
            PinState::Current => current = Some(pin()?),
            PinState::Unconfirmed if open.is_none() => open = Some(pin()?),
            PinState::Unconfirmed | PinState::Proposed => {}
        }
    }
    let revealed = match (current, open) {
        (Some(pin), unconfirmed) => RevealedPin { pin, unconfirmed },
        (None, Some(pin)) => RevealedPin { pin, unconfirmed: None },
        (None, None) => return Err(AppError::Conflict(ErrorCode::PinUnknown)),
    };
    held.audit(actor, "pin.reveal", json!({})).await?;
    held.save(actor, Deed::done(Action::PinRevealed)).await?;
    Ok(revealed)
}
