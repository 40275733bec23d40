//! What an error looks like: RFC 9457 `application/problem+json` with a closed set of codes. Programs branch on `code`,
//! pages translate it; `title` and `detail` are English for developers.

mod english;

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
        TemplateMemberFixed = "template_member_fixed",
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
