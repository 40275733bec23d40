//! Meta's ten registrations in 72 hours: told, warned of, and in the end asked about. Never refused by us, since Meta counts
//! calls that we do not see.

use clienthub_shared::registration::{ATTEMPTS_MAX, ATTEMPTS_WARN};
use leptos::prelude::*;

use super::flow::Flow;
use crate::intl;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::check::CheckField;
use crate::ui::live::{Show, live};
use crate::ui::notice::Notice;

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
    let (text, error) = (tr!(registering.confirm), flow.form.field("confirm"));
    view! { <CheckField label=text name="confirm" value=flow.confirmed error /> }
}
