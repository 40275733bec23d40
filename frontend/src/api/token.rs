//! Access tokens of an organisation.

use clienthub_shared::access_token::{AccessToken, AccessTokenCreate};
use clienthub_shared::page::{LIMIT_DEFAULT, Page};

use super::client::{self, Answer};

pub async fn list_access_tokens(org: &str, cursor: Option<&str>) -> Answer<Page<AccessToken>> {
    let cursor = cursor.map_or_else(String::new, client::cursor_pair);
    client::get(&format!("/orgs/{org}/tokens?limit={LIMIT_DEFAULT}{cursor}")).await
}

/// Of the answer only what is nowhere else.
#[derive(serde::Deserialize)]
pub struct Created {
    pub secret: String,
}

pub async fn create_access_token(org: &str, create: &AccessTokenCreate) -> Answer<Created> {
    client::post(&format!("/orgs/{org}/tokens"), create).await
}

pub async fn revoke_access_token(org: &str, token: &str) -> Answer<()> {
    client::delete(&format!("/orgs/{org}/tokens/{token}")).await
}
