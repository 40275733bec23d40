//! A request that carries an `Idempotency-Key` is done once: repeated, it gets the answer of the first time (product 6). The
//! handler's side is `http/idempotency.rs`.
//!
//! Principal, method, path and key name the request, all of it hashed under a key of its own. A request that changed nothing is
//! forgotten at once and may be repeated; one whose end nobody saw is not done again. An answer that held a secret is not kept.

use chrono::TimeDelta;
use clienthub_shared::problem::ErrorCode;
use serde::Serialize;

use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::state::AppState;
use crate::store::idempotency::{self, Model};

/// How long an answer is remembered.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// Most calls to Meta that one request makes, each up to its timeout.
const CALLS: u64 = 4;
/// For everything else that a request does.
const REST_S: u64 = 60;

/// One request by its key.
pub struct Once {
    scope: String,
    body_hash: [u8; 32],
}

/// The right to do it.
pub struct Turn {
    scope: String,
    begun_at: i64,
}

pub enum Begun {
    First(Turn),
    /// It was answered before: status and body.
    Answered(u16, String),
}

impl Once {
    /// `address` is method and path. Bodies are the same when they read the same.
    pub fn new(app: &AppState, actor: &Actor, address: &str, key: &str, body: &impl Serialize) -> AppResult<Self> {
        let name = (actor.id(), actor.kind.as_str(), address, key);
        let name = serde_json::to_vec(&name).map_err(anyhow::Error::new)?;
        let body = serde_json::to_vec(body).map_err(anyhow::Error::new)?;
        Ok(Self { scope: hex::encode(app.keys.request_mac(&name)), body_hash: app.keys.request_mac(&body) })
    }

    pub async fn begin(&self, app: &AppState) -> AppResult<Begun> {
        let now = app.clock.now();
        let tx = app.db.begin().await?;
        let is_first = idempotency::claim_any_org(&*tx, &self.scope, &self.body_hash, now, now - KEPT).await?;
        tx.commit().await?;
        if is_first {
            return Ok(Begun::First(Turn { scope: self.scope.clone(), begun_at: now.timestamp_micros() }));
        }
        let in_progress = || AppError::Conflict(ErrorCode::RequestInProgress);
        // Gone: it ended in this moment and changed nothing.
        let row = idempotency::find_any_org(app.db.read(), &self.scope).await?.ok_or_else(in_progress)?;
        if row.body_hash != self.body_hash {
            return Err(AppError::Refused(ErrorCode::IdempotencyKeyReused));
        }
        match (row.state.as_str(), row.status.and_then(|status| u16::try_from(status).ok()), row.answer) {
            ("answered", Some(status), Some(answer)) => Ok(Begun::Answered(status, answer)),
            ("running", ..) if now.timestamp_micros() - row.created_at < longest_micros(app) => Err(in_progress()),
            ("secret", ..) => Err(AppError::Conflict(ErrorCode::SecretShownOnce)),
            // The process died over it, or it ended in an accident.
            _ => Err(AppError::Conflict(ErrorCode::OutcomeUnknown)),
        }
    }
}

/// A request that runs longer has died with its process.
fn longest_micros(app: &AppState) -> i64 {
    let seconds = REST_S + CALLS * app.config.meta.timeout_s;
    i64::try_from(seconds).unwrap_or(i64::MAX / 1_000_000).saturating_mul(1_000_000)
}

impl Turn {
    pub async fn answered(self, app: &AppState, status: u16, answer: String) -> AppResult<()> {
        self.settle(app, "answered", Some((status, answer))).await
    }

    /// It was done; the answer held a secret and is not kept.
    pub async fn answered_in_secret(self, app: &AppState) -> AppResult<()> {
        self.settle(app, "secret", None).await
    }

    /// What was refused changed nothing and is forgotten; of an accident nobody knows.
    pub async fn failed(self, app: &AppState, error: &AppError) -> AppResult<()> {
        if matches!(error, AppError::Internal(_)) {
            return self.lost(app).await;
        }
        let tx = app.db.begin().await?;
        idempotency::remove_any_org(&*tx, &self.scope, self.begun_at).await?;
        Ok(tx.commit().await?)
    }

    async fn lost(self, app: &AppState) -> AppResult<()> {
        self.settle(app, "unknown", None).await
    }

    async fn settle(self, app: &AppState, state: &str, answer: Option<(u16, String)>) -> AppResult<()> {
        let (status, answer) = answer.map_or((None, None), |(status, answer)| (Some(status.into()), Some(answer)));
        let row = Model {
            scope: self.scope,
            body_hash: Vec::new(),
            state: state.into(),
            status,
            answer,
            created_at: self.begun_at,
        };
        let tx = app.db.begin().await?;
        idempotency::settle_any_org(&*tx, row).await?;
        Ok(tx.commit().await?)
    }
}
