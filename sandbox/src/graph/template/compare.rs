//! Comparing two templates (reference 4.11). Block rates and reasons are made up from the ids, so that the same pair always compares alike;
//! how often a template was sent is what the control API says.

use serde_json::{Value, json};

use super::list_of;
use crate::graph::error::GraphError;
use crate::graph::params::Params;
use crate::life::DAY_S;
use crate::world::World;

const WINDOWS_DAYS: &[i64] = &[7, 30, 60, 90];
const MIN_SENDS: u64 = 1000;
const REASONS: &[&str] = &[
    "NO_LONGER_NEEDED",
    "NO_REASON",
    "NO_REASON_GIVEN",
    "NO_SIGN_UP",
    "OFFENSIVE_MESSAGES",
    "OTHER",
    "OTP_DID_NOT_REQUEST",
    "SPAM",
    "UNKNOWN_BLOCK_REASON",
];

pub fn compare(world: &World, id: &str, params: &Params) -> Result<Value, GraphError> {
    params.required("template_ids")?;
    let [other] = &list_of(params, "template_ids")[..] else {
        return Err(GraphError::parameter("Param template_ids must hold exactly one id."));
    };
    let time = |name: &str| {
        let text = params.required(name)?;
        text.parse::<i64>().map_err(|_| GraphError::parameter(format!("Param {name} must be UNIX seconds.")))
    };
    let window_s = time("end")? - time("start")?;
    if !WINDOWS_DAYS.iter().any(|days| days * DAY_S == window_s) {
        return Err(GraphError::parameter("Params start and end must be 7, 30, 60 or 90 days apart."));
    }
    let missing = |id: &str| GraphError::no_object("GET", id);
    let one = world.templates.get(id).ok_or_else(|| missing(id))?;
    let two = world.templates.get(other).ok_or_else(|| missing(other))?;
    if one.waba_id != two.waba_id || id == other {
        return Err(GraphError::parameter("Both templates must be different ones of the same account."));
    }
    if one.message_sends.min(two.message_sends) < MIN_SENDS {
        return Err(GraphError::parameter(format!("Each template must have been sent at least {MIN_SENDS} times.")));
    }
    let both = [(id, one.message_sends), (other.as_str(), two.message_sends)];
    let mut by_rate = [id, other.as_str()];
    by_rate.sort_by_key(|id| made_up(id));
    let sends = both.map(|(id, sends)| json!({ "key": id, "value": sends }));
    let reasons = both.map(|(id, _)| json!({ "key": id, "value": REASONS[made_up(id) % REASONS.len()] }));
    Ok(json!({ "data": [
        { "metric": "BLOCK_RATE", "type": "RELATIVE", "order_by_relative_metric": by_rate },
        { "metric": "MESSAGE_SENDS", "type": "NUMBER_VALUES", "number_values": sends },
        { "metric": "TOP_BLOCK_REASON", "type": "STRING_VALUES", "string_values": reasons },
    ]}))
}

fn made_up(id: &str) -> usize {
    id.bytes().fold(7, |sum, byte| (sum * 31 + usize::from(byte)) % 1009)
}
