//! Times as every answer of ours has them: RFC 3339 in UTC, `2026-11-20T14:05:09.123Z`. chrono's own reader takes every
//! spelling of a date there is and costs the pages 5 KB; requests, which others write, still go through it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::{Deserialize, Deserializer, Error};

/// `None`: not of this form, or no such moment. Years beyond 9999 have their sign, as chrono writes them.
pub fn parse(text: &str) -> Option<DateTime<Utc>> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut date = date.rsplitn(3, '-');
    let (day, month, year) = (whole(date.next()?)?, whole(date.next()?)?, date.next()?.parse().ok()?);
    let mut time = time.splitn(3, ':');
    let (hour, minute, second) = (whole(time.next()?)?, whole(time.next()?)?, time.next()?);
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let nanos = whole(&format!("{fraction:0<9}"))?;
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    date.and_hms_nano_opt(hour, minute, whole(second)?, nanos).map(|time| time.and_utc())
}

fn whole(digits: &str) -> Option<u32> {
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// For `deserialize_with`.
pub fn read<'de, D: Deserializer<'de>>(from: D) -> Result<DateTime<Utc>, D::Error> {
    read_option(from)?.ok_or_else(|| Error::custom("a time is missing"))
}

/// For `default, deserialize_with`.
pub fn read_option<'de, D: Deserializer<'de>>(from: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else {
        return Ok(None);
    };
    parse(&text).map(Some).ok_or_else(|| Error::custom("not a time of the form 2026-11-20T14:05:09Z"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_chrono_writes_is_read(seconds in -8_334_601_228_800_i64..8_210_266_876_799, nanos in 0_u32..1_000_000_000) {
            let at = DateTime::from_timestamp(seconds, nanos).unwrap();
            let rounded = [1, 1_000, 1_000_000, 1_000_000_000].map(|unit| at - TimeDelta::nanoseconds(i64::from(nanos % unit)));
            for at in rounded {
                let json = serde_json::to_value(at).unwrap();
                prop_assert_eq!(parse(json.as_str().unwrap()), Some(at));
            }
        }

        #[test]
        fn nothing_panics(text in "[0-9TZ:.+-]{0,32}|.*", at in 0_usize..30) {
            let _ = parse(&text);
            let mut broken = "+262142-12-31T23:59:59.123456Z".to_owned();
            broken.replace_range(at..=at, &text);
            let _ = parse(&broken);
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "Z",
            "TZ",
            "--T::Z",
            "2026-11-20",
            "2026-11-20T14:05:09",
            "2026-11-20 14:05:09Z",
            "2026-11-20T14:05:09+00:00",
            "2026-02-30T14:05:09Z",
            "2026-11-20T24:05:09Z",
            "2026-11-20T14:05:0éZ",
            "2026-11-20T+4:05:09Z",
            "2026-11-20T14:05Z",
            "2026-11-20T14:05:09.1234567890123Z",
            "99999999999-11-20T14:05:09Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
