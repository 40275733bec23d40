//! The client against a server that plays Meta byte by byte: answers, faults, repeats, and what must never leak.

mod errors;
mod faults;
mod reads;
mod secrets;

use std::time::Duration;

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

fn client(base: &str) -> GraphClient {
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
