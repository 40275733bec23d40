//! Who sends a request with an access token, and what may be done with it at this moment.
//!
//! One query, answered by unique indexes, says both; a session needs two. Nothing of it is kept: what is revoked, or what its maker
//! lost, is gone with the next request in every process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::id::{AccessTokenId, OrgId, UserId};
use clienthub_shared::permission::Permission;
use clienthub_shared::problem::ErrorCode;

use crate::clock::from_micros;
use crate::error::{AppError, AppResult};
use crate::secret::Secret;
use crate::service::view::permissions;
use crate::state::AppState;
use crate::store::access_token::AccessTokenRow;
use crate::store::{self, word};

/// `last_used_at` is written when it is older.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);
/// Tokens whose last use this process remembers to have written.
const NOTED: usize = 10_000;

pub struct Bearer {
    pub token: AccessTokenId,
    /// The one organisation that it opens.
    pub org: OrgId,
    pub maker: UserId,
    /// For activity: the maker's name and the token's.
    pub name: String,
    /// What it may at this moment.
    pub permissions: Vec<Permission>,
}

/// Whoever holds the secret. 401 when it is unknown, revoked or expired, or its maker belongs to the organisation no longer.
pub async fn authenticate(app: &AppState, secret: &Secret) -> AppResult<Bearer> {
    let wrong = || AppError::Unauthenticated(ErrorCode::AccessTokenWrong);
    let hash = secret.hash();
    let row = store::access_token::find_by_hash_any_org(app.db.read(), &hash).await?.ok_or_else(wrong)?;
    let now = app.clock.now();
    if has_expired(&row, now) {
        return Err(AppError::Unauthenticated(ErrorCode::AccessTokenExpired));
    }
    if row.membership.is_none() {
        return Err(wrong());
    }
    let bearer = Bearer {
        token: word("access_tokens.id", &row.id)?,
        org: word("access_tokens.org_id", &row.org_id)?,
        maker: word("access_tokens.user_id", &row.user_id)?,
        name: format!("{} · token ‘{}’", row.maker.name, row.name),
        permissions: permissions(&row)?,
    };
    app.bearers.known.insert(hash, ()).await;
    note_use(app, bearer.token, row.last_used_at.map(from_micros), now);
    Ok(bearer)
}

/// Whether a token is still good for this.
pub async fn may(app: &AppState, org: OrgId, token: AccessTokenId, permission: Permission) -> AppResult<bool> {
    let row = store::access_token::find(app.db.read(), org, token).await?;
    let Some(row) = row.filter(|row| !has_expired(row, app.clock.now())) else { return Ok(false) };
    Ok(permissions(&row)?.contains(&permission))
}

fn has_expired(row: &AccessTokenRow, now: DateTime<Utc>) -> bool {
    row.expires_at.is_some_and(|at| from_micros(at) <= now)
}

/// What this process remembers of tokens. It decides nothing about who may what.
pub struct Bearers {
    /// Hashes of secrets that were good a while ago: they are counted by themselves, guesses by their address.
    known: moka::future::Cache<[u8; 32], ()>,
    /// When a use was last written, or is being written.
    noted: Mutex<HashMap<AccessTokenId, DateTime<Utc>>>,
}

impl Default for Bearers {
    fn default() -> Self {
        let known = moka::future::Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(600)).build();
        Self { known, noted: Mutex::default() }
    }
}

impl Bearers {
    /// Whether this secret opened something in the last ten minutes.
    pub fn is_known(&self, hash: &[u8; 32]) -> bool {
        self.known.contains_key(hash)
    }

    /// True once a minute.
    fn is_to_be_noted(&self, token: AccessTokenId, now: DateTime<Utc>) -> bool {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.get(&token).is_some_and(|at| now - *at < USE_NOTED_EVERY) {
            return false;
        }
        if noted.len() >= NOTED {
            noted.retain(|_, at| now - *at < USE_NOTED_EVERY);
        }
        noted.insert(token, now);
        true
    }
}

/// Writes the use down beside the request, which does not wait for it.
fn note_use(app: &AppState, token: AccessTokenId, last: Option<DateTime<Utc>>, now: DateTime<Utc>) {
    if last.is_some_and(|last| now - last < USE_NOTED_EVERY) || !app.bearers.is_to_be_noted(token, now) {
        return;
    }
    let app = app.clone();
    tokio::spawn(async move {
        let write = async {
            let tx = app.db.begin().await?;
            store::access_token::used_any_org(&*tx, token, now).await?;
            tx.commit().await
        };
        if let Err(error) = write.await {
            tracing::warn!(%token, %error, "an access token's last use could not be written");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_use_is_noted_once_a_minute_for_each_token() {
        let (bearers, now) = (Bearers::default(), DateTime::UNIX_EPOCH);
        let token = |bits| AccessTokenId::from_uuid(Uuid::from_u128(bits));
        assert!(bearers.is_to_be_noted(token(1), now));
        assert!(!bearers.is_to_be_noted(token(1), now + TimeDelta::seconds(59)));
        assert!(bearers.is_to_be_noted(token(2), now));
        assert!(bearers.is_to_be_noted(token(1), now + TimeDelta::seconds(60)));
    }
}
