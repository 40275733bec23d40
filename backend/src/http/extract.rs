//! Reading requests: JSON bodies, query parameters, ids in paths and `If-Match`. Whatever cannot be read is a 400
//! that names the place; nothing unknown is passed over.

use std::collections::BTreeMap;
use std::pin::pin;
use std::str::FromStr;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use anyhow::Context;
use clienthub_shared::page::{LIMIT_DEFAULT, LIMIT_MAX};
use clienthub_shared::problem::ErrorCode;
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::task::spawn_blocking;
use tokio::time::sleep;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::error::{AppError, AppResult, field, field_with};
use crate::service::file_turn::FileTurn;
use crate::state::AppState;

/// Longest `q`; more is no name and no number.
const Q_MAX: usize = 200;
/// Largest JSON body of the API.
pub const BODY_MAX: usize = 256 * 1024;
/// Largest file of templates: 6,000 of them, exported, are about a third.
pub const FILE_MAX: usize = 16 * 1024 * 1024;
/// What is kept must be readable where it lies some steps deeper, as in a list: readers stop at 128.
const DEPTH_MAX: usize = 112;
/// Until a body is here as a whole; each `BODY_MAX` of it that is here gives a file a second more.
pub const BODY_PATIENCE: Duration = Duration::from_secs(15);

/// Lies in a request while its sender is being checked: what was sent is judged afterwards, so that a stranger gets
/// 401 or 404 whatever the body. actix polls all arguments of a handler at once; the sender stands first among them.
#[derive(Clone)]
struct SenderChecked(CancellationToken);

/// The sender's check begins; it ends when the guard is dropped.
pub fn checking_sender(request: &HttpRequest) -> DropGuard {
    let checked = CancellationToken::new();
    request.extensions_mut().insert(SenderChecked(checked.clone()));
    checked.drop_guard()
}

pub fn sender_checked(request: &HttpRequest) -> impl Future<Output = ()> + use<> {
    let checked = request.extensions().get::<SenderChecked>().cloned();
    async move {
        if let Some(SenderChecked(checked)) = checked {
            checked.cancelled().await;
        }
    }
}

/// A JSON body of a type that knows all its fields.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = body(request, payload, BODY_MAX);
        Box::pin(async move { parse(&body.await?).map(Self) })
    }
}

/// The same of a file of templates. So many are in memory at once as there are turns: whoever holds the value holds the turn, also
/// where work goes on without its request.
pub struct JsonFile<T> {
    pub value: T,
    pub turn: FileTurn,
}

impl<T: DeserializeOwned + Send + 'static> FromRequest for JsonFile<T> {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (sender_checked, body) = (sender_checked(request), body(request, payload, FILE_MAX));
        let app = request.app_data::<web::Data<AppState>>().cloned();
        let org = request.match_info().get("org").unwrap_or_default().to_owned();
        Box::pin(async move {
            // From here on the organisation of the path is the sender's.
            sender_checked.await;
            let app = app.context("the state belongs to every request")?;
            let mut turn = app.files.wait(&org).await?;
            let body = body.await?;
            turn.begin().await?;
            // It takes long enough to hold other requests up.
            let value = spawn_blocking(move || parse(&body)).await.context("parsing")??;
            Ok(Self { value, turn })
        })
    }
}

/// The bytes of a JSON body, once its sender is checked.
fn body(request: &HttpRequest, payload: &mut Payload, max: usize) -> LocalBoxFuture<'static, AppResult<web::Bytes>> {
    let header = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let is_json = header(header::CONTENT_TYPE).is_some_and(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        kind == "application/json" || kind.ends_with("+json")
    });
    let claimed = header(header::CONTENT_LENGTH).and_then(|length| length.parse().ok()).unwrap_or(0);
    let (sender_checked, payload) = (sender_checked(request), web::Payload::from_request(request, payload));
    Box::pin(async move {
        sender_checked.await;
        let refused = |code| AppError::Unreadable(code, Vec::new());
        if !is_json {
            return Err(refused(ErrorCode::UnsupportedMediaType));
        }
        if claimed > max {
            return Err(refused(ErrorCode::BodyTooLarge));
        }
        let mut payload = payload.await.map_err(|_| refused(ErrorCode::BadJson))?;
        let (mut patience, mut body) = (pin!(sleep(BODY_PATIENCE)), web::BytesMut::new());
        loop {
            let chunk = tokio::select! {
                () = &mut patience => return Err(refused(ErrorCode::BodyTooSlow)),
                chunk = payload.next() => chunk,
            };
            let Some(chunk) = chunk else { return Ok(body.freeze()) };
            let chunk = chunk.map_err(|_| refused(ErrorCode::BadJson))?;
            let (before, now) = (body.len(), body.len() + chunk.len());
            if now > max {
                return Err(refused(ErrorCode::BodyTooLarge));
            }
            body.extend_from_slice(&chunk);
            let more = Duration::from_secs((now / BODY_MAX - before / BODY_MAX) as u64);
            let until = patience.deadline() + more;
            patience.as_mut().reset(until);
        }
    })
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> AppResult<T> {
    if depth(body) > DEPTH_MAX {
        return Err(AppError::Unreadable(ErrorCode::BadJson, vec![field("", ErrorCode::BadJson)]));
    }
    // serde would read an array as an object's fields in their order.
    if body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Err(AppError::Unreadable(ErrorCode::WrongType, vec![field("", ErrorCode::WrongType)]));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string().replace(['.', '['], "/").replace(']', "");
        let path = if path == "/" { String::new() } else { path };
        let inner = error.into_inner();
        let text = inner.to_string();
        let code = if !inner.is_data() {
            ErrorCode::BadJson
        } else if text.starts_with("unknown field") {
            ErrorCode::UnknownField
        } else if text.starts_with("missing field") {
            ErrorCode::Required
        } else {
            ErrorCode::WrongType
        };
        // serde's message names the missing field and repeats values; keep the name, drop the values.
        let path = match text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
            Some(name) if path.is_empty() => name.to_owned(),
            Some(name) => format!("{path}/{name}"),
            None => path,
        };
        let top = if code == ErrorCode::Required { ErrorCode::WrongType } else { code };
        AppError::Unreadable(top, vec![field(&path, code)])
    })?;
    reader.end().map_err(|_| AppError::Unreadable(ErrorCode::BadJson, vec![field("", ErrorCode::BadJson)]))?;
    match find_nul(body) {
        Some(path) => Err(AppError::Unreadable(ErrorCode::BadJson, vec![field(&path, ErrorCode::BadFormat)])),
        None => Ok(value),
    }
}

/// How deep arrays and objects lie in each other.
fn depth(body: &[u8]) -> usize {
    let (mut deepest, mut now, mut in_text, mut is_escaped) = (0_usize, 0_usize, false, false);
    for byte in body {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_text,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'[' | b'{' => now += 1,
            b']' | b'}' => now = now.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}

/// Path of the first text that holds NUL: valid JSON, but Postgres cannot keep it.
fn find_nul(body: &[u8]) -> Option<String> {
    fn walk(value: &Value, path: &str) -> Option<String> {
        let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
        match value {
            Value::String(text) => text.contains('\0').then(|| path.to_owned()),
            Value::Array(items) => items.iter().enumerate().find_map(|(at, item)| walk(item, &below(&at.to_string()))),
            Value::Object(fields) => fields.iter().find_map(|(name, value)| walk(value, &below(name))),
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }
    const ESCAPED: &[u8] = b"\\u0000";
    let is_likely = body.windows(ESCAPED.len()).any(|window| window == ESCAPED);
    is_likely.then(|| serde_json::from_slice(body).ok()).flatten().and_then(|value| walk(&value, ""))
}

/// For endpoints that take no query parameters.
pub struct NoParams;

impl FromRequest for NoParams {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (sender_checked, found) = (sender_checked(request), Params::of(request).and_then(Params::finish));
        Box::pin(async move {
            sender_checked.await;
            found.map(|()| Self)
        })
    }
}

/// The query's parameters. Take what the endpoint knows, then `finish`: what is left is unknown.
pub struct Params(BTreeMap<String, String>);

impl Params {
    pub fn of(request: &HttpRequest) -> AppResult<Self> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(request.query_string())
            .map_err(|_| AppError::Unreadable(ErrorCode::BadQuery, Vec::new()))?;
        let mut params = BTreeMap::new();
        for (name, value) in pairs {
            let has_nul = value.contains('\0');
            if has_nul || params.insert(name.clone(), value).is_some() {
                return Err(bad(&name));
            }
        }
        Ok(Self(params))
    }

    pub fn text(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).filter(|value| !value.is_empty())
    }

    /// Several values of one filter, separated by commas; empty when absent.
    pub fn list<T: FromStr>(&mut self, name: &str) -> AppResult<Vec<T>> {
        let Some(text) = self.text(name) else { return Ok(Vec::new()) };
        text.split(',').map(|value| value.parse().map_err(|_| bad(name))).collect()
    }

    pub fn one<T: FromStr>(&mut self, name: &str) -> AppResult<Option<T>> {
        self.text(name).map(|value| value.parse().map_err(|_| bad(name))).transpose()
    }

    /// The same; neither order nor repetition makes another filter.
    pub fn values<T: FromStr + Ord>(&mut self, name: &str) -> AppResult<Vec<T>> {
        let mut values = self.list(name)?;
        values.sort_unstable();
        values.dedup();
        Ok(values)
    }

    /// `q`, what is searched for; nothing when it is blank.
    pub fn q(&mut self) -> AppResult<Option<String>> {
        let q = self.text("q").filter(|q| !q.trim().is_empty());
        if q.as_ref().is_some_and(|q| q.chars().count() > Q_MAX) {
            let finding = field_with("q", ErrorCode::TooLong, "max", Q_MAX);
            return Err(AppError::Unreadable(ErrorCode::BadQuery, vec![finding]));
        }
        Ok(q)
    }

    /// `sort`: by what, and whether a leading `-` says descending.
    pub fn sort<T: FromStr>(&mut self) -> AppResult<Option<(T, bool)>> {
        let Some(text) = self.text("sort") else { return Ok(None) };
        let (word, descending) = text.strip_prefix('-').map_or((text.as_str(), false), |word| (word, true));
        Ok(Some((word.parse().map_err(|_| bad("sort"))?, descending)))
    }

    /// `limit`, 1 to 100.
    pub fn limit(&mut self) -> AppResult<u32> {
        let limit = self.one("limit")?.unwrap_or(LIMIT_DEFAULT);
        if (1..=LIMIT_MAX).contains(&limit) { Ok(limit) } else { Err(bad("limit")) }
    }

    /// Refuses every parameter that nobody took.
    pub fn finish(self) -> AppResult<()> {
        match self.0.into_keys().next() {
            Some(name) => Err(AppError::Unreadable(ErrorCode::BadQuery, vec![field(&name, ErrorCode::UnknownField)])),
            None => Ok(()),
        }
    }
}

/// The refusal of a parameter whose value is none of those documented.
pub fn bad(name: &str) -> AppError {
    AppError::Unreadable(ErrorCode::BadQuery, vec![field_with(name, ErrorCode::BadFormat, "parameter", name)])
}

/// An id of the path; one that is unreadable or of another kind is not found.
pub fn path_id<T: FromStr>(request: &HttpRequest, name: &str) -> AppResult<T> {
    request.match_info().get(name).and_then(|text| text.parse().ok()).ok_or(AppError::NotFound)
}

/// The version that `If-Match` demands; absent, or `*`: any.
pub fn if_match(request: &HttpRequest) -> AppResult<Option<i64>> {
    let Some(value) = request.headers().get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    // A tag that we never gave fits no version.
    Ok(Some(text.trim_matches('"').parse().unwrap_or(-1)))
}
