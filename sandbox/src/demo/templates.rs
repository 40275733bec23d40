//! Templates for a demo: the families made by hand in `data/templates.json`, in which every status and kind is seen, then as many generated
//! ones as asked for. The same number gives the same templates at every start.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::life;
use crate::sandbox::meta_time;
use crate::world::World;
use crate::world::template::{Media, Template};

/// How many the first WABA has when nobody says how many.
pub const BY_HAND: u32 = 12;
const FIRST_ID: u64 = 140_000_000_000_001;
const FIRST_CREATED_AT: i64 = 1_767_700_000;
const STEP_S: i64 = 1_801;

#[derive(Deserialize)]
struct Data {
    families: Vec<Family>,
    media: BTreeMap<String, Media>,
    generated: Generated,
}

#[derive(Deserialize)]
struct Family {
    name: String,
    category: String,
    languages: BTreeMap<String, Row>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Row {
    status: String,
    quality: Option<String>,
    reason: Option<String>,
    correct: Option<String>,
    sends: u64,
    ttl: Option<i64>,
    named: bool,
    components: Vec<Value>,
}

#[derive(Deserialize)]
struct Generated {
    occasions: Vec<String>,
    moments: Vec<String>,
    languages: Vec<String>,
    family_sizes: Vec<usize>,
    categories: Vec<String>,
    statuses: Vec<String>,
    qualities: Vec<String>,
    reasons: Vec<String>,
    /// The handle of a sample picture.
    picture: String,
    /// The body by language.
    texts: BTreeMap<String, String>,
}

/// Fills a WABA up to `count` templates: those made by hand first, then generated ones. Answers the ids of the new ones.
pub fn fill(world: &mut World, waba_id: &str, count: u32) -> Vec<String> {
    let data: Data =
        serde_json::from_str(include_str!("../data/templates.json")).expect("templates.json is part of the program");
    world.media.extend(data.media.clone());
    let held =
        world.templates_of(waba_id).map(|(_, held)| (held.text("name").to_owned(), held.text("language").to_owned()));
    let mut held: BTreeSet<(String, String)> = held.collect();
    let missing = (count as usize).saturating_sub(held.len());
    let is_ours = |id: &u64| *id >= FIRST_ID && *id < FIRST_ID + 1_000_000_000;
    let last = world.templates.keys().filter_map(|id| id.parse::<u64>().ok()).filter(is_ours).max();
    let rows = data.by_hand().chain(data.generated.rows());
    // Some generated ones are called as one made by hand.
    let free = rows.filter(|row| held.insert((row.0.clone(), row.2.clone()))).take(missing);
    let mut ids = Vec::new();
    for (row, id) in free.zip(last.map_or(FIRST_ID, |id| id + 1)..) {
        world.templates.insert(id.to_string(), template(waba_id, row, id));
        ids.push(id.to_string());
    }
    ids
}

fn template(waba_id: &str, (name, category, language, row): (String, String, String, Row), id: u64) -> Template {
    let created_at = FIRST_CREATED_AT + STEP_S * (id - FIRST_ID) as i64;
    let mut template = Template {
        waba_id: waba_id.to_owned(),
        created_at,
        updated_at: created_at,
        message_sends: row.sends,
        ..Template::default()
    };
    let format = if row.named { "NAMED" } else { "POSITIONAL" };
    for (field, value) in [
        ("name", json!(name)),
        ("language", json!(language)),
        ("category", json!(category)),
        ("parameter_format", json!(format)),
        ("components", json!(row.components)),
        ("status", json!(row.status)),
        ("rejected_reason", json!(row.reason.as_deref().unwrap_or("NONE"))),
        ("last_updated_time", json!(meta_time(DateTime::from_timestamp(created_at, 0).unwrap_or_default()))),
    ] {
        template.set(field, value);
    }
    if let Some(seconds) = row.ttl {
        template.set("message_send_ttl_seconds", seconds);
    }
    if row.status == "PAUSED" {
        // Until somebody lifts it, so that the demo always has one.
        life::pause_for_pacing(&mut template, created_at);
    }
    life::set_score(&mut template, row.quality.as_deref().unwrap_or("UNKNOWN"), created_at);
    // An announced correction waits for somebody: the seed does not know when it is planted.
    if let Some(category) = row.correct {
        template.set("correct_category", category);
    }
    template
}

impl Data {
    fn by_hand(&self) -> impl Iterator<Item = (String, String, String, Row)> {
        self.families.iter().flat_map(|family| {
            family
                .languages
                .iter()
                .map(|(language, row)| (family.name.clone(), family.category.clone(), language.clone(), row.clone()))
        })
    }
}

impl Generated {
    /// Without end: `order_confirmed`, …, `order_confirmed_2`, … in families of different sizes.
    fn rows(&self) -> impl Iterator<Item = (String, String, String, Row)> {
        (0..).flat_map(move |index: usize| {
            let occasion = &self.occasions[index % self.occasions.len()];
            let moment = &self.moments[(index / self.occasions.len()) % self.moments.len()];
            let round = index / (self.occasions.len() * self.moments.len());
            let name =
                if round == 0 { format!("{occasion}_{moment}") } else { format!("{occasion}_{moment}_{}", round + 1) };
            let category = &self.categories[index % self.categories.len()];
            let size = self.family_sizes[index % self.family_sizes.len()];
            (0..size).map(move |turn| {
                let language = &self.languages[(index + turn) % self.languages.len()];
                (name.clone(), category.clone(), language.clone(), self.row(category, language, index * 7 + turn))
            })
        })
    }

    fn row(&self, category: &str, language: &str, number: usize) -> Row {
        let pick = |list: &[String]| list[number % list.len()].clone();
        let status = pick(&self.statuses);
        let quality = match status.as_str() {
            "PAUSED" | "DISABLED" => "RED".to_owned(),
            "APPROVED" => pick(&self.qualities),
            _ => "UNKNOWN".to_owned(),
        };
        let components = if category == "AUTHENTICATION" {
            vec![
                json!({ "type": "BODY", "add_security_recommendation": number.is_multiple_of(2) }),
                json!({ "type": "FOOTER", "code_expiration_minutes": 5 + number % 20 }),
                json!({ "type": "BUTTONS", "buttons": [{ "type": "OTP", "otp_type": "COPY_CODE" }] }),
            ]
        } else {
            self.plain(language, number)
        };
        let reason = (status == "REJECTED").then(|| pick(&self.reasons));
        Row {
            status,
            quality: Some(quality),
            reason,
            sends: (number * 137 % 9000) as u64,
            components,
            ..Row::default()
        }
    }

    fn plain(&self, language: &str, number: usize) -> Vec<Value> {
        let text = &self.texts[language];
        let mut components = vec![
            json!({ "type": "BODY", "text": text, "example": { "body_text": [["Ada", format!("P-{}", 100 + number)]] } }),
        ];
        match number % 6 {
            0 | 3 => components.insert(0, json!({ "type": "HEADER", "format": "TEXT", "text": "Birch Bakery" })),
            1 => components.insert(
                0,
                json!({ "type": "HEADER", "format": "IMAGE", "example": { "header_handle": [self.picture] } }),
            ),
            _ => {}
        }
        if number.is_multiple_of(3) {
            components.push(json!({ "type": "FOOTER", "text": "birch.example" }));
        }
        let button = match number % 4 {
            0 => json!({ "type": "QUICK_REPLY", "text": "OK" }),
            1 => json!({ "type": "URL", "text": "birch.example", "url": format!("https://birch.example/{number}") }),
            2 => json!({ "type": "PHONE_NUMBER", "text": "+49 30 901820", "phone_number": "+4930901820" }),
            _ => return components,
        };
        components.push(json!({ "type": "BUTTONS", "buttons": [button] }));
        components
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Seed;

    #[test]
    fn the_same_number_gives_the_same_templates_that_meta_would_accept() {
        let seeded = || {
            let mut world = crate::demo::world(Seed::DEMO).unwrap();
            fill(&mut world, crate::demo::BIRCH_SHARED.meta_id, 600);
            world
        };
        let (one, two) = (seeded(), seeded());
        assert_eq!(one.templates, two.templates);
        assert_eq!(one.templates.len(), 600);
        crate::graph::template::check_all(&one);
    }

    #[test]
    fn those_made_by_hand_are_as_many_as_said() {
        let world = crate::demo::world(Seed::DEMO).unwrap();
        assert_eq!(world.templates.len(), BY_HAND as usize);
    }
}
