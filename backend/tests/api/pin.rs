//! The PIN of a registered number.

use clienthub_shared::permission::{Permission, Role};
use reqwest::Method;
use serde_json::{Value, json};

use crate::registration::{BERLIN, FRANKFURT, PIN, Way};
use crate::support::factory::PASSWORD;
use crate::support::{Answer, Client, TestApp, on_both};

async fn put(by: &Client, way: &Way<'_>, pin: Value) -> Answer {
    by.request(Method::PUT, &format!("/api/v1{}/pin", way.path)).json(&json!({"pin": pin})).await
}

on_both! {
    async fn a_changed_pin_is_the_one_that_registers(app: TestApp) {
        let way = Way::of(&app, BERLIN).await;
        let changed = put(&way.owner, &way, json!("192-837")).await.expect(200).json;
        assert_eq!((&changed["registration_details"]["pin_known"], &changed["pin_set"]), (&json!(true), &json!(true)));
        assert_eq!(changed["registration_details"]["pin_changed_at"], json!(app.now()));
        way.finish(json!({"reregister": true})).await.expect(200);
        way.finish(json!({"reregister": true, "pin": PIN})).await.problem(422, "pin_wrong");
        // What a person got wrong does not make the hub forget what it knows.
        way.finish(json!({"reregister": true})).await.expect(200);
        let changes: Vec<_> = way.activity().await.into_iter().filter(|row| row["action"] == "pin.changed").collect();
        assert_eq!((changes.len(), &changes[0]["outcome"]), (1, &json!("done")));
        app.run_tasks().await;
    }

    async fn only_a_registered_number_has_a_pin_to_change(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        put(&way.owner, &way, json!(PIN)).await.problem(409, "number_not_registered");
        for (pin, status) in [(json!("12345"), 422), (json!("1234567"), 422), (json!(""), 422), (json!(123_456), 400), (json!(null), 400)] {
            let answer = put(&way.owner, &way, pin).await;
            assert_eq!(answer.status, status, "{}", answer.text);
        }
        let viewer = app.factory().user(way.org, Role::Viewer).await;
        put(&viewer, &way, json!(PIN)).await.problem(403, "permission_missing");
        assert_eq!(app.count("SELECT COUNT(*) FROM pins").await, 0);
    }

    async fn the_pin_is_shown_to_who_gives_the_own_password(app: TestApp) {
        let way = Way::of(&app, BERLIN).await;
        let reveal = format!("{}/pin/reveal", way.path);
        way.owner.post(&reveal, json!({"password": PASSWORD})).await.problem(409, "pin_unknown");
        put(&way.owner, &way, json!("192837")).await.expect(200);
        let shown = way.owner.post(&reveal, json!({"password": PASSWORD})).await.expect(200);
        assert_eq!(shown.json, json!({"pin": "192837", "unconfirmed": null}));
        assert_eq!(shown.header("cache-control"), "no-store");
        assert_eq!(app.count("SELECT COUNT(*) FROM audit WHERE action = 'pin.reveal'").await, 1);
        assert_eq!(way.activity().await[0]["action"], "pin.revealed");
    }

    async fn the_pin_is_not_shown_to_anybody_else(app: TestApp) {
        let way = Way::of(&app, BERLIN).await;
        let reveal = format!("{}/pin/reveal", way.path);
        put(&way.owner, &way, json!("192837")).await.expect(200);
        way.owner.post(&reveal, json!({"password": "guess"})).await.problem(422, "validation_failed").about("password", "password_wrong");
        way.owner.post(&reveal, json!({"password": ""})).await.problem(422, "validation_failed").about("password", "required");
        let developer = app.factory().user(way.org, Role::Developer).await;
        developer.post(&reveal, json!({"password": PASSWORD})).await.problem(403, "permission_missing");
        let program = app.factory().program(&way.owner, way.org, &[Permission::NumbersRead, Permission::NumbersManage]).await;
        program.post(&reveal, json!({"password": PASSWORD})).await.problem(403, "session_needed");
        let other = app.factory().org("Cedar").await;
        let stranger = app.factory().user(other, Role::Owner).await;
        stranger.post(&reveal, json!({"password": PASSWORD})).await.problem(404, "not_found");
        for _ in 0..10 {
            way.owner.post(&reveal, json!({"password": "guess"})).await;
        }
        way.owner.post(&reveal, json!({"password": PASSWORD})).await.problem(429, "sign_in_slowed");
        assert_eq!(app.count("SELECT COUNT(*) FROM audit WHERE action = 'pin.reveal'").await, 0);
    }

    async fn a_refused_pin_is_not_kept(app: TestApp) {
        let way = Way::of(&app, BERLIN).await;
        put(&way.owner, &way, json!("131031")).await.problem(409, "account_locked");
        assert_eq!(app.count("SELECT COUNT(*) FROM pins").await, 0);
        assert_eq!(way.read().await["registration_details"]["failure"]["code"], "account_locked");
        put(&way.owner, &way, json!("313131")).await.expect(200);
        assert_eq!(way.read().await["registration_details"]["failure"], Value::Null);
    }
}
