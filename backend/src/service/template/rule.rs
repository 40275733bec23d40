//! When Meta takes an edit, as far as is known here (reference 4.9): in which states, once in 24 hours, ten times in 30 days.
//! Edits made elsewhere are not seen; Meta's own refusal has the last word.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::template::details::{EditLock, EditRule};
use clienthub_shared::template::state::TemplateState;

use crate::clock::from_micros;
use crate::service::view::json;
use crate::store::StoreResult;
use crate::store::template::Model;

pub const EDIT_PAUSE: TimeDelta = TimeDelta::hours(24);
pub const EDITS_COUNT: TimeDelta = TimeDelta::days(30);
pub const EDITS_MAX: usize = 10;
/// New templates in an hour (reference 4.1).
pub const CREATIONS_PER_HOUR: u64 = 100;
/// The name of a deleted template that was approved.
pub const NAME_BLOCKED: TimeDelta = TimeDelta::days(30);
/// A submission takes no longer: after that its process is taken for dead.
pub const SENDING_LASTS: TimeDelta = TimeDelta::seconds(100);
/// After a pause Meta waits so long before a person may lift it.
pub const UNPAUSE_WAIT: TimeDelta = TimeDelta::minutes(5);

pub fn edit_rule(row: &Model, now: DateTime<Utc>) -> StoreResult<EditRule> {
    let state = row.state()?;
    let free = EditRule { lock: None, next_at: None, left: None, category_fixed: state == TemplateState::Approved };
    if !state.is_editable() {
        let lock = if state == TemplateState::InReview { EditLock::InReview } else { EditLock::State };
        return Ok(EditRule { lock: Some(lock), ..free });
    }
    if state != TemplateState::Approved {
        return Ok(free);
    }
    let edits = counted(row, now)?;
    let left = EDITS_MAX.saturating_sub(edits.len());
    let locked = |lock, next_at| EditRule { lock: Some(lock), next_at: Some(next_at), left: Some(left as u32), ..free };
    let last = edits.last().map(|last| *last + EDIT_PAUSE).filter(|next_at| *next_at > now);
    Ok(match (left, last) {
        // The oldest of the last ten has to grow old.
        (0, last) => {
            let next_at = edits[edits.len() - EDITS_MAX] + EDITS_COUNT;
            locked(EditLock::TenPerMonth, last.map_or(next_at, |last| last.max(next_at)))
        }
        (_, Some(next_at)) => locked(EditLock::OncePerDay, next_at),
        (_, None) => EditRule { left: Some(left as u32), ..free },
    })
}

/// Deleting it in this state keeps its name and language from being used again for 30 days (reference 4.9). Meta's own refusal has the
/// last word here, too.
pub fn blocks_name(state: TemplateState) -> bool {
    state == TemplateState::Approved
}

/// An edit of an approved one was sent.
pub fn count_edit(row: &mut Model, now: DateTime<Utc>) -> StoreResult<()> {
    let mut edits: Vec<i64> = counted(row, now)?.iter().map(DateTime::timestamp_micros).collect();
    edits.push(now.timestamp_micros());
    row.edits = Some(serde_json::json!(edits).to_string());
    Ok(())
}

/// Those that Meta still counts, the oldest first.
fn counted(row: &Model, now: DateTime<Utc>) -> StoreResult<Vec<DateTime<Utc>>> {
    let edits: Vec<i64> = json("templates.edits", row.edits.as_deref())?;
    Ok(edits.into_iter().map(from_micros).filter(|at| *at + EDITS_COUNT > now).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    fn at(time: &str) -> DateTime<Utc> {
        format!("2026-{time}Z").parse().unwrap()
    }

    #[test]
    fn an_approved_one_is_edited_once_a_day_and_ten_times_a_month() {
        let mut row = samples::template("a");
        row.state = "approved".into();
        assert_eq!(edit_rule(&row, at("03-01T09:00:00")).unwrap().left, Some(10));
        for day in 1..=10 {
            let now = at(&format!("03-{day:02}T09:00:00"));
            assert_eq!(edit_rule(&row, now).unwrap().lock, None, "{day}");
            count_edit(&mut row, now).unwrap();
            let rule = edit_rule(&row, now + TimeDelta::hours(1)).unwrap();
            let next_at = if day < 10 { now + EDIT_PAUSE } else { at("03-31T09:00:00") };
            assert_eq!((rule.next_at, rule.left), (Some(next_at), Some(10 - day)));
        }
        let rule = edit_rule(&row, at("03-15T09:00:00")).unwrap();
        assert_eq!((rule.lock, rule.category_fixed), (Some(EditLock::TenPerMonth), true));
        assert_eq!(edit_rule(&row, at("03-31T09:00:00")).unwrap().left, Some(1));
    }

    #[test]
    fn the_others_are_edited_as_often_as_one_likes_or_not_at_all() {
        let mut row = samples::template("a");
        for (state, lock) in [
            ("rejected", None),
            ("paused", None),
            ("draft", None),
            ("in_review", Some(EditLock::InReview)),
            ("disabled", Some(EditLock::State)),
            ("archived", Some(EditLock::State)),
            ("unknown", Some(EditLock::State)),
        ] {
            row.state = state.into();
            row.edits = Some(format!("[{}]", at("03-01T09:00:00").timestamp_micros()));
            let rule = edit_rule(&row, at("03-01T10:00:00")).unwrap();
            assert_eq!((rule.lock, rule.left, rule.category_fixed), (lock, None, false), "{state}");
        }
    }
}
