//! Sample files of headers, as Meta serves them.

use futures_util::TryStreamExt;
use wiremock::ResponseTemplate;

use super::{answering, client, requests};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand so on";

#[tokio::test]
async fn a_file_comes_without_our_token() {
    let meta = answering(ResponseTemplate::new(200).set_body_raw(PNG, "image/png; charset=binary")).await;
    let file =
        client(&meta.uri()).fetch_media(&format!("{}/v/first.png?oe=1", meta.uri()), None).await.unwrap().unwrap();
    assert_eq!((file.mime_type, file.length), ("image/png", Some(PNG.len() as u64)));
    assert_eq!(file.bytes.try_collect::<Vec<_>>().await.unwrap().concat(), PNG);
    let asked = requests(&meta).await;
    assert_eq!(asked[0].url.query(), Some("oe=1"));
    assert!(!asked[0].headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_part_is_passed_on_as_it_was_asked_for() {
    let part = ResponseTemplate::new(206).insert_header("content-range", "bytes 2-5/100");
    let meta = answering(part.set_body_raw("abcd", "video/mp4")).await;
    let client = client(&meta.uri());
    let file = client.fetch_media(&format!("{}/a", meta.uri()), Some("bytes=2-5")).await.unwrap().unwrap();
    assert_eq!((file.part.as_deref(), file.length), (Some("bytes 2-5/100"), Some(4)));
    assert_eq!(requests(&meta).await[0].headers["range"], "bytes=2-5");
}

#[tokio::test]
async fn what_is_no_file_of_a_header_is_none() {
    let svg = ResponseTemplate::new(200).set_body_raw("<svg/>", "image/svg+xml");
    let moved = ResponseTemplate::new(302).insert_header("location", "http://127.0.0.1:1/");
    for answer in [svg, moved, ResponseTemplate::new(403), ResponseTemplate::new(404), ResponseTemplate::new(204)] {
        let meta = answering(answer).await;
        assert!(client(&meta.uri()).fetch_media(&format!("{}/a", meta.uri()), None).await.unwrap().is_none());
        assert_eq!(requests(&meta).await.len(), 1);
    }
    for status in [429, 503] {
        let meta = answering(ResponseTemplate::new(status)).await;
        assert!(client(&meta.uri()).fetch_media(&format!("{}/a", meta.uri()), None).await.is_err());
    }
    let meta = answering(ResponseTemplate::new(404)).await;
    assert!(client(&meta.uri()).fetch_media("http://127.0.0.1:1/a", None).await.unwrap().is_none());
}
