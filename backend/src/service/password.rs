//! Passwords: argon2id, two at a time so that sign-ins cannot take all memory, in a queue that ends, and as slow for unknown users.
//! What a new one must be like is `clienthub_shared::rules`'.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use clienthub_shared::problem::ErrorCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::error::{AppError, AppResult};

/// Who waits for a turn; more are told to come again.
const QUEUE: usize = 64;
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Clone)]
pub struct Passwords {
    queue: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    /// Verified against when the user does not exist, so that the answer takes as long.
    dummy: Arc<str>,
}

impl Passwords {
    pub fn new() -> anyhow::Result<Self> {
        let dummy = hash_now("a password that nobody has")?;
        let semaphore = |places| Arc::new(Semaphore::new(places));
        Ok(Self { queue: semaphore(QUEUE), turns: semaphore(2), dummy: dummy.into() })
    }

    /// The PHC string of a new password.
    pub async fn hash(&self, password: &str) -> anyhow::Result<String> {
        let _turn = self.turns.acquire().await.context("the semaphore is closed")?;
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || hash_now(&password)).await?
    }

    /// Waits until it is one's turn to verify; 503 when too many wait.
    pub async fn turn(&self) -> AppResult<Turn> {
        let overloaded = || AppError::Unavailable(ErrorCode::Overloaded, 2);
        let place = self.queue.clone().try_acquire_owned().map_err(|_| overloaded())?;
        let turn = timeout(PATIENCE, self.turns.clone().acquire_owned()).await.map_err(|_| overloaded())?;
        let turn = turn.context("the semaphore is closed")?;
        Ok(Turn { dummy: self.dummy.clone(), _held: [place, turn] })
    }
}

/// One of the two who verify.
pub struct Turn {
    dummy: Arc<str>,
    _held: [OwnedSemaphorePermit; 2],
}

impl Turn {
    /// Whether the password is the hash's; `None` (no such user) takes as long and is false.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> anyhow::Result<bool> {
        let known = hash.is_some();
        let (password, hash) = (password.to_owned(), hash.unwrap_or(&self.dummy).to_owned());
        let fits = tokio::task::spawn_blocking(move || {
            let parsed =
                PasswordHash::new(&hash).map_err(|error| anyhow::anyhow!("a stored password hash: {error}"))?;
            Ok::<_, anyhow::Error>(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
        })
        .await??;
        Ok(fits && known)
    }

    /// The PHC string of a new password, in the same turn.
    pub async fn hash(&self, password: &str) -> anyhow::Result<String> {
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || hash_now(&password)).await?
    }
}

fn hash_now(password: &str) -> anyhow::Result<String> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| anyhow::anyhow!("hashing a password: {error}"))?;
    Ok(hash.to_string())
}
