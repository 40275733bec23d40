//! *Finish registration*: what a person sends is checked and written down, then `drive.rs` goes on.

use clienthub_shared::id::{NumberId, OrgId};
use clienthub_shared::problem::{ErrorCode, FieldError};
use clienthub_shared::registration::{DataRegion, RegistrationCreate, RegistrationState, digits};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::held::{Held, Running};
use super::run::Access;
use super::{drive, pins};
use crate::actor::Actor;
use crate::error::{AppError, AppResult, field};
use crate::service::own_time::{Progress, in_own_time};
use crate::service::status;
use crate::state::AppState;
use crate::store::registration::code_place;

/// What was given, read.
struct Given {
    code: Option<SecretString>,
    pin: Option<SecretString>,
    region: Option<DataRegion>,
    again: bool,
}

/// Checks the code, when there is one, and registers. 409 `code_required` while ownership is not proven.
pub async fn register(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    id: NumberId,
    create: RegistrationCreate,
) -> AppResult<Progress> {
    let given = read(create)?;
    let access = Access::open(app, org, id).await?;
    let mut held = Held::open(app, org, id).await?;
    let running = may_register(&held, &given)?;
    if let Some(pin) = &given.pin {
        held.flow.running_pin = Some(pins::propose(app, &held, pin).await?.to_string());
    }
    if let Some(region) = given.region {
        held.flow.data_region = Some(region.as_str().into());
    }
    let is_proven = running == Running::Reregister || status::code_not_needed(&held.facts()?, held.now);
    // Meta takes no code for a number that is proven, and counts it as a wrong one.
    if let Some(code) = given.code.as_ref().filter(|_| !is_proven) {
        held.flow.sealed_code = Some(app.keys.seal(&code_place(&held.after.id), code)?);
        held.step(Some(RegistrationState::Verifying));
    } else {
        held.step(None);
    }
    let fence = held.begin(running, actor).await?;
    let audited = json!({
        "code_given": given.code.is_some(),
        "pin_given": given.pin.is_some(),
        "data_localization_region": given.region,
        "reregister": given.again,
    });
    held.audit(actor, "registration.register", audited).await?;
    held.save(actor, None).await?;
    let run = access.run(app, org, id, actor, fence);
    in_own_time(app, async move { drive::drive(&run, false).await }).await
}

fn read(create: RegistrationCreate) -> AppResult<Given> {
    let mut findings = Vec::new();
    let given = Given {
        code: six("code", create.code.map(SecretString::from).as_ref(), &mut findings),
        pin: six("pin", create.pin.map(SecretString::from).as_ref(), &mut findings),
        region: create.data_localization_region,
        again: create.reregister == Some(true),
    };
    if findings.is_empty() { Ok(given) } else { Err(AppError::Invalid(findings)) }
}

/// Six digits as a person writes them.
pub(super) fn six(name: &str, text: Option<&SecretString>, findings: &mut Vec<FieldError>) -> Option<SecretString> {
    let read = digits(text?.expose_secret());
    if read.is_none() {
        findings.push(field(name, ErrorCode::BadFormat));
    }
    read.map(SecretString::from)
}

fn may_register(held: &Held<'_>, given: &Given) -> AppResult<Running> {
    held.must_be_free()?;
    held.must_not_be_on_business_app()?;
    let facts = held.facts()?;
    let is_connected = status::sends(&facts);
    if is_connected && !given.again {
        return Err(AppError::Conflict(ErrorCode::AlreadyConnected));
    }
    if given.region.is_some() && held.after.registered_at.is_some() {
        return Err(AppError::Invalid(vec![field("data_localization_region", ErrorCode::RegionFixed)]));
    }
    if !is_connected && given.code.is_none() && !status::code_not_needed(&facts, held.now) {
        return Err(AppError::Conflict(ErrorCode::CodeRequired));
    }
    Ok(if is_connected { Running::Reregister } else { Running::Register })
}
