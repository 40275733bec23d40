//! The OpenAPI document and the page to browse it. Both need no sign-in.

use actix_web::{HttpResponse, web};
use utoipa::OpenApi;
use utoipa_swagger_ui::{Config, SwaggerUi};

pub const API_ROOT: &str = "/api/v1";

/// What the document says of the API as a whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Clienthub",
        description = "The management API of Clienthub, a client hub for the WhatsApp Business Platform. Errors are RFC 9457 \
                       problem documents with a stable `code`. Times are RFC 3339 in UTC, phone numbers E.164.",
        license(name = "MIT OR Apache-2.0"),
    ),
    components(schemas(clienthub_shared::problem::Problem)),
    tags(
        (name = "session", description = "Signing in"),
        (name = "organisations", description = "The tenants"),
        (name = "wabas", description = "WhatsApp Business Accounts"),
        (name = "numbers", description = "WhatsApp numbers"),
        (name = "registration", description = "A number's way to *connected*: code and PIN")
    )
)]
pub struct Head;

pub fn routes(config: &mut web::ServiceConfig) {
    let address = format!("{API_ROOT}/openapi.json");
    config
        .route(&address, web::get().to(document))
        .service(SwaggerUi::new("/api/docs/{_:.*}").config(Config::from(address)))
        .route("/api/docs", web::get().to(to_docs));
}

async fn document() -> HttpResponse {
    HttpResponse::Ok().json(super::openapi())
}

async fn to_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header(("location", "/api/docs/")).finish()
}
