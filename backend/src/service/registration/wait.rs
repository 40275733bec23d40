//! How long Meta says to wait. Its texts are in the language of the account, and no field holds the time: a number before a
//! word for hours, minutes, seconds or days is one, in the languages that our users' accounts have.

use chrono::TimeDelta;

/// What a text says of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Nothing,
    /// It asks to wait, and no time can be read from it.
    SomeTime,
    For(TimeDelta),
}

/// The beginnings of words, with the seconds that one of them has. Those that begin alike stand with the longer first.
const UNITS: [(&str, i64); 17] = [
    ("hour", 3600),
    ("hrs", 3600),
    ("hr", 3600),
    ("stunde", 3600),
    ("std", 3600),
    ("hora", 3600),
    ("heure", 3600),
    ("ore", 3600),
    ("ora", 3600),
    ("uur", 3600),
    ("min", 60),
    ("sec", 1),
    ("sek", 1),
    ("seg", 1),
    ("day", 86_400),
    ("tag", 86_400),
    ("d\u{ed}a", 86_400),
];

const WAITING: [&str; 9] =
    ["wait", "warte", "esper", "aguard", "attend", "wacht", "try again in", "try again after", "later"];

/// No wait of Meta's is longer; a text that says so is not about waiting.
const LONGEST: TimeDelta = TimeDelta::days(30);

pub fn named(texts: &[Option<&str>]) -> Named {
    let text = texts.iter().flatten().map(|text| text.to_lowercase()).collect::<Vec<_>>().join(" ");
    if let Some(time) = time(&text) {
        return Named::For(time);
    }
    if WAITING.iter().any(|word| text.contains(word)) { Named::SomeTime } else { Named::Nothing }
}

fn time(text: &str) -> Option<TimeDelta> {
    let words: Vec<&str> = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut total = TimeDelta::zero();
    for (at, word) in words.iter().enumerate() {
        // `12 hours`, or `12hours` and `12h`.
        let digits = word.len() - word.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
        let (number, rest) = word.split_at(digits);
        let Ok(number) = number.parse::<i64>() else { continue };
        let unit = if rest.is_empty() { words.get(at + 1).copied().unwrap_or_default() } else { rest };
        if let Some(seconds) = seconds_of(unit) {
            total += number.checked_mul(seconds).and_then(TimeDelta::try_seconds)?;
        }
    }
    (total > TimeDelta::zero() && total <= LONGEST).then_some(total)
}

fn seconds_of(unit: &str) -> Option<i64> {
    match unit {
        "h" => return Some(3600),
        "m" => return Some(60),
        "s" => return Some(1),
        _ => {}
    }
    UNITS.iter().find(|(word, _)| unit.starts_with(word)).map(|(_, seconds)| *seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_wait_is_read_in_the_languages_of_accounts() {
        for (text, minutes) in [
            ("Too many tries. Wait 1 hour before trying again.", 60),
            ("please wait 12 hours", 720),
            ("Versuche es in 30 Minuten erneut.", 30),
            ("Warte 2 Stunden und 15 Minuten", 135),
            ("Aguarde 3 horas.", 180),
            ("Espera 45 minutos", 45),
            ("Réessayez dans 5 minutes", 5),
            ("retry after 90s, 1h", 61),
            ("wait 3 days", 3 * 24 * 60),
        ] {
            let Named::For(wait) = named(&[Some(text)]) else { panic!("{text}") };
            assert_eq!(wait.num_minutes(), minutes, "{text}");
        }
    }

    #[test]
    fn a_text_without_a_time_is_no_wait_and_one_that_asks_for_it_is_some() {
        for text in ["", "The number is already verified.", "code 136024", "10 per 72"] {
            assert_eq!(named(&[Some(text), None]), Named::Nothing, "{text}");
        }
        for text in
            ["Please wait before trying again.", "Warte, bevor du es noch einmal versuchst", "Espere un momento"]
        {
            assert_eq!(named(&[None, Some(text)]), Named::SomeTime, "{text}");
        }
        assert_eq!(named(&[Some("wait 99999999999999 hours")]), Named::SomeTime);
    }

    proptest! {
        #[test]
        fn no_text_of_metas_panics(text: String) {
            let _ = named(&[Some(&text)]);
        }
    }
}
