//! Writing a template that changed: the row, history of what moved, the domain events of the stream.

use clienthub_shared::activity::{Action, ActivityKind, Change, Outcome};
use clienthub_shared::problem::ErrorCode;

use super::alike;
use crate::actor::Actor;
use crate::clock::Clock;
use crate::error::AppResult;
use crate::service::change::{About, Cause, Trail};
use crate::store::template::Model;
use crate::store::{Tx, activity, template, waba};

/// One step of a template; `before` is absent for a new one, and its version is the stored one. Returns what moved.
pub fn trace(trail: &mut Trail, clock: &Clock, before: Option<&Model>, after: &Model, cause: &Cause) -> Vec<Change> {
    let values = |row: &Model| {
        [
            ("state", Some(row.state.clone())),
            ("category", row.category.clone()),
            ("category_coming", row.category_coming.clone()),
            ("quality", Some(row.quality.clone())),
        ]
    };
    let known = before.map(values);
    let mut changes = Vec::new();
    for (place, (attribute, to)) in values(after).into_iter().enumerate() {
        let from = known.as_ref().and_then(|known| known[place].1.clone());
        if from != to {
            changes.push(Change { attribute: attribute.into(), from, to });
        }
    }
    let is_edited = |before: &Model| !alike::are_alike(before.content.as_deref(), after.content.as_deref());
    if before.is_some_and(|before| before.content.is_some() && is_edited(before)) {
        changes.push(Change { attribute: "content".into(), from: None, to: None });
    }
    let mut kinds: Vec<_> = changes
        .iter()
        .map(|change| match change.attribute.as_str() {
            "state" if after.gone_at.is_some() => "template.deleted.v1",
            "state" => "template.status_changed.v1",
            "quality" => "template.quality_changed.v1",
            "category" | "category_coming" => "template.category_changed.v1",
            _ => "template.changed.v1",
        })
        .collect();
    if kinds.is_empty() {
        kinds.push("template.changed.v1");
    }
    let version = before.map_or(after.version, |before| before.version + 1);
    let about = About { org: &after.org_id, object: &after.id, version };
    trail.add(clock, about, &changes, kinds, cause);
    changes
}

/// Writes the row, and what it leaves behind.
pub async fn save(
    tx: &Tx,
    clock: &Clock,
    before: Option<&Model>,
    after: &Model,
    cause: &Cause,
) -> AppResult<Vec<Change>> {
    match before {
        Some(before) if before == after => return Ok(Vec::new()),
        Some(_) => template::update(&**tx, after).await?,
        None => template::insert_many(&**tx, std::slice::from_ref(after)).await?,
    }
    let mut trail = Trail::default();
    let changes = trace(&mut trail, clock, before, after, cause);
    trail.write(tx).await?;
    Ok(changes)
}

/// What a person did to a template, or tried to.
pub async fn note(
    tx: &Tx,
    clock: &Clock,
    actor: &Actor,
    waba: &waba::Model,
    template: &str,
    action: Action,
    outcome: Result<&[Change], ErrorCode>,
) -> AppResult<()> {
    let (shown, changes) = match outcome {
        Ok(changes) => (Outcome::Done, changes),
        Err(_) => (Outcome::Refused, &[][..]),
    };
    let row = crate::service::activity::row(clock, waba, None, ActivityKind::Person, shown, changes);
    let row = activity::Model {
        template_id: Some(template.into()),
        action: Some(action.as_str().into()),
        actor: Some(actor.name.clone()),
        refusal: outcome.err().map(|code| code.as_str().into()),
        ..row
    };
    Ok(activity::insert_many(&**tx, vec![row]).await?)
}
