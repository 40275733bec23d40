//! `/me`: what people change about themselves. Signing in and out is in `session.rs`.

use clienthub_shared::permission::{Permission, Role};
use serde_json::{Value, json};

use crate::support::client::Request;
use crate::support::factory::PASSWORD;
use crate::support::{Client, TestApp, on_both};
use crate::waba::birch;

const NEW: &str = "another horse battery";

async fn email(person: &Client) -> String {
    person.get("/me").await.expect(200).json["user"]["email"].as_str().unwrap().to_owned()
}

fn change(by: &Client, current: &str, new: &str) -> Request {
    by.put("/me/password", json!({"current": current, "new": new}))
}

fn sign_in(app: &TestApp, email: &str, password: &str) -> Request {
    app.client().post("/session", json!({"email": email, "password": password}))
}

on_both! {
    async fn a_patch_changes_what_it_names_and_null_follows_browser_and_device(app: TestApp) {
        let (_, owner) = birch(&app).await;
        let before = owner.get("/me").await.expect(200);
        let user = &before.json["user"];
        assert_eq!(before.header("etag"), "\"1\"");
        assert_eq!((&user["language"], &user["theme"], &user["numbers_view"]), (&Value::Null, &Value::Null, &json!("list")));
        let patch = |body: Value| owner.patch("/me", body).into_future();
        let all = json!({"name": " Maria ", "language": "pt-BR", "theme": "dark", "numbers_view": "cards"});
        let changed = patch(all).await.expect(200);
        assert_eq!(changed.header("etag"), "\"2\"");
        let mut expected = before.json.clone();
        for (field, value) in [("name", "Maria"), ("language", "pt-BR"), ("theme", "dark"), ("numbers_view", "cards")] {
            expected["user"][field] = json!(value);
        }
        expected["user"]["version"] = json!(2);
        assert_eq!(changed.json, expected);
        assert_eq!(patch(json!({})).await.expect(200).json, expected);
        let user = patch(json!({"language": null})).await.expect(200).json["user"].clone();
        assert_eq!((&user["language"], &user["theme"], &user["version"]), (&Value::Null, &json!("dark"), &json!(3)));
        let user = patch(json!({"theme": null, "language": "es"})).await.expect(200).json["user"].clone();
        assert_eq!((&user["language"], &user["theme"], &user["name"]), (&json!("es"), &Value::Null, &json!("Maria")));
        assert_eq!(owner.get("/me").await.json["user"], user);
        // And after the next sign-in.
        let again = app.client().signed_in(&email(&owner).await, PASSWORD).await;
        assert_eq!(again.get("/me").await.json["user"], user);
    }

    async fn a_patch_of_an_older_version_changes_nothing(app: TestApp) {
        let (_, owner) = birch(&app).await;
        let rename = |name: &str, version: &str| owner.patch("/me", json!({"name": name})).header("if-match", version);
        rename("Two", "\"1\"").await.expect(200);
        rename("Three", "\"1\"").await.problem(412, "version_stale");
        assert_eq!(owner.get("/me").await.json["user"]["name"], "Two");
        rename("Three", "\"2\"").await.expect(200);
    }

    async fn what_cannot_be_read_or_breaks_a_rule_is_named(app: TestApp) {
        let (_, owner) = birch(&app).await;
        for (body, status, code, field, finding) in [
            (json!({"name": null}), 400, "wrong_type", "name", "wrong_type"),
            (json!({"numbers_view": null}), 400, "wrong_type", "numbers_view", "wrong_type"),
            (json!({"numbers_view": "tiles"}), 400, "wrong_type", "numbers_view", "wrong_type"),
            (json!({"language": "fr"}), 400, "wrong_type", "language", "wrong_type"),
            (json!({"language": "pt-br"}), 400, "wrong_type", "language", "wrong_type"),
            (json!({"theme": "system"}), 400, "wrong_type", "theme", "wrong_type"),
            (json!({"email": "a@b"}), 400, "unknown_field", "email", "unknown_field"),
            (json!({"operator": true}), 400, "unknown_field", "operator", "unknown_field"),
            (json!({"name": " "}), 422, "validation_failed", "name", "required"),
            (json!({"name": "x".repeat(101)}), 422, "validation_failed", "name", "too_long"),
            (json!({"name": "a\nb", "theme": "dark"}), 422, "validation_failed", "name", "bad_format"),
        ] {
            owner.patch("/me", body).await.problem(status, code).about(field, finding);
        }
        assert_eq!(owner.get("/me").await.json["user"]["version"], 1);
        owner.patch("/me", json!({"theme": "dark"})).header("sec-fetch-site", "cross-site").await.problem(403, "cross_site");
        app.client().patch("/me", json!({"theme": "dark"})).await.problem(401, "not_signed_in");
    }

    async fn a_new_name_is_audited_where_the_person_belongs_and_preferences_are_not(app: TestApp) {
        let (_, owner) = birch(&app).await;
        let cedar = app.factory().org("Cedar").await;
        app.factory().org("Aspen").await;
        clienthub::service::org::add_role(&app.state, cedar, &email(&owner).await, Role::Viewer).await.unwrap();
        owner.patch("/me", json!({"theme": "dark"})).await.expect(200);
        let renamed = "SELECT COUNT(*) FROM audit WHERE action = 'user.update'";
        assert_eq!(app.count(renamed).await, 0);
        owner.patch("/me", json!({"name": "Maria"})).await.expect(200);
        assert_eq!(app.count(renamed).await, 2);
        let change = app.text("SELECT before_value || ' ' || after_value FROM audit WHERE action = 'user.update' LIMIT 1").await;
        assert_eq!(change, r#"{"name":"Test Person"} {"name":"Maria"}"#);
    }

    async fn a_new_password_ends_every_other_session_at_once(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let email = email(&owner).await;
        let elsewhere = app.client().signed_in(&email, PASSWORD).await;
        let someone = app.factory().user(birch, Role::Viewer).await;
        let program = app.factory().program(&owner, birch, &[Permission::NumbersRead]).await;
        change(&owner, PASSWORD, NEW).await.expect(204);
        elsewhere.get("/me").await.problem(401, "not_signed_in");
        elsewhere.post("/session/refresh", Value::Null).await.problem(401, "not_signed_in");
        for still in [&owner, &someone] {
            still.get("/me").await.expect(200);
            still.post("/session/refresh", Value::Null).await.expect(200);
        }
        program.get("/orgs").await.expect(200);
        sign_in(&app, &email, PASSWORD).await.problem(401, "wrong_credentials");
        sign_in(&app, &email, NEW).await.expect(201);
        assert_eq!(app.count("SELECT COUNT(*) FROM audit WHERE action = 'user.password'").await, 1);
        let audit = app.texts("audit").await;
        assert!(!audit.contains(NEW) && !audit.contains("argon2"), "{audit}");
    }

    async fn an_operator_who_belongs_nowhere_changes_the_password_too(app: TestApp) {
        let operator = app.factory().operator().await;
        change(&operator, PASSWORD, NEW).await.expect(204);
        operator.get("/me").await.expect(200);
        sign_in(&app, &email(&operator).await, NEW).await.expect(201);
    }

    async fn a_password_that_is_wrong_or_no_good_changes_nothing(app: TestApp) {
        let (_, owner) = birch(&app).await;
        let email = email(&owner).await;
        let elsewhere = app.client().signed_in(&email, PASSWORD).await;
        for (current, new, field, code) in [
            ("not the password", NEW, "current", "password_wrong"),
            ("", NEW, "current", "required"),
            (&"x".repeat(1025), NEW, "current", "too_long"),
            (PASSWORD, "too short", "new", "too_short"),
            (PASSWORD, &"x".repeat(1025), "new", "too_long"),
            (PASSWORD, PASSWORD, "new", "password_same"),
        ] {
            change(&owner, current, new).await.problem(422, "validation_failed").about(field, code);
        }
        owner.put("/me/password", json!({"new": NEW})).await.problem(400, "wrong_type").about("current", "required");
        change(&owner, PASSWORD, NEW).header("sec-fetch-site", "cross-site").await.problem(403, "cross_site");
        change(&app.client(), PASSWORD, NEW).await.problem(401, "not_signed_in");
        elsewhere.get("/me").await.expect(200);
        sign_in(&app, &email, PASSWORD).await.expect(201);
    }

    async fn guessing_the_current_password_is_slowed_down_as_signing_in_is(app: TestApp) {
        let (_, owner) = birch(&app).await;
        for _ in 0..5 {
            change(&owner, "a guess at it", NEW).await.problem(422, "validation_failed").about("current", "password_wrong");
        }
        change(&owner, PASSWORD, NEW).await.problem(429, "sign_in_slowed");
        sign_in(&app, &email(&owner).await, PASSWORD).await.problem(429, "sign_in_slowed");
        app.advance(chrono::TimeDelta::seconds(2));
        change(&owner, PASSWORD, NEW).await.expect(204);
    }

    async fn of_two_who_change_it_at_once_one_does(app: TestApp) {
        let (_, owner) = birch(&app).await;
        let email = email(&owner).await;
        let elsewhere = app.client().signed_in(&email, PASSWORD).await;
        let (one, two) = tokio::join!(
            change(&owner, PASSWORD, NEW).into_future(),
            change(&elsewhere, PASSWORD, "the third horse battery").into_future(),
        );
        let (done, refused) = if one.status == 204 { (one, two) } else { (two, one) };
        done.expect(204);
        // It came before or after the first one's end of all other sessions.
        assert!(matches!(refused.status, 401 | 422), "{}", refused.text);
        let rows = "SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL";
        assert_eq!(app.count(rows).await, 1);
    }
}
