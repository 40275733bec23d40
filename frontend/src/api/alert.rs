//! Open alerts of an organisation.

use clienthub_shared::alert::Alert;
use clienthub_shared::page::Page;

use super::client::{self, Answer};

pub async fn list_alerts(org: &str) -> Answer<Page<Alert>> {
    client::get(&format!("/orgs/{org}/alerts")).await
}
