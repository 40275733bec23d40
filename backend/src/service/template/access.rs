//! The token of a WABA, for calls about its templates.

use clienthub_shared::id::{OrgId, WabaId};
use secrecy::SecretString;

use crate::error::{AppError, AppResult};
use crate::graph::{Answer, GraphError};
use crate::service::budget::{self, Spender};
use crate::service::{sync, token};
use crate::state::AppState;
use crate::store::{self, credential, waba};

pub struct Access {
    pub app: AppState,
    pub org: OrgId,
    pub id: WabaId,
    pub waba: waba::Model,
    pub secret: SecretString,
    credential: credential::Model,
}

impl Access {
    /// 404, or 409 `waba_disconnected`.
    pub async fn open(app: &AppState, org: OrgId, id: WabaId) -> AppResult<Self> {
        let waba = store::waba::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
        let (credential, secret) = token::open(app, org, id).await?;
        Ok(Self { app: app.clone(), org, id, waba, secret, credential })
    }

    /// One call for the person who waits. A token that Meta refuses is refused for everybody.
    pub async fn call<T>(&self, call: impl Future<Output = Result<Answer<T>, GraphError>>) -> AppResult<T> {
        let answer = budget::call(&self.app, &self.waba.meta_id, Spender::Person, call).await;
        if let Err(AppError::Provider(error)) = &answer
            && let Some(code) = token::refusal(error)
        {
            sync::refuse_token(&self.app, &self.waba, &self.credential, &self.secret, code).await?;
        }
        answer
    }
}
