//! Keys at rest: one root key, HKDF for each use, sealing of secrets, and the random numbers of the hub.

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::Mac;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The keys of one installation, each derived from the root key under its own label.
#[derive(Clone)]
pub struct Keys {
    sealing: Zeroizing<[u8; 32]>,
    sessions: Zeroizing<[u8; 32]>,
    cursors: Zeroizing<[u8; 32]>,
    requests: Zeroizing<[u8; 32]>,
    check: String,
}

impl Keys {
    /// From the root key as configured: 32 bytes in base64.
    pub fn from_root(root: &SecretString) -> anyhow::Result<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(root.expose_secret().trim()).context("the root key is not base64")?);
        if bytes.len() != 32 {
            bail!("the root key must be 32 bytes in base64, it has {}", bytes.len());
        }
        let derive = Hkdf::<Sha256>::new(None, &bytes);
        let key = |label: &str| -> anyhow::Result<Zeroizing<[u8; 32]>> {
            let mut key = Zeroizing::new([0u8; 32]);
            derive.expand(label.as_bytes(), &mut *key).map_err(|_| anyhow::anyhow!("deriving {label}"))?;
            Ok(key)
        };
        Ok(Self {
            sealing: key("clienthub sealing v1")?,
            sessions: key("clienthub sessions v1")?,
            cursors: key("clienthub cursors v1")?,
            requests: key("clienthub requests v1")?,
            check: hex::encode(&key("clienthub check v1")?[..16]),
        })
    }

    /// A value that only this root key gives; kept in the database to notice a wrong key.
    pub fn check_value(&self) -> &str {
        &self.check
    }

    pub fn sessions(&self) -> &[u8; 32] {
        &self.sessions
    }

    /// HMAC under the sessions' key.
    pub fn session_mac(&self, message: &[u8]) -> [u8; 32] {
        mac(&self.sessions, message)
    }

    /// HMAC under the cursors' key.
    pub fn cursor_mac(&self, message: &[u8]) -> [u8; 32] {
        mac(&self.cursors, message)
    }

    /// HMAC under the key of remembered requests: their bodies may hold secrets.
    pub fn request_mac(&self, message: &[u8]) -> [u8; 32] {
        mac(&self.requests, message)
    }

    /// Seals a secret for one cell: `place` names table, column and row, so that it opens nowhere else.
    pub fn seal(&self, place: &str, secret: &SecretString) -> anyhow::Result<Vec<u8>> {
        let mut nonce = [0u8; 24];
        random(&mut nonce)?;
        let cipher = XChaCha20Poly1305::new((&*self.sealing).into());
        let payload = Payload { msg: secret.expose_secret().as_bytes(), aad: place.as_bytes() };
        let sealed =
            cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| anyhow::anyhow!("sealing {place} failed"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens what `seal` made for the same place.
    pub fn open(&self, place: &str, sealed: &[u8]) -> anyhow::Result<SecretString> {
        let (nonce, sealed) = sealed.split_first_chunk::<24>().context("a sealed value is too short")?;
        let cipher = XChaCha20Poly1305::new((&*self.sealing).into());
        let opened = cipher
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: place.as_bytes() })
            .map_err(|_| anyhow::anyhow!("{place} cannot be opened: wrong root key, or moved"))?;
        Ok(SecretString::from(String::from_utf8(opened).context("a sealed value is not text")?))
    }
}

fn mac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = hmac::Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// A fresh root key as it stands in the key file.
pub fn new_root_key() -> anyhow::Result<SecretString> {
    let mut key = Zeroizing::new([0u8; 32]);
    random(&mut *key)?;
    Ok(SecretString::from(STANDARD.encode(*key)))
}

pub fn random(buffer: &mut [u8]) -> anyhow::Result<()> {
    getrandom::fill(buffer).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_only_in_its_own_cell() {
        let keys = Keys::from_root(&new_root_key().unwrap()).unwrap();
        let sealed = keys.seal("a/b/1", &SecretString::from("token")).unwrap();
        assert_eq!(keys.open("a/b/1", &sealed).unwrap().expose_secret(), "token");
        assert!(keys.open("a/b/2", &sealed).is_err());
        assert!(Keys::from_root(&new_root_key().unwrap()).unwrap().open("a/b/1", &sealed).is_err());
        assert!(keys.open("a/b/1", &sealed[..10]).is_err());
    }
}
