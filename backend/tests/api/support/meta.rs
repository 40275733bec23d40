//! Meta's side of a test: what its reviewers and its machines do (the sandbox's control API), and its signed webhooks.

use clienthub::graph;
use clienthub_sandbox::demo::DemoWaba;
use reqwest::Method;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::TestApp;
use super::client::{Answer, Client};

pub struct Meta<'a> {
    app: &'a TestApp,
    http: reqwest::Client,
}

impl<'a> Meta<'a> {
    pub(super) fn new(app: &'a TestApp) -> Self {
        Self { app, http: reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap() }
    }

    /// Meta changes fields of a WABA; nobody is told, unless the app is subscribed.
    pub async fn change_waba(&self, waba: DemoWaba, fields: Value) {
        self.control(Method::PATCH, &format!("wabas/{}", waba.meta_id), &fields).await;
    }

    /// The same for a number, by its Meta id.
    pub async fn change_phone(&self, meta_id: &str, fields: Value) {
        self.control(Method::PATCH, &format!("phones/{meta_id}"), &fields).await;
    }

    pub async fn change_token(&self, token: &str, fields: Value) {
        self.control(Method::PATCH, &format!("tokens/{token}"), &fields).await;
    }

    /// A token with these properties, and what it reads as.
    pub async fn token(&self, properties: Value) -> String {
        self.control(Method::POST, "tokens", &properties).await["token"].as_str().unwrap().to_owned()
    }

    /// A number that Meta has from now on; its Meta id.
    pub async fn phone(&self, waba: DemoWaba, mut fields: Value) -> String {
        fields["waba_id"] = json!(waba.meta_id);
        self.control(Method::POST, "phones", &fields).await["id"].as_str().unwrap().to_owned()
    }

    /// The next calls of this path fail; see the sandbox's README.
    pub async fn fault(&self, fault: Value) {
        self.control(Method::POST, "faults", &fault).await;
    }

    pub async fn no_faults(&self) {
        self.control(Method::DELETE, "faults", &json!({})).await;
    }

    /// The Graph calls that came, oldest first, such as `GET /120000000000001/phone_numbers`.
    pub async fn calls(&self) -> Vec<String> {
        let log = self.control(Method::GET, "log", &json!({})).await;
        let text = |row: &Value| format!("{} {}", row["method"].as_str().unwrap(), row["path"].as_str().unwrap());
        log["data"].as_array().unwrap().iter().rev().map(text).collect()
    }

    pub async fn forget_calls(&self) {
        self.control(Method::DELETE, "log", &json!({})).await;
    }

    pub async fn control(&self, method: Method, path: &str, body: &Value) -> Value {
        let url = format!("{}/__sandbox/{path}", self.app.sandbox_url());
        let answer = self.http.request(method, url).json(body).send().await.unwrap();
        let (status, json) = (answer.status(), answer.json::<Value>().await.unwrap());
        assert!(status.is_success(), "{path}: {json}");
        json
    }

    /// Meta tells of one change at `time` (its clock, UNIX seconds).
    pub async fn tells(&self, waba: &str, time: i64, field: &str, value: Value) {
        let change = json!({"field": field, "value": value});
        self.delivers(&envelope(&[(waba, time, &[change])])).await.expect(200);
    }

    /// Meta delivers a body, signed.
    pub async fn delivers(&self, body: &str) -> Answer {
        self.delivers_signed(body, &signature(self.app, body)).await
    }

    pub async fn delivers_signed(&self, body: &str, signature: &str) -> Answer {
        let sender: Client = self.app.client();
        let request = sender.request(Method::POST, "/webhooks/meta").header("content-type", "application/json");
        request.header("x-hub-signature-256", signature).body(body).await
    }
}

/// As Meta signs it with the app's secret.
pub fn signature(app: &TestApp, body: &str) -> String {
    let secret: &SecretString = &app.state.config.meta.app_secret;
    graph::sign(secret, body.as_bytes())
}

/// A delivery: an entry for each WABA, time and its changes.
pub fn envelope(entries: &[(&str, i64, &[Value])]) -> String {
    let entries: Vec<Value> =
        entries.iter().map(|(id, time, changes)| json!({"id": id, "time": time, "changes": changes})).collect();
    json!({"object": "whatsapp_business_account", "entry": entries}).to_string()
}
