//! Writing what changed: derives the state from the new facts, and in one transaction writes the row, a history row for
//! each derived value that moved, and the domain events. Sync, webhooks, people and time all pass here. Whoever changes one
//! object many times in a transaction traces each step and writes the row and the `Trail` once.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use clienthub_shared::activity::Change;
use clienthub_shared::id::{EventId, UserId};

use crate::clock::Clock;
use crate::error::AppResult;
use crate::service::facts::{number_facts, number_input, waba_facts, waba_input};
use crate::service::fold::{name_key, search_text};
use crate::service::status;
use crate::store::number_list::status_rank;
use crate::store::waba_list::TokenFacts;
use crate::store::{Tx, attribute_clock, credential, domain_event, history, number, waba};

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
    row.name_key = name_key(&row.name);
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
    let (facts, of_waba) = (number_facts(row)?, waba_facts(waba, token.as_ref())?);
    let state = status::derive_number(&facts, waba.status()?, now);
    let micros = now.timestamp_micros();
    set_since(&mut row.status, &mut row.status_since, state.status.as_str(), micros);
    set_since(&mut row.name_state, &mut row.name_state_since, state.name_state.as_str(), micros);
    set_since(&mut row.quality, &mut row.quality_since, state.quality.as_str(), micros);
    row.status_rank = status_rank(state.status);
    row.limit_tier = state.limit_tier.as_str().into();
    row.registration = state.registration.as_str().into();
    row.name_key = name_key(&row.display_name);
    row.search_text = search_text(&row.display_name, &waba.name, &row.digits);
    row.next_expiry_at = state.next_expiry_at.map(|at| at.timestamp_micros());
    let (number, of_waba) = (number_input(row, &facts)?, waba_input(waba, &of_waba)?);
    let readiness = status::readiness(&number, &of_waba, now);
    let attention = status::attention(&readiness, &number, &of_waba, now);
    set_since(&mut row.attention, &mut row.attention_since, attention.as_str(), micros);
    Ok(())
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
    let mut trail = Trail::default();
    let changes = trail.waba(clock, before, after, cause);
    trail.write(tx).await?;
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
    let mut trail = Trail::default();
    let changes = trail.number(clock, before, after, cause);
    trail.write(tx).await?;
    Ok(changes)
}

/// Nothing of the row itself differs, but what belongs to it does: pages read again.
pub async fn touch_number(tx: &Tx, clock: &Clock, row: &number::Model, cause: &Cause) -> AppResult<()> {
    number::update(&**tx, row).await?;
    let mut trail = Trail::default();
    trail.number(clock, row, row, cause);
    trail.write(tx).await
}

/// A number as it was and as Meta shows it now.
pub struct Seen {
    pub before: number::Model,
    pub after: number::Model,
}

impl Seen {
    /// Nothing but the times at which it was seen.
    fn is_as_it_was(&self) -> bool {
        let (synced_at, health_at) = (self.after.synced_at, self.after.health_at);
        number::Model { synced_at, health_at, ..self.before.clone() } == self.after
    }
}

/// Writes the numbers of a page: those that differ in one statement, and for the rest the time of looking in another, which is
/// no change and leaves no trail. Returns what differs, with the derived values that moved.
pub async fn save_numbers(
    tx: &Tx,
    clock: &Clock,
    page: Vec<Seen>,
    cause: &Cause,
) -> AppResult<Vec<(number::Model, Vec<Change>)>> {
    let (same, different): (Vec<_>, Vec<_>) = page.into_iter().partition(Seen::is_as_it_was);
    let ids: Vec<_> = same.iter().map(|seen| seen.before.id.clone()).collect();
    let with_health = same.iter().filter(|seen| seen.after.health_at != seen.before.health_at);
    let with_health: Vec<_> = with_health.map(|seen| seen.before.id.clone()).collect();
    number::seen_many(&**tx, &ids, &with_health, clock.now()).await?;
    let mut trail = Trail::default();
    let changes =
        different.iter().map(|seen| trail.number(clock, &seen.before, &seen.after, cause)).collect::<Vec<_>>();
    let rows: Vec<_> = different.into_iter().map(|seen| seen.after).collect();
    number::update_many(&**tx, &rows).await?;
    trail.write(tx).await?;
    Ok(rows.into_iter().zip(changes).collect())
}

/// Numbers in one step of `rederive_numbers`.
const SLICE: u64 = 500;

/// A limit that Meta told of the portfolio.
#[derive(Clone, Copy, Debug)]
pub struct NewLimit<'a> {
    pub raw: &'a str,
    /// Meta's clock: a number that was told its own limit later keeps it.
    pub event_time: i64,
}

/// Derives all numbers of a WABA anew and writes those that differ: their status, their attention and what search finds
/// depend on it. The WABA's row must be derived and saved; numbers that the caller holds in memory must be saved too.
pub async fn rederive_numbers(
    tx: &Tx,
    clock: &Clock,
    waba: &waba::Model,
    token: Option<&credential::Model>,
    cause: &Cause,
) -> AppResult<()> {
    rederive_with_limit(tx, clock, waba, token, cause, None).await
}

/// The same, with a new limit for each number.
pub async fn rederive_with_limit(
    tx: &Tx,
    clock: &Clock,
    waba: &waba::Model,
    token: Option<&credential::Model>,
    cause: &Cause,
    limit: Option<NewLimit<'_>>,
) -> AppResult<()> {
    let (org, id, now) = (waba.org()?, waba.id()?, clock.now());
    let mut last: Option<String> = None;
    loop {
        let rows = number::list_of_waba(&**tx, org, id, last.as_deref(), SLICE).await?;
        let Some(end) = rows.last() else { return Ok(()) };
        last = Some(end.id.clone());
        let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
        let keep = match limit {
            Some(limit) => {
                attribute_clock::list_told_after_any_org(&**tx, &ids, attribute_clock::LIMIT, limit.event_time).await?
            }
            None => HashSet::new(),
        };
        let (mut changed, mut trail) = (Vec::new(), Trail::default());
        for before in &rows {
            let mut after = before.clone();
            if let Some(limit) = limit.filter(|_| !keep.contains(&before.id)) {
                after.limit_raw = Some(limit.raw.into());
            }
            derive_number(&mut after, waba, token, now)?;
            if after != *before {
                trail.number(clock, before, &after, cause);
                changed.push(after);
            }
        }
        number::update_derived_many(&**tx, &changed).await?;
        trail.write(tx).await?;
    }
}

fn moved(pairs: &[(&str, &String, &String)]) -> Vec<Change> {
    pairs
        .iter()
        .filter(|(_, from, to)| from != to)
        .map(|(attribute, from, to)| Change {
            attribute: (*attribute).into(),
            from: Some((*from).clone()),
            to: Some((*to).clone()),
        })
        .collect()
}

/// The object that an entry of the trail is about.
pub struct About<'a> {
    pub org: &'a str,
    pub object: &'a str,
    pub version: i64,
}

/// What changes leave beside the rows themselves: history and domain events, written together.
#[derive(Default)]
pub struct Trail {
    history: Vec<history::Model>,
    events: Vec<domain_event::Model>,
}

impl Trail {
    /// One step of a WABA. `before.version` is the stored one.
    pub fn waba(&mut self, clock: &Clock, before: &waba::Model, after: &waba::Model, cause: &Cause) -> Vec<Change> {
        let changes = moved(&[
            ("waba.status", &before.status, &after.status),
            ("waba.on_behalf", &before.on_behalf, &after.on_behalf),
            ("waba.verification", &before.verification, &after.verification),
            ("waba.name", &before.name, &after.name),
        ]);
        let kinds = changes.iter().map(|change| match change.attribute.as_str() {
            "waba.status" => "waba.status_changed.v1",
            _ => "waba.updated.v1",
        });
        let mut kinds: Vec<_> = kinds.collect();
        if kinds.is_empty() {
            kinds.push("waba.updated.v1");
        }
        let about = About { org: &after.org_id, object: &after.id, version: before.version + 1 };
        self.add(clock, about, &changes, kinds, cause);
        changes
    }

    /// One step of a number. `before.version` is the stored one.
    pub fn number(
        &mut self,
        clock: &Clock,
        before: &number::Model,
        after: &number::Model,
        cause: &Cause,
    ) -> Vec<Change> {
        let changes = moved(&[
            ("status", &before.status, &after.status),
            ("name", &before.name_state, &after.name_state),
            ("display_name", &before.display_name, &after.display_name),
            ("quality", &before.quality, &after.quality),
            ("limit_tier", &before.limit_tier, &after.limit_tier),
            ("registration", &before.registration, &after.registration),
            ("attention", &before.attention, &after.attention),
        ]);
        let mut kinds: Vec<_> = changes
            .iter()
            .filter_map(|change| match change.attribute.as_str() {
                "status" => Some("number.status_changed.v1"),
                "name" | "display_name" => Some("number.name_changed.v1"),
                "quality" => Some("number.quality_changed.v1"),
                "limit_tier" => Some("number.limit_changed.v1"),
                "registration" => Some("number.registration_changed.v1"),
                _ => None,
            })
            .collect();
        if kinds.is_empty() {
            kinds.push("number.updated.v1");
        }
        let about = About { org: &after.org_id, object: &after.id, version: before.version + 1 };
        self.add(clock, about, &changes, kinds, cause);
        changes
    }

    /// A history row for each change, a domain event for each kind.
    pub fn add(
        &mut self,
        clock: &Clock,
        about: About<'_>,
        changes: &[Change],
        mut kinds: Vec<&'static str>,
        cause: &Cause,
    ) {
        let now = clock.now().timestamp_micros();
        let (event_id, event_at) = match cause.source {
            Source::Webhook { event, at } => (Some(event.to_string()), at.map(|at| at.timestamp_micros())),
            Source::Sync | Source::Person | Source::Time => (None, None),
        };
        self.history.extend(changes.iter().map(|change| history::Model {
            id: EventId::from_uuid(clock.uuid()).to_string(),
            org_id: about.org.into(),
            object_id: about.object.into(),
            attribute: change.attribute.clone(),
            from_value: change.from.clone(),
            to_value: change.to.clone(),
            source: cause.source.as_str().into(),
            event_id: event_id.clone(),
            event_at,
            observed_at: now,
            actor: cause.actor.map(|actor| actor.to_string()),
        }));
        let payload = serde_json::json!({ "changes": changes, "source": cause.source.as_str() }).to_string();
        kinds.dedup();
        self.events.extend(kinds.into_iter().map(|kind| domain_event::Model {
            id: EventId::from_uuid(clock.uuid()).to_string(),
            org_id: about.org.into(),
            kind: kind.into(),
            object_id: about.object.into(),
            object_version: about.version,
            payload: payload.clone(),
            at: now,
        }));
    }

    pub async fn write(self, tx: &Tx) -> AppResult<()> {
        history::insert_many(&**tx, self.history).await?;
        domain_event::insert_many(&**tx, self.events).await?;
        Ok(())
    }
}

/// Writes numbers that are seen for the first time.
pub async fn insert_numbers(tx: &Tx, clock: &Clock, rows: Vec<number::Model>, cause: &Cause) -> AppResult<()> {
    let mut trail = Trail::default();
    for row in &rows {
        let changes = [("status", &row.status), ("quality", &row.quality), ("name", &row.name_state)]
            .map(|(attribute, to)| Change { attribute: attribute.into(), from: None, to: Some(to.clone()) });
        let about = About { org: &row.org_id, object: &row.id, version: row.version };
        trail.add(clock, about, &changes, vec!["number.added.v1"], cause);
    }
    trail.write(tx).await?;
    number::insert_many(&**tx, rows).await?;
    Ok(())
}
