//! The WABA node (reference 2.1) and the app's subscription to its events (2.4).

use reqwest::Method;
use secrecy::SecretString;
use serde::Deserialize;

use super::app::MetaSubscribedApp;
use super::call::Call;
use super::error::GraphError;
use super::fields::Fields;
use super::health::MetaHealth;
use super::page::MetaList;
use super::wire::{MetaId, id, text};
use super::{Answer, GraphClient};

const FIELDS: Fields = Fields {
    required: &["id", "name", "timezone_id", "message_template_namespace"],
    optional: &[
        "status",
        "account_review_status",
        "business_verification_status",
        "ownership_type",
        "on_behalf_of_business_info",
        "owner_business_info",
        "currency",
        "whatsapp_business_manager_messaging_limit",
        "health_status",
    ],
};

/// Meta's words as they come; every one may be new.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaWaba {
    pub id: MetaId,
    pub name: Option<String>,
    pub status: Option<String>,
    /// `PENDING`, `APPROVED`, `REJECTED`, `DEFERRED`.
    pub account_review_status: Option<String>,
    /// Lower case: `verified`, `not_verified`, …
    pub business_verification_status: Option<String>,
    pub ownership_type: Option<String>,
    pub on_behalf_of_business_info: Option<MetaOnBehalf>,
    pub owner_business_info: Option<MetaBusinessInfo>,
    /// ISO code; absent until set.
    pub currency: Option<String>,
    /// Meta's number of a time zone; `0` is unknown.
    #[serde(default, deserialize_with = "text")]
    pub timezone_id: Option<String>,
    pub message_template_namespace: Option<String>,
    /// The portfolio's limit: `TIER_250`, …
    #[serde(default, deserialize_with = "text")]
    pub whatsapp_business_manager_messaging_limit: Option<String>,
    pub health_status: Option<MetaHealth>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaOnBehalf {
    #[serde(default, deserialize_with = "text")]
    pub id: Option<String>,
    pub name: Option<String>,
    /// `PENDING`, `APPROVED`, `DECLINED`.
    pub status: Option<String>,
    /// `SELF`, or the legacy on-behalf-of.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaBusinessInfo {
    #[serde(default, deserialize_with = "id")]
    pub id: Option<String>,
    pub name: Option<String>,
}

impl GraphClient {
    /// An id of another type fails with `UnknownField`, an unknown one with `NotFound`.
    pub async fn read_waba(&self, token: &SecretString, waba_id: &str) -> Result<Answer<MetaWaba>, GraphError> {
        self.read_fields(token, &[waba_id], &FIELDS, &[]).await
    }

    /// Makes Meta send this WABA's events to the app; harmless when it does already. Sent once.
    pub async fn subscribe_app(&self, token: &SecretString, waba_id: &str) -> Result<Answer<()>, GraphError> {
        let path = vec![waba_id, "subscribed_apps"];
        self.command(&Call::new(Method::POST, path, token)).await
    }

    /// Sent once.
    pub async fn unsubscribe_app(&self, token: &SecretString, waba_id: &str) -> Result<Answer<()>, GraphError> {
        let path = vec![waba_id, "subscribed_apps"];
        self.command(&Call::new(Method::DELETE, path, token)).await
    }

    pub async fn list_subscribed_apps(
        &self,
        token: &SecretString,
        waba_id: &str,
    ) -> Result<Answer<Vec<MetaSubscribedApp>>, GraphError> {
        let call = Call::get(vec![waba_id, "subscribed_apps"], token);
        let answer = self.perform::<MetaList<MetaSubscribedApp>>(&call).await?;
        Ok(answer.map(|list| list.data))
    }
}
