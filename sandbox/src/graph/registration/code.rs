//! Proving ownership: `request_code` sends a code to the phone's inbox, `verify_code` takes it back (reference 3.5).

use chrono::SecondsFormat;
use sha2::{Digest, Sha256};

use super::refusal::{self, refuse, usual_wait_s};
use super::{Subject, choice, six_digits};
use crate::graph::error::GraphError;
use crate::graph::params::Params;
use crate::world::registration::{Code, Message};

const CODE_S: i64 = 10 * 60;
const REQUESTS_PER_HOUR: usize = 5;
const HOUR_S: i64 = 3600;
const WRONG_CODES: u32 = 3;
/// Prime to a million: a number's codes repeat after a million of them.
const STRIDE: u64 = 104_729;
const MILLION: u64 = 1_000_000;

pub fn request(subject: &mut Subject<'_>, params: &Params) -> Result<(), GraphError> {
    let method = choice(params, "code_method", &["SMS", "VOICE"])?;
    let language = locale(params)?;
    may_request(subject)?;
    let now = subject.now.timestamp();
    let registration = &mut subject.phone.registration;
    registration.code_requests.push(now);
    let digits = next_code(subject.id, &mut registration.code_count);
    let at = subject.now.to_rfc3339_opts(SecondsFormat::Secs, true);
    registration.receive(Message { code: digits.clone(), method, language, at });
    registration.code = Some(Code { digits, expires_at: now + CODE_S });
    Ok(())
}

fn may_request(subject: &mut Subject<'_>) -> Result<(), GraphError> {
    let now = subject.now.timestamp();
    subject.waits("code_locked", subject.phone.registration.code_guess_wait_until)?;
    subject.waits("code_requested_too_often", subject.phone.registration.code_request_wait_until)?;
    if subject.phone.is_verified(now) {
        return Err(refuse("code_already_verified"));
    }
    match subject.phone.text("status") {
        "MIGRATED" => return Err(refuse("code_not_migrating")),
        "BANNED" => return Err(refuse("code_wrong_state")),
        _ => {}
    }
    let registration = &mut subject.phone.registration;
    registration.code_requests.retain(|at| *at > now - HOUR_S);
    if registration.code_requests.len() >= REQUESTS_PER_HOUR {
        registration.code_requests.clear();
        registration.code_request_wait_until = now + usual_wait_s("code_requested_too_often");
        return subject.waits("code_requested_too_often", subject.phone.registration.code_request_wait_until);
    }
    Ok(())
}

pub fn verify(subject: &mut Subject<'_>, params: &Params) -> Result<(), GraphError> {
    let typed: String = params.required("code")?.chars().filter(|c| *c != '-' && !c.is_whitespace()).collect();
    let digits = six_digits("code", typed)?;
    if let Some(error) = refusal::for_input(&digits) {
        return Err(error);
    }
    let now = subject.now.timestamp();
    subject.waits("code_guessed_too_often", subject.phone.registration.code_guess_wait_until)?;
    let registration = &mut subject.phone.registration;
    let code = registration.code.as_ref().ok_or_else(|| refuse("code_missing"))?;
    if code.expires_at <= now {
        return Err(refuse("code_expired"));
    }
    if code.digits != digits {
        registration.wrong_codes += 1;
        if registration.wrong_codes < WRONG_CODES {
            return Err(refuse("code_wrong"));
        }
        registration.wrong_codes = 0;
        registration.code = None;
        registration.code_guess_wait_until = now + usual_wait_s("code_guessed_too_often");
        return subject.waits("code_guessed_too_often", subject.phone.registration.code_guess_wait_until);
    }
    registration.code = None;
    registration.wrong_codes = 0;
    registration.verified_at = Some(now);
    subject.phone.set("code_verification_status", "VERIFIED");
    if subject.phone.text("status") == "UNVERIFIED" {
        subject.phone.set("status", "PENDING");
    }
    Ok(())
}

/// Always the same row of codes for a number, without those that mean something.
fn next_code(phone_id: &str, count: &mut u64) -> String {
    let hash = Sha256::digest(phone_id.as_bytes());
    let first = hash.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte)) % MILLION;
    loop {
        *count += 1;
        let digits = format!("{:06}", (first + *count * STRIDE) % MILLION);
        if refusal::for_input(&digits).is_none() {
            return digits;
        }
    }
}

/// `de`, `en_US`, `zh_CN`; whether Meta speaks it is not checked.
fn locale(params: &Params) -> Result<String, GraphError> {
    let text = params.required("language")?;
    let (language, region) = text.split_once('_').unwrap_or((&text, "XX"));
    let is_locale = (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && (2..=3).contains(&region.len())
        && region.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_locale { Ok(text) } else { Err(GraphError::parameter("Param language must be a locale such as en_US.")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_differs_and_none_is_a_sentinel() {
        let mut count = 0;
        let codes: std::collections::BTreeSet<String> =
            (0..1000).map(|_| next_code("130000000000004", &mut count)).collect();
        assert_eq!(codes.len(), 1000);
        assert!(codes.iter().all(|code| code.len() == 6));
    }

    #[test]
    fn a_locale_has_a_language_and_perhaps_a_region() {
        for (text, is_good) in
            [("de", true), ("en_US", true), ("prs_AF", true), ("en-US", false), ("EN", false), ("en_", false)]
        {
            assert_eq!(locale(&Params::default().with("language", text)).is_ok(), is_good, "{text}");
        }
    }
}
