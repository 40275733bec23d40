//! Resumable uploads (reference 4.12): in one go, broken off and resumed, by fault and by a connection that ends, and their mistakes.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use clienthub_sandbox::demo;
use serde_json::{Value, json};
use support::{SHARED, Server, demo_server, reply};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

fn file(length: usize) -> Vec<u8> {
    (0..length).map(|index| u8::try_from(index % 251).unwrap()).collect()
}

async fn offset(sandbox: &Server, session: &str) -> Value {
    sandbox.get(SHARED.token, &format!("/v25.0/{session}")).await.body
}

#[tokio::test]
async fn a_file_goes_up_and_its_handle_is_used() {
    let sandbox = demo_server().await;
    let session = sandbox.upload_session("image/png", 5).await;
    assert!(session.starts_with("upload:") && session.contains("?sig="), "{session}");
    assert_eq!(offset(&sandbox, &session).await, json!({ "id": session, "file_offset": "0" }));
    let sent = reply(sandbox.send_bytes(&session, 0, b"12345")).await;
    let handle = sent.body["h"].as_str().unwrap().to_owned();
    assert!(handle.starts_with("4::aW1hZ2UvcG5n:ARZ"), "{handle}");
    assert_eq!(sent.headers["facebook-api-version"], "v25.0");
    // Whoever lost the answer asks again with nothing.
    assert_eq!(reply(sandbox.send_bytes(&session, 5, b"")).await.body["h"], handle);
    let bearer = sandbox.upload_session("application/pdf", 1).await;
    let request =
        sandbox.http.post(sandbox.url(&format!("/{bearer}"))).bearer_auth(SHARED.token).header("file_offset", "0");
    assert!(reply(request.body("x")).await.body["h"].is_string());
    sandbox.running.stop().await;
}

#[tokio::test]
async fn an_upload_breaks_half_way_and_goes_on_from_there() {
    let sandbox = demo_server().await;
    let bytes = file(6_000_000);
    let session = sandbox.upload_session("video/mp4", bytes.len()).await;
    for (from, kept) in [(0, 2_000_000), (2_000_000, 5_500_000)] {
        let fault = json!({ "path": "/upload:*", "method": "POST", "after_bytes": kept - from });
        assert_eq!(sandbox.control("POST", "/faults", fault).await.status, 200);
        let broken = match sandbox.send_bytes(&session, from, &bytes[from..]).send().await {
            Ok(answer) => answer.bytes().await.is_err(),
            Err(_) => true,
        };
        assert!(broken);
        assert_eq!(offset(&sandbox, &session).await["file_offset"], kept.to_string());
    }
    let rest = reply(sandbox.send_bytes(&session, 5_500_000, &bytes[5_500_000..])).await;
    let header = json!({ "type": "HEADER", "format": "VIDEO", "example": { "header_handle": [rest.body["h"]] } });
    let body = json!({ "name": "film", "language": "de", "category": "UTILITY", "components": [header, { "type": "BODY", "text": "Schau." }] });
    assert_eq!(sandbox.create(body).await.status, 200);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn what_came_before_the_connection_ended_is_kept() {
    let sandbox = demo_server().await;
    let session = sandbox.upload_session("image/jpeg", 100_000).await;
    let mut stream = TcpStream::connect(sandbox.running.addr()).await.unwrap();
    let head = format!(
        "POST /v25.0/{session} HTTP/1.1\r\nhost: x\r\nauthorization: OAuth {}\r\nfile_offset: 0\r\ncontent-length: 100000\r\n\r\n",
        SHARED.token
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&file(40_000)).await.unwrap();
    stream.flush().await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    drop(stream);
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(offset(&sandbox, &session).await["file_offset"], "40000");
    let all = file(100_000);
    let rest = reply(sandbox.send_bytes(&session, 40_000, &all[40_000..])).await;
    let handle = rest.body["h"].as_str().unwrap();
    let body = json!({ "name": "picture", "language": "de", "category": "UTILITY", "components": [
        { "type": "HEADER", "format": "IMAGE", "example": { "header_handle": [handle] } }, { "type": "BODY", "text": "Schau." }] });
    let id = sandbox.created(body).await;
    let url = sandbox.template(&id, "components").await["components"][0]["example"]["header_handle"][0]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(sandbox.http.get(url).send().await.unwrap().bytes().await.unwrap(), all);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_usual_faults_strike_uploads_too() {
    let sandbox = demo_server().await;
    let session = sandbox.upload_session("image/png", 4).await;
    let fault = json!({ "path": "/upload:*", "error": { "code": 368 } });
    sandbox.control("POST", "/faults", fault).await;
    assert_eq!(reply(sandbox.send_bytes(&session, 0, b"1234")).await.error_code(), (403, 368, None));
    assert_eq!(offset(&sandbox, &session).await["file_offset"], "0");
    sandbox.control("POST", "/faults", json!({ "path": "/upload:*", "cut": true })).await;
    let cut = sandbox.send_bytes(&session, 0, b"1234").send().await.unwrap();
    assert!(cut.bytes().await.is_err());
    assert_eq!(offset(&sandbox, &session).await["file_offset"], "4");
    sandbox.running.stop().await;
}

#[tokio::test]
async fn mistakes_of_uploads() {
    let sandbox = demo_server().await;
    let path = |query: &str| format!("/v25.0/{}/uploads?{query}", demo::APP_ID);
    for query in [
        "file_length=5",
        "file_type=image/png",
        "file_type=image/gif&file_length=5",
        "file_type=image/png&file_length=0",
        "file_type=image/png&file_length=many",
        "file_type=application/pdf&file_length=104857601",
        "file_type=image/png&file_length=5&session_type=other",
    ] {
        assert_eq!(sandbox.post(SHARED.token, &path(query), json!({})).await.error_code(), (400, 100, None), "{query}");
    }
    let largest = "file_type=application/pdf&file_length=104857600&session_type=attachment";
    assert_eq!(sandbox.post(SHARED.token, &path(largest), json!({})).await.status, 200);
    let other_app = "EAADemoOtherApp1vF7gAjYmVl3TxC9dUe2SnQp6LsKhBwZ4xOr";
    let ours = "file_type=image/png&file_length=5";
    assert_eq!(sandbox.post(other_app, &path(ours), json!({})).await.error_code(), (400, 100, Some(33)));

    let session = sandbox.upload_session("image/png", 5).await;
    for (offset, bytes) in [(1, "2345"), (0, "123456"), (0, "123"), (0, "123"), (3, "456")] {
        let refused = reply(sandbox.send_bytes(&session, offset, bytes.as_bytes())).await;
        assert_eq!(refused.error_code(), (400, 100, None), "{offset} {bytes}");
    }
    let large = sandbox.upload_session("video/mp4", 6_000_000).await;
    let refused = reply(sandbox.send_bytes(&large, 7, &file(5_999_993))).await;
    assert_eq!(refused.error_code(), (400, 100, None));
    let no_offset = sandbox.http.post(sandbox.url(&format!("/{session}"))).bearer_auth(SHARED.token).body("45");
    assert_eq!(reply(no_offset).await.error_code(), (400, 100, None));
    let forged = session.replace("sig=", "sig=0");
    assert_eq!(reply(sandbox.send_bytes(&forged, 3, b"45")).await.error_code(), (400, 100, Some(33)));
    assert_eq!(reply(sandbox.send_bytes("upload:nobody?sig=1", 0, b"45")).await.error_code(), (400, 100, Some(33)));
    assert_eq!(sandbox.get(other_app, &format!("/{session}")).await.error_code(), (400, 100, Some(33)));
    let nobody = sandbox.http.get(sandbox.url(&format!("/{session}")));
    assert_eq!(reply(nobody).await.error_code(), (401, 104, None));
    assert!(reply(sandbox.send_bytes(&session, 3, b"45")).await.body["h"].is_string());
    sandbox.running.stop().await;
}

#[tokio::test]
async fn sessions_and_handles_end_when_they_are_told_to() {
    let sandbox = demo_server().await;
    let life = |life: Value| sandbox.control("POST", "/uploads", life);
    let picture = |name: &str, handle: &str| {
        json!({ "name": name, "language": "de", "category": "UTILITY", "components": [
        { "type": "HEADER", "format": "IMAGE", "example": { "header_handle": [handle] } }, { "type": "BODY", "text": "Schau." }] })
    };
    let endless = sandbox.upload("image/png", b"1234").await;
    let lasting = sandbox.upload_session("image/png", 4).await;
    let set = json!({ "session_s": 3600, "handle_s": 7200 });
    assert_eq!(life(set.clone()).await.body, set);
    let (short, handle) = (sandbox.upload_session("image/png", 4).await, sandbox.upload("image/png", b"1234").await);
    let used = sandbox.created(picture("used", &handle)).await;
    sandbox.patch_template(&used, json!({ "status": "REJECTED" })).await;
    sandbox.advance(3600 - 60).await;
    assert_eq!(offset(&sandbox, &short).await["file_offset"], "0");
    sandbox.advance(60).await;
    assert_eq!(sandbox.get(SHARED.token, &format!("/{short}")).await.error_code(), (400, 100, Some(33)));
    assert_eq!(reply(sandbox.send_bytes(&short, 0, b"1234")).await.error_code(), (400, 100, Some(33)));
    assert_eq!(sandbox.create(picture("in_time", &handle)).await.status, 200);
    sandbox.advance(3600).await;
    assert_eq!(sandbox.create(picture("late", &handle)).await.error_code(), (400, 100, Some(2494102)));
    // What was taken in time stays, also when its template changes.
    let edit = sandbox.post(SHARED.token, &format!("/{used}"), json!({ "category": "MARKETING" })).await;
    assert_eq!(edit.status, 200, "{}", edit.body);
    // What began before does not end.
    assert!(reply(sandbox.send_bytes(&lasting, 0, b"1234")).await.body["h"].is_string());
    assert_eq!(sandbox.create(picture("endless", &endless)).await.status, 200);
    life(json!({})).await;
    let again = sandbox.upload("image/png", b"1234").await;
    sandbox.advance(365 * 24 * 3600).await;
    assert_eq!(sandbox.create(picture("again", &again)).await.status, 200);
    assert_eq!(life(json!({ "session_s": -1 })).await.status, 400);
    sandbox.running.stop().await;
}
