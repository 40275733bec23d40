//! What an error looks like: RFC 9457 `application/problem+json` with a closed set of codes. Programs branch on `code`,
//! pages translate it; `title` and `detail` are English for developers.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    ErrorCode {
        // 400
        BadJson = "bad_json",
        BadQuery = "bad_query",
        UnknownField = "unknown_field",
        WrongType = "wrong_type",
        CursorStale = "cursor_stale",
        // 401, 403, 404, 405, 412, 413, 415, 421
        NotSignedIn = "not_signed_in",
        WrongCredentials = "wrong_credentials",
        AccessTokenWrong = "access_token_wrong",
        AccessTokenExpired = "access_token_expired",
        SignatureWrong = "signature_wrong",
        PermissionMissing = "permission_missing",
        SessionNeeded = "session_needed",
        CrossSite = "cross_site",
        VerifyTokenWrong = "verify_token_wrong",
        NotFound = "not_found",
        MethodNotAllowed = "method_not_allowed",
        VersionStale = "version_stale",
        BodyTooLarge = "body_too_large",
        BodyTooSlow = "body_too_slow",
        UnsupportedMediaType = "unsupported_media_type",
        HostNotAllowed = "host_not_allowed",
        // 422
        ValidationFailed = "validation_failed",
        Required = "required",
        TooShort = "too_short",
        TooLong = "too_long",
        BadFormat = "bad_format",
        TokenInvalid = "token_invalid",
        TokenExpired = "token_expired",
        TokenOfAnotherApp = "token_of_another_app",
        TokenScopeMissing = "token_scope_missing",
        TokenWithoutWaba = "token_without_waba",
        WabaUnreadable = "waba_unreadable",
        IdempotencyKeyReused = "idempotency_key_reused",
        CodeWrong = "code_wrong",
        PinWrong = "pin_wrong",
        Repeated = "repeated",
        ScopeNotYours = "scope_not_yours",
        ExpiryOutOfRange = "expiry_out_of_range",
        PasswordWrong = "password_wrong",
        PasswordSame = "password_same",
        TemplateRuleBroken = "template_rule_broken",
        TemplateNameFixed = "template_name_fixed",
        MediaNotAccepted = "media_not_accepted",
        // 409
        WabaTaken = "waba_taken",
        WabaDisconnected = "waba_disconnected",
        RequestInProgress = "request_in_progress",
        OutcomeUnknown = "outcome_unknown",
        SecretShownOnce = "secret_shown_once",
        TooManyAccessTokens = "too_many_access_tokens",
        ProviderStateRefused = "provider_state_refused",
        // 409 on the way to a registered number
        RegistrationInProgress = "registration_in_progress",
        AlreadyConnected = "already_connected",
        CodeNotNeeded = "code_not_needed",
        CodeRequired = "code_required",
        PinRequired = "pin_required",
        PinUnknown = "pin_unknown",
        RegionFixed = "region_fixed",
        NumberOnBusinessApp = "number_on_business_app",
        NumberGone = "number_gone",
        NumberNotRegistered = "number_not_registered",
        VerificationNeeded = "verification_needed",
        DeregistrationIncomplete = "deregistration_incomplete",
        AccountLocked = "account_locked",
        CodeNotChecked = "code_not_checked",
        // 409 of templates
        TemplateExists = "template_exists",
        TemplateUnchanged = "template_unchanged",
        TemplateLocked = "template_locked",
        TemplateNameBlocked = "template_name_blocked",
        TemplateLimitReached = "template_limit_reached",
        UploadOffsetWrong = "upload_offset_wrong",
        UploadExpired = "upload_expired",
        // 422 by the provider
        ProviderInputRefused = "provider_input_refused",
        // 429
        RateLimited = "rate_limited",
        SyncTooSoon = "sync_too_soon",
        SignInSlowed = "sign_in_slowed",
        CodeTooSoon = "code_too_soon",
        CodeNotSent = "code_not_sent",
        CodeRequestedTooOften = "code_requested_too_often",
        CodeGuessesUsedUp = "code_guesses_used_up",
        PinGuessesUsedUp = "pin_guesses_used_up",
        PinGuessedTooFast = "pin_guessed_too_fast",
        NumberJustDeleted = "number_just_deleted",
        RegisterLimitReached = "register_limit_reached",
        TemplateCreationsUsedUp = "template_creations_used_up",
        UnpauseTooSoon = "unpause_too_soon",
        // 5xx
        ProviderPermissionMissing = "provider_permission_missing",
        ProviderThrottled = "provider_throttled",
        ProviderUnavailable = "provider_unavailable",
        ProviderTimeout = "provider_timeout",
        RegistrationUnavailable = "registration_unavailable",
        Starting = "starting",
        Overloaded = "overloaded",
        Internal = "internal",
    }
}

/// One finding about one field of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer without the first slash, or the query parameter's name; empty for the whole body.
    pub path: String,
    pub code: ErrorCode,
    /// English, for developers.
    pub message: String,
    /// Values for the page's sentence, such as `{"max": 100}`.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub params: serde_json::Map<String, serde_json::Value>,
}

impl FieldError {
    pub fn new(path: &str, code: ErrorCode) -> Self {
        Self { path: path.into(), code, message: code.english().1.into(), params: serde_json::Map::new() }
    }

    /// The same with a value for the sentence, such as `max`.
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.params.insert(name.into(), value.into());
        self
    }
}

/// What Meta or Stripe answered, when one of them refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Provider {
    /// `meta` or `stripe`.
    pub name: String,
    pub code: Option<i64>,
    pub subcode: Option<i64>,
    pub message: Option<String>,
    pub trace_id: Option<String>,
    pub retry_after_s: Option<u64>,
}

/// The one error envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `about:blank`: the code says which problem it is.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    /// HTTP status.
    pub status: u16,
    pub detail: String,
    pub code: ErrorCode,
    /// Give it to support.
    pub request_id: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// Seconds to wait, as in the header `Retry-After`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// Values for the page's sentence, such as `by` and `since` of `registration_in_progress`.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub params: serde_json::Map<String, serde_json::Value>,
    /// The permission that is missing (`permission_missing`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<crate::permission::Permission>,
}

impl ErrorCode {
    /// A short English title and a sentence that says what to do; for developers. Pages have their own texts.
    pub const fn english(self) -> (&'static str, &'static str) {
        match self {
            Self::BadJson => ("Unreadable JSON", "The body is not valid JSON; `errors` names the place."),
            Self::BadQuery => (
                "Unreadable query",
                "A query parameter is unknown or has a value that is not allowed; `errors` names it.",
            ),
            Self::UnknownField => ("Unknown field", "The field is not part of this request; check its spelling."),
            Self::WrongType => ("Wrong type", "The field has another type than the one documented."),
            Self::CursorStale => {
                ("Stale cursor", "The cursor belongs to another list, filter or sort order; start again without it.")
            }
            Self::NotSignedIn => ("Not signed in", "Sign in with POST /api/v1/session, or send an access token."),
            Self::WrongCredentials => {
                ("Wrong e-mail or password", "The e-mail address and the password do not belong together.")
            }
            Self::AccessTokenWrong => (
                "Wrong access token",
                "It is unknown, revoked, incomplete, or its maker has left; send `Bearer cht_…`.",
            ),
            Self::AccessTokenExpired => {
                ("Access token expired", "Make another one in the settings of the organisation.")
            }
            Self::SignatureWrong => {
                ("Wrong signature", "X-Hub-Signature-256 is missing or does not fit the body; check the app secret.")
            }
            Self::PermissionMissing => (
                "Permission missing",
                "What `permission` names is missing: your role in this organisation, or the scopes of the access token, do not include it; ask an owner.",
            ),
            Self::SessionNeeded => {
                ("For people only", "An access token cannot do this; somebody has to sign in and do it.")
            }
            Self::CrossSite => {
                ("Request from another site", "Requests with a cookie must come from the hub's own pages.")
            }
            Self::VerifyTokenWrong => ("Wrong verify token", "hub.verify_token is not the configured one."),
            Self::NotFound => ("Not found", "There is nothing here that you may see."),
            Self::MethodNotAllowed => ("Method not allowed", "This address exists, but not with this method."),
            Self::VersionStale => {
                ("Changed in the meantime", "The object has another version than If-Match says; read it again.")
            }
            Self::BodyTooLarge => ("Body too large", "The body is larger than this endpoint accepts."),
            Self::BodyTooSlow => ("Body too slow", "The body did not arrive in time; send it again."),
            Self::UnsupportedMediaType => ("Unsupported media type", "Send the body as application/json."),
            Self::HostNotAllowed => {
                ("Unknown host", "The Host header names no address of this hub; see server.allowed_hosts.")
            }
            Self::ValidationFailed => ("Input not accepted", "Some fields break a rule; `errors` names them."),
            Self::Required => ("Required", "The field must not be empty."),
            Self::TooShort => ("Too short", "The value is shorter than `min`."),
            Self::TooLong => ("Too long", "The value is longer than `max`."),
            Self::BadFormat => ("Wrong format", "The value does not have the documented form."),
            Self::TokenInvalid => ("Token refused", "Meta does not accept this access token; make a new one."),
            Self::TokenExpired => ("Token expired", "The access token has expired; make a new one."),
            Self::TokenOfAnotherApp => {
                ("Token of another app", "The access token was made for another Meta app than this hub's.")
            }
            Self::TokenScopeMissing => ("Scope missing", "The access token lacks whatsapp_business_management."),
            Self::TokenWithoutWaba => ("WABA not included", "The access token gives no access to this WABA."),
            Self::WabaUnreadable => {
                ("WABA cannot be read", "Meta does not let this token read the WABA; check the id.")
            }
            Self::IdempotencyKeyReused => {
                ("Idempotency key used before", "The same Idempotency-Key came with another body.")
            }
            Self::Repeated => ("Repeated", "The same value stands in the list twice."),
            Self::ScopeNotYours => {
                ("Scope not yours", "A token gets only what its maker may do; `scope` is not among it.")
            }
            Self::ExpiryOutOfRange => ("Expiry out of range", "The time must lie in the future and before `max`."),
            Self::PasswordWrong => ("Wrong password", "This is not the current password of the user."),
            Self::PasswordSame => ("Same password", "The new password is the current one; take another."),
            Self::TemplateRuleBroken => (
                "Template rule broken",
                "Meta would refuse it: `finding` is the validator's code, `message` says the rule.",
            ),
            Self::TemplateNameFixed => {
                ("Name is fixed", "Meta has this template; its name and language never change. Duplicate it instead.")
            }
            Self::MediaNotAccepted => {
                ("File not accepted", "Meta does not take a file of this type or size; `finding` says which.")
            }
            Self::TemplateExists => {
                ("Template exists", "The WABA has a template of this name in this language already.")
            }
            Self::TemplateUnchanged => ("Nothing to send", "There is nothing that Meta does not have already."),
            Self::TemplateLocked => (
                "Edit locked",
                "Meta takes no edit now: `lock` says why, `next_at` when it does again, if that is known.",
            ),
            Self::TemplateNameBlocked => (
                "Name blocked",
                "A template of this name and language was deleted; Meta keeps the name for 30 days. Take another name.",
            ),
            Self::TemplateLimitReached => {
                ("Template limit reached", "The WABA has as many templates as Meta allows; delete some first.")
            }
            Self::UploadOffsetWrong => {
                ("Wrong place in the file", "Meta has another number of bytes; go on at `offset`.")
            }
            Self::UploadExpired => ("Upload expired", "Meta does not know this upload any more; begin it anew."),
            Self::TemplateCreationsUsedUp => {
                ("Too many new templates", "Meta takes 100 new templates of a WABA in an hour; wait for Retry-After.")
            }
            Self::UnpauseTooSoon => {
                ("Too soon after the pause", "Meta lifts a pause five minutes after it began; wait for Retry-After.")
            }
            Self::WabaTaken => {
                ("WABA is connected already", "This WABA is connected in another organisation of this hub.")
            }
            Self::WabaDisconnected => {
                ("WABA is disconnected", "The hub has no valid token for this WABA; replace the token.")
            }
            Self::RequestInProgress => ("Still running", "A request with this Idempotency-Key is still running."),
            Self::OutcomeUnknown => {
                ("Outcome unknown", "The earlier request ended without a known outcome; read the object first.")
            }
            Self::SecretShownOnce => (
                "Secret shown once",
                "The earlier request was done, and its answer alone held the secret; revoke what it made and make another.",
            ),
            Self::TooManyAccessTokens => {
                ("Too many access tokens", "The organisation has as many live tokens as it may; revoke one first.")
            }
            Self::ProviderStateRefused => {
                ("Refused by Meta", "Meta does not allow this in the present state; `provider` has its answer.")
            }
            Self::ProviderInputRefused => {
                ("Refused by Meta", "Meta does not accept the input; `provider` has its answer.")
            }
            Self::RateLimited => ("Too many requests", "Wait for the seconds in Retry-After."),
            Self::SyncTooSoon => {
                ("Synced a moment ago", "A WABA, and a number, can be synced every 30 seconds; wait for Retry-After.")
            }
            Self::SignInSlowed => ("Too many attempts", "Too many failed sign-ins; wait for Retry-After."),
            Self::CodeWrong => ("Wrong code", "Meta does not accept this code: it is wrong or has expired; try again."),
            Self::PinWrong => {
                ("Wrong PIN", "Meta holds another PIN for this number; every try counts for Meta's limit.")
            }
            Self::RegistrationInProgress => (
                "Registration in progress",
                "`params.by` began a step at `params.since`; wait until Meta has answered.",
            ),
            Self::AlreadyConnected => ("Already connected", "To register it once more, send `reregister: true`."),
            Self::CodeNotNeeded => ("No code needed", "Ownership is proven; go on with POST …/registration."),
            Self::CodeRequired => {
                ("Code needed", "Ask for a code with POST …/registration/code and send it as `code`.")
            }
            Self::PinRequired => ("PIN needed", "Meta holds a PIN that the hub does not know; send it as `pin`."),
            Self::PinUnknown => ("PIN unknown", "The hub has set no PIN for this number, so it has none to show."),
            Self::RegionFixed => ("Region fixed", "The data region is chosen at the first registration and stays."),
            Self::NumberOnBusinessApp => (
                "Used in the WhatsApp Business app",
                "Numbers that also live in the app are never registered by the hub.",
            ),
            Self::NumberGone => ("Number gone at Meta", "Meta does not know the number any more; sync its WABA."),
            Self::NumberNotRegistered => ("Not registered", "Register the number first."),
            Self::VerificationNeeded => {
                ("Ownership not proven", "Meta wants the ownership proven again: ask for a code.")
            }
            Self::DeregistrationIncomplete => (
                "Deregistration incomplete",
                "An earlier deregistration at Meta did not end; it has to be repeated there.",
            ),
            Self::AccountLocked => {
                ("Account locked", "Meta has locked the account, or says so of a wrong PIN; see WhatsApp Manager.")
            }
            Self::CodeNotChecked => ("Code not checked", "Meta could not check the code; try the same one again."),
            Self::CodeTooSoon => {
                ("Too soon for another code", "A code was asked for a moment ago; wait for Retry-After.")
            }
            Self::CodeNotSent => {
                ("Code not sent", "Meta did not send a code; after Retry-After, or by the other method.")
            }
            Self::CodeRequestedTooOften => {
                ("Too many codes", "Meta sends this number no further code for now; wait for Retry-After.")
            }
            Self::CodeGuessesUsedUp => {
                ("Too many wrong codes", "Meta checks no code for this number for now; then ask for a new one.")
            }
            Self::PinGuessesUsedUp => ("Too many wrong PINs", "Meta accepts no PIN for now; wait for Retry-After."),
            Self::PinGuessedTooFast => ("PINs too fast", "Meta wants more time between PINs; wait for Retry-After."),
            Self::NumberJustDeleted => {
                ("Deleted a moment ago", "The number was deleted at Meta just now; wait for Retry-After.")
            }
            Self::RegisterLimitReached => {
                ("Registration limit reached", "Meta allows ten register and deregister calls in 72 hours.")
            }
            Self::RegistrationUnavailable => {
                ("Registration unavailable", "Meta's registration does not work right now; wait for Retry-After.")
            }
            Self::ProviderPermissionMissing => {
                ("Refused by Meta", "Meta says that the token lacks a permission; `provider` has its answer.")
            }
            Self::ProviderThrottled => {
                ("Meta asks to wait", "Meta limits the calls for this account; wait for Retry-After.")
            }
            Self::ProviderUnavailable => {
                ("Meta cannot be reached", "Meta did not answer in a usable way; nothing was changed, try again.")
            }
            Self::ProviderTimeout => {
                ("Meta did not answer in time", "Meta took too long; the outcome may still arrive.")
            }
            Self::Starting => ("Starting", "The hub is still starting; wait for Retry-After."),
            Self::Overloaded => ("Overloaded", "The hub has too much to do right now; wait for Retry-After."),
            Self::Internal => ("Internal error", "Something broke on our side; the request id finds it in the log."),
        }
    }
}
