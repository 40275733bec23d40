//! The harness keeps its own promises.

use clienthub_shared::permission::Role;
use reqwest::Method;
use serde_json::json;

use crate::support::{TestApp, on_both};

on_both! {
    async fn another_hub_on_the_same_database_knows_the_same_session(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let owner = app.factory().user(birch, Role::Owner).await;
        let other = app.another(|_| {}).await;
        assert_ne!(app.address(), other.address());
        let visitor = other.client();
        visitor.get("/me").await.problem(401, "not_signed_in");
        visitor.set_cookie("clienthub_access", &owner.cookie("clienthub_access").unwrap());
        assert_eq!(visitor.get("/orgs").await.expect(200).json["data"][0]["id"], birch.to_string());
    }

    async fn metas_place_is_taken_by_a_sandbox_of_its_own(app: TestApp) {
        let url = format!("{}/__sandbox/log", app.sandbox_url());
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        assert_eq!(client.get(url).send().await.unwrap().status(), 200);
        app.run_tasks().await;
    }

    async fn probes_answer_before_and_without_a_sign_in(app: TestApp) {
        for path in ["/healthz", "/readyz"] {
            for method in [Method::GET, Method::HEAD] {
                app.client().request(method, path).header("host", "anything.example").await.expect(200);
            }
        }
    }

    async fn too_many_requests_are_told_to_wait(app: TestApp) {
        let strict = app.another(|config| {
            config.limits.requests_per_second = 1.try_into().unwrap();
            config.limits.requests_at_once = 2.try_into().unwrap();
        });
        let visitor = strict.await.client();
        for _ in 0..2 {
            visitor.get("/me").await.expect(401);
        }
        visitor.get("/me").await.problem(429, "rate_limited");
        // Guessing at a session does not give an allowance of one's own.
        visitor.set_cookie("clienthub_access", "x.y.z");
        visitor.post("/session", json!({})).await.problem(429, "rate_limited");
    }
}
