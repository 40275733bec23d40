//! Which PIN goes to Meta (product 4.3): the one that a person gives now, else one of ours, else, when Meta holds none, a
//! random one. Each is sealed and written down before it is sent; one whose answer was lost is kept and tried again.

use clienthub_shared::id::PinId;
use clienthub_shared::registration::DIGITS;
use secrecy::SecretString;

use super::held::Held;
use crate::crypto;
use crate::error::AppResult;
use crate::state::AppState;
use crate::store::pin::{self, PinState, place};

/// A PIN that may be sent.
pub struct Candidate {
    pub id: String,
    pub pin: SecretString,
}

/// Writes a PIN down as proposed; its id.
pub async fn propose(app: &AppState, held: &Held<'_>, secret: &SecretString) -> AppResult<PinId> {
    let id = PinId::from_uuid(app.clock.uuid());
    let row = pin::Model {
        id: id.to_string(),
        number_id: held.after.id.clone(),
        org_id: held.after.org_id.clone(),
        sealed: app.keys.seal(&place(id), secret)?,
        state: PinState::Proposed.as_str().into(),
        since: held.now.timestamp_micros(),
    };
    pin::insert(&*held.tx, row).await?;
    Ok(id)
}

/// The PIN to try next: the given one, then the newest of those whose answer was lost, then the one that Meta took last.
pub async fn next(app: &AppState, held: &Held<'_>) -> AppResult<Option<Candidate>> {
    let rows = pin::list(&*held.tx, held.org, held.after.id()?).await?;
    let given = held.flow.running_pin.as_deref();
    let best = rows.iter().max_by_key(|row| (Some(row.id.as_str()) == given, row.state.as_str() != "current", &row.id));
    let Some(row) = best else { return Ok(None) };
    let opened = app.keys.open(&place(row.id()?), &row.sealed)?;
    Ok(Some(Candidate { id: row.id.clone(), pin: opened }))
}

/// Six random digits, every PIN as likely as another.
pub fn random() -> AppResult<SecretString> {
    let most = 10_u32.pow(DIGITS as u32);
    // The largest multiple that fits: numbers above it would favour small PINs.
    let fair = u32::MAX - u32::MAX % most;
    loop {
        let mut bytes = [0_u8; 4];
        crypto::random(&mut bytes)?;
        let number = u32::from_le_bytes(bytes);
        if number < fair {
            return Ok(SecretString::from(format!("{:0width$}", number % most, width = DIGITS)));
        }
    }
}

/// Meta took this one; the others are history.
pub async fn confirm(held: &Held<'_>, id: &str) -> AppResult<()> {
    let rows = pin::list(&*held.tx, held.org, held.after.id()?).await?;
    let others: Vec<_> = rows.iter().map(|row| row.id.as_str()).filter(|other| *other != id).collect();
    pin::remove(&*held.tx, held.org, &others).await?;
    Ok(pin::update_state(&*held.tx, held.org, id, PinState::Current, held.now.timestamp_micros()).await?)
}

/// What was sent, or was about to be, may be in force.
pub async fn leave_open(held: &Held<'_>) -> AppResult<()> {
    for row in pin::list(&*held.tx, held.org, held.after.id()?).await? {
        if row.state()? == PinState::Proposed {
            pin::update_state(&*held.tx, held.org, &row.id, PinState::Unconfirmed, row.since).await?;
        }
    }
    Ok(())
}

/// Meta refused for another reason than the PIN: one that was never sent before is not in force.
pub async fn withdraw(held: &Held<'_>) -> AppResult<()> {
    let rows = pin::list(&*held.tx, held.org, held.after.id()?).await?;
    let mut never = Vec::new();
    for row in &rows {
        if row.state()? == PinState::Proposed {
            never.push(row.id.as_str());
        }
    }
    Ok(pin::remove(&*held.tx, held.org, &never).await?)
}

/// Meta holds another.
pub async fn disprove(held: &Held<'_>, id: &str) -> AppResult<()> {
    Ok(pin::remove(&*held.tx, held.org, &[id]).await?)
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_random_pin_has_six_digits_and_another_is_another() {
        let pins: std::collections::HashSet<String> =
            (0..50).map(|_| random().unwrap().expose_secret().to_owned()).collect();
        assert!(pins.iter().all(|pin| pin.len() == DIGITS && pin.bytes().all(|byte| byte.is_ascii_digit())));
        assert!(pins.len() > 45, "{}", pins.len());
    }
}
