//! Addresses that no handler has: a problem document under `/api`, a page elsewhere.

use std::sync::LazyLock;

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse};
use clienthub_shared::problem::ErrorCode;

use crate::error::{AppError, AppResult};
use crate::http::assets;

/// The API's paths, to tell a wrong method from a wrong address.
static PATHS: LazyLock<Vec<ResourceDef>> =
    LazyLock::new(|| super::openapi().paths.paths.keys().map(|path| ResourceDef::new(path.as_str())).collect());

pub async fn fallback(request: HttpRequest) -> AppResult<HttpResponse> {
    let path = request.path();
    let is_api = ["/api", "/webhooks", "/gateway"]
        .iter()
        .any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if is_api {
        return Err(if path == "/webhooks/meta" || PATHS.iter().any(|known| known.is_match(path)) {
            AppError::Unreadable(ErrorCode::MethodNotAllowed, Vec::new())
        } else {
            AppError::NotFound
        });
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(AppError::Unreadable(ErrorCode::MethodNotAllowed, Vec::new()));
    }
    assets::serve(&request)
}
