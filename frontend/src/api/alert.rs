//! Open alerts of an organisation.

use clienthub_shared::alert::Alert;
use clienthub_shared::page::Page;

use super::client::{self, Answer};

/// The first `pages` hundreds as one page, read one after another.
pub async fn list_alerts(org: &str, pages: u32) -> Answer<Page<Alert>> {
    let mut all = list_page(org, None).await?;
    for _ in 1..pages {
        let Some(cursor) = all.next_cursor.take() else { break };
        let next = list_page(org, Some(&cursor)).await?;
        all.data.extend(next.data);
        (all.next_cursor, all.total) = (next.next_cursor, next.total);
    }
    Ok(all)
}

async fn list_page(org: &str, cursor: Option<&str>) -> Answer<Page<Alert>> {
    let cursor = cursor.map_or_else(String::new, client::cursor_pair);
    client::get(&format!("/orgs/{org}/alerts?limit=100{cursor}")).await
}
