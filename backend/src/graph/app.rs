//! The app's side of webhooks: where Meta sends the events (reference 8.1), and what a WABA says of the apps that listen (2.4).

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::Url;

use super::call::Call;
use super::error::GraphError;
use super::page::MetaList;
use super::wire::{flag, list, text};
use super::{Answer, GraphClient};

/// The only kind of object that the hub listens to.
pub const OBJECT: &str = "whatsapp_business_account";

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaAppSubscription {
    pub object: Option<String>,
    pub callback_url: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    pub active: Option<bool>,
    #[serde(default, deserialize_with = "list")]
    pub fields: Vec<MetaSubscribedField>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaSubscribedField {
    pub name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub version: Option<String>,
}

/// An app that gets a WABA's events.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaSubscribedApp {
    /// Absent when Meta does not say which app it is.
    #[serde(default, rename = "whatsapp_business_api_data", deserialize_with = "app_id")]
    pub app_id: Option<String>,
    /// The WABA's events go here instead of to the app's address.
    pub override_callback_uri: Option<String>,
}

fn app_id<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    let app = Value::deserialize(d)?;
    app.get("id").map_or(Ok(None), |id| text(id).map_err(serde::de::Error::custom))
}

impl GraphClient {
    /// Replaces the app's subscription. Meta calls `callback_url` (the handshake) before it answers. Sent once.
    pub async fn put_app_subscription(
        &self,
        callback_url: &Url,
        verify_token: &SecretString,
        fields: &[&str],
    ) -> Result<Answer<()>, GraphError> {
        let path = vec![self.config().app_id.as_str(), "subscriptions"];
        let fields = fields.join(",");
        let mut call = Call::new(Method::POST, path, self.app_token());
        call.form = vec![
            ("object", OBJECT),
            ("callback_url", callback_url.as_str()),
            ("verify_token", verify_token.expose_secret()),
            ("fields", &fields),
        ];
        call.hidden = vec![verify_token.expose_secret()];
        self.command(&call).await.map_err(GraphError::of_app_token)
    }

    /// Of every kind of object, not only WABAs.
    pub async fn list_app_subscriptions(&self) -> Result<Answer<Vec<MetaAppSubscription>>, GraphError> {
        let path = vec![self.config().app_id.as_str(), "subscriptions"];
        let call = Call::get(path, self.app_token());
        let answer = self.perform::<MetaList<MetaAppSubscription>>(&call).await.map_err(GraphError::of_app_token)?;
        Ok(answer.map(|list| list.data))
    }
}
