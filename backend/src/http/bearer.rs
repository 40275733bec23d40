//! The `Authorization` header. It stands above the cookies: a request that has it is a token's or nobody's.

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use clienthub_shared::problem::ErrorCode;

use crate::error::{AppError, AppResult};
use crate::secret::{ACCESS_TOKEN, Secret};

pub fn is_sent(request: &HttpRequest) -> bool {
    request.headers().contains_key(AUTHORIZATION)
}

/// The access token of the request; None without the header. 401 for another scheme, several headers, and whatever is no whole token.
pub fn of(request: &HttpRequest) -> AppResult<Option<Secret>> {
    let mut given = request.headers().get_all(AUTHORIZATION);
    let Some(header) = given.next() else { return Ok(None) };
    let secret = header.to_str().ok().and_then(|text| text.split_once(' ')).and_then(|(scheme, secret)| {
        let is_bearer = scheme.eq_ignore_ascii_case("bearer");
        is_bearer.then(|| Secret::read(ACCESS_TOKEN, secret.trim_matches(' '))).flatten()
    });
    match secret {
        Some(secret) if given.next().is_none() => Ok(Some(secret)),
        _ => Err(AppError::Unauthenticated(ErrorCode::AccessTokenWrong)),
    }
}
