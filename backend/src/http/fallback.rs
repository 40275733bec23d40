//! Addresses that no handler has: a problem document under `/api`, a page elsewhere.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use clienthub_shared::problem::ErrorCode;

use crate::error::{AppError, AppResult};
use crate::http::{assets, docs};

/// Every path that has handlers, with its methods: to tell a wrong method from a wrong address.
static PATHS: LazyLock<Vec<(ResourceDef, Vec<&'static str>)>> = LazyLock::new(|| {
    let document = super::openapi();
    let api = document.paths.paths.iter().map(|(path, item)| {
        let methods = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ];
        let methods = methods.into_iter().filter(|(_, operation)| operation.is_some()).map(|(name, _)| name);
        (ResourceDef::new(path.as_str()), methods.collect())
    });
    let address = format!("{}/openapi.json", docs::API_ROOT);
    let others = [
        (ResourceDef::new(address), vec!["GET"]),
        (ResourceDef::new(["/api/docs", "/api/docs/{_:.*}"]), vec!["GET"]),
        (ResourceDef::new("/webhooks/meta"), vec!["GET", "POST"]),
        (ResourceDef::new(["/healthz", "/readyz"]), vec!["GET", "HEAD"]),
    ];
    api.chain(others).collect()
});

/// The methods of a path, as `Allow` names them; none: there is no such address.
fn methods(path: &str) -> Option<String> {
    let found = PATHS.iter().filter(|(known, _)| known.is_match(path)).flat_map(|(_, methods)| methods.iter().copied());
    let found: BTreeSet<&str> = found.collect();
    (!found.is_empty()).then(|| found.into_iter().collect::<Vec<_>>().join(", "))
}

/// 405 with the methods that the path has; pages are only read.
pub fn method_not_allowed(path: &str) -> HttpResponse {
    let mut answer = AppError::Unreadable(ErrorCode::MethodNotAllowed, Vec::new()).error_response();
    let allowed = methods(path).unwrap_or_else(|| "GET, HEAD".into());
    if let Ok(allowed) = HeaderValue::from_str(&allowed) {
        answer.headers_mut().insert(header::ALLOW, allowed);
    }
    answer
}

pub async fn fallback(request: HttpRequest) -> AppResult<HttpResponse> {
    let path = request.path();
    let is_api = ["/api", "/webhooks", "/gateway"]
        .iter()
        .any(|root| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if methods(path).is_some() {
        return Ok(method_not_allowed(path));
    }
    if is_api {
        return Err(AppError::NotFound);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(method_not_allowed(path));
    }
    assets::serve(&request)
}
