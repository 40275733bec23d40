//! Templates that Meta does not have any more: many at once, those just sent, and names that Meta keeps for 30 days.

use chrono::TimeDelta;
use clienthub_sandbox::demo;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::template_draft::{draft, templates};
use crate::template_sync::{change, sync};

const WABA: &str = demo::BIRCH_SHARED.meta_id;
const BODY: &str = "Dein Paket liegt ab heute in der Filiale bereit.";

/// Somebody else deletes at Meta.
async fn deleted_at_meta(app: &TestApp, query: &str) {
    let url = format!("{}/v25.0/{WABA}/message_templates?{query}", app.sandbox_url());
    let meta = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    meta.delete(url).bearer_auth(demo::BIRCH_SHARED.token).send().await.unwrap().error_for_status().unwrap();
}

/// A template that Meta has in this status, as the page shows it.
async fn at_meta(app: &TestApp, owner: &Client, path: &str, name: &str, status: &str) -> (String, Value) {
    let made = owner.post(path, draft(name, "de", BODY)).await.expect(201).json;
    let own = format!("{path}/{}", made["id"].as_str().unwrap());
    let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
    let meta_id = sent["meta_id"].as_str().unwrap();
    for step in ["APPROVED", status] {
        app.advance(TimeDelta::seconds(1));
        change(app, meta_id, json!({"status": step})).await;
        owner.post(&format!("{own}/sync"), Value::Null).await.expect(200);
    }
    let shown = owner.get(&own).await.expect(200).json;
    (own, shown)
}

fn posts(calls: &[String]) -> usize {
    calls.iter().filter(|call| call.starts_with("POST")).count()
}

on_both! {
    async fn hundreds_that_are_gone_at_meta_take_no_call_beyond_the_listing(app: TestApp) {
        let (path, owner) = templates(&app).await;
        app.meta().control(Method::POST, &format!("wabas/{WABA}/fill"), &json!({"templates": 350})).await;
        sync(&app, &owner, &path).await;
        app.advance(TimeDelta::hours(1));
        owner.renew().await;
        let (recent, _) = at_meta(&app, &owner, &path, "just_sent", "APPROVED").await;
        let gone = "SELECT meta_id FROM templates WHERE state = 'approved' AND name <> 'just_sent' ORDER BY meta_id DESC LIMIT 150";
        let gone = app.text(&format!("SELECT STRING_AGG(meta_id, ' ') FROM ({gone}) AS found")).await;
        let gone: Vec<_> = gone.split(' ').collect();
        assert_eq!(gone.len(), 150);
        let drafted = app.text(&format!("SELECT id FROM templates WHERE meta_id = '{}'", gone[7])).await;
        let drafted = format!("{path}/{drafted}");
        owner.patch(&drafted, json!({"components": [{"type": "BODY", "text": BODY}]})).await.expect(200);
        for some in gone.chunks(100) {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("hsm_ids", &json!(some).to_string()).finish();
            deleted_at_meta(&app, &query).await;
        }
        deleted_at_meta(&app, "name=just_sent").await;
        app.meta().forget_calls().await;
        let told = sync(&app, &owner, &path).await;
        let calls = app.meta().calls().await;
        assert_eq!(calls.len(), 3, "two pages, and the one that was sent a moment ago: {calls:?}");
        assert_eq!((&told["sync"]["state"], &told["changes"]["count"], &told["used"]), (&json!("done"), &json!(151), &json!(200)));
        assert_eq!(app.count("SELECT COUNT(*) FROM templates WHERE gone_at IS NULL AND meta_id IS NOT NULL").await, 200);
        assert_eq!(owner.get(&recent).await.expect(200).json["state"], "deleted");
        let kept = owner.get(&drafted).await.expect(200).json;
        assert_eq!((&kept["state"], &kept["draft"]["components"][0]["text"]), (&json!("draft"), &json!(BODY)));
        let again = sync(&app, &owner, &path).await;
        assert_eq!(again["changes"], told["changes"]);
    }

    async fn it_is_told_before_whether_a_deletion_blocks_the_name(app: TestApp) {
        let (path, owner) = templates(&app).await;
        for (name, status, blocks) in [("parcel_good", "APPROVED", true), ("parcel_paused", "PAUSED", false), ("parcel_bad", "REJECTED", false)] {
            let (own, shown) = at_meta(&app, &owner, &path, name, status).await;
            assert_eq!((&shown["blocks_name"], &shown["family"][0]["blocks_name"]), (&json!(blocks), &json!(blocks)), "{shown}");
            let list = owner.get(&format!("{path}?q={name}")).await.expect(200).json;
            assert_eq!(list["data"][0]["languages"][0]["blocks_name"], blocks);
            owner.delete(&own).await.expect(204);
            assert_eq!(owner.get(&own).await.expect(200).json["blocks_name"], false, "it is gone already");
            let again = owner.post(&path, draft(name, "de", BODY)).await.expect(201).json;
            assert_eq!(again["blocks_name"], false);
            let sent = owner.post(&format!("{path}/{}/submit", again["id"].as_str().unwrap()), Value::Null).await;
            if blocks {
                assert!(sent.problem(409, "template_name_blocked").json["params"]["until"].is_string());
            } else {
                sent.expect(200);
            }
        }
    }

    async fn a_name_that_meta_keeps_is_known_though_unsent_changes_stay(app: TestApp) {
        let (path, owner) = templates(&app).await;
        for name in ["parcel_listed", "parcel_told"] {
            let (own, shown) = at_meta(&app, &owner, &path, name, "APPROVED").await;
            owner.patch(&own, json!({"components": [{"type": "BODY", "text": "Ein neuer Text, der noch nicht gesendet ist."}]})).await.expect(200);
            deleted_at_meta(&app, &format!("name={name}")).await;
            if name == "parcel_listed" {
                sync(&app, &owner, &path).await;
            } else {
                let event = json!({"event": "DELETED", "message_template_id": shown["meta_id"], "message_template_name": name});
                app.meta().tells(WABA, 1_780_000_000, "message_template_status_update", event).await;
                app.run_tasks().await;
            }
            let kept = owner.get(&own).await.expect(200).json;
            assert_eq!((&kept["state"], &kept["meta_id"], &kept["blocks_name"]), (&json!("draft"), &Value::Null, &json!(false)));
            app.meta().forget_calls().await;
            let blocked = owner.post(&format!("{own}/submit"), Value::Null).await.problem(409, "template_name_blocked").json;
            assert!(blocked["params"]["until"].is_string());
            assert_eq!(posts(&app.meta().calls().await), 0);
            // Another name is free, and the first one is not, whoever wants it.
            owner.patch(&own, json!({"name": format!("{name}_again")})).await.expect(200);
            owner.post(&format!("{own}/submit"), Value::Null).await.expect(200);
            let other = owner.post(&path, draft(name, "de", BODY)).await.expect(201).json;
            let other = format!("{path}/{}", other["id"].as_str().unwrap());
            owner.post(&format!("{other}/submit"), Value::Null).await.problem(409, "template_name_blocked");
            // What is left of the first is told once, as deleted.
            let gone = owner.get(&format!("{path}?status=deleted&q={name}")).await.expect(200).json;
            let states: Vec<_> = gone["data"][0]["languages"].as_array().unwrap().iter().map(|row| &row["state"]).collect();
            assert_eq!(states.iter().filter(|state| **state == "deleted").count(), 1, "{gone}");
        }
        // It is read again, and heard of again: nothing is left of it to change.
        let before = app.count("SELECT COUNT(*) FROM templates").await;
        sync(&app, &owner, &path).await;
        assert_eq!(app.count("SELECT COUNT(*) FROM templates").await, before);
    }
}
