//! Killed at each step of a registration: no PIN is lost, nothing that Meta counts is done twice, and the number is connected in
//! the end. Meta withholds its answer, before or after it did what was asked; then the hub is killed.

use clienthub_sandbox::{Options, Running, Seed, demo};
use clienthub_testdb::on_both;
use reqwest::Method;
use serde_json::{Value, json};

use crate::hub::{Hub, PASSWORD, Person, until};

const WABA: &demo::DemoWaba = &demo::BIRCH_SHARED;
/// Of the numbers whose PIN the hub cannot know.
const PIN: &str = "246810";

/// What a person sends.
#[derive(Clone, Copy)]
enum Act {
    Code,
    /// With the code that is on the phone, or without one.
    Register {
        code: bool,
        pin: Option<&'static str>,
    },
    Reregister(Option<&'static str>),
    Pin(&'static str),
}

/// When the hub is killed: Meta has got a call of this edge and ...
#[derive(Clone, Copy)]
enum Killed {
    /// ... has not done it.
    Before(&'static str),
    /// ... has done it and not answered.
    After(&'static str),
    /// ... has answered: nobody waits for it.
    Answered(&'static str),
    /// ... has done it and not answered; and once more while the hub looks after it.
    Twice(&'static str),
}

struct Step {
    name: &'static str,
    /// What Meta has of the number.
    number: fn() -> Value,
    act: Act,
    killed: Killed,
    /// How the hub leaves it when it has looked after the step.
    state: &'static str,
    /// What is left for the person; the last of it connects.
    then: &'static [Act],
    /// `request_code`, `verify_code` and `register` calls that Meta has done then.
    calls: [usize; 3],
}

fn created() -> Value {
    json!({})
}

fn proven() -> Value {
    json!({ "code_verification_status": "VERIFIED" })
}

/// Proven, with a PIN that somebody set elsewhere.
fn locked() -> Value {
    json!({ "code_verification_status": "VERIFIED", "is_pin_enabled": true, "pin": PIN })
}

fn connected() -> Value {
    json!({
        "code_verification_status": "VERIFIED", "status": "CONNECTED", "platform_type": "CLOUD_API",
        "is_pin_enabled": true, "pin": PIN, "last_onboarded_time": "2026-01-05T08:00:00+0000"
    })
}

const WITH_CODE: Act = Act::Register { code: true, pin: None };
const WITHOUT: Act = Act::Register { code: false, pin: None };
const GIVEN: Act = Act::Register { code: false, pin: Some("112233") };
const UNKNOWN: Act = Act::Register { code: false, pin: Some(PIN) };
const WRONG: Act = Act::Register { code: false, pin: Some("135790") };
const AGAIN: Act = Act::Reregister(Some(PIN));
const CHANGED: Act = Act::Pin("998877");

#[rustfmt::skip]
const STEPS: &[Step] = &[
    Step { name: "code_asked_before_meta_heard", number: created, act: Act::Code, killed: Killed::Before("request_code"), state: "code_requested", then: &[Act::Code, WITH_CODE], calls: [1, 1, 1] },
    Step { name: "code_asked_after_meta_sent", number: created, act: Act::Code, killed: Killed::After("request_code"), state: "code_requested", then: &[WITH_CODE], calls: [1, 1, 1] },
    Step { name: "code_asked_and_answered", number: created, act: Act::Code, killed: Killed::Answered("request_code"), state: "code_requested", then: &[WITH_CODE], calls: [1, 1, 1] },
    Step { name: "code_checked_before_meta", number: created, act: WITH_CODE, killed: Killed::Before("verify_code"), state: "connected", then: &[], calls: [1, 1, 1] },
    Step { name: "code_checked_after_meta", number: created, act: WITH_CODE, killed: Killed::After("verify_code"), state: "connected", then: &[], calls: [1, 1, 1] },
    Step { name: "code_checked_and_answered", number: created, act: WITH_CODE, killed: Killed::Answered("verify_code"), state: "connected", then: &[], calls: [1, 1, 1] },
    Step { name: "code_checked_before_a_pin_is_asked_for", number: || json!({ "is_pin_enabled": true, "pin": PIN }), act: WITH_CODE, killed: Killed::After("verify_code"), state: "needs_pin", then: &[UNKNOWN], calls: [1, 1, 1] },
    Step { name: "verified_before_register", number: created, act: WITH_CODE, killed: Killed::Before(""), state: "connected", then: &[], calls: [1, 1, 1] },
    Step { name: "register_with_own_pin_before_meta", number: proven, act: WITHOUT, killed: Killed::Before("register"), state: "connected", then: &[], calls: [0, 0, 1] },
    Step { name: "register_with_own_pin_after_meta", number: proven, act: WITHOUT, killed: Killed::After("register"), state: "connected", then: &[], calls: [0, 0, 1] },
    Step { name: "register_with_given_pin_before_meta", number: proven, act: GIVEN, killed: Killed::Before("register"), state: "connected", then: &[], calls: [0, 0, 1] },
    Step { name: "register_with_given_pin_after_meta", number: proven, act: GIVEN, killed: Killed::After("register"), state: "connected", then: &[], calls: [0, 0, 1] },
    Step { name: "register_with_unknown_pin_before_meta", number: locked, act: UNKNOWN, killed: Killed::Before("register"), state: "connected", then: &[], calls: [0, 0, 1] },
    Step { name: "register_with_unknown_pin_after_meta", number: locked, act: UNKNOWN, killed: Killed::After("register"), state: "connected", then: &[], calls: [0, 0, 1] },
    // Meta refused it, and nobody knows: the one retry of product 4.3.
    Step { name: "register_with_wrong_pin_after_meta", number: locked, act: WRONG, killed: Killed::After("register"), state: "needs_pin", then: &[UNKNOWN], calls: [0, 0, 3] },
    Step { name: "connected_before_answer", number: proven, act: WITHOUT, killed: Killed::Answered("register"), state: "connected", then: &[], calls: [0, 0, 1] },
    Step { name: "code_checked_and_killed_again", number: created, act: WITH_CODE, killed: Killed::Twice("verify_code"), state: "connected", then: &[], calls: [1, 1, 1] },
    Step { name: "registered_and_killed_again", number: proven, act: GIVEN, killed: Killed::Twice("register"), state: "connected", then: &[], calls: [0, 0, 1] },
    Step { name: "registered_again_before_meta", number: connected, act: AGAIN, killed: Killed::Before("register"), state: "connected", then: &[], calls: [0, 0, 1] },
    Step { name: "registered_again_after_meta", number: connected, act: AGAIN, killed: Killed::After("register"), state: "connected", then: &[], calls: [0, 0, 1] },
    Step { name: "pin_changed_before_meta", number: connected, act: CHANGED, killed: Killed::Before("pin"), state: "connected", then: &[], calls: [0, 0, 1] },
    Step { name: "pin_changed_after_meta", number: connected, act: CHANGED, killed: Killed::After("pin"), state: "connected", then: &[], calls: [0, 0, 1] },
    Step { name: "pin_changed_and_answered", number: connected, act: CHANGED, killed: Killed::Answered("pin"), state: "connected", then: &[], calls: [0, 0, 1] },
];

on_both! {
    async fn a_registration_is_finished_wherever_the_hub_is_killed(database: String) {
        let mut rig = Rig::open(database).await;
        for step in STEPS {
            println!("{}", step.name);
            rig.play(step).await;
        }
        rig.hub.kill().await;
        rig.sandbox.stop().await;
    }
}

struct Rig {
    hub: Hub,
    person: Person,
    sandbox: Running,
    meta: reqwest::Client,
}

/// A number, under Meta's id and in the hub.
struct Number {
    meta_id: String,
    path: String,
}

impl Rig {
    /// With a number for each step, named after it.
    async fn open(database: String) -> Self {
        let listen = "127.0.0.1:0".parse().unwrap();
        let options = Options { listen, state_file: None, seed: Seed::DEMO };
        let sandbox = clienthub_sandbox::start(options).await.unwrap();
        let (hub, person) = Hub::open(database, sandbox.base_url()).await;
        let rig = Self { hub, person, sandbox, meta: reqwest::Client::builder().no_proxy().build().unwrap() };
        for (at, step) in STEPS.iter().enumerate() {
            let mut phone = (step.number)();
            phone["waba_id"] = json!(WABA.meta_id);
            phone["verified_name"] = json!(step.name);
            phone["display_phone_number"] = json!(format!("+49 30 5550{at:03}"));
            rig.control(Method::POST, "phones", &phone).await;
        }
        rig.person.connect(WABA).await;
        let last = STEPS.last().unwrap().name;
        until("the first sync", async || rig.person.get(&format!("/numbers?q={last}")).await["total"] == 1).await;
        rig
    }

    async fn control(&self, method: Method, path: &str, body: &Value) -> Value {
        let request = self.meta.request(method, format!("{}/__sandbox/{path}", self.sandbox.base_url()));
        let answer = request.json(body).send().await.unwrap();
        let (status, answer) = (answer.status(), answer.json::<Value>().await.unwrap());
        assert!(status.is_success(), "{path}: {answer}");
        answer
    }

    /// Calls of this edge that Meta has done.
    async fn calls(&self, number: &Number, edge: &str) -> usize {
        let log = self.control(Method::GET, "log", &json!({})).await;
        let wanted = json!(format!("/{}/{edge}", number.meta_id));
        log["data"].as_array().unwrap().iter().filter(|row| row["path"] == wanted).count()
    }

    async fn play(&mut self, step: &Step) {
        let name = step.name;
        let number = self.number(name).await;
        if matches!(step.act, Act::Register { code: true, .. }) {
            self.act(&number, Act::Code).await;
        }
        if matches!(step.act, Act::Pin(_)) {
            self.act(&number, AGAIN).await;
        }
        self.kill_during(&number, step).await;
        if let Killed::Twice(_) = step.killed {
            let path = format!("/*{}", number.meta_id);
            let fault = json!({ "path": path, "method": "GET", "delay_ms": 600_000 });
            self.control(Method::POST, "faults", &fault).await;
            self.hub.start().await;
            self.struck(step).await;
            self.hub.kill().await;
        }
        self.hub.start().await;
        until(name, async || self.details(&number).await["running"].is_null()).await;
        let left = self.person.get(&number.path).await;
        assert_eq!(left["registration"]["state"], step.state, "{name}: {left}");
        self.was_told(&number, step).await;
        // Meta's seconds between two wrong PINs pass.
        let rested = json!({ "wrong_pins": 0, "pin_fast_wait_s": 0 });
        self.control(Method::PATCH, &format!("phones/{}", number.meta_id), &rested).await;
        for act in step.then {
            self.act(&number, *act).await;
        }
        let done = self.person.get(&number.path).await;
        assert_eq!((&done["status"], &done["pin_set"]), (&json!("connected"), &json!(true)), "{name}: {done}");
        let mut calls = [0; 3];
        for (at, edge) in ["request_code", "verify_code", "register"].into_iter().enumerate() {
            calls[at] = self.calls(&number, edge).await;
        }
        assert_eq!(calls, step.calls, "{name}: codes, checks and register calls");
        let registered = self.told(&number, "registration.registered", "done").await;
        assert_eq!(registered, 1, "{name}: it was registered once");
        // What the hub knows is what Meta holds.
        self.act(&number, Act::Reregister(None)).await;
        let reveal = format!("{}/pin/reveal", number.path);
        let (_, shown) = self.person.send(Method::POST, &reveal, &json!({ "password": PASSWORD })).await.unwrap();
        assert_eq!(shown["unconfirmed"], Value::Null, "{name}");
        let again = format!("{}/registration", number.path);
        let body = json!({ "reregister": true, "pin": shown["pin"] });
        let (status, answer) = self.person.send(Method::POST, &again, &body).await.unwrap();
        assert_eq!(status, 200, "{name}: {answer}");
    }

    async fn number(&self, name: &str) -> Number {
        let found = self.person.get(&format!("/numbers?q={name}")).await["data"][0].clone();
        let path = format!("/numbers/{}", found["id"].as_str().unwrap());
        Number { meta_id: found["meta_id"].as_str().unwrap().to_owned(), path }
    }

    async fn details(&self, number: &Number) -> Value {
        self.person.get(&number.path).await["registration_details"].clone()
    }

    async fn told(&self, number: &Number, action: &str, outcome: &str) -> usize {
        let rows = self.person.get(&format!("{}/activity", number.path)).await["data"].clone();
        rows.as_array().unwrap().iter().filter(|row| row["action"] == action && row["outcome"] == outcome).count()
    }

    /// The activity says how the step ended: done, or that no answer came.
    async fn was_told(&self, number: &Number, step: &Step) {
        let action = match step.act {
            Act::Code => "registration.code_requested",
            Act::Register { .. } | Act::Reregister(_) => "registration.registered",
            Act::Pin(_) => "pin.changed",
        };
        let told = self.told(number, action, "done").await + self.told(number, action, "refused").await;
        assert!(told > 0, "{}: {action} in the activity", step.name);
    }

    /// Done by a person who waits for the answer.
    async fn act(&self, number: &Number, act: Act) {
        let (method, path, body) = self.request(number, act).await;
        let (status, answer) = self.person.send(method, &path, &body).await.unwrap();
        assert_eq!(status, 200, "{path}: {answer}");
    }

    async fn request(&self, number: &Number, act: Act) -> (Method, String, Value) {
        let path = &number.path;
        match act {
            Act::Code => {
                let body = json!({ "method": "sms", "language": "de" });
                (Method::POST, format!("{path}/registration/code"), body)
            }
            Act::Register { code, pin } => {
                let mut body = json!({});
                if code {
                    let inbox =
                        self.control(Method::GET, &format!("phones/{}/inbox", number.meta_id), &json!({})).await;
                    body["code"] = inbox["data"][0]["code"].clone();
                }
                if let Some(pin) = pin {
                    body["pin"] = json!(pin);
                }
                (Method::POST, format!("{path}/registration"), body)
            }
            Act::Reregister(None) => (Method::POST, format!("{path}/registration"), json!({ "reregister": true })),
            Act::Reregister(Some(pin)) => {
                (Method::POST, format!("{path}/registration"), json!({ "reregister": true, "pin": pin }))
            }
            Act::Pin(pin) => (Method::PUT, format!("{path}/pin"), json!({ "pin": pin })),
        }
    }

    /// Meta's fault has struck.
    async fn struck(&self, step: &Step) {
        until(step.name, async || {
            let waiting = self.control(Method::GET, "faults", &json!({})).await;
            waiting["data"].as_array().unwrap().is_empty()
        })
        .await;
    }

    /// The person asks, Meta's fault strikes, the hub dies. Whether an answer came is nobody's business.
    async fn kill_during(&mut self, number: &Number, step: &Step) {
        let (edge, before, delay_ms) = match step.killed {
            Killed::Before(edge) => (edge, true, 600_000),
            Killed::After(edge) | Killed::Twice(edge) => (edge, false, 600_000),
            Killed::Answered(edge) => (edge, false, 1),
        };
        let (method, path) = match edge {
            "" => ("GET", format!("/*{}", number.meta_id)),
            "pin" => ("POST", format!("/*{}", number.meta_id)),
            edge => ("POST", format!("/*/{edge}")),
        };
        let fault = json!({ "path": path, "method": method, "delay_ms": delay_ms, "before": before });
        self.control(Method::POST, "faults", &fault).await;
        let (method, path, body) = self.request(number, step.act).await;
        let person = self.person.clone();
        let asking = tokio::spawn(async move { person.send(method, &path, &body).await });
        self.struck(step).await;
        if let Killed::After(edge @ ("request_code" | "verify_code" | "register")) = step.killed {
            until(step.name, async || self.calls(number, edge).await > 0).await;
        }
        self.hub.kill().await;
        if let Ok((status, answer)) = asking.await.unwrap() {
            assert!(status < 500, "{}: {answer}", step.name);
        }
        if matches!(step.act, Act::Code) {
            self.hub.let_a_minute_pass().await;
        }
    }
}
