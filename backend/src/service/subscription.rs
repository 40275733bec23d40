//! The Meta app's webhook subscription: where Meta sends what happens.

use anyhow::Context;
use url::Url;

use crate::config::Config;
use crate::error::AppResult;
use crate::graph::{GraphClient, OBJECT};
use crate::state::AppState;

pub const WEBHOOK_PATH: &str = "/webhooks/meta";

/// What the hub asks Meta to send (reference 8.2); whatever else comes is stored too.
const FIELDS: &[&str] = &[
    "account_alerts",
    "account_review_update",
    "account_settings_update",
    "account_update",
    "business_capability_update",
    "business_status_update",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "messages",
    "partner_solutions",
    "payment_configuration_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "template_category_update",
    "user_preferences",
];

/// Where this hub takes Meta's webhooks.
pub fn address(config: &Config) -> anyhow::Result<Url> {
    config.server.public_url.join(WEBHOOK_PATH).context("server.public_url")
}

/// Where Meta sends the app's webhooks now.
pub async fn current(graph: &GraphClient) -> AppResult<Option<String>> {
    let all = graph.list_app_subscriptions().await?.value;
    let ours = all.into_iter().find(|one| one.object.as_deref() == Some(OBJECT) && one.active != Some(false));
    Ok(ours.and_then(|one| one.callback_url))
}

/// Subscribes the app; Meta asks the running hub for the verify token before it answers. Returns the address.
pub async fn subscribe(app: &AppState) -> AppResult<Url> {
    let address = address(&app.config)?;
    app.graph.put_app_subscription(&address, &app.config.meta.verify_token, FIELDS).await?;
    Ok(address)
}
