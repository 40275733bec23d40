//! `Idempotency-Key`, in one line of a handler: `once.of(&app, &can.actor, &body.0)?.run(async move { … }).await`.
//!
//! With a key the work is finished even when its sender has gone, so that asking again finds the answer. What a repetition gets
//! is `service/idempotency.rs`'s to say.

use std::panic::AssertUnwindSafe;

use actix_web::body::to_bytes;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use clienthub_shared::problem::ErrorCode;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use tracing::Instrument;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{IntoParams, openapi};

use crate::actor::Actor;
use crate::error::{AppError, AppResult, field, field_with};
use crate::http::error::{REQUEST_ID, request_id};
use crate::http::extract;
use crate::service::idempotency::{self, Begun, Turn};
use crate::state::AppState;

const KEY: &str = "Idempotency-Key";
const REPLAYED: &str = "Idempotency-Replayed";
const KEY_MAX: usize = 255;

/// Takes `Idempotency-Key`; absent, the work is simply done.
pub struct Once {
    key: Option<String>,
    /// Method and path.
    address: String,
}

impl FromRequest for Once {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (sender_checked, key) = (extract::sender_checked(request), key(request));
        let address = format!("{} {}", request.method(), request.path());
        Box::pin(async move {
            sender_checked.await;
            Ok(Self { key: key?, address })
        })
    }
}

fn key(request: &HttpRequest) -> AppResult<Option<String>> {
    let mut given = request.headers().get_all(KEY);
    let Some(key) = given.next() else { return Ok(None) };
    let bad = |finding| Err(AppError::Unreadable(ErrorCode::BadFormat, vec![finding]));
    let is_printable = key.as_bytes().iter().all(|byte| (b' '..=b'~').contains(byte));
    match key.to_str() {
        _ if given.next().is_some() => bad(field(KEY, ErrorCode::BadFormat)),
        Ok(key) if key.trim().is_empty() => bad(field(KEY, ErrorCode::Required)),
        Ok(key) if key.len() > KEY_MAX => bad(field_with(KEY, ErrorCode::TooLong, "max", KEY_MAX)),
        Ok(key) if is_printable => Ok(Some(key.to_owned())),
        _ => bad(field(KEY, ErrorCode::BadFormat)),
    }
}

impl Once {
    /// The request as a repetition is known by.
    pub fn of(self, app: &AppState, actor: &Actor, body: &impl Serialize) -> AppResult<Work> {
        let once = self.key.map(|key| idempotency::Once::new(app, actor, &self.address, &key, body)).transpose()?;
        Ok(Work { app: app.clone(), once, has_secret: false })
    }
}

pub struct Work {
    app: AppState,
    once: Option<idempotency::Once>,
    has_secret: bool,
}

impl Work {
    /// The answer holds a secret: it is not kept, and a repetition gets 409 `secret_shown_once`.
    pub fn with_secret(self) -> Self {
        Self { has_secret: true, ..self }
    }

    /// Does the work, or gives the answer that it gave before.
    pub async fn run(self, work: impl Future<Output = AppResult<HttpResponse>> + 'static) -> AppResult<HttpResponse> {
        let Self { app, once: Some(once), has_secret } = self else { return work.await };
        let done = async move {
            match once.begin(&app).await? {
                Begun::Answered(status, answer) => replayed(status, answer),
                Begun::First(turn) => perform(&app, turn, has_secret, work).await,
            }
        };
        let done = REQUEST_ID.scope(request_id(), done).instrument(tracing::Span::current());
        let died = |_| AppError::Internal(anyhow::anyhow!("the request was cut short by the end of the program"));
        actix_web::rt::spawn(done).await.map_err(died)?
    }
}

async fn perform(
    app: &AppState,
    turn: Turn,
    has_secret: bool,
    work: impl Future<Output = AppResult<HttpResponse>>,
) -> AppResult<HttpResponse> {
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    match outcome.unwrap_or_else(|_| Err(AppError::Internal(anyhow::anyhow!("the handler panicked")))) {
        Ok(answer) => {
            let (head, body) = answer.into_parts();
            let body = to_bytes(body).await.map_err(|_| anyhow::anyhow!("an answer that cannot be read"))?;
            note(if has_secret {
                turn.answered_in_secret(app).await
            } else {
                turn.answered(app, head.status().as_u16(), String::from_utf8_lossy(&body).into_owned()).await
            });
            Ok(head.set_body(body).map_into_boxed_body())
        }
        Err(error) => {
            note(turn.failed(app, &error).await);
            Err(error)
        }
    }
}

/// The work is done whether or not that could be written down: a repetition gets `outcome_unknown`.
fn note(written: AppResult<()>) {
    if let Err(error) = written {
        tracing::error!(%error, "how a request with an idempotency key ended could not be written");
    }
}

fn replayed(status: u16, answer: String) -> AppResult<HttpResponse> {
    let status = StatusCode::from_u16(status).map_err(anyhow::Error::new)?;
    let mut again = HttpResponse::build(status);
    again.insert_header((header::CACHE_CONTROL, "no-store")).insert_header((REPLAYED, "true"));
    Ok(again.content_type("application/json").body(answer))
}

/// For the OpenAPI document.
impl IntoParams for Once {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = "Up to 255 printable characters. A repetition within 24 hours gets the first answer again, with \
                    `Idempotency-Replayed: true`. 422 `idempotency_key_reused` with another body, 409 `request_in_progress` \
                    while the first is running, 409 `outcome_unknown` when nobody saw its end, 409 `secret_shown_once` when the \
                    first answer held a secret";
        let schema = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(KEY_MAX));
        let header = ParameterBuilder::new()
            .name(KEY)
            .parameter_in(ParameterIn::Header)
            .required(openapi::Required::False)
            .description(Some(text))
            .schema(Some(schema));
        vec![header.build()]
    }
}
