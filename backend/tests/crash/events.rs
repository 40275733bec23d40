//! Killed at random moments while webhooks pour in and syncs run: every acknowledged event stands in the number's activity.
//!
//! `CLIENTHUB_CRASH_ROUNDS` (10) and `CLIENTHUB_CRASH_SEED` are printed, so a failure can be played again.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clienthub::graph::sign;
use clienthub_sandbox::{Options, Seed, demo};
use clienthub_testdb::on_both;
use reqwest::{Method, StatusCode};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::hub::{Hub, Person, until};

/// Digits of the first number of the demo's shared WABA are read from the API.
const WABA: &demo::DemoWaba = &demo::BIRCH_SHARED;

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
    let rounds: u32 = std::env::var("CLIENTHUB_CRASH_ROUNDS").map_or(10, |text| text.parse().unwrap());
    let seed: u64 = std::env::var("CLIENTHUB_CRASH_SEED")
        .map_or_else(|_| u64::from(std::process::id()) << 16 | u64::from(rounds), |text| text.parse().unwrap());
    println!("CLIENTHUB_CRASH_ROUNDS={rounds} CLIENTHUB_CRASH_SEED={seed}");
    std::io::stdout().flush().unwrap();

    let sandbox = clienthub_sandbox::start(Options {
        listen: "127.0.0.1:0".parse().unwrap(),
        state_file: None,
        seed: Seed::Demo { numbers: Some(300), templates: None },
    })
    .await
    .unwrap();
    let (mut hub, person) = Hub::open(database, sandbox.base_url()).await;
    let address = hub.address.clone();
    let waba = person.connect(WABA).await;
    // Killed in the middle of the first sync, too.
    tokio::time::sleep(Duration::from_millis(seed % 60)).await;
    hub.kill().await;
    hub.start().await;
    let numbers = "/numbers?sort=added&limit=100";
    until("the first sync", async || person.get(numbers).await["total"] == 300).await;
    let list = person.get(numbers).await;
    let connected = list["data"].as_array().unwrap().iter().find(|row| row["meta_status"] == "CONNECTED").unwrap();
    let digits = connected["phone_number"].as_str().unwrap().trim_start_matches('+').to_owned();
    let number = connected["id"].as_str().unwrap().to_owned();

    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    let mut random = seed;
    for round in 0..rounds {
        let from = 1_800_000_000 + i64::from(round) * 10_000;
        let pouring = tokio::spawn(pour(address.clone(), digits.clone(), from, acknowledged.clone()));
        // The 30 s between syncs may refuse it; then this round has webhooks alone.
        let _ = person.send(Method::POST, &format!("/wabas/{waba}/sync"), &Value::Null).await;
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
        let seen = times(&person, &number).await;
        wanted.is_subset(&seen)
    })
    .await;
    assert_eq!(person.get(numbers).await["total"], 300, "no number twice, none lost");
    hub.kill().await;
    sandbox.stop().await;
}

/// Meta's times of the number's activity, all pages.
async fn times(person: &Person, number: &str) -> BTreeSet<i64> {
    let (mut seen, mut cursor) = (BTreeSet::new(), String::new());
    loop {
        let page = person.get(&format!("/numbers/{number}/activity?limit=100{cursor}")).await;
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
