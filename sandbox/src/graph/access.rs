//! Who calls: the token of a request, whether it still holds, and what it may see (reference 1.2 and 1.3).

use chrono::DateTime;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::error::GraphError;
use super::node::Node;
use super::params::Params;
use crate::sandbox::Inner;
use crate::world::{App, Token, World};

pub const MANAGEMENT: &str = "whatsapp_business_management";
pub const BUSINESS: &str = "business_management";

/// A token that held when it was checked.
#[derive(Clone, Debug)]
pub enum Caller {
    App { app_id: String },
    User(Token),
}

impl Caller {
    pub fn app_id(&self) -> &str {
        match self {
            Self::App { app_id } => app_id,
            Self::User(token) => &token.app_id,
        }
    }

    /// Hidden nodes are indistinguishable from unknown ones; a missing scope is told.
    pub fn may_see(&self, world: &World, node: &Node, method: &str) -> Result<(), GraphError> {
        let hidden = || Err(GraphError::no_object(method, node.id()));
        match (self, node) {
            (_, Node::App(id)) => {
                if self.app_id() == id {
                    Ok(())
                } else {
                    hidden()
                }
            }
            (Self::App { .. }, _) => hidden(),
            (Self::User(token), Node::Waba(id)) if token.reaches(id) => {
                needs(token, MANAGEMENT, GraphError::missing_scope)
            }
            (Self::User(token), Node::Phone(id))
                if world.phones.get(id).is_some_and(|phone| token.reaches(&phone.waba_id)) =>
            {
                needs(token, MANAGEMENT, GraphError::missing_scope)
            }
            (Self::User(token), Node::Template(id))
                if world.templates.get(id).is_some_and(|template| token.reaches(&template.waba_id)) =>
            {
                needs(token, MANAGEMENT, GraphError::missing_scope)
            }
            (Self::User(token), Node::Business(id)) if reaches_business(token, world, id) => {
                needs(token, BUSINESS, GraphError::missing_business_scope)
            }
            (Self::User(_), Node::Waba(_) | Node::Phone(_) | Node::Business(_) | Node::Template(_)) => hidden(),
        }
    }
}

/// For calls that are about no node.
pub fn need_management(caller: &Caller) -> Result<(), GraphError> {
    match caller {
        Caller::User(token) => needs(token, MANAGEMENT, GraphError::missing_scope),
        Caller::App { .. } => Err(GraphError::missing_scope(MANAGEMENT)),
    }
}

fn needs(token: &Token, scope: &str, error: fn(&str) -> GraphError) -> Result<(), GraphError> {
    if token.has_scope(scope) { Ok(()) } else { Err(error(scope)) }
}

fn reaches_business(token: &Token, world: &World, business_id: &str) -> bool {
    token.waba_ids.is_none()
        || world.wabas.iter().any(|(id, waba)| {
            token.reaches(id)
                && (waba.business_id == business_id || waba.client_of.iter().any(|client| client == business_id))
        })
}

pub fn token_of(authorization: Option<&str>, params: &Params) -> Option<String> {
    authorization
        .and_then(|header| header.strip_prefix("Bearer ").or_else(|| header.strip_prefix("OAuth ")))
        .map(|token| token.trim().to_owned())
        .or_else(|| params.text("access_token"))
        .filter(|token| !token.is_empty())
}

pub fn caller(inner: &Inner, token: Option<&str>, params: &Params) -> Result<Caller, GraphError> {
    let token = token.ok_or_else(GraphError::no_token)?;
    let caller = check(inner, token)?;
    let app = inner.world.apps.get(caller.app_id()).ok_or_else(GraphError::unknown_token)?;
    check_proof(app, token, params.text("appsecret_proof").as_deref())?;
    Ok(caller)
}

/// Whether a token holds now.
pub fn check(inner: &Inner, token: &str) -> Result<Caller, GraphError> {
    if let Some((app_id, secret)) = token.split_once('|') {
        let known = inner.world.apps.get(app_id).is_some_and(|app| app.secret == secret);
        return if known { Ok(Caller::App { app_id: app_id.to_owned() }) } else { Err(GraphError::unknown_token()) };
    }
    let found = inner.world.tokens.iter().find(|known| known.token == token).ok_or_else(GraphError::unknown_token)?;
    if found.revoked {
        return Err(GraphError::revoked_token());
    }
    if found.is_expired(inner.now_unix()) {
        let at = DateTime::from_timestamp(found.expires_at, 0).map_or_else(String::new, |at| at.to_rfc2822());
        return Err(GraphError::expired_token(&at));
    }
    Ok(Caller::User(found.clone()))
}

fn check_proof(app: &App, token: &str, proof: Option<&str>) -> Result<(), GraphError> {
    match proof {
        Some(proof) if proof == hmac_hex(&app.secret, token.as_bytes()) => Ok(()),
        Some(_) => Err(GraphError::bad_proof("Invalid appsecret_proof provided in the API argument")),
        None if app.require_proof => {
            Err(GraphError::bad_proof("API calls from the server require an appsecret_proof argument"))
        }
        None => Ok(()),
    }
}

pub fn hmac_hex(key: &str, message: &[u8]) -> String {
    // HMAC takes keys of any length: the error cannot happen.
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("an HMAC key may have any length");
    mac.update(message);
    hex::encode(mac.finalize().into_bytes())
}
