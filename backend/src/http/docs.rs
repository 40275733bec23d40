//! The OpenAPI document and the page to browse it. Both need no sign-in.

use actix_web::{HttpResponse, web};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
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
    modifiers(&Schemes),
    // Either will do, unless an operation says otherwise.
    security(("session" = []), ("access_token" = [])),
    tags(
        (name = "session", description = "Signing in"),
        (name = "me", description = "The person who is signed in"),
        (name = "organisations", description = "The tenants"),
        (name = "access tokens", description = "Secrets for integrators, sent as `Authorization: Bearer cht_…`"),
        (name = "wabas", description = "WhatsApp Business Accounts"),
        (name = "numbers", description = "WhatsApp numbers"),
        (name = "registration", description = "A number's way to *connected*: code and PIN"),
        (name = "templates", description = "Message templates")
    )
)]
pub struct Head;

/// How a request says whose it is.
struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        const ON_HTTPS: &str = "Set by POST /session; HttpOnly. On https the name begins with";
        let cookie = |name: &str, prefix: &str| {
            let text = format!("{ON_HTTPS} `{prefix}`. What changes something must come from the hub's own pages");
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(name, &text)))
        };
        let text = "An access token of one organisation, `cht_…`; it stands above cookies. Operations with `session` alone answer \
                    403 `session_needed`";
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(text)).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("session", cookie("clienthub_access", "__Host-"));
        components.add_security_scheme("refresh", cookie("clienthub_refresh", "__Secure-"));
        components.add_security_scheme("access_token", SecurityScheme::Http(bearer));
    }
}

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
