//! Meta slow, down, throttling or talking nonsense while a WABA is connected or synced: the page says what to do and when, keeps
//! what it knew, and no token leaves the hub.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::TimeDelta;
use clienthub_sandbox::demo;
use serde_json::{Value, json};

use crate::support::{TestApp, on_both};
use crate::waba::{PORTFOLIO_TOKEN, birch, connect, read};

const WABA: &str = demo::BIRCH_SHARED.meta_id;

/// What breaks, and how it is told.
fn troubles() -> [(Value, u16, &'static str); 5] {
    [
        (json!({"cut": true}), 502, "provider_unavailable"),
        (json!({"garble": true}), 502, "provider_unavailable"),
        (json!({"error": {"code": 2, "status": 500}}), 502, "provider_unavailable"),
        (json!({"error": {"code": 4}}), 503, "provider_throttled"),
        (json!({"error": {"code": 80007}}), 503, "provider_throttled"),
    ]
}

fn with(mut fault: Value, path: &str, times: u32) -> Value {
    fault["path"] = json!(path);
    fault["times"] = json!(times);
    fault
}

on_both! {
    async fn whatever_breaks_while_connecting_is_told_and_nothing_is_kept(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        for path in ["/debug_token", &format!("/{WABA}"), &format!("/{WABA}/subscribed_apps")] {
            for (fault, status, code) in troubles() {
                app.meta().fault(with(fault, path, 3)).await;
                let answer = connect(&owner, birch, WABA, demo::BIRCH_SHARED.token).await.problem(status, code);
                assert_eq!(answer.json["provider"]["name"], "meta");
                assert!(!answer.text.contains(demo::BIRCH_SHARED.token), "{}", answer.text);
                app.meta().no_faults().await;
                if status == 503 {
                    // Meta asked to wait, and nobody asks it before.
                    app.advance(TimeDelta::minutes(5));
                    owner.renew().await;
                }
            }
        }
        assert_eq!(app.count("SELECT COUNT(*) FROM wabas").await, 0);
        connect(&owner, birch, WABA, demo::BIRCH_SHARED.token).await.expect(201);
        app.run_tasks().await;
    }

    async fn a_stumble_of_metas_is_passed_over_but_no_post_is_sent_twice(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.meta().fault(json!({"path": "/debug_token", "cut": true, "times": 2})).await;
        app.meta().fault(json!({"path": format!("/{WABA}/subscribed_apps"), "cut": true})).await;
        connect(&owner, birch, WABA, demo::BIRCH_SHARED.token).await.problem(502, "provider_unavailable");
        let calls = app.meta().calls().await;
        assert_eq!(calls.iter().filter(|call| call.starts_with("GET /debug_token")).count(), 3);
        assert_eq!(calls.iter().filter(|call| call.starts_with("POST ")).count(), 1);
    }

    async fn a_slow_meta_is_not_waited_for_longer_than_the_timeout(app: TestApp) {
        let hasty = app.another(|config| config.meta.timeout_s = 1).await;
        let (birch, owner) = birch(&hasty).await;
        app.meta().fault(json!({"path": "/debug_token", "delay_ms": 5000})).await;
        connect(&owner, birch, WABA, demo::BIRCH_SHARED.token).await.problem(504, "provider_timeout");
    }

    async fn a_meta_that_is_down_is_told_at_once(app: TestApp) {
        let alone = app.another(|config| config.meta.base_url = "http://127.0.0.1:9".parse().unwrap()).await;
        let (birch, owner) = birch(&alone).await;
        connect(&owner, birch, WABA, demo::BIRCH_SHARED.token).await.problem(502, "provider_unavailable");
    }

    async fn a_token_that_dies_while_connecting_is_told_at_its_place(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        for path in [format!("/{WABA}"), format!("/{WABA}/subscribed_apps")] {
            for (subcode, code) in [(463, "token_expired"), (460, "token_invalid")] {
                app.meta().fault(json!({"path": path, "error": {"code": 190, "subcode": subcode}})).await;
                let answer = connect(&owner, birch, WABA, demo::BIRCH_SHARED.token).await;
                answer.problem(422, "validation_failed").about("access_token", code);
            }
        }
    }

    async fn a_failed_sync_keeps_what_was_known_and_comes_again(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let (mut synced, sync) = (read(&owner, birch, &waba).await, format!("/orgs/{birch}/wabas/{}/sync", waba["id"].as_str().unwrap()));
        let numbers = owner.get(&format!("/orgs/{birch}/numbers")).await.json["data"].clone();
        for path in [format!("/{WABA}"), format!("/{WABA}/phone_numbers")] {
            for (fault, _, code) in troubles().into_iter().take(3) {
                app.advance(TimeDelta::minutes(10));
                owner.renew().await;
                app.meta().fault(with(fault, &path, 3)).await;
                owner.post(&sync, Value::Null).await.expect(202);
                app.run_tasks().await;
                app.meta().no_faults().await;
                let failed = read(&owner, birch, &waba).await;
                assert_eq!((&failed["sync"]["state"], &failed["sync"]["error"]), (&json!("failed"), &json!(code)));
                assert_eq!(failed["sync"]["failed_at"], app.now().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
                assert_eq!((&failed["status"], &failed["token"]["state"]), (&synced["status"], &json!("valid")));
                assert_eq!(failed["synced_at"], synced["synced_at"]);
                let now = owner.get(&format!("/orgs/{birch}/numbers")).await.json["data"].clone();
                for (known, number) in numbers.as_array().unwrap().iter().zip(now.as_array().unwrap()) {
                    assert_eq!((&known["status"], &known["display_name"]), (&number["status"], &number["display_name"]));
                }
                let alerts = owner.get(&format!("/orgs/{birch}/alerts")).await.json;
                let failing = alerts["data"].as_array().unwrap().iter().find(|alert| alert["code"] == "sync_failing").unwrap();
                assert_eq!((&failing["since"], &failing["detail"]), (&synced["synced_at"], &json!(code)));
                // Nobody has to ask: it is tried again by itself.
                app.advance(TimeDelta::minutes(1));
                app.run_tasks().await;
                let again = read(&owner, birch, &waba).await;
                assert_eq!((&again["sync"]["state"], &again["sync"]["error"]), (&json!("done"), &Value::Null));
                assert_eq!((&again["status"], &again["number_count"]), (&synced["status"], &synced["number_count"]));
                synced = again;
            }
        }
    }

    async fn a_throttled_sync_waits_as_long_as_meta_says(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let number = owner.get(&format!("/orgs/{birch}/numbers")).await.json["data"][0]["id"].as_str().unwrap().to_owned();
        app.advance(TimeDelta::seconds(30));
        app.meta().fault(json!({"path": format!("/{WABA}"), "error": {"code": 80007}})).await;
        owner.post(&format!("/orgs/{birch}/wabas/{}/sync", waba["id"].as_str().unwrap()), Value::Null).await.expect(202);
        app.run_tasks().await;
        assert_eq!(read(&owner, birch, &waba).await["sync"]["error"], "provider_throttled");
        // While Meta asks to wait nobody calls it for this WABA, a person neither.
        app.meta().forget_calls().await;
        let path = format!("/orgs/{birch}/numbers/{number}/sync");
        owner.post(&path, Value::Null).await.problem(503, "provider_throttled");
        assert_eq!(app.meta().calls().await, [""; 0]);
        app.advance(TimeDelta::minutes(5));
        owner.post(&path, Value::Null).await.expect(200);
        app.advance(TimeDelta::hours(1));
        app.run_tasks().await;
        owner.renew().await;
        assert_eq!(read(&owner, birch, &waba).await["sync"]["state"], "done");
    }

    async fn a_waba_can_be_let_go_while_meta_is_down(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        app.meta().fault(json!({"path": format!("/{WABA}/subscribed_apps"), "cut": true, "times": 9})).await;
        owner.delete(&format!("/orgs/{birch}/wabas/{}", waba["id"].as_str().unwrap())).await.expect(204);
        assert_eq!(read(&owner, birch, &waba).await["token"]["state"], "missing");
    }

    async fn no_token_is_told_to_anybody(app: TestApp) {
        let log = listen_to_the_log();
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        app.meta().fault(json!({"path": "/", "error": {"code": 190, "message": format!("{PORTFOLIO_TOKEN} is odd")}})).await;
        connect(&owner, birch, WABA, PORTFOLIO_TOKEN).await;
        app.meta().fault(json!({"path": "/", "cut": true, "times": 3})).await;
        connect(&owner, birch, WABA, PORTFOLIO_TOKEN).await.expect(502);
        connect(&owner, birch, WABA, PORTFOLIO_TOKEN).await.expect(200);
        app.run_tasks().await;
        let id = waba["id"].as_str().unwrap();
        let mut told = read(&owner, birch, &waba).await.to_string();
        let numbers = owner.get(&format!("/orgs/{birch}/numbers")).await.json;
        let number = numbers["data"][0]["id"].as_str().unwrap();
        for path in ["alerts".to_owned(), format!("numbers/{number}"), format!("numbers/{number}/activity"), format!("wabas/{id}")] {
            told.push_str(&owner.get(&format!("/orgs/{birch}/{path}")).await.expect(200).text);
        }
        for table in ["activity", "audit", "history", "domain_events", "tasks", "wabas", "waba_credentials"] {
            told.push_str(&app.texts(table).await);
        }
        told.push_str(&String::from_utf8_lossy(&log.lock().unwrap_or_else(PoisonError::into_inner)));
        assert!(told.contains("answered"), "the log was not heard");
        for secret in [demo::BIRCH_SHARED.token, PORTFOLIO_TOKEN, demo::APP_SECRET] {
            if let Some(at) = told.find(secret) {
                panic!("a secret was told: {}", &told[at.saturating_sub(200)..(at + 100).min(told.len())]);
            }
        }
    }
}

type Log = Arc<Mutex<Vec<u8>>>;

/// What the hub logs from now on, at the finest level.
fn listen_to_the_log() -> Log {
    struct Ear(Log);
    impl Write for Ear {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let heard = log.clone();
        let filter = tracing_subscriber::EnvFilter::new("trace");
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(move || Ear(heard.clone())).init();
        log
    })
    .clone()
}
