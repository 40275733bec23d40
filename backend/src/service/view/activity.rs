//! Rows of activity.

use clienthub_shared::activity::Activity;

use super::json;
use crate::clock::from_micros;
use crate::store::{StoreResult, activity, word};

pub fn activity(row: activity::Model) -> StoreResult<Activity> {
    Ok(Activity {
        id: word("activity.id", &row.id)?,
        at: from_micros(row.at),
        meta_at: row.meta_at.map(from_micros),
        kind: word("activity.kind", &row.kind)?,
        field: row.field,
        action: row.action.map(|action| word("activity.action", &action)).transpose()?,
        outcome: word("activity.outcome", &row.outcome)?,
        actor: row.actor,
        refusal: row.refusal.map(|code| word("activity.refusal", &code)).transpose()?,
        changes: json("activity.changes", Some(&row.changes))?,
    })
}
