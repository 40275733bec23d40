//! Many at once, and what comes in the middle of a step: one call at Meta, and a state that never goes backwards.

use clienthub_sandbox::demo;
use clienthub_shared::permission::Role;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::registration::{BERLIN, CATERING, FRANKFURT, PIN, Way};
use crate::support::{Client, TestApp, on_both};

/// Two people at two hubs, ten times each. Who came first is answered, the rest are told of them.
async fn rush(app: &TestApp, way: &Way<'_>, (method, path, edge): (Method, &str, &str), body: Value) {
    let admin = app.factory().user(way.org, Role::Admin).await;
    let other = app.another(|_| {}).await;
    let elsewhere = other.client();
    elsewhere.set_cookie("clienthub_access", &admin.cookie("clienthub_access").unwrap());
    app.meta().forget_calls().await;
    app.meta().fault(json!({"path": format!("/*{}{edge}", way.meta_id), "method": "POST", "delay_ms": 1500})).await;
    let ask = |by: &Client| by.request(method.clone(), &format!("/api/v1{}/{path}", way.path)).json(&body);
    let asked = (0..20).map(|turn| ask(if turn % 2 == 0 { &way.owner } else { &elsewhere }).into_future());
    let answers = join_all(asked).await;
    let (first, rest): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!(first.len(), 1);
    for answer in rest {
        let told = answer.problem(409, "registration_in_progress").json;
        assert_eq!((&told["params"]["by"], &told["params"]["since"]), (&json!("Test Person"), &json!(app.now())));
    }
    let wanted = format!("POST /{}{edge}", way.meta_id);
    assert_eq!(app.meta().calls().await.iter().filter(|call| **call == wanted).count(), 1);
    app.run_tasks().await;
}

on_both! {
    async fn of_many_who_ask_for_a_code_one_is_heard(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        rush(&app, &way, (Method::POST, "registration/code", "/request_code"), json!({"method": "sms", "language": "de"})).await;
    }

    async fn of_many_who_register_one_is_heard(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        rush(&app, &way, (Method::POST, "registration", "/register"), json!({"pin": "112233"})).await;
        rush(&app, &way, (Method::POST, "registration", "/register"), json!({"reregister": true})).await;
        assert_eq!(app.count("SELECT COUNT(*) FROM pins").await, 1);
    }

    async fn of_many_who_change_the_pin_one_is_heard(app: TestApp) {
        let way = Way::of(&app, BERLIN).await;
        rush(&app, &way, (Method::PUT, "pin", ""), json!({"pin": "112233"})).await;
        assert_eq!(app.count("SELECT COUNT(*) FROM pins").await, 1);
    }

    async fn what_is_told_in_the_middle_of_a_step_takes_nothing_back(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        let code = way.code().await;
        way.fault("register", json!({"delay_ms": 1500})).await;
        let middle = async {
            app.until(async || way.calls("register").await == 1).await;
            let shown = way.read().await["phone_number"].clone();
            let onboarded = json!({"display_phone_number": shown, "event": "ONBOARDING", "current_limit": "TIER_250"});
            let changed = json!({"display_phone_number": shown, "event": "PIN_CHANGED"});
            let waba = demo::BIRCH_SHARED.meta_id;
            app.meta().tells(waba, 1_900_000_000, "phone_number_quality_update", onboarded).await;
            app.meta().tells(waba, 1_900_000_000, "security", changed).await;
            app.run_tasks().await;
            way.owner.post(&format!("{}/sync", way.path), json!(null)).await;
            let number = way.read().await;
            assert_eq!((&number["registration"]["state"], &number["status"]), (&json!("registering"), &json!("connected")));
        };
        let (done, ()) = futures_util::join!(way.finish(json!({"code": code})), middle);
        assert_eq!(done.expect(200).json["registration"]["state"], "connected");
        app.run_tasks().await;
        let number = way.read().await;
        assert_eq!((&number["registration"]["state"], &number["status"]), (&json!("connected"), &json!("connected")));
        let of_number = format!("object_id = '{}'", number["id"].as_str().unwrap());
        let back = format!("SELECT COUNT(*) FROM history WHERE {of_number} AND attribute = 'status' AND from_value = 'connected'");
        assert_eq!(app.count(&back).await, 0);
    }

    async fn a_step_outlives_the_disconnection_of_its_waba(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        let waba = way.read().await["waba"]["id"].as_str().unwrap().to_owned();
        way.fault("register", json!({"delay_ms": 1500})).await;
        let middle = async {
            app.until(async || way.calls("register").await == 1).await;
            way.owner.delete(&format!("/orgs/{}/wabas/{waba}", way.org)).await.expect(204);
        };
        let (done, ()) = futures_util::join!(way.finish(json!({"pin": PIN})), middle);
        assert_eq!(done.expect(200).json["status"], "disconnected");
        app.run_tasks().await;
        app.factory().waba(&way.owner, way.org, demo::BIRCH_SHARED).await;
        assert_eq!(way.read().await["status"], "connected");
        way.finish(json!({"reregister": true})).await.expect(200);
        app.run_tasks().await;
    }
}
