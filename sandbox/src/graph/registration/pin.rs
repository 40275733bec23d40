//! The PIN of two-step verification: its form, guessing it, and setting it (reference 3.6).

use super::refusal::{self, refuse, usual_wait_s};
use super::{Subject, six_digits};
use crate::control::events;
use crate::graph::error::GraphError;
use crate::graph::params::Params;

const WRONG_PINS: u32 = 5;
/// So many wrong ones in a row may come without a pause in between.
const FREE_GUESSES: u32 = 2;
/// Later guesses must keep this distance.
const PAUSE_S: i64 = 10;

/// Six digits; some of them always get the same refusal.
pub fn parameter(params: &Params) -> Result<String, GraphError> {
    let pin = six_digits("pin", params.required("pin")?)?;
    match refusal::for_input(&pin) {
        Some(error) => Err(error),
        None => Ok(pin),
    }
}

/// Fails unless this is the PIN of the number, or the number has none.
pub fn check(subject: &mut Subject<'_>, offered: &str) -> Result<(), GraphError> {
    let Some(held) = subject.phone.pin().map(str::to_owned) else {
        return Ok(());
    };
    let now = subject.now.timestamp();
    subject.waits("pin_guessed_too_often", subject.phone.registration.pin_guess_wait_until)?;
    subject.waits("pin_guessed_too_fast", subject.phone.registration.pin_fast_wait_until)?;
    let registration = &mut subject.phone.registration;
    if registration.wrong_pins >= FREE_GUESSES && now < registration.last_wrong_pin_at + PAUSE_S {
        registration.pin_fast_wait_until = now + usual_wait_s("pin_guessed_too_fast");
        return subject.waits("pin_guessed_too_fast", subject.phone.registration.pin_fast_wait_until);
    }
    if held == offered {
        registration.wrong_pins = 0;
        return Ok(());
    }
    registration.wrong_pins += 1;
    registration.last_wrong_pin_at = now;
    if registration.wrong_pins < WRONG_PINS {
        return Err(refuse("pin_wrong"));
    }
    registration.wrong_pins = 0;
    registration.pin_guess_wait_until = now + usual_wait_s("pin_guessed_too_often");
    subject.waits("pin_guessed_too_often", subject.phone.registration.pin_guess_wait_until)
}

/// Meta tells of every PIN that is new.
pub fn set(subject: &mut Subject<'_>, pin: String) {
    if subject.phone.pin() == Some(&pin) {
        return;
    }
    subject.phone.registration.pin = Some(pin);
    subject.phone.registration.wrong_pins = 0;
    subject.phone.set("is_pin_enabled", true);
    subject.events.push(events::pin_changed(&subject.phone.fields));
}
