//! `Idempotency-Key`: a request that is sent again is not done again.

use chrono::TimeDelta;
use clienthub::jobs;
use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::Role;
use serde_json::{Value, json};

use crate::openapi::{document, operations};
use crate::support::client::Request;
use crate::support::{Client, TestApp, on_both};
use crate::waba::{PORTFOLIO_TOKEN, birch};

const WABA: &str = demo::BIRCH_SHARED.meta_id;

fn body() -> Value {
    json!({"meta_id": WABA, "access_token": demo::BIRCH_SHARED.token})
}

fn connect(by: &Client, org: OrgId, key: &str) -> Request {
    by.post(&format!("/orgs/{org}/wabas"), body()).header("idempotency-key", key)
}

async fn posts(app: &TestApp) -> usize {
    app.meta().calls().await.iter().filter(|call| call.starts_with("POST")).count()
}

/// As a process leaves it that is killed in the middle of a request.
async fn cut_short(app: &TestApp) {
    app.execute("UPDATE idempotency SET state = 'running', status = NULL, answer = NULL").await;
}

on_both! {
    async fn a_request_sent_again_gets_the_first_answer(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let first = connect(&owner, birch, "k-1").await.expect(201);
        assert_eq!(first.header("idempotency-replayed"), "");
        app.run_tasks().await;
        app.advance(TimeDelta::hours(23));
        owner.renew().await;
        let again = connect(&owner, birch, "k-1").await.expect(201);
        assert_eq!((again.text.as_str(), again.header("idempotency-replayed")), (first.text.as_str(), "true"));
        assert_eq!((again.header("content-type"), again.header("cache-control")), ("application/json", "no-store"));
        assert_eq!(posts(&app).await, 1);
        assert!(!app.texts("idempotency").await.contains(demo::BIRCH_SHARED.token));
        // Another key is another request: the WABA gets its token once more.
        connect(&owner, birch, "k-2").await.expect(200);
        app.run_tasks().await;
    }

    async fn without_a_key_a_request_is_done_each_time(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        owner.post(&format!("/orgs/{birch}/wabas"), body()).await.expect(201);
        owner.post(&format!("/orgs/{birch}/wabas"), body()).await.expect(200);
        assert_eq!((posts(&app).await, app.count("SELECT COUNT(*) FROM idempotency").await), (2, 0));
        app.run_tasks().await;
    }

    async fn a_key_belongs_to_its_body(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        connect(&owner, birch, "k").await.expect(201);
        let path = format!("/orgs/{birch}/wabas");
        let other = json!({"meta_id": WABA, "access_token": PORTFOLIO_TOKEN});
        owner.post(&path, other).header("idempotency-key", "k").await.problem(422, "idempotency_key_reused");
        // The same in other words.
        let spaced = format!("{{ \"access_token\": \"{}\",\n \"meta_id\":\"{WABA}\" }}", demo::BIRCH_SHARED.token);
        let again = owner.post(&path, Value::Null).body(spaced).header("idempotency-key", "k").await.expect(201);
        assert_eq!(again.header("idempotency-replayed"), "true");
        app.run_tasks().await;
    }

    async fn a_key_belongs_to_its_sender_and_address(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let admin = app.factory().user(birch, Role::Admin).await;
        connect(&owner, birch, "k").await.expect(201);
        let others = connect(&admin, birch, "k").await.expect(200);
        assert_eq!(others.header("idempotency-replayed"), "");
        let cedar = app.factory().org("Cedar").await;
        let me = owner.get("/me").await.json["user"]["email"].as_str().unwrap().to_owned();
        clienthub::service::org::add_role(&app.state, cedar, &me, Role::Owner).await.unwrap();
        connect(&owner, cedar, "k").await.problem(409, "waba_taken");
        app.run_tasks().await;
    }

    async fn a_remembered_answer_is_not_for_who_may_no_longer_ask(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        connect(&owner, birch, "k").await.expect(201);
        let me = owner.get("/me").await.json["user"]["email"].as_str().unwrap().to_owned();
        clienthub::service::org::add_role(&app.state, birch, &me, Role::Viewer).await.unwrap();
        connect(&owner, birch, "k").await.problem(403, "permission_missing");
        app.run_tasks().await;
    }

    async fn what_was_refused_may_be_sent_again_with_the_same_key(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.meta().fault(json!({"path": "/debug_token", "cut": true, "times": 3})).await;
        connect(&owner, birch, "k").await.problem(502, "provider_unavailable");
        app.meta().change_token(demo::BIRCH_SHARED.token, json!({"revoked": true})).await;
        connect(&owner, birch, "k").await.problem(422, "validation_failed");
        app.meta().change_token(demo::BIRCH_SHARED.token, json!({"revoked": false})).await;
        let done = connect(&owner, birch, "k").await.expect(201);
        assert_eq!(done.header("idempotency-replayed"), "");
        connect(&owner, birch, "k").await.expect(201);
        assert_eq!(posts(&app).await, 1);
        app.run_tasks().await;
    }

    async fn two_at_once_are_done_once(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.meta().fault(json!({"path": "/debug_token", "delay_ms": 300})).await;
        let (one, two) = tokio::join!(connect(&owner, birch, "k").into_future(), connect(&owner, birch, "k").into_future());
        let (done, waits) = if one.status == 201 { (one, two) } else { (two, one) };
        done.expect(201);
        waits.problem(409, "request_in_progress");
        assert_eq!(posts(&app).await, 1);
        app.run_tasks().await;
    }

    async fn another_hub_knows_what_this_one_did(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let first = connect(&owner, birch, "k").await.expect(201);
        let other = app.another(|_| {}).await.client();
        other.set_cookie("clienthub_access", &owner.cookie("clienthub_access").unwrap());
        let again = connect(&other, birch, "k").await.expect(201);
        assert_eq!((again.text.as_str(), again.header("idempotency-replayed")), (first.text.as_str(), "true"));
        app.run_tasks().await;
    }

    async fn the_work_goes_on_when_its_sender_has_gone(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        app.meta().fault(json!({"path": "/debug_token", "delay_ms": 500})).await;
        let impatient = tokio::time::timeout(std::time::Duration::from_millis(200), connect(&owner, birch, "k").into_future());
        impatient.await.unwrap_err();
        connect(&owner, birch, "k").await.problem(409, "request_in_progress");
        let answered = "SELECT COUNT(*) FROM idempotency WHERE state = 'answered'";
        app.until(|| async { app.count(answered).await == 1 }).await;
        let again = connect(&owner, birch, "k").await.expect(201);
        assert_eq!((again.header("idempotency-replayed"), posts(&app).await), ("true", 1));
        app.run_tasks().await;
    }

    async fn a_request_whose_end_nobody_saw_is_not_done_again(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        connect(&owner, birch, "k").await.expect(201);
        cut_short(&app).await;
        connect(&owner, birch, "k").await.problem(409, "request_in_progress");
        app.advance(TimeDelta::minutes(2));
        connect(&owner, birch, "k").await.problem(409, "outcome_unknown");
        assert_eq!(posts(&app).await, 1);
        connect(&owner, birch, "another").await.expect(200);
        app.run_tasks().await;
    }

    async fn keys_are_forgotten_after_a_day(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        connect(&owner, birch, "k").await.expect(201);
        app.run_tasks().await;
        app.advance(TimeDelta::hours(24));
        owner.renew().await;
        // Also where nobody has pruned yet.
        let again = connect(&owner, birch, "k").await.expect(200);
        assert_eq!(again.header("idempotency-replayed"), "");
        app.advance(TimeDelta::hours(25));
        jobs::schedule::prune(&app.state).await.unwrap();
        assert_eq!(app.count("SELECT COUNT(*) FROM idempotency").await, 0);
        app.run_tasks().await;
    }

    async fn keys_that_are_none_are_refused_once_the_sender_is_known(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let long = "k".repeat(256);
        for (key, code) in [("", "required"), ("  ", "required"), (&long, "too_long"), ("kä", "bad_format"), ("a\tb", "bad_format")] {
            let answer = connect(&owner, birch, key).await.problem(400, "bad_format");
            answer.about("Idempotency-Key", code);
        }
        app.client().post(&format!("/orgs/{birch}/wabas"), body()).header("idempotency-key", "").await.expect(401);
        assert_eq!(posts(&app).await, 0);
        connect(&owner, birch, &long[1..]).await.expect(201);
        app.run_tasks().await;
    }
}

#[test]
fn whatever_creates_or_sends_something_in_an_organisation_takes_a_key() {
    for (method, path, operation) in operations(&document()) {
        let creates = path.contains("{org}") && operation["responses"]["201"].is_object();
        let to_meta = ["/submit", "/unpause", "/templates/delete", "/templates/import"];
        let sends = path.contains("/registration") || to_meta.iter().any(|end| path.ends_with(end));
        let takes =
            operation["parameters"].as_array().into_iter().flatten().any(|one| one["name"] == "Idempotency-Key");
        let wants = method == "POST" && (creates || sends);
        assert_eq!(wants, takes, "{method} {path}: POST that creates or sends and `Once` go together");
    }
}
