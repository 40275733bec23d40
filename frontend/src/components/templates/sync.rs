//! *Sync with Meta*: at most every 30 seconds, so the button counts down instead of being refused; and why the last one failed.

use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::family::TemplateSummary;
use clienthub_shared::waba::SyncState;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::acts::use_acts;
use crate::api;
use crate::intl;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::countdown::left_s;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, live};
use crate::ui::notice::Notice;
use crate::ui::time::ticking;
use crate::ui::toast::Toasts;
use crate::ui::unique_id;
use crate::words::error;

/// The longest wait that the hub sets; a browser whose clock is wrong must not make it longer.
const LONGEST_MS: f64 = 30_000.0;

#[component]
pub fn SyncButton(summary: Remote<TemplateSummary>) -> impl IntoView {
    let acts = use_acts();
    let toasts: Toasts = expect_context();
    let now = ticking();
    let sending = RwSignal::new(false);
    let refused_until = RwSignal::new(0.0_f64);
    // The end of the hub's wait by the browser's clock, fixed when the wait is first seen.
    let free_at = Memo::new(move |before: Option<&(i64, f64)>| {
        let next = summary.data.with(|summary| summary.as_ref()?.sync.next_allowed_at);
        let next = next.map_or(0, |next| next.timestamp_millis());
        let known = before.filter(|known| known.0 == next).copied();
        known.unwrap_or_else(|| (next, (next as f64).min(intl::now_ms() + LONGEST_MS)))
    });
    let left = Memo::new(move |_| left_s(Some(free_at.get().1.max(refused_until.get())), now.get()));
    let running = Memo::new(move |_| {
        let state = summary.data.with(|summary| summary.as_ref().map(|summary| summary.sync.state));
        sending.get() || state == Some(SyncState::Running)
    });
    let waits = Memo::new(move |_| left.get() > 0);
    let reason = move || {
        let waiting = waits.get() && !running.get();
        acts.offline.get().or_else(|| waiting.then(|| tr!(templates.sync_waits).to_owned()))
    };
    let off = move || running.get() || waits.get() || acts.offline.with(Option::is_some);
    let sync = move |_| {
        if untrack(off) {
            return;
        }
        sending.set(true);
        spawn_local(async move {
            let answer = api::template::sync_templates(acts.waba).await;
            if sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(fresh) => {
                    let name = acts.waba.name();
                    toasts.say(Tone::Ok, tr!(templates.sync_started, waba = name));
                    summary.put(fresh);
                }
                // Somebody else was faster: the countdown says all.
                Err(refused) if refused.is(ErrorCode::SyncTooSoon) => {
                    let wait_s = refused.retry_after_s().unwrap_or(30);
                    refused_until.set(intl::now_ms() + wait_s as f64 * 1000.0);
                }
                Err(failure) => toasts.say(Tone::Bad, error::of_read(&failure)),
            }
        });
    };
    let text = move || match (running.get(), left.get()) {
        (true, _) => tr!(templates.syncing).to_owned(),
        (false, 0) => tr!(templates.sync).to_owned(),
        (false, left) => tr!(templates.sync_in, wait = intl::seconds(left)),
    };
    let reason_id = unique_id("sync");
    let described = {
        let id = reason_id.clone();
        move || reason().is_some().then(|| id.clone())
    };
    view! {
        <span
            class=bound(move || {
                if acts.offline.with(Option::is_some) { "tooltip lg:tooltip-left max-sm:grow" } else { "contents" }
            })
            data-tip=bound(move || acts.offline.get())
        >
            <button
                type="button"
                class="btn tabular max-sm:grow"
                aria-disabled=bound(move || off().then_some("true"))
                aria-describedby=bound(described)
                on:click=sync
            >
                <Show when=move || running.get() fallback=|| view! { <Icon name="refresh-cw" /> }>
                    <Icon name="refresh-cw" class="animate-spin" />
                </Show>
                {live(text)}
            </button>
            <span id=reason_id class="sr-only">{live(reason)}</span>
        </span>
    }
}

/// Until the next one works.
#[component]
pub fn SyncFailure(summary: Remote<TemplateSummary>) -> impl IntoView {
    let failed = Memo::new(move |_| {
        summary.data.with(|summary| {
            let sync = &summary.as_ref()?.sync;
            (sync.state == SyncState::Failed).then_some((sync.failed_at, sync.error))
        })
    });
    live(move || {
        let (at, code) = failed.get()?;
        let time = at.map(|at| intl::clock_or_day(&at)).unwrap_or_default();
        let text = code.map(error::code_of_read).unwrap_or_default();
        Some(view! {
            <div class="mb-3">
                <Notice tone=Tone::Wait icon="cloud-alert" strong=tr!(templates.sync_failed, time = time) text=text />
            </div>
        })
    })
}
