//! One error dictionary: every code of the API as a sentence that says what happened and what to do. Nothing else in the
//! front end words an error.

use clienthub_shared::problem::{ErrorCode, FieldError, Problem};
use serde_json::{Map, Value};

use crate::api::ApiError;
use crate::intl;
use crate::tr;

pub fn sentence(error: &ApiError) -> String {
    match error {
        ApiError::Problem(problem) => match (problem.code, problem.errors.as_slice()) {
            // One finding says more than "some fields break a rule".
            (ErrorCode::ValidationFailed | ErrorCode::BadQuery, [finding]) => field_sentence(finding),
            (code, _) => of_code(code, &problem.params, problem.retry_after_s),
        },
        ApiError::Network => tr!(error.network).to_owned(),
        ApiError::Timeout => tr!(error.timeout).to_owned(),
        ApiError::Unreadable => tr!(error.unreadable).to_owned(),
    }
}

/// Of what only reads: nothing can have arrived, so that it is simply tried again.
pub fn of_read(error: &ApiError) -> String {
    error.code().and_then(again).map_or_else(|| sentence(error), str::to_owned)
}

/// A code of what only reads, as in the last failure of a sync.
pub fn code_of_read(failed: ErrorCode) -> String {
    again(failed).map_or_else(|| code(failed), str::to_owned)
}

fn again(code: ErrorCode) -> Option<&'static str> {
    match code {
        ErrorCode::ProviderUnavailable => Some(tr!(error.provider_unavailable_read)),
        ErrorCode::ProviderTimeout => Some(tr!(error.provider_timeout_read)),
        _ => None,
    }
}

/// Under the field that it is about.
pub fn field_sentence(finding: &FieldError) -> String {
    of_code(finding.code, &finding.params, None)
}

/// What Meta answered, as terms and values; empty when Meta was not asked.
pub fn provider_lines(error: &ApiError) -> Vec<(&'static str, String)> {
    let ApiError::Problem(problem) = error else {
        return Vec::new();
    };
    let Problem { provider: Some(provider), .. } = problem.as_ref() else {
        return Vec::new();
    };
    let code = provider.code.map(|code| match provider.subcode {
        Some(subcode) => format!("{code} / {subcode}"),
        None => code.to_string(),
    });
    [
        (tr!(error.provider_message), provider.message.clone()),
        (tr!(error.provider_code), code),
        (tr!(error.provider_trace), provider.trace_id.clone()),
        (tr!(error.request), Some(problem.request_id.clone()).filter(|id| !id.is_empty())),
    ]
    .into_iter()
    .filter_map(|(term, value)| Some((term, value?)))
    .collect()
}

fn of_code(code: ErrorCode, params: &Map<String, Value>, retry_after_s: Option<u64>) -> String {
    let later = |text: &str| match retry_after_s {
        Some(wait) => format!("{text} {}", tr!(error.again_in, wait = intl::seconds(wait))),
        None => text.to_owned(),
    };
    let param = |name: &str| params.get(name).and_then(Value::as_u64).map(intl::number).unwrap_or_default();
    match code {
        ErrorCode::BadJson => tr!(error.bad_json).to_owned(),
        ErrorCode::BadQuery => tr!(error.bad_query).to_owned(),
        ErrorCode::UnknownField => tr!(error.unknown_field).to_owned(),
        ErrorCode::WrongType => tr!(error.wrong_type).to_owned(),
        ErrorCode::CursorStale => tr!(error.cursor_stale).to_owned(),
        ErrorCode::NotSignedIn => tr!(error.not_signed_in).to_owned(),
        ErrorCode::WrongCredentials => tr!(error.wrong_credentials).to_owned(),
        ErrorCode::AccessTokenWrong => tr!(error.access_token_wrong).to_owned(),
        ErrorCode::AccessTokenExpired => tr!(error.access_token_expired).to_owned(),
        ErrorCode::SignatureWrong => tr!(error.signature_wrong).to_owned(),
        ErrorCode::PermissionMissing => tr!(error.permission_missing).to_owned(),
        ErrorCode::SessionNeeded => tr!(error.session_needed).to_owned(),
        ErrorCode::CrossSite => tr!(error.cross_site).to_owned(),
        ErrorCode::VerifyTokenWrong => tr!(error.verify_token_wrong).to_owned(),
        ErrorCode::NotFound => tr!(error.not_found).to_owned(),
        ErrorCode::MethodNotAllowed => tr!(error.method_not_allowed).to_owned(),
        ErrorCode::VersionStale => tr!(error.version_stale).to_owned(),
        ErrorCode::BodyTooLarge => tr!(error.body_too_large).to_owned(),
        ErrorCode::BodyTooSlow => tr!(error.body_too_slow).to_owned(),
        ErrorCode::UnsupportedMediaType => tr!(error.unsupported_media_type).to_owned(),
        ErrorCode::HostNotAllowed => tr!(error.host_not_allowed).to_owned(),
        ErrorCode::ValidationFailed => tr!(error.validation_failed).to_owned(),
        ErrorCode::Required => tr!(error.required).to_owned(),
        ErrorCode::TooShort => tr!(error.too_short, min = param("min")),
        ErrorCode::TooLong => tr!(error.too_long, max = param("max")),
        ErrorCode::BadFormat => tr!(error.bad_format).to_owned(),
        ErrorCode::TokenInvalid => tr!(error.token_invalid).to_owned(),
        ErrorCode::TokenExpired => tr!(error.token_expired).to_owned(),
        ErrorCode::TokenOfAnotherApp => tr!(error.token_of_another_app).to_owned(),
        ErrorCode::TokenScopeMissing => tr!(error.token_scope_missing).to_owned(),
        ErrorCode::TokenWithoutWaba => tr!(error.token_without_waba).to_owned(),
        ErrorCode::WabaUnreadable => tr!(error.waba_unreadable).to_owned(),
        ErrorCode::IdempotencyKeyReused => tr!(error.idempotency_key_reused).to_owned(),
        ErrorCode::CodeWrong => tr!(error.code_wrong).to_owned(),
        ErrorCode::PinWrong => tr!(error.pin_wrong).to_owned(),
        ErrorCode::Repeated => tr!(error.repeated).to_owned(),
        ErrorCode::ScopeNotYours => tr!(error.scope_not_yours).to_owned(),
        ErrorCode::ExpiryOutOfRange => tr!(error.expiry_out_of_range).to_owned(),
        ErrorCode::PasswordWrong => tr!(error.password_wrong).to_owned(),
        ErrorCode::PasswordSame => tr!(error.password_same).to_owned(),
        ErrorCode::TemplateRuleBroken => tr!(error.template_rule_broken).to_owned(),
        ErrorCode::TemplateNameFixed => tr!(error.template_name_fixed).to_owned(),
        ErrorCode::TemplateMemberFixed => tr!(error.template_member_fixed).to_owned(),
        ErrorCode::MediaNotAccepted => tr!(error.media_not_accepted).to_owned(),
        ErrorCode::TemplateExists => tr!(error.template_exists).to_owned(),
        ErrorCode::TemplateUnchanged => tr!(error.template_unchanged).to_owned(),
        ErrorCode::TemplateLocked => tr!(error.template_locked).to_owned(),
        ErrorCode::TemplateNameBlocked => tr!(error.template_name_blocked).to_owned(),
        ErrorCode::TemplateLimitReached => tr!(error.template_limit_reached).to_owned(),
        ErrorCode::UploadOffsetWrong => tr!(error.upload_offset_wrong).to_owned(),
        ErrorCode::UploadExpired => tr!(error.upload_expired).to_owned(),
        ErrorCode::TemplateCreationsUsedUp => later(tr!(error.template_creations_used_up)),
        ErrorCode::UnpauseTooSoon => later(tr!(error.unpause_too_soon)),
        ErrorCode::WabaTaken => tr!(error.waba_taken).to_owned(),
        ErrorCode::WabaDisconnected => tr!(error.waba_disconnected).to_owned(),
        ErrorCode::RequestInProgress => tr!(error.request_in_progress).to_owned(),
        ErrorCode::OutcomeUnknown => tr!(error.outcome_unknown).to_owned(),
        ErrorCode::SecretShownOnce => tr!(error.secret_shown_once).to_owned(),
        ErrorCode::TooManyAccessTokens => tr!(error.too_many_access_tokens).to_owned(),
        ErrorCode::ProviderStateRefused => tr!(error.provider_state_refused).to_owned(),
        ErrorCode::ProviderInputRefused => tr!(error.provider_input_refused).to_owned(),
        ErrorCode::RegistrationInProgress => {
            let text = |name: &str| params.get(name).and_then(Value::as_str).unwrap_or_default();
            let since = clienthub_shared::time::parse(text("since")).map(|at| intl::clock(&at)).unwrap_or_default();
            tr!(error.registration_in_progress, by = text("by"), since = since)
        }
        ErrorCode::AlreadyConnected => tr!(error.already_connected).to_owned(),
        ErrorCode::CodeNotNeeded => tr!(error.code_not_needed).to_owned(),
        ErrorCode::CodeRequired => tr!(error.code_required).to_owned(),
        ErrorCode::PinRequired => tr!(error.pin_required).to_owned(),
        ErrorCode::PinUnknown => tr!(error.pin_unknown).to_owned(),
        ErrorCode::RegionFixed => tr!(error.region_fixed).to_owned(),
        ErrorCode::NumberOnBusinessApp => tr!(error.number_on_business_app).to_owned(),
        ErrorCode::NumberGone => tr!(error.number_gone).to_owned(),
        ErrorCode::NumberNotRegistered => tr!(error.number_not_registered).to_owned(),
        ErrorCode::VerificationNeeded => tr!(error.verification_needed).to_owned(),
        ErrorCode::DeregistrationIncomplete => tr!(error.deregistration_incomplete).to_owned(),
        ErrorCode::AccountLocked => tr!(error.account_locked).to_owned(),
        ErrorCode::CodeNotChecked => tr!(error.code_not_checked).to_owned(),
        ErrorCode::RateLimited => later(tr!(error.rate_limited)),
        ErrorCode::SyncTooSoon => later(tr!(error.sync_too_soon)),
        ErrorCode::SignInSlowed => later(tr!(error.sign_in_slowed)),
        ErrorCode::CodeTooSoon => later(tr!(error.code_too_soon)),
        ErrorCode::CodeNotSent => later(tr!(error.code_not_sent)),
        ErrorCode::CodeRequestedTooOften => later(tr!(error.code_requested_too_often)),
        ErrorCode::CodeGuessesUsedUp => later(tr!(error.code_guesses_used_up)),
        ErrorCode::PinGuessesUsedUp => later(tr!(error.pin_guesses_used_up)),
        ErrorCode::PinGuessedTooFast => later(tr!(error.pin_guessed_too_fast)),
        ErrorCode::NumberJustDeleted => later(tr!(error.number_just_deleted)),
        ErrorCode::RegisterLimitReached => later(tr!(error.register_limit_reached)),
        ErrorCode::ProviderPermissionMissing => tr!(error.provider_permission_missing).to_owned(),
        ErrorCode::ProviderThrottled => later(tr!(error.provider_throttled)),
        ErrorCode::ProviderUnavailable => tr!(error.provider_unavailable).to_owned(),
        ErrorCode::ProviderTimeout => tr!(error.provider_timeout).to_owned(),
        ErrorCode::RegistrationUnavailable => later(tr!(error.registration_unavailable)),
        ErrorCode::Starting => later(tr!(error.starting)),
        ErrorCode::Overloaded => later(tr!(error.overloaded)),
        ErrorCode::Internal => tr!(error.internal).to_owned(),
    }
}

/// A code without values.
pub fn code(code: ErrorCode) -> String {
    of_code(code, &Map::new(), None)
}
