//! Templates: the validator behind its endpoint, and against Meta's side, whose rules were written apart from it.

use std::sync::atomic::{AtomicUsize, Ordering};

use clienthub_sandbox::demo;
use clienthub_shared::permission::Permission;
use clienthub_shared::template::generator::{self, mutation, table};
use clienthub_shared::template::{Finding, FindingCode, Template, validate};
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
        let (mut disputed, meta) = (Vec::new(), Meta::of(&app).await);
        let legal = drawn(generator::legal(), 200);
        assert!(legal.iter().all(|template| found(template).iter().all(|finding| !finding.is_error())));
        let odd = drawn(generator::odd(), 700);
        for template in legal.iter().chain(&odd).filter(|template| takes(template)) {
            let error = meta.create(template).await;
            if !error.is_null() && !ONLY_META_KNOWS.contains(&error["error_subcode"].as_u64()) {
                disputed.push(format!("{error}\n{template}"));
            }
        }
        assert!(disputed.is_empty(), "{} refused:\n{}", disputed.len(), disputed.join("\n\n"));
    }

    async fn meta_refuses_with_a_subcode_that_the_validator_gives(app: TestApp) {
        let (mut disputed, mut agreed, meta) = (Vec::new(), 0, Meta::of(&app).await);
        for (name, template) in rules().into_iter().chain(broken_ways()) {
            let (error, found) = (meta.create(&template).await, found(&template));
            let errors: Vec<&Finding> = found.iter().filter(|finding| finding.is_error()).collect();
            if errors.is_empty() {
                // The rows at a limit, and those with a word that only the future knows.
                if takes(&template) && !error.is_null() {
                    disputed.push(format!("{name}: {error}\n{template}"));
                }
            } else if let Some(subcode) = error["error_subcode"].as_u64() {
                let given: Option<Vec<u32>> = errors.iter().map(|finding| finding.provider_subcode).collect();
                match given {
                    Some(given) if given.iter().any(|given| u64::from(*given) == subcode) => agreed += 1,
                    // A blank handle is one that nobody gave.
                    Some(given) if !ONLY_META_KNOWS.contains(&Some(subcode)) => disputed.push(format!("{name}: {subcode}, not {given:?}\n{template}")),
                    Some(_) | None => {}
                }
            }
        }
        assert!(disputed.is_empty(), "{} differ:\n{}", disputed.len(), disputed.join("\n\n"));
        assert!(agreed > 200, "{agreed}");
    }
}

/// The name is taken, or was; a handle that nobody gave.
const ONLY_META_KNOWS: [Option<u64>; 3] = [Some(2_388_023), Some(2_388_024), Some(2_494_102)];

/// The same ones in every run, each with a name of its own.
fn drawn(any: impl Strategy<Value = Value>, count: usize) -> Vec<Value> {
    let mut runner = TestRunner::deterministic();
    let mut drawn: Vec<Value> = (0..count).map(|_| any.new_tree(&mut runner).unwrap().current()).collect();
    for (at, template) in drawn.iter_mut().enumerate() {
        let name = template["name"].as_str().unwrap_or_default().to_owned();
        if name.ends_with("_x") {
            template["name"] = json!(format!("drawn_{at}_of_{count}"));
        }
    }
    drawn
}

/// The table of rules: what breaks each of them, and what does not quite.
fn rules() -> Vec<(String, Value)> {
    let row = |(at, row): (usize, table::Row)| {
        let mut template = row.build();
        let is_named = row.find.is_some_and(|(_, path, _)| path == "name");
        if !is_named && template["name"].as_str().is_some_and(|name| name.len() < 500) {
            template["name"] = json!(format!("row_{at}"));
        }
        (row.rule, template)
    };
    table::rows().into_iter().enumerate().map(row).collect()
}

/// Templates of every kind, broken in each way that they can be.
fn broken_ways() -> impl Iterator<Item = (String, Value)> {
    let broken = |(at, template): (usize, Value)| {
        (0..mutation::COUNT).filter_map(move |way| {
            let mut broken = template.clone();
            broken["name"] = json!(format!("way_{way}_of_{at}"));
            mutation::random(&mut broken, way).map(|code| (format!("{code} on {at}"), broken))
        })
    };
    drawn(generator::legal(), 30).into_iter().enumerate().flat_map(broken)
}

fn found(template: &Value) -> Vec<Finding> {
    validate(&serde_json::from_value::<Template>(template.clone()).unwrap())
}

/// Without an error, with nothing that it leaves to Meta to know, and not as Meta shows it, which has to be given in another shape.
fn takes(template: &Value) -> bool {
    let unknown = |code| matches!(code, FindingCode::UnknownWord | FindingCode::UnknownField | FindingCode::PresetText);
    found(template).iter().all(|finding| !finding.is_error() && !unknown(finding.code))
}

/// Meta as the holder of the WABA's token sees it, with a file of each kind uploaded.
struct Meta {
    http: reqwest::Client,
    sandbox_url: String,
    /// With the version.
    url: String,
    /// How many templates were tried; a hundred may be made in an hour.
    tried: AtomicUsize,
    handles: Vec<(&'static str, Value)>,
}

impl Meta {
    async fn of(app: &TestApp) -> Self {
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        let sandbox_url = app.sandbox_url().to_owned();
        let url = format!("{sandbox_url}/v25.0");
        let mut meta = Self { http, sandbox_url, url, tried: AtomicUsize::new(0), handles: Vec::new() };
        let files =
            [("IMAGE", "image/png"), ("VIDEO", "video/mp4"), ("GIF", "video/mp4"), ("DOCUMENT", "application/pdf")];
        for (format, kind) in files {
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

    /// Null, or Meta's error.
    async fn create(&self, template: &Value) -> Value {
        let (waba, mut template) = (demo::BIRCH_SHARED.meta_id, template.clone());
        if self.tried.fetch_add(1, Ordering::Relaxed) % 100 == 99 {
            let url = format!("{}/__sandbox/wabas/{waba}", self.sandbox_url);
            let answer = self.http.patch(url).json(&json!({"template_creations": 0})).send().await.unwrap();
            assert!(answer.status().is_success());
        }
        self.put_handles(&mut template);
        self.post(&format!("{waba}/message_templates"), &template).await["error"].clone()
    }

    /// Samples of headers are handles of uploads.
    fn put_handles(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.put_handles(item)),
            Value::Object(fields) => {
                let format = fields.get("format").and_then(Value::as_str).unwrap_or_default().to_owned();
                let handle = self.handles.iter().find(|(known, _)| known.eq_ignore_ascii_case(&format));
                let samples = fields.get_mut("example").and_then(|example| example.get_mut("header_handle"));
                for sample in samples.and_then(Value::as_array_mut).into_iter().flatten() {
                    if let Some((_, handle)) =
                        handle.filter(|_| sample.as_str().is_some_and(|text| text.starts_with("4::")))
                    {
                        *sample = handle.clone();
                    }
                }
                fields.values_mut().for_each(|field| self.put_handles(field));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
