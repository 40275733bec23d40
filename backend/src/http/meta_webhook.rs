//! `/webhooks/meta`: where Meta's webhooks arrive (reference 8.1), outside the API and its sessions. The signature is checked
//! over the raw bytes before anything is read; the answer comes after everything is stored (`service/intake.rs`).

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use bytes::BytesMut;
use clienthub_shared::problem::ErrorCode;
use futures_util::StreamExt;
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use crate::error::{AppError, AppResult};
use crate::graph;
use crate::http::extract::BODY_PATIENCE;
use crate::state::AppState;

/// Meta sends up to 3 MB.
pub const BODY_MAX: usize = 4 * 1024 * 1024;
/// Room made before the first byte is there; a claimed length is only a claim.
const FIRST_ROOM: usize = 16 * 1024;

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
    payload: web::Payload,
) -> AppResult<HttpResponse> {
    let (body, _held) = read(&app, &request, payload).await?;
    let claimed = request.headers().get("x-hub-signature-256").and_then(|value| value.to_str().ok());
    if !graph::verify(&app.config.meta.app_secret, &body, claimed.unwrap_or_default()) {
        return Err(AppError::Unauthenticated(ErrorCode::SignatureWrong));
    }
    app.intake.receive(&body).await?;
    Ok(HttpResponse::Ok().finish())
}

/// The raw bytes, and their share of the memory that unverified bodies may take: anybody can send one, and stop half-way.
async fn read(
    app: &AppState,
    request: &HttpRequest,
    mut payload: web::Payload,
) -> AppResult<(BytesMut, Option<OwnedSemaphorePermit>)> {
    let unreadable = |code| AppError::Unreadable(code, Vec::new());
    let claimed: usize = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok())
        .unwrap_or(0);
    if claimed > BODY_MAX {
        return Err(unreadable(ErrorCode::BodyTooLarge));
    }
    let (mut body, mut held) = (BytesMut::with_capacity(claimed.min(FIRST_ROOM)), None::<OwnedSemaphorePermit>);
    let reading = async {
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| unreadable(ErrorCode::BadJson))?;
            if body.len() + chunk.len() > BODY_MAX {
                return Err(unreadable(ErrorCode::BodyTooLarge));
            }
            let room = app.intake.room(chunk.len())?;
            match &mut held {
                Some(held) => held.merge(room),
                None => held = Some(room),
            }
            body.extend_from_slice(&chunk);
        }
        Ok(())
    };
    timeout(BODY_PATIENCE, reading).await.map_err(|_| unreadable(ErrorCode::BodyTooSlow))??;
    Ok((body, held))
}

#[cfg(test)]
#[path = "meta_webhook_tests.rs"]
mod tests;
