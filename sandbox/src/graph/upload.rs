//! Resumable uploads (reference 4.12): a session of an app, bytes that may arrive in several goes, and the handle at the end. What arrives is
//! counted while it arrives, so that a connection that breaks leaves its part behind. Small files are kept and served, large ones counted.
//! Sessions and handles end only when the control API says after how long.

use actix_web::web::{self, Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use futures_util::StreamExt;
use serde_json::{Value, json};

use super::access::{self, Caller};
use super::error::GraphError;
use super::params::Params;
use super::template::refusal::one_of;
use super::usage::Budget;
use super::{Answer, Call, reply};
use crate::control::faults::{self, Fault};
use crate::sandbox::{Inner, Sandbox};
use crate::world::template::{Media, Upload};

const TYPES: &[&str] = &["application/pdf", "image/jpeg", "image/jpg", "image/png", "video/mp4"];
const MAX_BYTES: u64 = 100 * 1024 * 1024;
/// The state file is written whole after every change: more than this of a file is counted and not kept.
const KEPT_BYTES: u64 = 256 * 1024;
const PREFIX: &str = "upload:";

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/{version:v[0-9]+\\.[0-9]+}/{session:upload:[^/]+}", web::to(handle))
        .route("/{session:upload:[^/]+}", web::to(handle));
}

/// `POST /{app}/uploads`: a new session.
pub fn create(sandbox: &Sandbox, app_id: &str, params: &Params) -> Result<Value, GraphError> {
    let file_type = params.required("file_type")?;
    if !TYPES.contains(&file_type.as_str()) {
        return Err(one_of("file_type", TYPES));
    }
    let file_length = match params.required("file_length")?.parse::<u64>() {
        Ok(length) if (1..=MAX_BYTES).contains(&length) => length,
        _ => return Err(GraphError::parameter(format!("Param file_length must be between 1 and {MAX_BYTES}"))),
    };
    if params.text("session_type").is_some_and(|kind| kind != "attachment") {
        return Err(one_of("session_type", &["attachment"]));
    }
    let file_name = params.text("file_name").unwrap_or_default();
    sandbox.write(|inner| {
        let number = inner.world.next_id();
        let key = URL_SAFE_NO_PAD.encode(format!("MT:{app_id}:{number}"));
        let signature = access::hmac_hex(&secret(inner, app_id), key.as_bytes())[..16].to_owned();
        let id = json!({ "id": format!("{PREFIX}{key}?sig={signature}") });
        let expires_at = inner.world.upload_life.session_s.map(|seconds| inner.now_unix() + i64::from(seconds));
        let app_id = app_id.to_owned();
        let upload = Upload { app_id, signature, file_name, file_type, file_length, expires_at, ..Upload::default() };
        inner.world.uploads.insert(key, upload);
        Ok(id)
    })
}

fn secret(inner: &Inner, app_id: &str) -> String {
    inner.world.apps.get(app_id).map(|app| app.secret.clone()).unwrap_or_default()
}

/// A session: how far it is, and more bytes for it.
async fn handle(request: HttpRequest, mut body: Payload, sandbox: Data<Sandbox>) -> HttpResponse {
    let call = Call::read(&request);
    let token = Params::parse(&call.query, "", &[])
        .ok()
        .and_then(|params| access::token_of(call.authorization.as_deref(), &params));
    let fault = faults::take(&mut sandbox.lock().faults, &call.method, &call.path());
    let (first, last) = match &fault {
        Some(fault) if fault.strikes_first(&call.method) => (Some(fault), None),
        other => (None, other.as_ref()),
    };
    if let Some(fault) = first {
        fault.pause().await;
    }
    let mut answer = match first.and_then(Fault::instead) {
        Some(result) => Answer { result, budget: None },
        None => {
            let offset = request.headers().get("file_offset").and_then(|value| value.to_str().ok()).map(str::to_owned);
            let break_after = fault.as_ref().and_then(|fault| fault.after_bytes);
            match session(&sandbox, &call, token.as_deref()) {
                Ok((key, budget)) => {
                    let result = match call.method.as_str() {
                        "GET" => show(&sandbox.lock(), &key),
                        "POST" => receive(&sandbox, &key, offset, &mut body, break_after).await,
                        other => Err(GraphError::wrong_method(other)),
                    };
                    Answer { result, budget: Some(budget) }
                }
                Err(error) => Answer { result: Err(error), budget: None },
            }
        }
    };
    if let Some(error) = last.and_then(Fault::error) {
        answer.result = Err(error);
    }
    if fault.as_ref().is_none_or(|fault| fault.after_bytes.is_none()) {
        // Whoever is still sending reads the answer only afterwards.
        while let Some(Ok(_)) = body.next().await {}
    }
    // An upload that broke off has no answer either.
    let broke = fault.clone().map(|fault| {
        let cut = fault.cut || fault.after_bytes.is_some();
        fault.with_cut(cut)
    });
    let response = reply::build(&sandbox, &call.version, answer, broke.as_ref());
    call.log(&sandbox, token.as_deref(), response.status().as_u16(), fault.is_some());
    if let Some(fault) = last {
        fault.pause().await;
    }
    response
}

/// The session that the path names, if the caller's app began it.
fn session(sandbox: &Sandbox, call: &Call, token: Option<&str>) -> Result<(String, Budget), GraphError> {
    let mut inner = sandbox.lock();
    let params = Params::parse(&call.query, "", &[])?;
    let caller: Caller = access::caller(&inner, token, &params)?;
    let id = call.path.first().map(String::as_str).unwrap_or_default();
    let key = id.strip_prefix(PREFIX).unwrap_or_default();
    let missing = || GraphError::no_object(&call.method, id);
    let upload = inner.world.uploads.get(key).ok_or_else(missing)?;
    let is_over = upload.expires_at.is_some_and(|at| at <= inner.now_unix());
    if is_over || upload.app_id != caller.app_id() || params.text("sig").as_ref() != Some(&upload.signature) {
        return Err(missing());
    }
    let budget =
        Budget { app_id: caller.app_id().to_owned(), waba_id: None, waba_is_active: false, throttle_code: 80007 };
    let now = inner.now_unix();
    inner.usage.count(&budget, 1, now)?;
    Ok((key.to_owned(), budget))
}

fn show(inner: &Inner, key: &str) -> Result<Value, GraphError> {
    let upload = inner.world.uploads.get(key).ok_or_else(|| GraphError::no_object("GET", key))?;
    Ok(
        json!({ "id": format!("{PREFIX}{key}?sig={}", upload.signature), "file_offset": upload.file_offset.to_string() }),
    )
}

/// Bytes from an offset on, which must be where the session stands. With `break_after` it stops listening after so many.
async fn receive(
    sandbox: &Sandbox,
    key: &str,
    offset: Option<String>,
    body: &mut Payload,
    break_after: Option<u64>,
) -> Result<Value, GraphError> {
    let held = sandbox.lock().world.uploads.get(key).map_or(0, |upload| upload.file_offset);
    let offset = offset.ok_or_else(|| GraphError::missing_parameter("file_offset"))?;
    if offset.parse::<u64>().ok() != Some(held) {
        return Err(GraphError::parameter(format!("Param file_offset must be {held}, where the upload stands.")));
    }
    let mut left = break_after.unwrap_or(u64::MAX);
    while left > 0 {
        let Some(chunk) = body.next().await else { break };
        // A connection that breaks ends the call; what came before it stays.
        let Ok(chunk) = chunk else { break };
        let taken = chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        left -= taken as u64;
        take(sandbox, key, &chunk[..taken])?;
    }
    finish(sandbox, key)
}

fn take(sandbox: &Sandbox, key: &str, bytes: &[u8]) -> Result<(), GraphError> {
    let mut inner = sandbox.lock();
    let upload = inner.world.uploads.get_mut(key).ok_or_else(|| GraphError::no_object("POST", key))?;
    let length = upload.file_offset + bytes.len() as u64;
    if length > upload.file_length {
        return Err(GraphError::parameter(format!(
            "The file is longer than the {} bytes announced.",
            upload.file_length
        )));
    }
    if length <= KEPT_BYTES && upload.file_length <= KEPT_BYTES {
        let mut kept = STANDARD.decode(&upload.base64).unwrap_or_default();
        kept.extend_from_slice(bytes);
        upload.base64 = STANDARD.encode(kept);
    }
    upload.file_offset = length;
    sandbox.dirty.notify_one();
    Ok(())
}

/// The handle once everything is there; asking again gives the same.
fn finish(sandbox: &Sandbox, key: &str) -> Result<Value, GraphError> {
    sandbox.write(|inner| {
        let number = inner.world.next_id();
        let expires_at = inner.world.upload_life.handle_s.map(|seconds| inner.now_unix() + i64::from(seconds));
        let secret = inner.world.uploads.get(key).map(|upload| secret(inner, &upload.app_id)).unwrap_or_default();
        let upload = inner.world.uploads.get_mut(key).ok_or_else(|| GraphError::no_object("POST", key))?;
        if upload.file_offset < upload.file_length {
            let (came, whole) = (upload.file_offset, upload.file_length);
            return Err(GraphError::parameter(format!("Only {came} of {whole} bytes came; continue from there.")));
        }
        if upload.handle.is_none() {
            let id = format!("{number}{}", &access::hmac_hex(&secret, key.as_bytes())[..12]);
            let handle =
                format!("4::{}:ARZ{}:e:{number}", STANDARD.encode(&upload.file_type), URL_SAFE_NO_PAD.encode(&id));
            upload.handle = Some(handle.clone());
            let media = Media {
                id,
                file_type: upload.file_type.clone(),
                file_length: upload.file_length,
                base64: std::mem::take(&mut upload.base64),
                expires_at,
            };
            inner.world.media.insert(handle, media);
        }
        let handle = inner.world.uploads.get(key).and_then(|upload| upload.handle.clone());
        Ok(json!({ "h": handle }))
    })
}
