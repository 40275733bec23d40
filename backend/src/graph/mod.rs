//! Meta's Graph API as the hub reads it: one client, Meta's wire types (prefix `Meta`), its errors, its webhooks and their
//! signature. It knows no database and keeps no state but pooled connections and
//! the fields that Meta refused; deriving our statuses is the services' work.
//! Read next: `call.rs` (how one call runs), `error.rs` (what can go wrong). Contract: `reference/meta-graph-api.md`.

mod app;
mod call;
mod error;
mod events;
mod fields;
mod health;
mod media;
mod page;
mod phone;
mod registration;
mod scrub;
mod signature;
mod template;
#[cfg(test)]
mod tests;
mod token;
mod upload;
mod usage;
mod waba;
mod webhook;
mod wire;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use moka::future::Cache;
use reqwest::redirect::Policy;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

pub use app::{MetaAppSubscription, MetaSubscribedApp, MetaSubscribedField, OBJECT};
pub use error::{GraphError, GraphErrorKind, GraphFault};
pub use events::{
    MetaAccountAlert, MetaAccountReview, MetaAccountUpdate, MetaBanInfo, MetaBusinessCapability, MetaDisconnectionInfo,
    MetaEvent, MetaPhoneName, MetaPhoneQuality, MetaRestriction, MetaSecurity, MetaViolationInfo, MetaWabaInfo,
};
pub use health::{MetaHealth, MetaHealthEntity, MetaHealthError};
pub use media::{MediaFile, no_more_than};
pub use page::MetaPage;
pub use phone::{MetaPhone, MetaThroughput, MetaWebhookConfiguration, digits};
pub use signature::{sign, verify};
pub use template::{
    MetaAuthenticationButton, MetaAuthenticationText, MetaDisableInfo, MetaLibraryFilter, MetaLibraryTemplate,
    MetaPauseInfo, MetaRejectionInfo, MetaTemplate, MetaTemplateButton, MetaTemplateCategory, MetaTemplateComponents,
    MetaTemplateCounts, MetaTemplateCreated, MetaTemplateEdit, MetaTemplateName, MetaTemplatePage, MetaTemplateQuality,
    MetaTemplateRefusal, MetaTemplateStatus, SAID_BY_META,
};
pub use token::{MetaDebugToken, MetaGranularScope, MetaTokenError};
pub use upload::MetaUploadSession;
pub use usage::Usage;
pub use waba::{MetaBusinessInfo, MetaOnBehalf, MetaWaba};
pub use webhook::{EnvelopeError, MetaChange, MetaEntry, MetaEnvelope};
pub use wire::MetaId;

/// Then Meta may know a field that it did not.
const REFUSED_FOR: Duration = Duration::from_secs(24 * 3600);

/// Everything the client needs to know; secrets redact themselves.
#[derive(Debug, Clone)]
pub struct GraphConfig {
    /// `https://graph.facebook.com`, or the sandbox; a path prefix is kept.
    pub base_url: Url,
    /// Such as `v25.0`.
    pub version: String,
    pub app_id: String,
    pub app_secret: SecretString,
    /// Send `appsecret_proof` with every call (reference 1.2).
    pub appsecret_proof: bool,
    pub connect_timeout: Duration,
    /// For the whole call: connecting, retries and reading the answer.
    pub timeout: Duration,
}

/// What Meta answered, and how much of its limits is used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    pub value: T,
    pub usage: Option<Usage>,
    /// Requests that it took, for a limit that Meta counts.
    pub calls: u32,
}

/// The client. Clones share its connections.
#[derive(Clone)]
pub struct GraphClient(Arc<Inner>);

struct Inner {
    config: GraphConfig,
    app_token: SecretString,
    http: OnceLock<reqwest::Client>,
    /// Fields that Meta refused, by path: not asked for again for a day.
    refused_fields: Cache<String, Vec<&'static str>>,
}

/// Why a base URL cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Meta's base URL must be http:// or https:// with a host and without user, query and fragment")]
pub struct BadBaseUrl;

impl GraphClient {
    /// Opens nothing yet: a machine without CA certificates fails at the first https call, not at the start.
    pub fn new(config: GraphConfig) -> Result<Self, BadBaseUrl> {
        let url = &config.base_url;
        let usable = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !usable {
            return Err(BadBaseUrl);
        }
        let secret = config.app_secret.expose_secret();
        let app_token = SecretString::from(format!("{}|{secret}", config.app_id));
        let refused_fields = Cache::builder().max_capacity(10_000).time_to_live(REFUSED_FOR).build();
        Ok(Self(Arc::new(Inner { config, app_token, http: OnceLock::new(), refused_fields })))
    }

    fn config(&self) -> &GraphConfig {
        &self.0.config
    }

    /// Literally `{app_id}|{app_secret}` (reference 1.2).
    fn app_token(&self) -> &SecretString {
        &self.0.app_token
    }

    fn http(&self) -> Result<&reqwest::Client, GraphError> {
        if let Some(client) = self.0.http.get() {
            return Ok(client);
        }
        let client = build_http(self.config()).map_err(GraphError::no_client)?;
        Ok(self.0.http.get_or_init(|| client))
    }
}

impl fmt::Debug for GraphClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("GraphClient").field(self.config()).finish()
    }
}

fn build_http(config: &GraphConfig) -> reqwest::Result<reqwest::Client> {
    let builder = reqwest::Client::builder()
        .user_agent(concat!("clienthub/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(config.connect_timeout)
        .pool_idle_timeout(Duration::from_secs(60))
        .pool_max_idle_per_host(16)
        .http1_ignore_invalid_headers_in_responses(true)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy();
    match config.base_url.scheme() {
        "https" => builder.https_only(true),
        // The platform's verifier refuses to exist without CA certificates; plain http needs none.
        _ => builder.tls_certs_only([]),
    }
    .build()
}
