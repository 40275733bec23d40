//! Above the fields of every step: somebody's step that runs, a wait with its end, and what Meta or the hub refused.

use chrono::DateTime;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::registration::Running;
use leptos::prelude::*;

use super::flow::Flow;
use super::stage::Stage;
use crate::api::ApiError;
use crate::intl;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::countdown::Countdown;
use crate::ui::form::{FailureNotice, ProviderAnswer};
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::ui::notice::Notice;
use crate::words::error;

#[component]
pub fn Notices(flow: Flow, stage: Stage) -> impl IntoView {
    let running = Memo::new(move |_| {
        let running = flow.part(|d| d.running.clone());
        (!flow.form.pending.get()).then_some((flow.slow.get(), running))
    });
    let waits = Memo::new(move |_| flow.wait_s() > 0);
    let refusal = Memo::new(move |_| flow.refusal());
    let step = move || {
        match running.get()? {
        (true, _) => Some(
            view! { <Notice tone=Tone::Wait icon="hourglass" strong=tr!(registering.slow) text=tr!(registering.slow_text) /> }
                .into_any(),
        ),
        (false, Some(Running { by, since })) => {
            let strong = tr!(registering.running, by = by, since = intl::clock_or_day(&since));
            let text = tr!(registering.running_text);
            Some(view! { <Notice tone=Tone::Wait icon="hourglass" strong text /> }.into_any())
        }
        (false, None) => None,
    }
    };
    let refused = move || {
        let refusal = refusal.get();
        if waits.get() {
            return Some(view! { <WaitNotice flow refusal /> }.into_any());
        }
        let refusal = refusal.filter(|_| running.with(|running| !matches!(running, Some((true, _) | (_, Some(_))))))?;
        match (&refusal, refusal.code()) {
            // Said by the step itself, or under its field.
            (_, Some(ErrorCode::CodeWrong)) if stage == Stage::EnterCode => {
                Some(view! { <ProviderLine refusal /> }.into_any())
            }
            (_, Some(ErrorCode::PinWrong)) if stage == Stage::Finish => {
                Some(view! { <ProviderLine refusal /> }.into_any())
            }
            (_, Some(ErrorCode::PinRequired)) if stage == Stage::Finish => None,
            (ApiError::Problem(problem), _) if !problem.errors.is_empty() => {
                let placed = problem.errors.iter().all(|finding| ["code", "pin"].contains(&finding.path.as_str()));
                (!placed).then(|| view! { <FailureNotice failure=refusal /> }.into_any())
            }
            (ApiError::Network | ApiError::Timeout | ApiError::Unreadable, _) => {
                let strong = error::sentence(&refusal);
                Some(
                    view! { <Notice tone=Tone::Bad icon="cloud-off" strong text=tr!(registering.unsure) /> }.into_any(),
                )
            }
            (ApiError::Problem(_), _) => Some(view! { <FailureNotice failure=refusal /> }.into_any()),
        }
    };
    view! { <div class="grid gap-3 empty:hidden">{live(step)} {live(refused)}</div> }
}

/// Under a field that already says it.
#[component]
fn ProviderLine(refusal: ApiError) -> impl IntoView {
    view! { <div class="-mt-1 text-sm empty:hidden"><ProviderAnswer failure=refusal /></div> }
}

/// What has to wait, how long, and until about when. Its seconds are not read out, the sentence is.
#[component]
fn WaitNotice(flow: Flow, refusal: Option<ApiError>) -> impl IntoView {
    let code = refusal.as_ref().and_then(ApiError::code);
    let text = code.map_or_else(|| tr!(registering.wait_plain).to_owned(), error::code);
    let left = Signal::derive(move || flow.wait_s());
    let until = move || {
        let at = DateTime::from_timestamp_millis(flow.wait_until().unwrap_or_default() as i64).unwrap_or_default();
        tr!(registering.wait_at, time = intl::clock_or_day(&at))
    };
    view! {
        <div class="notice" data-tone="bad" role="alert">
            <Icon name="shield-alert" />
            <div class="min-w-0 grow">
                <p>{text}</p>
                <p class="mt-1">{tr!(registering.wait_in)} " " <Countdown left /> {live(until)}</p>
                {refusal.map(|failure| view! { <ProviderAnswer failure /> })}
            </div>
        </div>
    }
}
