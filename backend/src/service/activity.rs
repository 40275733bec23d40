//! The row of activity about a WABA or one of its numbers: the one place where it is made.

use clienthub_shared::activity::{Action, ActivityKind, Change, Outcome};
use clienthub_shared::id::EventId;

use crate::actor::Actor;
use crate::clock::Clock;
use crate::store::{activity, waba};

/// Something happened now, of this kind; `number` is absent when it concerns the whole WABA. What else is known is put over it.
pub fn row(
    clock: &Clock,
    waba: &waba::Model,
    number: Option<&str>,
    kind: ActivityKind,
    outcome: Outcome,
    changes: &[Change],
) -> activity::Model {
    activity::Model {
        id: EventId::from_uuid(clock.uuid()).to_string(),
        org_id: waba.org_id.clone(),
        waba_id: waba.id.clone(),
        number_id: number.map(Into::into),
        template_id: None,
        at: clock.now().timestamp_micros(),
        meta_at: None,
        kind: kind.as_str().into(),
        field: None,
        action: None,
        outcome: outcome.as_str().into(),
        actor: None,
        refusal: None,
        // Texts alone: it cannot fail.
        changes: serde_json::to_string(changes).unwrap_or_else(|_| "[]".into()),
    }
}

/// What the hub did by itself.
pub fn by_hub(
    clock: &Clock,
    waba: &waba::Model,
    number: Option<&str>,
    action: Action,
    outcome: Outcome,
    changes: &[Change],
) -> activity::Model {
    let row = row(clock, waba, number, ActivityKind::Hub, outcome, changes);
    activity::Model { action: Some(action.as_str().into()), ..row }
}

/// What a person did, or tried to.
pub fn by_person(
    clock: &Clock,
    actor: &Actor,
    waba: &waba::Model,
    number: Option<&str>,
    action: Action,
    outcome: Outcome,
    changes: &[Change],
) -> activity::Model {
    let row = row(clock, waba, number, ActivityKind::Person, outcome, changes);
    activity::Model { action: Some(action.as_str().into()), actor: Some(actor.name.clone()), ..row }
}
