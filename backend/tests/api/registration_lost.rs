//! Answers of Meta's that are lost on the way: nothing that Meta counts is done twice, and no PIN is lost.

use chrono::TimeDelta;
use clienthub_sandbox::demo;
use serde_json::{Value, json};

use crate::registration::{BERLIN, CATERING, FRANKFURT, PIN, Way};
use crate::support::{TestApp, on_both};

async fn pins(app: &TestApp, state: &str) -> i64 {
    app.count(&format!("SELECT COUNT(*) FROM pins WHERE state = '{state}'")).await
}

/// Begins a step whose answer never comes, as when its process dies.
async fn dies(app: &TestApp, way: &Way<'_>, (path, edge): (&str, &str), body: Value) {
    let hasty = app.another(|config| config.meta.answer_within_s = 0).await;
    let same = hasty.client();
    same.set_cookie("clienthub_access", &way.owner.cookie("clienthub_access").unwrap());
    way.fault(edge, json!({"delay_ms": 60_000})).await;
    same.post(&format!("{}/{path}", way.path), body).await.expect(202);
    app.until(async || way.calls(edge).await == 1).await;
}

on_both! {
    async fn a_code_whose_sending_was_not_confirmed_may_still_be_given(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        way.fault("request_code", json!({"cut": true})).await;
        way.ask().await.problem(502, "provider_unavailable");
        let number = way.read().await;
        assert_eq!((&number["registration"]["state"], way.calls("request_code").await), (&json!("code_requested"), 1));
        let code = way.message().await["code"].as_str().unwrap().to_owned();
        way.finish(json!({"code": code})).await.expect(200);
        app.run_tasks().await;
    }

    async fn a_code_that_meta_took_without_saying_so_is_not_sent_again(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        let code = way.code().await;
        way.fault("verify_code", json!({"garble": true})).await;
        way.finish(json!({"code": code})).await.expect(200);
        assert_eq!((way.calls("verify_code").await, way.calls("register").await), (1, 1));
        app.run_tasks().await;
    }

    async fn a_code_that_never_arrived_at_meta_is_sent_once_more(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        let code = way.code().await;
        way.fault("verify_code", json!({"cut": true, "before": true})).await;
        way.finish(json!({"code": code})).await.expect(200);
        assert_eq!(way.calls("register").await, 1);
        app.run_tasks().await;
    }

    async fn a_code_that_arrived_late_is_not_called_wrong(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        let code = way.code().await;
        // The first is lost on the way; when the second comes, Meta has taken it and says that it is none.
        way.fault("verify_code", json!({"cut": true, "before": true})).await;
        way.fault("verify_code", json!({"error": {"code": 136_025, "subcode": 2_388_093}, "before": false})).await;
        way.finish(json!({"code": code})).await.expect(200);
        assert_eq!((way.calls("verify_code").await, way.calls("register").await), (2, 1));
        app.run_tasks().await;
    }

    async fn a_code_lost_twice_stays_good_for_another_try(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        let code = way.code().await;
        way.fault("verify_code", json!({"cut": true, "before": true, "times": 2})).await;
        way.finish(json!({"code": code})).await.problem(502, "provider_unavailable");
        assert_eq!(way.read().await["registration"]["state"], "code_requested");
        way.finish(json!({"code": code})).await.expect(200);
        app.run_tasks().await;
    }

    async fn a_registration_that_meta_did_without_saying_so_is_done(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        way.fault("register", json!({"cut": true})).await;
        let done = way.finish(json!({"pin": "445566"})).await.expect(200).json;
        assert_eq!((&done["status"], way.calls("register").await, pins(&app, "current").await), (&json!("connected"), 1, 1));
        way.finish(json!({"reregister": true})).await.expect(200);
        app.run_tasks().await;
    }

    async fn a_registration_that_never_arrived_is_sent_once_more(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        way.fault("register", json!({"garble": true, "before": true})).await;
        let done = way.finish(json!({})).await.expect(200).json;
        assert_eq!((&done["registration"]["attempts_72h"], pins(&app, "current").await), (&json!(2), 1));
        app.run_tasks().await;
    }

    async fn a_pin_of_an_unknown_outcome_is_kept_and_tried(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        // Meta takes the PIN and the answer is lost; then nobody can look.
        way.fault("register", json!({"cut": true, "delay_ms": 800})).await;
        let trouble = async {
            app.until(async || way.calls("register").await == 1).await;
            app.meta().fault(json!({"path": "/*130000000000006", "method": "GET", "error": {"code": 2}, "times": 9})).await;
        };
        let (answer, ()) = futures_util::join!(way.finish(json!({"pin": "778899"})), trouble);
        answer.problem(502, "provider_unavailable");
        let lost = way.read().await;
        assert_eq!((&lost["status"], pins(&app, "unconfirmed").await), (&json!("verified"), 1));
        app.meta().no_faults().await;
        // The hub looks again by itself.
        app.run_tasks().await;
        app.advance(TimeDelta::seconds(10));
        app.run_tasks().await;
        assert_eq!(way.read().await["status"], "connected");
        let done = way.finish(json!({"reregister": true})).await.expect(200).json;
        assert_eq!((&done["registration"]["attempts_72h"], pins(&app, "current").await), (&json!(2), 1));
        app.run_tasks().await;
    }

    async fn another_pin_with_an_unknown_outcome_leaves_both(app: TestApp) {
        let way = Way::of(&app, BERLIN).await;
        way.finish(json!({"reregister": true, "pin": PIN})).await.expect(200);
        // Meta never heard of it: the old one is in force.
        app.meta().fault(json!({"path": "/*130000000000001", "method": "POST", "cut": true, "before": true})).await;
        let put = way.owner.request(reqwest::Method::PUT, &format!("/api/v1{}/pin", way.path));
        put.json(&json!({"pin": "998877"})).await.problem(502, "provider_unavailable");
        assert_eq!((pins(&app, "current").await, pins(&app, "unconfirmed").await), (1, 1));
        app.meta().no_faults().await;
        let done = way.finish(json!({"reregister": true})).await.expect(200).json;
        assert_eq!(done["registration"]["attempts_72h"], 3, "the unconfirmed one was tried first");
        assert_eq!((pins(&app, "current").await, pins(&app, "unconfirmed").await), (1, 0));
        app.run_tasks().await;
    }

    async fn while_meta_is_down_nothing_is_counted_or_lost(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        app.meta().fault(json!({"path": "/*130000000000006", "error": {"code": 2}, "times": 50})).await;
        way.finish(json!({"pin": "123321"})).await.problem(502, "provider_unavailable");
        let number = way.read().await;
        assert_eq!((&number["registration"]["state"], &number["registration"]["attempts_72h"]), (&json!("verified"), &json!(0)));
        assert_eq!(app.count("SELECT COUNT(*) FROM pins").await, 0);
        app.meta().no_faults().await;
        way.finish(json!({"pin": "123321"})).await.expect(200);
        app.run_tasks().await;
    }

    async fn a_step_whose_process_died_is_taken_up(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        dies(&app, &way, ("registration", "register"), json!({"pin": "121314"})).await;
        // The lease runs out; whoever is there looks first.
        app.advance(TimeDelta::seconds(101));
        app.run_tasks().await;
        let number = way.read().await;
        assert_eq!((&number["status"], way.calls("register").await), (&json!("connected"), 1));
        assert_eq!(pins(&app, "current").await, 1);
        assert_eq!(number["registration_details"]["running"], Value::Null);
    }

    async fn a_step_of_a_waba_that_was_disconnected_ends_and_keeps_its_pin(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        dies(&app, &way, ("registration", "register"), json!({"pin": "121314"})).await;
        let waba = way.read().await["waba"]["id"].as_str().unwrap().to_owned();
        way.owner.delete(&format!("/orgs/{}/wabas/{waba}", way.org)).await.expect(204);
        app.advance(TimeDelta::seconds(101));
        app.run_tasks().await;
        let number = way.read().await;
        assert_eq!(number["registration_details"]["running"], Value::Null);
        assert_ne!(number["registration"]["state"], "registering");
        app.meta().no_faults().await;
        app.factory().waba(&way.owner, way.org, demo::BIRCH_SHARED).await;
        way.finish(json!({"reregister": true})).await.expect(200);
        assert_eq!((pins(&app, "current").await, pins(&app, "unconfirmed").await), (1, 0));
        app.run_tasks().await;
    }

    async fn what_is_not_looked_up_is_told_as_a_lost_answer(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        dies(&app, &way, ("registration/code", "request_code"), json!({"method": "sms", "language": "de"})).await;
        app.advance(TimeDelta::seconds(101));
        app.run_tasks().await;
        assert_eq!(way.read().await["registration_details"]["failure"]["code"], "provider_timeout");
        let told = way.activity().await[0].clone();
        assert_eq!((&told["action"], &told["outcome"]), (&json!("registration.code_requested"), &json!("refused")));
        assert_eq!(way.calls("request_code").await, 1);
        let code = way.message().await["code"].as_str().unwrap().to_owned();
        way.finish(json!({"code": code})).await.expect(200);
        app.run_tasks().await;
    }

    async fn a_dead_step_is_resumed_however_often_that_fails(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        dies(&app, &way, ("registration", "register"), json!({"pin": "121314"})).await;
        app.execute("UPDATE tasks SET attempts = 30 WHERE kind = 'resume_registration'").await;
        app.execute("UPDATE registrations SET running_by = '{}'").await;
        app.advance(TimeDelta::seconds(101));
        app.run_tasks().await;
        way.finish(json!({})).await.problem(409, "registration_in_progress");
        let by = json!({"kind": "person", "user": null, "name": "Test Person", "session": null, "token": null, "request_id": null});
        app.execute(&format!("UPDATE registrations SET running_by = '{by}'")).await;
        app.advance(TimeDelta::minutes(90));
        way.owner.renew().await;
        app.run_tasks().await;
        assert_eq!(way.read().await["status"], "connected");
    }

    async fn a_pin_that_was_not_needed_is_not_kept(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        // Meanwhile somebody registers the number elsewhere.
        app.meta().change_phone(FRANKFURT, json!({"status": "CONNECTED", "pin": PIN})).await;
        way.finish(json!({"pin": "121314"})).await.expect(200);
        assert_eq!((app.count("SELECT COUNT(*) FROM pins").await, way.calls("register").await), (0, 0));
        way.finish(json!({"reregister": true})).await.problem(409, "pin_required");
        assert_eq!(way.calls("register").await, 0);
        app.run_tasks().await;
    }
}
