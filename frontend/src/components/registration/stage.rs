//! Which step of the dialog a number stands at. Follows from what the server stores, so that a dialog that was closed in
//! the middle, here or elsewhere, opens at the right place.

use chrono::{DateTime, Utc};
use clienthub_shared::number::NumberDetails;
use clienthub_shared::registration::RegistrationState;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The number lives in the WhatsApp Business app too: nothing to do here.
    OnBusinessApp,
    RequestCode,
    EnterCode,
    /// Ownership is proven: the PIN if it is needed, and register.
    Finish,
    Connected,
}

/// `again`: a connected number shall be registered once more, and that is not done yet.
pub fn stage(details: &NumberDetails, again: bool, now: DateTime<Utc>) -> Stage {
    let registration = &details.registration_details;
    if details.number.registration.state == RegistrationState::Connected && !again {
        return Stage::Connected;
    }
    if registration.on_business_app {
        return Stage::OnBusinessApp;
    }
    if !registration.code_needed {
        return Stage::Finish;
    }
    let is_good = registration.code.as_ref().is_some_and(|code| code.expires_at > now);
    match details.number.registration.state {
        // Meta takes none of the codes that it sent before.
        RegistrationState::NotRegistered => Stage::RequestCode,
        RegistrationState::CodeRequested
        | RegistrationState::Verifying
        | RegistrationState::Verified
        | RegistrationState::Registering
        | RegistrationState::NeedsPin
        | RegistrationState::WaitsUntil
        | RegistrationState::Failed
        | RegistrationState::Connected => match is_good {
            true => Stage::EnterCode,
            false => Stage::RequestCode,
        },
    }
}
