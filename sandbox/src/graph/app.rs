//! What an app token is for: `debug_token`, the app's webhook subscriptions with their handshake, and which apps a WABA notifies.

use serde_json::{Value, json};

use super::access::{self, Caller};
use super::error::GraphError;
use super::params::Params;
use crate::sandbox::{Inner, Sandbox};
use crate::webhook::{FIELDS, OBJECT, handshake};
use crate::world::{SubscribedApp, Subscription, Token};

const MAX_OVERRIDE_LEN: usize = 200;
const MANAGEMENT_SCOPES: &[&str] = &["whatsapp_business_management", "whatsapp_business_messaging"];

/// Reference 1.2; a token that no longer holds is a good answer with the error inside `data`.
pub fn debug_token(inner: &Inner, caller: &Caller, params: &Params) -> Result<Value, GraphError> {
    let input = params.required("input_token")?;
    let checked = access::check(inner, &input);
    let known = inner.world.tokens.iter().find(|token| token.token == input);
    let app_id = match (&checked, known) {
        (_, Some(token)) => token.app_id.clone(),
        (Ok(Caller::App { app_id }), None) => app_id.clone(),
        _ => return Ok(json!({ "data": invalid(&GraphError::unknown_token()) })),
    };
    if app_id != caller.app_id() {
        return Err(GraphError::parameter("The App_id in the input_token did not match the Viewing App"));
    }
    let mut data = match (&checked, known) {
        (Err(error), _) => invalid(error),
        (Ok(_), _) => json!({ "is_valid": true }),
    };
    data["app_id"] = json!(app_id);
    data["application"] = json!(inner.world.apps.get(&app_id).map(|app| app.name.as_str()));
    match known {
        Some(token) => describe(&mut data, token),
        None => data["type"] = json!("APP"),
    }
    Ok(json!({ "data": data }))
}

fn invalid(error: &GraphError) -> Value {
    let mut inside = json!({ "code": error.code, "message": error.message });
    if let Some(subcode) = error.subcode {
        inside["subcode"] = json!(subcode);
    }
    json!({ "is_valid": false, "error": inside, "scopes": [] })
}

fn describe(data: &mut Value, token: &Token) {
    let granular = token.scopes.iter().map(|scope| {
        let mut row = json!({ "scope": scope });
        if let Some(ids) = &token.waba_ids
            && MANAGEMENT_SCOPES.contains(&scope.as_str())
        {
            // Newest first.
            row["target_ids"] = ids.iter().rev().cloned().collect();
        }
        row
    });
    data["granular_scopes"] = granular.collect();
    data["scopes"] = json!(token.scopes);
    data["type"] = json!(token.kind);
    data["user_id"] = json!(token.user_id);
    data["issued_at"] = json!(token.issued_at);
    data["expires_at"] = json!(token.expires_at);
    data["data_access_expires_at"] = json!(0);
}

pub fn need_app_token(caller: &Caller) -> Result<(), GraphError> {
    match caller {
        Caller::App { .. } => Ok(()),
        Caller::User(_) => Err(GraphError::app_token_needed()),
    }
}

pub fn list_subscriptions(inner: &Inner, app_id: &str) -> Value {
    let subscriptions = inner.world.apps.get(app_id).map_or(&[][..], |app| &app.subscriptions);
    let rows = subscriptions.iter().map(|subscription| {
        let fields: Vec<Value> = subscription.fields.iter().map(|name| json!({ "name": name, "version": super::DEFAULT_VERSION })).collect();
        json!({ "object": subscription.object, "callback_url": subscription.callback_url, "active": true, "fields": fields })
    });
    json!({ "data": rows.collect::<Vec<_>>() })
}

pub async fn create_subscription(sandbox: &Sandbox, app_id: &str, params: &Params) -> Result<Value, GraphError> {
    let object = params.required("object")?;
    if object != OBJECT {
        return Err(GraphError::not_implemented(&format!("subscriptions to the object {object}")));
    }
    let callback_url = params.required("callback_url")?;
    let verify_token = params.required("verify_token")?;
    let fields = field_names(params)?;
    handshake::verify(&callback_url, &verify_token).await?;
    sandbox.write(|inner| {
        if let Some(app) = inner.world.apps.get_mut(app_id) {
            app.subscriptions.retain(|other| other.object != object);
            app.subscriptions.push(Subscription { object, callback_url, fields });
        }
    });
    Ok(json!({ "success": true }))
}

/// A comma list, a JSON list, or (as Meta shows them back) objects with a name.
fn field_names(params: &Params) -> Result<Vec<String>, GraphError> {
    let text = params.required("fields")?;
    let names: Vec<String> = match serde_json::from_str::<Vec<String>>(&text) {
        Ok(names) => names,
        Err(_) => text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect(),
    };
    match names.iter().find(|name| !FIELDS.contains(&name.as_str())) {
        Some(name) => {
            Err(GraphError::parameter(format!("Param fields[0] must be one of {{{}}}, not {name}", FIELDS.join(", "))))
        }
        None => Ok(names),
    }
}

/// Everything, one object, or some of its fields.
pub fn delete_subscription(sandbox: &Sandbox, app_id: &str, params: &Params) -> Result<Value, GraphError> {
    let object = params.text("object");
    let fields = params.text("fields").map(|_| field_names(params)).transpose()?;
    sandbox.write(|inner| {
        let Some(app) = inner.world.apps.get_mut(app_id) else {
            return;
        };
        let matches = |subscription: &Subscription| object.as_ref().is_none_or(|object| *object == subscription.object);
        match &fields {
            None => app.subscriptions.retain(|subscription| !matches(subscription)),
            Some(names) => {
                for subscription in app.subscriptions.iter_mut().filter(|subscription| matches(subscription)) {
                    subscription.fields.retain(|name| !names.contains(name));
                }
            }
        }
    });
    Ok(json!({ "success": true }))
}

/// Subscribes the calling app to a WABA; without an override, an earlier one is removed.
pub async fn subscribe(
    sandbox: &Sandbox,
    caller: &Caller,
    waba_id: &str,
    params: &Params,
) -> Result<Value, GraphError> {
    let uri = params.text("override_callback_uri").filter(|uri| !uri.is_empty());
    if let Some(uri) = &uri {
        if uri.len() > MAX_OVERRIDE_LEN {
            return Err(GraphError::parameter(format!(
                "Param override_callback_uri must be at most {MAX_OVERRIDE_LEN} characters long."
            )));
        }
        handshake::verify(uri, &params.required("verify_token")?).await?;
    }
    let app_id = caller.app_id().to_owned();
    sandbox.write(|inner| {
        if let Some(waba) = inner.world.wabas.get_mut(waba_id) {
            waba.subscribed_apps.retain(|other| other.app_id != app_id);
            waba.subscribed_apps.push(SubscribedApp { app_id, override_callback_uri: uri });
        }
    });
    Ok(json!({ "success": true }))
}

pub fn unsubscribe(sandbox: &Sandbox, caller: &Caller, waba_id: &str) -> Value {
    sandbox.write(|inner| {
        if let Some(waba) = inner.world.wabas.get_mut(waba_id) {
            waba.subscribed_apps.retain(|other| other.app_id != caller.app_id());
        }
    });
    json!({ "success": true })
}
