//! Organisations, as the person who asks is in them.

use clienthub_shared::org::OrgMembership;
use clienthub_shared::page::Page;

use super::client::{self, Answer};

pub async fn list_orgs() -> Answer<Page<OrgMembership>> {
    client::get("/orgs?limit=100").await
}
