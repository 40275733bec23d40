//! The whole API on one screen: every handler by scope. Handlers extract, check the permission (in their signature), call
//! one service or read one store function, and choose the status.

use actix_web::web;
use utoipa::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt, scope};

pub mod answer;
pub mod assets;
pub mod auth;
pub mod bearer;
pub mod cookies;
pub mod cursor;
pub mod docs;
pub mod error;
pub mod extract;
pub mod fallback;
pub mod guard;
pub mod idempotency;
pub mod meta_webhook;
pub mod probe;

mod access_token;
mod alert;
mod dashboard;
mod me;
mod number;
mod org;
mod registration;
mod session;
mod stream;
mod template;
mod waba;
mod waba_change;

/// Everything under `/api/v1`.
fn api(api: &mut ServiceConfig) {
    api.service(session::create_session)
        .service(session::refresh_session)
        .service(session::delete_session)
        .service(me::get_me)
        .service(me::update_me)
        .service(me::change_password)
        .service(org::list_orgs)
        .service(org::get_org)
        .service(org::update_org)
        .service(access_token::list_access_tokens)
        .service(access_token::create_access_token)
        .service(access_token::revoke_access_token)
        .service(stream::get_stream)
        .service(dashboard::get_dashboard)
        .service(alert::list_alerts)
        .service(waba::list_wabas)
        .service(waba::get_waba)
        .service(waba_change::connect_waba)
        .service(waba_change::sync_waba)
        .service(waba_change::disconnect_waba)
        .service(template::list_templates)
        .service(template::create_template)
        .service(template::get_template_summary)
        .service(template::sync_templates)
        .service(template::validate_template)
        .service(template::export_templates)
        .service(template::import_templates)
        .service(template::plan_templates)
        .service(template::delete_templates)
        .service(template::list_authentication_texts)
        .service(template::list_library_templates)
        .service(template::create_media_upload)
        .service(template::get_media_upload)
        .service(template::send_media)
        .service(template::get_template)
        .service(template::submit_template)
        .service(template::unpause_template)
        .service(template::sync_template)
        .service(template::delete_template)
        .service(template::update_template)
        .service(template::discard_template_draft)
        .service(template::duplicate_template)
        .service(template::restore_template)
        .service(template::list_template_versions)
        .service(template::compare_template_versions)
        .service(template::list_template_activity)
        .service(template::get_template_media)
        .service(number::list_numbers)
        .service(number::get_number_counts)
        .service(number::get_number)
        .service(number::list_number_activity)
        .service(number::get_number_health)
        .service(number::sync_number)
        .service(registration::request_code)
        .service(registration::register_number)
        .service(registration::put_pin)
        .service(registration::reveal_pin);
}

/// All routes: the API, its document, probes, Meta's webhooks, and the pages.
pub fn routes(config: &mut web::ServiceConfig) {
    docs::routes(config);
    config
        .service(probe::healthz)
        .service(probe::readyz)
        .service(
            web::scope("/webhooks")
                .app_data(web::PayloadConfig::new(meta_webhook::BODY_MAX))
                .service(meta_webhook::verify_meta_webhook)
                .service(meta_webhook::receive_meta_webhook),
        )
        .service(web::scope(docs::API_ROOT).configure(|config| {
            ServiceConfig::new(config).configure(api);
        }))
        .default_service(web::to(fallback::fallback));
}

/// The OpenAPI document, made from the handlers.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let (_, document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(docs::Head::openapi())
        .service(scope(docs::API_ROOT).configure(api))
        .split_for_parts();
    document
}
