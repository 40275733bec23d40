//! Meta's side of `/webhooks/meta`, over real requests to the whole application.

use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::{App, test, web};
use clienthub_testdb::on_both;
use serde_json::Value;

use crate::graph;
use crate::http;
use crate::service::apply::tests::support::Hub;
use crate::store::task::TaskKind;
use crate::store::{meta_event, task};

const BODY: &str = r#"{"object":"whatsapp_business_account","entry":[
    {"id":"120000000000001","time":1780000000,"changes":[{"field":"account_review_update","value":{"decision":"APPROVED"}},
        {"field":"brand_new","value":{"x":[1]}}]},
    {"id":"120000000000002","time":1780000000,"changes":[{"field":"messages","value":{}},
        {"field":"security","value":{"event":"PIN_CHANGED"}}]}]}"#;

/// Answers one request; the body as JSON when it is some.
async fn ask(hub: &Hub, request: test::TestRequest) -> (StatusCode, String, Value) {
    let app = App::new()
        .app_data(web::Data::new(hub.app.clone()))
        .app_data(web::PayloadConfig::new(http::extract::BODY_MAX))
        .wrap(from_fn(http::guard::around))
        .configure(http::routes);
    let app = test::init_service(app).await;
    let answer = test::call_service(&app, request.insert_header(("host", "127.0.0.1:8080")).to_request()).await;
    let status = answer.status();
    let body = String::from_utf8(test::read_body(answer).await.to_vec()).unwrap();
    let json = serde_json::from_str(&body).unwrap_or_default();
    (status, body, json)
}

fn post(hub: &Hub, body: &str) -> test::TestRequest {
    let signature = graph::sign(&hub.app.config.meta.app_secret, body.as_bytes());
    test::TestRequest::post()
        .uri("/webhooks/meta")
        .insert_header(("x-hub-signature-256", signature))
        .set_payload(body.to_owned())
}

async fn stored(hub: &Hub, waba: &str) -> usize {
    meta_event::list_pending_any_org(hub.app.db.read(), waba, &[], 100).await.unwrap().len()
}

on_both! {
    async fn the_handshake_needs_the_verify_token(hub: Hub) {
        let get = |token: &str| {
            let uri = format!("/webhooks/meta?hub.mode=subscribe&hub.challenge=7345&hub.verify_token={token}");
            test::TestRequest::get().uri(&uri)
        };
        let (status, body, _) = ask(&hub, get("verify-me")).await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, "7345"));
        for request in [get("other"), get(""), test::TestRequest::get().uri("/webhooks/meta")] {
            let (status, _, problem) = ask(&hub, request).await;
            assert_eq!(status, StatusCode::FORBIDDEN);
            assert_eq!(problem["code"], "verify_token_wrong");
        }
    }

    async fn a_signed_delivery_is_stored_with_its_tasks_once(hub: Hub) {
        // The other WABA is nobody's: its event waits, and nobody looks for it.
        hub.waba(hub.org().await, "120000000000001", &[]).await;
        for _ in 0..2 {
            let (status, body, _) = ask(&hub, post(&hub, BODY)).await;
            assert_eq!((status, body.as_str()), (StatusCode::OK, ""));
        }
        assert_eq!(stored(&hub, "120000000000001").await, 2);
        assert_eq!(stored(&hub, "120000000000002").await, 1, "the content of messages is not stored");
        assert_eq!(hub.app.intake.messages_counted(), 2);
        let tx = hub.app.db.begin().await.unwrap();
        let tasks = task::claim(&*tx, TaskKind::ApplyEvents, hub.app.clock.now(), 10).await.unwrap();
        let objects: Vec<_> = tasks.iter().map(|task| task.object_id.as_str()).collect();
        assert_eq!(objects, ["120000000000001"]);
        // What arrives while the task runs makes it run again.
        tx.commit().await.unwrap();
        ask(&hub, post(&hub, &BODY.replace("1780000000", "1780000001"))).await;
        let tx = hub.app.db.begin().await.unwrap();
        assert!(task::complete(&*tx, &tasks[0], hub.app.clock.now()).await.unwrap());
        assert_eq!(task::claim(&*tx, TaskKind::ApplyEvents, hub.app.clock.now(), 10).await.unwrap().len(), 1);
    }

    async fn a_wrong_signature_is_refused_and_nothing_is_stored(hub: Hub) {
        let plain = || test::TestRequest::post().uri("/webhooks/meta").set_payload(BODY);
        for request in [plain(), plain().insert_header(("x-hub-signature-256", "sha256=00")), {
            post(&hub, BODY).set_payload(format!("{BODY} "))
        }] {
            let (status, _, problem) = ask(&hub, request).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED);
            assert_eq!(problem["code"], "signature_wrong");
        }
        assert_eq!(stored(&hub, "120000000000001").await, 0);
    }

    async fn an_unreadable_envelope_is_a_problem_with_its_path(hub: Hub) {
        let torn = BODY.replace(r#""field":"security","#, "");
        for (body, path) in [("nonsense", ""), (&torn, "entry/1/changes/1/field")] {
            let (status, _, problem) = ask(&hub, post(&hub, body)).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
            assert_eq!(problem["errors"][0]["path"], path);
        }
        assert_eq!(stored(&hub, "120000000000001").await, 0, "not half of a body");
        let (status, _, problem) = ask(&hub, post(&hub, &" ".repeat(4 * 1024 * 1024 + 1))).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(problem["code"], "body_too_large");
        let (status, ..) = ask(&hub, test::TestRequest::put().uri("/webhooks/meta")).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    }

    async fn it_answers_while_the_hub_is_still_seeding(hub: Hub) {
        assert_eq!(ask(&hub, post(&hub, BODY)).await.0, StatusCode::OK);
        assert_eq!(ask(&hub, test::TestRequest::get().uri("/api/v1/orgs")).await.0, StatusCode::SERVICE_UNAVAILABLE);
    }
}
