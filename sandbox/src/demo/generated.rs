//! Numbers by the thousand, the same at every start: names from cities, phone numbers from ranges reserved for fiction, mostly connected,
//! of varied quality.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde::Deserialize;
use serde_json::json;

use crate::sandbox::meta_time;
use crate::world::{Fields, Phone, World};

const FIRST_ID: u64 = 131_000_000_000_000;
const FIRST_CREATED_AT: i64 = 1_767_600_000;
const STEP_S: i64 = 977;

#[derive(Deserialize)]
struct Names {
    /// By country.
    cities: BTreeMap<String, Vec<String>>,
    ranges: Vec<Range>,
    kinds: Vec<String>,
    statuses: Vec<String>,
    qualities: Vec<String>,
}

#[derive(Deserialize)]
struct Range {
    country: String,
    dial_code: String,
    prefix: String,
}

/// Adds `count` numbers to a WABA; answers their ids.
pub fn add(world: &mut World, waba_id: &str, count: u32) -> Vec<String> {
    let names: Names =
        serde_json::from_str(include_str!("../data/generated.json")).expect("generated.json is part of the program");
    let limit =
        world.wabas.get(waba_id).and_then(|waba| waba.fields.get("whatsapp_business_manager_messaging_limit")).cloned();
    let taken = world
        .phones
        .keys()
        .filter_map(|id| id.parse::<u64>().ok())
        .filter(|id| *id >= FIRST_ID && *id < FIRST_ID + 1_000_000_000);
    let first = taken.max().map_or(0, |id| id - FIRST_ID + 1);
    let mut ids = Vec::new();
    for index in first..first + u64::from(count) {
        let mut fields = fields(&names, index as usize);
        if let Some(limit) = &limit {
            fields.insert("whatsapp_business_manager_messaging_limit".into(), limit.clone());
        }
        let id = (FIRST_ID + index).to_string();
        let created_at = FIRST_CREATED_AT + STEP_S * index as i64;
        world.phones.insert(id.clone(), Phone { waba_id: waba_id.to_owned(), created_at, fields, ..Phone::default() });
        ids.push(id);
    }
    ids
}

fn fields(names: &Names, index: usize) -> Fields {
    let pick = |list: &[String], step: usize| list[(index * step + index / list.len()) % list.len()].clone();
    let range = &names.ranges[index % names.ranges.len()];
    let cities = &names.cities[&range.country];
    let city = &cities[index % cities.len()];
    let kind = &names.kinds[(index / cities.len()) % names.kinds.len()];
    let round = index / (cities.len() * names.kinds.len());
    let name = if round == 0 { format!("{kind} {city}") } else { format!("{kind} {city} {}", round + 1) };
    let status = pick(&names.statuses, 7);
    let quality = if status == "FLAGGED" { "RED".to_owned() } else { pick(&names.qualities, 3) };
    let onboarded = DateTime::from_timestamp(FIRST_CREATED_AT + STEP_S * index as i64 + 3600, 0).unwrap_or_default();
    let mut fields = Fields::from_iter([
        ("account_mode".to_owned(), json!("LIVE")),
        ("code_verification_status".to_owned(), json!("VERIFIED")),
        ("country_code".to_owned(), json!(range.country)),
        ("country_dial_code".to_owned(), json!(range.dial_code)),
        ("display_phone_number".to_owned(), json!(display_number(range, index / names.ranges.len()))),
        ("is_official_business_account".to_owned(), json!(false)),
        ("is_on_biz_app".to_owned(), json!(false)),
        ("is_preverified_number".to_owned(), json!(false)),
        ("messaging_limit_tier".to_owned(), json!("TIER_1K")),
        ("name_status".to_owned(), json!("APPROVED")),
        ("quality_rating".to_owned(), json!(quality)),
        ("quality_score".to_owned(), json!({ "score": quality })),
        ("search_visibility".to_owned(), json!("VISIBLE")),
        ("status".to_owned(), json!(status)),
        ("verified_name".to_owned(), json!(name)),
    ]);
    let is_registered = status != "PENDING";
    fields.insert("is_pin_enabled".into(), json!(is_registered));
    fields.insert("platform_type".into(), json!(if is_registered { "CLOUD_API" } else { "NOT_APPLICABLE" }));
    let level = if is_registered { "STANDARD" } else { "NOT_APPLICABLE" };
    fields.insert("throughput".into(), json!({ "level": level }));
    if is_registered {
        fields.insert("last_onboarded_time".into(), json!(meta_time(onboarded)));
    }
    fields
}

/// Ranges reserved for drama; the first numbers of each are left to the numbers made by hand.
fn display_number(range: &Range, turn: usize) -> String {
    format!("+{} {}{:03}", range.dial_code, range.prefix, 300 + turn % 700)
}
