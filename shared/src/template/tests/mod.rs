//! Tests of the rules as a whole: the table of rules, and what holds for all templates. The templates are the generator's.

mod fixes;
mod properties;
mod round_trip;
mod table;

use serde_json::Value;

use super::Template;

pub(super) fn template(value: Value) -> Template {
    serde_json::from_value(value).unwrap()
}
