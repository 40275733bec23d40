//! What every request passes before its handler: an id, the right host, the same site, not too many, and the headers
//! that keep a browser safe.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use clienthub_shared::problem::ErrorCode;
use governor::clock::Clock as _;

use crate::error::{AppError, AppResult};
use crate::http::auth::state;
use crate::http::error::REQUEST_ID;
use crate::http::{bearer, cookies, fallback};
use crate::service::session;
use crate::state::AppState;

const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Everything around a handler.
pub async fn around(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let app = state(request.request())?.clone();
    let id = app.clock.uuid().simple().to_string();
    let span = tracing::info_span!("request", id, method = %request.method(), path = request.path());
    let work = async move {
        let started = std::time::Instant::now();
        // Routing needs the request for itself: a clone that lives across `next` makes actix panic.
        let answer = match check(&app, request.request()) {
            Ok(()) => {
                let (request, answer) = next.call(request).await?.into_parts();
                let answer = in_our_words(request.path(), answer.map_into_boxed_body());
                ServiceResponse::new(request, answer)
            }
            Err(error) => request.into_response(error.error_response()),
        };
        let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let status = answer.status().as_u16();
        // Thousands a second, and each is a row.
        if status == 200 && answer.request().path() == META_WEBHOOK {
            tracing::debug!(status, ms, "answered");
        } else {
            tracing::info!(status, ms, "answered");
        }
        Ok::<_, actix_web::Error>(answer)
    };
    let mut answer = REQUEST_ID.scope(id.clone(), tracing::Instrument::instrument(work, span)).await?;
    let headers = answer.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID_HEADER, value);
    }
    for (name, value) in SAFETY {
        if !headers.contains_key(*name) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
    Ok(answer)
}

const META_WEBHOOK: &str = "/webhooks/meta";

/// `blob:`: a file that somebody has just chosen. `style-src-attr`: Swagger's page, which is ours and has no data, sets styles from script.
const SAFETY: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
         media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

/// A refusal that actix made itself (an unknown file of Swagger's page, a body cut short) as a problem document.
fn in_our_words(path: &str, answer: HttpResponse) -> HttpResponse {
    let is_ours = answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    if is_ours || !answer.status().is_client_error() {
        return answer;
    }
    let code = match answer.status().as_u16() {
        404 => return AppError::NotFound.error_response(),
        405 => return fallback::method_not_allowed(path),
        413 => ErrorCode::BodyTooLarge,
        _ => ErrorCode::BadQuery,
    };
    AppError::Unreadable(code, Vec::new()).error_response()
}

fn check(app: &AppState, request: &HttpRequest) -> AppResult<()> {
    let path = request.path();
    if path == "/healthz" || path == "/readyz" {
        return Ok(());
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !app.hosts.iter().any(|known| known.eq_ignore_ascii_case(host)) {
        return Err(AppError::Denied(ErrorCode::HostNotAllowed));
    }
    if path == META_WEBHOOK {
        return Ok(());
    }
    if !app.is_ready() {
        return Err(AppError::Unavailable(ErrorCode::Starting, 1));
    }
    // The router decodes what this has not: `/%61pi` is the API too.
    if (path.starts_with("/api/") || path.contains('%'))
        && let Err(until) = app.rate.check_key(&counted_as(app, request))
    {
        let wait = until.wait_time_from(governor::clock::DefaultClock::default().now());
        return Err(AppError::Limited(ErrorCode::RateLimited, wait.as_secs() + 1));
    }
    let is_unsafe = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // No other site's page can send `Authorization`, and where it is sent no cookie counts.
    let is_by_cookie = !bearer::is_sent(request) && cookies::access(app, request).is_some();
    if is_unsafe && is_by_cookie { same_origin(app, request) } else { Ok(()) }
}

/// Whose allowance a request takes from. Guessing at a session or a token gives none of one's own: it is the address's.
fn counted_as(app: &AppState, request: &HttpRequest) -> String {
    let own = match bearer::of(request) {
        Ok(Some(secret)) => Some(secret.hash()).filter(|hash| app.bearers.is_known(hash)).map(hex::encode),
        Ok(None) => cookies::access(app, request)
            .and_then(|token| session::read_access(app, &token))
            .map(|(_, session)| session.to_string()),
        Err(_) => None,
    };
    own.unwrap_or_else(|| client_address(app, request))
}

/// Refuses a request that another site's page made: by `Sec-Fetch-Site`, or without it by `Origin`.
pub fn same_origin(app: &AppState, request: &HttpRequest) -> AppResult<()> {
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    let fits = match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => is_own_origin(app, origin),
        // No browser sends neither with an unsafe method: this is curl, or a test.
        (None, None) => false,
    };
    if fits { Ok(()) } else { Err(AppError::Denied(ErrorCode::CrossSite)) }
}

/// For reading that must not leave by another site's page: refuses when either header is there and foreign.
pub fn not_foreign(app: &AppState, request: &HttpRequest) -> AppResult<()> {
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    // `none`: a person opened the address.
    let site_fits = header("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    let origin_fits = header("origin").is_none_or(|origin| is_own_origin(app, origin));
    if site_fits && origin_fits { Ok(()) } else { Err(AppError::Denied(ErrorCode::CrossSite)) }
}

fn is_own_origin(app: &AppState, origin: &str) -> bool {
    let (scheme, host) = origin.split_once("://").unwrap_or_default();
    scheme == app.config.server.public_url.scheme() && app.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
}

/// The client's address: the connection's, or what the trusted proxy says, whose word is the last.
pub fn client_address(app: &AppState, request: &HttpRequest) -> String {
    let name = app.config.server.client_address_header.as_str();
    let told = (!name.is_empty())
        .then(|| request.headers().get_all(name).last())
        .flatten()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .map(|value| value.trim().to_owned());
    told.or_else(|| request.peer_addr().map(|address| address.ip().to_string())).unwrap_or_default()
}
