//! Passwords: argon2id, two at a time so that sign-ins cannot take all memory, and as slow for unknown users.

use std::sync::Arc;

use anyhow::Context;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use clienthub_shared::problem::{ErrorCode, FieldError};
use tokio::sync::Semaphore;

use crate::error::field_with;

pub const LENGTH_MIN: usize = 10;
/// In bytes; longer ones are refused, not cut.
pub const LENGTH_MAX: usize = 1024;

#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// Verified against when the user does not exist, so that the answer takes as long.
    dummy: Arc<str>,
}

impl Passwords {
    pub fn new() -> anyhow::Result<Self> {
        let dummy = hash_now("a password that nobody has")?;
        Ok(Self { turns: Arc::new(Semaphore::new(2)), dummy: dummy.into() })
    }

    /// The PHC string of a new password.
    pub async fn hash(&self, password: &str) -> anyhow::Result<String> {
        let _turn = self.turns.acquire().await.context("the semaphore is closed")?;
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || hash_now(&password)).await?
    }

    /// Whether the password is the hash's; `None` (no such user) takes as long and is false.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> anyhow::Result<bool> {
        let _turn = self.turns.acquire().await.context("the semaphore is closed")?;
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
}

fn hash_now(password: &str) -> anyhow::Result<String> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| anyhow::anyhow!("hashing a password: {error}"))?;
    Ok(hash.to_string())
}

/// The rules of a new password.
pub fn check_new(path: &str, password: &str) -> Result<(), FieldError> {
    if password.chars().count() < LENGTH_MIN {
        return Err(field_with(path, ErrorCode::TooShort, "min", LENGTH_MIN));
    }
    if password.len() > LENGTH_MAX {
        return Err(field_with(path, ErrorCode::TooLong, "max", LENGTH_MAX));
    }
    Ok(())
}
