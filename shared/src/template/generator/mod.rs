//! Templates for tests, here and against Meta's side: strategies of proptest that keep every rule, break one in a known way, or change one
//! place to something odd; JSON that only looks like a template; and the table of rules.

mod authentication;
mod cards;
pub mod mutation;
mod nonsense;
mod odd;
mod standard;
pub mod table;
mod text;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use crate::language::languages;

pub use nonsense::nonsense;
pub use odd::odd;
pub use standard::NAMED_ONLY;

/// Any legal template that is written out.
pub fn legal() -> BoxedStrategy<Value> {
    prop_oneof![
        6 => standard::standard(),
        1 => standard::product(),
        1 => standard::call_permission(),
        2 => cards::files(),
        2 => cards::products(),
        2 => standard::offer(),
        4 => authentication::authentication(),
    ]
    .boxed()
}

fn head(category: &'static str) -> impl Strategy<Value = Map<String, Value>> {
    let ttl = match category {
        "AUTHENTICATION" => prop_oneof![Just(-1), 30..=900_i64],
        "UTILITY" => prop_oneof![Just(-1), 30..=43_200_i64],
        _ => prop_oneof![Just(43_200), 43_200..=2_592_000_i64],
    };
    let language = select(languages().collect::<Vec<_>>());
    let options = proptest::sample::subsequence(options(), 0..=3);
    ("[a-z0-9_]{1,40}_x", language, proptest::option::of(ttl), options).prop_map(
        move |(name, language, ttl, options)| {
            let mut head: Map<String, Value> = options.into_iter().map(|(name, value)| (name.into(), value)).collect();
            head.insert("name".into(), name.into());
            head.insert("language".into(), language.into());
            head.insert("category".into(), category.into());
            if let Some(ttl) = ttl {
                head.insert("message_send_ttl_seconds".into(), ttl.into());
            }
            head
        },
    )
}

/// What may stand beside the components (reference 4.3), and what Meta says of a template that it has.
fn options() -> Vec<(&'static str, Value)> {
    vec![
        ("allow_category_change", json!(true)),
        ("cta_url_link_tracking_opted_out", json!(true)),
        ("is_primary_device_delivery_only", json!(false)),
        ("display_format", json!("ORDER_DETAILS")),
        ("send_type", json!("CAMPAIGN")),
        ("send_type", json!("trigger")),
        ("send_type", json!(null)),
        ("sub_category", json!("ORDER_STATUS")),
        ("degrees_of_freedom_spec", json!({"creative_features_spec": {}})),
        ("creative_sourcing_spec", json!({})),
        ("routing_entrypoint", json!("X")),
        ("source_template_id", json!("140000000000001")),
        ("product_set_id", json!("170000000000001")),
        ("status", json!("APPROVED")),
        ("id", json!("140000000000001")),
        ("rejected_reason", json!("NONE")),
        ("quality_score", json!({"score": "GREEN", "date": 1_780_000_000})),
    ]
}

fn with(mut head: Map<String, Value>, named: bool, components: Vec<Option<Value>>) -> Value {
    if named {
        head.insert("parameter_format".into(), "NAMED".into());
    }
    head.insert("components".into(), components.into_iter().flatten().collect());
    Value::Object(head)
}
