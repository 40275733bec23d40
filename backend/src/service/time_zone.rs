//! Meta's numbered time zones as IANA names with their offset now. The table is a data file; an id that is not in it is shown raw.

use chrono::{DateTime, Offset, Utc};
use clienthub_shared::time_zone::TimeZone;

/// Lines of `id name`.
const TABLE: &str = include_str!("../../data/time_zones.txt");

pub fn time_zone(meta_id: &str, now: DateTime<Utc>) -> TimeZone {
    let name = TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .find(|(id, _)| *id == meta_id)
        .map(|(_, name)| name);
    let zone = name.and_then(|name| name.parse::<chrono_tz::Tz>().ok());
    let offset_minutes = zone.map(|zone| now.with_timezone(&zone).offset().fix().local_minus_utc() / 60);
    TimeZone { meta_id: meta_id.to_owned(), name: name.map(ToOwned::to_owned), offset_minutes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn every_zone_of_the_table_is_known_to_chrono() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let (id, _) = line.split_once(' ').unwrap();
            assert!(time_zone(id, at("2026-01-01T00:00:00Z")).offset_minutes.is_some(), "{line}");
        }
    }

    #[test]
    fn the_offset_is_the_one_of_now() {
        assert_eq!(time_zone("47", at("2026-01-15T00:00:00Z")).offset_minutes, Some(60));
        assert_eq!(time_zone("47", at("2026-07-15T00:00:00Z")).offset_minutes, Some(120));
        assert_eq!(time_zone("71", at("2026-07-15T00:00:00Z")).name.as_deref(), Some("Asia/Kolkata"));
    }

    #[test]
    fn an_unknown_id_is_shown_raw() {
        let zone = time_zone("4711", at("2026-01-15T00:00:00Z"));
        assert_eq!((zone.meta_id.as_str(), zone.name, zone.offset_minutes), ("4711", None, None));
        assert_eq!(time_zone("#", at("2026-01-15T00:00:00Z")).name, None);
    }
}
