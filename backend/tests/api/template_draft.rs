//! Drafts of templates: made, changed, copied, listed and found, without a word to Meta.

use chrono::TimeDelta;
use clienthub_sandbox::demo;
use clienthub_shared::permission::{Permission, Role};
use serde_json::{Value, json};

use crate::support::{Client, TestApp, on_both};
use crate::waba::birch;

/// The address of the templates of Birch's first WABA, for its owner. Its own templates are out of the way.
pub async fn templates(app: &TestApp) -> (String, Client) {
    let (birch, owner) = birch(app).await;
    let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
    (format!("/orgs/{birch}/wabas/{}/templates", waba["id"].as_str().unwrap()), owner)
}

pub fn draft(name: &str, language: &str, body: &str) -> Value {
    let body = json!({"type": "BODY", "text": body});
    json!({"name": name, "language": language, "category": "UTILITY", "components": [body]})
}

fn names(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

on_both! {
    async fn a_draft_is_made_changed_and_thrown_away_without_meta(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let asked = app.meta().calls().await.len();
        let made = owner.post(&path, draft("parcel_ready", "de", "Hallo {{1}}")).await.expect(201).json;
        assert_eq!((&made["state"], &made["meta_id"], &made["category"]), (&json!("draft"), &json!(null), &json!("UTILITY")));
        assert_eq!(made["draft"]["components"][0]["text"], "Hallo {{1}}");
        let codes: Vec<_> = made["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        assert!(codes.contains(&"variable_at_end") && codes.contains(&"sample_missing"), "{codes:?}");
        let own = format!("{path}/{}", made["id"].as_str().unwrap());

        owner.post(&path, draft("parcel_ready", "de", "x")).await.problem(409, "template_exists");
        let wrong = owner.post(&path, draft("Parcel ready", "xx", "x")).await.problem(422, "validation_failed").json;
        let findings: Vec<_> = wrong["errors"].as_array().unwrap().iter().map(|one| (&one["path"], &one["params"]["finding"])).collect();
        assert_eq!(findings, [(&json!("name"), &json!("name_format")), (&json!("language"), &json!("language_unknown"))]);

        let patched = owner.patch(&own, json!({"category": "MARKETING", "new_member": {"kept": true}})).await.expect(200).json;
        assert_eq!(patched["draft"]["new_member"]["kept"], true);
        assert_eq!(patched["draft"]["components"], made["draft"]["components"]);
        let gone = owner.patch(&own, json!({"new_member": null, "name": "parcel_here"})).await.expect(200).json;
        assert_eq!((gone["draft"].get("new_member"), &gone["name"]), (None, &json!("parcel_here")));
        let stale = owner.patch(&own, json!({"category": "UTILITY"})).header("If-Match", "\"1\"").await;
        stale.problem(412, "version_stale");
        owner.delete(&format!("{own}/draft")).await.problem(409, "template_unchanged");
        assert_eq!(app.meta().calls().await.len(), asked);
    }

    async fn copies_are_drafts_of_their_own_in_another_language_or_account(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let made = owner.post(&path, draft("parcel_ready", "de", "Hallo Welt")).await.expect(201).json;
        let own = format!("{path}/{}", made["id"].as_str().unwrap());
        let french = owner.post(&format!("{own}/duplicate"), json!({"language": "fr"})).await.expect(201).json;
        assert_eq!((&french["name"], &french["language"]), (&json!("parcel_ready"), &json!("fr")));
        assert_eq!(french["family"].as_array().unwrap().len(), 2);
        owner.post(&format!("{own}/duplicate"), json!({})).await.problem(409, "template_exists");
        owner.post(&format!("{own}/duplicate"), json!({"nam": "x"})).await.problem(400, "unknown_field");
        let org = path.split('/').nth(2).unwrap();
        let second = app.factory().waba(&owner, org.parse().unwrap(), demo::BIRCH_UNCONNECTED).await;
        let copy = owner.post(&format!("{own}/duplicate"), json!({"waba": second["id"]})).await.expect(201).json;
        assert_eq!((&copy["waba_id"], &copy["language"]), (&second["id"], &json!("de")));
        let cedar = app.factory().org("Cedar").await;
        let stranger = app.factory().user(cedar, Role::Owner).await;
        let foreign = app.factory().waba(&stranger, cedar, demo::CEDAR).await;
        let refused = owner.post(&format!("{own}/duplicate"), json!({"name": "b", "waba": foreign["id"]})).await;
        assert_eq!(refused.problem(422, "validation_failed").json["errors"][0]["path"], "waba");
    }

    async fn families_are_found_filtered_and_paged(app: TestApp) {
        let (path, owner) = templates(&app).await;
        app.execute("DELETE FROM template_versions").await;
        app.execute("DELETE FROM templates").await;
        for (name, language, body) in [
            ("order_ready", "de", "Deine Brötchen sind fertig."),
            ("order_ready", "fr", "Vos petits pains sont prêts."),
            ("autumn_offer", "de", "Kürbisbrot ist wieder da."),
            ("login", "en_US", "Welcome back at the bakery."),
        ] {
            owner.post(&path, draft(name, language, body)).await.expect(201);
            app.advance(TimeDelta::seconds(1));
        }
        let list = async |query: &str| owner.get(&format!("{path}?{query}")).await.expect(200).json;
        let all = list("").await;
        assert_eq!((names(&all), &all["total"]), (vec!["login", "autumn_offer", "order_ready"], &json!(3)));
        let languages = all["data"][2]["languages"].as_array().unwrap();
        assert_eq!((languages[0]["language"].as_str(), languages[1]["language"].as_str()), (Some("de"), Some("fr")));
        assert_eq!(all["data"][2]["body"], "Vos petits pains sont prêts.");
        assert_eq!(names(&list("sort=name").await), ["autumn_offer", "login", "order_ready"]);
        assert_eq!(names(&list("q=brotchen%20FERTIG").await), ["order_ready"]);
        assert_eq!(names(&list("q=order").await), ["order_ready"]);
        assert_eq!(names(&list("language=en_US,fr&sort=name").await), ["login", "order_ready"]);
        assert_eq!(names(&list("language=fr&q=kurbis").await), Vec::<&str>::new());
        assert_eq!(names(&list("status=approved").await), Vec::<&str>::new());
        assert_eq!(names(&list("category=utility&quality=unknown&status=draft").await).len(), 3);
        for sort in ["edited", "-edited", "name", "-name"] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = list(&format!("sort={sort}&limit=1{cursor}")).await;
                assert_eq!(page["total"], 3);
                seen.extend(names(&page).into_iter().map(ToOwned::to_owned));
                let Some(next) = page["next_cursor"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(seen, names(&list(&format!("sort={sort}")).await), "{sort}");
        }
        for bad in ["sort=size", "status=nice", "category=X", "language=xx", "quality=best", "limit=0", "page=2"] {
            owner.get(&format!("{path}?{bad}")).await.problem(400, "bad_query");
        }
        let summary = owner.get(&format!("{path}/summary")).await.expect(200).json;
        assert_eq!((&summary["families"], &summary["languages"]), (&json!(3), &json!(["de", "en_US", "fr"])));
        assert_eq!(summary["states"], json!([{"state": "draft", "count": 4}]));
    }

    async fn whoever_only_reads_changes_nothing(app: TestApp) {
        let (path, owner) = templates(&app).await;
        let org = path.split('/').nth(2).unwrap().to_owned();
        let reader = app.factory().program(&owner, &org, &[Permission::NumbersRead]).await;
        reader.get(&path).await.expect(200);
        reader.post(&path, draft("a", "de", "x")).await.problem(403, "permission_missing");
    }
}
