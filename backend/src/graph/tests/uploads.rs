//! Resumable uploads: in one go, in two halves, and what must not be told of them.

use std::convert::Infallible;

use bytes::Bytes;
use clienthub_sandbox::demo;
use futures_util::stream;
use reqwest::Method;
use secrecy::ExposeSecret;

use super::*;
use crate::graph::{GraphErrorKind, MetaUploadSession};

fn birch() -> SecretString {
    SecretString::from(demo::BIRCH_SHARED.token)
}

/// The bytes from here on, in pieces.
fn pieces(file: &[u8], from: usize) -> impl stream::Stream<Item = Result<Bytes, Infallible>> + Send + 'static {
    let pieces: Vec<_> = file[from..].chunks(64 * 1024).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    stream::iter(pieces)
}

#[tokio::test]
async fn a_file_goes_up_in_two_halves() {
    let sandbox = sandbox(12).await;
    let client = client(&sandbox.base_url());
    let file: Vec<u8> = (0..1_000_000_usize).map(|index| (index % 251) as u8).collect();
    let session =
        client.begin_upload(&birch(), "Ärger & Film.mp4", "video/mp4", file.len() as u64).await.unwrap().value;
    assert_eq!(client.upload_offset(&birch(), &session).await.unwrap().value, 0);
    let fault = json!({"path": "/upload:*", "method": "POST", "after_bytes": 400_000});
    control(&sandbox, Method::POST, "faults", fault).await;
    let length = Some(file.len() as u64);
    let broken = client.send_upload(&birch(), &session, 0, length, pieces(&file, 0)).await.unwrap_err();
    assert!(broken.leaves_open(), "{broken}");

    let session = MetaUploadSession::parse(session.expose().expose_secret()).unwrap();
    let offset = client.upload_offset(&birch(), &session).await.unwrap().value;
    assert_eq!(offset, 400_000);
    let wrong = client.send_upload(&birch(), &session, 0, length, pieces(&file, 0)).await.unwrap_err();
    assert_eq!(wrong.kind, GraphErrorKind::Input);
    let answer = client.send_upload(&birch(), &session, offset, None, pieces(&file, 400_000)).await.unwrap();
    assert!(answer.value.unwrap().starts_with("4::"));
    sandbox.stop().await;
}

#[tokio::test]
async fn the_token_travels_under_its_own_word_and_the_signature_in_the_query_alone() {
    let server = answering(ok(json!({"h": "4::x"}))).await;
    let session = MetaUploadSession::parse("upload:MTph==?sig=ARZsecretsignature").unwrap();
    let sent =
        client(&server.uri()).send_upload(&token(), &session, 7, Some(3), pieces(b"1234567abc", 7)).await.unwrap();
    assert_eq!(sent.value.as_deref(), Some("4::x"));
    let request = &requests(&server).await[0];
    assert_eq!(request.headers["authorization"], format!("OAuth {TOKEN}"));
    assert_eq!(request.headers["file_offset"], "7");
    assert_eq!(request.headers["content-length"], "3");
    assert_eq!(request.url.path(), "/v25.0/upload:MTph==");
    assert_eq!(request.url.query(), Some("sig=ARZsecretsignature"));
    assert_eq!(request.body, b"abc");
}

#[tokio::test]
async fn no_error_of_an_upload_holds_its_signature() {
    let said = "no such session upload:MTph?sig=ARZsecretsignature";
    let server = answering(refusal(400, json!({"code": 100, "message": said, "error_user_msg": said}))).await;
    let client = client(&server.uri());
    let session = MetaUploadSession::parse("upload:MTph?sig=ARZsecretsignature").unwrap();
    let asked = client.upload_offset(&token(), &session).await.unwrap_err();
    let sent = client.send_upload(&token(), &session, 0, None, pieces(b"a", 0)).await.unwrap_err();
    let printed = format!("{asked} {asked:?} {sent} {sent:?} {session:?}");
    assert!(!printed.contains("ARZsecret"), "{printed}");
}

#[tokio::test]
async fn a_session_that_is_none_is_not_kept() {
    for id in ["https://elsewhere.example/", "upload:a/../b?sig=c", "150000000000001"] {
        let server = answering(ok(json!({"id": id}))).await;
        let error = client(&server.uri()).begin_upload(&token(), "a.png", "image/png", 1).await.unwrap_err();
        assert_eq!(error.kind, GraphErrorKind::Garbled, "{id}");
    }
}
