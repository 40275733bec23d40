//! Registration: the act that makes a number CONNECTED at Meta (product 4.3; reference 3.5, 3.6). Two secrets, never mixed up:
//! the *code*, six digits that Meta sends to prove ownership, and the *PIN*, two-step verification, sent with register.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::problem::{ErrorCode, Provider};
use crate::words::words;

/// Digits of a code and of a PIN.
pub const DIGITS: usize = 6;
/// Meta's limit of register and deregister calls for one number in 72 hours.
pub const ATTEMPTS_MAX: u32 = 10;
/// From here on the page warns.
pub const ATTEMPTS_WARN: u32 = 8;
/// From here on the page asks before it goes on.
pub const ATTEMPTS_ASK: u32 = 9;

words! {
    /// Where a number stands on its way to *connected*. Each state is stored before the call to Meta that follows it.
    RegistrationState {
        NotRegistered = "not_registered",
        CodeRequested = "code_requested",
        /// The code is being checked by Meta.
        Verifying = "verifying",
        /// Ownership is proven: the PIN is next.
        Verified = "verified",
        /// Meta is registering the number.
        Registering = "registering",
        /// Meta holds a PIN that the hub does not know.
        NeedsPin = "needs_pin",
        /// Meta accepts nothing for this number before `waits_until`.
        WaitsUntil = "waits_until",
        /// Meta refused for good; `failure` says why and what to do.
        Failed = "failed",
        Connected = "connected",
    }
}

words! {
    /// How Meta sends the code.
    CodeMethod { Sms = "sms", Voice = "voice" }
}

words! {
    /// Country in which Meta keeps a number's message data.
    DataRegion {
        Au = "AU", Id = "ID", In = "IN", Jp = "JP", Sg = "SG", Kr = "KR",
        De = "DE", Ch = "CH", Gb = "GB",
        Br = "BR",
        Bh = "BH", Za = "ZA", Ae = "AE",
        Ca = "CA",
    }
}

/// What every list and read of a number says of its registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Registration {
    pub state: RegistrationState,
    /// At least so many of Meta's ten in 72 hours; calls made elsewhere are not seen.
    pub attempts_72h: u32,
    /// About when Meta accepts the next step.
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub waits_until: Option<DateTime<Utc>>,
}

/// What the number's own page and the registration dialog need beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationDetails {
    /// The next register needs a code first.
    pub code_needed: bool,
    /// Meta holds a PIN that the hub does not know: a person has to give it.
    pub pin_needed: bool,
    /// The hub knows a PIN for this number, sealed.
    pub pin_known: bool,
    #[serde(default, deserialize_with = "crate::time::read_option")]
    pub pin_changed_at: Option<DateTime<Utc>>,
    /// The number also lives in the WhatsApp Business app, so the hub never registers it.
    pub on_business_app: bool,
    pub data_localization_region: Option<DataRegion>,
    /// A region can be chosen: the number was never registered.
    pub region_open: bool,
    pub code: Option<CodeRequest>,
    /// Somebody's step that Meta has not answered yet.
    pub running: Option<Running>,
    /// The last refusal, until the next step.
    pub failure: Option<RegistrationFailure>,
}

/// The last code that Meta was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeRequest {
    pub method: CodeMethod,
    /// Meta's locale, such as `en_US`.
    pub language: String,
    #[serde(deserialize_with = "crate::time::read")]
    pub requested_at: DateTime<Utc>,
    #[serde(deserialize_with = "crate::time::read")]
    pub expires_at: DateTime<Utc>,
    /// Another code may be asked for from then on; until then 429 `code_too_soon`.
    #[serde(deserialize_with = "crate::time::read")]
    pub next_at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Running {
    /// Name of the person, or of the token.
    pub by: String,
    #[serde(deserialize_with = "crate::time::read")]
    pub since: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationFailure {
    pub code: ErrorCode,
    #[serde(deserialize_with = "crate::time::read")]
    pub at: DateTime<Utc>,
    pub provider: Option<Provider>,
}

/// `POST …/registration/code`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeRequestCreate {
    pub method: CodeMethod,
    /// One of Meta's locales, such as `en_US` or `de`.
    pub language: String,
}

/// `POST …/registration`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RegistrationCreate {
    /// Six digits that Meta sent; a hyphen or spaces between them are dropped. Not needed while ownership is proven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Six digits: the PIN that Meta holds, or, when it holds none, the one to set. Left out, the hub takes its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    /// Only at the first registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_localization_region: Option<DataRegion>,
    /// Register a number that is connected once more; it counts for Meta.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reregister: Option<bool>,
}

/// `PUT …/pin`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinPut {
    /// Six digits.
    pub pin: String,
}

/// `POST …/pin/reveal`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinReveal {
    /// The password of the person who asks.
    pub password: String,
}

/// The answer of `POST …/pin/reveal`; show it for 30 seconds.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevealedPin {
    /// The PIN that Meta holds, as far as the hub knows.
    pub pin: String,
    /// Another one that was sent to Meta without an answer: it may be the one in force.
    pub unconfirmed: Option<String>,
}

/// The six digits of a code or a PIN as a person writes them: `123-456`, `123 456`.
pub fn digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|sign| !matches!(sign, '-' | ' ' | '\u{a0}')).collect();
    (digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        for text in ["123456", "123-456", " 123 456 ", "123\u{a0}456"] {
            assert_eq!(digits(text).as_deref(), Some("123456"), "{text}");
        }
        for text in ["", "12345", "1234567", "12345a", "１２３４５６", "123.456"] {
            assert_eq!(digits(text), None, "{text}");
        }
    }
}
