//! The Meta app's webhook subscription: where Meta sends what happens.

use anyhow::Context;
use url::Url;

use crate::error::AppResult;
use crate::state::AppState;

pub const WEBHOOK_PATH: &str = "/webhooks/meta";

/// Every field that the hub stores (reference 8.2).
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

/// Subscribes the app; Meta asks the running hub for the verify token before it answers. Returns the address.
pub async fn subscribe(app: &AppState) -> AppResult<Url> {
    let address = app.config.server.public_url.join(WEBHOOK_PATH).context("server.public_url")?;
    app.graph.put_app_subscription(&address, &app.config.meta.verify_token, FIELDS).await?;
    Ok(address)
}
