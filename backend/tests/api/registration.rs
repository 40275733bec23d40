//! A number's way from *created* to *connected*: code, PIN, waits, lost answers, two people at once. What each refusal of Meta's
//! becomes is in `registration_refusals.rs`, the PIN's own life in `pin.rs`.

use chrono::TimeDelta;
use clienthub_sandbox::demo::{self, DemoWaba};
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, TestApp, on_both};
use crate::waba::birch;

/// Not verified, no PIN.
pub const CATERING: &str = "130000000000004";
/// Not verified, with a PIN that the hub cannot know.
pub const KOELN: &str = "130000000000005";
/// Verified, no PIN.
pub const FRANKFURT: &str = "130000000000006";
/// Connected.
pub const BERLIN: &str = "130000000000001";
/// Meta's PIN of every number that had one.
pub const PIN: &str = "246810";

/// A number of Birch's first WABA, as its owner sees it.
pub struct Way<'a> {
    pub app: &'a TestApp,
    pub org: OrgId,
    pub owner: Client,
    pub meta_id: &'static str,
    pub path: String,
}

impl<'a> Way<'a> {
    pub async fn of(app: &'a TestApp, meta_id: &'static str) -> Self {
        Self::in_waba(app, demo::BIRCH_SHARED, meta_id).await
    }

    pub async fn in_waba(app: &'a TestApp, waba: DemoWaba, meta_id: &'static str) -> Self {
        let (org, owner) = birch(app).await;
        app.factory().waba(&owner, org, waba).await;
        let found = owner.get(&format!("/orgs/{org}/numbers?q={meta_id}")).await.expect(200).json;
        let path = format!("/orgs/{org}/numbers/{}", found["data"][0]["id"].as_str().unwrap());
        Self { app, org, owner, meta_id, path }
    }

    pub async fn read(&self) -> Value {
        self.owner.get(&self.path).await.expect(200).json
    }

    /// Asks for a code by SMS.
    pub async fn ask(&self) -> Answer {
        self.ask_by(json!({"method": "sms", "language": "de"})).await
    }

    pub async fn ask_by(&self, body: Value) -> Answer {
        self.owner.post(&format!("{}/registration/code", self.path), body).await
    }

    /// The newest message on the virtual phone.
    pub async fn message(&self) -> Value {
        let inbox = self.app.meta().control(Method::GET, &format!("phones/{}/inbox", self.meta_id), &json!({})).await;
        inbox["data"][0].clone()
    }

    /// Asks for a code and reads it from the phone.
    pub async fn code(&self) -> String {
        self.ask().await.expect(200);
        self.message().await["code"].as_str().unwrap().to_owned()
    }

    pub async fn finish(&self, body: Value) -> Answer {
        self.owner.post(&format!("{}/registration", self.path), body).await
    }

    /// Calls of this edge that Meta saw.
    pub async fn calls(&self, edge: &str) -> usize {
        let wanted = format!("POST /{}/{edge}", self.meta_id);
        self.app.meta().calls().await.iter().filter(|call| **call == wanted).count()
    }

    pub async fn fault(&self, edge: &str, fault: Value) {
        let mut fault = fault;
        fault["path"] = json!(format!("/*/{edge}"));
        fault["method"] = json!("POST");
        self.app.meta().fault(fault).await;
    }

    pub async fn activity(&self) -> Vec<Value> {
        let rows = self.owner.get(&format!("{}/activity", self.path)).await.expect(200).json;
        rows["data"].as_array().unwrap().clone()
    }
}

fn state(number: &Value) -> &str {
    number["registration"]["state"].as_str().unwrap()
}

on_both! {
    async fn a_code_and_the_hubs_own_pin_connect_a_number(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        let before = way.read().await;
        assert_eq!((state(&before), &before["status"]), ("not_registered", &json!("created")));
        assert_eq!(before["registration_details"]["code_needed"], true);
        let asked = way.ask_by(json!({"method": "voice", "language": "pt_BR"})).await.expect(200).json;
        assert_eq!((state(&asked), &asked["status"]), ("code_requested", &json!("code_requested")));
        let message = way.message().await;
        assert_eq!((&message["method"], &message["language"]), (&json!("VOICE"), &json!("pt_BR")));
        let code = message["code"].as_str().unwrap();
        let hyphened = format!("{}-{}", &code[..3], &code[3..]);
        let done = way.finish(json!({"code": hyphened})).await.expect(200).json;
        assert_eq!((state(&done), &done["status"], &done["attention"]), ("connected", &json!("connected"), &json!("none")));
        assert_eq!((&done["pin_set"], &done["registration_details"]["pin_known"]), (&json!(true), &json!(true)));
        assert_eq!(done["registration"]["attempts_72h"], 1);
        assert_eq!(done["registration_details"]["running"], Value::Null);
        app.run_tasks().await;
        assert_eq!(way.read().await["readiness"]["ready"], true);
        let rows = way.activity().await;
        let done: Vec<_> = rows.iter().filter(|row| row["kind"] == "person" && row["outcome"] == "done").collect();
        let actions: Vec<_> = done.iter().map(|row| row["action"].as_str().unwrap()).collect();
        assert_eq!(actions[..3], ["registration.registered", "registration.code_checked", "registration.code_requested"]);
        assert!(done.iter().all(|row| row["actor"] == "Test Person"));
    }

    async fn codes_and_pins_are_never_stored_readable_nor_shown(app: TestApp) {
        let way = Way::of(&app, KOELN).await;
        let code = way.code().await;
        let mut told = way.finish(json!({"code": code})).await.problem(409, "pin_required").text;
        told += &way.finish(json!({"pin": PIN})).await.expect(200).text;
        app.run_tasks().await;
        for table in ["registrations", "pins", "numbers", "activity", "audit", "history", "domain_events", "tasks", "idempotency"] {
            told += &app.texts(table).await;
        }
        assert!(!told.contains(&code) && !told.contains(PIN));
    }

    async fn an_accepted_code_is_not_asked_for_again_while_the_pin_is_missing(app: TestApp) {
        let way = Way::of(&app, KOELN).await;
        let code = way.code().await;
        way.finish(json!({"code": code})).await.problem(409, "pin_required");
        let waiting = way.read().await;
        assert_eq!((state(&waiting), &waiting["registration_details"]["pin_needed"]), ("needs_pin", &json!(true)));
        assert_eq!(way.calls("register").await, 0, "the read says that Meta holds a PIN: no call is wasted");
        way.finish(json!({"pin": "135790"})).await.problem(422, "pin_wrong");
        let again = way.read().await;
        assert_eq!((state(&again), &again["registration"]["attempts_72h"]), ("needs_pin", &json!(1)));
        assert_eq!(again["registration_details"]["failure"]["code"], "pin_wrong");
        assert_eq!(again["registration_details"]["failure"]["provider"]["code"], 133_005);
        let done = way.finish(json!({"pin": PIN})).await.expect(200).json;
        assert_eq!((state(&done), way.calls("verify_code").await), ("connected", 1));
        assert_eq!(done["registration_details"]["failure"], Value::Null);
        app.run_tasks().await;
    }

    async fn an_accepted_code_that_is_given_again_is_not_a_wrong_one(app: TestApp) {
        let way = Way::of(&app, KOELN).await;
        let code = way.code().await;
        way.finish(json!({"code": code})).await.problem(409, "pin_required");
        way.finish(json!({"code": code, "pin": "135790"})).await.problem(422, "pin_wrong");
        way.finish(json!({"code": code, "pin": PIN})).await.expect(200);
        way.finish(json!({"code": code, "reregister": true})).await.expect(200);
        assert_eq!(way.calls("verify_code").await, 1);
        app.run_tasks().await;
    }

    async fn a_verified_number_starts_at_the_pin(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        assert_eq!(way.read().await["registration_details"]["code_needed"], false);
        way.ask().await.problem(409, "code_not_needed");
        let done = way.finish(json!({"pin": "112233", "data_localization_region": "DE"})).await.expect(200).json;
        assert_eq!(done["registration_details"]["data_localization_region"], "DE");
        assert_eq!((way.calls("request_code").await, way.calls("verify_code").await), (0, 0));
        app.run_tasks().await;
    }

    async fn without_proof_a_code_is_required(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        way.finish(json!({})).await.problem(409, "code_required");
        way.finish(json!({"code": "12345"})).await.problem(422, "validation_failed").about("code", "bad_format");
        way.finish(json!({"code": "123456", "pin": "12345x"})).await.problem(422, "validation_failed").about("pin", "bad_format");
        way.finish(json!({"code": 123_456})).await.problem(400, "wrong_type");
        way.ask_by(json!({"method": "fax", "language": "de"})).await.problem(400, "wrong_type");
        way.ask_by(json!({"method": "sms", "language": "pt-BR"})).await.problem(422, "validation_failed").about("language", "bad_format");
        assert_eq!(way.calls("verify_code").await + way.calls("request_code").await, 0);
    }

    async fn another_code_may_be_asked_for_after_a_minute(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        let first = way.code().await;
        app.advance(TimeDelta::seconds(59));
        let soon = way.ask().await.problem(429, "code_too_soon");
        assert_eq!(soon.header("retry-after"), "1");
        app.advance(TimeDelta::seconds(1));
        let second = way.code().await;
        assert_ne!(first, second);
        way.finish(json!({"code": second})).await.expect(200);
        app.run_tasks().await;
    }

    async fn a_code_that_ran_out_leaves_the_number_created(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        way.code().await;
        app.advance(TimeDelta::minutes(10));
        way.owner.renew().await;
        clienthub::jobs::schedule::enqueue_due(&app.state).await.unwrap();
        app.run_tasks().await;
        let number = way.read().await;
        assert_eq!((state(&number), &number["status"]), ("not_registered", &json!("created")));
    }

    async fn the_third_wrong_code_in_a_row_makes_the_number_wait(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        let code = way.code().await;
        let wrong = if code == "111111" { "222222" } else { "111111" };
        for _ in 0..2 {
            let answer = way.finish(json!({"code": wrong})).await.problem(422, "code_wrong");
            assert_eq!(answer.json["provider"]["code"], 136_025);
        }
        let third = way.finish(json!({"code": wrong})).await.problem(429, "code_guesses_used_up");
        assert_eq!(third.header("retry-after"), (12 * 3600).to_string());
        let waiting = way.read().await;
        assert_eq!((state(&waiting), &waiting["attention"]), ("waits_until", &json!("meta")));
        // Also for who did not see it, and for every step.
        let admin = app.factory().user(way.org, Role::Admin).await;
        let body = json!({"method": "sms", "language": "en_US"});
        let told = admin.post(&format!("{}/registration/code", way.path), body).await.problem(429, "code_guesses_used_up");
        assert_eq!(told.json["provider"]["code"], 136_025);
        way.finish(json!({"code": code})).await.problem(429, "code_guesses_used_up");
        app.advance(TimeDelta::hours(12));
        way.owner.renew().await;
        app.meta().control(Method::POST, "clock", &json!({"advance_s": 12 * 3600})).await;
        clienthub::jobs::schedule::enqueue_due(&app.state).await.unwrap();
        app.run_tasks().await;
        assert_eq!(way.read().await["attention"], "client");
        let fresh = way.code().await;
        way.finish(json!({"code": fresh})).await.expect(200);
        app.run_tasks().await;
    }

    async fn a_connected_number_is_registered_again_only_on_purpose(app: TestApp) {
        let way = Way::of(&app, BERLIN).await;
        way.finish(json!({})).await.problem(409, "already_connected");
        way.ask().await.problem(409, "already_connected");
        way.finish(json!({"reregister": true, "pin": PIN, "data_localization_region": "BR"})).await
            .problem(422, "validation_failed").about("data_localization_region", "region_fixed");
        way.finish(json!({"reregister": true})).await.problem(409, "pin_required");
        assert_eq!(way.read().await["status"], "connected");
        let done = way.finish(json!({"reregister": true, "pin": PIN})).await.expect(200).json;
        assert_eq!((state(&done), &done["registration"]["attempts_72h"]), ("connected", &json!(1)));
        // The PIN is known from now on.
        way.finish(json!({"reregister": true})).await.expect(200);
        app.run_tasks().await;
    }

    async fn who_comes_second_is_told_who_and_since_when(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        way.fault("register", json!({"delay_ms": 1500})).await;
        let admin = app.factory().user(way.org, Role::Admin).await;
        let other = app.another(|_| {}).await;
        let elsewhere = other.client();
        elsewhere.set_cookie("clienthub_access", &admin.cookie("clienthub_access").unwrap());
        let second = async {
            app.until(async || way.calls("register").await == 1).await;
            let told = elsewhere.post(&format!("{}/registration", way.path), json!({})).await;
            told.problem(409, "registration_in_progress").json
        };
        let (first, told) = futures_util::join!(way.finish(json!({})), second);
        assert_eq!(state(&first.expect(200).json), "connected");
        assert_eq!(told["params"]["by"], "Test Person");
        assert_eq!(told["params"]["since"], json!(app.now()));
        assert_eq!(way.calls("register").await, 1);
        app.run_tasks().await;
    }

    async fn when_meta_is_slow_the_stream_ends_what_the_request_began(app: TestApp) {
        let hasty = app.another(|config| config.meta.answer_within_s = 0).await;
        let way = Way::of(&hasty, FRANKFURT).await;
        way.fault("register", json!({"delay_ms": 700})).await;
        let pending = way.finish(json!({})).await.expect(202).json;
        assert_eq!(pending["registration_details"]["running"]["by"], "Test Person");
        hasty.until(async || way.read().await["registration_details"]["running"].is_null()).await;
        assert_eq!(state(&way.read().await), "connected");
        app.run_tasks().await;
    }

    async fn the_same_key_registers_once(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        let send = || {
            let request = way.owner.request(Method::POST, &format!("/api/v1{}/registration", way.path));
            request.header("idempotency-key", "once").json(&json!({"pin": "112233"}))
        };
        send().await.expect(200);
        let again = send().await.expect(200);
        assert_eq!((again.header("idempotency-replayed"), way.calls("register").await), ("true", 1));
        app.run_tasks().await;
    }
}
