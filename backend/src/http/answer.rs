//! Small answers that several handlers share, and the refusals that every endpoint may give.

use actix_web::HttpResponse;
use actix_web::http::header;
use clienthub_shared::problem::Problem;
use serde::Serialize;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

/// JSON that no cache may keep: it belongs to one person.
pub fn json<T: Serialize>(status: actix_web::http::StatusCode, body: &T) -> HttpResponse {
    HttpResponse::build(status).insert_header((header::CACHE_CONTROL, "no-store")).json(body)
}

pub fn ok<T: Serialize>(body: &T) -> HttpResponse {
    json(actix_web::http::StatusCode::OK, body)
}

/// The same with the object's version as `ETag`, for `If-Match`.
pub fn versioned<T: Serialize>(body: &T, version: i64) -> HttpResponse {
    let mut answer = ok(body);
    if let Ok(tag) = header::HeaderValue::from_str(&format!("\"{version}\"")) {
        answer.headers_mut().insert(header::ETAG, tag);
    }
    answer
}

pub fn no_content() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// The refusals of every endpoint, for the OpenAPI document.
pub struct Problems;

impl IntoResponses for Problems {
    fn responses() -> std::collections::BTreeMap<String, RefOr<Response>> {
        const ALL: [(&str, &str); 13] = [
            ("400", "Unreadable: JSON, unknown field or parameter, wrong type, stale cursor"),
            ("401", "Not signed in, or the access token opens nothing"),
            ("403", "The role or the token lacks the permission, which `permission` names; or it is for people only"),
            ("404", "It does not exist, or you may not know that it does"),
            ("408", "The body did not arrive in time"),
            ("409", "The state does not allow it"),
            ("413", "The body is too large"),
            ("415", "The body is no JSON"),
            ("422", "A rule is broken; `errors` names the fields"),
            ("429", "Wait for Retry-After"),
            ("502", "Meta cannot be reached or answers nonsense"),
            ("503", "Starting, overloaded, or Meta asks to wait"),
            ("504", "Meta did not answer in time"),
        ];
        ALL.iter().map(|(status, text)| ((*status).to_owned(), RefOr::T(problem(text)))).collect()
    }
}

/// The schema itself is registered in `docs::Head`, with those that it refers to.
fn problem(description: &str) -> Response {
    let body = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    ResponseBuilder::new().description(description).content("application/problem+json", body).build()
}
