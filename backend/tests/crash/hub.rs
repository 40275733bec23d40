//! The real program as a child process that can be killed, and a person who uses it.

use std::net::TcpListener;
use std::process::Stdio;
use std::time::{Duration, Instant};

use clienthub::crypto::new_root_key;
use clienthub_sandbox::demo;
use reqwest::{Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection, SqliteConnection};
use tokio::process::{Child, Command};

const EMAIL: &str = "crash@clienthub.example";
pub const PASSWORD: &str = "a password that is long";

pub struct Hub {
    database: String,
    root_key: SecretString,
    pub address: String,
    sandbox: String,
    child: Option<Child>,
}

impl Hub {
    /// Started on an empty database, with an organisation and its owner.
    pub async fn open(database: String, sandbox: String) -> (Self, Person) {
        rustls::crypto::aws_lc_rs::default_provider().install_default().ok();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let root_key = new_root_key().unwrap();
        let mut hub = Self { database, root_key, address, sandbox, child: None };
        let org = hub.run(&["org", "create", "Crash"], "").await;
        hub.run(&["user", "create", EMAIL, "--name", "Crash"], PASSWORD).await;
        hub.run(&["user", "add-role", EMAIL, "--org", &org, "--role", "owner"], "").await;
        hub.start().await;
        let person = Person::sign_in(&hub.address, org).await;
        (hub, person)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clienthub"));
        command
            .env_clear()
            .env("CLIENTHUB__SERVER__LISTEN", &self.address)
            .env("CLIENTHUB__SERVER__PUBLIC_URL", format!("http://{}", self.address))
            .env("CLIENTHUB__DATABASE__URL", &self.database)
            .env("CLIENTHUB__SECRETS__ROOT_KEY", self.root_key.expose_secret())
            .env("CLIENTHUB__META__BASE_URL", &self.sandbox)
            .env("CLIENTHUB__META__APP_ID", demo::APP_ID)
            .env("CLIENTHUB__META__APP_SECRET", demo::APP_SECRET)
            .env("CLIENTHUB__META__VERIFY_TOKEN", demo::VERIFY_TOKEN)
            .env("CLIENTHUB__LOG__LEVEL", "error")
            .kill_on_drop(true);
        command
    }

    async fn run(&self, arguments: &[&str], input: &str) -> String {
        let mut command = self.command();
        let mut child = command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut stdin, input.as_bytes()).await.unwrap();
        drop(stdin);
        let done = child.wait_with_output().await.unwrap();
        assert!(done.status.success(), "{arguments:?}");
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }

    pub async fn start(&mut self) {
        self.child = Some(self.command().arg("serve").spawn().unwrap());
        let ready = format!("http://{}/readyz", self.address);
        until("the hub is ready", async || reqwest::get(&ready).await.is_ok_and(|answer| answer.status() == 200)).await;
    }

    /// SIGKILL: no handler, no flush.
    pub async fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().await.unwrap();
            if !self.database.starts_with("sqlite:") {
                self.end_leases().await;
            }
        }
    }

    /// Many processes may share a Postgres, so nobody there takes a dead one's tasks before their leases end. That takes
    /// minutes, which pass at once here.
    async fn end_leases(&self) {
        let mut connection = PgConnection::connect(&self.database).await.unwrap();
        let others = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
                      AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
        until("Postgres has noticed the death", async || {
            sqlx::query_scalar::<_, i64>(others).fetch_one(&mut connection).await.unwrap() == 0
        })
        .await;
        for past in [
            "UPDATE tasks SET lease_until = 0 WHERE state = 'running'",
            "UPDATE tasks SET run_at = 0 WHERE state = 'queued' AND kind = 'resume_registration'",
            "UPDATE registrations SET running_until = 0 WHERE running IS NOT NULL",
        ] {
            sqlx::query(past).execute(&mut connection).await.unwrap();
        }
    }

    /// While it is dead a minute passes, after which another code may be asked for.
    pub async fn let_a_minute_pass(&self) {
        let past = "UPDATE registrations SET code_requested_at = code_requested_at - 60000000";
        if self.database.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(&self.database).await.unwrap();
            sqlx::query(past).execute(&mut connection).await.unwrap();
        } else {
            let mut connection = PgConnection::connect(&self.database).await.unwrap();
            sqlx::query(past).execute(&mut connection).await.unwrap();
        }
    }
}

pub async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !done().await {
        assert!(Instant::now() < deadline, "{what}: not within 60 s");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Signed in; the cookie is kept by hand, for it is the same after a restart.
#[derive(Clone)]
pub struct Person {
    client: reqwest::Client,
    root: String,
    pub org: String,
    cookie: String,
}

impl Person {
    async fn sign_in(address: &str, org: String) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let root = format!("http://{address}/api/v1");
        let answer = client
            .post(format!("{root}/session"))
            .header("sec-fetch-site", "same-origin")
            .json(&json!({ "email": EMAIL, "password": PASSWORD }))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::CREATED);
        let cookies = answer.headers().get_all("set-cookie").iter();
        let cookie =
            cookies.filter_map(|cookie| cookie.to_str().unwrap().split(';').next()).collect::<Vec<_>>().join("; ");
        Self { client, root, org, cookie }
    }

    /// `path` begins in the organisation; null is no body. An error when the hub dies meanwhile.
    pub async fn send(&self, method: Method, path: &str, body: &Value) -> reqwest::Result<(u16, Value)> {
        let request = self.client.request(method, format!("{}/orgs/{}{path}", self.root, self.org));
        let request = request.header("cookie", &self.cookie).header("sec-fetch-site", "same-origin");
        let request = if body.is_null() { request } else { request.json(body) };
        let answer = request.send().await?;
        Ok((answer.status().as_u16(), answer.json().await?))
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.send(Method::GET, path, &Value::Null).await.unwrap();
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    pub async fn connect(&self, waba: &demo::DemoWaba) -> String {
        let body = json!({ "meta_id": waba.meta_id, "access_token": waba.token });
        let (status, answer) = self.send(Method::POST, "/wabas", &body).await.unwrap();
        assert_eq!(status, 201, "{answer}");
        answer["id"].as_str().unwrap().to_owned()
    }
}
