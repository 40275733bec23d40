//! `/orgs`: reading and changing an organisation, and who may.

use clienthub_shared::permission::Role;
use serde_json::{Value, json};

use crate::support::{TestApp, on_both};

on_both! {
    async fn your_organisations_come_by_name_with_role_and_permissions(app: TestApp) {
        let cedar = app.factory().org("Cedar").await;
        let birch = app.factory().org("Birch").await;
        app.factory().org("Aspen").await;
        let both = app.factory().user(birch, Role::Admin).await;
        let me = both.get("/me").await.json["user"]["email"].as_str().unwrap().to_owned();
        clienthub::service::org::add_role(&app.state, cedar, &me, Role::Viewer).await.unwrap();
        let page = both.get("/orgs").await.expect(200).json;
        assert_eq!((&page["total"], &page["next_cursor"]), (&json!(2), &Value::Null));
        assert_eq!(page["data"][0]["id"], birch.to_string());
        assert_eq!(page["data"][1], json!({"id": cedar.to_string(), "name": "Cedar", "role": "viewer", "permissions": ["numbers.read"]}));
        let permissions = page["data"][0]["permissions"].as_array().unwrap();
        assert!(permissions.contains(&json!("members.manage")) && !permissions.contains(&json!("money.manage")));
    }

    async fn the_list_of_organisations_is_paged(app: TestApp) {
        let first = app.factory().org("Org 0").await;
        let member = app.factory().user(first, Role::Viewer).await;
        let me = member.get("/me").await.json["user"]["email"].as_str().unwrap().to_owned();
        for i in 1..5 {
            let org = app.factory().org(&format!("Org {}", i % 3)).await;
            clienthub::service::org::add_role(&app.state, org, &me, Role::Viewer).await.unwrap();
        }
        app.factory().org("Not mine").await;
        let operator = app.factory().operator().await;
        for (who, total) in [(&member, 5), (&operator, 6)] {
            let (mut names, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = who.get(&format!("/orgs?limit=2{cursor}")).await.expect(200).json;
                assert_eq!(page["total"], total);
                names.extend(page["data"].as_array().unwrap().iter().map(|org| (org["name"].to_string(), org["id"].to_string())));
                let Some(next) = page["next_cursor"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert!(names.is_sorted() && names.len() == total, "{names:?}");
            let other = if total == 5 { &operator } else { &member };
            other.get(&format!("/orgs?limit=2{cursor}")).await.problem(400, "cursor_stale");
        }
        member.get("/orgs?limit=0").await.problem(400, "bad_query");
    }

    async fn an_operator_reads_every_organisation_and_changes_none(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let operator = app.factory().operator().await;
        let page = operator.get("/orgs").await.expect(200).json;
        assert_eq!((&page["data"][0]["role"], &page["total"]), (&Value::Null, &json!(1)));
        let path = format!("/orgs/{birch}");
        assert_eq!(operator.get(&path).await.expect(200).json["name"], "Birch");
        let refused = operator.patch(&path, json!({"name": "x"})).await.problem(403, "permission_missing");
        assert_eq!(refused.json["permission"], "members.manage");
        operator.get("/orgs/org_00000000000000000000000000").await.problem(404, "not_found");
    }

    async fn a_patch_changes_what_it_names_and_null_clears(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let owner = app.factory().user(birch, Role::Owner).await;
        let path = format!("/orgs/{birch}");
        let before = owner.get(&path).await.expect(200);
        assert_eq!(before.header("etag"), "\"1\"");
        assert_eq!(before.json, json!({"id": birch.to_string(), "name": "Birch", "contact_email": null, "version": 1}));

        let contact = owner.patch(&path, json!({"contact_email": "it@birch.example"})).await.expect(200);
        assert_eq!((&contact.json["name"], &contact.json["contact_email"]), (&json!("Birch"), &json!("it@birch.example")));
        assert_eq!(contact.header("etag"), "\"2\"");
        let renamed = owner.patch(&path, json!({"name": "  Birch Bakery "})).await.expect(200).json;
        assert_eq!((&renamed["name"], &renamed["contact_email"]), (&json!("Birch Bakery"), &json!("it@birch.example")));
        let same = owner.patch(&path, json!({})).await.expect(200).json;
        assert_eq!(same["version"], 3);
        let cleared = owner.patch(&path, json!({"contact_email": null})).await.expect(200).json;
        assert_eq!((&cleared["contact_email"], &cleared["version"]), (&Value::Null, &json!(4)));
        assert_eq!(owner.get(&path).await.expect(200).json, cleared);
    }

    async fn a_patch_of_an_older_version_changes_nothing(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let admin = app.factory().user(birch, Role::Admin).await;
        let path = format!("/orgs/{birch}");
        let rename = |name: &str, version: &str| admin.patch(&path, json!({"name": name})).header("if-match", version);
        rename("Two", "\"1\"").await.expect(200);
        for stale in ["\"1\"", "\"0\"", "W/\"2\"", "\"two\"", "", "\"1\", \"3\""] {
            rename("Three", stale).await.problem(412, "version_stale");
        }
        assert_eq!(admin.get(&path).await.json["name"], "Two");
        rename("Three", "\"2\"").await.expect(200);
        rename("Four", "*").await.expect(200);
    }

    async fn only_who_manages_members_may_rename(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let path = format!("/orgs/{birch}");
        for role in Role::ALL {
            let person = app.factory().user(birch, *role).await;
            person.get(&path).await.expect(200);
            let answer = person.patch(&path, json!({"name": role.as_str()})).await;
            if matches!(role, Role::Owner | Role::Admin) {
                answer.expect(200);
            } else {
                let refused = answer.problem(403, "permission_missing");
                assert_eq!(refused.json["permission"], "members.manage");
            }
        }
        let owner = app.factory().user(birch, Role::Owner).await;
        assert_eq!(owner.get(&path).await.json["name"], "admin");
    }

    async fn what_is_not_yours_does_not_exist(app: TestApp) {
        let (birch, cedar) = (app.factory().org("Birch").await, app.factory().org("Cedar").await);
        let owner = app.factory().user(birch, Role::Owner).await;
        let other_kind = birch.to_string().replace("org_", "usr_");
        for id in [cedar.to_string(), other_kind, "org_".into(), "1".into(), birch.to_string().to_uppercase()] {
            owner.get(&format!("/orgs/{id}")).await.problem(404, "not_found");
            owner.patch(&format!("/orgs/{id}"), json!({"name": "Taken"})).await.problem(404, "not_found");
        }
        let other = app.factory().user(cedar, Role::Owner).await;
        assert_eq!(other.get(&format!("/orgs/{cedar}")).await.json["name"], "Cedar");
    }

    async fn a_stranger_learns_nothing_from_a_bad_body(app: TestApp) {
        let (birch, cedar) = (app.factory().org("Birch").await, app.factory().org("Cedar").await);
        let owner = app.factory().user(birch, Role::Owner).await;
        let viewer = app.factory().user(birch, Role::Viewer).await;
        for body in [json!({"nmae": 1}), json!({"name": 1}), json!(1)] {
            owner.patch(&format!("/orgs/{cedar}"), body.clone()).await.problem(404, "not_found");
            app.client().patch(&format!("/orgs/{cedar}"), body.clone()).await.problem(401, "not_signed_in");
            viewer.patch(&format!("/orgs/{birch}"), body).await.problem(403, "permission_missing");
        }
    }

    async fn unreadable_patches_name_the_place_and_store_nothing(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let owner = app.factory().user(birch, Role::Owner).await;
        let path = format!("/orgs/{birch}");
        let patch = |body: Value| owner.patch(&path, body).into_future();
        patch(json!({"name": "x", "nmae": "y"})).await.problem(400, "unknown_field").about("nmae", "unknown_field");
        patch(json!({"name": null})).await.problem(400, "wrong_type").about("name", "wrong_type");
        patch(json!({"name": 5})).await.problem(400, "wrong_type").about("name", "wrong_type");
        patch(json!({"contact_email": ["a@b"]})).await.problem(400, "wrong_type").about("contact_email", "wrong_type");
        for whole in [json!([]), json!(["x", "a@b"]), json!("x"), json!(1), json!(null)] {
            patch(whole).await.problem(400, "wrong_type").about("", "wrong_type");
        }
        assert_eq!(owner.get(&path).await.json["version"], 1);
    }

    async fn broken_rules_name_the_field_and_store_nothing(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let owner = app.factory().user(birch, Role::Owner).await;
        let path = format!("/orgs/{birch}");
        let long = "ü".repeat(101);
        for (body, field, code) in [
            (json!({"name": "  "}), "name", "required"),
            (json!({"name": long}), "name", "too_long"),
            (json!({"contact_email": "nobody"}), "contact_email", "bad_format"),
            (json!({"contact_email": ""}), "contact_email", "bad_format"),
            (json!({"name": "Fine", "contact_email": "a b@c"}), "contact_email", "bad_format"),
            (json!({"contact_email": format!("{}@c", "a".repeat(254))}), "contact_email", "too_long"),
        ] {
            owner.patch(&path, body).await.problem(422, "validation_failed").about(field, code);
        }
        assert_eq!(owner.get(&path).await.json["version"], 1);
        owner.patch(&path, json!({"name": "ü".repeat(100)})).await.expect(200);
    }

    async fn a_nul_character_is_input_not_an_accident(app: TestApp) {
        let birch = app.factory().org("Birch").await;
        let owner = app.factory().user(birch, Role::Owner).await;
        let answer = owner.patch(&format!("/orgs/{birch}"), json!({"name": "a\u{0}b"})).await;
        answer.problem(400, "bad_json").about("name", "bad_format");
        let credentials = json!({"email": "a\u{0}@b", "password": "x"});
        app.client().post("/session", credentials).await.problem(400, "bad_json").about("email", "bad_format");
        owner.patch(&format!("/orgs/{birch}"), json!({"name": "a\\u0000b"})).await.expect(200);
    }
}
