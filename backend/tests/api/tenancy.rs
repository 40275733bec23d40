//! The sweep: every operation of the OpenAPI document, asked by people of another organisation and with ids of another
//! organisation. A new path parameter or body must be taught here, else the sweep fails.

use clienthub_shared::permission::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::openapi::{document, operations};
use crate::support::{Answer, Client, TestApp, on_both};

/// Operations about the person who asks; they have nothing of an organisation in their path.
const OWN: &[&str] = &["create_session", "refresh_session", "delete_session", "get_me", "list_orgs"];

/// A body that the operation would accept, so that only the permission can refuse it.
fn body(operation: &str) -> Option<Value> {
    Some(match operation {
        "create_session" => json!({"email": "nobody@clienthub.example", "password": "x"}),
        "update_org" => json!({"name": "Taken over"}),
        _ => return None,
    })
}

/// Ids of one organisation, by the name of the path parameter.
struct Ids {
    org: String,
}

impl Ids {
    async fn of(app: &TestApp, name: &str) -> (Self, Client) {
        let org = app.factory().org(name).await;
        (Self { org: org.to_string() }, app.factory().user(org, Role::Owner).await)
    }

    fn get(&self, parameter: &str) -> &str {
        match parameter {
            "org" => &self.org,
            _ => panic!("the sweep knows no id for the path parameter {{{parameter}}}: add it to `Ids`"),
        }
    }

    /// The path with this organisation's ids, but `org`'s own where another is given.
    fn fill(&self, path: &str, org: &str) -> String {
        let fill = |part: &str| match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some("org") => org.to_owned(),
            Some(parameter) => self.get(parameter).to_owned(),
            None => part.to_owned(),
        };
        path.split('/').map(fill).collect::<Vec<_>>().join("/")
    }
}

async fn ask(client: &Client, method: &str, path: &str, operation: &Value) -> Answer {
    let request = client.request(Method::from_bytes(method.as_bytes()).unwrap(), path);
    let name = operation["operationId"].as_str().unwrap();
    match (operation.get("requestBody"), body(name)) {
        (None, _) => request.await,
        (Some(_), Some(body)) => request.json(&body).await,
        (Some(_), None) => panic!("the sweep knows no body for {name}: add it to `body`"),
    }
}

fn is_own(operation: &Value) -> bool {
    OWN.contains(&operation["operationId"].as_str().unwrap())
}

on_both! {
    async fn nobody_reaches_another_organisation(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch").await;
        let (cedar, stranger) = Ids::of(&app, "Cedar").await;
        let mut asked = 0;
        for (method, path, operation) in operations(&document()) {
            if is_own(&operation) {
                continue;
            }
            assert!(path.contains("{org}"), "{method} {path} is of no organisation: is it one for `OWN`?");
            // The whole path of the other organisation, then its objects below the own one.
            ask(&stranger, &method, &birch.fill(&path, &birch.org), &operation).await.problem(404, "not_found");
            if path.matches('{').count() > 1 {
                ask(&stranger, &method, &birch.fill(&path, &cedar.org), &operation).await.problem(404, "not_found");
            }
            asked += 1;
        }
        assert!(asked > 0);
        let org = owner.get(&format!("/orgs/{}", birch.org)).await.expect(200).json;
        assert_eq!((&org["name"], &org["version"]), (&json!("Birch"), &json!(1)));
    }

    async fn nobody_gets_anything_without_a_session(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch").await;
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
        }
    }

    async fn unknown_query_parameters_are_refused_everywhere(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch").await;
        for (method, path, operation) in operations(&document()) {
            let path = format!("{}?pgae=2", birch.fill(&path, &birch.org));
            let answer = ask(&owner, &method, &path, &operation).await;
            answer.problem(400, "bad_query").about("pgae", "unknown_field");
        }
        assert_eq!(owner.get(&format!("/orgs/{}", birch.org)).await.expect(200).json["version"], 1);
    }

    async fn lists_hold_nothing_of_another_organisation(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch").await;
        let (_, stranger) = Ids::of(&app, "Cedar").await;
        for path in ["/me", "/orgs"] {
            assert!(owner.get(path).await.expect(200).text.contains(&birch.org));
            assert!(!stranger.get(path).await.expect(200).text.contains(&birch.org));
        }
    }

    async fn ids_of_another_kind_are_not_found(app: TestApp) {
        let (birch, owner) = Ids::of(&app, "Birch").await;
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
