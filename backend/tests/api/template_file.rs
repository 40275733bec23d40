//! Many templates in one file: plan, import, export; as large as a WABA may have them.

use std::time::Duration;

use clienthub::store;
use clienthub_shared::id::TemplateId;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{TestApp, on_both};
use crate::template_draft::{draft, templates};

const BODY: &str = "Dein Paket liegt ab heute in der Filiale bereit.";

fn actions(plan: &Value) -> Vec<String> {
    let rows = plan["rows"].as_array().unwrap().clone();
    let rows = rows.into_iter().filter(|row| row["action"] != "delete");
    rows.map(|row| format!("{} {}", row["action"], row["code"])).collect()
}

on_both! {
    async fn files_are_planned_imported_and_exported(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let made = owner.post(&path, draft("parcel_ready", "de", BODY)).await.expect(201).json;
        let own = format!("{path}/{}", made["id"].as_str().unwrap());
        let file = json!({"paging": {"cursors": {"after": "x"}}, "summary": {"total_count": 4}, "data": [
            draft("parcel_ready", "de", "Dein Paket liegt seit heute in der Filiale bereit."),
            draft("parcel_ready", "fr", BODY), draft("parcel_ready", "fr", BODY), draft("Bad name", "de", BODY)]});
        let plan = owner.post(&format!("{path}/plan?prune=true"), file.clone()).await.expect(200).json;
        let wanted = [
            "\"blocked\" \"template_rule_broken\"", "\"update\" null", "\"create\" null", "\"blocked\" \"repeated\"",
        ];
        assert_eq!(actions(&plan), wanted);
        let before = owner.get(&own).await.json["version"].clone();
        let done = owner.post(&format!("{path}/import"), file).await.expect(200).json;
        assert_eq!(actions(&done), wanted);
        assert!(owner.get(&own).await.json["version"].as_i64() > before.as_i64());
        let exported = owner.get(&format!("{path}/export?names=parcel_ready&drafts=true")).await.expect(200).json;
        assert_eq!(exported["data"].as_array().unwrap().len(), 2);
        assert_eq!(actions(&owner.post(&format!("{path}/plan"), exported).await.expect(200).json), ["\"unchanged\" null"; 2]);
    }

    async fn a_file_of_thousands_is_one_request_and_nothing_is_made_twice(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let text = BODY.repeat(8);
        let data: Vec<_> = (0..1500).map(|at| draft(&format!("parcel_{at}"), "de", &text)).collect();
        let file = json!({"data": data});
        assert!(file.to_string().len() > 512 * 1024);
        let first = owner.post(&format!("{path}/import"), file.clone()).await.expect(200).json;
        assert_eq!(actions(&first), vec!["\"create\" null"; 1500]);
        first["rows"][1499]["id"].as_str().unwrap().parse::<TemplateId>().unwrap();
        let events = "SELECT COUNT(*) FROM domain_events";
        let told = app.count(events).await;
        let again = owner.post(&format!("{path}/import"), file).await.expect(200).json;
        assert_eq!(actions(&again), vec!["\"unchanged\" null"; 1500]);
        assert_eq!(app.count(events).await, told);
        assert_eq!(app.count("SELECT COUNT(*) FROM templates WHERE name LIKE 'parcel!_%' ESCAPE '!'").await, 1500);
    }

    async fn what_comes_from_the_library_is_planned_by_its_entry(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let mut wanted = json!({"name": "delivered", "language": "en_US", "category": "UTILITY",
            "library_template_name": "delivery_confirmation_1",
            "library_template_body_inputs": {"add_contact_number": true},
            "library_template_button_inputs": [{"type": "URL", "url": {"base_url": "https://birch.example/orders"}}]});
        let plan = async |wanted: &Value| {
            actions(&owner.post(&format!("{path}/plan"), json!({"data": [wanted]})).await.expect(200).json).concat()
        };
        let made = owner.post(&path, wanted.clone()).await.expect(201).json;
        assert_eq!(plan(&wanted).await, "\"unchanged\" null");
        wanted["library_template_body_inputs"] = json!({"add_contact_number": false});
        assert_eq!(plan(&wanted).await, "\"update\" null");
        let own = format!("{path}/{}", made["id"].as_str().unwrap());
        let sent = owner.post(&format!("{own}/submit"), Value::Null).await.expect(200).json;
        assert_eq!(sent["state"], "approved");
        let body = sent["submitted"]["components"][0]["text"].as_str().unwrap();
        assert!(body.starts_with("Hi {{1}}, your order was delivered.") && body.len() > 90, "{body}");
        assert_eq!(plan(&wanted).await, "\"unchanged\" null");
    }

    async fn two_imports_of_one_file_at_once_make_each_template_once(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let data: Vec<_> = (0..300).map(|at| draft(&format!("parcel_{at}"), "de", BODY)).collect();
        let (file, to) = (json!({"data": data}), format!("{path}/import"));
        let (one, other) = tokio::join!(owner.post(&to, file.clone()), owner.post(&to, file));
        let done = [actions(&one.expect(200).json), actions(&other.expect(200).json)].concat();
        assert_eq!(done.iter().filter(|action| *action == "\"create\" null").count(), 300);
        assert_eq!(app.count("SELECT COUNT(*) FROM templates WHERE name LIKE 'parcel!_%' ESCAPE '!'").await, 300);
    }

    async fn a_template_that_is_another_since_the_plan_keeps_its_draft(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let made = owner.post(&path, draft("parcel_ready", "de", BODY)).await.expect(201).json;
        let id: TemplateId = made["id"].as_str().unwrap().parse().unwrap();
        let (org, waba) = (path.split('/').nth(2).unwrap().parse().unwrap(), made["waba_id"].as_str().unwrap().parse().unwrap());
        let file = json!({"data": [draft("parcel_ready", "de", "Dein Paket liegt seit heute bereit."), draft("parcel_here", "de", BODY)]});
        // Somebody holds the WABA while the file is planned, and saves. Nothing tells that it is planned: it is given longer and longer.
        for wait_ms in [100, 400, 1600, 6400] {
            let tx = app.state.db.begin().await.unwrap();
            store::waba::lock(&*tx, org, waba).await.unwrap().unwrap();
            let import = tokio::spawn({
                let (owner, to, file) = (owner.clone(), format!("{path}/import"), file.clone());
                async move { owner.post(&to, file).await.expect(200).json }
            });
            tokio::time::sleep(Duration::from_millis(wait_ms)).await;
            let row = store::template::find(&*tx, org, waba, id).await.unwrap().unwrap();
            let draft = Some(draft("parcel_ready", "de", "Was jemand anders schrieb.").to_string());
            store::template::update(&*tx, &store::template::Model { draft, ..row }).await.unwrap();
            tx.commit().await.unwrap();
            let done = import.await.unwrap();
            if actions(&done)[1] == "\"blocked\" \"version_stale\"" {
                let own = owner.get(&format!("{path}/{id}")).await.expect(200).json;
                assert_eq!(own["draft"]["components"][0]["text"], "Was jemand anders schrieb.");
                assert_eq!(done["rows"][0]["name"], "parcel_here");
                return assert!(done["rows"][0]["id"].is_string(), "the others are taken: {done}");
            }
        }
        panic!("the file was never planned before the draft was another");
    }

    async fn a_file_whose_turn_does_not_come_is_told_to_wait(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let _held = app.state.files.wait(path.split('/').nth(2).unwrap()).await.unwrap();
        let file = json!({"data": [draft("parcel_ready", "de", BODY)]});
        let (plan, import) = (format!("{path}/plan"), format!("{path}/import"));
        let (plan, import) = tokio::join!(owner.post(&plan, file.clone()), owner.post(&import, file));
        for refused in [plan, import] {
            assert!(refused.headers.contains_key("retry-after"), "{:?}", refused.headers);
            refused.problem(503, "overloaded");
        }
        assert_eq!(app.count("SELECT COUNT(*) FROM templates WHERE name = 'parcel_ready'").await, 0);
        assert_eq!(app.state.files.free(), 2);
    }

    async fn a_file_over_the_limit_is_too_large_and_a_member_that_meta_keeps_is_blocked(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let large = format!("{{\"data\": [], \"more\": \"{}\"}}", "x".repeat(16 * 1024 * 1024));
        let plan = || owner.request(Method::POST, &format!("/api/v1{path}/plan")).header("content-type", "application/json");
        plan().body(large.clone()).await.problem(413, "body_too_large");
        plan().body(large).unmeasured().await.problem(413, "body_too_large");
        let many: Vec<_> = (0..6001).map(|at| json!({"name": format!("parcel_{at}"), "language": "de"})).collect();
        let many = plan().json(&json!({"data": many})).await.problem(422, "validation_failed");
        many.about("data", "too_long");
        let long = json!({"data": [{"name": "long", "language": "de", "components": vec![0; 100_000]}]});
        assert_eq!(actions(&owner.post(&format!("{path}/plan"), long).await.expect(200).json), ["\"create\" null"]);
        let huge = json!({"data": [{"name": "huge", "language": "de", "components": [], "more": "x".repeat(300 * 1024)}]});
        assert_eq!(actions(&owner.post(&format!("{path}/import"), huge).await.expect(200).json), ["\"blocked\" \"body_too_large\""]);
        let deep = format!("{{\"data\": [{{\"name\": \"deep\", \"language\": \"de\", \"more\": {}{}}}]}}", "[".repeat(120), "]".repeat(120));
        plan().body(deep).await.problem(400, "bad_json");
        assert_eq!(app.state.files.free(), 2, "turns are given back");
        let made = owner.post(&path, draft("parcel_ready", "de", BODY)).await.expect(201).json;
        owner.post(&format!("{path}/{}/submit", made["id"].as_str().unwrap()), Value::Null).await.expect(200);
        app.execute("UPDATE templates SET state = 'approved' WHERE name = 'parcel_ready'").await;
        let mut wanted = draft("parcel_ready", "de", BODY);
        assert_eq!(actions(&owner.post(&format!("{path}/plan"), json!({"data": [wanted]})).await.json), ["\"unchanged\" null"]);
        wanted["cta_url_link_tracking_opted_out"] = json!(true);
        assert_eq!(actions(&owner.post(&format!("{path}/plan"), json!({"data": [wanted]})).await.json), ["\"update\" null"]);
        // What the file leaves out stays at Meta.
        app.execute("UPDATE templates SET content = REPLACE(content, '\"name\"', '\"message_send_ttl_seconds\":600,\"name\"') \
                     WHERE name = 'parcel_ready'").await;
        let imported = owner.post(&format!("{path}/import"), json!({"data": [wanted]})).await.expect(200).json;
        let own = format!("{path}/{}", imported["rows"][0]["id"].as_str().unwrap());
        assert_eq!(owner.get(&own).await.json["draft"]["message_send_ttl_seconds"], 600);
        wanted["degrees_of_freedom_spec"] = json!({"creative_features_spec": {}});
        let blocked = ["\"blocked\" \"template_member_fixed\""];
        assert_eq!(actions(&owner.post(&format!("{path}/plan"), json!({"data": [wanted]})).await.json), blocked);
    }
}
