//! The GET handshake that proves a callback URL (reference 8.1): the receiver must send the challenge back.

use std::time::Duration;

use crate::graph::error::GraphError;

const TIMEOUT: Duration = Duration::from_secs(10);

pub async fn verify(callback_url: &str, verify_token: &str) -> Result<(), GraphError> {
    let mut url = url::Url::parse(callback_url)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| GraphError::parameter("Param callback_url must be a valid URL"))?;
    let challenge = challenge();
    url.query_pairs_mut()
        .append_pair("hub.mode", "subscribe")
        .append_pair("hub.challenge", &challenge)
        .append_pair("hub.verify_token", verify_token);
    let failed = |why: String| GraphError::bad_challenge(&why);
    let client = super::client(callback_url, TIMEOUT).map_err(|error| failed(error.to_string()))?;
    let response = client
        .get(url)
        .send()
        .await
        .map_err(|error| failed(format!("The URL could not be reached: {}", error.without_url())))?;
    let status = response.status();
    if status.as_u16() != 200 {
        return Err(failed(format!("HTTP Status Code = {}", status.as_u16())));
    }
    let body = response.text().await.map_err(|error| failed(error.without_url().to_string()))?;
    if body.trim() == challenge { Ok(()) } else { Err(failed("The URL did not answer with the challenge".to_owned())) }
}

fn challenge() -> String {
    let mut bytes = [0_u8; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u32::from_le_bytes(bytes).to_string(),
        Err(_) => "1158201444".to_owned(),
    }
}
