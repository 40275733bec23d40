//! Above the fields of every step: somebody's step that runs, a wait with its end, and what Meta or the hub refused.

use chrono::DateTime;
use clienthub_shared::problem::ErrorCode;
use leptos::prelude::*;

use super::flow::Flow;
use super::stage::Stage;
use crate::api::ApiError;
use crate::intl;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::countdown::Countdown;
use crate::ui::form::ProviderAnswer;
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::words::error;

/// One box, or none.
#[derive(Clone, PartialEq)]
struct Told {
    tone: Tone,
    icon: &'static str,
    strong: String,
    text: String,
    /// Its seconds run below.
    waits: bool,
    refusal: Option<ApiError>,
}

impl Told {
    fn step(strong: String, text: &str) -> Self {
        Self { tone: Tone::Wait, icon: "hourglass", strong, text: text.to_owned(), waits: false, refusal: None }
    }

    fn refused(icon: &'static str, strong: String, text: String, waits: bool, refusal: Option<ApiError>) -> Self {
        Self { tone: Tone::Bad, icon, strong, text, waits, refusal }
    }
}

#[component]
pub fn Notices(flow: Flow, stage: Stage) -> impl IntoView {
    let told = Memo::new(move |_| told(flow, stage));
    live(move || told.get().map(|told| view! { <NoticeBox flow told /> }))
}

fn told(flow: Flow, stage: Stage) -> Option<Told> {
    if !flow.form.pending.get() {
        if flow.slow.get() {
            return Some(Told::step(tr!(registering.slow).to_owned(), tr!(registering.slow_text)));
        }
        if let Some(running) = flow.part(|d| d.running.clone()) {
            let since = intl::clock_or_day(&running.since);
            let strong = tr!(registering.running, by = running.by, since = since);
            return Some(Told::step(strong, tr!(registering.running_text)));
        }
    }
    let refusal = flow.refusal();
    let code = refusal.as_ref().and_then(ApiError::code);
    if flow.wait_s() > 0 {
        let text = code.map_or_else(|| tr!(registering.wait_plain).to_owned(), error::code);
        return Some(Told::refused("shield-alert", String::new(), text, true, refusal));
    }
    let refusal = refusal?;
    let sentence = error::sentence(&refusal);
    match (&refusal, code, stage) {
        // Said by the step itself, or under its field; what Meta answered stands here all the same.
        (_, Some(ErrorCode::CodeWrong), Stage::EnterCode) | (_, Some(ErrorCode::PinWrong), Stage::Finish) => {
            Some(Told::refused("", String::new(), String::new(), false, Some(refusal)))
        }
        (_, Some(ErrorCode::PinRequired), Stage::Finish) => None,
        (ApiError::Problem(_), ..) if flow.form.placed(&refusal) => None,
        (ApiError::Network | ApiError::Timeout | ApiError::Unreadable, ..) => {
            Some(Told::refused("cloud-off", sentence, tr!(registering.unsure).to_owned(), false, None))
        }
        (ApiError::Problem(_), ..) => {
            Some(Told::refused("circle-alert", String::new(), sentence, false, Some(refusal)))
        }
    }
}

#[component]
fn NoticeBox(flow: Flow, told: Told) -> impl IntoView {
    let answer = told.refusal.map(|failure| view! { <ProviderAnswer failure /> });
    if told.icon.is_empty() {
        return view! { <div class="-mt-2 text-sm">{answer}</div> }.into_any();
    }
    let left = Signal::derive(move || flow.wait_s());
    let until = move || {
        let at = DateTime::from_timestamp_millis(flow.wait_until().unwrap_or_default() as i64).unwrap_or_default();
        tr!(registering.wait_at, time = intl::clock_or_day(&at))
    };
    // Its seconds are not read out, the sentence is.
    let wait = told.waits.then(|| {
        view! { <p class="mt-1">{tr!(registering.wait_in)} " " <Countdown left /> {live(until)}</p> }
    });
    view! {
        <div class="notice" data-tone=told.tone.as_str() role=(told.tone == Tone::Bad).then_some("alert")>
            <Icon name=told.icon />
            <div class="min-w-0 grow">
                <strong>{told.strong}</strong>
                " "
                {told.text}
                {wait}
                {answer}
            </div>
        </div>
    }
    .into_any()
}
