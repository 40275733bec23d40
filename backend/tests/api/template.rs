//! Templates: the validator behind its endpoint, and against Meta's side, whose rules were written apart from it.

use clienthub_sandbox::demo;
use clienthub_shared::permission::Permission;
use clienthub_shared::template::{Finding, Template, generator, validate};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::support::{TestApp, on_both};
use crate::waba::birch;

/// A numbering gap, a quick reply between two addresses, a name with blanks, and something new of Meta's.
fn broken() -> Value {
    json!({
        "name": "Parcel ready", "language": "de", "category": "UTILITY", "sparkle": true,
        "components": [
            {"type": "BODY", "text": "Hallo {{1}}, dein Paket {{3}} liegt bereit.", "example": {"body_text": [["Ada", "P-104"]]}},
            {"type": "BUTTONS", "buttons": [
                {"type": "URL", "text": "Status", "url": "https://birch.example/a"},
                {"type": "QUICK_REPLY", "text": "Danke"},
                {"type": "URL", "text": "Hilfe", "url": "https://birch.example/b"},
            ]},
        ],
    })
}

fn codes(check: &Value) -> Vec<&str> {
    check["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

on_both! {
    async fn a_template_is_looked_at_without_meta(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let path = format!("/orgs/{birch}/wabas/{}", waba["id"].as_str().unwrap());
        owner.delete(&path).await.expect(204);
        let asked = app.meta().calls().await.len();
        let program = app.factory().program(&owner, birch, &[Permission::NumbersRead]).await;

        let check = program.post(&format!("{path}/templates/validate"), broken()).await.expect(200).json;
        assert_eq!(codes(&check), ["name_format", "variable_numbering", "buttons_not_grouped", "unknown_field"]);
        let numbering = &check["findings"][1];
        assert_eq!(
            (&numbering["severity"], &numbering["path"], &numbering["fix"]),
            (&json!("error"), &json!("components.0.text"), &json!("renumber_variables"))
        );
        assert!(numbering["message"].is_string() && numbering["provider_subcode"].is_u64(), "{numbering}");
        assert_eq!(check.get("template"), None);

        let fixed = program.post(&format!("{path}/templates/validate?fix=true"), broken()).await.expect(200).json;
        assert_eq!(codes(&fixed), ["unknown_field"]);
        let template = &fixed["template"];
        assert_eq!((&template["name"], &template["sparkle"]), (&json!("parcel_ready"), &json!(true)));
        assert_eq!(template["components"][0]["text"], "Hallo {{1}}, dein Paket {{2}} liegt bereit.");
        assert_eq!(app.meta().calls().await.len(), asked);
    }

    async fn what_is_no_template_is_refused_and_odd_ones_are_not(app: TestApp) {
        let (birch, owner) = birch(&app).await;
        let waba = app.factory().waba(&owner, birch, demo::BIRCH_SHARED).await;
        let path = format!("/orgs/{birch}/wabas/{}/templates/validate", waba["id"].as_str().unwrap());
        for none in [json!([]), json!("x"), json!(null), json!(7)] {
            owner.post(&path, none).await.expect(400);
        }
        owner.post(&format!("{path}?fix=perhaps"), broken()).await.problem(400, "bad_query");
        owner.post(&format!("{path}?fixed=true"), broken()).await.problem(400, "bad_query");
        let deep = (0..100).fold(json!("x"), |inner, _| json!([inner]));
        for odd in [
            json!({}),
            json!({"name": 7, "language": [], "category": {}, "components": "BODY"}),
            json!({"components": [null, 1, [], {}, {"type": 5}, {"type": "BODY", "text": {"a": 1}}, {"type": "BUTTONS", "buttons": {}}]}),
            json!({"name": "a", "components": [{"type": "CAROUSEL", "cards": [{"components": [deep]}]}]}),
            json!({"name": "a", "components": [{"type": "BODY", "text": "{{1}}".repeat(40_000)}]}),
        ] {
            let check = owner.post(&format!("{path}?fix=true"), odd).await.expect(200).json;
            assert!(!codes(&check).is_empty());
        }
    }

    async fn meta_takes_what_the_validator_takes(app: TestApp) {
        let (mut refused, meta) = (Vec::new(), Meta::of(&app).await);
        for (at, mut template) in legal(90).into_iter().enumerate() {
            template["name"] = json!(format!("case_{at}"));
            meta.put_handles(&mut template);
            let read: Template = serde_json::from_value(template.clone()).unwrap();
            assert!(!validate(&read).iter().any(Finding::is_error), "{template}");
            let error = meta.post(&format!("{}/message_templates", demo::BIRCH_SHARED.meta_id), &template).await["error"].clone();
            if !error.is_null() {
                refused.push(format!("{error}\n{template}"));
            }
        }
        assert!(refused.is_empty(), "{} refused:\n{}", refused.len(), refused.join("\n\n"));
    }
}

/// Templates of every kind; the same ones in every run.
fn legal(count: usize) -> Vec<Value> {
    let (mut runner, any) = (TestRunner::deterministic(), generator::legal());
    (0..count).map(|_| any.new_tree(&mut runner).unwrap().current()).collect()
}

/// Meta as the holder of the WABA's token sees it, with a file of each kind uploaded.
struct Meta {
    http: reqwest::Client,
    url: String,
    handles: Vec<(&'static str, Value)>,
}

impl Meta {
    async fn of(app: &TestApp) -> Self {
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        let mut meta = Self { http, url: format!("{}/v25.0", app.sandbox_url()), handles: Vec::new() };
        for (format, kind) in [("IMAGE", "image/png"), ("VIDEO", "video/mp4"), ("DOCUMENT", "application/pdf")] {
            let path = format!("{}/uploads?file_name=sample&file_length=1&file_type={kind}", demo::APP_ID);
            let session = meta.post(&path, &json!({})).await["id"].as_str().unwrap().to_owned();
            let sent = meta.request(&session).header("file_offset", "0").body("x").send().await.unwrap();
            let handle = sent.json::<Value>().await.unwrap()["h"].clone();
            meta.handles.push((format, handle));
        }
        meta
    }

    fn request(&self, path: &str) -> reqwest::RequestBuilder {
        self.http.post(format!("{}/{path}", self.url)).bearer_auth(demo::BIRCH_SHARED.token)
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        self.request(path).json(body).send().await.unwrap().json().await.unwrap()
    }

    /// Samples of headers are handles of uploads.
    fn put_handles(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.put_handles(item)),
            Value::Object(fields) => {
                let handle =
                    self.handles.iter().find(|(format, _)| fields.get("format").is_some_and(|is| is == format));
                if let (Some((_, handle)), Some(example)) = (handle, fields.get_mut("example")) {
                    example["header_handle"] = json!([handle]);
                }
                fields.values_mut().for_each(|field| self.put_handles(field));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
