//! A number held for one step of its registration: its WABA's row is locked, so nobody else moves meanwhile. Change `after`
//! and `flow`, then `save`; what follows from it, history, events and activity are written in the same transaction.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::activity::{Action, Outcome};
use clienthub_shared::id::{AuditId, NumberId, OrgId, TaskId};
use clienthub_shared::problem::{ErrorCode, Provider};
use clienthub_shared::registration::{RegistrationFailure, RegistrationState};
use serde_json::{Value, json};

use super::pins;
use super::refusal::{Tries, answered, answered_with, wait_s};
use super::run::Seen;
use crate::actor::Actor;
use crate::clock::from_micros;
use crate::error::{AppError, AppResult, RefusalKind};
use crate::service::change::{self, Cause, Source};
use crate::service::status::NumberFacts;
use crate::service::{activity, facts, record, token, view};
use crate::state::AppState;
use crate::store::attribute_clock::LIMIT;
use crate::store::audit::AuditEntry;
use crate::store::task::TaskKind;
use crate::store::{self, Tx, credential, number, registration, waba};

/// A process that is silent for so long in a step is taken for dead: longer than the longest call and a read.
pub const LEASE: TimeDelta = TimeDelta::seconds(100);

/// What is in flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Running {
    Code,
    Register,
    /// Of a number that is connected.
    Reregister,
    Pin,
}

impl Running {
    const ALL: [Self; 4] = [Self::Code, Self::Register, Self::Reregister, Self::Pin];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Register => "register",
            Self::Reregister => "reregister",
            Self::Pin => "pin",
        }
    }
}

pub struct Held<'a> {
    app: &'a AppState,
    pub tx: Tx,
    pub org: OrgId,
    pub now: DateTime<Utc>,
    before: number::Model,
    pub after: number::Model,
    pub waba: waba::Model,
    token: Option<credential::Model>,
    flow_before: Option<registration::Model>,
    pub flow: registration::Model,
}

impl<'a> Held<'a> {
    /// 404 when the organisation has no such number.
    pub async fn open(app: &'a AppState, org: OrgId, id: NumberId) -> AppResult<Self> {
        let tx = app.db.begin().await?;
        let (row, waba) = store::number::lock_any_org(&*tx, id).await?.ok_or(AppError::NotFound)?;
        if waba.org()? != org {
            return Err(AppError::NotFound);
        }
        let token = store::credential::find(&*tx, org, waba.id()?).await?;
        let flow_before = store::registration::find(&*tx, org, id).await?;
        let flow = flow_before.clone().unwrap_or_else(|| registration::Model::new(&row.org_id, &row.id));
        Ok(Self { app, tx, org, now: app.clock.now(), before: row.clone(), after: row, waba, token, flow_before, flow })
    }

    /// The facts as they are now.
    pub fn facts(&self) -> AppResult<NumberFacts> {
        Ok(facts::number_facts(&self.after)?)
    }

    pub fn running(&self) -> Option<Running> {
        let text = self.flow.running.as_deref()?;
        Running::ALL.into_iter().find(|running| running.as_str() == text)
    }

    /// Refuses while another step is in flight, or Meta asked to wait.
    pub fn must_be_free(&self) -> AppResult<()> {
        if self.flow.running.is_some() {
            let name = self.actor().map(|actor| actor.name).unwrap_or_default();
            let since = self.flow.running_since.map(from_micros);
            let params = [("by", Value::from(name)), ("since", json!(since))];
            return Err(answered_with(ErrorCode::RegistrationInProgress, params));
        }
        match self.after.waits_until.map(from_micros).filter(|until| *until > self.now) {
            None => Ok(()),
            Some(until) => {
                let last: Option<RegistrationFailure> =
                    view::json("registrations.failure", self.flow.failure.as_deref())?;
                let (code, provider) =
                    last.map_or((ErrorCode::RegistrationUnavailable, None), |last| (last.code, last.provider));
                Err(answered(RefusalKind::Wait(wait_s(until, self.now)), code, provider))
            }
        }
    }

    /// A number that also lives in the app would be thrown out of it.
    pub fn must_not_be_on_business_app(&self) -> AppResult<()> {
        if self.after.on_biz_app == Some(true) {
            return Err(answered(RefusalKind::State, ErrorCode::NumberOnBusinessApp, None));
        }
        Ok(())
    }

    /// The step begins, and is resumed by whoever is there should this process die.
    pub async fn begin(&mut self, running: Running, actor: &Actor) -> AppResult<i64> {
        self.flow.running = Some(running.as_str().into());
        self.flow.running_by = Some(serde_json::to_string(actor).map_err(anyhow::Error::new)?);
        self.flow.running_since = Some(self.now.timestamp_micros());
        self.flow.failure = None;
        self.take();
        let (due, task) = (self.now + LEASE, TaskId::from_uuid(self.app.clock.uuid()));
        store::task::enqueue(&*self.tx, TaskKind::ResumeRegistration, &self.after.id, due, task).await?;
        Ok(self.flow.fence)
    }

    /// Nobody else moves the step from now on.
    pub fn take(&mut self) {
        self.flow.fence += 1;
        self.extend();
    }

    pub fn extend(&mut self) {
        self.flow.running_until = Some((self.now + LEASE).timestamp_micros());
    }

    /// The step is over.
    pub async fn end(&mut self) -> AppResult<()> {
        self.flow.running = None;
        self.flow.running_by = None;
        self.flow.running_pin = None;
        self.flow.running_since = None;
        self.flow.running_until = None;
        self.flow.sealed_code = None;
        self.flow.registered_before = None;
        Ok(store::task::cancel_queued(&*self.tx, TaskKind::ResumeRegistration, &self.after.id).await?)
    }

    /// Keeps a refusal for whoever opens the dialog next.
    pub fn remember(&mut self, error: &AppError) -> AppResult<()> {
        let Some((code, provider)) = refusal_of(error) else { return Ok(()) };
        let failure = RegistrationFailure { code, at: self.now, provider };
        self.flow.failure = Some(serde_json::to_string(&failure).map_err(anyhow::Error::new)?);
        Ok(())
    }

    /// What Meta says of the number; what was told since the read began stays.
    pub async fn record(&mut self, seen: Seen) -> AppResult<()> {
        let objects = [self.after.id.clone(), self.waba.id.clone()];
        let mut told = store::attribute_clock::told_since_any_org(&*self.tx, &objects, seen.read_at).await?;
        let mut own = told.remove(&self.after.id).unwrap_or_default();
        if told.get(&self.waba.id).is_some_and(|told| told.contains(LIMIT)) {
            own.insert(LIMIT.into());
        }
        record::number(&mut self.after, seen.phone, &own, self.now);
        Ok(())
    }

    /// A PIN was sent and no answer came: whatever comes of the step, the number is read.
    pub async fn leave_pins_open(self, actor: &Actor) -> AppResult<()> {
        pins::leave_open(&self).await?;
        self.read_again().await?;
        self.save(actor, None).await
    }

    pub fn step(&mut self, step: Option<RegistrationState>) {
        self.after.registration_step = step.map(|step| step.as_str().into());
    }

    /// Who began the step in flight.
    pub fn actor(&self) -> AppResult<Actor> {
        let text = self.flow.running_by.as_deref().unwrap_or_default();
        Ok(serde_json::from_str(text).map_err(anyhow::Error::new)?)
    }

    pub fn tries(&self) -> AppResult<Tries> {
        let calls = view::register_calls(&self.after, self.now)?;
        Ok(Tries { wrong_codes: self.flow.wrong_codes, first_call: calls.first().copied() })
    }

    /// One more call that Meta counts. Written before the call: at least so many.
    pub fn count_call(&mut self) -> AppResult<()> {
        let mut calls = view::register_calls(&self.after, self.now)?;
        calls.push(self.now.timestamp_micros());
        self.after.register_calls = Some(json!(calls).to_string());
        Ok(())
    }

    /// The last one never left us.
    pub fn uncount_call(&mut self) -> AppResult<()> {
        let mut calls = view::register_calls(&self.after, self.now)?;
        calls.pop();
        self.after.register_calls = (!calls.is_empty()).then(|| json!(calls).to_string());
        Ok(())
    }

    /// What a read that began earlier must not undo.
    pub async fn claim(&self, attributes: &[&str]) -> AppResult<()> {
        Ok(store::attribute_clock::touch_any_org(&*self.tx, &self.after.id, attributes, self.now).await?)
    }

    pub async fn audit(&self, actor: &Actor, action: &str, after: Value) -> AppResult<()> {
        let entry = AuditEntry {
            id: AuditId::from_uuid(self.app.clock.uuid()),
            actor,
            action,
            object_id: Some(self.after.id.clone()),
            before: Some(json!({ "registration": self.before.registration })),
            after: Some(after),
        };
        Ok(store::audit::insert(&*self.tx, self.org, entry, self.now).await?)
    }

    /// Reads the number again in the background.
    pub async fn read_again(&self) -> AppResult<()> {
        let task = TaskId::from_uuid(self.app.clock.uuid());
        Ok(store::task::enqueue(&*self.tx, TaskKind::ReadNumber, &self.after.id, self.now, task).await?)
    }

    /// Writes what changed.
    pub async fn save(self, actor: &Actor, told: Option<Deed>) -> AppResult<()> {
        let Self { app, tx, now, before, mut after, waba, token, flow_before, flow, .. } = self;
        change::derive_number(&mut after, &waba, token.as_ref(), now)?;
        let cause = Cause { source: Source::Person, actor: actor.user };
        let is_news = flow_before.as_ref() != Some(&flow);
        if is_news && before == after {
            // Pages read again by the number's version.
            after.version = before.version;
            change::touch_number(&tx, &app.clock, &after, &cause).await?;
        }
        let changes = change::save_number(&tx, &app.clock, &before, &after, &cause).await?;
        if is_news {
            store::registration::put(&*tx, flow).await?;
        }
        if let Some(Deed { action, refusal }) = told {
            let outcome = if refusal.is_some() { Outcome::Refused } else { Outcome::Done };
            let row = activity::by_person(&app.clock, actor, &waba, Some(&after.id), action, outcome, &changes);
            let refusal = refusal.map(|code| code.as_str().to_owned());
            store::activity::insert_many(&*tx, vec![store::activity::Model { refusal, ..row }]).await?;
        }
        tx.commit().await?;
        app.work.notify_waiters();
        Ok(())
    }
}

/// A row of activity.
pub struct Deed {
    action: Action,
    refusal: Option<ErrorCode>,
}

impl Deed {
    pub fn done(action: Action) -> Option<Self> {
        Some(Self { action, refusal: None })
    }

    /// A refusal of ours, or of our budget's, is told to the person alone.
    pub fn refused(action: Action, error: &AppError) -> Option<Self> {
        refusal_of(error).map(|(code, _)| Self { action, refusal: Some(code) })
    }
}

/// What Meta's answer means, when it was Meta's.
fn refusal_of(error: &AppError) -> Option<(ErrorCode, Option<Provider>)> {
    match error {
        AppError::Answered(refusal) => Some((refusal.code, refusal.provider.clone())),
        AppError::Provider(fault) => Some((token::code_of(error), Some(Provider::from(fault)))),
        _ => None,
    }
}
