//! The control API under `/__sandbox` and the page that uses it: it plays Meta's reviewers, the phone, time and misfortune. Documented in
//! the crate's README. Its answers are plain JSON; a mistake is 400 or 404 with `{"error": "…"}`.

pub mod events;
pub mod faults;
mod nodes;
mod page;
mod patch;
mod phone;
mod registration;
mod templates;
mod tokens;
mod uploads;
mod world;

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::graph;
use crate::sandbox::Sandbox;

const PAGE: &str = include_str!("../data/page.html");

pub fn routes(config: &mut web::ServiceConfig) {
    let scope = web::scope("/__sandbox")
        .route("", web::get().to(control_page))
        .route("/", web::get().to(control_page))
        .route("/state", web::get().to(world::state))
        .route("/wabas", web::post().to(nodes::create_waba))
        .route("/wabas/{id}", web::patch().to(patch::patch_waba))
        .route("/wabas/{id}/fill", web::post().to(nodes::fill_waba))
        .route("/phones", web::get().to(phone::waiting))
        .route("/phones", web::post().to(nodes::create_phone))
        .route("/phones/{id}", web::get().to(phone::screen))
        .route("/phones/{id}", web::patch().to(patch::patch_phone))
        .route("/phones/{id}/inbox", web::get().to(phone::inbox))
        .route("/templates", web::get().to(templates::list))
        .route("/templates/review", web::post().to(templates::set_review))
        .route("/templates/{id}", web::get().to(templates::show))
        .route("/templates/{id}", web::patch().to(templates::patch))
        .route("/media/{id}", web::get().to(templates::media))
        .route("/uploads", web::post().to(uploads::set_life))
        .route("/apps/{id}", web::patch().to(tokens::patch_app))
        .route("/tokens", web::post().to(tokens::create_token))
        .route("/tokens/{token}", web::patch().to(tokens::patch_token))
        .route("/clock", web::get().to(world::clock))
        .route("/clock", web::post().to(world::advance_clock))
        .route("/usage", web::post().to(world::set_usage))
        .route("/faults", web::get().to(list_faults))
        .route("/faults", web::post().to(add_fault))
        .route("/faults", web::delete().to(clear_faults))
        .route("/webhooks", web::get().to(world::list_webhooks))
        .route("/webhooks", web::post().to(world::emit_webhook))
        .route("/log", web::get().to(log))
        .route("/log", web::delete().to(clear_log))
        .route("/reset", web::post().to(reset))
        .default_service(web::to(unknown));
    config.service(scope).route("/", web::get().to(root));
}

/// A mistake in a control call.
#[derive(Debug)]
pub struct ControlError {
    status: StatusCode,
    message: String,
}

impl ControlError {
    pub fn bad(message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, message: message.into() }
    }

    pub fn missing(what: &str, id: &str) -> Self {
        Self { status: StatusCode::NOT_FOUND, message: format!("there is no {what} {id}") }
    }
}

impl std::fmt::Display for ControlError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.message)
    }
}

impl ResponseError for ControlError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status).json(json!({ "error": self.message }))
    }
}

pub type Answer = Result<web::Json<Value>, ControlError>;

/// A JSON body; an empty one reads as `{}`.
pub fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, ControlError> {
    let text: &[u8] = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(text)
        .map_err(|error| ControlError::bad(format!("the body is not what this call takes: {error}")))
}

/// `/` is the control page for a browser, and Meta's multi-read when it names ids.
async fn root(request: HttpRequest, body: Bytes, sandbox: Data<Sandbox>) -> HttpResponse {
    let is_graph = url::form_urlencoded::parse(request.query_string().as_bytes()).any(|(name, _)| name == "ids");
    if is_graph { graph::handle(request, body, sandbox).await } else { control_page().await }
}

async fn control_page() -> HttpResponse {
    page::html(PAGE.to_owned())
}

async fn unknown(request: HttpRequest) -> Answer {
    Err(ControlError {
        status: StatusCode::NOT_FOUND,
        message: format!("{} {} is not a control call; see sandbox/README.md", request.method(), request.path()),
    })
}

async fn list_faults(sandbox: Data<Sandbox>) -> Answer {
    Ok(web::Json(json!({ "data": sandbox.lock().faults })))
}

async fn add_fault(body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let fault: faults::Fault = read(&body)?;
    fault.check().map_err(ControlError::bad)?;
    let mut inner = sandbox.lock();
    inner.faults.push(fault);
    Ok(web::Json(json!({ "data": inner.faults })))
}

async fn clear_faults(sandbox: Data<Sandbox>) -> Answer {
    sandbox.lock().faults.clear();
    Ok(web::Json(json!({ "data": [] })))
}

async fn log(sandbox: Data<Sandbox>) -> Answer {
    Ok(web::Json(json!({ "data": sandbox.lock().log })))
}

async fn clear_log(sandbox: Data<Sandbox>) -> Answer {
    sandbox.lock().log.clear();
    Ok(web::Json(json!({ "data": [] })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    #[serde(default)]
    keep_subscriptions: bool,
}

async fn reset(body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let wanted: Reset = read(&body)?;
    sandbox.reset(wanted.keep_subscriptions);
    Ok(web::Json(json!({ "success": true })))
}

pub type Id = Path<String>;
