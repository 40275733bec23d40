//! Ids: a prefix that says the kind, and a UUIDv7 in 26 characters of Crockford's base 32 (the TypeID form), so that
//! ids sort by the time they were made and a wrong kind is seen at once. Only the server makes them.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The text is no id of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id of this kind")
    }
}

impl std::error::Error for IdError {}

fn encode(prefix: &str, id: Uuid) -> String {
    let bits = id.as_u128();
    let mut text = String::with_capacity(prefix.len() + 27);
    text.push_str(prefix);
    text.push('_');
    for place in (0..26).rev() {
        let digit = (bits >> (place * 5)) & 31;
        text.push(char::from(ALPHABET[digit as usize]));
    }
    text
}

fn decode(prefix: &str, text: &str) -> Result<Uuid, IdError> {
    let body = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(IdError)?;
    // 26 digits hold 130 bits: the first may only be 0 to 7.
    if body.len() != 26 || body.as_bytes()[0] > b'7' {
        return Err(IdError);
    }
    let mut bits: u128 = 0;
    for byte in body.bytes() {
        let digit = ALPHABET.iter().position(|known| *known == byte).ok_or(IdError)?;
        bits = (bits << 5) | digit as u128;
    }
    Ok(Uuid::from_u128(bits))
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            pub const PREFIX: &'static str = $prefix;
            /// From a fresh UUIDv7; the server's clock and randomness make it.
            pub const fn from_uuid(id: Uuid) -> Self { Self(id) }
            pub const fn uuid(self) -> Uuid { self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&encode($prefix, self.0)) }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> { decode($prefix, text).map(Self) }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$")))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )+};
}

ids! {
    /// An organisation: the tenant.
    OrgId = "org",
    UserId = "usr",
    /// A person's signed-in browser.
    SessionId = "ses",
    /// A secret of an organisation for the management API.
    AccessTokenId = "tok",
    WabaId = "waba",
    NumberId = "num",
    /// A message template: one name in one language of a WABA.
    TemplateId = "tpl",
    /// A file on its way to Meta.
    UploadId = "upl",
    /// A PIN that the hub gave to Meta, or is about to.
    PinId = "pin",
    /// Something that happened, from Meta or from the hub; also a row of activity.
    EventId = "evt",
    /// A piece of background work.
    TaskId = "tsk",
    /// A row of the audit log.
    AuditId = "aud",
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_survives_its_text_and_sorts_like_its_bits(a: u128, b: u128) {
            let (x, y) = (NumberId(Uuid::from_u128(a)), NumberId(Uuid::from_u128(b)));
            prop_assert_eq!(x.to_string().parse::<NumberId>(), Ok(x));
            prop_assert_eq!(x.to_string().cmp(&y.to_string()), a.cmp(&b));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text: String) {
            let _ = text.parse::<NumberId>();
            let _ = format!("num_{text}").parse::<NumberId>();
        }
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let text = WabaId(Uuid::from_u128(7)).to_string();
        assert!(text.parse::<NumberId>().is_err());
        assert!("num_81jwt3v8kfe4m9b2q6xs000000".parse::<NumberId>().is_err());
    }
}
