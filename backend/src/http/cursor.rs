//! Cursors of lists: opaque to the caller, sealed against change with a MAC, and good only for the list, organisation, filter
//! and order that they were given for. Whatever else comes is a 400 `cursor_stale`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clienthub_shared::problem::ErrorCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use crate::crypto::Keys;
use crate::error::{AppError, AppResult, field};

const MAC_LENGTH: usize = 16;

/// What a cursor belongs to.
pub struct Cursors<'a> {
    keys: &'a Keys,
    bound_to: Vec<u8>,
}

impl<'a> Cursors<'a> {
    /// `whose` is the organisation, or the user where a list crosses organisations. `filter` is everything that chooses and orders
    /// the rows; the size of the page is not part of it.
    pub fn new(keys: &'a Keys, list: &str, whose: impl Serialize, filter: &impl Serialize) -> AppResult<Self> {
        let bound_to = serde_json::to_vec(&(list, whose, filter)).map_err(anyhow::Error::new)?;
        Ok(Self { keys, bound_to })
    }

    pub fn write(&self, position: &impl Serialize) -> AppResult<String> {
        let body = serde_json::to_vec(position).map_err(anyhow::Error::new)?;
        Ok(URL_SAFE_NO_PAD.encode([&self.mac(&body)[..], &body].concat()))
    }

    pub fn read<T: DeserializeOwned>(&self, text: &str) -> AppResult<T> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| stale())?;
        let (mac, body) = bytes.split_at_checked(MAC_LENGTH).ok_or_else(stale)?;
        if !bool::from(self.mac(body).as_slice().ct_eq(mac)) {
            return Err(stale());
        }
        serde_json::from_slice(body).map_err(|_| stale())
    }

    fn mac(&self, body: &[u8]) -> [u8; MAC_LENGTH] {
        // The length keeps the border between the two parts from moving.
        let length = u64::try_from(self.bound_to.len()).unwrap_or(u64::MAX).to_be_bytes();
        let whole = self.keys.cursor_mac(&[&length[..], &self.bound_to, body].concat());
        let mut mac = [0; MAC_LENGTH];
        mac.copy_from_slice(&whole[..MAC_LENGTH]);
        mac
    }
}

/// The refusal of a cursor that fits nothing.
pub fn stale() -> AppError {
    AppError::Unreadable(ErrorCode::CursorStale, vec![field("cursor", ErrorCode::CursorStale)])
}

#[cfg(test)]
mod tests {
    use clienthub_shared::id::OrgId;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::crypto::new_root_key;

    fn org(bits: u128) -> OrgId {
        OrgId::from_uuid(Uuid::from_u128(bits))
    }

    fn keys() -> Keys {
        Keys::from_root(&new_root_key().unwrap()).unwrap()
    }

    fn is_stale(answer: AppResult<(i64, String)>) -> bool {
        matches!(answer, Err(AppError::Unreadable(ErrorCode::CursorStale, _)))
    }

    proptest! {
        #[test]
        fn a_cursor_gives_back_its_position(key: i64, id: String, filter: String) {
            let keys = keys();
            let cursors = Cursors::new(&keys, "numbers", org(1), &filter).unwrap();
            let text = cursors.write(&(key, &id)).unwrap();
            prop_assert_eq!(cursors.read::<(i64, String)>(&text).unwrap(), (key, id));
        }

        #[test]
        fn a_changed_cursor_is_stale(key: i64, id: String, place: prop::sample::Index, bit in 0u8..8) {
            let keys = keys();
            let cursors = Cursors::new(&keys, "numbers", org(1), &"").unwrap();
            let mut bytes = URL_SAFE_NO_PAD.decode(cursors.write(&(key, &id)).unwrap()).unwrap();
            let place = place.index(bytes.len());
            bytes[place] ^= 1 << bit;
            prop_assert!(is_stale(cursors.read(&URL_SAFE_NO_PAD.encode(bytes))));
        }

        #[test]
        fn any_other_text_is_stale(text: String) {
            let keys = keys();
            prop_assert!(is_stale(Cursors::new(&keys, "numbers", org(1), &"").unwrap().read(&text)));
        }
    }

    #[test]
    fn a_cursor_of_another_list_organisation_filter_or_installation_is_stale() {
        let keys = keys();
        let text = Cursors::new(&keys, "numbers", org(1), &"a").unwrap().write(&(1, "x")).unwrap();
        for (list, org, filter) in [("wabas", org(1), "a"), ("numbers", org(2), "a"), ("numbers", org(1), "b")] {
            assert!(is_stale(Cursors::new(&keys, list, org, &filter).unwrap().read(&text)));
        }
        let others = self::keys();
        assert!(is_stale(Cursors::new(&others, "numbers", org(1), &"a").unwrap().read(&text)));
    }
}
