//! How one call runs: the request is built, sent, read up to a limit and understood; a GET that failed by accident is sent
//! again within the same deadline. POST and DELETE are sent once. One debug event tells of each call, without its query. A body
//! that is streamed goes its own way: `upload.rs`.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Method, RequestBuilder, Response};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::error::{GraphError, Heads};
use super::scrub::scrub;
use super::signature::proof;
use super::upload::is_session;
use super::usage::Usage;
use super::wire::flag_of;
use super::wire::without_nul;
use super::{Answer, GraphClient};

/// Larger answers are refused while they are read.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;
const REPEATS: u32 = 2;
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// A request that can be sent more than once.
pub(super) struct Call<'a> {
    pub method: Method,
    /// Below the version.
    pub path: Vec<&'a str>,
    pub query: Vec<(&'a str, &'a str)>,
    pub form: Vec<(&'a str, &'a str)>,
    /// Instead of a form.
    pub json: Option<&'a Value>,
    /// The word before the token: `Bearer`, but for uploads.
    pub scheme: &'static str,
    pub token: &'a SecretString,
    /// Secrets beside the token that must not come back in an error.
    pub hidden: Vec<&'a str>,
}

impl<'a> Call<'a> {
    pub fn new(method: Method, path: Vec<&'a str>, token: &'a SecretString) -> Self {
        let (query, form, hidden) = (Vec::new(), Vec::new(), Vec::new());
        Self { method, path, query, form, json: None, scheme: "Bearer", token, hidden }
    }

    pub fn get(path: Vec<&'a str>, token: &'a SecretString) -> Self {
        Self::new(Method::GET, path, token)
    }
}

/// What the log tells of a call.
pub(super) struct Seen {
    started: Instant,
    repeats: u32,
    status: Option<u16>,
    trace_id: Option<String>,
}

impl Seen {
    pub fn new() -> Self {
        Self { started: Instant::now(), repeats: 0, status: None, trace_id: None }
    }
}

/// The one part of an answer that is looked at before its type.
#[derive(Deserialize)]
struct MetaErrorEnvelope {
    error: Option<Value>,
}

#[derive(Deserialize)]
struct MetaSuccess {
    success: Option<Value>,
    /// Why not.
    reason: Option<String>,
}

impl GraphClient {
    pub(super) fn deadline(&self) -> Instant {
        self.deadline_in(self.config().timeout)
    }

    /// For a call that may take longer than others.
    pub(super) fn deadline_in(&self, time: Duration) -> Instant {
        Instant::now() + time
    }

    pub(super) async fn perform<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<Answer<T>, GraphError> {
        self.perform_until(call, self.deadline()).await
    }

    /// A call that answers `{"success": true}`, or `"true"`.
    pub(super) async fn command(&self, call: &Call<'_>) -> Result<Answer<()>, GraphError> {
        self.command_until(call, self.deadline()).await
    }

    /// The same with a deadline of its own.
    pub(super) async fn command_until(&self, call: &Call<'_>, deadline: Instant) -> Result<Answer<()>, GraphError> {
        let answer = self.perform_until::<MetaSuccess>(call, deadline).await?;
        match answer.value.success.as_ref().and_then(flag_of) {
            Some(true) => Ok(answer.map(|_| ())),
            _ => {
                let reason = answer.value.reason.map(|reason| scrub(&reason, &self.secrets(call)));
                Err(GraphError::no_success(reason))
            }
        }
    }

    pub(super) async fn perform_until<T: DeserializeOwned>(
        &self,
        call: &Call<'_>,
        deadline: Instant,
    ) -> Result<Answer<T>, GraphError> {
        check_path(&call.path)?;
        let mut seen = Seen::new();
        let outcome = timeout_at(deadline, self.attempts(call, deadline, &mut seen))
            .await
            .unwrap_or_else(|_| Err(GraphError::timeout()));
        tell(call, &seen, outcome)
    }

    async fn attempts<T: DeserializeOwned>(
        &self,
        call: &Call<'_>,
        deadline: Instant,
        seen: &mut Seen,
    ) -> Result<Answer<T>, GraphError> {
        loop {
            let outcome = self.attempt(call, seen).await;
            let Err(error) = outcome else {
                return outcome;
            };
            let pause = pause_before(seen.repeats);
            let again = call.method == Method::GET
                && error.is_worth_repeating()
                && seen.repeats < REPEATS
                && Instant::now() + pause < deadline;
            if !again {
                return Err(error);
            }
            tokio::time::sleep(pause).await;
            seen.repeats += 1;
        }
    }

    async fn attempt<T: DeserializeOwned>(&self, call: &Call<'_>, seen: &mut Seen) -> Result<Answer<T>, GraphError> {
        (seen.status, seen.trace_id) = (None, None);
        let request = self.request(call)?;
        let request = match call.json {
            Some(json) => request.json(json),
            None if call.form.is_empty() => request,
            None => request.form(&call.form),
        };
        self.exchange(call, request, seen).await
    }

    /// Sends it once and reads the answer.
    pub(super) async fn exchange<T: DeserializeOwned>(
        &self,
        call: &Call<'_>,
        request: RequestBuilder,
        seen: &mut Seen,
    ) -> Result<Answer<T>, GraphError> {
        let response = request.send().await.map_err(GraphError::unreachable)?;
        let heads = heads(&response);
        (seen.status, seen.trace_id) = (Some(heads.http), heads.trace_id.clone());
        let body = read_body(response).await.map_err(|error| error.with_heads(&heads))?;
        let result = understand(&body, &heads, &self.secrets(call));
        if let Err(error) = &result {
            seen.trace_id.clone_from(&error.trace_id);
        }
        result
    }

    /// Without its body.
    pub(super) fn request(&self, call: &Call<'_>) -> Result<RequestBuilder, GraphError> {
        let request = self.http()?.request(call.method.clone(), self.url(call)?);
        Ok(request.header(AUTHORIZATION, authorization(call.scheme, call.token)?))
    }

    fn url(&self, call: &Call<'_>) -> Result<Url, GraphError> {
        let mut url = self.config().base_url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(&self.config().version).extend(&call.path);
        }
        let proof = self.config().appsecret_proof.then(|| proof(&self.config().app_secret, call.token));
        if !call.query.is_empty() || proof.is_some() {
            let mut query = url.query_pairs_mut();
            query.extend_pairs(&call.query);
            query.extend_pairs(proof.map(|proof| ("appsecret_proof", proof)));
        }
        Ok(url)
    }

    /// What no text of this call may hold.
    pub(super) fn secrets<'a>(&'a self, call: &'a Call<'_>) -> Vec<&'a str> {
        [call.token.expose_secret(), self.config().app_secret.expose_secret()]
            .into_iter()
            .chain(call.hidden.iter().copied())
            .collect()
    }
}

impl<T> Answer<T> {
    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> Answer<U> {
        Answer { value: change(self.value), usage: self.usage, calls: self.calls }
    }
}

/// Logs the call and notes how many requests it took.
pub(super) fn tell<T>(
    call: &Call<'_>,
    seen: &Seen,
    outcome: Result<Answer<T>, GraphError>,
) -> Result<Answer<T>, GraphError> {
    let calls = seen.repeats + 1;
    let outcome = outcome.map(|answer| Answer { calls, ..answer }).map_err(|error| error.with_calls(calls));
    tracing::debug!(
        method = %call.method,
        path = %call.path.join("/"),
        status = seen.status,
        ms = u64::try_from(seen.started.elapsed().as_millis()).unwrap_or(u64::MAX),
        trace_id = seen.trace_id.as_deref(),
        repeats = seen.repeats,
        error = outcome.as_ref().err().map(|error| tracing::field::debug(&error.kind)),
        "asked Meta"
    );
    outcome
}

fn authorization(scheme: &str, token: &SecretString) -> Result<HeaderValue, GraphError> {
    let token = token.expose_secret();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(GraphError::unsendable_token());
    }
    let mut header = HeaderValue::from_str(&format!("{scheme} {token}")).map_err(|_| GraphError::unsendable_token())?;
    header.set_sensitive(true);
    Ok(header)
}

/// Ids come from people too: none may turn into another path, and a token pasted in the wrong place must not reach the log.
pub(super) fn check_path(path: &[&str]) -> Result<(), GraphError> {
    let is_id = |text: &str| text.len() <= 32 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_edge = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let plain = |text: &&str| !text.is_empty() && (is_id(text) || is_edge(text) || is_session(text));
    if path.iter().all(plain) { Ok(()) } else { Err(GraphError::input("this is not an id of Meta's")) }
}

fn heads(response: &Response) -> Heads {
    let headers = response.headers();
    Heads {
        http: response.status().as_u16(),
        trace_id: text_header(headers, "x-fb-trace-id"),
        retry_after_s: text_header(headers, "retry-after").and_then(|wait| wait.parse().ok()),
        usage: Usage::from_headers(headers),
    }
}

/// Short printable headers only; anything else is odd and dropped.
fn text_header(headers: &HeaderMap, name: &str) -> Option<String> {
    let text = headers.get(name)?.to_str().ok()?;
    (text.len() <= 128).then(|| text.to_owned())
}

async fn read_body(mut response: Response) -> Result<Vec<u8>, GraphError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(GraphError::unreachable)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(GraphError::garbled("the answer is larger than 8 MB"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Meta's error object decides, whatever the status is (reference 1.3). Parser errors quote the body: only their place is told.
fn understand<T: DeserializeOwned>(body: &[u8], heads: &Heads, secrets: &[&str]) -> Result<Answer<T>, GraphError> {
    let body = String::from_utf8_lossy(body);
    let body = without_nul(&body);
    let error = match serde_json::from_str::<MetaErrorEnvelope>(&body) {
        Ok(MetaErrorEnvelope { error: Some(error) }) => GraphError::from_body(&error, heads.http, secrets),
        _ if !(200..300).contains(&heads.http) => GraphError::from_status(heads.http),
        _ => match serde_json::from_str(&body) {
            Ok(value) => {
                return Ok(Answer { value, usage: heads.usage, calls: 1 });
            }
            Err(error) => GraphError::garbled(format!(
                "not the JSON expected: {:?} error at line {} column {}",
                error.classify(),
                error.line(),
                error.column()
            )),
        },
    };
    Err(error.with_heads(heads))
}

/// 200 ms, 400 ms, … and up to half as much again, so that many clients do not come back together.
fn pause_before(repeat: u32) -> Duration {
    let pause = FIRST_PAUSE * 2u32.pow(repeat);
    // A fresh hasher is seeded anew: randomness enough to spread load.
    let random = RandomState::new().build_hasher().finish();
    pause + pause.mul_f64((random % 1_000) as f64 / 2_000.0)
}
