//! The one place where an error becomes a status and a problem document, and is logged.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use clienthub_shared::permission::Permission;
use clienthub_shared::problem::{ErrorCode, FieldError, Problem, Provider};
use serde_json::{Map, Value};

use crate::error::{AppError, RefusalKind};
use crate::graph::{GraphError, GraphErrorKind};

tokio::task_local! {
    /// Id of the request that this task answers; set by `guard::request_id`.
    pub static REQUEST_ID: String;
}

pub fn request_id() -> String {
    REQUEST_ID.try_with(Clone::clone).unwrap_or_default()
}

/// What differs from one refusal to the next.
struct Parts {
    status: StatusCode,
    code: ErrorCode,
    errors: Vec<FieldError>,
    provider: Option<Provider>,
    retry_after_s: Option<u64>,
    permission: Option<Permission>,
    params: Map<String, Value>,
}

impl Parts {
    fn new(status: StatusCode, code: ErrorCode) -> Self {
        Self {
            status,
            code,
            errors: Vec::new(),
            provider: None,
            retry_after_s: None,
            permission: None,
            params: Map::new(),
        }
    }
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        parts(self).status
    }

    fn error_response(&self) -> HttpResponse {
        log(self);
        respond(parts(self))
    }
}

fn parts(error: &AppError) -> Parts {
    match error {
        AppError::NotFound => Parts::new(StatusCode::NOT_FOUND, ErrorCode::NotFound),
        AppError::Unauthenticated(code) => Parts::new(StatusCode::UNAUTHORIZED, *code),
        AppError::Forbidden(permission) => {
            Parts { permission: Some(*permission), ..Parts::new(StatusCode::FORBIDDEN, ErrorCode::PermissionMissing) }
        }
        AppError::Denied(ErrorCode::HostNotAllowed) => {
            Parts::new(StatusCode::MISDIRECTED_REQUEST, ErrorCode::HostNotAllowed)
        }
        AppError::Denied(code) => Parts::new(StatusCode::FORBIDDEN, *code),
        AppError::Unreadable(code, errors) => {
            let status = match code {
                ErrorCode::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
                ErrorCode::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
                ErrorCode::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
                ErrorCode::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
                _ => StatusCode::BAD_REQUEST,
            };
            Parts { errors: errors.clone(), ..Parts::new(status, *code) }
        }
        AppError::Invalid(errors) => Parts {
            errors: errors.clone(),
            ..Parts::new(StatusCode::UNPROCESSABLE_ENTITY, ErrorCode::ValidationFailed)
        },
        AppError::Conflict(code) => Parts::new(StatusCode::CONFLICT, *code),
        AppError::Refused(code) => Parts::new(StatusCode::UNPROCESSABLE_ENTITY, *code),
        AppError::Stale => Parts::new(StatusCode::PRECONDITION_FAILED, ErrorCode::VersionStale),
        AppError::Limited(code, wait) => {
            Parts { retry_after_s: Some(*wait), ..Parts::new(StatusCode::TOO_MANY_REQUESTS, *code) }
        }
        AppError::Unavailable(code, wait) => {
            Parts { retry_after_s: Some(*wait), ..Parts::new(StatusCode::SERVICE_UNAVAILABLE, *code) }
        }
        AppError::Answered(refusal) => {
            let (status, retry_after_s) = match refusal.kind {
                RefusalKind::Input => (StatusCode::UNPROCESSABLE_ENTITY, None),
                RefusalKind::State => (StatusCode::CONFLICT, None),
                RefusalKind::Wait(wait) => (StatusCode::TOO_MANY_REQUESTS, Some(wait)),
                RefusalKind::Busy(wait) => (StatusCode::SERVICE_UNAVAILABLE, Some(wait)),
            };
            let (provider, params) = (refusal.provider.clone(), refusal.params.clone());
            Parts { provider, retry_after_s, params, ..Parts::new(status, refusal.code) }
        }
        AppError::Provider(error) => provider(error),
        AppError::Internal(_) => Parts::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal),
    }
}

/// The table of product.md section 6.
fn provider(error: &GraphError) -> Parts {
    let (status, code) = match &error.kind {
        GraphErrorKind::Auth { .. } => (StatusCode::CONFLICT, ErrorCode::WabaDisconnected),
        GraphErrorKind::Permission => (StatusCode::CONFLICT, ErrorCode::ProviderPermissionMissing),
        GraphErrorKind::State | GraphErrorKind::NotFound => (StatusCode::CONFLICT, ErrorCode::ProviderStateRefused),
        GraphErrorKind::Input | GraphErrorKind::UnknownField(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, ErrorCode::ProviderInputRefused)
        }
        GraphErrorKind::Throttled => (StatusCode::SERVICE_UNAVAILABLE, ErrorCode::ProviderThrottled),
        GraphErrorKind::Timeout => (StatusCode::GATEWAY_TIMEOUT, ErrorCode::ProviderTimeout),
        GraphErrorKind::App | GraphErrorKind::Temporary | GraphErrorKind::Unreachable | GraphErrorKind::Garbled => {
            (StatusCode::BAD_GATEWAY, ErrorCode::ProviderUnavailable)
        }
    };
    let retry_after_s = (code == ErrorCode::ProviderThrottled).then(|| error.retry_after_s.unwrap_or(300));
    Parts { provider: Some(Provider::from(error)), retry_after_s, ..Parts::new(status, code) }
}

fn log(error: &AppError) {
    match error {
        AppError::Internal(cause) => tracing::error!(cause = format!("{cause:#}"), "request failed"),
        AppError::Provider(error) if error.kind == GraphErrorKind::App => {
            tracing::error!(%error, "Meta refuses the app itself: check meta.app_id and meta.app_secret");
        }
        AppError::Provider(error) => tracing::warn!(%error, "Meta refused or failed"),
        other => tracing::debug!(error = %other, "request refused"),
    }
}

fn respond(parts: Parts) -> HttpResponse {
    let (title, detail) = parts.code.english();
    let problem = Problem {
        kind: "about:blank".into(),
        title: title.into(),
        status: parts.status.as_u16(),
        detail: detail.into(),
        code: parts.code,
        request_id: request_id(),
        errors: parts.errors,
        provider: parts.provider,
        retry_after_s: parts.retry_after_s,
        params: parts.params,
        permission: parts.permission,
    };
    let mut answer = HttpResponse::build(parts.status);
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    // What RFC 6750 asks for; no browser shows a dialog for it.
    if matches!(parts.code, ErrorCode::AccessTokenWrong | ErrorCode::AccessTokenExpired) {
        let refused = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        answer.insert_header((header::WWW_AUTHENTICATE, refused));
    }
    if let Some(wait) = parts.retry_after_s {
        answer.insert_header((header::RETRY_AFTER, wait.to_string()));
    }
    // serde_json cannot fail on this type; an empty body would still carry the status.
    let body = serde_json::to_string(&problem).unwrap_or_default();
    answer.insert_header((header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))).body(body)
}
