//! One region that loads: nothing for 150 ms, then its skeleton; an error with one button and the request's id; old data
//! stays beside an error and says its age. One failure never blanks the page.

use std::time::Duration;

use chrono::DateTime;
use leptos::prelude::*;

use super::copy::CopyButton;
use super::icon::Icon;
use super::time::{ticking, track_minute};
use crate::api::ApiError;
use crate::intl;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::live::{bound, effect, live};
use crate::words::error;

const QUIET: Duration = Duration::from_millis(150);

#[component]
pub fn Load<T, V>(
    remote: Remote<T>,
    /// "The numbers could not be loaded".
    #[prop(into)]
    failed: String,
    /// In the shape of the result.
    #[prop(into)]
    skeleton: ViewFn,
    /// Name of the region while it loads, for screen readers.
    #[prop(into)]
    loading: String,
    /// Built once, when the first data is there; the signal follows later reads.
    children: impl Fn(Signal<T>) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    // Data of other inputs (an earlier filter) is better than nothing while it loads, but not beside an error.
    let has_data = Memo::new(move |_| {
        remote.data.with(Option::is_some) && (remote.current.get() || remote.error.with(Option::is_none))
    });
    let body = move || {
        let first = remote.data.get_untracked()?;
        let data = Signal::derive(move || remote.data.get().unwrap_or_else(|| first.clone()));
        Some(children(data))
    };
    let parts = Parts {
        has_data,
        error: remote.error,
        pending: remote.pending,
        loaded_at: remote.loaded_at,
        retry_at: remote.retry_at,
        retry: Callback::new(move |()| remote.reload()),
    };
    view! { <Frame parts failed skeleton loading body=body /> }
}

/// A `Remote` without its type, so that the frame is compiled once.
#[derive(Clone, Copy)]
struct Parts {
    has_data: Memo<bool>,
    error: RwSignal<Option<ApiError>>,
    pending: RwSignal<bool>,
    loaded_at: RwSignal<f64>,
    retry_at: RwSignal<Option<f64>>,
    retry: Callback<()>,
}

#[component]
fn Frame(parts: Parts, failed: String, skeleton: ViewFn, loading: String, #[prop(into)] body: ViewFn) -> impl IntoView {
    let Parts { has_data, error, pending, loaded_at, retry_at, retry } = parts;
    let slow = slow(pending);
    let waits = Memo::new(move |_| pending.get() && slow.get() && error.with(Option::is_none));
    let failed = StoredValue::new(failed);
    let problem = move || {
        error.get().map(|error| {
            if has_data.get() {
                view! { <StaleNotice loaded_at error retry /> }.into_any()
            } else {
                let title = failed.get_value();
                view! { <LoadError title error retry retry_at pending /> }.into_any()
            }
        })
    };
    let waiting = move || {
        waits.get().then(|| {
            view! { <div aria-busy="true" role="status" aria-label=loading.clone()>{skeleton.run()}</div> }
        })
    };
    view! {
        {live(problem)}
        {live(waiting)}
        <div class=bound(move || if waits.get() { "hidden" } else { "contents" })>
            {live(move || has_data.get().then(|| body.run()))}
        </div>
    }
}

/// True from 150 ms after `pending` began until it ends.
fn slow(pending: RwSignal<bool>) -> RwSignal<bool> {
    let slow = RwSignal::new(false);
    let round = StoredValue::new(0_u32);
    effect(move || {
        let running = pending.get();
        let mine = round.try_update_value(|round| {
            *round += 1;
            *round
        });
        slow.set(false);
        if running {
            set_timeout(
                move || {
                    if round.try_get_value() == mine {
                        let _ = slow.try_set(true);
                    }
                },
                QUIET,
            );
        }
    });
    slow
}

#[component]
fn StaleNotice(loaded_at: RwSignal<f64>, error: ApiError, retry: Callback<()>) -> impl IntoView {
    let age = move || {
        track_minute();
        let at = DateTime::from_timestamp_millis(loaded_at.get() as i64).unwrap_or_default();
        tr!(ui.as_of, time = intl::date_time(&at), age = intl::relative(&at))
    };
    view! {
        <div class="notice mb-3" data-tone="wait" role="status">
            <Icon name="cloud-alert" />
            <div class="min-w-0 grow">
                <strong>{live(age)}</strong>
                " "
                {error::of_read(&error)}
            </div>
            <button type="button" class="btn btn-sm shrink-0" on:click=move |_| retry.run(())>
                {tr!(ui.try_again)}
            </button>
        </div>
    }
}

#[component]
pub fn LoadError(
    #[prop(into)] title: String,
    error: ApiError,
    retry: Callback<()>,
    #[prop(optional, into)] retry_at: Signal<Option<f64>>,
    #[prop(optional, into)] pending: Signal<bool>,
) -> impl IntoView {
    let request = match &error {
        ApiError::Problem(problem) => Some(problem.request_id.clone()),
        ApiError::Network | ApiError::Timeout | ApiError::Unreadable => None,
    };
    view! {
        <section class="panel grid justify-items-center gap-1 px-5 py-10 text-center" role="alert">
            <span class="mb-2 text-bad"><Icon name="cloud-off" class="size-6" /></span>
            <h2>{title}</h2>
            <p class="hint max-w-md">{error::of_read(&error)} " " <Countdown until=retry_at /></p>
            <div class="mt-3">
                <super::button::Button
                    class="btn-primary"
                    icon="refresh-cw"
                    text=tr!(ui.try_again_now)
                    pending=pending
                    on_click=retry
                />
            </div>
            {request
                .map(|id| {
                    view! {
                        <p class="mt-2 flex items-center gap-1 text-xs text-muted">
                            {tr!(ui.request)} " " <span class="mono">{id.clone()}</span>
                            <CopyButton text=id label=tr!(ui.copy_request_id) />
                        </p>
                    }
                })}
        </section>
    }
}

/// "We try again by ourselves in 12 s." Silent for screen readers: it changes every second.
#[component]
fn Countdown(until: Signal<Option<f64>>) -> impl IntoView {
    let now = ticking();
    live(move || {
        let left = until.get()? - now.get();
        (left > 0.0).then(|| {
            let wait = intl::seconds((left / 1000.0).ceil() as u64);
            view! { <span aria-hidden="true" class="tabular">{tr!(ui.retry_in, wait = wait)}</span> }
        })
    })
}
