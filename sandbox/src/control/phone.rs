//! The virtual phone: what a number received.

use actix_web::web::{Data, Json};
use serde_json::json;

use super::{Answer, ControlError, Id};
use crate::sandbox::Sandbox;

/// Newest first.
pub async fn inbox(id: Id, sandbox: Data<Sandbox>) -> Answer {
    let inner = sandbox.lock();
    let phone = inner.world.phones.get(id.as_str()).ok_or_else(|| ControlError::missing("number", &id))?;
    Ok(Json(json!({ "data": phone.registration.inbox })))
}
