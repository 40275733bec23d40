//! What is longer than anybody expects: words that go into an index, drafts that grow with each change.

use clienthub_sandbox::demo;
use serde_json::{Value, json};

use crate::support::{TestApp, on_both};
use crate::template_draft::{draft, templates};
use crate::template_sync::{change, sync};

const BODY: &str = "Dein Paket liegt ab heute in der Filiale bereit.";

/// A word that no database can make small.
fn endless() -> String {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut letter = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345abcdefghijklmnopqrstuvwxyz6789-_"[(state >> 58) as usize])
    };
    std::iter::repeat_with(&mut letter).take(4000).collect()
}

on_both! {
    async fn a_category_without_end_is_kept_whole_in_the_draft_and_breaks_nothing(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let mut wordy = draft("parcel_ready", "de", BODY);
        wordy["category"] = json!(endless());
        let made = owner.post(&path, wordy.clone()).await.expect(201).json;
        assert_eq!((&made["category"], &made["draft"]["category"]), (&Value::Null, &wordy["category"]));
        let own = format!("{path}/{}", made["id"].as_str().unwrap());
        owner.post(&format!("{own}/submit"), Value::Null).await.problem(422, "validation_failed");
        owner.patch(&own, json!({"category": "UTILITY"})).await.expect(200);
        let patched = owner.patch(&own, json!({"category": wordy["category"]})).await.expect(200).json;
        assert_eq!(patched["draft"]["category"], wordy["category"]);
        owner.get(&path).await.expect(200);
        wordy["name"] = json!("parcel_wordy");
        let file = json!({"data": [wordy, draft("parcel_plain", "de", BODY)]});
        let done = owner.post(&format!("{path}/import"), file).await.expect(200).json;
        let actions: Vec<_> = done["rows"].as_array().unwrap().iter().map(|row| &row["action"]).collect();
        assert_eq!(actions, ["create", "create"]);
    }

    async fn words_of_meta_without_end_break_no_sync_and_no_event(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let approved = "SELECT meta_id FROM templates WHERE state = 'approved' ORDER BY meta_id LIMIT 4";
        let ids = app.text(&format!("SELECT STRING_AGG(meta_id, ' ') FROM ({approved}) AS found")).await;
        let ids: Vec<_> = ids.split(' ').collect();
        for (id, member) in ids.iter().zip(["category", "correct_category", "language", "name"]) {
            change(&app, id, json!({member: endless()})).await;
        }
        assert_eq!(ids.len(), 4);
        assert_eq!(sync(&app, &owner, &path).await["sync"]["state"], "done");
        assert_eq!(app.count("SELECT COUNT(*) FROM templates WHERE gone_at IS NOT NULL").await, 0);
        let event = json!({"message_template_id": ids[0], "previous_category": endless(), "new_category": format!("X{}", endless())});
        app.meta().tells(demo::BIRCH_SHARED.meta_id, 1_780_000_000, "template_category_update", event).await;
        app.run_tasks().await;
        assert_eq!(app.text("SELECT outcome FROM meta_events ORDER BY id DESC LIMIT 1").await, "applied");
        let list = owner.get(&format!("{path}?limit=100")).await.expect(200).json;
        assert!(list["data"].as_array().is_some_and(|rows| rows.len() > 4));
    }

    async fn a_draft_grows_no_larger_than_the_body_that_makes_one(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let made = owner.post(&path, draft("parcel_ready", "de", BODY)).await.expect(201).json;
        let own = format!("{path}/{}", made["id"].as_str().unwrap());
        owner.patch(&own, json!({"one": "x".repeat(200 * 1024)})).await.expect(200);
        owner.patch(&own, json!({"two": "x".repeat(100 * 1024)})).await.problem(413, "body_too_large");
        assert_eq!(owner.get(&own).await.json["draft"].get("two"), None);
        owner.patch(&own, json!({"one": null, "two": "x".repeat(100 * 1024)})).await.expect(200);
    }

    async fn what_meta_has_may_be_as_large_as_it_is_and_an_import_tells_what_is_too_large(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let made = owner.post(&path, draft("parcel_ready", "de", BODY)).await.expect(201).json;
        owner.post(&format!("{path}/{}/submit", made["id"].as_str().unwrap()), Value::Null).await.expect(200);
        let more = format!("UPDATE templates SET state = 'rejected', content = REPLACE(content, '\"name\"', '\"more\":\"{}\",\"name\"') \
                            WHERE name = 'parcel_ready'", "x".repeat(300 * 1024));
        app.execute(&more).await;
        let file = json!({"data": [draft("parcel_ready", "de", "Dein Paket liegt seit heute bereit."), draft("parcel_fine", "de", BODY)]});
        let done = owner.post(&format!("{path}/import"), file).await.expect(200).json;
        let rows: Vec<_> = done["rows"].as_array().unwrap().iter().map(|row| (&row["name"], &row["action"], &row["code"])).collect();
        assert_eq!(rows, [(&json!("parcel_fine"), &json!("create"), &Value::Null), (&json!("parcel_ready"), &json!("blocked"), &json!("body_too_large"))]);
    }
}
