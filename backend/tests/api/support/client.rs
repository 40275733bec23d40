//! A browser: it keeps cookies by name and path, says that its requests come from the hub's own pages, and checks what holds
//! for every answer.

use std::collections::BTreeMap;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::TestApp;

const API_ROOT: &str = "/api/v1";

/// Clones share their cookies, as tabs do. With an access token it is a program: no cookies, no word on where a request comes from.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    host: String,
    cookies: Arc<Mutex<BTreeMap<String, Cookie>>>,
    token: Option<String>,
}

#[derive(Clone)]
struct Cookie {
    value: String,
    path: String,
}

impl Client {
    pub(super) fn new(app: &TestApp) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            // Only plain http is spoken here; the platform's certificates may not exist.
            .tls_certs_only([])
            .build()
            .unwrap();
        let host = app.state.hosts.first().unwrap().clone();
        Self { http, base: format!("http://{}", app.address()), host, cookies: Arc::default(), token: None }
    }

    /// A program with this access token.
    pub fn with_token(self, secret: &str) -> Self {
        Self { token: Some(secret.into()), ..self }
    }

    pub async fn signed_in(self, email: &str, password: &str) -> Self {
        self.post("/session", json!({"email": email, "password": password})).await.expect(201);
        self
    }

    /// Another access token, as a page gets it when the clock has passed its ten minutes.
    pub async fn renew(&self) {
        self.post("/session/refresh", Value::Null).await.expect(200);
    }

    /// `path` below `/api/v1`, as in all of these.
    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, &format!("{API_ROOT}{path}"))
    }

    pub fn post(&self, path: &str, body: Value) -> Request {
        self.request(Method::POST, &format!("{API_ROOT}{path}")).json(&body)
    }

    pub fn put(&self, path: &str, body: Value) -> Request {
        self.request(Method::PUT, &format!("{API_ROOT}{path}")).json(&body)
    }

    pub fn patch(&self, path: &str, body: Value) -> Request {
        self.request(Method::PATCH, &format!("{API_ROOT}{path}")).json(&body)
    }

    pub fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, &format!("{API_ROOT}{path}"))
    }

    /// Anything at all; `path` from the root.
    pub fn request(&self, method: Method, path: &str) -> Request {
        let who = match &self.token {
            Some(secret) => ("authorization", format!("Bearer {secret}")),
            None => ("sec-fetch-site", "same-origin".to_owned()),
        };
        let headers = [("host", self.host.clone()), who];
        let headers = headers
            .into_iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap()));
        let headers = headers.collect();
        Request { client: self.clone(), method, path: path.into(), headers, body: None, is_unmeasured: false }
    }

    /// The value of a cookie that the browser keeps.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).map(|cookie| cookie.value.clone())
    }

    /// Puts a cookie into the browser, or another value into one that is there.
    pub fn set_cookie(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock().unwrap();
        let path = cookies.get(name).map_or("/", |cookie| &cookie.path).to_owned();
        cookies.insert(name.into(), Cookie { value: value.into(), path });
    }

    pub fn forget_cookie(&self, name: &str) {
        self.cookies.lock().unwrap().remove(name);
    }

    fn cookie_header(&self, path: &str) -> Option<String> {
        let path = path.split('?').next().unwrap_or_default();
        let cookies = self.cookies.lock().unwrap();
        let fitting = cookies.iter().filter(|(_, cookie)| path.starts_with(&cookie.path));
        let pairs: Vec<String> = fitting.map(|(name, cookie)| format!("{name}={}", cookie.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn keep(&self, set_cookie: &str) {
        let mut parts = set_cookie.split("; ");
        let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).unwrap();
        let attributes: BTreeMap<String, &str> =
            parts.map(|part| part.split_once('=').unwrap_or((part, ""))).map(|(k, v)| (k.to_lowercase(), v)).collect();
        if attributes.get("max-age") == Some(&"0") {
            self.forget_cookie(name);
            return;
        }
        let path = attributes.get("path").copied().unwrap_or("/").to_owned();
        self.cookies.lock().unwrap().insert(name.into(), Cookie { value: value.into(), path });
    }
}

/// A request; `await` sends it.
pub struct Request {
    client: Client,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
    is_unmeasured: bool,
}

impl Request {
    pub fn header(mut self, name: &'static str, value: impl AsRef<[u8]>) -> Self {
        self.headers.insert(name, HeaderValue::from_bytes(value.as_ref()).unwrap());
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// In chunks: nothing says beforehand how long the body is.
    pub fn unmeasured(self) -> Self {
        Self { is_unmeasured: true, ..self }
    }

    fn what(&self) -> String {
        format!("{} {}", self.method, self.path.chars().take(200).collect::<String>())
    }

    /// Sends it and leaves the body to be read: for the stream.
    pub async fn open(mut self) -> reqwest::Response {
        if let Some(cookies) = self.client.cookie_header(&self.path) {
            self.headers.insert("cookie", cookies.parse().unwrap());
        }
        let what = self.what();
        let url = format!("{}{}", self.client.base, self.path);
        let mut request = self.client.http.request(self.method, url).headers(self.headers);
        if let Some(body) = self.body {
            request = if self.is_unmeasured {
                let body = futures_util::stream::iter([Ok::<_, std::io::Error>(body)]);
                request.body(reqwest::Body::wrap_stream(body))
            } else {
                request.body(body)
            };
        }
        request.send().await.unwrap_or_else(|error| panic!("{what}: {error:?}"))
    }

    async fn send(self) -> Answer {
        let (client, path, what) = (self.client.clone(), self.path.clone(), self.what());
        let answer = self.open().await;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = String::from_utf8(answer.bytes().await.unwrap().into()).unwrap_or_default();
        for cookie in headers.get_all("set-cookie") {
            client.keep(cookie.to_str().unwrap());
        }
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        let answer = Answer { status, headers, json, text, what };
        if path.starts_with("/api/") {
            answer.check();
        }
        answer
    }
}

impl IntoFuture for Request {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// Null when the body is not JSON.
    pub json: Value,
    pub text: String,
    what: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text);
        self
    }

    /// A refusal with this status and code.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.json["code"].as_str()), (status, Some(code)), "{}: {}", self.what, self.text);
        self
    }

    /// A refusal that names one field and what is wrong with it.
    #[track_caller]
    pub fn about(self, path: &str, code: &str) -> Self {
        let found = &self.json["errors"][0];
        let told = (found["path"].as_str(), found["code"].as_str());
        assert_eq!(told, (Some(path), Some(code)), "{}: {}", self.what, self.text);
        self
    }

    /// What holds for every answer of the API: an id, no cache, and a refusal is a problem document, never an accident.
    fn check(&self) {
        let told = format!("{}: {} {}", self.what, self.status, self.text.chars().take(500).collect::<String>());
        assert_ne!(self.status, 500, "{told}");
        assert!(!self.header("x-request-id").is_empty(), "no x-request-id: {told}");
        assert_eq!(self.header("x-content-type-options"), "nosniff", "{told}");
        if self.status < 400 {
            return;
        }
        assert_eq!(self.header("content-type"), "application/problem+json", "{told}");
        assert_eq!(self.json["status"], self.status, "{told}");
        assert_eq!(self.json["request_id"], self.header("x-request-id"), "{told}");
        for name in ["type", "title", "detail", "code"] {
            assert!(self.json[name].as_str().is_some_and(|text| !text.is_empty()), "no {name}: {told}");
        }
        if matches!(self.status, 429 | 503) {
            assert!(self.header("retry-after").parse::<u64>().is_ok_and(|wait| wait > 0), "no Retry-After: {told}");
        }
    }
}
