//! Where the token goes, and everywhere it must not go.

use std::io::Write;
use std::sync::{Arc, Mutex};

use super::*;
use crate::graph::{BadBaseUrl, GraphErrorKind};

#[tokio::test]
async fn the_token_travels_in_the_header_alone() {
    let server = answering(ok(json!({"id": "1"}))).await;
    client(&server.uri()).read_phone(&token(), "1").await.unwrap();
    let request = &requests(&server).await[0];
    assert_eq!(request.headers["authorization"], format!("Bearer {TOKEN}"));
    assert!(!request.url.as_str().contains(TOKEN));
    assert!(!request.url.as_str().contains("appsecret_proof"));
}

#[tokio::test]
async fn the_proof_goes_with_every_call_when_configured() {
    let server = answering(ok(json!({"id": "1", "success": true}))).await;
    let appsecret_proof = true;
    let config = GraphConfig { appsecret_proof, ..config(&server.uri()) };
    let client = GraphClient::new(config).unwrap();
    client.read_phone(&token(), "1").await.unwrap();
    client.subscribe_app(&token(), WABA).await.unwrap();
    // printf EAAtokenOfTheDemoWaba0001 | openssl dgst -sha256 -hmac demo-app-secret
    let proof = "d2d8ac386db98030ea05249e3cf2e8b6a2abfeae9183fe7ab6105364c5a06952";
    for request in requests(&server).await {
        let query = request.url.query().unwrap();
        assert!(query.contains(&format!("appsecret_proof={proof}")), "{query}");
    }
}

#[tokio::test]
async fn a_token_that_no_header_takes_is_refused_here() {
    let server = answering(ok(json!({"id": "1"}))).await;
    for token in ["", "EAA\r\nX-Evil: 1", "EAAü"] {
        let token = SecretString::from(token);
        let error = client(&server.uri()).read_phone(&token, "1").await.unwrap_err();
        assert_eq!(error.kind, GraphErrorKind::Auth { expired: false });
    }
    assert!(requests(&server).await.is_empty());
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_printed_holds_a_secret() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let echo = format!("Malformed access token {TOKEN} of {SECRET} at https://graph.example/?access_token={TOKEN}");
    let server = answering(refusal(
        401,
        json!({"code": 190, "message": echo, "error_data": {"details": echo}, "fbtrace_id": "A7k"}),
    ))
    .await;
    let garbled = answering(ok(json!({"id": {"oops": TOKEN}, "data": TOKEN}))).await;
    let refused = answering(ok(json!({"data": {"is_valid": false, "expires_at": 1,
        "error": {"code": 190, "subcode": 463, "message": echo}}})))
    .await;
    let appsecret_proof = true;
    let mut printed = String::new();
    for base in [server.uri(), garbled.uri(), "http://127.0.0.1:1".to_owned()] {
        let config = GraphConfig { appsecret_proof, ..config(&base) };
        let client = GraphClient::new(config).unwrap();
        let read = client.read_phone(&token(), "1").await.unwrap_err();
        let checked = client.debug_token(&token()).await.unwrap_err();
        let swapped = client.read_waba(&token(), TOKEN).await.unwrap_err();
        printed += &format!("{swapped} {swapped:?}");
        printed += &format!("{client:?} {read} {read:?} {checked} {checked:?}");
    }
    let told = client(&refused.uri()).debug_token(&token()).await.unwrap().value;
    assert_eq!(told.error.as_ref().unwrap().subcode, Some(463));
    printed += &format!("{told:?}");
    printed += &String::from_utf8(log.0.lock().unwrap().clone()).unwrap();

    assert!(printed.contains("asked Meta") && printed.contains("path=debug_token"));
    assert!(printed.contains("trace_id=\"A7k\"") && printed.contains("status=401"));
    for secret in [TOKEN, SECRET, "Bearer", "input_token", "appsecret_proof="] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
}

#[test]
fn only_plain_base_urls_are_taken() {
    for base in [
        "ftp://graph.example",
        "mailto:a@b",
        "https://user@graph.example",
        "https://graph.example/?access_token=x",
        "https://graph.example/#x",
    ] {
        assert_eq!(GraphClient::new(config(base)).unwrap_err(), BadBaseUrl);
    }
    assert!(GraphClient::new(config("https://graph.facebook.com")).is_ok());
}
