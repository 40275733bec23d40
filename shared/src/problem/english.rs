//! Title and sentence of each error code, in English: for who reads the API. Pages have their own, in four languages.

use super::ErrorCode;

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
            Self::TemplateMemberFixed => (
                "Member is fixed",
                "Meta keeps this of a template that it has: put back what it was, or duplicate the template.",
            ),
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
            Self::RequestInProgress => {
                ("Still running", "This, or a request with this Idempotency-Key, is still running; wait a moment.")
            }
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
            Self::ProviderUnavailable => (
                "Meta cannot be reached",
                "Meta did not answer in a usable way. Try again, and look first whether it arrived.",
            ),
            Self::ProviderTimeout => {
                ("Meta did not answer in time", "Meta took too long; the outcome may still arrive.")
            }
            Self::Starting => ("Starting", "The hub is still starting; wait for Retry-After."),
            Self::Overloaded => ("Overloaded", "The hub has too much to do right now; wait for Retry-After."),
            Self::Internal => ("Internal error", "Something broke on our side; the request id finds it in the log."),
        }
    }
}
