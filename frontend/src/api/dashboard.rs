//! The first page of an organisation.

use clienthub_shared::dashboard::Dashboard;

use super::client::{self, Answer};

pub async fn get_dashboard(org: &str) -> Answer<Dashboard> {
    client::get(&format!("/orgs/{org}/dashboard")).await
}
