//! Edits that arrived at Meta and whose answer was lost, drafts that are others by the time they are sent, codes in Meta's own shape.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::template_draft::{draft, templates};
use crate::template_sync::{change, sync};

const BODY: &str = "Dein Paket liegt ab heute in der Filiale bereit.";
const EDITED: &str = "Dein Paket liegt seit heute in der Filiale bereit.";

fn posts(calls: &[String]) -> usize {
    calls.iter().filter(|call| call.starts_with("POST")).count()
}

/// An approved template whose edit is at Meta, and nobody heard of it. Its path, and its id at Meta.
async fn edited_without_a_word(app: &TestApp, owner: &Client, path: &str) -> (String, String) {
    let made = owner.post(path, draft("parcel_ready", "de", BODY)).await.expect(201).json;
    let own = format!("{path}/{}", made["id"].as_str().unwrap());
    let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
    let meta_id = sent["meta_id"].as_str().unwrap().to_owned();
    app.advance(TimeDelta::seconds(1));
    change(app, &meta_id, json!({"status": "APPROVED"})).await;
    assert_eq!(owner.post(&format!("{own}/sync"), Value::Null).await.expect(200).json["edit"]["left"], 10);
    owner.patch(&own, json!({"components": [{"type": "BODY", "text": EDITED}]})).await.expect(200);
    app.meta().fault(json!({"path": format!("/{meta_id}"), "method": "POST", "cut": true})).await;
    assert!(owner.post(&format!("{own}/submit"), Value::Null).await.status >= 500);
    assert_eq!(owner.get(&own).await.json["sending"], true);
    app.advance(TimeDelta::seconds(101));
    app.meta().forget_calls().await;
    (own, meta_id)
}

/// It is one version and one of the ten edits, and not sent again.
async fn is_counted_once(app: &TestApp, owner: &Client, own: &str, meta_id: &str) {
    let found = owner.get(own).await.expect(200).json;
    assert_eq!(
        (&found["sending"], &found["draft"], &found["state"]),
        (&json!(false), &Value::Null, &json!("in_review"))
    );
    assert_eq!(found["submitted"]["components"][0]["text"], EDITED);
    let versions = owner.get(&format!("{own}/versions")).await.expect(200).json;
    assert_eq!((&versions["total"], &versions["data"][0]["source"]), (&json!(2), &json!("submitted")));
    assert_eq!(posts(&app.meta().calls().await), 0);
    app.advance(TimeDelta::seconds(1));
    change(app, meta_id, json!({"status": "APPROVED"})).await;
    for _ in 0..2 {
        let read = owner.post(&format!("{own}/sync"), Value::Null).await.expect(200).json;
        assert_eq!((&read["edit"]["left"], &read["edit"]["lock"]), (&json!(9), &json!("once_per_day")));
    }
}

on_both! {
    async fn an_edit_whose_answer_was_lost_is_found_by_the_next_try(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let (own, meta_id) = edited_without_a_word(&app, &owner, &path).await;
        owner.post(&format!("{own}/submit"), Value::Null).await.expect(200);
        is_counted_once(&app, &owner, &own, &meta_id).await;
    }

    async fn an_edit_whose_answer_was_lost_is_found_by_the_next_sync(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let (own, meta_id) = edited_without_a_word(&app, &owner, &path).await;
        sync(&app, &owner, &path).await;
        is_counted_once(&app, &owner, &own, &meta_id).await;
    }

    async fn a_draft_that_is_another_by_now_is_not_sent(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let made = owner.post(&path, draft("parcel_ready", "de", BODY)).await.expect(201).json;
        let own = format!("{path}/{}", made["id"].as_str().unwrap());
        let seen = format!("\"{}\"", made["version"]);
        let other = owner.patch(&own, json!({"components": [{"type": "BODY", "text": EDITED}]})).await.expect(200).json;
        app.meta().forget_calls().await;
        owner.post(&format!("{own}/submit"), Value::Null).header("If-Match", &seen).await.problem(412, "version_stale");
        assert_eq!(app.meta().calls().await, [""; 0]);
        assert_eq!(owner.get(&own).await.json["version"], other["version"]);
        let seen = format!("\"{}\"", other["version"]);
        let sent = owner.post(&format!("{own}/submit"), Value::Null).header("If-Match", &seen).await.expect(200).json;
        assert_eq!((&sent["state"], &sent["submitted"]["components"][0]["text"]), (&json!("in_review"), &json!(EDITED)));
    }

    async fn a_code_in_metas_own_shape_is_sent_as_it_has_to_be_given(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let link = "https://www.whatsapp.com/otp/code/?otp_type=ONE_TAP&cta_display_name=Autofill&package_name=com.birch.app\
                    &signature_hash=Qx7%2FP%2BAbC1d&code=otp{{1}}";
        let read_back = |name: &str| json!({"name": name, "language": "en_US", "category": "AUTHENTICATION", "parameter_format": "POSITIONAL",
            "id": "140000000009999", "status": "APPROVED", "components": [
            {"type": "BODY", "text": "*{{1}}* is your verification code. For your security, do not share this code.",
                "add_security_recommendation": true, "example": {"body_text": [["123456"]]}},
            {"type": "FOOTER", "text": "This code expires in 5 minutes.", "code_expiration_minutes": 5},
            {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Copy code", "url": link,
                "example": ["https://www.whatsapp.com/otp/code/?otp_type=ONE_TAP&code=otp123456"]}]}]});
        let done = owner.post(&format!("{path}/import"), json!({"data": [read_back("door_code")]})).await.expect(200).json;
        assert_eq!(done["rows"][0]["action"], "create", "{done}");
        let made = owner.post(&path, read_back("gate_code")).await.expect(201).json;
        for id in [&done["rows"][0]["id"], &made["id"]] {
            let own = format!("{path}/{}", id.as_str().unwrap());
            let shown = owner.get(&own).await.expect(200).json;
            let parts = &shown["draft"]["components"];
            assert_eq!((parts[0].get("text"), parts[1].get("text"), &shown["findings"]), (None, None, &json!([])), "{shown}");
            let button = &parts[2]["buttons"][0];
            assert_eq!((&button["type"], &button["otp_type"]), (&json!("OTP"), &json!("ONE_TAP")));
            let app_of = json!({"package_name": "com.birch.app", "signature_hash": "Qx7/P+AbC1d"});
            assert_eq!(button["supported_apps"], json!([app_of]));
            let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
            assert_eq!(sent["state"], "approved", "{sent}");
            let at_meta = app.meta().control(Method::GET, &format!("templates/{}", sent["meta_id"].as_str().unwrap()), &Value::Null).await;
            assert_eq!(at_meta["fields"]["components"][2]["buttons"][0]["supported_apps"], json!([app_of]), "{at_meta}");
        }
        // A text of one's own is no shape of Meta's: it stays, and is told.
        let mut own_text = read_back("own_code");
        own_text["components"][2]["buttons"] = json!([{"type": "OTP", "otp_type": "COPY_CODE"}]);
        let made = owner.post(&path, own_text).await.expect(201).json;
        assert!(made["draft"]["components"][0]["text"].is_string());
        assert_eq!(made["findings"][0]["code"], "preset_text");
    }
}
