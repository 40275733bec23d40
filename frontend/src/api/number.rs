//! Numbers of an organisation. `query` is a ready query string: the list's own URL has the same words.

use chrono::{DateTime, Utc};
use clienthub_shared::activity::Activity;
use clienthub_shared::health::Health;
use clienthub_shared::number::{Account, Number, NumberCounts, NumberDetails};
use clienthub_shared::page::Page;
use clienthub_shared::registration::{
    CodeRequestCreate, PinPut, PinReveal, RegistrationCreate, RegistrationDetails, RevealedPin,
};
use clienthub_shared::status::Platform;
use clienthub_shared::waba::Waba;

use super::client::{self, Answer, Method, encode};

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
    write(Method::Post, org, number, "sync", None).await
}

/// Meta sends the number a code.
pub async fn request_code(org: &str, number: &str, request: &CodeRequestCreate) -> Answer<NumberDetails> {
    write(Method::Post, org, number, "registration/code", encode(request)).await
}

/// Checks the code and registers. `registration_details.running` in the answer: Meta has not answered yet, the stream tells.
pub async fn register_number(org: &str, number: &str, request: &RegistrationCreate) -> Answer<NumberDetails> {
    write(Method::Post, org, number, "registration", encode(request)).await
}

pub async fn set_pin(org: &str, number: &str, pin: &PinPut) -> Answer<NumberDetails> {
    write(Method::Put, org, number, "pin", encode(pin)).await
}

pub async fn reveal_pin(org: &str, number: &str, reveal: &PinReveal) -> Answer<RevealedPin> {
    client::post(&format!("/orgs/{org}/numbers/{number}/pin/reveal"), reveal).await
}

async fn write(method: Method, org: &str, number: &str, rest: &str, body: Option<String>) -> Answer<NumberDetails> {
    let path = format!("/orgs/{org}/numbers/{number}/{rest}");
    client::write_both(method, &path, body).await.map(details)
}

/// `NumberDetails` without its number.
#[derive(serde::Deserialize)]
struct DetailsRest {
    account: Account,
    platform: Platform,
    #[serde(default, deserialize_with = "clienthub_shared::time::read_option")]
    status_since: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "clienthub_shared::time::read_option")]
    quality_since: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "clienthub_shared::time::read_option")]
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
