//! A step in flight: it goes on when its request is gone and waits for Meta longer than people do. `resume.rs` takes it up when
//! its process dies.

use chrono::{DateTime, Utc};
use clienthub_shared::id::{NumberId, OrgId};
use clienthub_shared::problem::ErrorCode;
use secrecy::SecretString;

use super::held::Held;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::graph::{Answer, GraphError, MetaPhone};
use crate::service::budget::{self, Spender};
use crate::service::{sync, token};
use crate::state::AppState;
use crate::store::{self, credential, waba};

/// What a step in flight needs to go on.
pub struct Run {
    pub app: AppState,
    pub org: OrgId,
    pub id: NumberId,
    pub actor: Actor,
    pub meta_id: String,
    waba: waba::Model,
    credential: credential::Model,
    secret: SecretString,
    fence: i64,
}

/// The number as Meta has it.
pub struct Seen {
    pub phone: MetaPhone,
    pub read_at: DateTime<Utc>,
}

/// The token of a number's WABA, before anything is begun.
pub struct Access {
    pub meta_id: String,
    pub waba: waba::Model,
    pub credential: credential::Model,
    pub secret: SecretString,
}

impl Access {
    /// 404, or 409 `waba_disconnected`.
    pub async fn open(app: &AppState, org: OrgId, id: NumberId) -> AppResult<Self> {
        let (row, waba) = store::number::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
        let (credential, secret) = token::open(app, org, waba.id()?).await?;
        Ok(Self { meta_id: row.meta_id, waba, credential, secret })
    }

    pub fn run(self, app: &AppState, org: OrgId, id: NumberId, actor: &Actor, fence: i64) -> Run {
        let Self { meta_id, waba, credential, secret } = self;
        Run { app: app.clone(), org, id, actor: actor.clone(), meta_id, waba, credential, secret, fence }
    }
}

impl Run {
    /// The number, when this run still has it.
    pub async fn held(&self) -> AppResult<Held<'_>> {
        let mut held = Held::open(&self.app, self.org, self.id).await?;
        if held.flow.fence != self.fence || held.flow.running.is_none() {
            return Err(AppError::Conflict(ErrorCode::OutcomeUnknown));
        }
        held.extend();
        Ok(held)
    }

    pub fn secret(&self) -> &SecretString {
        &self.secret
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

    pub async fn read(&self) -> AppResult<Seen> {
        let read_at = self.app.clock.now();
        let phone = self.call(self.app.graph.read_phone(&self.secret, &self.meta_id)).await?;
        Ok(Seen { phone, read_at })
    }
}
