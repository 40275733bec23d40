//! The HTTP answer: the body, Meta's headers with the usage, and a fault that spoils the body.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use futures_util::future::ready;
use futures_util::{StreamExt, stream};

use super::Answer;
use crate::control::faults::Fault;
use crate::sandbox::Sandbox;

const CUT_AFTER: Duration = Duration::from_millis(50);

pub fn build(sandbox: &Sandbox, version: &str, answer: Answer, fault: Option<&Fault>) -> HttpResponse {
    let trace = random_id();
    let (mut status, body) = match &answer.result {
        Ok(value) => (200, value.to_string()),
        Err(error) => (error.status, error.envelope(&trace).to_string()),
    };
    let is_garbled = fault.is_some_and(|fault| fault.garble);
    if is_garbled {
        status = 200;
    }
    let mut response = HttpResponse::build(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    response
        .content_type("application/json; charset=UTF-8")
        .insert_header(("facebook-api-version", version))
        .insert_header(("x-fb-request-id", random_id()))
        .insert_header(("x-fb-trace-id", trace))
        .insert_header(("cache-control", "private, no-cache, no-store, must-revalidate"))
        .insert_header(("expires", "Sat, 01 Jan 2000 00:00:00 GMT"))
        .insert_header(("access-control-allow-origin", "*"));
    if let Some(budget) = &answer.budget {
        let mut inner = sandbox.lock();
        let now = inner.now_unix();
        for header in inner.usage.headers(budget, now) {
            response.insert_header(header);
        }
    }
    if is_garbled {
        response.body(half(&body))
    } else if fault.is_some_and(|fault| fault.cut) {
        // Announces the whole body, sends half of it, then fails, which closes the connection. The pause lets the half leave first.
        let sent = stream::once(ready(Ok(half(&body))));
        let parts = sent.chain(stream::once(async {
            tokio::time::sleep(CUT_AFTER).await;
            Err(std::io::Error::other("cut by a fault"))
        }));
        response.body(SizedStream::new(body.len() as u64, Box::pin(parts)))
    } else {
        response.body(body)
    }
}

/// Half a JSON text is never JSON.
fn half(body: &str) -> Bytes {
    Bytes::copy_from_slice(&body.as_bytes()[..body.len() / 2])
}

/// Looks like one of Meta's trace ids and means nothing.
fn random_id() -> String {
    let mut bytes = [0_u8; 12];
    if getrandom::fill(&mut bytes).is_err() {
        return "A".to_owned();
    }
    format!("A{}", hex::encode(bytes))
}
