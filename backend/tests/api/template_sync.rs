//! Reading templates from Meta: all of them, one alone, on from where it stopped, and what is kept of what was not sent.

use chrono::TimeDelta;
use clienthub::jobs::schedule;
use clienthub_sandbox::demo;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::template_draft::{draft, templates};
use crate::waba::{birch, connect};

const WABA: &str = demo::BIRCH_SHARED.meta_id;
const BODY: &str = "Dein Paket liegt ab heute in der Filiale bereit.";

async fn fill(app: &TestApp, templates: usize) {
    app.meta().control(Method::POST, &format!("wabas/{WABA}/fill"), &json!({"templates": templates})).await;
}

/// A person asks for a sync, and it runs; the summary afterwards.
pub async fn sync(app: &TestApp, owner: &Client, path: &str) -> Value {
    app.advance(TimeDelta::seconds(31));
    let asked = owner.post(&format!("{path}/sync"), Value::Null).await.expect(202).json;
    assert_eq!(asked["sync"]["state"], "running");
    app.run_tasks().await;
    summary(owner, path).await
}

pub async fn summary(owner: &Client, path: &str) -> Value {
    owner.get(&format!("{path}/summary")).await.expect(200).json
}

/// The one alert of this code; null when there is none.
async fn alert(owner: &Client, path: &str, code: &str) -> Value {
    let org = path.split('/').nth(2).unwrap();
    let alerts = owner.get(&format!("/orgs/{org}/alerts")).await.expect(200).json;
    let mut found = alerts["data"].as_array().unwrap().iter().filter(|alert| alert["code"] == code);
    let alert = found.next().cloned().unwrap_or_default();
    assert_eq!(found.count(), 0, "one for each WABA");
    alert
}

async fn pages_read(app: &TestApp, waba: &str) -> usize {
    let page = format!("GET /{waba}/message_templates");
    app.meta().calls().await.into_iter().filter(|call| *call == page).count()
}

/// A template that Meta has, as the page shows it.
pub async fn of_meta(app: &TestApp, owner: &Client, path: &str, meta_id: &str) -> Value {
    let id = app.text(&format!("SELECT id FROM templates WHERE meta_id = '{meta_id}'")).await;
    owner.get(&format!("{path}/{id}")).await.expect(200).json
}

/// Something at Meta becomes different; its webhooks are lost.
pub async fn change(app: &TestApp, meta_id: &str, fields: Value) {
    app.meta().control(Method::PATCH, &format!("templates/{meta_id}"), &fields).await;
}

fn kinds(summary: &Value) -> Vec<&str> {
    summary["changes"]["rows"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap()).collect()
}

async fn totals(app: &TestApp) -> Vec<i64> {
    let mut totals = Vec::new();
    for what in ["domain_events", "history", "activity", "template_versions", "templates"] {
        totals.push(app.count(&format!("SELECT COUNT(*) FROM {what}")).await);
    }
    totals.push(app.count("SELECT CAST(SUM(version) AS BIGINT) FROM templates").await);
    totals
}

async fn submit(owner: &Client, path: &str, template: Value) -> (String, crate::support::Answer) {
    let made = owner.post(path, template).await.expect(201).json;
    let own = format!("{path}/{}", made["id"].as_str().unwrap());
    let sent = owner.post(&format!("{own}/submit"), Value::Null).await;
    (own, sent)
}

on_both! {
    async fn six_hundred_templates_take_six_calls_and_a_second_sync_writes_nothing(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let first = summary(&owner, &path).await;
        assert_eq!((&first["sync"]["state"], &first["used"], &first["changes"]["count"]), (&json!("done"), &json!(12), &json!(12)));
        fill(&app, 600).await;
        app.meta().forget_calls().await;
        let synced = sync(&app, &owner, &path).await;
        assert_eq!(pages_read(&app, WABA).await, 6);
        assert_eq!((&synced["sync"]["state"], &synced["used"], &synced["limit"]), (&json!("done"), &json!(600), &json!(6000)));
        assert_eq!(app.count("SELECT COUNT(*) FROM templates").await, 600);
        assert_eq!(app.count("SELECT COUNT(DISTINCT meta_id) FROM templates").await, 600);
        assert_eq!(synced["changes"]["count"], 588);
        assert_eq!(kinds(&synced), ["added"; 100]);
        assert_eq!(synced["changes"]["since"], first["synced_at"]);

        let before = totals(&app).await;
        app.advance(TimeDelta::minutes(20));
        schedule::enqueue_due(&app.state).await.unwrap();
        app.run_tasks().await;
        assert_eq!(totals(&app).await, before);
        owner.renew().await;
        let again = summary(&owner, &path).await;
        assert_eq!(again["changes"], synced["changes"]);
        assert!(again["synced_at"].as_str() > synced["synced_at"].as_str());
    }

    async fn a_sync_that_ran_out_of_calls_goes_on_where_it_stopped(app: TestApp) {
        let app = app.another(|config| config.sync.calls_per_hour = 5).await;
        let (birch, owner) = birch(&app).await;
        let fields = json!({"name": "Alder", "business_id": "810000000000011", "account_review_status": "APPROVED"});
        let meta_id = app.meta().control(Method::POST, "wabas", &fields).await["id"].as_str().unwrap().to_owned();
        app.meta().control(Method::POST, &format!("wabas/{meta_id}/fill"), &json!({"templates": 710})).await;
        let token = app.meta().token(json!({"waba_ids": [meta_id]})).await;
        let waba = connect(&owner, birch, &meta_id, &token).await.expect(201).json;
        let path = format!("/orgs/{birch}/wabas/{}/templates", waba["id"].as_str().unwrap());
        // Connecting and the numbers took this hour's calls.
        app.run_tasks().await;
        let waiting = summary(&owner, &path).await;
        assert_eq!((&waiting["sync"]["state"], &waiting["sync"]["failed_at"]), (&json!("never"), &Value::Null));
        for (known, pages) in [(500, 5), (710, 8)] {
            app.advance(TimeDelta::hours(1));
            app.run_tasks().await;
            assert_eq!(app.count("SELECT COUNT(*) FROM templates").await, known);
            assert_eq!(pages_read(&app, &meta_id).await, pages);
        }
        owner.renew().await;
        let done = summary(&owner, &path).await;
        assert_eq!((&done["sync"]["state"], &done["changes"]["count"]), (&json!("done"), &json!(710)));
    }

    async fn a_cursor_that_meta_has_forgotten_begins_the_listing_anew(app: TestApp) {
        let (path, owner) = templates(&app).await;
        fill(&app, 250).await;
        app.advance(TimeDelta::seconds(31));
        owner.post(&format!("{path}/sync"), Value::Null).await.expect(202);
        app.execute("UPDATE template_syncs SET began_at = asked_at, cursor = 'old'").await;
        app.meta().fault(json!({"path": format!("/{WABA}/message_templates"), "method": "GET", "error": {"code": 100}})).await;
        app.meta().forget_calls().await;
        app.run_tasks().await;
        assert_eq!(pages_read(&app, WABA).await, 4);
        assert_eq!(app.count("SELECT COUNT(*) FROM templates").await, 250);
        assert_eq!(summary(&owner, &path).await["sync"]["state"], "done");
    }

    async fn what_changed_at_meta_is_told(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let ids: Vec<String> = app.text("SELECT meta_id FROM templates WHERE state = 'approved' ORDER BY meta_id").await
            .lines().map(ToOwned::to_owned).collect();
        let first = ids[0].clone();
        let of = async |column: &str, state: &str| {
            app.text(&format!("SELECT meta_id FROM templates WHERE {column} = '{state}' AND meta_id <> '{first}' ORDER BY meta_id LIMIT 1")).await
        };
        let pending = of("state", "in_review").await;
        change(&app, &first, json!({"quality_score": "RED"})).await;
        change(&app, &pending, json!({"status": "REJECTED", "rejected_reason": "SCAM"})).await;
        let told = sync(&app, &owner, &path).await;
        let mut found = kinds(&told);
        found.sort_unstable();
        assert_eq!(found, ["quality", "status"], "{told}");
        let rejected = of_meta(&app, &owner, &path, &pending).await;
        assert_eq!((&rejected["state"], &rejected["rejection"]["reason"]), (&json!("rejected"), &json!("SCAM")));
        let low = of_meta(&app, &owner, &path, &first).await;
        assert_eq!(low["quality"], "low");
        let activity = owner.get(&format!("{path}/{}/activity", low["id"].as_str().unwrap())).await.expect(200).json;
        assert_eq!(activity["data"][0]["action"], "synced");

        change(&app, &first, json!({"components": [{"type": "BODY", "text": "Ganz anders als zuvor."}], "category": "MARKETING"})).await;
        let told = sync(&app, &owner, &path).await;
        let mut found = kinds(&told);
        found.sort_unstable();
        assert_eq!(found, ["category", "content"], "{told}");
        let edited = of_meta(&app, &owner, &path, &first).await;
        assert_eq!(edited["submitted"]["components"][0]["text"], "Ganz anders als zuvor.");
        let versions = owner.get(&format!("{path}/{}/versions", edited["id"].as_str().unwrap())).await.expect(200).json;
        assert_eq!((&versions["total"], &versions["data"][0]["source"]), (&json!(2), &json!("meta")));
    }

    async fn a_template_that_is_gone_at_meta_is_gone_here_and_its_draft_stays(app: TestApp) {
        let (path, owner) = templates(&app).await;
        fill(&app, 130).await;
        sync(&app, &owner, &path).await;
        let ids = app.text("SELECT meta_id FROM templates WHERE state = 'approved' ORDER BY meta_id LIMIT 1").await;
        let other = app.text("SELECT meta_id FROM templates WHERE state = 'approved' ORDER BY meta_id DESC LIMIT 1").await;
        let (one, two) = (of_meta(&app, &owner, &path, &ids).await, of_meta(&app, &owner, &path, &other).await);
        let drafted = format!("{path}/{}", two["id"].as_str().unwrap());
        owner.patch(&drafted, json!({"components": [{"type": "BODY", "text": BODY}]})).await.expect(200);
        for gone in [&ids, &other] {
            change(&app, gone, json!({"status": "DELETED"})).await;
        }
        app.meta().forget_calls().await;
        let told = sync(&app, &owner, &path).await;
        assert_eq!(kinds(&told), ["gone", "gone"]);
        assert_eq!(app.meta().calls().await.len(), 4, "two pages, and each of the two alone");
        let gone = owner.get(&format!("{path}/{}", one["id"].as_str().unwrap())).await.expect(200).json;
        assert_eq!(gone["state"], "deleted");
        let kept = owner.get(&drafted).await.expect(200).json;
        assert_eq!((&kept["state"], &kept["meta_id"], &kept["submitted"]), (&json!("draft"), &Value::Null, &Value::Null));
        assert_eq!(kept["draft"]["components"][0]["text"], BODY);
        let again = sync(&app, &owner, &path).await;
        assert_eq!(again["changes"], told["changes"]);
    }

    async fn what_was_not_sent_yet_stays_whatever_meta_has(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let made = owner.post(&path, draft("parcel_here", "de", BODY)).await.expect(201).json;
        let own = format!("{path}/{}", made["id"].as_str().unwrap());
        // Somebody makes the same one at Meta.
        let url = format!("{}/v25.0/{WABA}/message_templates", app.sandbox_url());
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        let body = draft("parcel_here", "de", "Dein Paket ist schon wieder weg, leider.");
        let sent = http.post(url).bearer_auth(demo::BIRCH_SHARED.token).json(&body).send().await.unwrap();
        assert!(sent.status().is_success());
        sync(&app, &owner, &path).await;
        let both = owner.get(&own).await.expect(200).json;
        assert_eq!(both["state"], "in_review");
        assert_eq!(both["draft"]["components"][0]["text"], BODY);
        assert_eq!(both["submitted"]["components"][0]["text"], "Dein Paket ist schon wieder weg, leider.");
    }

    async fn a_creation_whose_answer_was_lost_is_found_by_the_next_sync(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let fault = |before: bool| json!({"path": "/*/message_templates", "method": "POST", "cut": true, "before": before});
        app.meta().fault(fault(false)).await;
        let (there, lost) = submit(&owner, &path, draft("parcel_there", "de", BODY)).await;
        assert!(lost.status >= 500);
        app.meta().fault(fault(true)).await;
        let (nowhere, lost) = submit(&owner, &path, draft("parcel_nowhere", "de", BODY)).await;
        assert!(lost.status >= 500);
        // Its process may be alive.
        sync(&app, &owner, &path).await;
        assert_eq!(owner.get(&there).await.json["sending"], true);
        app.advance(TimeDelta::seconds(101));
        app.meta().forget_calls().await;
        sync(&app, &owner, &path).await;
        let found = owner.get(&there).await.expect(200).json;
        assert_eq!((&found["state"], &found["draft"], &found["sending"]), (&json!("in_review"), &Value::Null, &json!(false)));
        assert!(found["submitted_at"].is_string());
        let versions = owner.get(&format!("{there}/versions")).await.expect(200).json;
        assert_eq!((&versions["total"], &versions["data"][0]["source"]), (&json!(1), &json!("submitted")));
        let free = owner.get(&nowhere).await.expect(200).json;
        assert_eq!((&free["state"], &free["sending"]), (&json!("draft"), &json!(false)));
        assert!(app.meta().calls().await.iter().all(|call| call.starts_with("GET")));
        assert_eq!(app.count("SELECT COUNT(*) FROM templates WHERE name = 'parcel_there'").await, 1);
    }

    async fn metas_own_texts_are_no_change(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let code = json!({"name": "door_code", "language": "de", "category": "AUTHENTICATION", "components": [
            {"type": "BODY", "add_security_recommendation": true}, {"type": "FOOTER", "code_expiration_minutes": 10},
            {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE", "text": "Code kopieren"}]}]});
        let (own, sent) = submit(&owner, &path, code).await;
        sent.expect(200);
        let before = totals(&app).await;
        sync(&app, &owner, &path).await;
        assert_eq!(owner.get(&format!("{own}/versions")).await.expect(200).json["total"], 1);
        let shown = owner.get(&own).await.expect(200).json;
        assert_eq!(shown["submitted"]["components"][2]["buttons"][0]["type"], "OTP");
        sync(&app, &owner, &path).await;
        assert_eq!(totals(&app).await[3], before[3], "no version");
    }

    async fn a_failing_sync_says_since_when_and_why(app: TestApp) {
        let (path, owner) = templates(&app).await;
        app.advance(TimeDelta::seconds(31));
        owner.post(&format!("{path}/sync"), Value::Null).await.expect(202);
        owner.post(&format!("{path}/sync"), Value::Null).await.problem(429, "sync_too_soon");
        app.meta().fault(json!({"path": format!("/{WABA}/message_templates"), "error": {"code": 10}, "times": 2})).await;
        let began = app.now();
        app.run_tasks().await;
        let failed = summary(&owner, &path).await;
        assert_eq!((&failed["sync"]["state"], &failed["sync"]["error"]), (&json!("failed"), &json!("provider_permission_missing")));
        app.advance(TimeDelta::seconds(10));
        app.run_tasks().await;
        assert_eq!(alert(&owner, &path, "template_sync_failing").await["detail"], "provider_permission_missing");
        let failed_at = summary(&owner, &path).await["sync"]["failed_at"].as_str().unwrap().to_owned();
        assert_eq!(failed_at.parse::<chrono::DateTime<chrono::Utc>>().unwrap(), began);
        app.advance(TimeDelta::seconds(30));
        app.run_tasks().await;
        let done = summary(&owner, &path).await;
        assert_eq!((&done["sync"]["state"], &done["sync"]["failed_at"]), (&json!("done"), &Value::Null));
        assert_eq!(alert(&owner, &path, "template_sync_failing").await, Value::Null);
    }

    async fn rejected_templates_are_an_alert_until_they_are_sent_again(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let first = alert(&owner, &path, "templates_rejected").await;
        assert_eq!((&first["severity"], &first["count"], &first["template_name"]), (&json!("warning"), &json!(1), &json!("weekend_offer")));
        let own = format!("{path}/{}", first["template_id"].as_str().unwrap());
        let days = |days: i64| format!("UPDATE templates SET state_since = state_since - {} WHERE name = 'weekend_offer'", days * 86_400_000_000);
        for (days_ago, is_told) in [(29, true), (31, false)] {
            app.execute(&days(days_ago)).await;
            assert_eq!(!alert(&owner, &path, "templates_rejected").await.is_null(), is_told, "{days_ago} days");
            app.execute(&days(-days_ago)).await;
        }
        for (disconnected_at, is_told) in [("1", false), ("NULL", true)] {
            app.execute(&format!("UPDATE wabas SET disconnected_at = {disconnected_at}")).await;
            assert_eq!(!alert(&owner, &path, "templates_rejected").await.is_null(), is_told);
        }
        app.execute("UPDATE templates SET state = 'rejected' WHERE name = 'order_ready'").await;
        let more = alert(&owner, &path, "templates_rejected").await;
        assert_eq!((more["count"].as_u64() > Some(1), &more["template_id"]), (true, &Value::Null));
        app.execute("UPDATE templates SET state = 'approved' WHERE name = 'order_ready'").await;
        owner.patch(&own, json!({"components": [{"type": "BODY", "text": BODY}]})).await.expect(200);
        owner.post(&format!("{own}/submit"), Value::Null).await.expect(200);
        assert_eq!(alert(&owner, &path, "templates_rejected").await, Value::Null);
    }

    async fn a_header_of_meta_can_be_looked_at_and_nothing_else(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let pictured = "SELECT id FROM templates WHERE content LIKE '%sandbox/media/demo1%' AND content NOT LIKE '%CAROUSEL%' LIMIT 1";
        let own = format!("{path}/{}", app.text(pictured).await);
        let shown = owner.get(&own).await.expect(200).json;
        let components = shown["submitted"]["components"].as_array().unwrap();
        let address = components.iter().find_map(|it| it.pointer("/example/header_handle/0")?.as_str()).unwrap();
        let file = |address: &str| {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("address", address).finish();
            owner.get(&format!("{own}/media?{query}"))
        };
        let picture = file(address).open().await;
        assert_eq!(picture.status().as_u16(), 200);
        assert_eq!(picture.headers()["content-type"], "image/jpeg");
        assert_eq!(picture.headers()["x-content-type-options"], "nosniff");
        assert!(picture.bytes().await.unwrap().starts_with(&[0xff, 0xd8]));
        for foreign in ["", "4::handle", "http://169.254.169.254/", &format!("{address}?x")] {
            file(foreign).await.problem(400, "bad_query").about("address", "not_found");
        }
        // An address that grew old is known from the draft; what Meta has now is fetched.
        let old = address.replace("__sandbox/media", "old");
        file(&old).await.problem(400, "bad_query");
        app.execute("UPDATE templates SET draft = REPLACE(content, '__sandbox/media', 'old')").await;
        assert_eq!(file(&old).open().await.status().as_u16(), 200);
        app.execute("UPDATE templates SET content = REPLACE(content, 'media/demo1', 'media/gone')").await;
        file(&address.replace("demo1", "gone")).await.problem(404, "not_found");
    }

    async fn one_template_is_read_alone(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let meta_id = app.text("SELECT meta_id FROM templates WHERE state = 'in_review' LIMIT 1").await;
        let shown = of_meta(&app, &owner, &path, &meta_id).await;
        let own = format!("{path}/{}", shown["id"].as_str().unwrap());
        change(&app, &meta_id, json!({"status": "APPROVED"})).await;
        app.meta().forget_calls().await;
        let read = owner.post(&format!("{own}/sync"), Value::Null).await.expect(200).json;
        assert_eq!(read["state"], "approved");
        assert_eq!(app.meta().calls().await, [format!("GET /{meta_id}")]);
        change(&app, &meta_id, json!({"status": "DELETED"})).await;
        let gone = owner.post(&format!("{own}/sync"), Value::Null).await.expect(200).json;
        assert_eq!(gone["state"], "deleted");
        let made = owner.post(&path, draft("never_sent", "de", BODY)).await.expect(201).json;
        let drafted = owner.post(&format!("{path}/{}/sync", made["id"].as_str().unwrap()), Value::Null).await.expect(200).json;
        assert_eq!(drafted["state"], "draft");
        owner.post(&format!("{path}/tpl_00000000000000000000000000/sync"), Value::Null).await.problem(404, "not_found");
    }

    async fn a_refused_token_ends_the_sync(app: TestApp) {
        let (path, owner) = templates(&app).await;
        app.meta().change_token(demo::BIRCH_SHARED.token, json!({"revoked": true})).await;
        sync(&app, &owner, &path).await;
        owner.post(&format!("{path}/sync"), Value::Null).await.problem(409, "waba_disconnected");
        assert_eq!(app.count("SELECT COUNT(*) FROM templates WHERE gone_at IS NOT NULL").await, 0);
    }
}
