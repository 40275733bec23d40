//! Meta's ten registrations in 72 hours: told, warned of, and in the end asked about. Never refused by us, since Meta counts
//! calls that we do not see.

use clienthub_shared::registration::{ATTEMPTS_MAX, ATTEMPTS_WARN};
use leptos::prelude::*;

use super::flow::Flow;
use crate::intl;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::field::ErrorLine;
use crate::ui::live::{Show, bound, live};
use crate::ui::notice::Notice;
use crate::ui::unique_id;

#[component]
pub fn Attempts(flow: Flow) -> impl IntoView {
    let used = Memo::new(move |_| flow.attempts());
    let count = move |n: u32| {
        let (n, max) = (intl::number(u64::from(n)), intl::number(u64::from(ATTEMPTS_MAX)));
        tr!(registering.attempts, n = n, max = max)
    };
    live(move || match used.get() {
        0 => ().into_any(),
        n if n < ATTEMPTS_WARN => view! { <p class="hint">{count(n)}</p> }.into_any(),
        n => view! {
            <div class="grid gap-3">
                <Notice tone=Tone::Wait icon="gauge" strong=count(n) text=tr!(registering.attempts_warn) />
                <Show when=move || flow.asks()><Confirm flow /></Show>
            </div>
        }
        .into_any(),
    })
}

#[component]
fn Confirm(flow: Flow) -> impl IntoView {
    let error = flow.form.field("confirm");
    let error_id = unique_id("confirm");
    let described = error_id.clone();
    view! {
        <div>
            <label class="check-row flex items-start gap-2.5 text-sm">
                <input
                    type="checkbox"
                    class="checkbox mt-px flex-none"
                    prop:checked=bound(move || flow.confirmed.get())
                    aria-invalid=bound(move || error.with(Option::is_some).then_some("true"))
                    aria-describedby=described
                    on:change=move |event| {
                        flow.confirmed.set(event_target_checked(&event));
                        flow.form.findings.set(Vec::new());
                    }
                />
                {tr!(registering.confirm)}
            </label>
            <div id=error_id aria-live="polite">
                {live(move || error.get().map(|text| view! { <ErrorLine text /> }))}
            </div>
        </div>
    }
}
