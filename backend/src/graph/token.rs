//! `debug_token` (reference 1.2): whose a token is, whether it is valid, until when, and what it may touch.

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::call::Call;
use super::error::GraphError;
use super::scrub::scrub;
use super::wire::{MetaId, flag, int, list, text, time};
use super::{Answer, GraphClient};

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaDebugToken {
    #[serde(default, deserialize_with = "text")]
    pub app_id: Option<String>,
    /// `SYSTEM_USER`, `USER`, `APP`, …
    #[serde(rename = "type")]
    pub kind: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    pub is_valid: Option<bool>,
    /// Absent: never.
    #[serde(default, deserialize_with = "time")]
    pub expires_at: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "list")]
    pub scopes: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    pub granular_scopes: Vec<MetaGranularScope>,
    /// Why the token is not valid.
    pub error: Option<MetaTokenError>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaGranularScope {
    pub scope: Option<String>,
    /// Ids of WABAs, newest first; absent: every asset.
    pub target_ids: Option<Vec<MetaId>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaTokenError {
    #[serde(default, deserialize_with = "int")]
    pub code: Option<i64>,
    #[serde(default, deserialize_with = "int")]
    pub subcode: Option<i64>,
    pub message: Option<String>,
}

#[derive(Deserialize)]
struct MetaDebugTokenBody {
    data: MetaDebugToken,
}

impl GraphClient {
    /// Asked with the app's own token. A refused token is an answer (`is_valid`, `error`), not an error. Meta takes the token in
    /// question as a query parameter only.
    pub async fn debug_token(&self, input_token: &SecretString) -> Result<Answer<MetaDebugToken>, GraphError> {
        let secret = input_token.expose_secret();
        let mut call = Call::get(vec!["debug_token"], self.app_token());
        call.query = vec![("input_token", secret)];
        call.hidden = vec![secret];
        let mut answer = self.perform::<MetaDebugTokenBody>(&call).await.map_err(GraphError::of_app_token)?;
        if let Some(message) = answer.value.data.error.as_mut().and_then(|e| e.message.as_mut()) {
            *message = scrub(message, &self.secrets(&call));
        }
        Ok(answer.map(|body| body.data))
    }
}
