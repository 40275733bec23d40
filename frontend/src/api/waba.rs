//! WhatsApp Business Accounts of an organisation.

use clienthub_shared::page::Page;
use clienthub_shared::waba::{Waba, WabaConnect};

use super::client::{self, Answer};

/// The first hundred; `cursor` goes on.
pub async fn list_wabas(org: &str, cursor: Option<&str>) -> Answer<Page<Waba>> {
    let cursor = cursor.map_or_else(String::new, client::cursor_pair);
    client::get(&format!("/orgs/{org}/wabas?limit=100{cursor}")).await
}

/// Connects a WABA, or gives a connected one another token.
pub async fn connect_waba(org: &str, connect: &WabaConnect) -> Answer<Waba> {
    client::post(&format!("/orgs/{org}/wabas"), connect).await
}

pub async fn disconnect_waba(org: &str, waba: &str) -> Answer<()> {
    client::delete(&format!("/orgs/{org}/wabas/{waba}")).await
}

/// 202; the stream tells when it is done.
pub async fn sync_waba(org: &str, waba: &str) -> Answer<Waba> {
    client::order(&format!("/orgs/{org}/wabas/{waba}/sync")).await
}
