//! Requests with an access token: what one opens, and everything that it must not. How they are made is in `access_token.rs`.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{App, HttpResponse, test, web};
use chrono::TimeDelta;
use clienthub::http::auth::{CanInPerson, NumbersRead};
use clienthub_sandbox::demo;
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::{Permission, Role};
use serde_json::{Value, json};

use crate::openapi::{document, operations};
use crate::role::{asked, needed};
use crate::support::{Client, TestApp, on_both};
use crate::tenancy::Ids;
use crate::waba::birch;

async fn set_role(app: &TestApp, org: &str, person: &Client, role: Role) {
    let email = person.get("/me").await.expect(200).json["user"]["email"].as_str().unwrap().to_owned();
    clienthub::service::org::add_role(&app.state, org.parse().unwrap(), &email, role).await.unwrap();
}

/// Asks every operation of an organisation; `may` says which permissions must be enough.
async fn sweep(program: &Client, ids: &Ids, who: &str, may: impl Fn(Permission) -> bool) {
    for (method, path, operation) in operations(&document()).into_iter().filter(|(_, path, _)| path.contains("{org}")) {
        let permission = needed(operation["operationId"].as_str().unwrap());
        // For people only: `tenancy.rs`.
        if operation.get("security").is_some_and(|schemes| *schemes == json!([{"session": []}])) {
            continue;
        }
        let (status, missing) = asked(program, &method, &ids.fill(&path, &ids.org), &operation).await;
        let expected = if may(permission) { (200, None) } else { (403, Some(permission.as_str())) };
        assert_eq!((status, missing.as_deref()), expected, "{who}: {method} {path}");
    }
}

on_both! {
    async fn a_token_does_what_its_scopes_say_and_nothing_else(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        for scope in Permission::ALL {
            let program = app.factory().program(&owner, &birch.org, &[*scope]).await;
            sweep(&program, &birch, scope.as_str(), |needed| needed == *scope).await;
        }
        app.run_tasks().await;
    }

    async fn a_token_never_does_more_than_its_maker_may_today(app: TestApp) {
        let (birch, _) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        let maker = app.factory().user(birch.org.parse().unwrap(), Role::Owner).await;
        let program = app.factory().program(&maker, &birch.org, Permission::ALL).await;
        for role in Role::ALL {
            set_role(&app, &birch.org, &maker, *role).await;
            sweep(&program, &birch, role.as_str(), |needed| role.may(needed)).await;
        }
        app.run_tasks().await;
    }

    async fn a_maker_who_leaves_takes_the_token_along(app: TestApp) {
        let (birch, _) = birch(&app).await;
        let maker = app.factory().user(birch, Role::Admin).await;
        let program = app.factory().program(&maker, birch, &[Permission::NumbersRead]).await;
        let path = format!("/orgs/{birch}");
        program.get(&path).await.expect(200);
        app.execute("DELETE FROM memberships WHERE role = 'admin'").await;
        program.get(&path).await.problem(401, "access_token_wrong");
        program.get("/orgs").await.problem(401, "access_token_wrong");
        // An operator is a member of nothing.
        app.execute("UPDATE users SET operator = TRUE").await;
        program.get(&path).await.problem(401, "access_token_wrong");
        set_role(&app, &birch.to_string(), &maker, Role::Viewer).await;
        program.get(&path).await.expect(200);
    }

    async fn signing_out_does_not_end_a_token(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let program = app.factory().program(&owner, birch, &[Permission::NumbersRead]).await;
        owner.delete("/session").await.expect(204);
        program.get(&format!("/orgs/{birch}")).await.expect(200);
    }

    async fn a_revoked_token_opens_nothing_in_any_process(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let created = app.factory().access_token(&owner, birch, &[Permission::NumbersRead]).await;
        let secret = created["secret"].as_str().unwrap();
        let other = app.another(|_| {}).await;
        let (here, there) = (app.client().with_token(secret), other.client().with_token(secret));
        let path = format!("/orgs/{birch}");
        for program in [&here, &there] {
            program.get(&path).await.expect(200);
        }
        owner.delete(&format!("{path}/tokens/{}", created["id"].as_str().unwrap())).await.expect(204);
        for program in [&there, &here] {
            let refused = program.get(&path).await.problem(401, "access_token_wrong");
            assert_eq!(refused.header("www-authenticate"), "Bearer error=\"invalid_token\"");
        }
    }

    async fn a_token_expires_to_the_second(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let body = json!({"name": "CI", "scopes": ["numbers.read"], "expires_at": app.now() + TimeDelta::hours(1)});
        let created = owner.post(&format!("/orgs/{birch}/tokens"), body).await.expect(201).json;
        let program = app.client().with_token(created["secret"].as_str().unwrap());
        app.advance(TimeDelta::hours(1) - TimeDelta::seconds(1));
        program.get("/orgs").await.expect(200);
        app.advance(TimeDelta::seconds(1));
        program.get("/orgs").await.problem(401, "access_token_expired");
        program.get(&format!("/orgs/{birch}")).await.problem(401, "access_token_expired");
    }

    async fn a_token_knows_its_one_organisation(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let cedar = app.factory().org("Cedar").await;
        set_role(&app, &cedar.to_string(), &owner, Role::Owner).await;
        let program = app.factory().program(&owner, birch, &[Permission::NumbersRead, Permission::KeysManage]).await;
        let own = json!({"id": birch.to_string(), "name": "Birch", "role": null, "permissions": ["numbers.read", "keys.manage"]});
        assert_eq!(program.get("/orgs").await.expect(200).json, json!({"data": [own], "next_cursor": null, "total": 1}));
        program.get("/orgs?limit=1&cursor=x").await.problem(400, "cursor_stale");
        // Its maker may open the other one; it may not.
        owner.get(&format!("/orgs/{cedar}")).await.expect(200);
        program.get(&format!("/orgs/{cedar}")).await.problem(404, "not_found");
        program.get(&format!("/orgs/{cedar}/tokens")).await.problem(404, "not_found");
    }

    async fn headers_that_hold_no_token_are_refused(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let secret = app.factory().access_token(&owner, birch, &[Permission::NumbersRead]).await["secret"].as_str().unwrap().to_owned();
        let stranger = clienthub::secret::Secret::make("cht_").unwrap();
        let jwt = owner.cookie("clienthub_access").unwrap();
        let mistyped = secret.replace("cht_", "cht_0");
        let headers = [
            String::new(),
            "Bearer".into(),
            "Bearer ".into(),
            secret.clone(),
            format!("Bearer{secret}"),
            format!("Bearer {secret} {secret}"),
            format!("Bearer {secret}, Basic x"),
            format!("Bearer {}", &secret[..52]),
            format!("Bearer {}", &mistyped[..53]),
            format!("Bearer {}", secret.to_uppercase()),
            format!("Bearer {}", secret.replace("cht_", "chk_")),
            format!("Bearer {jwt}"),
            format!("Basic {secret}"),
            "Basic dXNlcjpwYXNz".into(),
            format!("Token {secret}"),
            format!("Bearer {}", "x".repeat(5000)),
            // Whole, and of another installation.
            format!("Bearer {}", stranger.expose()),
        ];
        let path = format!("/orgs/{birch}");
        for header in headers {
            // Also where a cookie alone would do.
            for client in [&app.client(), &owner] {
                client.get(&path).header("authorization", &header).await.problem(401, "access_token_wrong");
            }
            owner.patch(&path, json!({"name": "x"})).header("authorization", &header).await.problem(401, "access_token_wrong");
        }
        app.client().get(&path).header("authorization", b"Bearer \xff\xfe").await.problem(401, "access_token_wrong");
        for fine in [format!("bearer {secret}"), format!("BEARER  {secret}")] {
            app.client().get(&path).header("authorization", fine).await.expect(200);
        }
    }

    async fn of_a_cookie_and_a_token_the_token_counts(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let secret = app.factory().access_token(&owner, birch, &[Permission::NumbersRead]).await["secret"].clone();
        let bearer = format!("Bearer {}", secret.as_str().unwrap());
        let path = format!("/orgs/{birch}");
        let rename = |name: &str| owner.patch(&path, json!({"name": name}));
        rename("By token").header("authorization", &bearer).await.problem(403, "permission_missing");
        rename("By cookie").await.expect(200);
        // Without the header it is a cookie's request, wherever it comes from.
        rename("Elsewhere").without("sec-fetch-site").await.problem(403, "cross_site");
        owner.delete("/session").header("authorization", &bearer).await.problem(403, "session_needed");
        owner.get("/me").await.expect(200);
    }

    async fn a_program_need_not_say_where_it_comes_from(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let program = app.factory().program(&owner, birch, &[Permission::NumbersRead, Permission::MembersManage]).await;
        let path = format!("/orgs/{birch}");
        program.patch(&path, json!({"name": "One"})).await.expect(200);
        program.patch(&path, json!({"name": "Two"})).header("origin", "https://ci.example").await.expect(200);
        let live = program.get(&format!("{path}/stream")).header("origin", "https://ci.example").open().await;
        assert_eq!(live.status(), 200);
    }

    async fn what_a_token_does_is_told_under_both_names(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await["id"].as_str().unwrap().to_owned();
        let created = app.factory().access_token(&owner, birch, &[Permission::NumbersRead, Permission::NumbersManage]).await;
        let program = app.client().with_token(created["secret"].as_str().unwrap());
        let number = owner.get(&format!("/orgs/{birch}/numbers")).await.json["data"][0]["id"].as_str().unwrap().to_owned();
        app.advance(TimeDelta::minutes(1));
        program.post(&format!("/orgs/{birch}/numbers/{number}/sync"), Value::Null).await.expect(200);
        let activity = owner.get(&format!("/orgs/{birch}/numbers/{number}/activity")).await.expect(200).json;
        assert_eq!((&activity["data"][0]["actor"], &activity["data"][0]["kind"]), (&json!("Test Person · token ‘CI’"), &json!("person")));
        program.delete(&format!("/orgs/{birch}/wabas/{waba}")).await.expect(204);
        let actor = app.text("SELECT actor_kind || ' ' || actor_id FROM audit WHERE action = 'waba.disconnect'").await;
        assert_eq!(actor, format!("token {}", created["id"].as_str().unwrap()));
        app.run_tasks().await;
    }

    async fn the_last_use_is_written_once_a_minute(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let program = app.factory().program(&owner, birch, &[Permission::NumbersRead]).await;
        let used = async || owner.get(&format!("/orgs/{birch}/tokens")).await.expect(200).json["data"][0]["last_used_at"].clone();
        assert_eq!(used().await, Value::Null);
        let first = json!(app.now());
        program.get("/orgs").await.expect(200);
        app.until(async || used().await == first).await;
        app.advance(TimeDelta::seconds(59));
        program.get("/orgs").await.expect(200);
        assert_eq!(used().await, first);
        app.advance(TimeDelta::seconds(1));
        owner.renew().await;
        program.get("/orgs").await.expect(200);
        app.until(async || used().await == json!(app.now())).await;
    }

    async fn each_token_has_an_allowance_and_guesses_have_none(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let strict = app.another(|config| {
            config.limits.requests_per_second = 1.try_into().unwrap();
            config.limits.requests_at_once = 3.try_into().unwrap();
        }).await;
        let program = async || {
            let token = app.factory().access_token(&owner, birch, &[Permission::NumbersRead]).await;
            strict.client().with_token(token["secret"].as_str().unwrap())
        };
        let (one, two) = (program().await, program().await);
        // The first of each is the address's, for nobody knows it yet.
        for program in [&one, &two, &one, &one, &one, &two] {
            program.get("/orgs").await.expect(200);
        }
        one.get("/orgs").await.problem(429, "rate_limited");
        two.get("/orgs").await.expect(200);
        let guess = || strict.client().with_token(clienthub::secret::Secret::make("cht_").unwrap().expose());
        let mut refused = Vec::new();
        for _ in 0..5 {
            refused.push(guess().get("/orgs").await.status);
        }
        assert!(refused.contains(&401) && refused.contains(&429), "{refused:?}");
    }

    async fn a_stream_ends_with_its_token(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let open = async |scopes: &[Permission]| {
            let created = app.factory().access_token(&owner, birch, scopes).await;
            let program = app.client().with_token(created["secret"].as_str().unwrap());
            let live = program.get(&format!("/orgs/{birch}/stream")).open().await;
            assert_eq!(live.status(), 200);
            (created["id"].as_str().unwrap().to_owned(), live)
        };
        let ends = async |mut live: reqwest::Response| {
            let end = async { while live.chunk().await.unwrap().is_some() {} };
            tokio::time::timeout(Duration::from_secs(18), end).await.is_ok()
        };
        let (_, stays) = open(&[Permission::NumbersRead]).await;
        let (revoked, gone) = open(&[Permission::NumbersRead]).await;
        owner.delete(&format!("/orgs/{birch}/tokens/{revoked}")).await.expect(204);
        assert_eq!(tokio::join!(ends(stays), ends(gone)), (false, true));
    }

    async fn streams_of_a_token_do_not_push_out_its_makers(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let program = app.factory().program(&owner, birch, &[Permission::NumbersRead]).await;
        let path = format!("/orgs/{birch}/stream");
        let mut makers = owner.get(&path).open().await;
        makers.chunk().await.unwrap();
        let mut open = Vec::new();
        for _ in 0..17 {
            open.push(program.get(&path).open().await);
        }
        open[0].chunk().await.unwrap();
        assert_eq!(tokio::time::timeout(Duration::from_secs(5), open[0].chunk()).await.unwrap().unwrap(), None);
        assert!(tokio::time::timeout(Duration::from_millis(300), makers.chunk()).await.is_err(), "it is still open");
    }

    async fn some_things_are_done_in_person(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let secret = app.factory().access_token(&owner, birch, &[Permission::NumbersRead]).await["secret"].clone();
        let handler = async |_: CanInPerson<NumbersRead>| HttpResponse::Ok().finish();
        let routes = App::new().app_data(web::Data::new(app.state.clone())).route("/orgs/{org}", web::get().to(handler));
        let service = test::init_service(routes).await;
        let ask = async |name: &'static str, value: String, org: OrgId| {
            let request = test::TestRequest::get().uri(&format!("/orgs/{org}")).insert_header((name, value));
            test::call_service(&service, request.to_request()).await.status()
        };
        let bearer = format!("Bearer {}", secret.as_str().unwrap());
        let cookie = format!("clienthub_access={}", owner.cookie("clienthub_access").unwrap());
        assert_eq!(ask("cookie", cookie, birch).await, StatusCode::OK);
        assert_eq!(ask("authorization", bearer.clone(), birch).await, StatusCode::FORBIDDEN);
        let cedar = app.factory().org("Cedar").await;
        assert_eq!(ask("authorization", bearer, cedar).await, StatusCode::NOT_FOUND);
    }
}
