//! One request: same origin, cookies by the browser, JSON both ways, a time limit by `AbortController`. A 401 refreshes
//! the session once for all requests that wait (single flight) and tries again; when that fails, the tab is signed out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use clienthub_shared::problem::{ErrorCode, Problem};
use js_sys::Promise;
use leptos::prelude::{set_timeout_with_handle, window};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{AbortController, AbortSignal, Blob, Headers, RequestInit, Response};

use super::decode;
use crate::intl::now_ms;

pub const BASE: &str = "/api/v1";
/// Pages show the error after so long.
const READ_LIMIT: Duration = Duration::from_secs(10);
/// Writes wait for Meta: longer than the hub does (`meta.timeout_s`), so that its answer is the one that is shown.
const WRITE_LIMIT: Duration = Duration::from_secs(25);
/// Files of up to 16 MB, whose templates are judged one by one.
const FILE_LIMIT: Duration = Duration::from_secs(120);

/// Why there is no answer. Pages turn it into a sentence with `words::error`.
#[derive(Debug, Clone, PartialEq)]
pub enum ApiError {
    Problem(Box<Problem>),
    /// The hub could not be reached.
    Network,
    /// No answer within the time limit.
    Timeout,
    /// An answer that is no JSON of ours: a proxy's page, a cut body, a newer version.
    Unreadable,
}

impl ApiError {
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Network | Self::Timeout | Self::Unreadable => None,
        }
    }

    pub fn is(&self, code: ErrorCode) -> bool {
        self.code() == Some(code)
    }

    /// What the hub asks to wait.
    pub fn retry_after_s(&self) -> Option<u64> {
        match self {
            Self::Problem(problem) => problem.retry_after_s,
            Self::Network | Self::Timeout | Self::Unreadable => None,
        }
    }

    /// It may work by itself in a while.
    pub fn passes(&self) -> bool {
        match self {
            Self::Problem(problem) => problem.status >= 500 || problem.status == 429,
            Self::Network | Self::Timeout | Self::Unreadable => true,
        }
    }
}

pub type Answer<T> = Result<T, ApiError>;

thread_local! {
    static REFRESH: RefCell<Option<Promise>> = const { RefCell::new(None) };
    static SIGNED_OUT: RefCell<Option<Rc<dyn Fn()>>> = const { RefCell::new(None) };
}

/// What to do when the session is over; set once by the app.
pub fn on_signed_out(act: impl Fn() + 'static) {
    SIGNED_OUT.set(Some(Rc::new(act)));
}

pub async fn get<T: DeserializeOwned>(path: &str) -> Answer<T> {
    parse(&with_session(Method::Get, path, None).await?)
}

/// One object read as two types, for what the API sends flattened.
pub async fn get_both<A: DeserializeOwned, B: DeserializeOwned>(path: &str) -> Answer<(A, B)> {
    both(&with_session(Method::Get, path, None).await?)
}

pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Answer<T> {
    parse(&with_session(Method::Post, path, encode(body)).await?)
}

/// A POST without a body.
pub async fn order<T: DeserializeOwned>(path: &str) -> Answer<T> {
    parse(&with_session(Method::Post, path, None).await?)
}

/// A file, at an address that begins at the host's root, as the browser loads pictures; nothing when there is none.
pub async fn get_file(address: &str) -> Option<Blob> {
    let response: Response = JsFuture::from(window().fetch_with_str(address)).await.ok()?.unchecked_into();
    let file = response.ok().then(|| response.blob().ok()).flatten()?;
    JsFuture::from(file).await.ok().map(JsCast::unchecked_into)
}

/// What is passed on and not read by us.
pub async fn get_raw(path: &str) -> Answer<JsValue> {
    let raw = with_session(Method::Get, path, None).await?;
    if !(200..300).contains(&raw.status) {
        return Err(problem(&raw));
    }
    raw.body.ok_or(ApiError::Unreadable)
}

/// A write whose body is JSON already.
pub async fn write<T: DeserializeOwned>(method: Method, path: &str, body: Option<String>) -> Answer<T> {
    parse(&with_session(method, path, body).await?)
}

/// A write that is answered like `get_both`; the body is ready JSON, so that this is compiled once.
pub async fn write_both<A: DeserializeOwned, B: DeserializeOwned>(
    method: Method,
    path: &str,
    body: Option<String>,
) -> Answer<(A, B)> {
    both(&with_session(method, path, body).await?)
}

pub async fn patch<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Answer<T> {
    parse(&with_session(Method::Patch, path, encode(body)).await?)
}

/// A change of the version that the person saw; the body is ready JSON.
pub async fn patch_version<T: DeserializeOwned>(path: &str, body: String, version: i64) -> Answer<T> {
    let terms = Terms { version: Some(version), ..Terms::default() };
    parse(&in_session(Method::Patch, path, Some(body), terms).await?)
}

/// A POST without a body about the version that the person saw.
pub async fn order_version<T: DeserializeOwned>(path: &str, version: i64) -> Answer<T> {
    let terms = Terms { version: Some(version), ..Terms::default() };
    parse(&in_session(Method::Post, path, None, terms).await?)
}

/// A POST that is done once, however often it is sent with its key (`new_key`); the body is ready JSON.
pub async fn create<T: DeserializeOwned>(path: &str, body: String, key: String) -> Answer<T> {
    let terms = Terms { key: Some(key), ..Terms::default() };
    parse(&in_session(Method::Post, path, Some(body), terms).await?)
}

/// A POST of a person's file, which may take long; with a key (`new_key`) it is done once, however often it is sent.
pub async fn write_file<T: DeserializeOwned>(path: &str, file: String, key: Option<String>) -> Answer<T> {
    let terms = Terms { key, limit: Some(FILE_LIMIT), ..Terms::default() };
    parse(&in_session(Method::Post, path, Some(file), terms).await?)
}

/// For `Idempotency-Key`. It tells requests of one person apart and is no secret. Whole numbers: printing fractions is kilobytes of
/// program.
pub fn new_key() -> String {
    let chance = js_sys::Math::random() * 1e15;
    [(now_ms() as u64).to_string(), (chance as u64).to_string()].join("-")
}

/// The answer to a request that was sent by other means.
pub fn answer<T: DeserializeOwned>(status: u16, text: &str) -> Answer<T> {
    parse(&Raw { status, body: decode::parse(text).ok() })
}

pub async fn put<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Answer<T> {
    parse(&with_session(Method::Put, path, encode(body)).await?)
}

pub async fn delete(path: &str) -> Answer<()> {
    parse(&with_session(Method::Delete, path, None).await?)
}

/// Signing in: a 401 is the answer, not a reason to refresh.
pub async fn post_once<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Answer<T> {
    parse(&send(Method::Post, path, encode(body).as_deref(), &Terms::default()).await?)
}

/// `&cursor=…`; a cursor is opaque, so it is encoded.
pub fn cursor_pair(cursor: &str) -> String {
    format!("&cursor={}", js_sys::encode_uri_component(cursor))
}

#[derive(Clone, Copy, PartialEq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// What a request says or takes besides its body.
#[derive(Default)]
struct Terms {
    /// `If-Match`
    version: Option<i64>,
    /// `Idempotency-Key`
    key: Option<String>,
    /// Other than the method's own.
    limit: Option<Duration>,
}

struct Raw {
    status: u16,
    /// `None`: no JSON.
    body: Option<JsValue>,
}

/// As a request carries it.
pub fn encode(body: &impl Serialize) -> Option<String> {
    serde_json::to_string(body).ok()
}

fn parse<T: DeserializeOwned>(raw: &Raw) -> Answer<T> {
    if (200..300).contains(&raw.status) { body(raw) } else { Err(problem(raw)) }
}

fn both<A: DeserializeOwned, B: DeserializeOwned>(raw: &Raw) -> Answer<(A, B)> {
    Ok((parse(raw)?, parse(raw)?))
}

fn body<T: DeserializeOwned>(raw: &Raw) -> Answer<T> {
    raw.body.as_ref().and_then(|json| decode::decode(json).ok()).ok_or(ApiError::Unreadable)
}

fn problem(raw: &Raw) -> ApiError {
    body(raw).map_or_else(|unreadable| unreadable, |problem| ApiError::Problem(Box::new(problem)))
}

async fn with_session(method: Method, path: &str, body: Option<String>) -> Answer<Raw> {
    in_session(method, path, body, Terms::default()).await
}

async fn in_session(method: Method, path: &str, body: Option<String>, terms: Terms) -> Answer<Raw> {
    let raw = send(method, path, body.as_deref(), &terms).await?;
    if raw.status != 401 || !problem(&raw).is(ErrorCode::NotSignedIn) {
        return Ok(raw);
    }
    if refresh().await {
        let again = send(method, path, body.as_deref(), &terms).await?;
        if again.status != 401 {
            return Ok(again);
        }
    }
    if let Some(act) = SIGNED_OUT.with_borrow(Clone::clone) {
        act();
    }
    Ok(raw)
}

/// True when the session goes on. Requests that arrive meanwhile share the one that runs.
async fn refresh() -> bool {
    let running = REFRESH.with_borrow(Clone::clone);
    let promise = running.unwrap_or_else(|| {
        let promise = future_to_promise(async {
            let answer = send(Method::Post, "/session/refresh", None, &Terms::default()).await;
            REFRESH.set(None);
            match answer {
                Ok(raw) if raw.status == 200 => Ok(JsValue::TRUE),
                _ => Ok(JsValue::FALSE),
            }
        });
        REFRESH.set(Some(promise.clone()));
        promise
    });
    JsFuture::from(promise).await.is_ok_and(|done| done.is_truthy())
}

async fn send(method: Method, path: &str, body: Option<&str>, terms: &Terms) -> Answer<Raw> {
    let limit = terms.limit.unwrap_or(if method == Method::Get { READ_LIMIT } else { WRITE_LIMIT });
    let abort = AbortController::new().ok();
    let late = Rc::new(Cell::new(false));
    let timer = abort.clone().and_then(|abort| {
        let late = Rc::clone(&late);
        let stop = move || {
            late.set(true);
            abort.abort();
        };
        set_timeout_with_handle(stop, limit).ok()
    });
    let signal = abort.as_ref().map(AbortController::signal);
    let answer = exchange(method, path, body, terms, signal.as_ref()).await;
    if let Some(timer) = timer {
        timer.clear();
    }
    answer.map_err(|_| if late.get() { ApiError::Timeout } else { ApiError::Network })
}

async fn exchange(
    method: Method,
    path: &str,
    body: Option<&str>,
    terms: &Terms,
    signal: Option<&AbortSignal>,
) -> Result<Raw, JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept", "application/json")?;
    if let Some(version) = terms.version {
        headers.set("If-Match", &["\"", &version.to_string(), "\""].concat())?;
    }
    if let Some(key) = &terms.key {
        headers.set("Idempotency-Key", key)?;
    }
    let init = RequestInit::new();
    init.set_method(method.as_str());
    init.set_signal(signal);
    if let Some(body) = body {
        headers.set("Content-Type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    let sent = window().fetch_with_str_and_init(&format!("{BASE}{path}"), &init);
    let response: Response = JsFuture::from(sent).await?.unchecked_into();
    let text = JsFuture::from(response.text()?).await?.as_string();
    Ok(Raw { status: response.status(), body: text.and_then(|text| decode::parse(&text).ok()) })
}
