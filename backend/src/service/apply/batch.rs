//! One transaction of events: rows and clocks are read once and kept in memory, each event leaves its trail, and everything is
//! written once at the end.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::activity::{ActivityKind, Change, Outcome};
use clienthub_shared::id::{EventId, OrgId, TaskId, WabaId};

use super::number::NumberEdit;
use super::template::Templates;
use super::waba::WabaEdit;
use crate::clock::{Clock, from_micros};
use crate::error::AppResult;
use crate::graph;
use crate::service::change::{self, Cause, Source, Trail};
use crate::state::AppState;
use crate::store::meta_event::EventOutcome;
use crate::store::task::{self, TaskKind};
use crate::store::{Tx, activity, attribute_clock, credential, meta_event, number, waba};

/// What a sync reads too, and may have read later. The rest only webhooks tell.
const READ_BY_SYNC: [&str; 8] = ["review_status", "partner", "limit", "name", "quality", "status", "pin", "throughput"];

/// Between two syncs because of numbers that we do not know: Meta may go on about one that it does not list.
const NEW_NUMBER_PAUSE: TimeDelta = TimeDelta::minutes(5);

/// An event: who says when.
pub struct Told {
    pub id: EventId,
    pub field: String,
    /// Meta's clock, UNIX seconds.
    pub time: Option<i64>,
    /// Our clock.
    pub arrived_at: DateTime<Utc>,
}

impl Told {
    fn meta_at(&self) -> Option<DateTime<Utc>> {
        self.time.and_then(|seconds| DateTime::from_timestamp(seconds, 0))
    }

    /// By Meta's clock where Meta tells, else by ours.
    pub fn happened_at(&self) -> DateTime<Utc> {
        self.meta_at().unwrap_or(self.arrived_at)
    }

    pub fn cause(&self) -> Cause {
        Cause { source: Source::Webhook { event: self.id, at: self.meta_at() }, actor: None }
    }

    /// The row of activity; `number` is absent when it concerns the whole WABA.
    pub fn activity(
        &self,
        clock: &Clock,
        waba: &waba::Model,
        number: Option<&str>,
        outcome: Outcome,
        changes: &[Change],
    ) -> activity::Model {
        let row = crate::service::activity::row(clock, waba, number, ActivityKind::Meta, outcome, changes);
        let meta_at = self.meta_at().map(|at| at.timestamp_micros());
        activity::Model { meta_at, field: Some(self.field.clone()), ..row }
    }
}

/// When each attribute was told; read once per object, written at the end.
#[derive(Default)]
pub struct Clocks {
    known: HashMap<(String, String), (i64, i64)>,
    read: HashSet<String>,
    moved: HashSet<(String, String)>,
}

impl Clocks {
    pub async fn load(&mut self, tx: &Tx, objects: &[&str]) -> AppResult<()> {
        let new: Vec<_> = objects.iter().filter(|id| self.read.insert((**id).into())).map(|id| (*id).into()).collect();
        if !new.is_empty() {
            for row in attribute_clock::list_any_org(&**tx, &new).await? {
                self.known.insert((row.object_id, row.attribute), (row.event_time, row.arrived_at));
            }
        }
        Ok(())
    }

    /// The time by Meta's clock when the event is news of this attribute, which it is from now on; else nothing. An event
    /// without a time is as old as what it follows. `waba` is the object itself, or the WABA of the number.
    pub fn news(&mut self, object: &str, waba: &waba::Model, attribute: &str, told: &Told) -> Option<i64> {
        // `synced_at` is when the last complete sync began to read: it has seen what arrived before.
        let read_at = waba.synced_at.map(from_micros).filter(|_| READ_BY_SYNC.contains(&attribute));
        let get = |object: &str| self.known.get(&(object.into(), attribute.into())).copied();
        let of_waba = if attribute == attribute_clock::LIMIT { get(&waba.id) } else { None };
        self.news_beside(object, read_at, of_waba, attribute, told)
    }

    /// The same for a template, which was last read from Meta at `read_at`.
    pub fn news_since(
        &mut self,
        object: &str,
        read_at: Option<DateTime<Utc>>,
        attribute: &str,
        told: &Told,
    ) -> Option<i64> {
        self.news_beside(object, read_at, None, attribute, told)
    }

    fn news_beside(
        &mut self,
        object: &str,
        read_at: Option<DateTime<Utc>>,
        of_waba: Option<(i64, i64)>,
        attribute: &str,
        told: &Told,
    ) -> Option<i64> {
        if read_at.is_some_and(|read_at| told.arrived_at < read_at) {
            return None;
        }
        let arrived_at = told.arrived_at.timestamp_micros();
        let get = |object: &str, attribute: &str| self.known.get(&(object.into(), attribute.into())).copied();
        let last = get(object, attribute).max(of_waba);
        let time = told.time.or(last.map(|(time, _)| time)).unwrap_or(0);
        if last.is_some_and(|last| last > (time, arrived_at)) {
            return None;
        }
        let key = (object.to_owned(), attribute.to_owned());
        self.known.insert(key.clone(), (time, arrived_at));
        self.moved.insert(key);
        Some(time)
    }

    pub async fn write(self, tx: &Tx) -> AppResult<()> {
        let row = |key: (String, String)| {
            let (event_time, arrived_at) = self.known.get(&key).copied()?;
            Some(attribute_clock::Model { object_id: key.0, attribute: key.1, event_time, arrived_at })
        };
        Ok(attribute_clock::put_many(&**tx, self.moved.into_iter().filter_map(row).collect()).await?)
    }
}

/// A number as it is stored and as the events made it.
struct Held {
    row: number::Model,
    touched: bool,
}

pub struct Batch<'a> {
    pub app: &'a AppState,
    pub tx: &'a Tx,
    pub org: OrgId,
    pub waba_id: WabaId,
    pub waba: waba::Model,
    token: Option<credential::Model>,
    waba_touched: bool,
    /// The event after which the WABA's numbers have to be derived anew.
    numbers_follow: Option<Cause>,
    numbers: HashMap<String, Option<Held>>,
    /// Meta spoke of a number that no sync has brought yet.
    number_is_new: bool,
    pub templates: Templates,
    pub clocks: Clocks,
    pub trail: Trail,
    pub activity: Vec<activity::Model>,
    settled: HashMap<EventOutcome, Vec<String>>,
}

impl<'a> Batch<'a> {
    pub async fn new(app: &'a AppState, tx: &'a Tx, waba: waba::Model) -> AppResult<Self> {
        let (org, waba_id) = (waba.org()?, waba.id()?);
        let token = credential::find(&**tx, org, waba_id).await?;
        let mut clocks = Clocks::default();
        clocks.load(tx, &[&waba.id]).await?;
        Ok(Self {
            app,
            tx,
            org,
            waba_id,
            waba,
            token,
            waba_touched: false,
            numbers_follow: None,
            numbers: HashMap::new(),
            number_is_new: false,
            templates: Templates::default(),
            clocks,
            trail: Trail::default(),
            activity: Vec::new(),
            settled: HashMap::new(),
        })
    }

    /// Whether the batch has to end here, so that the numbers are derived from the WABA as it is now.
    pub fn numbers_follow(&self) -> bool {
        self.numbers_follow.is_some()
    }

    pub fn settle(&mut self, row: &meta_event::Model, outcome: EventOutcome) {
        self.settled.entry(outcome).or_default().push(row.id.clone());
    }

    /// `edits`: None when the event is not one that we apply.
    pub async fn waba_event(&mut self, told: &Told, edits: Option<Vec<WabaEdit>>) -> AppResult<EventOutcome> {
        let Some(edits) = edits else { return Ok(EventOutcome::Kept) };
        let before = self.waba.clone();
        let (count, mut applied) = (edits.len(), 0);
        for edit in edits {
            if self.clocks.news(&before.id, &before, edit.attribute(), told).is_some() {
                edit.apply(&mut self.waba);
                applied += 1;
            }
        }
        let mut changes = Vec::new();
        if self.waba != before {
            change::derive_waba(&mut self.waba, self.token.as_ref(), self.app.clock.now())?;
            let cause = told.cause();
            changes = self.trail.waba(&self.app.clock, &before, &self.waba, &cause);
            self.waba_touched = true;
            self.numbers_follow = Some(cause);
        }
        let (outcome, shown) = outcome(count, applied);
        self.activity.push(told.activity(&self.app.clock, &self.waba, None, shown, &changes));
        Ok(outcome)
    }

    /// The same for the number with these digits. One that we do not know: a sync, asked for now, brings it as it is then.
    pub async fn number_event(
        &mut self,
        told: &Told,
        display_phone_number: Option<&str>,
        edits: Option<Vec<NumberEdit>>,
    ) -> AppResult<EventOutcome> {
        let (Some(digits), Some(edits)) = (display_phone_number.map(graph::digits), edits) else {
            return Ok(EventOutcome::Kept);
        };
        self.hold(&digits).await?;
        let Some(Some(held)) = self.numbers.get_mut(&digits) else {
            self.number_is_new = true;
            return Ok(EventOutcome::Kept);
        };
        let before = held.row.clone();
        let (count, mut applied) = (edits.len(), 0);
        for edit in edits {
            if self.clocks.news(&before.id, &self.waba, edit.attribute(), told).is_some() {
                edit.apply(&mut held.row);
                applied += 1;
            }
        }
        let mut changes = Vec::new();
        if held.row != before {
            change::derive_number(&mut held.row, &self.waba, self.token.as_ref(), self.app.clock.now())?;
            changes = self.trail.number(&self.app.clock, &before, &held.row, &told.cause());
            held.touched = true;
        }
        let (outcome, shown) = outcome(count, applied);
        self.activity.push(told.activity(&self.app.clock, &self.waba, Some(&before.id), shown, &changes));
        Ok(outcome)
    }

    /// Reads the number with these digits, once. A number that moved or was deleted may share them with its successor: the
    /// one that Meta answers for counts, then the newest.
    async fn hold(&mut self, digits: &str) -> AppResult<()> {
        if self.numbers.contains_key(digits) {
            return Ok(());
        }
        let rows = number::list_by_digits(&**self.tx, self.org, self.waba_id, digits).await?;
        let row = rows.into_iter().max_by_key(|row| (!row.unreadable, row.added_at, row.id.clone()));
        if let Some(row) = &row {
            self.clocks.load(self.tx, &[&row.id]).await?;
        }
        self.numbers.insert(digits.into(), row.map(|row| Held { row, touched: false }));
        Ok(())
    }

    pub async fn finish(mut self) -> AppResult<()> {
        let (tx, now) = (self.tx, self.app.clock.now());
        std::mem::take(&mut self.templates).finish(&self).await?;
        for held in self.numbers.into_values().flatten().filter(|held| held.touched) {
            number::update(&**tx, &held.row).await?;
        }
        if self.waba_touched {
            waba::update(&**tx, &self.waba).await?;
        }
        let asked_at = self.waba.sync_asked_at.map(from_micros);
        if self.number_is_new && asked_at.is_none_or(|at| now - at > NEW_NUMBER_PAUSE) {
            let task = TaskId::from_uuid(self.app.clock.uuid());
            task::enqueue(&**tx, TaskKind::SyncWaba, &self.waba.id, now, task).await?;
            waba::sync_asked(&**tx, &self.waba, now).await?;
        }
        self.trail.write(tx).await?;
        if let Some(cause) = self.numbers_follow {
            change::rederive_numbers(tx, &self.app.clock, &self.waba, self.token.as_ref(), &cause).await?;
        }
        self.clocks.write(tx).await?;
        activity::insert_many(&**tx, self.activity).await?;
        for outcome in EventOutcome::ALL {
            if let Some(ids) = self.settled.get(&outcome) {
                meta_event::settle_any_org(&**tx, ids, outcome, now).await?;
            }
        }
        Ok(())
    }
}

/// An event none of whose attributes is news is superseded; one that tells nothing that we keep just happened.
pub fn outcome(count: usize, applied: usize) -> (EventOutcome, Outcome) {
    if count > 0 && applied == 0 {
        (EventOutcome::Superseded, Outcome::Superseded)
    } else {
        (EventOutcome::Applied, Outcome::Applied)
    }
}
