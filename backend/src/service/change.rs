//! Writing what changed: derives the state from the new facts, and in one transaction writes the row, a history row for
//! each derived value that moved, and the domain events. Sync, webhooks, people and time all pass here.

use chrono::{DateTime, Utc};
use clienthub_shared::activity::Change;
use clienthub_shared::id::{EventId, UserId};
use clienthub_shared::status::NumberStatus;

use crate::clock::Clock;
use crate::error::AppResult;
use crate::service::facts::{number_facts, number_input, waba_facts, waba_input};
use crate::service::fold::{fold, search_text};
use crate::service::status;
use crate::store::waba_list::TokenFacts;
use crate::store::{Tx, credential, domain_event, history, number, waba};

/// Why something changes.
#[derive(Clone, Debug)]
pub struct Cause {
    pub source: Source,
    pub actor: Option<UserId>,
}

#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// Meta told: the event, and the time by Meta's clock.
    Webhook {
        event: EventId,
        at: Option<DateTime<Utc>>,
    },
    Sync,
    Person,
    Time,
}

impl Source {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Webhook { .. } => "webhook",
            Self::Sync => "sync",
            Self::Person => "person",
            Self::Time => "time",
        }
    }
}

/// The WABA's state follows from its facts; all derived columns of `row` are set.
pub fn derive_waba(row: &mut waba::Model, token: Option<&credential::Model>, now: DateTime<Utc>) -> AppResult<()> {
    let token = token.map(TokenFacts::from);
    let state = status::derive_waba(&waba_facts(row, token.as_ref())?, now);
    let micros = now.timestamp_micros();
    set_since(&mut row.status, &mut row.status_since, state.status.as_str(), micros);
    set_since(&mut row.on_behalf, &mut row.on_behalf_since, state.on_behalf.as_str(), micros);
    row.kind = state.kind.as_str().into();
    row.verification = state.verification.as_str().into();
    row.name_key = fold(&row.name);
    row.next_expiry_at = state.next_expiry_at.map(|at| at.timestamp_micros());
    Ok(())
}

/// The same for a number; its WABA's row must be derived already.
pub fn derive_number(
    row: &mut number::Model,
    waba: &waba::Model,
    token: Option<&credential::Model>,
    now: DateTime<Utc>,
) -> AppResult<()> {
    let token = token.map(TokenFacts::from);
    let (facts, of_waba) = (number_facts(row), waba_facts(waba, token.as_ref())?);
    let state = status::derive_number(&facts, waba.status()?, now);
    let micros = now.timestamp_micros();
    set_since(&mut row.status, &mut row.status_since, state.status.as_str(), micros);
    set_since(&mut row.name_state, &mut row.name_state_since, state.name_state.as_str(), micros);
    set_since(&mut row.quality, &mut row.quality_since, state.quality.as_str(), micros);
    row.status_rank = rank(state.status);
    row.limit_tier = state.limit_tier.as_str().into();
    row.name_key = fold(&row.display_name);
    row.search_text = search_text(&row.display_name, &waba.name, &row.digits);
    row.next_expiry_at = state.next_expiry_at.map(|at| at.timestamp_micros());
    let readiness = status::readiness(&number_input(row, &facts)?, &waba_input(waba, &of_waba)?, now);
    let attention = status::attention(&readiness, state.name_state);
    set_since(&mut row.attention, &mut row.attention_since, attention.as_str(), micros);
    Ok(())
}

/// Place in the order of the list.
fn rank(status: NumberStatus) -> i64 {
    let place = NumberStatus::ALL.iter().position(|known| *known == status).unwrap_or(NumberStatus::ALL.len());
    i64::try_from(place).unwrap_or(i64::MAX)
}

fn set_since(value: &mut String, since: &mut i64, new: &str, now: i64) {
    if value != new {
        new.clone_into(value);
        *since = now;
    }
}

/// Writes the WABA when anything differs. Returns the derived values that moved, for the activity row.
pub async fn save_waba(
    tx: &Tx,
    clock: &Clock,
    before: &waba::Model,
    after: &waba::Model,
    cause: &Cause,
) -> AppResult<Vec<Change>> {
    if before == after {
        return Ok(Vec::new());
    }
    waba::update(&**tx, after).await?;
    let pairs = [
        ("waba.status", Some(&before.status), Some(&after.status)),
        ("waba.on_behalf", Some(&before.on_behalf), Some(&after.on_behalf)),
        ("waba.verification", Some(&before.verification), Some(&after.verification)),
        ("waba.name", Some(&before.name), Some(&after.name)),
    ];
    let changes = moved(&pairs);
    let kinds = changes.iter().map(|change| match change.attribute.as_str() {
        "waba.status" => "waba.status_changed.v1",
        _ => "waba.updated.v1",
    });
    let mut kinds: Vec<_> = kinds.collect();
    if kinds.is_empty() {
        kinds.push("waba.updated.v1");
    }
    let written = Written { org: &after.org_id, object: &after.id, version: before.version + 1 };
    write(tx, clock, written, &changes, kinds, cause).await?;
    Ok(changes)
}

/// Writes the number when anything differs. Returns the derived values that moved, for the activity row.
pub async fn save_number(
    tx: &Tx,
    clock: &Clock,
    before: &number::Model,
    after: &number::Model,
    cause: &Cause,
) -> AppResult<Vec<Change>> {
    if before == after {
        return Ok(Vec::new());
    }
    number::update(&**tx, after).await?;
    let pairs = [
        ("status", Some(&before.status), Some(&after.status)),
        ("name", Some(&before.name_state), Some(&after.name_state)),
        ("display_name", Some(&before.display_name), Some(&after.display_name)),
        ("quality", Some(&before.quality), Some(&after.quality)),
        ("limit_tier", Some(&before.limit_tier), Some(&after.limit_tier)),
        ("attention", Some(&before.attention), Some(&after.attention)),
    ];
    let changes = moved(&pairs);
    let mut kinds: Vec<_> = changes
        .iter()
        .filter_map(|change| match change.attribute.as_str() {
            "status" => Some("number.status_changed.v1"),
            "name" | "display_name" => Some("number.name_changed.v1"),
            "quality" => Some("number.quality_changed.v1"),
            "limit_tier" => Some("number.limit_changed.v1"),
            _ => None,
        })
        .collect();
    let only_seen = number::Model { synced_at: after.synced_at, ..before.clone() } == *after;
    if kinds.is_empty() && !only_seen {
        kinds.push("number.updated.v1");
    }
    let written = Written { org: &after.org_id, object: &after.id, version: before.version + 1 };
    write(tx, clock, written, &changes, kinds, cause).await?;
    Ok(changes)
}

fn moved(pairs: &[(&str, Option<&String>, Option<&String>)]) -> Vec<Change> {
    pairs
        .iter()
        .filter(|(_, from, to)| from != to)
        .map(|(attribute, from, to)| Change {
            attribute: (*attribute).into(),
            from: from.map(|value| (*value).clone()),
            to: to.map(|value| (*value).clone()),
        })
        .collect()
}

struct Written<'a> {
    org: &'a str,
    object: &'a str,
    version: i64,
}

async fn write(
    tx: &Tx,
    clock: &Clock,
    written: Written<'_>,
    changes: &[Change],
    kinds: Vec<&'static str>,
    cause: &Cause,
) -> AppResult<()> {
    let now = clock.now().timestamp_micros();
    let (event_id, event_at) = match cause.source {
        Source::Webhook { event, at } => (Some(event.to_string()), at.map(|at| at.timestamp_micros())),
        Source::Sync | Source::Person | Source::Time => (None, None),
    };
    let rows = changes.iter().map(|change| history::Model {
        id: EventId::from_uuid(clock.uuid()).to_string(),
        org_id: written.org.into(),
        object_id: written.object.into(),
        attribute: change.attribute.clone(),
        from_value: change.from.clone(),
        to_value: change.to.clone(),
        source: cause.source.as_str().into(),
        event_id: event_id.clone(),
        event_at,
        observed_at: now,
        actor: cause.actor.map(|actor| actor.to_string()),
    });
    history::insert_many(&**tx, rows.collect()).await?;
    let payload = serde_json::json!({ "changes": changes, "source": cause.source.as_str() }).to_string();
    let mut kinds = kinds;
    kinds.dedup();
    let events = kinds.into_iter().map(|kind| domain_event::Model {
        id: EventId::from_uuid(clock.uuid()).to_string(),
        org_id: written.org.into(),
        kind: kind.into(),
        object_id: written.object.into(),
        object_version: written.version,
        payload: payload.clone(),
        at: now,
    });
    domain_event::insert_many(&**tx, events.collect()).await?;
    Ok(())
}

const SLICE: u64 = 500;

/// Derives every number of a WABA anew, for its state, name or token changed; writes those that differ.
pub async fn rederive_numbers(
    tx: &Tx,
    clock: &Clock,
    waba: &waba::Model,
    token: Option<&credential::Model>,
    cause: &Cause,
) -> AppResult<()> {
    let (org, id, now) = (waba.org()?, waba.id()?, clock.now());
    let mut after: Option<String> = None;
    loop {
        let slice = number::list_of_waba(&**tx, org, id, after.as_deref(), SLICE).await?;
        let Some(last) = slice.last() else { return Ok(()) };
        after = Some(last.id.clone());
        for before in &slice {
            let mut row = before.clone();
            derive_number(&mut row, waba, token, now)?;
            save_number(tx, clock, before, &row, cause).await?;
        }
    }
}

/// Writes numbers that are seen for the first time.
pub async fn insert_numbers(tx: &Tx, clock: &Clock, rows: Vec<number::Model>, cause: &Cause) -> AppResult<()> {
    for row in &rows {
        let changes = [("status", &row.status), ("quality", &row.quality), ("name", &row.name_state)]
            .map(|(attribute, to)| Change { attribute: attribute.into(), from: None, to: Some(to.clone()) });
        let written = Written { org: &row.org_id, object: &row.id, version: row.version };
        write(tx, clock, written, &changes, vec!["number.added.v1"], cause).await?;
    }
    number::insert_many(&**tx, rows).await?;
    Ok(())
}
