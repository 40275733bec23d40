//! *Sync* for one WABA: at most every 30 seconds, so the button counts down instead of being refused. It keeps the focus
//! all the time; the count is not read out, its end is.

use chrono::{DateTime, Utc};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::waba::{SyncState, Waba};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, ApiError};
use crate::components::number_details::header::sync_refusal;
use crate::intl;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, live, when_over};
use crate::ui::toast::Toasts;
use crate::ui::unique_id;

/// The longest wait that the hub sets; a browser whose clock is wrong must not make it longer.
const LONGEST_MS: f64 = 30_000.0;

#[component]
pub fn SyncButton(
    waba: Signal<Waba>,
    /// Milliseconds since 1970, once a second.
    now: Signal<f64>,
    failure: RwSignal<Option<ApiError>>,
    on_synced: Callback<Waba>,
) -> impl IntoView {
    let org = use_org();
    let toasts: Toasts = expect_context();
    let sending = RwSignal::new(false);
    let refused_until = RwSignal::new(0.0_f64);
    let free_at = free_at(waba);
    let left = Memo::new(move |_| {
        let until = free_at.get().1.max(refused_until.get());
        let left = ((until - now.get()) / 1000.0).ceil();
        (left > 0.0).then_some(left as u64)
    });
    let blocked = Memo::new(move |_| waba.with(|waba| sync_refusal(org, waba)));
    let running = Memo::new(move |_| sending.get() || waba.with(|waba| waba.sync.state == SyncState::Running));
    let waits = Memo::new(move |_| left.get().is_some());
    let asked_here = StoredValue::new(false);
    when_over(
        move || waits.get(),
        move || {
            if asked_here.get_value() {
                asked_here.set_value(false);
                toasts.announce(tr!(settings.sync_again, waba = waba.with_untracked(|waba| waba.name.clone())));
            }
        },
    );
    let reason = move || match (blocked.get(), waits.get()) {
        (Some(reason), _) => Some(reason),
        (None, true) => Some(tr!(settings.sync_waits).to_owned()),
        (None, false) => None,
    };
    let off = move || running.get() || waits.get() || blocked.with(Option::is_some);
    let act = move |_| {
        if untrack(off) {
            return;
        }
        sending.set(true);
        failure.set(None);
        asked_here.set_value(true);
        let (org, id) = (org.id(), waba.with_untracked(|waba| waba.id.to_string()));
        spawn_local(async move {
            let answer = api::waba::sync_waba(&org, &id).await;
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(waba) => {
                    toasts.say(Tone::Ok, tr!(settings.sync_started, waba = waba.name.as_str()));
                    on_synced.run(waba);
                }
                // Somebody else was faster: the countdown says all.
                Err(error) if error.is(ErrorCode::SyncTooSoon) => {
                    let wait_s = retry_after_s(&error).unwrap_or(30);
                    refused_until.set(intl::now_ms() + wait_s as f64 * 1000.0);
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    let text = move || match left.get() {
        Some(left) if !running.get() && blocked.with(Option::is_none) => {
            tr!(settings.sync_in, wait = intl::seconds(left))
        }
        Some(_) | None => tr!(settings.sync).to_owned(),
    };
    let reason_id = unique_id("sync");
    let described = {
        let id = reason_id.clone();
        move || reason().is_some().then(|| id.clone())
    };
    view! {
        <span
            class=bound(move || if blocked.with(Option::is_some) { "tooltip lg:tooltip-left" } else { "contents" })
            data-tip=bound(move || blocked.get())
        >
            <button
                type="button"
                class="btn btn-sm tabular lg:w-full"
                aria-disabled=bound(move || off().then_some("true"))
                aria-label=tr!(settings.sync)
                aria-describedby=bound(described)
                on:click=act
            >
                <Show
                    when=move || running.get()
                    fallback=|| view! { <Icon name="refresh-cw" class="size-3.5" /> }
                >
                    <span class="loading loading-spinner size-3.5" aria-hidden="true"></span>
                </Show>
                {live(text)}
            </button>
            <span id=reason_id class="sr-only">{live(reason)}</span>
        </span>
    }
}

/// The end of the hub's wait by the browser's clock, fixed when the wait is first seen.
fn free_at(waba: Signal<Waba>) -> Memo<(Option<DateTime<Utc>>, f64)> {
    Memo::new(move |before: Option<&(Option<DateTime<Utc>>, f64)>| {
        let next = waba.with(|waba| waba.sync.next_allowed_at);
        match before {
            Some(known) if known.0 == next => *known,
            Some(_) | None => {
                let now = intl::now_ms();
                let wait = next.map_or(0.0, |next| next.timestamp_millis() as f64 - now);
                (next, if wait > 0.0 { now + wait.min(LONGEST_MS) } else { 0.0 })
            }
        }
    })
}

fn retry_after_s(error: &ApiError) -> Option<u64> {
    match error {
        ApiError::Problem(problem) => problem.retry_after_s,
        ApiError::Network | ApiError::Timeout | ApiError::Unreadable => None,
    }
}
