//! Making and changing tokens and the switches of an app.

use actix_web::web::{Bytes, Data, Json};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::{Answer, ControlError, Id, read};
use crate::demo::APP_ID;
use crate::sandbox::Sandbox;
use crate::world::{App, Token};

/// What a business hands to a partner; the hub's usual token.
const DEFAULT_SCOPES: &[&str] = &["whatsapp_business_management", "whatsapp_business_messaging"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewToken {
    token: Option<String>,
    app_id: Option<String>,
    scopes: Option<Vec<String>>,
    waba_ids: Option<Vec<String>>,
    tasks: Option<Vec<String>>,
    expires_at: Option<i64>,
}

/// Answers the token's row, the token included: the sandbox keeps no secrets.
pub async fn create_token(body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let wanted: NewToken = read(&body)?;
    sandbox.write(|inner| {
        let app_id = wanted.app_id.unwrap_or_else(|| APP_ID.to_owned());
        if !inner.world.apps.contains_key(&app_id) {
            return Err(ControlError::missing("app", &app_id));
        }
        let number = inner.world.next_id();
        let token = Token {
            token: wanted.token.unwrap_or_else(|| format!("EAASandbox{number:032}")),
            app_id,
            kind: "SYSTEM_USER".to_owned(),
            user_id: "100200300400".to_owned(),
            scopes: wanted.scopes.unwrap_or_else(|| DEFAULT_SCOPES.iter().map(|scope| (*scope).to_owned()).collect()),
            waba_ids: wanted.waba_ids,
            tasks: wanted.tasks,
            issued_at: inner.now_unix(),
            expires_at: wanted.expires_at.unwrap_or(0),
            revoked: false,
        };
        if token.token.is_empty() || inner.world.tokens.iter().any(|other| other.token == token.token) {
            return Err(ControlError::bad("the token is empty or exists already"));
        }
        inner.world.tokens.push(token.clone());
        Ok(Json(json!(token)))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenPatch {
    expires_at: Option<i64>,
    revoked: Option<bool>,
    scopes: Option<Vec<String>>,
    /// `null` means all WABAs.
    #[serde(default, deserialize_with = "given")]
    waba_ids: Option<Option<Vec<String>>>,
    /// `null` means everything.
    #[serde(default, deserialize_with = "given")]
    tasks: Option<Option<Vec<String>>>,
}

fn given<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<Vec<String>>>, D::Error> {
    Deserialize::deserialize(value).map(Some)
}

pub async fn patch_token(id: Id, body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let patch: TokenPatch = read(&body)?;
    sandbox.write(|inner| {
        let token = inner
            .world
            .tokens
            .iter_mut()
            .find(|token| token.token == *id)
            .ok_or_else(|| ControlError::missing("token", &id))?;
        if let Some(expires_at) = patch.expires_at {
            token.expires_at = expires_at;
        }
        if let Some(revoked) = patch.revoked {
            token.revoked = revoked;
        }
        if let Some(scopes) = patch.scopes {
            token.scopes = scopes;
        }
        if let Some(waba_ids) = patch.waba_ids {
            token.waba_ids = waba_ids;
        }
        if let Some(tasks) = patch.tasks {
            token.tasks = tasks;
        }
        Ok(Json(json!(token)))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AppPatch {
    name: Option<String>,
    secret: Option<String>,
    require_proof: Option<bool>,
}

/// Changes an app, or makes it when its id is new.
pub async fn patch_app(id: Id, body: Bytes, sandbox: Data<Sandbox>) -> Answer {
    let patch: AppPatch = read(&body)?;
    sandbox.write(|inner| {
        let app: &mut App = inner.world.apps.entry(id.into_inner()).or_default();
        if let Some(name) = patch.name {
            app.name = name;
        }
        if let Some(secret) = patch.secret {
            app.secret = secret;
        }
        if let Some(require_proof) = patch.require_proof {
            app.require_proof = require_proof;
        }
        let shown: Value = json!(app);
        Ok(Json(shown))
    })
}
