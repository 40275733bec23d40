//! What the steps of the dialog share: the number as last read, what was typed, and the calls. Everything that outlives the
//! dialog is the server's.

use std::future::Future;
use std::pin::Pin;

use chrono::{DateTime, Utc};
use clienthub_shared::id::NumberId;
use clienthub_shared::number::NumberDetails;
use clienthub_shared::problem::{ErrorCode, Problem};
use clienthub_shared::registration::{
    ATTEMPTS_ASK, CodeMethod, CodeRequestCreate, DataRegion, RegistrationCreate, RegistrationDetails,
    RegistrationFailure, RegistrationState,
};
use leptos::prelude::*;

use super::stage::{Stage, stage};
use crate::api::{self, Answer, ApiError};
use crate::intl;
use crate::state::org::{OrgContext, use_org};
use crate::state::preferences;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::code_field::DIGITS;
use crate::ui::countdown::left_s;
use crate::ui::form::FormState;
use crate::ui::live::{effect, when_over};

/// The language and the way that the person chose last.
pub const LANGUAGE: &str = "clienthub.code_language";
pub const METHOD: &str = "clienthub.code_method";

type Call = Pin<Box<dyn Future<Output = Answer<NumberDetails>>>>;

#[derive(Clone, Copy)]
pub struct Flow {
    org: OrgContext,
    pub id: NumberId,
    pub again: bool,
    remote: Remote<NumberDetails>,
    pub details: Signal<NumberDetails>,
    pub form: FormState,
    /// The browser's clock, once a second.
    pub now: RwSignal<f64>,
    pub code: RwSignal<String>,
    pub pin: RwSignal<String>,
    /// The person chooses the PIN where Meta holds none.
    pub own_pin: RwSignal<bool>,
    pub region: RwSignal<Option<DataRegion>>,
    /// One of the last tries may be spent.
    pub confirmed: RwSignal<bool>,
    /// Another code is wanted though one is on its way.
    pub other_code: RwSignal<bool>,
    /// Our own step that Meta has not answered yet.
    pub slow: RwSignal<bool>,
    /// A connected number was registered again here.
    again_done: RwSignal<bool>,
    /// The stored refusal that the person has answered by typing on.
    dismissed: RwSignal<Option<DateTime<Utc>>>,
    /// Until when the last answer asked to wait, in milliseconds since 1970.
    refused_until: RwSignal<Option<f64>>,
}

impl Flow {
    /// `form` is the dialog's, which waits for what it sends.
    pub fn new(
        id: NumberId,
        again: bool,
        remote: Remote<NumberDetails>,
        details: Signal<NumberDetails>,
        form: FormState,
    ) -> Self {
        let flow = Self {
            org: use_org(),
            id,
            again,
            remote,
            details,
            form,
            now: crate::ui::time::ticking(),
            code: RwSignal::default(),
            pin: RwSignal::default(),
            own_pin: RwSignal::new(false),
            region: RwSignal::new(None),
            confirmed: RwSignal::new(false),
            other_code: RwSignal::new(false),
            slow: RwSignal::new(false),
            again_done: RwSignal::new(false),
            dismissed: RwSignal::new(None),
            refused_until: RwSignal::new(None),
        };
        flow.follow();
        flow
    }

    /// The end of a slow step and of a wait bring news.
    fn follow(self) {
        let runs = move || self.part(|d| d.running.is_some());
        when_over(runs, move || {
            if self.slow.get() {
                self.slow.set(false);
                self.end_of_step();
            }
        });
        when_over(
            move || self.wait_s() > 0,
            move || {
                self.refused_until.set(None);
                self.form.failure.set(None);
                self.remote.refresh();
            },
        );
        // In case the stream is down just now.
        effect(move || {
            let second = (self.now.get() / 1000.0) as u64;
            if second.is_multiple_of(5) && untrack(runs) && !self.form.pending.get_untracked() {
                self.remote.refresh();
            }
        });
    }

    pub fn part<T>(self, read: impl FnOnce(&RegistrationDetails) -> T) -> T {
        self.details.with(|d| read(&d.registration_details))
    }

    /// Kept while a call runs: its first half may already be stored.
    pub fn stage(self) -> Memo<Stage> {
        Memo::new(move |before: Option<&Stage>| {
            let again = self.again && !self.again_done.get();
            let now = DateTime::from_timestamp_millis(intl::now_ms() as i64).unwrap_or_default();
            let stage = self.details.with(|d| stage(d, again, now));
            match before {
                Some(before) if self.form.pending.get() => *before,
                _ if stage == Stage::EnterCode && self.other_code.get() => Stage::RequestCode,
                Some(_) | None => stage,
            }
        })
    }

    pub fn attempts(self) -> u32 {
        self.details.with(|d| d.number.registration.attempts_72h)
    }

    /// The last refusal: of this dialog's own call, else the stored one that nothing has answered yet.
    pub fn refusal(self) -> Option<ApiError> {
        self.form.failure.get().or_else(|| {
            let stored = self.part(|d| d.failure.clone())?;
            let over = is_wait(stored.code) && self.wait_s() == 0;
            (self.dismissed.get() != Some(stored.at) && !over).then(|| as_error(stored))
        })
    }

    /// When Meta's or the hub's wait ends, in milliseconds since 1970.
    pub fn wait_until(self) -> Option<f64> {
        let stored = self.details.with(|d| d.number.registration.waits_until);
        let stored = stored.map(|until| until.timestamp_millis() as f64);
        [stored, self.refused_until.get()].into_iter().flatten().reduce(f64::max)
    }

    pub fn wait_s(self) -> u64 {
        left_s(self.wait_until(), self.now.get())
    }

    /// Why no step can be taken now.
    pub fn blocked(self) -> Option<String> {
        if self.form.pending.get() {
            return None;
        }
        if self.slow.get() || self.part(|d| d.running.is_some()) {
            return Some(tr!(registering.blocked_running).to_owned());
        }
        (self.wait_s() > 0).then(|| tr!(registering.blocked_wait).to_owned())
    }

    /// The digits cannot be changed now.
    pub fn locked(self) -> Signal<bool> {
        Signal::derive(move || self.form.pending.get() || self.blocked().is_some())
    }

    /// The sentence under the field `code` or `pin`.
    pub fn field(self, name: &'static str) -> Signal<Option<String>> {
        let wrong = if name == "code" { ErrorCode::CodeWrong } else { ErrorCode::PinWrong };
        let found = self.form.field(name);
        Signal::derive(move || {
            found.get().or_else(|| {
                let refusal = self.refusal().filter(|refusal| refusal.is(wrong))?;
                (self.wait_s() == 0).then(|| crate::words::error::sentence(&refusal))
            })
        })
    }

    /// Typing answers what was refused before.
    pub fn typed(self) {
        self.form.failure.set(None);
        self.form.findings.set(Vec::new());
        self.dismissed.set(self.part(|d| d.failure.as_ref().map(|failure| failure.at)));
    }

    pub fn request_code(self, method: CodeMethod, language: String) {
        preferences::write(METHOD, method.as_str());
        preferences::write(LANGUAGE, &language);
        let (org, id) = (self.org.id(), self.id.to_string());
        let request = CodeRequestCreate { method, language };
        let call = async move { api::number::request_code(&org, &id, &request).await };
        self.send(Box::pin(call), move |fresh| {
            self.code.set(String::new());
            self.other_code.set(false);
            self.slow.set(fresh.registration_details.running.is_some());
        });
    }

    /// Sends what is complete; else says what is missing.
    pub fn register(self, code_wanted: bool) {
        untrack(|| self.register_now(code_wanted));
    }

    fn register_now(self, code_wanted: bool) {
        let pin_needed = self.part(|d| d.pin_needed);
        // Whether Meta holds a PIN is asked only when the code is accepted: the PIN is another step then.
        let pin_wanted = if pin_needed { !code_wanted } else { self.own_pin.get_untracked() };
        let missing = |wanted: bool, value: RwSignal<String>| wanted && value.with_untracked(String::len) < DIGITS;
        let mut findings = Vec::new();
        if missing(code_wanted, self.code) {
            findings.push(("code", tr!(registering.six_digits).to_owned()));
        }
        if missing(pin_wanted, self.pin) {
            findings.push(("pin", tr!(registering.six_digits).to_owned()));
        }
        if self.asks() && !self.confirmed.get_untracked() {
            findings.push(("confirm", tr!(registering.confirm_missing).to_owned()));
        }
        let complete = findings.is_empty();
        self.form.findings.set(findings);
        if !complete {
            return;
        }
        let request = RegistrationCreate {
            code: code_wanted.then(|| self.code.get_untracked()),
            pin: pin_wanted.then(|| self.pin.get_untracked()),
            data_localization_region: self.region.get_untracked(),
            reregister: self.again.then_some(true),
        };
        let (org, id) = (self.org.id(), self.id.to_string());
        let call = async move { api::number::register_number(&org, &id, &request).await };
        self.send(Box::pin(call), move |fresh| {
            let runs = fresh.registration_details.running.is_some();
            self.slow.set(runs);
            if !runs {
                self.end_of_step();
            }
        });
    }

    /// Whether one of the last tries has to be confirmed.
    pub fn asks(self) -> bool {
        self.attempts() >= ATTEMPTS_ASK
    }

    fn end_of_step(self) {
        let registered = self.details.with_untracked(|d| {
            d.registration_details.failure.is_none() && d.number.registration.state == RegistrationState::Connected
        });
        self.again_done.set(registered);
    }

    /// A refusal is shown together with the state that it left behind.
    fn send(self, call: Call, done: impl FnOnce(NumberDetails) + 'static) {
        let (org, id) = (self.org.id(), self.id.to_string());
        let remote = self.remote;
        self.refused_until.set(None);
        self.dismissed.set(self.part(|d| d.failure.as_ref().map(|failure| failure.at)));
        let request = async move {
            let answer = call.await;
            match &answer {
                Ok(fresh) => remote.put(fresh.clone()),
                Err(error @ ApiError::Problem(_)) => {
                    if let Ok(fresh) = api::number::get_number(&org, &id).await {
                        remote.put(fresh);
                    }
                    // Too soon for another code is no wait for the one that is there.
                    if let Some(wait_s) = error.retry_after_s().filter(|_| !error.is(ErrorCode::CodeTooSoon)) {
                        let _ = self.refused_until.try_set(Some(intl::now_ms() + wait_s as f64 * 1000.0));
                    }
                }
                Err(_) => remote.refresh(),
            }
            answer
        };
        self.form.submit(request, done);
    }
}

/// Refusals that are over when their wait is.
fn is_wait(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::CodeTooSoon
            | ErrorCode::CodeRequestedTooOften
            | ErrorCode::CodeGuessesUsedUp
            | ErrorCode::PinGuessesUsedUp
            | ErrorCode::PinGuessedTooFast
            | ErrorCode::NumberJustDeleted
            | ErrorCode::RegisterLimitReached
            | ErrorCode::RegistrationUnavailable
    )
}

/// A stored refusal as the error that it was.
fn as_error(failure: RegistrationFailure) -> ApiError {
    ApiError::Problem(Box::new(Problem {
        kind: String::new(),
        title: String::new(),
        status: 0,
        detail: String::new(),
        code: failure.code,
        request_id: String::new(),
        errors: Vec::new(),
        provider: failure.provider,
        retry_after_s: None,
        params: serde_json::Map::new(),
        permission: None,
    }))
}
