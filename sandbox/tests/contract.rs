//! Replays the request examples of Meta's OpenAPI file for what the sandbox implements, and checks that every implemented path stands in
//! that file or on the list of extras. The file is not part of the project; without it the tests say so and check nothing:
//! `git clone https://github.com/facebook/openapi` and set `META_OPENAPI=…/business-messaging-api_v23.0.json`.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use serde_json::{Value, json};
use support::{PORTFOLIO_TOKEN, Receiver, SHARED, Server, app_token, demo_server};

/// Implemented and not in Meta's file (reference 11, "Not covered").
const EXTRAS: &[&str] = &[
    "/debug_token",
    "/?ids=",
    "/message_template_library",
    "/upload:{session}",
    "/{Application}",
    "/{Application}/subscriptions",
    "/{Application}/uploads",
    "/{WhatsAppBusinessAccount}/message_template_previews",
    "/{WhatsAppBusinessAccount}/message_templates/archive",
    "/{WhatsAppBusinessAccount}/message_templates/unarchive",
    "/{WhatsAppBusinessAccount}/migrate_message_templates",
    "/{WhatsAppBusinessAccount}/upsert_message_templates",
    "/{WhatsAppMessageTemplate}/compare",
    "/{WhatsAppMessageTemplate}/unpause",
];

/// Implemented: our path, Meta's path, the methods.
const IMPLEMENTED: &[(&str, &str, &[&str])] = &[
    ("/{WhatsAppBusinessAccount}", "/{Version}/{WABA-ID}", &["get"]),
    ("/{WhatsAppBusinessAccount}/phone_numbers", "/{Version}/{WABA-ID}/phone_numbers", &["get"]),
    ("/{WhatsAppBusinessAccount}/subscribed_apps", "/{Version}/{WABA-ID}/subscribed_apps", &["get", "post", "delete"]),
    ("/{WhatsAppBusinessAccount}/assigned_users", "/{Version}/{WhatsApp-Business-Account-ID}/assigned_users", &["get"]),
    // Before the edge whose example deletes the template that is edited here.
    ("/{WhatsAppMessageTemplate}", "/{Version}/{TEMPLATE_ID}", &["get", "post"]),
    (
        "/{WhatsAppBusinessAccount}/message_templates",
        "/{Version}/{WABA-ID}/message_templates",
        &["get", "post", "delete"],
    ),
    ("/{WhatsAppBusinessPhoneNumber}", "/{Version}/{Phone-Number-ID}", &["get", "post"]),
    ("/{WhatsAppBusinessPhoneNumber}/request_code", "/{Version}/{Phone-Number-ID}/request_code", &["post"]),
    ("/{WhatsAppBusinessPhoneNumber}/verify_code", "/{Version}/{Phone-Number-ID}/verify_code", &["post"]),
    ("/{WhatsAppBusinessPhoneNumber}/register", "/{Version}/{Phone-Number-ID}/register", &["post"]),
    ("/{WhatsAppBusinessPhoneNumber}/deregister", "/{Version}/{Phone-Number-ID}/deregister", &["post"]),
    ("/{Business}", "/{Version}/{Business-ID}", &["get"]),
    (
        "/{Business}/owned_whatsapp_business_accounts",
        "/{Version}/{Business-ID}/owned_whatsapp_business_accounts",
        &["get"],
    ),
    (
        "/{Business}/client_whatsapp_business_accounts",
        "/{Version}/{Business-ID}/client_whatsapp_business_accounts",
        &["get"],
    ),
];

/// Examples of Meta's that Meta itself would refuse: ids and cursors of somebody else's, fields of another node type.
const STAND_INS: &[(&str, &str)] = &[("business", "810000000000011"), ("find", "120000000000001")];
const LEFT_OUT: &[&str] = &["after", "before", "first", "last", "business_type"];

fn openapi() -> Option<Value> {
    let Ok(path) = std::env::var("META_OPENAPI") else {
        eprintln!(
            "NOT RUN: the contract tests need Meta's OpenAPI file. Get it with `git clone https://github.com/facebook/openapi` \
             and set META_OPENAPI to its business-messaging-api_v23.0.json."
        );
        return None;
    };
    Some(serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap())
}

#[tokio::test]
async fn every_implemented_path_is_metas_or_a_documented_extra() {
    let Some(file) = openapi() else { return };
    for (_, path, methods) in IMPLEMENTED {
        for method in *methods {
            assert!(file["paths"][path][method].is_object(), "{method} {path} is not in Meta's file");
        }
    }
    // What the sandbox says it implements is what the lists above hold.
    let sandbox = demo_server().await;
    let refused = sandbox.post(SHARED.token, "/130000000000001/messages", json!({})).await;
    let told = refused.body["error"]["error_data"]["details"].as_str().unwrap().to_owned();
    let told: Vec<String> =
        told.trim_start_matches("The sandbox answers: ").trim_end_matches('.').split(", ").map(str::to_owned).collect();
    for call in told {
        let (methods, path) = call.split_once(' ').unwrap();
        let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
        let methods: Vec<String> = methods.split('|').map(str::to_lowercase).collect();
        let is_listed = IMPLEMENTED.iter().any(|(ours, _, listed)| *ours == path && methods == **listed);
        assert!(is_listed || EXTRAS.contains(&path), "{call} is on no list");
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn metas_examples_are_understood() {
    let Some(file) = openapi() else { return };
    let sandbox = demo_server().await;
    let receiver = Receiver::start().await;
    let template = edited(&sandbox).await;
    let mut replayed = 0;
    for (ours, path, methods) in IMPLEMENTED {
        let (id, token) = if ours.starts_with("/{Business}") {
            ("810000000000011", PORTFOLIO_TOKEN)
        } else if ours.starts_with("/{WhatsAppBusinessPhoneNumber}") {
            ("130000000000001", SHARED.token)
        } else if ours.starts_with("/{WhatsAppMessageTemplate}") {
            (template.as_str(), SHARED.token)
        } else {
            (SHARED.meta_id, SHARED.token)
        };
        let edge = ours.split('/').nth(2).unwrap_or_default();
        for method in *methods {
            let operation = &file["paths"][path][method];
            let target = format!("/v23.0/{id}/{edge}");
            if *method == "get" {
                // The required parameters go with each single example.
                let examples = query_examples(operation);
                let required: Vec<&(String, String, bool)> =
                    examples.iter().filter(|(_, _, required)| *required).collect();
                for (name, value, _) in &examples {
                    let mut url = url::Url::parse(&sandbox.url(&target)).unwrap();
                    url.query_pairs_mut().append_pair(name, value);
                    for (other, value, _) in required.iter().filter(|(other, _, _)| other != name) {
                        url.query_pairs_mut().append_pair(other, value);
                    }
                    check(
                        &sandbox,
                        sandbox.http.get(url).bearer_auth(token),
                        &format!("{method} {path} {name}={value}"),
                    )
                    .await;
                    replayed += 1;
                }
            } else {
                for mut body in body_examples(operation, &receiver) {
                    if path.ends_with("/{Phone-Number-ID}") && *method == "post" {
                        // Of what the file sets on a number the sandbox takes the PIN alone, which stands in the reference and not in the file.
                        assert_eq!(sandbox.post(token, &target, body).await.status, 501);
                        body = json!({ "pin": "123456" });
                    }
                    prepare(&sandbox, id, edge, &mut body).await;
                    let target = match edge {
                        // Meta's example has the placeholder of a name.
                        "message_templates" if *method == "delete" => format!("{target}?name=2023_april_promo"),
                        _ => target.clone(),
                    };
                    let request = sandbox
                        .http
                        .request(method.to_uppercase().parse().unwrap(), sandbox.url(&target))
                        .bearer_auth(token);
                    check(&sandbox, request.json(&body), &format!("{method} {path} {body}")).await;
                    replayed += 1;
                }
            }
        }
    }
    assert!(replayed >= 10, "only {replayed} examples found");
    assert_eq!(sandbox.get(&app_token(), "/150000000000001").await.status, 200);
    sandbox.running.stop().await;
}

/// Brings the number into the state that the example is for; its code becomes the one that the phone received.
async fn prepare(sandbox: &Server, id: &str, edge: &str, body: &mut Value) {
    let unproven = json!({ "status": "UNVERIFIED", "code_verification_status": "NOT_VERIFIED" });
    match edge {
        "request_code" => drop(sandbox.patch_phone(id, unproven).await),
        "verify_code" => {
            sandbox.patch_phone(id, unproven).await;
            assert_eq!(sandbox.request_code(id).await.status, 200);
            body["code"] = json!(sandbox.newest_code(id).await);
        }
        "register" => {
            let proven = json!({ "status": "PENDING", "code_verification_status": "VERIFIED", "pin": null });
            sandbox.patch_phone(id, proven).await;
        }
        "message_templates" if body.get("name").is_some() => stand_in(sandbox, body).await,
        _ => {}
    }
}

/// The template that Meta's example of an edit is about.
async fn edited(sandbox: &Server) -> String {
    let template = json!({ "name": "2023_april_promo", "language": "en_US", "category": "MARKETING",
        "components": [{ "type": "BODY", "text": "Our sale has begun." }] });
    let path = format!("/{}/message_templates", SHARED.meta_id);
    let id = sandbox.post(SHARED.token, &path, template).await.body["id"].as_str().unwrap().to_owned();
    sandbox.control("PATCH", &format!("/templates/{id}"), json!({ "status": "APPROVED" })).await;
    id
}

/// Placeholders, names that two examples share, handles of somebody else's and a hash that is escaped for a url.
async fn stand_in(sandbox: &Server, body: &mut Value) {
    let count = sandbox.get(SHARED.token, &format!("/{}/message_templates?summary=total_count", SHARED.meta_id)).await;
    let number = count.body["summary"]["total_count"].as_u64().unwrap();
    body["name"] = json!(format!("example_{number}"));
    for component in body["components"].as_array_mut().unwrap() {
        let file_type = if component["format"] == "DOCUMENT" { "application/pdf" } else { "image/jpeg" };
        if let Some(handle) = component.pointer_mut("/example/header_handle") {
            *handle = json!([sandbox.upload(file_type, &[1; 900]).await]);
        }
        if let Some(hash) = component.pointer_mut("/buttons/0/signature_hash") {
            *hash = json!(hash.as_str().unwrap().replace("%2F", "/"));
        }
    }
}

async fn check(_sandbox: &Server, request: reqwest::RequestBuilder, what: &str) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    assert_eq!(status, 200, "{what}: {body}");
}

fn query_examples(operation: &Value) -> Vec<(String, String, bool)> {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let in_query = parameters.into_iter().filter(|parameter| parameter["in"] == "query");
    in_query
        .filter_map(|parameter| {
            let name = parameter["name"].as_str()?.to_owned();
            if LEFT_OUT.contains(&name.as_str()) {
                return None;
            }
            let example = [&parameter["example"], &parameter["schema"]["example"]]
                .into_iter()
                .find(|example| !example.is_null())?;
            let text = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
            let stand_in = STAND_INS.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned());
            Some((name, stand_in.unwrap_or(text), parameter["required"] == true))
        })
        .collect()
}

/// Callbacks must answer the handshake, so the examples' addresses and verify tokens become those of a receiver.
fn body_examples(operation: &Value, receiver: &Receiver) -> Vec<Value> {
    let examples =
        operation["requestBody"]["content"]["application/json"]["examples"].as_object().cloned().unwrap_or_default();
    let mut bodies: Vec<Value> = examples.values().map(|example| example["value"].clone()).collect();
    for body in &mut bodies {
        if body.get("override_callback_uri").is_some() {
            body["override_callback_uri"] = json!(receiver.url);
            body["verify_token"] = json!(clienthub_sandbox::demo::VERIFY_TOKEN);
        }
    }
    if bodies.is_empty() {
        bodies.push(json!({}));
    }
    bodies
}
