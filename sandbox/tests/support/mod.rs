//! What the sandbox's tests share: a sandbox on a free port, a client for it, and a receiver of webhooks that remembers raw bytes.
#![expect(dead_code, reason = "every test file is a program of its own and uses a part")]
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

pub mod template;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clienthub_sandbox::{Options, Running, Seed, demo, start};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub const SHARED: demo::DemoWaba = demo::BIRCH_SHARED;
pub const PORTFOLIO_TOKEN: &str = "EAADemoBirchPortfolio7rB3cWfUiRh9PtY5zQa8OjMl2HoGdX";

pub struct Server {
    pub running: Running,
    pub http: reqwest::Client,
}

pub struct Reply {
    pub status: u16,
    pub body: Value,
    pub headers: reqwest::header::HeaderMap,
}

impl Reply {
    pub fn error_code(&self) -> (u16, i64, Option<i64>) {
        let error = &self.body["error"];
        (self.status, error["code"].as_i64().unwrap_or(-1), error["error_subcode"].as_i64())
    }
}

pub async fn demo_server() -> Server {
    server(Seed::DEMO, None).await
}

pub async fn server(seed: Seed, state_file: Option<PathBuf>) -> Server {
    let options = Options { listen: ([127, 0, 0, 1], 0).into(), state_file, seed };
    let http =
        reqwest::Client::builder().no_proxy().tls_certs_only([]).timeout(Duration::from_secs(20)).build().unwrap();
    Server { running: start(options).await.unwrap(), http }
}

impl Server {
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.base_url())
    }

    pub async fn get(&self, token: &str, path: &str) -> Reply {
        reply(self.http.get(self.url(path)).bearer_auth(token)).await
    }

    pub async fn post(&self, token: &str, path: &str, body: Value) -> Reply {
        reply(self.http.post(self.url(path)).bearer_auth(token).json(&body)).await
    }

    pub async fn delete(&self, token: &str, path: &str) -> Reply {
        reply(self.http.delete(self.url(path)).bearer_auth(token)).await
    }

    pub async fn control(&self, method: &str, path: &str, body: Value) -> Reply {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        reply(self.http.request(method, self.url(&format!("/__sandbox{path}"))).json(&body)).await
    }

    pub async fn patch_phone(&self, id: &str, patch: Value) -> Reply {
        let patched = self.control("PATCH", &format!("/phones/{id}"), patch).await;
        assert_eq!(patched.status, 200, "{}", patched.body);
        patched
    }

    pub async fn advance(&self, seconds: u32) {
        self.control("POST", "/clock", json!({ "advance_s": seconds })).await;
    }

    pub async fn request_code(&self, id: &str) -> Reply {
        let body = json!({ "code_method": "SMS", "language": "en_US" });
        self.post(SHARED.token, &format!("/v25.0/{id}/request_code"), body).await
    }

    /// What the phone shows on top.
    pub async fn newest_code(&self, id: &str) -> String {
        let inbox = self.control("GET", &format!("/phones/{id}/inbox"), json!({})).await.body;
        inbox["data"][0]["code"].as_str().unwrap().to_owned()
    }

    pub async fn register(&self, id: &str, pin: &str) -> Reply {
        let body = json!({ "messaging_product": "whatsapp", "pin": pin });
        self.post(SHARED.token, &format!("/v25.0/{id}/register"), body).await
    }

    /// A POST of a template for the WABA that tests use.
    pub async fn create(&self, body: Value) -> Reply {
        self.post(SHARED.token, &format!("/v25.0/{}/message_templates", SHARED.meta_id), body).await
    }

    /// A template that was created now; answers its id.
    pub async fn created(&self, body: Value) -> String {
        let created = self.create(body).await;
        assert_eq!(created.status, 200, "{}", created.body);
        created.body["id"].as_str().unwrap().to_owned()
    }

    pub async fn patch_template(&self, id: &str, patch: Value) -> Reply {
        let patched = self.control("PATCH", &format!("/templates/{id}"), patch).await;
        assert_eq!(patched.status, 200, "{}", patched.body);
        patched
    }

    pub async fn template(&self, id: &str, fields: &str) -> Value {
        self.get(SHARED.token, &format!("/v25.0/{id}?fields={fields}")).await.body
    }

    /// Where to send the bytes of a file.
    pub async fn upload_session(&self, file_type: &str, length: usize) -> String {
        let path = format!("/v25.0/{}/uploads?file_name=sample&file_length={length}", demo::APP_ID);
        let session = self.post(SHARED.token, &format!("{path}&file_type={file_type}"), json!({})).await;
        assert_eq!(session.status, 200, "{}", session.body);
        session.body["id"].as_str().unwrap().to_owned()
    }

    pub fn send_bytes(&self, session: &str, offset: usize, bytes: &[u8]) -> reqwest::RequestBuilder {
        let request = self.http.post(self.url(&format!("/v25.0/{session}")));
        let request = request.header("Authorization", format!("OAuth {}", SHARED.token));
        request.header("file_offset", offset.to_string()).body(bytes.to_vec())
    }

    /// A file's handle.
    pub async fn upload(&self, file_type: &str, bytes: &[u8]) -> String {
        let session = self.upload_session(file_type, bytes.len()).await;
        let sent = reply(self.send_bytes(&session, 0, bytes)).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        sent.body["h"].as_str().unwrap().to_owned()
    }

    /// Subscribes the app to every field it is given and to a WABA, as the hub does.
    pub async fn subscribe(&self, receiver: &Receiver, fields: &str) {
        let app = self.subscribe_app(receiver, fields).await;
        assert_eq!(app.status, 200, "{}", app.body);
        let waba = self.post(SHARED.token, &format!("/{}/subscribed_apps", SHARED.meta_id), json!({})).await;
        assert_eq!(waba.body, json!({ "success": true }));
    }

    pub async fn subscribe_app(&self, receiver: &Receiver, fields: &str) -> Reply {
        let body = json!({
            "object": "whatsapp_business_account",
            "callback_url": receiver.url,
            "verify_token": demo::VERIFY_TOKEN,
            "fields": fields,
        });
        self.post(&app_token(), &format!("/v25.0/{}/subscriptions", demo::APP_ID), body).await
    }
}

pub fn app_token() -> String {
    format!("{}|{}", demo::APP_ID, demo::APP_SECRET)
}

pub async fn reply(request: reqwest::RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    Reply {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: response.json().await.unwrap(),
    }
}

#[derive(Clone, Debug)]
pub struct Received {
    pub signature: String,
    pub body: Vec<u8>,
}

impl Received {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A webhook endpoint: answers the handshake when the verify token is right, and posts with the planned statuses, then 200.
pub struct Receiver {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
    plan: Arc<Mutex<VecDeque<u16>>>,
    task: JoinHandle<()>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhooks/meta", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let plan = Arc::new(Mutex::new(VecDeque::new()));
        let (into, statuses) = (received.clone(), plan.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                answer(stream, &into, &statuses).await;
            }
        });
        Self { url, received, plan, task }
    }

    pub fn fail_with(&self, statuses: &[u16]) {
        self.plan.lock().unwrap().extend(statuses);
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Waits until that many posts came in, failed ones included.
    pub async fn wait_for(&self, count: usize) -> Vec<Received> {
        for _ in 0..200 {
            if self.received().len() >= count {
                return self.received();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{} of {count} webhooks came in", self.received().len());
    }

    /// Every change received, in order.
    pub fn changes(&self) -> Vec<Value> {
        let entries =
            self.received().into_iter().flat_map(|received| received.json()["entry"].as_array().unwrap().clone());
        entries.flat_map(|entry| entry["changes"].as_array().unwrap().clone()).collect()
    }

    /// Gives a webhook that should not come the time to come.
    pub async fn stays_at(&self, count: usize) {
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(self.received().len(), count);
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, received: &Mutex<Vec<Received>>, plan: &Mutex<VecDeque<u16>>) {
    let Some((head, body)) = read_request(&mut stream).await else {
        return;
    };
    let (status, text) = if head.starts_with("GET ") {
        handshake(&head)
    } else {
        let signature = head.lines().find_map(|line| {
            line.to_lowercase().strip_prefix("x-hub-signature-256:").map(|value| value.trim().to_owned())
        });
        received.lock().unwrap().push(Received { signature: signature.unwrap_or_default(), body });
        (plan.lock().unwrap().pop_front().unwrap_or(200), String::new())
    };
    let response = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}", text.len());
    stream.write_all(response.as_bytes()).await.ok();
}

fn handshake(head: &str) -> (u16, String) {
    let target = head.split(' ').nth(1).unwrap_or_default();
    let url = url::Url::parse(&format!("http://receiver{target}")).unwrap();
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    if value("hub.verify_token").as_deref() == Some(demo::VERIFY_TOKEN) {
        (200, value("hub.challenge").unwrap_or_default())
    } else {
        (403, "wrong token".to_owned())
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head.lines().find_map(|line| {
                line.to_lowercase().strip_prefix("content-length:").map(|n| n.trim().parse::<usize>().unwrap())
            });
            let body_end = end + 4 + length.unwrap_or(0);
            if bytes.len() >= body_end {
                return Some((head, bytes[end + 4..body_end].to_vec()));
            }
        }
        let mut chunk = [0; 8192];
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(n) => bytes.extend_from_slice(&chunk[..n]),
        }
    }
}
