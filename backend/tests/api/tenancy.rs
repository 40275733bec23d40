//! The sweep: every operation of the OpenAPI document, asked by people of another organisation and with ids of another
//! organisation. A new path parameter or body must be taught here, else the sweep fails.

use clienthub_sandbox::demo::{self, DemoWaba};
use clienthub_shared::permission::{Permission, Role};
use reqwest::Method;
use serde_json::{Value, json};

use crate::openapi::{document, operations};
use crate::support::factory::PASSWORD;
use crate::support::{Answer, Client, TestApp, on_both};

/// Operations about the person who asks; they have nothing of an organisation in their path.
const OWN: &[&str] =
    &["create_session", "refresh_session", "delete_session", "get_me", "update_me", "change_password", "list_orgs"];

/// A body that the operation would accept, so that only the permission can refuse it.
fn body(operation: &str) -> Option<Value> {
    Some(match operation {
        "create_session" => json!({"email": "nobody@clienthub.example", "password": "x"}),
        "update_me" => json!({"name": "Somebody"}),
        "change_password" => json!({"current": "x", "new": "a new long password"}),
        "update_org" => json!({"name": "Taken over"}),
        "connect_waba" => {
            json!({"meta_id": demo::BIRCH_UNCONNECTED.meta_id, "access_token": demo::BIRCH_UNCONNECTED.token})
        }
        "request_code" => json!({"method": "sms", "language": "de"}),
        "register_number" => json!({"reregister": true, "pin": "246810"}),
        "put_pin" => json!({"pin": "135791"}),
        "reveal_pin" => json!({"password": PASSWORD}),
        "validate_template" => {
            json!({"name": "parcel_ready", "language": "de", "category": "UTILITY", "components": []})
        }
        "create_template" => json!({"name": "of_a_stranger", "language": "de"}),
        "update_template" => json!({"components": []}),
        "duplicate_template" => json!({"language": "fr"}),
        "restore_template" => json!({"number": 1}),
        "delete_templates" => json!({"names": ["parcel_ready"]}),
        "import_templates" | "plan_templates" => json!({"data": []}),
        "create_media_upload" => json!({"file_name": "a.png", "mime_type": "image/png", "bytes": 4}),
        "send_media" => json!("four"),
        "create_access_token" => json!({"name": "CI", "scopes": ["numbers.read"]}),
        _ => return None,
    })
}

/// What an operation cannot do without.
fn query(operation: &str) -> Option<&'static str> {
    match operation {
        "compare_template_versions" => Some("from=1&to=1"),
        "get_template_media" => Some("address=https://scontent.whatsapp.net/a.png"),
        "list_authentication_texts" => Some("languages=de"),
        _ => None,
    }
}

/// Ids of one organisation, by the name of the path parameter.
pub struct Ids {
    pub org: String,
    waba: String,
    number: String,
    token: String,
    template: String,
    upload: String,
}

impl Ids {
    /// An organisation with a connected WABA, and its owner.
    pub async fn of(app: &TestApp, name: &str, waba: DemoWaba) -> (Self, Client) {
        let org = app.factory().org(name).await;
        let owner = app.factory().user(org, Role::Owner).await;
        let waba = app.factory().waba(&owner, org, waba).await;
        let numbers = owner.get(&format!("/orgs/{org}/numbers")).await.expect(200).json;
        let text = |id: &Value| id.as_str().unwrap().to_owned();
        let templates = format!("/orgs/{org}/wabas/{}/templates", text(&waba["id"]));
        let body = json!({"type": "BODY", "text": "Dein Paket liegt ab heute in der Filiale bereit."});
        let draft = json!({"name": "parcel_ready", "language": "de", "category": "UTILITY", "components": [body]});
        let template = owner.post(&templates, draft).await.expect(201).json;
        owner.post(&format!("{templates}/{}/submit", text(&template["id"])), Value::Null).await.expect(200);
        let file = json!({"file_name": "a.png", "mime_type": "image/png", "bytes": 4});
        let upload = owner.post(&format!("/orgs/{org}/wabas/{}/media", text(&waba["id"])), file).await.expect(201).json;
        let token = app.factory().access_token(&owner, org, &[Permission::NumbersRead]).await;
        let ids = Self {
            org: org.to_string(),
            waba: text(&waba["id"]),
            number: text(&numbers["data"][0]["id"]),
            token: text(&token["id"]),
            template: text(&template["id"]),
            upload: text(&upload["id"]),
        };
        (ids, owner)
    }

    /// The path with own ids, but for one parameter, which is `other`'s.
    fn fill_but(&self, path: &str, foreign: &str, other: &Self) -> String {
        let fill = |part: &str| match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(parameter) if parameter == foreign => other.get(parameter).to_owned(),
            Some(parameter) => self.get(parameter).to_owned(),
            None => part.to_owned(),
        };
        path.split('/').map(fill).collect::<Vec<_>>().join("/")
    }

    fn get(&self, parameter: &str) -> &str {
        match parameter {
            "org" => &self.org,
            "waba" => &self.waba,
            "number" => &self.number,
            "token" => &self.token,
            "template" => &self.template,
            "upload" => &self.upload,
            _ => panic!("the sweep knows no id for the path parameter {{{parameter}}}: add it to `Ids`"),
        }
    }

    /// The path with this organisation's ids, but `org`'s own where another is given.
    pub fn fill(&self, path: &str, org: &str) -> String {
        let fill = |part: &str| match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some("org") => org.to_owned(),
            Some(parameter) => self.get(parameter).to_owned(),
            None => part.to_owned(),
        };
        path.split('/').map(fill).collect::<Vec<_>>().join("/")
    }
}

pub async fn ask(client: &Client, method: &str, path: &str, operation: &Value) -> Answer {
    let name = operation["operationId"].as_str().unwrap();
    let mark = if path.contains('?') { '&' } else { '?' };
    let path = query(name).map_or_else(|| path.to_owned(), |query| format!("{path}{mark}{query}"));
    let request = client.request(Method::from_bytes(method.as_bytes()).unwrap(), &path);
    match (operation.get("requestBody"), body(name)) {
        (None, _) => request.await,
        (Some(_), Some(body)) => request.json(&body).await,
        (Some(_), None) => panic!("the sweep knows no body for {name}: add it to `body`"),
    }
}

/// What the owner sees: nothing of it may change when a request was refused.
async fn seen(owner: &Client, ids: &Ids) -> Vec<Value> {
    let org = format!("/orgs/{}", ids.org);
    let mut seen = Vec::new();
    for path in [
        org.clone(),
        format!("{org}/wabas"),
        format!("{org}/numbers"),
        format!("{org}/tokens"),
        format!("{org}/wabas/{}/templates/{}", ids.waba, ids.template),
    ] {
        seen.push(owner.get(&path).await.expect(200).json);
    }
    seen
}

/// The names of a path's parameters.
fn parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn is_own(operation: &Value) -> bool {
    OWN.contains(&operation["operationId"].as_str().unwrap())
}

/// A program below its own organisation's path: what is for people only says so, whatever the ids.
fn refused(answer: Answer, operation: &Value) -> Answer {
    let for_people_only = operation.get("security") == Some(&json!([{"session": []}]));
    if for_people_only { answer.problem(403, "session_needed") } else { answer.problem(404, "not_found") }
}

on_both! {
    async fn nobody_reaches_another_organisation(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        let (cedar, stranger) = Ids::of(&app, "Cedar", demo::CEDAR).await;
        let both = app.factory().user(birch.org.parse().unwrap(), Role::Owner).await;
        let email = both.get("/me").await.json["user"]["email"].as_str().unwrap().to_owned();
        clienthub::service::org::add_role(&app.state, cedar.org.parse().unwrap(), &email, Role::Owner).await.unwrap();
        let program = app.factory().program(&stranger, &cedar.org, Permission::ALL).await;
        let before = seen(&owner, &birch).await;
        let mut asked = 0;
        for (method, path, operation) in operations(&document()) {
            if is_own(&operation) {
                continue;
            }
            assert!(path.contains("{org}"), "{method} {path} is of no organisation: is it one for `OWN`?");
            // The whole path of the other organisation, then its objects below the own one, together and one by one.
            for stranger in [&stranger, &program] {
                ask(stranger, &method, &birch.fill(&path, &birch.org), &operation).await.problem(404, "not_found");
            }
            if path.matches('{').count() > 1 {
                let path = birch.fill(&path, &cedar.org);
                ask(&stranger, &method, &path, &operation).await.problem(404, "not_found");
                refused(ask(&program, &method, &path, &operation).await, &operation);
            }
            for parameter in parameters(&path) {
                let path = cedar.fill_but(&path, parameter, &birch);
                ask(&stranger, &method, &path, &operation).await.problem(404, "not_found");
                let answer = ask(&program, &method, &path, &operation).await;
                if parameter == "org" { answer.problem(404, "not_found") } else { refused(answer, &operation) };
                // Whoever belongs to both does not mix them either.
                if parameter != "org" {
                    ask(&both, &method, &path, &operation).await.problem(404, "not_found");
                }
            }
            asked += 1;
        }
        assert!(asked > 0);
        assert_eq!(seen(&owner, &birch).await, before);
    }

    async fn nobody_gets_anything_without_a_session(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        let secret = app.factory().access_token(&owner, &birch.org, Permission::ALL).await["secret"].as_str().unwrap().to_owned();
        app.execute("UPDATE access_tokens SET revoked_at = 0").await;
        let gone = owner.cookie("clienthub_access").unwrap();
        owner.delete("/session").await.expect(204);
        for (method, path, operation) in operations(&document()) {
            // Signing out without a session is no mistake.
            if operation["operationId"] == "delete_session" {
                continue;
            }
            let path = birch.fill(&path, &birch.org);
            let visitor = app.client();
            ask(&visitor, &method, &path, &operation).await.expect(401);
            visitor.set_cookie("clienthub_access", &gone);
            ask(&visitor, &method, &path, &operation).await.expect(401);
            ask(&visitor.with_token(&secret), &method, &path, &operation).await.problem(401, "access_token_wrong");
        }
    }

    async fn what_is_for_people_only_is_not_for_tokens(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        let program = app.factory().program(&owner, &birch.org, Permission::ALL).await;
        let document = document();
        for (method, path, operation) in operations(&document) {
            let schemes = operation.get("security").unwrap_or(&document["security"]).as_array().unwrap();
            if schemes.iter().any(|scheme| scheme.get("access_token").is_some()) {
                assert!(path.contains("{org}") || path.ends_with("/orgs"), "{method} {path} is for tokens");
                continue;
            }
            let path = birch.fill(&path, &birch.org);
            ask(&program, &method, &path, &operation).await.problem(403, "session_needed");
        }
        owner.get("/me").await.expect(200);
    }

    async fn unknown_query_parameters_are_refused_everywhere(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        let before = seen(&owner, &birch).await;
        for (method, path, operation) in operations(&document()) {
            let path = format!("{}?pgae=2", birch.fill(&path, &birch.org));
            let answer = ask(&owner, &method, &path, &operation).await;
            answer.problem(400, "bad_query").about("pgae", "unknown_field");
        }
        assert_eq!(seen(&owner, &birch).await, before);
    }

    async fn what_is_read_at_home_holds_nothing_of_another_organisation(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        let (cedar, stranger) = Ids::of(&app, "Cedar", demo::CEDAR).await;
        let (mut own, mut told) = (String::new(), String::new());
        for (method, path, operation) in operations(&document()) {
            // The stream never ends, and a picture is no text; they have tests of their own.
            let is_text = !["get_stream", "get_template_media"].contains(&operation["operationId"].as_str().unwrap());
            if method == "GET" && is_text {
                own.push_str(&ask(&owner, &method, &birch.fill(&path, &birch.org), &operation).await.expect(200).text);
                told.push_str(&ask(&stranger, &method, &cedar.fill(&path, &cedar.org), &operation).await.expect(200).text);
            }
        }
        for id in [&birch.org, &birch.waba, &birch.number, &birch.token, demo::BIRCH_SHARED.meta_id, demo::BIRCH_SHARED.name] {
            assert!(own.contains(id), "{id} is not shown at all");
            assert!(!told.contains(id), "{id} is told to strangers");
        }
        app.run_tasks().await;
    }

    async fn filters_and_searches_find_nothing_of_another_organisation(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        let (cedar, stranger) = Ids::of(&app, "Cedar", demo::CEDAR).await;
        let searched = [&birch.number, &birch.waba, demo::BIRCH_SHARED.meta_id, "130000000000001", "birch", "493023125014"];
        let queries = searched.into_iter().map(|text| format!("q={text}"));
        for query in queries.chain([format!("waba={}", birch.waba)]) {
            let total = async |client: &Client, org: &str| {
                client.get(&format!("/orgs/{org}/numbers?{query}")).await.expect(200).json["total"].as_u64()
            };
            assert!(total(&owner, &birch.org).await > Some(0), "{query}");
            assert_eq!(total(&stranger, &cedar.org).await, Some(0), "{query}");
        }
    }

    async fn ids_of_another_kind_are_not_found(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        let odd = ["0", "%00", "..%2f..", "org_", "120000000000001", "🦀", &birch.org[4..]];
        for (method, path, operation) in operations(&document()) {
            let parameters: Vec<&str> = path.split('/').filter(|part| part.starts_with('{')).collect();
            for parameter in parameters {
                for id in odd {
                    let path = birch.fill(&path.replace(parameter, id), &birch.org);
                    ask(&owner, &method, &path, &operation).await.problem(404, "not_found");
                }
            }
        }
    }
}
