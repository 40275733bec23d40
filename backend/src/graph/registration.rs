//! Registering a number: the code, register with the PIN, and the PIN alone (reference 3.5, 3.6). Each is sent once: codes
//! and register calls are counted by Meta, and only a read tells what a lost answer did.

use std::time::Duration;

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};

use super::call::Call;
use super::error::GraphError;
use super::{Answer, GraphClient};

/// Register is slow at times; nobody waits for it longer than the page does, but its answer is worth having.
const REGISTER_TIMEOUT: Duration = Duration::from_secs(60);

impl GraphClient {
    /// `method` is `SMS` or `VOICE`, `language` a locale such as `en_US`.
    pub async fn request_code(
        &self,
        token: &SecretString,
        phone_id: &str,
        method: &str,
        language: &str,
    ) -> Result<Answer<()>, GraphError> {
        let mut call = Call::new(Method::POST, vec![phone_id, "request_code"], token);
        call.form = vec![("code_method", method), ("language", language)];
        self.command(&call).await.map_err(GraphError::of_number)
    }

    pub async fn verify_code(
        &self,
        token: &SecretString,
        phone_id: &str,
        code: &SecretString,
    ) -> Result<Answer<()>, GraphError> {
        let mut call = Call::new(Method::POST, vec![phone_id, "verify_code"], token);
        call.form = vec![("code", code.expose_secret())];
        call.hidden = vec![code.expose_secret()];
        self.command(&call).await.map_err(GraphError::of_number)
    }

    /// `region`: where the message data is kept; only honoured by Meta at a registration after a deregistration.
    pub async fn register(
        &self,
        token: &SecretString,
        phone_id: &str,
        pin: &SecretString,
        region: Option<&str>,
    ) -> Result<Answer<()>, GraphError> {
        let mut call = Call::new(Method::POST, vec![phone_id, "register"], token);
        call.form = vec![("messaging_product", "whatsapp"), ("pin", pin.expose_secret())];
        call.form.extend(region.map(|region| ("data_localization_region", region)));
        call.hidden = vec![pin.expose_secret()];
        let deadline = self.deadline_in(REGISTER_TIMEOUT.max(self.config().timeout));
        self.command_until(&call, deadline).await.map_err(GraphError::of_number)
    }

    /// Sets or changes the PIN of a registered number.
    pub async fn put_pin(
        &self,
        token: &SecretString,
        phone_id: &str,
        pin: &SecretString,
    ) -> Result<Answer<()>, GraphError> {
        let mut call = Call::new(Method::POST, vec![phone_id], token);
        call.form = vec![("pin", pin.expose_secret())];
        call.hidden = vec![pin.expose_secret()];
        self.command(&call).await.map_err(GraphError::of_number)
    }
}
