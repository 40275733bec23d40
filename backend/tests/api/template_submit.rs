//! Sending templates: Meta's answer, its refusals, answers that are lost, and what is known before Meta is asked.

use chrono::TimeDelta;
use clienthub_sandbox::demo;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::template_draft::{draft, templates};
use crate::template_sync::sync;

const BODY: &str = "Dein Paket liegt ab heute in der Filiale bereit.";

async fn made(owner: &Client, path: &str, template: Value) -> String {
    let made = owner.post(path, template).await.expect(201).json;
    format!("{path}/{}", made["id"].as_str().unwrap())
}

/// Meta's reviewers decide at once.
async fn decide(app: &TestApp, template: &Value, verdict: Value) {
    let meta_id = template["meta_id"].as_str().unwrap();
    app.meta().control(Method::PATCH, &format!("templates/{meta_id}"), &verdict).await;
}

fn posts(calls: &[String]) -> usize {
    calls.iter().filter(|call| call.starts_with("POST")).count()
}

on_both! {
    async fn a_draft_is_sent_once_and_is_a_version(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        app.meta().forget_calls().await;
        let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        assert_eq!((&sent["state"], &sent["draft"]), (&json!("in_review"), &Value::Null));
        assert_eq!(sent["submitted"]["components"][0]["text"], BODY);
        assert!(sent["meta_id"].is_string() && sent["submitted_at"].is_string());
        assert_eq!(sent["edit"]["lock"], "in_review");
        assert_eq!(posts(&app.meta().calls().await), 1);
        owner.post(&format!("{own}/submit"), Value::Null).await.problem(409, "template_unchanged");
        let versions = owner.get(&format!("{own}/versions")).await.expect(200).json;
        assert_eq!((&versions["total"], &versions["data"][0]["source"]), (&json!(1), &json!("submitted")));
        let activity = owner.get(&format!("{own}/activity")).await.expect(200).json;
        assert_eq!(activity["data"][0]["action"], "template.submitted");
        owner.patch(&own, json!({"name": "other"})).await.problem(422, "validation_failed").about("name", "template_name_fixed");
    }

    async fn what_the_rules_know_is_refused_without_a_call(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", "Hallo {{1}}")).await;
        app.meta().forget_calls().await;
        let refused = owner.post(&format!("{own}/submit"), Value::Null).await.problem(422, "validation_failed").json;
        let findings: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|one| &one["params"]["finding"]).collect();
        assert!(findings.contains(&&json!("variable_at_end")), "{findings:?}");
        assert_eq!(posts(&app.meta().calls().await), 0);
    }

    async fn metas_refusal_is_kept_with_its_words_until_the_next_try(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        app.meta().fault(json!({"path": "/*/message_templates", "method": "POST", "error":
            {"code": 100, "subcode": 2_388_072, "message": "Invalid parameter"}})).await;
        let refused = owner.post(&format!("{own}/submit"), Value::Null).await.problem(422, "provider_input_refused").json;
        assert_eq!(refused["provider"]["subcode"], 2388072);
        let kept = owner.get(&own).await.expect(200).json;
        assert_eq!((&kept["refusal"]["path"], &kept["state"]), (&json!("components.0"), &json!("draft")));
        assert_eq!(kept["sending"], false);
        let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        assert_eq!((&sent["refusal"], &sent["state"]), (&Value::Null, &json!("in_review")));
    }

    async fn an_answer_that_is_lost_is_found_again_and_nothing_is_sent_twice(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        app.meta().fault(json!({"path": "/*/message_templates", "method": "POST", "cut": true})).await;
        let lost = owner.post(&format!("{own}/submit"), Value::Null).await;
        assert!(lost.status >= 500, "{}", lost.status);
        assert_eq!(owner.get(&own).await.json["sending"], true);
        owner.post(&format!("{own}/submit"), Value::Null).await.problem(409, "request_in_progress");
        owner.patch(&own, json!({"category": "MARKETING"})).await.problem(409, "request_in_progress");
        app.advance(TimeDelta::seconds(101));
        app.meta().forget_calls().await;
        let found = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        assert_eq!((&found["sending"], &found["draft"]), (&json!(false), &Value::Null));
        assert_eq!(posts(&app.meta().calls().await), 0);
    }

    async fn another_template_of_the_name_is_not_taken_for_ours(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        app.meta().fault(json!({"path": "/*/message_templates", "method": "POST", "cut": true, "before": true})).await;
        assert!(owner.post(&format!("{own}/submit"), Value::Null).await.status >= 500);
        let other = draft("parcel_ready", "de", "Ganz ein anderer Text von jemand anderem.");
        let url = format!("{}/v25.0/{}/message_templates", app.sandbox_url(), demo::BIRCH_SHARED.meta_id);
        let meta = reqwest::Client::builder().no_proxy().build().unwrap();
        let made = meta.post(url).bearer_auth(demo::BIRCH_SHARED.token).json(&other).send().await.unwrap();
        assert_eq!(made.status(), 200);
        app.advance(TimeDelta::seconds(101));
        owner.post(&format!("{own}/submit"), Value::Null).await.problem(409, "template_exists");
        let kept = owner.get(&own).await.expect(200).json;
        assert_eq!((&kept["draft"]["components"][0]["text"], &kept["sending"]), (&json!(BODY), &json!(false)));
        assert_eq!(kept["submitted"]["components"], other["components"]);
    }

    async fn what_never_arrived_is_free_again_and_sent_anew(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        app.meta().fault(json!({"path": "/*/message_templates", "method": "POST", "cut": true, "before": true})).await;
        assert!(owner.post(&format!("{own}/submit"), Value::Null).await.status >= 500);
        app.advance(TimeDelta::seconds(101));
        app.execute("UPDATE template_syncs SET used = 250, allowed = 250").await;
        owner.post(&format!("{own}/submit"), Value::Null).await.problem(409, "template_limit_reached");
        assert_eq!(owner.get(&own).await.json["sending"], false);
        app.execute("UPDATE template_syncs SET used = 0").await;
        owner.patch(&own, json!({"category": "MARKETING"})).await.expect(200);
        let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        assert_eq!((&sent["category"], &sent["draft"]), (&json!("MARKETING"), &Value::Null));
    }

    async fn an_edit_that_never_arrived_goes_through_the_rules_again(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        decide(&app, &sent, json!({"status": "APPROVED"})).await;
        app.execute("UPDATE templates SET state = 'approved' WHERE name = 'parcel_ready'").await;
        owner.patch(&own, json!({"components": [{"type": "BODY", "text": "Dein Paket liegt seit heute in der Filiale."}]})).await.expect(200);
        let edits = format!("/{}", sent["meta_id"].as_str().unwrap());
        app.meta().fault(json!({"path": edits, "method": "POST", "cut": true, "before": true})).await;
        assert!(owner.post(&format!("{own}/submit"), Value::Null).await.status >= 500);
        app.advance(TimeDelta::seconds(101));
        app.execute("UPDATE templates SET state = 'disabled' WHERE name = 'parcel_ready'").await;
        app.meta().forget_calls().await;
        owner.post(&format!("{own}/submit"), Value::Null).await.problem(409, "template_locked");
        assert_eq!(posts(&app.meta().calls().await), 0);
        assert_eq!(owner.get(&own).await.json["sending"], false);
        app.execute("UPDATE templates SET state = 'approved' WHERE name = 'parcel_ready'").await;
        let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        assert_eq!(sent["submitted"]["components"][0]["text"], "Dein Paket liegt seit heute in der Filiale.");
    }

    async fn a_draft_whose_template_meta_has_deleted_can_be_thrown_away(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        decide(&app, &sent, json!({"status": "REJECTED"})).await;
        owner.post(&format!("{own}/sync"), Value::Null).await.expect(200);
        owner.patch(&own, json!({"components": [{"type": "BODY", "text": "Ein neuer Text, der noch nicht gesendet ist."}]})).await.expect(200);
        let url = format!("{}/v25.0/{}/message_templates?name=parcel_ready", app.sandbox_url(), demo::BIRCH_SHARED.meta_id);
        let meta = reqwest::Client::builder().no_proxy().build().unwrap();
        meta.delete(url).bearer_auth(demo::BIRCH_SHARED.token).send().await.unwrap().error_for_status().unwrap();
        app.advance(TimeDelta::seconds(31));
        owner.post(&format!("{own}/sync"), Value::Null).await.expect(200);
        let kept = owner.get(&own).await.expect(200).json;
        assert_eq!((&kept["state"], &kept["meta_id"]), (&json!("draft"), &Value::Null));
        owner.delete(&own).await.expect(204);
        owner.get(&own).await.problem(404, "not_found");
    }

    async fn an_approved_one_is_edited_once_a_day_and_its_category_stays(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        decide(&app, &sent, json!({"status": "APPROVED"})).await;
        app.execute("UPDATE templates SET state = 'approved', was_approved = true WHERE name = 'parcel_ready'").await;
        owner.patch(&own, json!({"category": "MARKETING"})).await.expect(200);
        owner.post(&format!("{own}/submit"), Value::Null).await.problem(422, "validation_failed").about("category", "template_locked");
        let text = json!([{"type": "BODY", "text": "Dein Paket liegt seit heute in der Filiale bereit."}]);
        owner.patch(&own, json!({"category": "UTILITY", "components": text})).await.expect(200);
        let edited = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        assert_eq!((&edited["draft"], &edited["submitted"]["components"]), (&Value::Null, &text));
        let compared = owner.get(&format!("{own}/versions/compare?from=1&to=2")).await.expect(200).json;
        assert_eq!(compared["differences"][0]["path"], "components.0.text");
        app.execute("UPDATE templates SET state = 'approved' WHERE name = 'parcel_ready'").await;
        owner.patch(&own, json!({"components": [{"type": "BODY", "text": BODY}]})).await.expect(200);
        let locked = owner.post(&format!("{own}/submit"), Value::Null).await.problem(409, "template_locked").json;
        assert_eq!(locked["params"]["lock"], "once_per_day");
        let restored = owner.post(&format!("{own}/restore"), json!({"number": 2})).await.expect(200).json;
        assert_eq!(restored["draft"], Value::Null, "it is what Meta has");
    }

    async fn an_edit_carries_link_tracking_and_refuses_what_meta_keeps(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let mut template = draft("parcel_ready", "de", BODY);
        template["message_send_ttl_seconds"] = json!(600);
        let own = made(&owner, &path, template).await;
        let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        decide(&app, &sent, json!({"status": "APPROVED"})).await;
        app.execute("UPDATE templates SET state = 'approved' WHERE name = 'parcel_ready'").await;
        owner.patch(&own, json!({"category": "MARKETING"})).await.expect(200);
        owner.patch(&own, json!({"category": "UTILITY", "display_format": null})).await.expect(200);
        app.execute("UPDATE templates SET draft = content WHERE name = 'parcel_ready'").await;
        app.meta().forget_calls().await;
        owner.post(&format!("{own}/submit"), Value::Null).await.problem(409, "template_unchanged");
        assert_eq!((posts(&app.meta().calls().await), &owner.get(&own).await.json["draft"]), (0, &Value::Null));
        let unlike = owner.patch(&own, json!({"is_primary_device_delivery_only": true})).await;
        unlike.problem(422, "validation_failed").about("is_primary_device_delivery_only", "template_member_fixed");
        owner.patch(&own, json!({"message_send_ttl_seconds": null, "parameter_format": "NAMED"})).await.expect(200);
        let kept = owner.post(&format!("{own}/submit"), Value::Null).await.problem(422, "validation_failed");
        let places: Vec<_> = kept.json["errors"].as_array().unwrap().iter().map(|one| &one["path"]).collect();
        assert_eq!(places, ["parameter_format", "message_send_ttl_seconds"]);
        kept.about("parameter_format", "template_member_fixed");
        let choice = json!({"message_send_ttl_seconds": 600, "parameter_format": null, "cta_url_link_tracking_opted_out": true});
        owner.patch(&own, choice).await.expect(200);
        let edited = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        assert_eq!(edited["submitted"]["cta_url_link_tracking_opted_out"], true);
        let node = app.meta().control(Method::GET, &format!("templates/{}", sent["meta_id"].as_str().unwrap()), &Value::Null).await;
        assert_eq!(node["fields"]["cta_url_link_tracking_opted_out"], true, "{node}");
    }

    async fn deleting_tells_meta_and_blocks_the_name(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        owner.post(&format!("{own}/submit"), Value::Null).await.expect(200);
        app.execute("UPDATE templates SET was_approved = true WHERE name = 'parcel_ready'").await;
        owner.delete(&own).await.expect(204);
        owner.get(&format!("{own}/versions")).await.expect(200);
        assert_eq!(owner.get(&own).await.expect(200).json["state"], "deleted");
        let again = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        let blocked = owner.post(&format!("{again}/submit"), Value::Null).await.problem(409, "template_name_blocked").json;
        assert!(blocked["params"]["until"].is_string());
        // A draft that Meta never had leaves nothing.
        owner.delete(&again).await.expect(204);
        owner.get(&again).await.problem(404, "not_found");
    }

    async fn a_deletion_whose_answer_was_lost_is_done_by_the_next_try(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        app.meta().fault(json!({"path": "/*/message_templates", "method": "DELETE", "cut": true})).await;
        owner.delete(&own).await.problem(502, "provider_unavailable");
        assert_eq!(owner.get(&own).await.json["state"], "in_review");
        let body = json!({"ids": [sent["id"]]});
        let done = owner.post(&format!("{path}/delete"), body).await.expect(200).json;
        assert_eq!((&done["deleted"][0], &done["kept"]), (&sent["id"], &json!([])));
        assert_eq!(owner.get(&own).await.json["state"], "deleted");
    }

    async fn a_name_stays_while_it_is_unknown_whether_meta_has_it(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let own = made(&owner, &path, draft("parcel_ready", "de", BODY)).await;
        app.meta().fault(json!({"path": "/*/message_templates", "method": "POST", "cut": true})).await;
        owner.post(&format!("{own}/submit"), Value::Null).await.problem(502, "provider_unavailable");
        app.advance(TimeDelta::seconds(101));
        owner.renew().await;
        owner.patch(&own, json!({"name": "parcel_waits"})).await.problem(409, "outcome_unknown");
        let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        assert_eq!((&sent["name"], &sent["state"]), (&json!("parcel_ready"), &json!("in_review")));
    }

    async fn one_whose_sending_ended_without_a_word_is_deleted_at_meta_too(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let lost = async |name: &str, is_taken: bool| {
            let own = made(&owner, &path, draft(name, "de", BODY)).await;
            let fault = json!({"path": "/*/message_templates", "method": "POST", "cut": true, "before": !is_taken});
            app.meta().fault(fault).await;
            assert!(owner.post(&format!("{own}/submit"), Value::Null).await.status >= 500);
            assert_eq!(owner.get(&own).await.json["sending"], true);
            own
        };
        let (alone, together) = (lost("parcel_ready", true).await, lost("parcel_late", true).await);
        let (family, never) = (lost("parcel_back", true).await, lost("parcel_never", false).await);
        owner.delete(&alone).await.problem(409, "request_in_progress");
        app.advance(TimeDelta::seconds(101));
        owner.renew().await;

        app.meta().fault(json!({"path": "/*/message_templates", "method": "GET", "error": {"status": 400, "code": 100}})).await;
        assert!(owner.delete(&alone).await.status >= 400, "nobody knows whether Meta has it");
        assert_eq!(owner.get(&alone).await.expect(200).json["sending"], true);
        owner.delete(&alone).await.expect(204);
        let ids = json!({"ids": [together.rsplit('/').next().unwrap()], "names": ["parcel_back"]});
        let done = owner.post(&format!("{path}/delete"), ids).await.expect(200).json;
        assert_eq!((done["deleted"].as_array().unwrap().len(), &done["kept"]), (2, &json!([])), "{done}");
        for own in [&alone, &together, &family] {
            assert_eq!(owner.get(own).await.expect(200).json["state"], "deleted");
        }
        let deletions = app.meta().calls().await.iter().filter(|call| call.starts_with("DELETE")).count();
        assert_eq!(deletions, 2);
        owner.delete(&never).await.expect(204);
        owner.get(&never).await.problem(404, "not_found");
        sync(&app, &owner, &path).await;
        let names = "SELECT COUNT(*) FROM templates WHERE gone_at IS NULL AND name IN ('parcel_ready', 'parcel_late', 'parcel_back')";
        assert_eq!(app.count(names).await, 0, "Meta has none of them");
        assert_eq!(app.count("SELECT COUNT(*) FROM audit WHERE action = 'template.delete'").await, 4);
    }

    async fn families_go_together_and_what_meta_keeps_is_told(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let mut ids = Vec::new();
        for language in ["de", "fr"] {
            let own = made(&owner, &path, draft("parcel_ready", language, BODY)).await;
            ids.push(owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json);
        }
        made(&owner, &path, draft("only_here", "de", BODY)).await;
        let meta_id = ids[0]["meta_id"].as_str().unwrap();
        app.meta().control(Method::PATCH, &format!("templates/{meta_id}"), &json!({"status": "DISABLED"})).await;
        let body = json!({"names": ["parcel_ready", "only_here"]});
        let done = owner.post(&format!("{path}/delete"), body).await.expect(200).json;
        assert_eq!((done["deleted"].as_array().unwrap().len(), &done["kept"][0]["id"]), (2, &ids[0]["id"]));
        owner.post(&format!("{path}/delete"), json!({})).await.problem(422, "validation_failed");
    }

    async fn a_file_reaches_meta_in_two_halves(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let media = path.replace("/templates", "/media");
        for (file, at) in [
            (json!({"file_name": "a.gif", "mime_type": "image/gif", "bytes": 4}), "mime_type"),
            (json!({"file_name": "a.png", "mime_type": "image/png", "bytes": 6_000_000}), "bytes"),
            (json!({"file_name": "a.png", "mime_type": "image/png", "bytes": 0}), "bytes"),
        ] {
            owner.post(&media, file).await.problem(422, "validation_failed").about(at, "media_not_accepted");
        }
        let begun = owner.post(&media, json!({"file_name": "a.png", "mime_type": "image/png", "bytes": 8})).await.expect(201).json;
        let own = format!("{media}/{}", begun["id"].as_str().unwrap());
        let wrong = owner.request(Method::PUT, &format!("/api/v1{own}?offset=4")).body("rest").await;
        assert_eq!(wrong.problem(409, "upload_offset_wrong").json["params"]["offset"], 0);
        let longer = owner.request(Method::PUT, &format!("/api/v1{own}")).body(b"\x89PNG\r\n\x1A\nx".as_slice());
        longer.unmeasured().await.problem(413, "body_too_large");
        let whole = owner.request(Method::PUT, &format!("/api/v1{own}")).body(b"\x89PNG\r\n\x1A\n".as_slice()).await.expect(200).json;
        assert_eq!((&whole["offset"], whole["handle"].is_string()), (&json!(8), true));
        assert_eq!(owner.get(&own).await.expect(200).json, whole);
    }

    async fn a_file_that_is_not_of_its_type_never_reaches_meta(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let media = path.replace("/templates", "/media");
        for (mime_type, bytes) in [("image/png", b"hello\n".as_slice()), ("application/pdf", b"\x89PNG\r\n\x1A\n".as_slice())] {
            let file = json!({"file_name": "fake", "mime_type": mime_type, "bytes": bytes.len()});
            let own = format!("{media}/{}", owner.post(&media, file).await.expect(201).json["id"].as_str().unwrap());
            for is_measured in [true, false] {
                let sent = owner.request(Method::PUT, &format!("/api/v1{own}")).body(bytes);
                let refused = if is_measured { sent.await } else { sent.unmeasured().await };
                refused.problem(422, "validation_failed").about("mime_type", "media_not_accepted");
                assert_eq!(owner.get(&own).await.expect(200).json["offset"], 0);
            }
        }
    }

    async fn of_several_who_send_a_file_at_once_one_is_told_that_it_is_there(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let media = path.replace("/templates", "/media");
        let file = json!({"file_name": "a.png", "mime_type": "image/png", "bytes": 9});
        let begun = owner.post(&media, file).await.expect(201).json;
        let own = format!("/api/v1{media}/{}", begun["id"].as_str().unwrap());
        app.meta().fault(json!({"path": "/upload:*", "method": "GET", "delay_ms": 300, "times": 3})).await;
        let send = |end: &str| owner.request(Method::PUT, &own).body([b"\x89PNG\r\n\x1A\n", end.as_bytes()].concat());
        let (one, other, third) = tokio::join!(send("a"), send("b"), send("c"));
        let (done, late): (Vec<_>, Vec<_>) = [one, other, third].into_iter().partition(|answer| answer.status == 200);
        assert_eq!(done.len(), 1);
        assert!(done[0].json["handle"].is_string(), "{}", done[0].json);
        for answer in late {
            assert_eq!(answer.problem(409, "upload_offset_wrong").json["params"]["offset"], 9);
        }
    }

    async fn meta_has_texts_and_a_library(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let texts = owner.get(&format!("{path}/authentication-texts?languages=de,en_US&security=true&expiry=5")).await.expect(200).json;
        assert_eq!(texts["data"].as_array().unwrap().len(), 2);
        owner.get(&format!("{path}/authentication-texts?languages=xx")).await.problem(400, "bad_query");
        let library = path.replace("/templates", "/template-library");
        let page = owner.get(&format!("{library}?limit=5")).await.expect(200).json;
        assert_eq!((page["data"].as_array().unwrap().len(), page["next_cursor"].is_string()), (5, true));
        let entry = &page["data"][0];
        assert!(entry["template"]["components"].as_array().is_some_and(|parts| !parts.is_empty()), "{entry}");
        owner.get(&format!("{library}?topic=NICE")).await.problem(400, "bad_query");
    }
}
