//! What is known of a WABA's access token: state, age, giver, expiry and permissions. The token itself is never shown.

use clienthub_shared::waba::{TokenState, WabaToken};

use crate::components::number_details::fact::{Aged, Part};
use crate::tr;
use crate::words::waba;

pub fn token_facts(token: &WabaToken) -> Vec<Part> {
    let given = token.given_at.map(|at| Part::Aged(Aged::Given(token.given_by.clone()), at));
    let expiry = match (token.state, token.expires_at) {
        (TokenState::Missing, _) => None,
        (TokenState::Expired, Some(at)) => Some(Part::Aged(Aged::Expired, at)),
        (TokenState::Valid | TokenState::Expiring | TokenState::Refused, Some(at)) => {
            Some(Part::Aged(Aged::Expires, at))
        }
        (TokenState::Valid, None) => Some(Part::hint(tr!(settings.never_expires))),
        (TokenState::Expiring | TokenState::Expired | TokenState::Refused, None) => None,
    };
    let checked = token.checked_at.map(|at| Part::Aged(Aged::Checked, at));
    let mute = token.state != TokenState::Missing && !token.messaging;
    let mute = mute.then(|| Part::Warning(tr!(settings.no_messaging), tr!(settings.no_messaging_text).to_owned()));
    let scopes = (!token.scopes.is_empty()).then(|| Part::Folded(tr!(settings.scopes), token.scopes.clone()));
    let lines = [given, expiry, checked, mute, scopes].into_iter().flatten();
    [Part::Badge(waba::token(token.state))].into_iter().chain(lines).collect()
}
