//! The client against a server that plays Meta byte by byte: answers, faults, repeats, and what must never leak.

mod errors;
mod faults;
mod media;
mod reads;
mod secrets;
mod templates;
mod uploads;

use std::time::Duration;

use clienthub_sandbox::{Options, Running, Seed};
use secrecy::SecretString;
use serde_json::{Value, json};
use wiremock::{MockServer, Request, ResponseTemplate};

use super::{GraphClient, GraphConfig};

const TOKEN: &str = "EAAtokenOfTheDemoWaba0001";
const SECRET: &str = "demo-app-secret";
const WABA: &str = "120000000000001";

fn token() -> SecretString {
    SecretString::from(TOKEN)
}

fn config(base: &str) -> GraphConfig {
    rustls::crypto::aws_lc_rs::default_provider().install_default().ok();
    GraphConfig {
        base_url: base.parse().unwrap(),
        version: "v25.0".to_owned(),
        app_id: "150000000000001".to_owned(),
        app_secret: SecretString::from(SECRET),
        appsecret_proof: false,
        connect_timeout: Duration::from_secs(1),
        timeout: Duration::from_secs(5),
    }
}

pub(super) fn client(base: &str) -> GraphClient {
    GraphClient::new(config(base)).unwrap()
}

/// Answers every request with this.
async fn answering(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    wiremock::Mock::given(wiremock::matchers::any()).respond_with(response).mount(&server).await;
    server
}

/// Answers each request with what `respond` makes of it.
async fn responding(respond: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static) -> MockServer {
    let server = MockServer::start().await;
    wiremock::Mock::given(wiremock::matchers::any()).respond_with(respond).mount(&server).await;
    server
}

async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn refusal(http: u16, error: Value) -> ResponseTemplate {
    ResponseTemplate::new(http).set_body_json(json!({ "error": error }))
}

/// The sandbox, whose first WABA has so many templates.
async fn sandbox(templates: u32) -> Running {
    let seed = Seed::Demo { numbers: None, templates: Some(templates) };
    let listen = "127.0.0.1:0".parse().unwrap();
    clienthub_sandbox::start(Options { listen, state_file: None, seed }).await.unwrap()
}

async fn control(sandbox: &Running, method: reqwest::Method, path: &str, body: Value) -> Value {
    let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let request = http.request(method, format!("{}/__sandbox/{path}", sandbox.base_url()));
    request.json(&body).send().await.unwrap().json().await.unwrap()
}
