//! Every role, every operation: the table of `shared::permission` decides. Whoever is no member is in `tenancy.rs`.

use clienthub_sandbox::demo;
use clienthub_shared::permission::{Permission, Role};
use reqwest::Method;
use serde_json::Value;

use crate::openapi::{document, operations};
use crate::support::{Client, TestApp, on_both};
use crate::tenancy::{self, Ids};

/// What an operation of an organisation needs. A new operation has to be taught here.
pub fn needed(operation: &str) -> Permission {
    match operation {
        "get_org"
        | "get_stream"
        | "get_dashboard"
        | "list_alerts"
        | "list_wabas"
        | "get_waba"
        | "sync_waba"
        | "sync_templates"
        | "sync_template"
        | "validate_template"
        | "list_templates"
        | "get_template_summary"
        | "get_template"
        | "list_template_versions"
        | "compare_template_versions"
        | "list_template_activity"
        | "get_template_media"
        | "export_templates"
        | "plan_templates"
        | "list_library_templates"
        | "list_authentication_texts"
        | "list_numbers"
        | "get_number_counts"
        | "get_number"
        | "list_number_activity"
        | "get_number_health"
        | "sync_number" => Permission::NumbersRead,
        "connect_waba" | "disconnect_waba" | "request_code" | "register_number" | "put_pin" | "reveal_pin" => {
            Permission::NumbersManage
        }
        "create_template"
        | "update_template"
        | "discard_template_draft"
        | "duplicate_template"
        | "restore_template"
        | "submit_template"
        | "unpause_template"
        | "delete_template"
        | "delete_templates"
        | "import_templates"
        | "create_media_upload"
        | "get_media_upload"
        | "send_media" => Permission::TemplatesManage,
        "update_org" => Permission::MembersManage,
        "list_access_tokens" | "create_access_token" | "revoke_access_token" => Permission::KeysManage,
        _ => panic!("who may {operation}? Add it to `needed`"),
    }
}

/// Status, and the permission that a refusal names.
pub async fn asked(client: &Client, method: &str, path: &str, operation: &Value) -> (u16, Option<String>) {
    // An open stream never ends.
    if operation["operationId"] == "get_stream" && client.request(Method::GET, path).open().await.status() == 200 {
        return (200, None);
    }
    let answer = tenancy::ask(client, method, path, operation).await;
    let missing = (answer.status == 403).then(|| answer.problem(403, "permission_missing"));
    let status = missing.as_ref().map_or(200, |_| 403);
    (status, missing.and_then(|answer| answer.json["permission"].as_str().map(str::to_owned)))
}

on_both! {
    async fn each_role_may_what_the_table_says(app: TestApp) {
        let (birch, _) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        let org = birch.org.parse().unwrap();
        for role in Role::ALL {
            let person = app.factory().user(org, *role).await;
            for (method, path, operation) in operations(&document()).into_iter().filter(|(_, path, _)| path.contains("{org}")) {
                let permission = needed(operation["operationId"].as_str().unwrap());
                let (status, missing) = asked(&person, &method, &birch.fill(&path, &birch.org), &operation).await;
                let what = format!("{role}: {method} {path}");
                if role.may(permission) {
                    assert_eq!((status, missing), (200, None), "{what}");
                } else {
                    assert_eq!((status, missing.as_deref()), (403, Some(permission.as_str())), "{what}");
                }
            }
        }
        app.run_tasks().await;
    }

    async fn an_operator_reads_everything_and_changes_nothing(app: TestApp) {
        let (birch, _) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        let operator = app.factory().operator().await;
        for (method, path, operation) in operations(&document()).into_iter().filter(|(_, path, _)| path.contains("{org}")) {
            let permission = needed(operation["operationId"].as_str().unwrap());
            let (status, missing) = asked(&operator, &method, &birch.fill(&path, &birch.org), &operation).await;
            let expected = match (permission, method.as_str()) {
                (Permission::NumbersRead, "GET") => (200, None),
                // Syncing is open to every role; it writes, which an operator does not.
                (Permission::NumbersRead, _) => (403, Some(Permission::NumbersManage.to_string())),
                _ => (403, Some(permission.to_string())),
            };
            assert_eq!((status, missing), expected, "{method} {path}");
        }
        app.run_tasks().await;
        // Each opening is written down, once in a while.
        let opened = "SELECT COUNT(*) FROM audit WHERE action = 'operator.open'";
        let once = app.count(opened).await;
        assert!(once >= 8, "{once}");
        operator.get(&format!("/orgs/{}/numbers", birch.org)).await.expect(200);
        assert_eq!(app.count(opened).await, once);
    }

    async fn a_role_that_was_taken_is_gone_with_the_next_request(app: TestApp) {
        let (birch, _) = Ids::of(&app, "Birch", demo::BIRCH_SHARED).await;
        let person = app.factory().user(birch.org.parse().unwrap(), Role::Admin).await;
        let me = person.get("/me").await.json["user"]["email"].as_str().unwrap().to_owned();
        let rename = || person.patch(&format!("/orgs/{}", birch.org), serde_json::json!({"name": "x"}));
        rename().await.expect(200);
        clienthub::service::org::add_role(&app.state, birch.org.parse().unwrap(), &me, Role::Viewer).await.unwrap();
        rename().await.problem(403, "permission_missing");
        app.execute("DELETE FROM memberships WHERE role = 'viewer'").await;
        rename().await.problem(404, "not_found");
        person.get(&format!("/orgs/{}", birch.org)).await.problem(404, "not_found");
    }
}
