//! `/orgs/{org}/tokens`: who makes which access tokens, what is shown of them, and what never is. What they open is in `bearer.rs`.

use std::io::Write;
use std::sync::Mutex;

use chrono::{SecondsFormat, TimeDelta};
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::{Permission, Role};
use serde_json::{Value, json};

use crate::support::client::Request;
use crate::support::{Client, TestApp, on_both};
use crate::waba::birch;

fn path(org: OrgId) -> String {
    format!("/orgs/{org}/tokens")
}

fn make(by: &Client, org: OrgId, scopes: &[&str]) -> Request {
    by.post(&path(org), json!({"name": "CI", "scopes": scopes}))
}

fn secret(created: &Value) -> &str {
    created["secret"].as_str().unwrap()
}

/// Everything that this process logs, from now on.
struct Log;

static LOGGED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

impl Log {
    fn start() -> Self {
        let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
        // Where tests share a process the first one's goes on.
        let _ = log.with_writer(|| Self).try_init();
        Self
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&LOGGED.lock().unwrap()).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        LOGGED.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

on_both! {
    async fn a_token_is_shown_whole_once_and_listed_without_its_secret(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let me = owner.get("/me").await.json["user"].clone();
        let ends = (app.now() + TimeDelta::days(90)).to_rfc3339_opts(SecondsFormat::AutoSi, true);
        let body = json!({"name": "  CI ", "scopes": ["keys.manage", "numbers.read"], "expires_at": ends});
        let created = owner.post(&path(birch), body).await.expect(201);
        assert_eq!(created.header("cache-control"), "no-store");
        let created = created.json;
        assert!(secret(&created).starts_with("cht_") && secret(&created).len() == 53);
        let mut listed = created.clone();
        listed.as_object_mut().unwrap().remove("secret");
        assert_eq!(listed, json!({
            "id": created["id"], "name": "CI", "prefix": secret(&created)[..8], "scopes": ["numbers.read", "keys.manage"],
            "permissions": ["numbers.read", "keys.manage"], "created_at": app.now(), "created_by": {"id": me["id"], "name": me["name"]},
            "expires_at": ends, "last_used_at": null
        }));
        assert!(created["id"].as_str().unwrap().starts_with("tok_"));
        let page = owner.get(&path(birch)).await.expect(200).json;
        assert_eq!(page, json!({"data": [listed], "next_cursor": null, "total": 1}));
    }

    async fn a_secret_is_in_no_table_and_in_no_log(app: TestApp) {
        let log = Log::start();
        let (birch, owner) = birch(&app).await;
        let created = make(&owner, birch, &["numbers.read"]).header("idempotency-key", "k").await.expect(201).json;
        let program = app.client().with_token(secret(&created));
        program.get(&format!("/orgs/{birch}")).await.expect(200);
        program.patch(&format!("/orgs/{birch}"), json!({"name": "x"})).await.problem(403, "permission_missing");
        let cut = format!("Bearer {}", &secret(&created)[..52]);
        app.client().get("/orgs").header("authorization", cut).await.problem(401, "access_token_wrong");
        let random = &secret(&created)[8..50];
        for table in ["access_tokens", "audit", "idempotency", "domain_events", "tasks"] {
            let rows = app.texts(table).await;
            assert!(!rows.contains(random) && !rows.contains(&hex::encode(random)), "{table}");
        }
        let log = log.text();
        assert!(log.contains("answered") && !log.contains(random), "{log}");
    }

    async fn tokens_come_newest_first_page_by_page(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        for i in 0..5 {
            app.advance(TimeDelta::seconds(1));
            let body = json!({"name": format!("Token {i}"), "scopes": ["numbers.read"]});
            owner.post(&path(birch), body).await.expect(201);
        }
        let (mut names, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = owner.get(&format!("{}?limit=2{cursor}", path(birch))).await.expect(200).json;
            assert_eq!(page["total"], 5);
            names.extend(page["data"].as_array().unwrap().iter().map(|token| token["name"].as_str().unwrap().to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(names, ["Token 4", "Token 3", "Token 2", "Token 1", "Token 0"]);
        let cedar = app.factory().org("Cedar").await;
        let other = app.factory().user(cedar, Role::Owner).await;
        other.get(&format!("{}?limit=2{cursor}", path(cedar))).await.problem(400, "cursor_stale");
    }

    async fn nobody_gives_a_token_more_than_they_may_themselves(app: TestApp) {
        let (birch, _) = birch(&app).await;
        for role in [Role::Owner, Role::Admin, Role::Developer] {
            let person = app.factory().user(birch, role).await;
            for scope in Permission::ALL {
                let answer = make(&person, birch, &[scope.as_str()]).await;
                if role.may(*scope) {
                    answer.expect(201);
                } else {
                    let answer = answer.problem(422, "validation_failed").about("scopes", "scope_not_yours");
                    assert_eq!(answer.json["errors"][0]["params"]["scope"], scope.as_str(), "{role}");
                }
            }
        }
        for role in [Role::Editor, Role::Billing, Role::Viewer] {
            let person = app.factory().user(birch, role).await;
            let refused = make(&person, birch, &["numbers.read"]).await.problem(403, "permission_missing");
            assert_eq!(refused.json["permission"], "keys.manage");
            person.get(&path(birch)).await.problem(403, "permission_missing");
        }
        let operator = app.factory().operator().await;
        make(&operator, birch, &["numbers.read"]).await.problem(403, "permission_missing");
    }

    async fn a_token_makes_and_revokes_tokens_only_with_that_scope_and_never_beyond_its_own(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let reader = app.factory().program(&owner, birch, &[Permission::NumbersRead, Permission::NumbersManage]).await;
        make(&reader, birch, &["numbers.read"]).await.problem(403, "permission_missing");
        let keeper = app.factory().program(&owner, birch, &[Permission::NumbersRead, Permission::KeysManage]).await;
        let child = make(&keeper, birch, &["numbers.read"]).await.expect(201).json;
        let refused = make(&keeper, birch, &["numbers.read", "members.manage"]).await.problem(422, "validation_failed");
        assert_eq!(refused.about("scopes", "scope_not_yours").json["errors"][0]["params"]["scope"], "members.manage");
        // The maker is the person behind it.
        assert_eq!(child["created_by"]["id"], owner.get("/me").await.json["user"]["id"]);
        let one = format!("{}/{}", path(birch), child["id"].as_str().unwrap());
        reader.delete(&one).await.problem(403, "permission_missing");
        keeper.delete(&one).await.expect(204);
    }

    async fn broken_rules_name_the_field_and_make_nothing(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let in_days = |days: i64| app.now() + TimeDelta::days(days);
        for (change, field, code) in [
            (json!({"name": " "}), "name", "required"),
            (json!({"name": "ü".repeat(101)}), "name", "too_long"),
            (json!({"name": "two\nlines"}), "name", "bad_format"),
            (json!({"scopes": []}), "scopes", "required"),
            (json!({"scopes": ["numbers.read", "keys.manage", "numbers.read"]}), "scopes", "repeated"),
            (json!({"expires_at": app.now()}), "expires_at", "expiry_out_of_range"),
            (json!({"expires_at": in_days(-1)}), "expires_at", "expiry_out_of_range"),
            (json!({"expires_at": in_days(3660)}), "expires_at", "expiry_out_of_range"),
        ] {
            let mut body = json!({"name": "CI", "scopes": ["numbers.read"]});
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            owner.post(&path(birch), body).await.problem(422, "validation_failed").about(field, code);
        }
        let unreadable = |body: Value| owner.post(&path(birch), body).into_future();
        let odd = unreadable(json!({"name": "CI", "scopes": ["numbers.read", "everything"]})).await;
        odd.problem(400, "wrong_type").about("scopes/1", "wrong_type");
        unreadable(json!({"name": "CI"})).await.problem(400, "wrong_type").about("scopes", "required");
        let tomorrow = json!({"name": "CI", "scopes": ["numbers.read"], "expires_at": "tomorrow"});
        unreadable(tomorrow).await.problem(400, "wrong_type").about("expires_at", "wrong_type");
        unreadable(json!({"name": "CI", "scopes": [], "secret": "cht_"})).await.problem(400, "unknown_field");
        assert_eq!(app.count("SELECT COUNT(*) FROM access_tokens").await, 0);
    }

    async fn an_organisation_has_a_hundred_live_tokens(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        for i in 0..99 {
            let expires_at = (i == 0).then(|| app.now() + TimeDelta::minutes(1));
            let body = json!({"name": "CI", "scopes": ["numbers.read"], "expires_at": expires_at});
            owner.post(&path(birch), body).await.expect(201);
        }
        // Of two who make the last one at once, one does.
        let (one, two) = tokio::join!(
            make(&owner, birch, &["numbers.read"]).into_future(),
            make(&owner, birch, &["numbers.read"]).into_future(),
        );
        let (made, refused) = if one.status == 201 { (one, two) } else { (two, one) };
        let last = made.expect(201).json;
        refused.problem(409, "too_many_access_tokens");
        owner.delete(&format!("{}/{}", path(birch), last["id"].as_str().unwrap())).await.expect(204);
        make(&owner, birch, &["numbers.read"]).await.expect(201);
        make(&owner, birch, &["numbers.read"]).await.problem(409, "too_many_access_tokens");
        app.advance(TimeDelta::minutes(1));
        make(&owner, birch, &["numbers.read"]).await.expect(201);
        assert_eq!(owner.get(&path(birch)).await.json["total"], 101);
    }

    async fn a_repetition_says_that_the_secret_was_shown(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let send = |scope: &str| make(&owner, birch, &[scope]).header("idempotency-key", "k");
        let created = send("numbers.read").await.expect(201).json;
        let again = send("numbers.read").await.problem(409, "secret_shown_once");
        assert!(!again.text.contains(secret(&created)));
        send("keys.manage").await.problem(422, "idempotency_key_reused");
        assert_eq!(owner.get(&path(birch)).await.json["total"], 1);
        // A person and a token of that person are two senders.
        let keeper = app.factory().program(&owner, birch, &[Permission::NumbersRead, Permission::KeysManage]).await;
        make(&keeper, birch, &["numbers.read"]).header("idempotency-key", "k").await.expect(201);
        // What was refused was not done.
        let refused = json!({"name": "", "scopes": ["numbers.read"]});
        let refused = || owner.post(&path(birch), refused.clone()).header("idempotency-key", "other").into_future();
        refused().await.problem(422, "validation_failed");
        refused().await.problem(422, "validation_failed");
    }

    async fn revoking_is_for_good_and_can_be_repeated(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let created = make(&owner, birch, &["numbers.read"]).await.expect(201).json;
        let one = format!("{}/{}", path(birch), created["id"].as_str().unwrap());
        owner.delete(&one).await.expect(204);
        owner.delete(&one).await.expect(204);
        assert_eq!(owner.get(&path(birch)).await.json["total"], 0);
        assert_eq!(app.count("SELECT COUNT(*) FROM audit WHERE action = 'token.revoke'").await, 1);
        owner.delete(&format!("{}/tok_00000000000000000000000000", path(birch))).await.problem(404, "not_found");
    }

    async fn making_and_revoking_are_audited_with_name_and_scopes(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let me = owner.get("/me").await.json["user"]["id"].as_str().unwrap().to_owned();
        let keeper = app.factory().access_token(&owner, birch, &[Permission::NumbersRead, Permission::KeysManage]).await;
        let program = app.client().with_token(secret(&keeper));
        let child = make(&program, birch, &["numbers.read"]).await.expect(201).json;
        program.delete(&format!("{}/{}", path(birch), child["id"].as_str().unwrap())).await.expect(204);
        let who = async |action: &str, object: &Value| {
            let row = format!("FROM audit WHERE action = '{action}' AND object_id = '{}'", object.as_str().unwrap());
            app.text(&format!("SELECT actor_kind || ' ' || actor_id {row}")).await
        };
        let keeper = keeper["id"].as_str().unwrap();
        assert_eq!(who("token.create", &json!(keeper)).await, format!("person {me}"));
        assert_eq!(who("token.create", &child["id"]).await, format!("token {keeper}"));
        assert_eq!(who("token.revoke", &child["id"]).await, format!("token {keeper}"));
        let after = app.text(&format!("SELECT after_value FROM audit WHERE object_id = '{keeper}'")).await;
        let after: Value = serde_json::from_str(&after).unwrap();
        assert_eq!((&after["name"], &after["scopes"]), (&json!("CI"), &json!(["numbers.read", "keys.manage"])));
    }

    async fn a_list_says_what_is_left_of_a_token(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let admin = app.factory().user(birch, Role::Admin).await;
        make(&admin, birch, &["numbers.read", "numbers.manage"]).await.expect(201);
        let left = async || owner.get(&path(birch)).await.expect(200).json["data"][0]["permissions"].clone();
        assert_eq!(left().await, json!(["numbers.read", "numbers.manage"]));
        app.execute("UPDATE memberships SET role = 'developer' WHERE role = 'admin'").await;
        assert_eq!(left().await, json!(["numbers.read"]));
        app.execute("DELETE FROM memberships WHERE role = 'developer'").await;
        assert_eq!(left().await, json!([]));
    }
}
