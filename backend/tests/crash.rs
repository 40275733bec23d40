//! kill -9 at random moments: nothing that was acknowledged is lost.
//!
//! The real program runs against a sandbox in this process, on SQLite and on Postgres. While webhooks pour in and syncs run it is killed, started again, and
//! in the end every acknowledged event stands in the number's activity. `CLIENTHUB_CRASH_ROUNDS` (10) and `CLIENTHUB_CRASH_SEED` are printed, so a
//! failure can be played again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

use std::collections::BTreeSet;
use std::io::Write;
use std::net::TcpListener;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clienthub::crypto::new_root_key;
use clienthub::graph::sign;
use clienthub_sandbox::{Options, Seed, demo};
use clienthub_testdb::on_both;
use reqwest::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use tokio::process::{Child, Command};

const EMAIL: &str = "crash@clienthub.example";
const PASSWORD: &str = "a password that is long";
/// Digits of the first number of the demo's shared WABA are read from the API.
const WABA: &demo::DemoWaba = &demo::BIRCH_SHARED;

struct Hub {
    database: String,
    root_key: SecretString,
    address: String,
    sandbox: String,
    child: Option<Child>,
}

impl Hub {
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

    async fn start(&mut self) {
        self.child = Some(self.command().arg("serve").spawn().unwrap());
        let ready = format!("http://{}/readyz", self.address);
        until("the hub is ready", async || reqwest::get(&ready).await.is_ok_and(|answer| answer.status() == 200)).await;
    }

    /// SIGKILL: no handler, no flush.
    async fn kill(&mut self) {
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
        let past = "UPDATE tasks SET lease_until = 0 WHERE state = 'running'";
        sqlx::query(past).execute(&mut connection).await.unwrap();
    }
}

async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let deadline = std::time::Instant::now() + Duration::from_secs(60);
    while !done().await {
        assert!(std::time::Instant::now() < deadline, "{what}: not within 60 s");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Signed in; the cookie is kept by hand, for it is the same after a restart.
struct Person {
    client: reqwest::Client,
    root: String,
    cookie: String,
}

impl Person {
    async fn sign_in(address: &str) -> Self {
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
        Self { client, root, cookie }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> reqwest::Result<reqwest::Response> {
        request.header("cookie", &self.cookie).header("sec-fetch-site", "same-origin").send().await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.send(self.client.get(format!("{}{path}", self.root))).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.json().await.unwrap()
    }
}

fn webhook(digits: &str, time: i64) -> String {
    let limit = if time % 2 == 0 { "TIER_2K" } else { "TIER_10K" };
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": WABA.meta_id, "time": time, "changes": [{
        "field": "phone_number_quality_update",
        "value": { "display_phone_number": digits, "event": "UPGRADE", "current_limit": limit }
    }]}]})
    .to_string()
}

/// Sends events one after another until the hub is gone; remembers the times that were acknowledged.
async fn pour(address: String, digits: String, from: i64, acknowledged: Arc<Mutex<BTreeSet<i64>>>) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for time in from..from + 2000 {
        let body = webhook(&digits, time);
        let signature = sign(&SecretString::from(demo::APP_SECRET), body.as_bytes());
        let request = client.post(format!("http://{address}/webhooks/meta")).header("x-hub-signature-256", signature);
        match request.body(body).send().await {
            Ok(answer) if answer.status() == StatusCode::OK => {
                acknowledged.lock().unwrap().insert(time);
            }
            Ok(_) => {}
            Err(_) => return,
        }
    }
}

on_both! {
    async fn nothing_acknowledged_is_lost_when_the_hub_is_killed(database: String) {
        survive(database).await;
    }
}

async fn survive(database: String) {
    rustls::crypto::aws_lc_rs::default_provider().install_default().ok();
    let rounds: u32 = std::env::var("CLIENTHUB_CRASH_ROUNDS").map_or(10, |text| text.parse().unwrap());
    let seed: u64 = std::env::var("CLIENTHUB_CRASH_SEED")
        .map_or_else(|_| u64::from(std::process::id()) << 16 | u64::from(rounds), |text| text.parse().unwrap());
    println!("CLIENTHUB_CRASH_ROUNDS={rounds} CLIENTHUB_CRASH_SEED={seed}");
    std::io::stdout().flush().unwrap();

    let sandbox = clienthub_sandbox::start(Options {
        listen: "127.0.0.1:0".parse().unwrap(),
        state_file: None,
        seed: Seed::Demo { numbers: Some(300) },
    })
    .await
    .unwrap();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let root_key = new_root_key().unwrap();
    let mut hub = Hub { database, root_key, address: address.clone(), sandbox: sandbox.base_url(), child: None };
    let org = hub.run(&["org", "create", "Crash"], "").await;
    hub.run(&["user", "create", EMAIL, "--name", "Crash"], PASSWORD).await;
    hub.run(&["user", "add-role", EMAIL, "--org", &org, "--role", "owner"], "").await;
    hub.start().await;
    let person = Person::sign_in(&address).await;
    let connect = person.client.post(format!("{}/orgs/{org}/wabas", person.root));
    let body = json!({ "meta_id": WABA.meta_id, "access_token": WABA.token });
    let answer = person.send(connect.json(&body)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    let waba = answer.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    // Killed in the middle of the first sync, too.
    tokio::time::sleep(Duration::from_millis(seed % 60)).await;
    hub.kill().await;
    hub.start().await;
    let numbers = format!("/orgs/{org}/numbers?sort=added&limit=100");
    until("the first sync", async || person.get(&numbers).await["total"] == 300).await;
    let list = person.get(&numbers).await;
    let connected = list["data"].as_array().unwrap().iter().find(|row| row["meta_status"] == "CONNECTED").unwrap();
    let digits = connected["phone_number"].as_str().unwrap().trim_start_matches('+').to_owned();
    let number = connected["id"].as_str().unwrap().to_owned();

    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    let mut random = seed;
    for round in 0..rounds {
        let from = 1_800_000_000 + i64::from(round) * 10_000;
        let pouring = tokio::spawn(pour(address.clone(), digits.clone(), from, acknowledged.clone()));
        // The 30 s between syncs may refuse it; then this round has webhooks alone.
        let sync = person.client.post(format!("{}/orgs/{org}/wabas/{waba}/sync", person.root));
        let _ = person.send(sync).await;
        // xorshift
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        tokio::time::sleep(Duration::from_millis(20 + random % 400)).await;
        hub.kill().await;
        pouring.await.unwrap();
        hub.start().await;
    }

    let wanted = acknowledged.lock().unwrap().clone();
    println!("{} events were acknowledged", wanted.len());
    assert!(!wanted.is_empty());
    until("every acknowledged event stands in the activity", async || {
        let seen = times(&person, &org, &number).await;
        wanted.is_subset(&seen)
    })
    .await;
    assert_eq!(person.get(&numbers).await["total"], 300, "no number twice, none lost");
    hub.kill().await;
    sandbox.stop().await;
}

/// Meta's times of the number's activity, all pages.
async fn times(person: &Person, org: &str, number: &str) -> BTreeSet<i64> {
    let (mut seen, mut cursor) = (BTreeSet::new(), String::new());
    loop {
        let page = person.get(&format!("/orgs/{org}/numbers/{number}/activity?limit=100{cursor}")).await;
        for row in page["data"].as_array().unwrap() {
            if let Some(at) = row["meta_at"].as_str() {
                seen.insert(at.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp());
            }
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return seen,
        }
    }
}
