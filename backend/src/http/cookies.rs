//! The two cookies of a session. On https their names carry the prefixes that browsers enforce.

use actix_web::HttpRequest;
use actix_web::cookie::time::{Duration, OffsetDateTime};
use actix_web::cookie::{Cookie, SameSite};
use secrecy::ExposeSecret;

use crate::http::docs::API_ROOT;
use crate::service::session::{ACCESS_LIFE, Tokens};
use crate::state::AppState;

fn names(app: &AppState) -> (&'static str, &'static str) {
    if app.config.is_https() {
        ("__Host-clienthub_access", "__Secure-clienthub_refresh")
    } else {
        ("clienthub_access", "clienthub_refresh")
    }
}

pub fn access(app: &AppState, request: &HttpRequest) -> Option<String> {
    request.cookie(names(app).0).map(|cookie| cookie.value().to_owned())
}

pub fn refresh(app: &AppState, request: &HttpRequest) -> Option<String> {
    request.cookie(names(app).1).map(|cookie| cookie.value().to_owned())
}

pub fn set(app: &AppState, tokens: &Tokens) -> [Cookie<'static>; 2] {
    let access = build(app, names(app).0, "/".into(), tokens.access.expose_secret())
        .max_age(Duration::seconds(ACCESS_LIFE.num_seconds()));
    let expires = OffsetDateTime::from_unix_timestamp(tokens.session_expires_at.timestamp());
    let refresh = build(app, names(app).1, refresh_path(), tokens.refresh.expose_secret());
    [access.finish(), expires.map_or(refresh.clone(), |at| refresh.expires(at)).finish()]
}

pub fn clear(app: &AppState) -> [Cookie<'static>; 2] {
    let (access, refresh) = names(app);
    [(access, "/".to_owned()), (refresh, refresh_path())]
        .map(|(name, path)| build(app, name, path, "").max_age(Duration::ZERO).finish())
}

fn refresh_path() -> String {
    format!("{API_ROOT}/session")
}

fn build(app: &AppState, name: &'static str, path: String, value: &str) -> actix_web::cookie::CookieBuilder<'static> {
    Cookie::build(name, value.to_owned())
        .path(path)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.config.is_https())
}
