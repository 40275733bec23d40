//! Reading templates (reference 4.2): fields, filters, paging over many, the summary, and how presets and media look.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use clienthub_sandbox::{Seed, demo};
use serde_json::{Value, json};
use support::{SHARED, Server, demo_server, server};

async fn list(sandbox: &Server, query: &str) -> Value {
    let listed = sandbox.get(SHARED.token, &format!("/v25.0/{}/message_templates?{query}", SHARED.meta_id)).await;
    assert_eq!(listed.status, 200, "{query}: {}", listed.body);
    listed.body
}

fn column(listed: &Value, name: &str) -> Vec<String> {
    listed["data"].as_array().unwrap().iter().map(|row| row[name].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn six_hundred_templates_come_in_pages_each_once() {
    let sandbox = server(Seed::Demo { numbers: None, templates: Some(600) }, None).await;
    for (limit, pages) in [(100, 6), (250, 3), (1000, 1), (5000, 1)] {
        let mut url = format!("/v25.0/{}/message_templates?fields=name&limit={limit}", SHARED.meta_id);
        let (mut seen, mut count) = (Vec::new(), 0);
        loop {
            let page = sandbox.get(SHARED.token, &url).await.body;
            seen.extend(column(&page, "id"));
            count += 1;
            let Some(next) = page["paging"]["next"].as_str() else { break };
            assert!(!next.contains("EAA"), "a paging link holds a token: {next}");
            url = next.strip_prefix(&sandbox.running.base_url()).unwrap().to_owned();
        }
        assert_eq!((seen.len(), count), (600, pages), "limit {limit}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 600);
    }
    assert_eq!(column(&list(&sandbox, "").await, "id").len(), 25);
    let last = list(&sandbox, "limit=599").await;
    let after = last["paging"]["cursors"]["after"].as_str().unwrap();
    let rest = list(&sandbox, &format!("limit=599&after={after}")).await;
    assert_eq!(column(&rest, "id").len(), 1);
    assert!(rest["paging"]["next"].is_null() && rest["paging"]["previous"].is_string());
    let nested = sandbox
        .get(SHARED.token, &format!("/{}?fields=message_templates.limit(3){{name,status}}", SHARED.meta_id))
        .await;
    assert_eq!(column(&nested.body["message_templates"], "status").len(), 3);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_demo_has_twelve_of_every_status_and_a_reset_brings_them_back() {
    let sandbox = demo_server().await;
    let listed = list(&sandbox, "limit=100").await;
    let mut statuses = column(&listed, "status");
    assert_eq!(statuses.len(), 12);
    statuses.sort();
    statuses.dedup();
    assert_eq!(statuses, ["APPROVED", "ARCHIVED", "DISABLED", "PAUSED", "PENDING", "REJECTED"]);
    let mut categories = column(&listed, "category");
    categories.sort();
    categories.dedup();
    assert_eq!(categories, ["AUTHENTICATION", "MARKETING", "UTILITY"]);
    let first = list(&sandbox, "limit=100&fields=name,language,status").await;
    let filled = sandbox.control("POST", &format!("/wabas/{}/fill", SHARED.meta_id), json!({ "templates": 40 })).await;
    assert_eq!(filled.body["templates"], 28);
    sandbox.control("POST", "/reset", json!({})).await;
    assert_eq!(list(&sandbox, "limit=100&fields=name,language,status").await, first);
    let cedar = sandbox.get(demo::CEDAR.token, &format!("/{}/message_templates", demo::CEDAR.meta_id)).await;
    assert_eq!(cedar.body, json!({ "data": [] }));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn filters_and_their_mistakes() {
    let sandbox = demo_server().await;
    let count =
        async |query: &str| list(&sandbox, &format!("limit=100&{query}")).await["data"].as_array().unwrap().len();
    for (query, expected) in [
        ("name=ORDER_rea", 3),
        ("name=nobody", 0),
        ("content=croissants", 1),
        ("content=Apple%20and", 1),
        ("content=order_ready", 0),
        ("name_or_content=order_ready", 3),
        ("name_or_content=croissants", 1),
        ("category=AUTHENTICATION", 2),
        ("category=authentication,marketing", 6),
        ("category=[\"AUTHENTICATION\"]", 2),
        ("language=de", 6),
        ("language=[\"fr\",\"ar\"]", 2),
        ("status=rejected", 1),
        ("status=[\"REJECTED\",\"PAUSED\"]", 2),
        ("quality_score=GREEN", 5),
        ("source=MANUAL", 12),
        ("source=AUTO_GENERATED", 0),
        ("since=2000000000", 0),
        ("until=2000000000", 12),
        ("category=UTILITY&language=de&status=APPROVED", 3),
    ] {
        assert_eq!(count(query).await, expected, "{query}");
    }
    for query in [
        "category=NEWS",
        "status=FINE",
        "quality_score=BLUE",
        "source=OTHER",
        "since=now",
        "fields=foo",
        "after=x",
        "limit=0",
    ] {
        let refused = sandbox.get(SHARED.token, &format!("/{}/message_templates?{query}", SHARED.meta_id)).await;
        assert_eq!(refused.error_code(), (400, 100, None), "{query}");
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_summary_counts_and_knows_the_limit() {
    let sandbox = demo_server().await;
    let wanted = "summary=total_count,message_template_count,message_template_limit,are_translations_complete";
    let summary = list(&sandbox, &format!("{wanted}&status=APPROVED&limit=1")).await["summary"].clone();
    let expected = json!({ "total_count": 7, "message_template_count": 12, "message_template_limit": 6000, "are_translations_complete": false });
    assert_eq!(summary, expected);
    assert_eq!(list(&sandbox, "summary=total_count").await["summary"], json!({ "total_count": 12 }));
    assert!(list(&sandbox, "").await["summary"].is_null());
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_template_shows_its_defaults_and_every_field() {
    let sandbox = demo_server().await;
    let body = json!({ "name": "parcel_ready", "language": "de", "category": "utility", "parameter_format": "named", "components": [
        { "type": "header", "format": "text", "text": "Paket für {{first_name}}", "example": { "header_text_named_params": [{ "param_name": "first_name", "example": "Ada" }] } },
        { "type": "body", "text": "Hallo {{first_name}}, dein Paket {{parcel}} liegt ab heute in der Filiale bereit.",
            "example": { "body_text_named_params": [{ "param_name": "first_name", "example": "Ada" }, { "param_name": "parcel", "example": "P-104" }] } },
        { "type": "footer", "text": "Birch Bakery" },
        { "type": "buttons", "buttons": [{ "type": "url", "text": "Status", "url": "https://birch.example/p/{{1}}", "example": ["https://birch.example/p/P-104"] },
            { "type": "phone_number", "text": "Anrufen", "phone_number": "+4930901820" }] }] });
    let id = sandbox.created(body.clone()).await;
    let shown = sandbox.get(SHARED.token, &format!("/v25.0/{id}")).await.body;
    let names: Vec<&String> = shown.as_object().unwrap().keys().collect();
    assert_eq!(names, ["category", "components", "id", "language", "name", "parameter_format", "status"]);
    assert_eq!((&shown["parameter_format"], &shown["components"][0]["type"]), (&json!("NAMED"), &json!("HEADER")));
    assert_eq!(shown["components"][1]["example"], body["components"][1]["example"]);
    let health = sandbox.template(&id, "health_status").await;
    assert_eq!(health["health_status"]["entities"][0]["errors"][0]["error_code"], 141002);
    let unknown = sandbox.get(SHARED.token, &format!("/{id}?fields=verified_name")).await;
    assert_eq!(unknown.error_code(), (400, 100, None));
    assert!(unknown.body["error"]["message"].as_str().unwrap().contains("WhatsAppMessageTemplate"));
    assert_eq!(sandbox.get(SHARED.token, &format!("/{id}/nothing")).await.error_code(), (400, 2500, None));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn presets_speak_the_templates_language_and_media_have_addresses() {
    let sandbox = demo_server().await;
    let handle = sandbox.upload("image/png", b"picture").await;
    let body = json!({ "name": "with_image", "language": "de", "category": "UTILITY", "components": [
        { "type": "HEADER", "format": "IMAGE", "example": { "header_handle": [handle] } }, { "type": "BODY", "text": "Schau mal." }] });
    let id = sandbox.created(body).await;
    let url = sandbox.template(&id, "components").await["components"][0]["example"]["header_handle"][0]
        .as_str()
        .unwrap()
        .to_owned();
    let picture = sandbox.http.get(&url).send().await.unwrap();
    assert_eq!(picture.headers()["content-type"], "image/png");
    assert_eq!(picture.bytes().await.unwrap(), b"picture"[..]);
    // The address is no handle.
    let again = json!({ "components": [{ "type": "HEADER", "format": "IMAGE", "example": { "header_handle": [url] } }, { "type": "BODY", "text": "Schau." }] });
    sandbox.patch_template(&id, json!({ "status": "REJECTED" })).await;
    assert_eq!(sandbox.post(SHARED.token, &format!("/{id}"), again).await.error_code(), (400, 100, Some(2494102)));

    let demo = list(&sandbox, "name=login_code&language=ar").await["data"][0].clone();
    assert!(demo["components"][0]["text"].as_str().unwrap().contains("رمز التحقق"));
    let button = &demo["components"][2]["buttons"][0];
    assert_eq!(button["type"], "URL");
    assert!(button["url"].as_str().unwrap().starts_with("https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE"));
    for (name, kind) in [("summer_breads", "image/jpeg"), ("invoice", "image/svg+xml")] {
        let shown = list(&sandbox, &format!("name={name}")).await["data"][0].clone();
        let address = shown["components"][0]["example"]["header_handle"][0].as_str().unwrap();
        let file = sandbox.http.get(address).send().await.unwrap();
        assert_eq!(file.headers()["content-type"], kind, "{name}");
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn everything_about_templates_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let seed = Seed::DEMO;
    let first = server(seed, Some(file.clone())).await;
    let plain = |name: &str| json!({ "name": name, "language": "de", "category": "UTILITY", "components": [{ "type": "BODY", "text": "Plain text here." }] });
    let approved = first.created(plain("approved")).await;
    first.patch_template(&approved, json!({ "status": "APPROVED", "quality_score": "YELLOW" })).await;
    let gone = first.created(plain("gone")).await;
    first.patch_template(&gone, json!({ "status": "APPROVED" })).await;
    first.delete(SHARED.token, &format!("/{}/message_templates?name=gone", SHARED.meta_id)).await;
    first.control("POST", "/templates/review", json!({ "delay_s": 3600 })).await;
    let pending = first.created(plain("pending")).await;
    let edited = first.created(plain("edited")).await;
    first.patch_template(&edited, json!({ "status": "APPROVED" })).await;
    let text = json!({ "components": [{ "type": "BODY", "text": "Another text." }] });
    assert_eq!(first.post(SHARED.token, &format!("/{edited}"), text.clone()).await.status, 200);
    first.patch_template(&edited, json!({ "status": "APPROVED" })).await;
    let session = first.upload_session("image/png", 8).await;
    support::reply(first.send_bytes(&session, 0, b"half")).await;
    let fields = "limit=100&fields=name,status,components,quality_score";
    let before = list(&first, fields).await["data"].to_string().replace(&first.running.base_url(), "");
    first.running.stop().await;

    let second = server(seed, Some(file)).await;
    let after = list(&second, fields).await["data"].to_string().replace(&second.running.base_url(), "");
    assert_eq!(after, before);
    assert_eq!(second.create(plain("gone")).await.error_code(), (400, 100, Some(2388023)));
    assert_eq!(second.post(SHARED.token, &format!("/{edited}"), text).await.error_code(), (400, 100, Some(2388039)));
    let rest = support::reply(second.send_bytes(&session, 4, b"full")).await;
    assert!(rest.body["h"].is_string(), "{}", rest.body);
    second.advance(3600).await;
    assert_eq!(second.template(&pending, "status").await["status"], "APPROVED");
    second.running.stop().await;
}
