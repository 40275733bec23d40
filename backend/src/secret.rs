//! Secrets that programs hold: made here, recognised by their form, stored as hashes and shown once.
//!
//! A prefix that leak scanners know, 43 base62 digits of 256 random bits, and 6 of a CRC-32 of all that stands before them. The check
//! sum is no protection: it tells a cut or mistyped secret from a real one without asking the database.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::crypto;

/// Of access tokens.
pub const ACCESS_TOKEN: &str = "cht_";

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// 62^43 > 2^256
const BODY: usize = 43;
/// 62^6 > 2^32
const CHECK: usize = 6;
/// Digits that are shown after the prefix, to recognise a secret by; 232 unknown bits are left.
const SHOWN: usize = 4;

/// A whole secret. Does not print.
pub struct Secret(SecretString);

impl Secret {
    /// A fresh one with this prefix.
    pub fn make(prefix: &str) -> anyhow::Result<Self> {
        let mut bits = Zeroizing::new([0_u8; 32]);
        crypto::random(&mut *bits)?;
        let body = Zeroizing::new(format!("{prefix}{}", base62(&mut *bits, BODY)));
        Ok(Self(SecretString::from(format!("{}{}", *body, check_sum(&body)))))
    }

    /// Takes a secret with this prefix that is whole.
    pub fn read(prefix: &str, text: &str) -> Option<Self> {
        let digits = text.strip_prefix(prefix)?;
        if digits.len() != BODY + CHECK || !digits.bytes().all(|digit| digit.is_ascii_alphanumeric()) {
            return None;
        }
        let (body, check) = text.split_at(text.len() - CHECK);
        (check_sum(body) == check).then(|| Self(SecretString::from(text)))
    }

    /// What is stored. A plain SHA-256 is right: of 256 random bits nobody tries all, as of passwords, and it finds its row by an index.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.expose_secret()).into()
    }

    /// The first characters, such as `cht_AbCd`.
    pub fn beginning(&self, prefix: &str) -> String {
        self.0.expose_secret().chars().take(prefix.len() + SHOWN).collect()
    }

    /// The text, for the one answer that shows it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

fn check_sum(text: &str) -> String {
    base62(&mut crc32fast::hash(text.as_bytes()).to_be_bytes(), CHECK)
}

/// A number, its highest byte first, in so many digits. Leaves zero behind.
fn base62(number: &mut [u8], digits: usize) -> String {
    let mut text = vec![DIGITS[0]; digits];
    for place in text.iter_mut().rev() {
        let mut rest = 0_u32;
        for byte in number.iter_mut() {
            let value = rest << 8 | u32::from(*byte);
            // Below 256, since the rest before was below 62.
            *byte = u8::try_from(value / 62).unwrap_or(u8::MAX);
            rest = value % 62;
        }
        *place = DIGITS[rest as usize];
    }
    text.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_value_in_base62() {
        assert_eq!(base62(&mut [0, 0, 0, 61], 6), "00000z");
        assert_eq!(base62(&mut [0, 0, 1, 0], 6), "000048");
        assert_eq!(base62(&mut [0xff; 4], 6), "4gfFC3");
        let most = base62(&mut [0xff; 32], BODY);
        assert!(most.len() == BODY && most.as_bytes()[0] != b'0', "{most}");
    }

    #[test]
    fn the_check_sum_is_the_crc32_that_scanners_know() {
        // 0xCBF43926, the check value of CRC-32 (IEEE).
        assert_eq!(check_sum("123456789"), base62(&mut 0xCBF4_3926_u32.to_be_bytes(), CHECK));
    }

    #[test]
    fn a_fresh_secret_is_whole_and_unlike_the_next() {
        let (one, two) = (Secret::make(ACCESS_TOKEN).unwrap(), Secret::make(ACCESS_TOKEN).unwrap());
        assert_eq!(one.expose().len(), 53);
        assert_eq!(one.beginning(ACCESS_TOKEN), one.expose()[..8]);
        assert_ne!(one.hash(), two.hash());
        assert_eq!(Secret::read(ACCESS_TOKEN, one.expose()).unwrap().hash(), one.hash());
        assert!(Secret::read("chk_", one.expose()).is_none());
    }

    #[test]
    fn a_secret_that_was_cut_mistyped_or_relabelled_is_none() {
        let secret = Secret::make(ACCESS_TOKEN).unwrap();
        let whole = secret.expose();
        for at in 0..whole.len() {
            let other = if &whole[at..=at] == "7" { "8" } else { "7" };
            let mistyped = format!("{}{other}{}", &whole[..at], &whole[at + 1..]);
            assert!(Secret::read(ACCESS_TOKEN, &mistyped).is_none(), "{at}");
        }
        for other in ["", "cht_", &whole[..52], &format!("{whole}0"), &format!(" {whole}"), &"ü".repeat(53)] {
            assert!(Secret::read(ACCESS_TOKEN, other).is_none(), "{other}");
        }
        assert!(Secret::read("chk_", &whole.replace("cht_", "chk_")).is_none());
    }
}
