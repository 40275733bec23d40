//! A WABA's access token: checked before it is stored, opened for a call, marked when Meta refuses it.

use chrono::{DateTime, Utc};
use clienthub_shared::id::{OrgId, WabaId};
use clienthub_shared::problem::ErrorCode;
use secrecy::SecretString;

use crate::error::{AppError, AppResult, field};
use crate::graph::{GraphError, GraphErrorKind};
use crate::service::budget;
use crate::state::AppState;
use crate::store::{self, credential};

/// The permissions that a token needs for reading, and for sending (reference 1.2).
pub const MANAGEMENT: &str = "whatsapp_business_management";
pub const MESSAGING: &str = "whatsapp_business_messaging";

/// What `debug_token` said of a token that may be stored.
pub struct Checked {
    pub scopes: Vec<String>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// Valid, of our app, with the management scope, and for this WABA; otherwise 422 with the reason at `access_token`.
pub async fn check(app: &AppState, token: &SecretString, waba_meta_id: &str) -> AppResult<Checked> {
    let told = match budget::app_call(app, app.graph.debug_token(token)).await {
        // Meta tells an app nothing of another app's tokens, and says so with the code of a wrong parameter.
        Err(AppError::Provider(error)) if error.code == Some(100) => {
            return Err(refused(ErrorCode::TokenOfAnotherApp));
        }
        told => told?,
    };
    if told.is_valid != Some(true) {
        let expired = told.error.as_ref().is_some_and(|error| error.subcode == Some(463));
        let past = told.expires_at.is_some_and(|at| at <= app.clock.now());
        return Err(refused(if expired || past { ErrorCode::TokenExpired } else { ErrorCode::TokenInvalid }));
    }
    if told.app_id.as_deref() != Some(app.config.meta.app_id.as_str()) {
        return Err(refused(ErrorCode::TokenOfAnotherApp));
    }
    if !told.scopes.iter().any(|scope| scope == MANAGEMENT) {
        return Err(refused(ErrorCode::TokenScopeMissing));
    }
    let granted = told.granular_scopes.iter().find(|granular| granular.scope.as_deref() == Some(MANAGEMENT));
    // No list of targets means all assets.
    let targets = granted.and_then(|granular| granular.target_ids.as_ref());
    if targets.is_some_and(|ids| !ids.iter().any(|id| id.as_str() == waba_meta_id)) {
        return Err(refused(ErrorCode::TokenWithoutWaba));
    }
    Ok(Checked { scopes: told.scopes, expires_at: told.expires_at })
}

fn refused(code: ErrorCode) -> AppError {
    AppError::Invalid(vec![field("access_token", code)])
}

/// Meta's answer to a call with a token that is not stored yet: when it means the token, the page shows it there.
pub fn blame(error: GraphError) -> AppError {
    refusal(&error).map_or(AppError::Provider(error), refused)
}

/// The token of a connected WABA; 409 `waba_disconnected` when there is none that Meta takes.
pub async fn open(app: &AppState, org: OrgId, waba: WabaId) -> AppResult<(credential::Model, SecretString)> {
    let gone = || AppError::Conflict(ErrorCode::WabaDisconnected);
    let row = store::credential::find(app.db.read(), org, waba).await?.ok_or_else(gone)?;
    if row.refused.is_some() {
        return Err(gone());
    }
    let token = app.keys.open(&credential::place(waba), &row.sealed)?;
    Ok((row, token))
}

/// The code to remember when Meta's answer means that the token is no good any more.
pub fn refusal(error: &GraphError) -> Option<ErrorCode> {
    match error.kind {
        GraphErrorKind::Auth { expired: true } => Some(ErrorCode::TokenExpired),
        GraphErrorKind::Auth { expired: false } => Some(ErrorCode::TokenInvalid),
        _ => None,
    }
}

/// For the log of a failed sync: what the page shows.
pub fn code_of(error: &AppError) -> ErrorCode {
    match error {
        AppError::Provider(error) => match error.kind {
            GraphErrorKind::Auth { expired: true } => ErrorCode::TokenExpired,
            GraphErrorKind::Auth { expired: false } => ErrorCode::TokenInvalid,
            GraphErrorKind::Permission => ErrorCode::ProviderPermissionMissing,
            GraphErrorKind::NotFound => ErrorCode::WabaUnreadable,
            GraphErrorKind::Input | GraphErrorKind::UnknownField(_) => ErrorCode::ProviderInputRefused,
            GraphErrorKind::State => ErrorCode::ProviderStateRefused,
            GraphErrorKind::Throttled => ErrorCode::ProviderThrottled,
            GraphErrorKind::Timeout => ErrorCode::ProviderTimeout,
            GraphErrorKind::App | GraphErrorKind::Temporary | GraphErrorKind::Unreachable | GraphErrorKind::Garbled => {
                ErrorCode::ProviderUnavailable
            }
        },
        AppError::Conflict(code) | AppError::Unavailable(code, _) => *code,
        _ => ErrorCode::Internal,
    }
}
