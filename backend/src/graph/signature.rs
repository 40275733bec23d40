//! HMAC-SHA256 with the app secret: the signature over a webhook's raw bytes (reference 8.1) and the proof that goes with a
//! token (1.2).

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// Whether `header` (`X-Hub-Signature-256`: `sha256=<hex>`) is the app's signature over exactly these bytes. Constant time.
pub fn verify(app_secret: &SecretString, body: &[u8], header: &str) -> bool {
    let mut claimed = [0; 32];
    header.strip_prefix("sha256=").is_some_and(|hex| hex::decode_to_slice(hex, &mut claimed).is_ok())
        && mac(app_secret, body).verify_slice(&claimed).is_ok()
}

/// The header that Meta sends with `body`.
pub fn sign(app_secret: &SecretString, body: &[u8]) -> String {
    format!("sha256={}", hex_of(app_secret, body))
}

/// `appsecret_proof` of a token.
pub(super) fn proof(app_secret: &SecretString, token: &SecretString) -> String {
    hex_of(app_secret, token.expose_secret().as_bytes())
}

fn hex_of(app_secret: &SecretString, message: &[u8]) -> String {
    hex::encode(mac(app_secret, message).finalize().into_bytes())
}

fn mac(app_secret: &SecretString, message: &[u8]) -> Hmac<Sha256> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(app_secret.expose_secret().as_bytes()).expect("HMAC takes keys of every length");
    mac.update(message);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn secret() -> SecretString {
        SecretString::from("demo-app-secret")
    }

    #[test]
    fn the_hash_is_the_one_of_rfc_4231() {
        let key = SecretString::from("Jefe");
        assert_eq!(
            sign(&key, b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn only_the_exact_bytes_with_the_right_secret_pass() {
        let body = br#"{"object":"whatsapp_business_account"}"#;
        let header = sign(&secret(), body);
        assert!(verify(&secret(), body, &header));
        let upper = format!("sha256={}", header["sha256=".len()..].to_uppercase());
        assert!(verify(&secret(), body, &upper));

        assert!(!verify(&secret(), br#"{"object": "whatsapp_business_account"}"#, &header));
        assert!(!verify(&SecretString::from("other"), body, &header));
        for wrong in
            ["", "sha256=", "sha1=00", &header[..header.len() - 2], &header["sha256=".len()..], &format!("{header}00")]
        {
            assert!(!verify(&secret(), body, wrong), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_header_panics_or_passes(header in ".*") {
            assert!(!verify(&secret(), b"{}", &header));
        }
    }
}
