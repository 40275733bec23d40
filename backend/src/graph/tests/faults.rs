//! Meta slow, down, throttling or talking nonsense: what is repeated, how often, and what comes of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::graph::{GraphError, GraphErrorKind};

async fn read(base: &str) -> Result<(), GraphError> {
    client(base).read_phone(&token(), "1").await.map(|_| ())
}

/// A server that answers each connection with these bytes and closes it; counts connections.
async fn raw(answer: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let mut head = [0; 8192];
            assert!(socket.read(&mut head).await.unwrap() > 0);
            socket.write_all(answer).await.ok();
            socket.shutdown().await.ok();
        }
    });
    (base, count)
}

#[tokio::test]
async fn a_get_is_repeated_until_it_works() {
    let calls = AtomicUsize::new(0);
    let server = responding(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => refusal(500, json!({"code": 2, "message": "m", "is_transient": true})),
        1 => ResponseTemplate::new(200).set_body_string("<html>"),
        _ => ok(json!({"id": "1"})),
    })
    .await;
    read(&server.uri()).await.unwrap();
    assert_eq!(requests(&server).await.len(), 3);
}

#[tokio::test]
async fn accidents_are_repeated_twice_and_refusals_never() {
    let page = |http| ResponseTemplate::new(http).set_body_string("<html>Bad gateway</html>");
    let table = [
        (refusal(500, json!({"code": 131_016})), GraphErrorKind::Temporary, 3),
        (page(502), GraphErrorKind::Temporary, 3),
        (page(404), GraphErrorKind::Garbled, 3),
        (ResponseTemplate::new(200).set_body_string(r#"{"id":"1","#), GraphErrorKind::Garbled, 3),
        (ResponseTemplate::new(200).set_body_string(""), GraphErrorKind::Garbled, 3),
        (ok(json!({"id": {}})), GraphErrorKind::Garbled, 3),
        (ok(json!([])), GraphErrorKind::Garbled, 3),
        (refusal(400, json!({"code": 80007, "is_transient": true})), GraphErrorKind::Throttled, 1),
        (page(429), GraphErrorKind::Throttled, 1),
        (refusal(401, json!({"code": 190, "error_subcode": 463})), GraphErrorKind::Auth { expired: true }, 1),
        (refusal(403, json!({"code": 200})), GraphErrorKind::Permission, 1),
        (refusal(200, json!({"code": 100, "error_subcode": 33})), GraphErrorKind::NotFound, 1),
    ];
    join_all(table.map(async |(response, kind, times)| {
        let server = answering(response).await;
        let error = read(&server.uri()).await.unwrap_err();
        assert_eq!(error.kind, kind);
        assert_eq!(requests(&server).await.len(), times, "{error}");
    }))
    .await;
}

#[tokio::test]
async fn a_post_is_sent_once_whatever_happens() {
    for response in
        [refusal(503, json!({"code": 2, "is_transient": true})), ResponseTemplate::new(200).set_body_string("{")]
    {
        let server = answering(response).await;
        let client = client(&server.uri());
        client.subscribe_app(&token(), WABA).await.unwrap_err();
        client.unsubscribe_app(&token(), WABA).await.unwrap_err();
        assert_eq!(requests(&server).await.len(), 2);
    }
    let (base, count) = raw(b"").await;
    let error = client(&base).subscribe_app(&token(), WABA).await.unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::Unreachable);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn the_timeout_covers_waiting_and_repeating() {
    let slow = ResponseTemplate::new(200).set_delay(Duration::from_secs(20));
    let failing = refusal(500, json!({"code": 2}));
    for (response, kind) in [(slow, GraphErrorKind::Timeout), (failing, GraphErrorKind::Temporary)] {
        let server = answering(response).await;
        let timeout = Duration::from_millis(590);
        let config = GraphConfig { timeout, ..config(&server.uri()) };
        let client = GraphClient::new(config).unwrap();
        let started = Instant::now();
        let error = client.read_phone(&token(), "1").await.unwrap_err();
        assert_eq!(error.kind, kind);
        // Far below the answer's delay, far above a busy machine.
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}

#[tokio::test]
async fn a_cut_answer_is_unreachable() {
    let answers = [
        &b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":"[..],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id",
        b"HTTP/1.1 200",
        b"",
    ];
    join_all(answers.map(async |answer| {
        let (base, count) = raw(answer).await;
        let error = read(&base).await.unwrap_err();
        assert_eq!(error.kind, GraphErrorKind::Unreachable);
        assert_eq!(count.load(Ordering::SeqCst), 3);
    }))
    .await;
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let error = read("http://127.0.0.1:1").await.unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::Unreachable);
    assert_eq!(error.http, None);
    assert!(error.message.starts_with("cannot connect"), "{error}");
}

#[tokio::test]
async fn odd_headers_do_not_hurt() {
    let (base, count) = raw(
        b"HTTP/1.1 200 OK\r\nX-App-Usage: {oops\r\nX-Fb-Trace-Id: \xff\xfe\r\nbad header: x\r\nRetry-After: soon\r\n\
          Content-Type: image/png\r\nX-Business-Use-Case-Usage: []\r\nContent-Length: 10\r\n\r\n{\"id\":\"1\"}",
    )
    .await;
    read(&base).await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let server = answering(ResponseTemplate::new(302).insert_header("location", "/v25.0/2")).await;
    let error = client(&server.uri()).subscribe_app(&token(), WABA).await.unwrap_err();
    assert_eq!((error.kind.clone(), error.http), (GraphErrorKind::Garbled, Some(302)));
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn an_endless_answer_is_refused() {
    let server = answering(ResponseTemplate::new(200).set_body_bytes(vec![b' '; 9 << 20])).await;
    let error = client(&server.uri()).subscribe_app(&token(), WABA).await.unwrap_err();
    assert_eq!(error.kind, GraphErrorKind::Garbled);
}

#[tokio::test]
async fn ids_of_another_kind_never_leave_the_house() {
    let server = answering(ok(json!({"id": "1"}))).await;
    let client = client(&server.uri());
    for id in ["", "..", "1/2", "1?fields=x", "1 2", "é", &"1".repeat(65)] {
        let error = client.read_waba(&token(), id).await.unwrap_err();
        assert_eq!(error.kind, GraphErrorKind::Input);
    }
    assert!(requests(&server).await.is_empty());
}
