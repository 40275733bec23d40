//! Signing in, staying signed in, signing out, and everybody who must not.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use clienthub::crypto::Keys;
use clienthub_shared::permission::Role;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::support::app::ROOT_KEY;
use crate::support::factory::PASSWORD;
use crate::support::{Client, TestApp, on_both};

const ACCESS: &str = "clienthub_access";
const REFRESH: &str = "clienthub_refresh";

async fn owner(app: &TestApp) -> Client {
    let org = app.factory().org("Birch").await;
    app.factory().user(org, Role::Owner).await
}

fn credentials(email: &str, password: &str) -> Value {
    json!({"email": email, "password": password})
}

on_both! {
    async fn signing_in_says_who_you_are_and_where(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let owner = app.factory().user(birch, Role::Owner).await;
        let me = owner.get("/me").await.expect(200).json;
        assert_eq!(me["user"]["name"], "Test Person");
        assert_eq!(me["organisations"][0]["id"], birch.to_string());
        assert_eq!(me["organisations"][0]["role"], "owner");
        assert!(!me.to_string().contains("argon2"));
    }

    async fn letter_case_and_blanks_around_an_address_do_not_matter(app: TestApp) {
        let email = app.factory().person(false).await;
        let written = format!("  {} ", email.to_uppercase());
        app.client().post("/session", credentials(&written, PASSWORD)).await.expect(201);
        app.client().post("/session", credentials(&email, &PASSWORD.to_uppercase())).await.expect(401);
    }

    async fn a_wrong_password_and_an_unknown_user_get_the_same_answer(app: TestApp) {
        let email = app.factory().person(false).await;
        let visitor = app.client();
        let wrong = visitor.post("/session", credentials(&email, "wrong password")).await;
        let mut wrong = wrong.problem(401, "wrong_credentials").json;
        let unknown = visitor.post("/session", credentials("nobody@clienthub.example", PASSWORD)).await;
        let mut unknown = unknown.problem(401, "wrong_credentials").json;
        assert_ne!(wrong["request_id"].take(), unknown["request_id"].take());
        assert_eq!(wrong, unknown);
        assert_eq!(visitor.cookie(ACCESS), None);
    }

    async fn empty_and_huge_credentials_are_named(app: TestApp) {
        let visitor = app.client();
        visitor.post("/session", credentials(" ", "")).await.problem(422, "validation_failed").about("email", "required");
        let huge = visitor.post("/session", credentials("a@b", &"x".repeat(1025))).await;
        huge.problem(422, "validation_failed").about("password", "too_long");
        visitor.post("/session", json!({"email": "a@b"})).await.problem(400, "wrong_type").about("password", "required");
        let code = json!({"email": "a@b", "password": "x", "admin": true});
        visitor.post("/session", code).await.problem(400, "unknown_field").about("admin", "unknown_field");
    }

    async fn cookies_are_out_of_reach_for_scripts_and_other_sites(app: TestApp) {
        let email = app.factory().person(false).await;
        let answer = app.client().post("/session", credentials(&email, PASSWORD)).await.expect(201);
        for (cookie, start, path) in [(0, "clienthub_access=", "Path=/"), (1, "clienthub_refresh=", "Path=/api/v1/session")] {
            let cookie = answer.set_cookies()[cookie];
            assert!(cookie.starts_with(start), "{cookie}");
            let attributes: Vec<&str> = cookie.split("; ").collect();
            assert!(["HttpOnly", "SameSite=Lax", path].iter().all(|one| attributes.contains(one)), "{cookie}");
            assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
        }
        assert_eq!(answer.header("cache-control"), "no-store");
    }

    async fn on_https_cookies_are_secure_and_bound_to_the_host(app: TestApp) {
        let https = app.another(|config| config.server.public_url = "https://hub.example".parse().unwrap()).await;
        let email = app.factory().person(false).await;
        let browser = https.client();
        let answer = browser.post("/session", credentials(&email, PASSWORD)).await.expect(201);
        let cookies = answer.set_cookies();
        assert!(cookies[0].starts_with("__Host-clienthub_access="), "{}", cookies[0]);
        assert!(cookies[1].starts_with("__Secure-clienthub_refresh="), "{}", cookies[1]);
        assert!(cookies[0].split("; ").any(|one| one == "Path=/"));
        assert!(cookies.iter().all(|one| one.contains("; Secure") && one.contains("HttpOnly") && !one.contains("Domain")));
        browser.get("/me").await.expect(200);
        browser.post("/session/refresh", Value::Null).await.expect(200);
        browser.delete("/session").await.expect(204);
        assert_eq!((browser.cookie("__Host-clienthub_access"), browser.cookie("__Secure-clienthub_refresh")), (None, None));
    }

    async fn an_access_token_lives_ten_minutes_and_is_renewed(app: TestApp) {
        let owner = owner(&app).await;
        app.advance(TimeDelta::minutes(10) - TimeDelta::seconds(1));
        owner.get("/me").await.expect(200);
        app.advance(TimeDelta::seconds(1));
        owner.get("/me").await.problem(401, "not_signed_in");
        owner.post("/session/refresh", Value::Null).await.expect(200);
        owner.get("/me").await.expect(200);
        app.advance(TimeDelta::days(30));
        owner.post("/session/refresh", Value::Null).await.problem(401, "not_signed_in");
    }

    async fn two_tabs_that_renew_at_once_get_the_same_successor(app: TestApp) {
        let owner = owner(&app).await;
        let first = owner.cookie(REFRESH).unwrap();
        let (one, two) = tokio::join!(
            owner.post("/session/refresh", Value::Null).into_future(),
            owner.post("/session/refresh", Value::Null).into_future(),
        );
        let (one, two) = (one.expect(200), two.expect(200));
        let successor = |answer: &crate::support::Answer| answer.set_cookies()[1].split(';').next().unwrap().to_owned();
        assert_eq!(successor(&one), successor(&two));
        let second = owner.cookie(REFRESH).unwrap();
        assert_ne!(first, second);
        app.advance(TimeDelta::seconds(60));
        owner.set_cookie(REFRESH, &first);
        owner.post("/session/refresh", Value::Null).await.expect(200);
        assert_eq!(owner.cookie(REFRESH), Some(second));
    }

    async fn an_old_refresh_token_ends_the_session(app: TestApp) {
        let owner = owner(&app).await;
        let first = owner.cookie(REFRESH).unwrap();
        owner.post("/session/refresh", Value::Null).await.expect(200);
        let (second, access) = (owner.cookie(REFRESH).unwrap(), owner.cookie(ACCESS).unwrap());
        app.advance(TimeDelta::seconds(61));
        owner.set_cookie(REFRESH, &first);
        owner.post("/session/refresh", Value::Null).await.problem(401, "not_signed_in");
        owner.set_cookie(ACCESS, &access);
        owner.set_cookie(REFRESH, &second);
        owner.get("/me").await.problem(401, "not_signed_in");
        owner.post("/session/refresh", Value::Null).await.problem(401, "not_signed_in");
    }

    async fn the_last_but_one_ends_the_session_even_within_a_minute(app: TestApp) {
        let owner = owner(&app).await;
        let first = owner.cookie(REFRESH).unwrap();
        for _ in 0..2 {
            owner.post("/session/refresh", Value::Null).await.expect(200);
        }
        owner.set_cookie(REFRESH, &first);
        owner.post("/session/refresh", Value::Null).await.problem(401, "not_signed_in");
        owner.get("/me").await.problem(401, "not_signed_in");
    }

    async fn a_refresh_token_that_was_tampered_with_is_refused(app: TestApp) {
        let owner = owner(&app).await;
        let token = owner.cookie(REFRESH).unwrap();
        let later = token.replacen(".1.", ".2.", 1);
        for forged in [later.as_str(), "", "a.b.c", "..", &token[..token.len() - 1], &format!("{token}.x")] {
            owner.set_cookie(REFRESH, forged);
            owner.post("/session/refresh", Value::Null).await.problem(401, "not_signed_in");
        }
        // Guessing ends nobody's session.
        owner.get("/me").await.expect(200);
    }

    async fn after_signing_out_the_access_token_is_refused_at_once(app: TestApp) {
        let owner = owner(&app).await;
        let (access, refresh) = (owner.cookie(ACCESS).unwrap(), owner.cookie(REFRESH).unwrap());
        owner.delete("/session").await.expect(204);
        assert_eq!((owner.cookie(ACCESS), owner.cookie(REFRESH)), (None, None));
        owner.set_cookie(ACCESS, &access);
        owner.set_cookie(REFRESH, &refresh);
        owner.get("/me").await.problem(401, "not_signed_in");
        owner.post("/session/refresh", Value::Null).await.problem(401, "not_signed_in");
        owner.delete("/session").await.expect(204);
    }

    async fn signing_out_works_when_the_access_token_is_gone(app: TestApp) {
        let email = app.factory().person(false).await;
        let browser = app.client();
        let first = browser.post("/session", credentials(&email, PASSWORD)).await.expect(201).set_cookies()[1].to_owned();
        let token = first.split(['=', ';']).nth(1).unwrap();
        browser.forget_cookie(ACCESS);
        browser.delete("/session").await.expect(204);
        let thief = app.client();
        thief.set_cookie(REFRESH, token);
        thief.post("/session/refresh", Value::Null).await.problem(401, "not_signed_in");
    }

    async fn five_wrong_passwords_make_the_account_wait(app: TestApp) {
        let email = app.factory().person(false).await;
        let visitor = app.client();
        for _ in 0..5 {
            visitor.post("/session", credentials(&email, "wrong password")).await.problem(401, "wrong_credentials");
        }
        let slowed = visitor.post("/session", credentials(&email, PASSWORD)).await.problem(429, "sign_in_slowed");
        assert_eq!(slowed.header("retry-after"), "1");
        // Neither letter case nor another account gets around it, and nobody else has to wait.
        visitor.post("/session", credentials(&email.to_uppercase(), PASSWORD)).await.expect(429);
        let other = app.factory().person(false).await;
        visitor.post("/session", credentials(&other, PASSWORD)).await.expect(201);
        app.advance(TimeDelta::seconds(1));
        app.client().post("/session", credentials(&email, PASSWORD)).await.expect(201);
    }

    async fn requests_from_other_sites_are_refused(app: TestApp) {
        let email = app.factory().person(false).await;
        let sign_in = || app.client().post("/session", credentials(&email, PASSWORD));
        for site in ["cross-site", "same-site", "none", ""] {
            sign_in().header("sec-fetch-site", site).await.problem(403, "cross_site");
        }
        let own = format!("http://{}", app.address());
        sign_in().without("sec-fetch-site").await.problem(403, "cross_site");
        for origin in ["null", "http://evil.example", "https://127.0.0.1", &format!("{own}.evil.example")] {
            sign_in().without("sec-fetch-site").header("origin", origin).await.problem(403, "cross_site");
        }
        sign_in().header("sec-fetch-site", "cross-site").header("origin", &own).await.problem(403, "cross_site");
        sign_in().without("sec-fetch-site").header("origin", &own).await.expect(201);
    }

    async fn a_cookie_is_not_enough_to_change_something_from_another_site(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let owner = app.factory().user(birch, Role::Owner).await;
        let path = format!("/orgs/{birch}");
        let rename = || owner.patch(&path, json!({"name": "Taken"}));
        rename().header("sec-fetch-site", "cross-site").await.problem(403, "cross_site");
        owner.delete("/session").header("sec-fetch-site", "cross-site").await.problem(403, "cross_site");
        let refresh = owner.post("/session/refresh", Value::Null).header("sec-fetch-site", "cross-site");
        refresh.await.problem(403, "cross_site");
        assert_eq!(owner.get(&path).await.expect(200).json["name"], "Birch");
        rename().await.expect(200);
    }

    async fn an_unknown_host_is_refused(app: TestApp) {
        let owner = owner(&app).await;
        for host in ["evil.example", "127.0.0.1", "localhost:1", ""] {
            owner.get("/me").header("host", host).await.problem(421, "host_not_allowed");
        }
        let page = owner.request(reqwest::Method::GET, "/orgs").header("host", "evil.example").await;
        page.problem(421, "host_not_allowed");
    }

    async fn forged_access_tokens_are_refused(app: TestApp) {
        let owner = owner(&app).await;
        let real = owner.cookie(ACCESS).unwrap();
        let claims: Value = {
            let body = URL_SAFE_NO_PAD.decode(real.split('.').nth(1).unwrap()).unwrap();
            serde_json::from_slice(&body).unwrap()
        };
        let keys = Keys::from_root(&ROOT_KEY.into()).unwrap();
        let sign = |algorithm, key: &[u8], claims: &Value| {
            jsonwebtoken::encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(key)).unwrap()
        };
        let with = |name: &str, value: Value| {
            let mut claims = claims.clone();
            claims[name] = value;
            sign(Algorithm::HS256, keys.sessions(), &claims)
        };
        let body = URL_SAFE_NO_PAD.encode(claims.to_string());
        let none = |name: &str| format!("{}.{body}.", URL_SAFE_NO_PAD.encode(json!({"alg": name, "typ": "JWT"}).to_string()));
        let mut stripped: Vec<&str> = real.split('.').collect();
        stripped[2] = "";
        let stranger = app.factory().operator().await;
        let other_user = stranger.get("/me").await.json["user"]["id"].clone();
        let forged = [
            none("none"),
            none("None"),
            none("HS256"),
            stripped.join("."),
            sign(Algorithm::HS256, b"another key, as long as you like", &claims),
            sign(Algorithm::HS512, keys.sessions(), &claims),
            with("aud", json!("clienthub-stream")),
            with("iss", json!("somebody")),
            with("exp", json!(0)),
            with("exp", Value::Null),
            with("sub", other_user),
            with("sid", json!("ses_00000000000000000000000000")),
            "x".repeat(3000),
            String::new(),
        ];
        for token in forged {
            owner.set_cookie(ACCESS, &token);
            owner.get("/me").await.problem(401, "not_signed_in");
        }
        owner.set_cookie(ACCESS, &real);
        owner.get("/me").await.expect(200);
        let resigned = sign(Algorithm::HS256, keys.sessions(), &claims);
        owner.set_cookie(ACCESS, &resigned);
        owner.get("/me").await.expect(200);
    }
}
