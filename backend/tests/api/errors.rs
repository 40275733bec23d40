//! Bad input, whatever the resource: a problem document that says what is wrong, never an accident, nothing stored. The
//! client of `support` checks every answer's form.

use clienthub_shared::permission::Role;
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Client, TestApp, on_both};

/// An owner, and the path of the organisation.
async fn owner(app: &TestApp) -> (Client, String) {
    let birch = app.factory().org("Birch").await;
    (app.factory().user(birch, Role::Owner).await, format!("/api/v1/orgs/{birch}"))
}

/// Sends bytes as they are and reads until the server closes.
async fn raw(app: &TestApp, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(app.address()).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    // A server that has refused may close before it read everything; what it said counts.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

on_both! {
    async fn bodies_that_are_no_json_are_refused(app: TestApp) {
        let (owner, path) = owner(&app).await;
        let deep = "[".repeat(200_000);
        let bodies: [Vec<u8>; 12] = [
            b"".into(),
            b"{".into(),
            b"{\"name\": \"x\"} {}".into(),
            b"{\"name\": \"x\",}".into(),
            b"{'name': 'x'}".into(),
            b"name=x".into(),
            b"{\"name\": \"\xff\xfe\"}".into(),
            b"{\"name\": \"\\ud800\"}".into(),
            b"\xef\xbb\xbf{\"name\": \"x\"}".into(),
            b"{\"name\": NaN}".into(),
            b"\0\0\0\0".into(),
            b"{\"name\": 1e999}".into(),
        ];
        for body in bodies {
            let shown = String::from_utf8_lossy(&body).into_owned();
            let answer = owner.request(Method::PATCH, &path).header("content-type", "application/json").body(body).await;
            assert_eq!(answer.status, 400, "{shown}: {}", answer.text);
        }
        for body in [deep.clone(), format!("{{\"name\": {deep}"), format!("{{\"contact_email\": {}", "{\"a\":".repeat(40_000))] {
            owner.request(Method::PATCH, &path).header("content-type", "application/json").body(body).await.expect(400);
        }
        assert_eq!(owner.request(Method::GET, &path).await.json["version"], 1);
    }

    async fn a_body_over_the_limit_is_too_large(app: TestApp) {
        let (owner, path) = owner(&app).await;
        let body = json!({"name": "x".repeat(1_000_000)});
        owner.request(Method::PATCH, &path).json(&body).await.problem(413, "body_too_large");
        app.client().post("/session", body).await.problem(413, "body_too_large");
        let chunked = format!(
            "POST /api/v1/session HTTP/1.1\r\nhost: {}\r\nsec-fetch-site: same-origin\r\ncontent-type: application/json\r\n\
             transfer-encoding: chunked\r\nconnection: close\r\n\r\n50000\r\n{}\r\n0\r\n\r\n",
            app.address(),
            "x".repeat(0x50000)
        );
        let answer = raw(&app, chunked.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("body_too_large"), "{answer}");
    }

    async fn a_body_of_another_type_is_refused(app: TestApp) {
        let (owner, path) = owner(&app).await;
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json", ""] {
            let request = owner.request(Method::PATCH, &path).header("content-type", kind).body("{\"name\": \"x\"}");
            request.await.problem(415, "unsupported_media_type");
        }
        owner.request(Method::PATCH, &path).body("{}").await.problem(415, "unsupported_media_type");
        for kind in ["application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json"] {
            owner.request(Method::PATCH, &path).header("content-type", kind).body("{}").await.expect(200);
        }
    }

    async fn unknown_addresses_of_the_api_are_problem_documents(app: TestApp) {
        let visitor = app.client();
        for path in ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/orgs", "/api/v1/nothing", "/api/v1/orgs/", "/api/v1//orgs"] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                visitor.request(method, path).await.problem(404, "not_found");
            }
        }
        visitor.request(Method::GET, "/webhooks").await.problem(404, "not_found");
    }

    async fn a_wrong_method_is_told_from_a_wrong_address(app: TestApp) {
        let (owner, path) = owner(&app).await;
        for (method, path, allowed) in [
            (Method::PUT, path.as_str(), "GET, PATCH"),
            (Method::DELETE, &path, "GET, PATCH"),
            (Method::PUT, &format!("{path}/wabas"), "GET, POST"),
            (Method::POST, &format!("{path}/numbers/counts"), "GET"),
            (Method::POST, "/api/v1/orgs", "GET"),
            (Method::GET, "/api/v1/session/refresh", "POST"),
            (Method::PUT, "/api/v1/me", "GET, PATCH"),
            (Method::PATCH, "/api/v1/me/password", "PUT"),
            (Method::from_bytes(b"BREW").unwrap(), "/api/v1/me", "GET, PATCH"),
            (Method::POST, "/api/v1/openapi.json", "GET"),
            (Method::POST, "/api/docs/", "GET"),
            (Method::DELETE, "/webhooks/meta", "GET, POST"),
            (Method::POST, "/healthz", "GET, HEAD"),
            (Method::POST, "/numbers", "GET, HEAD"),
        ] {
            let answer = owner.request(method, path).await.problem(405, "method_not_allowed");
            assert_eq!(answer.header("allow"), allowed, "{path}");
        }
    }

    async fn queries_that_cannot_be_read_are_refused(app: TestApp) {
        let (owner, path) = owner(&app).await;
        for query in ["limit=%ff%fe", "%00=1", "limit=%00", "=", "limit=x", "limit=1&limit=1", "a=1;b=2", "[]=1"] {
            owner.request(Method::GET, &format!("/api/v1/orgs?{query}")).await.problem(400, "bad_query");
        }
        owner.request(Method::GET, "/api/v1/orgs?&&").await.expect(200);
        // Who may not see the organisation is not told what its address takes.
        app.client().request(Method::GET, &format!("{path}?pgae=2")).await.problem(401, "not_signed_in");
    }

    async fn odd_paths_are_not_found(app: TestApp) {
        let (owner, _) = owner(&app).await;
        let long = "x".repeat(20_000);
        for id in ["%ff%fe", "%00", "%", "%2e%2e", "..", "%2Fetc%2Fpasswd", "org_%F0%9F%98%80", "'%20OR%201=1--", "%E2%80%AE", &long] {
            let answer = owner.request(Method::GET, &format!("/api/v1/orgs/{id}")).await;
            assert!(matches!(answer.status, 404), "{id}: {} {}", answer.status, answer.text);
        }
    }

    async fn odd_headers_are_not_an_accident(app: TestApp) {
        let (owner, path) = owner(&app).await;
        let patch = || owner.request(Method::PATCH, &path).json(&json!({"name": "x"}));
        patch().header("if-match", b"\xff\xfe").await.problem(412, "version_stale");
        patch().header("if-match", "\"99999999999999999999\"").await.problem(412, "version_stale");
        patch().header("sec-fetch-site", b"\xff").await.problem(403, "cross_site");
        patch().header("content-type", b"\xff").await.problem(415, "unsupported_media_type");
        let host = app.address();
        for cookie in [&b"clienthub_access=\xff\xfe"[..], b"=;=;;", b"clienthub_access", b"clienthub_access=\"a"] {
            let head = format!("GET /api/v1/me HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncookie: ");
            let request = [head.as_bytes(), cookie, b"\r\n\r\n"];
            let answer = raw(&app, &request.concat()).await;
            assert!(answer.starts_with("HTTP/1.1 401") && answer.contains("not_signed_in"), "{answer}");
        }
    }

    async fn requests_that_are_no_http_are_dropped_without_prose(app: TestApp) {
        let host = app.address();
        let long = format!("GET /api/v1/{} HTTP/1.1\r\nhost: {host}\r\n\r\n", "x".repeat(70_000));
        let endless = format!("GET /api/v1/me HTTP/1.1\r\nhost: {host}\r\nx: {}\r\n\r\n", "x".repeat(200_000));
        for request in ["GARBAGE\r\n\r\n", "GET /api/v1/me HTTP/9.9\r\n\r\n", &long, &endless] {
            let answer = raw(&app, request.as_bytes()).await;
            let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
            assert!(!answer.starts_with("HTTP/1.1 5") && (body.is_empty() || body.starts_with('{')), "{answer}");
        }
    }

    async fn a_hub_that_is_not_ready_says_when_to_come_back(app: TestApp) {
        let starting = app.another_starting().await.client();
        starting.get("/me").await.problem(503, "starting");
        starting.request(Method::GET, "/numbers").await.problem(503, "starting");
        starting.request(Method::GET, "/readyz").await.problem(503, "starting");
        starting.request(Method::GET, "/healthz").await.expect(200);
    }
}
