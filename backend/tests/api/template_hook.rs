//! Meta's webhooks about templates: rows, timeline, activity and stream; what is older or unknown.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_sandbox::demo;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::template_draft::{draft, templates};
use crate::template_sync::{change, of_meta};

const WABA: &str = demo::BIRCH_SHARED.meta_id;
const STATUS: &str = "message_template_status_update";
const NOW: i64 = 1_780_000_000;

/// The template that is under review, at Meta and here.
async fn pending(app: &TestApp) -> String {
    app.text("SELECT meta_id FROM templates WHERE state = 'in_review' ORDER BY meta_id LIMIT 1").await
}

fn about(meta_id: &str, mut value: Value) -> Value {
    value["message_template_id"] = json!(meta_id.parse::<u64>().unwrap());
    value["message_template_name"] = json!("x");
    value["message_template_language"] = json!("de");
    value
}

async fn hear(app: &TestApp, meta_id: &str, time: i64, field: &str, value: Value) {
    app.meta().tells(WABA, time, field, about(meta_id, value)).await;
    app.run_tasks().await;
}

async fn outcomes(app: &TestApp) -> String {
    app.text("SELECT outcome FROM meta_events ORDER BY id DESC LIMIT 1").await
}

async fn activity(owner: &Client, path: &str, template: &Value) -> Value {
    owner.get(&format!("{path}/{}/activity", template["id"].as_str().unwrap())).await.expect(200).json
}

on_both! {
    async fn a_rejection_says_why_and_an_approval_takes_it_away(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let id = pending(&app).await;
        let rejected = json!({"event": "REJECTED", "reason": "SCAM", "rejection_info":
            {"reason": "It asks for money.", "recommendation": "Say who you are."}});
        hear(&app, &id, NOW, STATUS, rejected.clone()).await;
        let shown = of_meta(&app, &owner, &path, &id).await;
        assert_eq!((&shown["state"], &shown["meta_status"]), (&json!("rejected"), &json!("REJECTED")));
        assert_eq!(shown["rejection"], json!({"reason": "SCAM", "text": "It asks for money.", "recommendation": "Say who you are."}));
        let told = activity(&owner, &path, &shown).await;
        assert_eq!((&told["data"][0]["field"], &told["data"][0]["outcome"]), (&json!(STATUS), &json!("applied")));
        let history = app.text("SELECT to_value FROM history WHERE attribute = 'state' ORDER BY id DESC LIMIT 1").await;
        assert_eq!(history, "rejected");
        assert_eq!(app.text("SELECT kind FROM domain_events ORDER BY id DESC LIMIT 1").await, "template.status_changed.v1");

        // Delivered again: the same event.
        hear(&app, &id, NOW, STATUS, rejected).await;
        assert_eq!(activity(&owner, &path, &shown).await["total"], told["total"]);
        // Older by Meta's clock: superseded.
        hear(&app, &id, NOW - 5, STATUS, json!({"event": "APPROVED", "reason": "NONE"})).await;
        assert_eq!(outcomes(&app).await, "superseded");
        assert_eq!(of_meta(&app, &owner, &path, &id).await["version"], shown["version"]);
        hear(&app, &id, NOW + 5, STATUS, json!({"event": "APPROVED", "reason": null})).await;
        let shown = of_meta(&app, &owner, &path, &id).await;
        assert_eq!((&shown["state"], &shown["rejection"]), (&json!("approved"), &Value::Null));
    }

    async fn pauses_end_when_meta_says(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let id = pending(&app).await;
        for (place, (title, hours)) in [("FIRST_PAUSE", Some(3)), ("SECOND_PAUSE", Some(6)), ("RATE_LIMITING_PAUSE", None)].into_iter().enumerate() {
            let time = NOW + 100 * place as i64;
            hear(&app, &id, time, STATUS, json!({"event": "PAUSED", "other_info": {"title": title, "description": "d"}})).await;
            let shown = of_meta(&app, &owner, &path, &id).await;
            assert_eq!((&shown["state"], &shown["pause"]["title"]), (&json!("paused"), &json!(title)));
            let since = DateTime::<Utc>::from_timestamp(time, 0).unwrap();
            let until = shown["pause"]["until"].as_str().map(|at| at.parse::<DateTime<Utc>>().unwrap());
            assert_eq!(until, hours.map(|hours| since + TimeDelta::hours(hours)));
        }
        hear(&app, &id, NOW + 900, STATUS, json!({"event": "REINSTATED"})).await;
        let shown = of_meta(&app, &owner, &path, &id).await;
        assert_eq!((&shown["state"], &shown["pause"]), (&json!("approved"), &Value::Null));
        for (place, (event, state)) in [("FLAGGED", "approved"), ("DISABLED", "disabled"), ("IN_APPEAL", "in_appeal"),
            ("ARCHIVED", "archived"), ("UNARCHIVED", "approved"), ("LOCKED", "disabled"), ("LIMIT_EXCEEDED", "limit_exceeded"),
            ("PENDING", "in_review"), ("SOMETHING_NEW", "unknown"), ("PENDING_DELETION", "pending_deletion")].into_iter().enumerate() {
            let value = json!({"event": event, "disable_info": {"disable_date": NOW}});
            hear(&app, &id, NOW + 1000 + place as i64, STATUS, value).await;
            assert_eq!(of_meta(&app, &owner, &path, &id).await["state"], state, "{event}");
        }
        hear(&app, &id, NOW + 2000, STATUS, json!({"event": "DELETED"})).await;
        assert_eq!(of_meta(&app, &owner, &path, &id).await["state"], "deleted");
        assert_eq!(app.text("SELECT kind FROM domain_events ORDER BY id DESC LIMIT 1").await, "template.deleted.v1");
    }

    async fn quality_and_category_move_with_their_events(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let id = app.text("SELECT meta_id FROM templates WHERE state = 'approved' AND category = 'UTILITY' ORDER BY meta_id LIMIT 1").await;
        hear(&app, &id, NOW, "message_template_quality_update", json!({"previous_quality_score": "GREEN", "new_quality_score": "RED"})).await;
        assert_eq!(of_meta(&app, &owner, &path, &id).await["quality"], "low");
        let soon = json!({"correct_category": "MARKETING", "new_category": "UTILITY", "category_update_timestamp": NOW + 86_400});
        hear(&app, &id, NOW, "template_category_update", soon).await;
        let shown = of_meta(&app, &owner, &path, &id).await;
        assert_eq!((&shown["category"], &shown["category_coming"]["category"]), (&json!("UTILITY"), &json!("MARKETING")));
        assert!(shown["category_coming"]["at"].is_string());
        hear(&app, &id, NOW + 86_400, "template_category_update", json!({"previous_category": "UTILITY", "new_category": "MARKETING"})).await;
        let shown = of_meta(&app, &owner, &path, &id).await;
        assert_eq!((&shown["category"], &shown["category_before"], &shown["category_coming"]), (&json!("MARKETING"), &json!("UTILITY"), &Value::Null));
        assert_eq!(app.text("SELECT kind FROM domain_events ORDER BY id DESC LIMIT 1").await, "template.category_changed.v1");
    }

    async fn texts_and_unknown_templates_are_read_from_meta(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let id = app.text("SELECT meta_id FROM templates WHERE state = 'approved' ORDER BY meta_id LIMIT 1").await;
        change(&app, &id, json!({"components": [{"type": "BODY", "text": "Ein neuer Text aus dem Manager."}]})).await;
        app.meta().forget_calls().await;
        hear(&app, &id, NOW, "message_template_components_update", json!({"message_template_element": "Ein neuer Text aus dem Manager."})).await;
        assert_eq!(app.meta().calls().await, [format!("GET /{id}")]);
        let shown = of_meta(&app, &owner, &path, &id).await;
        assert_eq!(shown["submitted"]["components"][0]["text"], "Ein neuer Text aus dem Manager.");
        let versions = owner.get(&format!("{path}/{}/versions", shown["id"].as_str().unwrap())).await.expect(200).json;
        assert_eq!(versions["data"][0]["source"], "meta");

        let url = format!("{}/v25.0/{WABA}/message_templates", app.sandbox_url());
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        let mut made = Vec::new();
        for name in ["one", "two", "three", "four", "five", "six", "seven"] {
            let sent = http.post(&url).bearer_auth(demo::BIRCH_SHARED.token).json(&draft(name, "de", "Guten Tag an alle hier.")).send().await;
            let sent: Value = sent.unwrap().json().await.unwrap();
            made.push(sent["id"].as_str().unwrap().to_owned());
        }
        hear(&app, &made[0], NOW, STATUS, json!({"event": "APPROVED"})).await;
        assert_eq!(outcomes(&app).await, "kept");
        assert_eq!(of_meta(&app, &owner, &path, &made[0]).await["name"], "one");
        // Many at once: a listing is cheaper.
        app.advance(TimeDelta::minutes(6));
        app.meta().forget_calls().await;
        for id in &made[1..] {
            app.meta().tells(WABA, NOW, STATUS, about(id, json!({"event": "APPROVED"}))).await;
        }
        app.run_tasks().await;
        assert_eq!(app.meta().calls().await, [format!("GET /{WABA}/message_templates")]);
        owner.renew().await;
        assert_eq!(of_meta(&app, &owner, &path, &made[6]).await["name"], "seven");
        // One that Meta does not show either.
        hear(&app, "149999999999999", NOW, STATUS, json!({"event": "APPROVED"})).await;
        assert_eq!(outcomes(&app).await, "kept");
    }

    async fn a_deleted_template_with_changes_goes_on_as_a_draft(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let id = app.text("SELECT meta_id FROM templates WHERE state = 'approved' ORDER BY meta_id LIMIT 1").await;
        let shown = of_meta(&app, &owner, &path, &id).await;
        let own = format!("{path}/{}", shown["id"].as_str().unwrap());
        owner.patch(&own, json!({"components": [{"type": "BODY", "text": "Noch nicht gesendet."}]})).await.expect(200);
        hear(&app, &id, NOW, STATUS, json!({"event": "DELETED"})).await;
        let kept = owner.get(&own).await.expect(200).json;
        assert_eq!((&kept["state"], &kept["draft"]["components"][0]["text"]), (&json!("draft"), &json!("Noch nicht gesendet.")));
    }
}
