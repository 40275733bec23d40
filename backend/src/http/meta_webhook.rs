//! `/webhooks/meta`: where Meta's webhooks arrive (reference 8.1), outside the API and its sessions. The signature is checked
//! over the raw bytes before anything is read; the answer comes after everything is stored (`service/intake.rs`).

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use clienthub_shared::problem::ErrorCode;
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;

use crate::error::{AppError, AppResult};
use crate::graph;
use crate::state::AppState;

/// Meta sends up to 3 MB.
pub const BODY_MAX: usize = 4 * 1024 * 1024;

/// Meta asks whether the address is ours: the challenge comes back when the verify token is right.
#[get("/meta")]
pub async fn verify_meta_webhook(app: web::Data<AppState>, request: HttpRequest) -> AppResult<HttpResponse> {
    let wrong = AppError::Denied(ErrorCode::VerifyTokenWrong);
    // Meta may add parameters; the first of a name counts.
    let Ok(pairs) = serde_urlencoded::from_str::<Vec<(String, String)>>(request.query_string()) else {
        return Err(wrong);
    };
    let parameter = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let known = app.config.meta.verify_token.expose_secret();
    let fits: bool = known.as_bytes().ct_eq(parameter("hub.verify_token").as_bytes()).into();
    if !fits || parameter("hub.mode") != "subscribe" {
        return Err(wrong);
    }
    let challenge = parameter("hub.challenge").to_owned();
    Ok(HttpResponse::Ok().content_type(header::ContentType::plaintext()).body(challenge))
}

/// A delivery of Meta's.
#[post("/meta")]
pub async fn receive_meta_webhook(
    app: web::Data<AppState>,
    request: HttpRequest,
    body: web::Bytes,
) -> AppResult<HttpResponse> {
    let claimed = request.headers().get("x-hub-signature-256").and_then(|value| value.to_str().ok());
    if !graph::verify(&app.config.meta.app_secret, &body, claimed.unwrap_or_default()) {
        return Err(AppError::Unauthenticated(ErrorCode::SignatureWrong));
    }
    app.intake.receive(&body).await?;
    Ok(HttpResponse::Ok().finish())
}

#[cfg(test)]
#[path = "meta_webhook_tests.rs"]
mod tests;
