//! The library, authentication templates in bulk and their previews, copies into another WABA, comparison (reference 4.6, 4.10 and 4.11).

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use clienthub_sandbox::demo;
use serde_json::{Value, json};
use support::{PORTFOLIO_TOKEN, SHARED, demo_server};

fn names(listed: &Value) -> Vec<&str> {
    listed["data"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_library_is_searched_and_paged() {
    let sandbox = demo_server().await;
    let read = async |query: &str| sandbox.get(SHARED.token, &format!("/v25.0/message_template_library?{query}")).await;
    let all = read("limit=100").await.body;
    assert!(names(&all).len() >= 20);
    let keys: Vec<&String> = all["data"][0].as_object().unwrap().keys().collect();
    for key in [
        "name",
        "language",
        "category",
        "topic",
        "usecase",
        "industry",
        "body",
        "body_params",
        "body_param_types",
        "buttons",
        "id",
    ] {
        assert!(keys.iter().any(|held| *held == key), "{key}");
    }
    let first = read("limit=10").await.body;
    let next = first["paging"]["next"].as_str().unwrap().strip_prefix(&sandbox.running.base_url()).unwrap().to_owned();
    let second = sandbox.get(SHARED.token, &next).await.body;
    assert_eq!([names(&first), names(&second)].concat(), names(&all)[..20]);
    assert!(names(&read("search=DELIVER").await.body).len() >= 3);
    assert_eq!(names(&read("name=fraud_alert_1").await.body), ["fraud_alert_1"]);
    assert_eq!(names(&read("usecase=fraud_alert").await.body), ["fraud_alert_1"]);
    assert_eq!(names(&read("language=es").await.body), ["payment_due_reminder_1"]);
    let payments = read("topic=PAYMENTS&industry=E_COMMERCE&limit=100").await.body;
    assert!(payments["data"].as_array().unwrap().iter().all(|row| row["topic"] == "PAYMENTS"));
    for query in ["topic=SPORTS", "industry=MINING", "usecase=FISHING"] {
        assert_eq!(read(query).await.error_code(), (400, 100, None), "{query}");
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn a_template_from_the_library_is_approved_at_once() {
    let sandbox = demo_server().await;
    let inputs = r#"[{"type":"URL","url":{"base_url":"https://birch.example/{{1}}","url_suffix_example":"https://birch.example/x"}},{"type":"PHONE_NUMBER","phone_number":"+4930901820"}]"#;
    let body = |name: &str, entry: &str| json!({ "name": name, "language": "en_US", "category": "UTILITY", "library_template_name": entry });
    let mut wanted = body("reminder", "payment_due_reminder_1");
    wanted["library_template_button_inputs"] = json!(inputs);
    wanted["library_template_body_inputs"] = json!({ "add_contact_number": true });
    let created = sandbox.create(wanted.clone()).await;
    assert_eq!(created.body["status"], "APPROVED", "{}", created.body);
    let id = created.body["id"].as_str().unwrap();
    let shown = sandbox.template(id, "components,library_template_name").await;
    assert_eq!(shown["library_template_name"], "payment_due_reminder_1");
    assert_eq!(shown["components"][1]["buttons"][0]["url"], "https://birch.example/{{1}}");
    assert_eq!(shown["components"][1]["buttons"][1]["phone_number"], "+4930901820");
    assert!(shown["components"][0]["text"].as_str().unwrap().ends_with("call us."));

    wanted["name"] = json!("other");
    let with = |name: &str, value: Value| {
        let mut body = wanted.clone();
        body[name] = value;
        body
    };
    for (what, body) in [
        ("no inputs", body("other", "payment_due_reminder_1")),
        ("unknown entry", with("library_template_name", json!("nobody"))),
        ("other language", with("language", json!("he"))),
        ("other category", with("category", json!("MARKETING"))),
        ("components too", with("components", json!([]))),
        (
            "inputs in another order",
            with("library_template_button_inputs", json!([{ "type": "PHONE_NUMBER", "phone_number": "+4930901820" }])),
        ),
    ] {
        assert_eq!(sandbox.create(body).await.error_code(), (400, 100, None), "{what}");
    }
    let code = json!({ "name": "code", "language": "en_US", "category": "AUTHENTICATION", "library_template_name": "verify_code_1",
        "library_template_body_inputs": { "add_security_recommendation": true, "code_expiration_minutes": 5 },
        "library_template_button_inputs": [{ "type": "OTP", "otp_type": "COPY_CODE" }] });
    let created = sandbox.create(code).await;
    assert_eq!(created.body["status"], "APPROVED", "{}", created.body);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn authentication_templates_come_in_many_languages_at_once() {
    let sandbox = demo_server().await;
    let path = format!("/v25.0/{}/upsert_message_templates", SHARED.meta_id);
    let body = |minutes: i64| {
        json!({ "name": "bulk_code", "languages": ["de", "en_US", "fr"], "category": "AUTHENTICATION", "components": [
            { "type": "BODY", "add_security_recommendation": true }, { "type": "FOOTER", "code_expiration_minutes": minutes },
            { "type": "BUTTONS", "buttons": [{ "type": "OTP", "otp_type": "COPY_CODE" }] }] })
    };
    let first = sandbox.post(SHARED.token, &path, body(10)).await.body;
    let rows = first["data"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!((&rows[0]["status"], &rows[0]["language"]), (&json!("APPROVED"), &json!("de")));
    let second = sandbox.post(SHARED.token, &path, body(20)).await.body;
    assert_eq!(second["data"][0]["id"], rows[0]["id"]);
    let shown = sandbox.template(rows[0]["id"].as_str().unwrap(), "components").await;
    assert_eq!(shown["components"][1]["text"], "Dieser Code läuft in 20 Minuten ab.");
    for (name, value) in [("languages", json!([])), ("languages", json!(["xx"])), ("category", json!("UTILITY"))] {
        let mut body = body(10);
        body[name] = value;
        assert_eq!(sandbox.post(SHARED.token, &path, body).await.error_code(), (400, 100, None));
    }
    let previews = format!(
        "/{}/message_template_previews?category=AUTHENTICATION&languages=de,en_US&add_security_recommendation=true&code_expiration_minutes=10&button_types=OTP",
        SHARED.meta_id
    );
    let previews = sandbox.get(SHARED.token, &previews).await.body;
    let expected = json!({ "body": "*{{1}}* ist dein Bestätigungscode. Gib diesen Code zu deiner Sicherheit nicht weiter.",
        "footer": "Dieser Code läuft in 10 Minuten ab.", "buttons": [{ "text": "Code kopieren", "autofill_text": "Ausfüllen" }], "language": "de" });
    assert_eq!(previews["data"][0], expected);
    assert_eq!(previews["data"].as_array().unwrap().len(), 2);
    sandbox.running.stop().await;
}

#[tokio::test]
async fn approved_templates_move_within_the_portfolio() {
    let sandbox = demo_server().await;
    let path = format!("/v25.0/{}/migrate_message_templates", demo::BIRCH_OBO.meta_id);
    let moved = sandbox
        .post(PORTFOLIO_TOKEN, &path, json!({ "source_waba_id": SHARED.meta_id, "page_number": 0, "count": 500 }))
        .await;
    assert_eq!(moved.body["migrated_templates"].as_array().unwrap().len(), 6, "{}", moved.body);
    assert_eq!(moved.body["failed_templates"].as_object().unwrap().len(), 6);
    let again = sandbox
        .post(PORTFOLIO_TOKEN, &path, json!({ "source_waba_id": SHARED.meta_id, "template_ids": ["140000000000002"] }))
        .await;
    assert!(again.body["failed_templates"]["140000000000002"].is_string(), "{}", again.body);
    let cedar = sandbox.post(PORTFOLIO_TOKEN, &path, json!({ "source_waba_id": demo::CEDAR.meta_id })).await;
    assert_eq!(cedar.error_code(), (400, 100, Some(33)));
    for (name, value) in [("count", "501"), ("count", "all"), ("page_number", "-1")] {
        let mut body = json!({ "source_waba_id": SHARED.meta_id });
        body[name] = json!(value);
        assert_eq!(sandbox.post(PORTFOLIO_TOKEN, &path, body).await.error_code(), (400, 100, None), "{name} {value}");
    }
    let far = json!({ "source_waba_id": SHARED.meta_id, "page_number": u64::MAX });
    assert_eq!(sandbox.post(PORTFOLIO_TOKEN, &path, far).await.body["migrated_templates"], json!([]));
    let itself = sandbox.post(PORTFOLIO_TOKEN, &path, json!({ "source_waba_id": demo::BIRCH_OBO.meta_id })).await;
    assert_eq!(itself.error_code(), (400, 100, None));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn copies_are_not_among_the_hundred_creations_of_an_hour() {
    let sandbox = demo_server().await;
    sandbox.control("POST", &format!("/wabas/{}/fill", SHARED.meta_id), json!({ "templates": 300 })).await;
    let path = format!("/v25.0/{}/migrate_message_templates", demo::BIRCH_OBO.meta_id);
    let moved = sandbox.post(PORTFOLIO_TOKEN, &path, json!({ "source_waba_id": SHARED.meta_id })).await.body;
    assert!(moved["migrated_templates"].as_array().unwrap().len() > 100, "{moved}");
    let path = format!("/v25.0/{}/message_templates", demo::BIRCH_OBO.meta_id);
    let own = json!({ "name": "own", "language": "de", "category": "UTILITY", "components": [{ "type": "BODY", "text": "Plain text here." }] });
    assert_eq!(sandbox.post(PORTFOLIO_TOKEN, &path, own.clone()).await.status, 200);
    let full = json!({ "template_creations": 100 });
    sandbox.control("PATCH", &format!("/wabas/{}", demo::BIRCH_OBO.meta_id), full).await;
    let refused = sandbox
        .post(
            PORTFOLIO_TOKEN,
            &path,
            json!({ "name": "other", "language": "de", "category": "UTILITY", "components": own["components"] }),
        )
        .await;
    assert_eq!(refused.error_code(), (400, 80008, None));
    sandbox.running.stop().await;
}

#[tokio::test]
async fn two_templates_compare() {
    let sandbox = demo_server().await;
    let (one, two) = ("140000000000001", "140000000000002");
    let compare = async |query: &str| sandbox.get(SHARED.token, &format!("/v25.0/{one}/compare?{query}")).await;
    sandbox.patch_template(one, json!({ "message_sends": 1240 })).await;
    sandbox.patch_template(two, json!({ "message_sends": 1000 })).await;
    let week = format!("template_ids={two}&start=1780000000&end=1780604800");
    let compared = compare(&week).await;
    let data = &compared.body["data"];
    assert_eq!(data[0]["metric"], "BLOCK_RATE", "{}", compared.body);
    assert_eq!(data[0]["order_by_relative_metric"].as_array().unwrap().len(), 2);
    assert_eq!(data[1]["number_values"], json!([{ "key": one, "value": 1240 }, { "key": two, "value": 1000 }]));
    assert_eq!((&data[2]["metric"], &data[2]["type"]), (&json!("TOP_BLOCK_REASON"), &json!("STRING_VALUES")));
    for query in [
        "start=1780000000&end=1780604800".to_owned(),
        format!("template_ids={two},{one}&start=1780000000&end=1780604800"),
        format!("template_ids={one}&start=1780000000&end=1780604800"),
        format!("template_ids={two}&start=1780000000&end=1780604801"),
        format!("template_ids={two}"),
    ] {
        assert_eq!(compare(&query).await.error_code(), (400, 100, None), "{query}");
    }
    sandbox.patch_template(two, json!({ "message_sends": 999 })).await;
    assert_eq!(compare(&week).await.error_code(), (400, 100, None));
    sandbox.running.stop().await;
}
