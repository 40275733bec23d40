//! Makes what a test needs, through the hub's own services.

use std::sync::atomic::{AtomicU32, Ordering};

use clienthub::service;
use clienthub_sandbox::demo::DemoWaba;
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::{Permission, Role};
use serde_json::{Value, json};

use super::TestApp;
use super::client::Client;

/// Everybody's.
pub const PASSWORD: &str = "correct horse battery";

static COUNT: AtomicU32 = AtomicU32::new(1);

pub struct Factory<'a> {
    app: &'a TestApp,
}

impl<'a> Factory<'a> {
    pub(super) fn new(app: &'a TestApp) -> Self {
        Self { app }
    }

    pub async fn org(&self, name: &str) -> OrgId {
        service::org::create(&self.app.state, name, None).await.unwrap()
    }

    /// A user with a role in the organisation, signed in.
    pub async fn user(&self, org: OrgId, role: Role) -> Client {
        let email = self.person(false).await;
        service::org::add_role(&self.app.state, org, &email, role).await.unwrap();
        self.app.client().signed_in(&email, PASSWORD).await
    }

    /// Somebody at the installation's console, signed in: a member of nothing who may read everything.
    pub async fn operator(&self) -> Client {
        let email = self.person(true).await;
        self.app.client().signed_in(&email, PASSWORD).await
    }

    /// The e-mail address of a new user who belongs to no organisation and is not signed in.
    pub async fn person(&self, operator: bool) -> String {
        let email = format!("person{}@clienthub.example", COUNT.fetch_add(1, Ordering::Relaxed));
        let create = service::user::UserCreate { email: &email, name: "Test Person", password: PASSWORD, operator };
        service::user::create(&self.app.state, create).await.unwrap();
        email
    }

    /// A new access token of this person: as the API answered, secret included.
    pub async fn access_token(&self, by: &Client, org: impl std::fmt::Display, scopes: &[Permission]) -> Value {
        by.post(&format!("/orgs/{org}/tokens"), json!({"name": "CI", "scopes": scopes})).await.expect(201).json
    }

    /// A program with such a token.
    pub async fn program(&self, by: &Client, org: impl std::fmt::Display, scopes: &[Permission]) -> Client {
        let token = self.access_token(by, org, scopes).await;
        self.app.client().with_token(token["secret"].as_str().unwrap())
    }

    /// A WABA of the sandbox's world, connected by this person and synced: the WABA as the API shows it.
    pub async fn waba(&self, by: &Client, org: OrgId, waba: DemoWaba) -> Value {
        let body = json!({"meta_id": waba.meta_id, "access_token": waba.token});
        let connected = by.post(&format!("/orgs/{org}/wabas"), body).await.expect(201).json;
        self.app.run_tasks().await;
        connected
    }
}
