//! Numbers of an organisation. `query` is a ready query string: the list's own URL has the same words.

use chrono::{DateTime, Utc};
use clienthub_shared::activity::Activity;
use clienthub_shared::health::Health;
use clienthub_shared::number::{Account, Number, NumberCounts, NumberDetails};
use clienthub_shared::page::Page;
use clienthub_shared::registration::RegistrationDetails;
use clienthub_shared::status::Platform;
use clienthub_shared::waba::Waba;

use super::client::{self, Answer};

/// `query` without the question mark, values encoded.
pub async fn list_numbers(org: &str, query: &str) -> Answer<Page<Number>> {
    client::get(&format!("/orgs/{org}/numbers?{query}")).await
}

pub async fn count_numbers(org: &str) -> Answer<NumberCounts> {
    client::get(&format!("/orgs/{org}/numbers/counts")).await
}

pub async fn get_number(org: &str, number: &str) -> Answer<NumberDetails> {
    let parts = client::get_both(&format!("/orgs/{org}/numbers/{number}")).await?;
    Ok(details(parts))
}

/// Reads the number from Meta now; the answer is what Meta said.
pub async fn sync_number(org: &str, number: &str) -> Answer<NumberDetails> {
    let parts = client::order_both(&format!("/orgs/{org}/numbers/{number}/sync")).await?;
    Ok(details(parts))
}

/// `NumberDetails` without its number.
#[derive(serde::Deserialize)]
struct DetailsRest {
    account: Account,
    platform: Platform,
    status_since: Option<DateTime<Utc>>,
    quality_since: Option<DateTime<Utc>>,
    registered_at: Option<DateTime<Utc>>,
    registration_details: RegistrationDetails,
    health: Health,
    waba_details: Waba,
}

fn details((number, rest): (Number, DetailsRest)) -> NumberDetails {
    NumberDetails {
        number,
        account: rest.account,
        platform: rest.platform,
        status_since: rest.status_since,
        quality_since: rest.quality_since,
        registered_at: rest.registered_at,
        registration_details: rest.registration_details,
        health: rest.health,
        waba_details: rest.waba_details,
    }
}

pub async fn get_health(org: &str, number: &str) -> Answer<Health> {
    client::get(&format!("/orgs/{org}/numbers/{number}/health")).await
}

pub async fn list_activity(org: &str, number: &str, cursor: Option<&str>) -> Answer<Page<Activity>> {
    let cursor = cursor.map_or_else(String::new, client::cursor_pair);
    client::get(&format!("/orgs/{org}/numbers/{number}/activity?limit=50{cursor}")).await
}
