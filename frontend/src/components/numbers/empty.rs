//! The list with nothing in it: the first visit (how to begin) and a search that found nothing (one way out).

use clienthub_shared::permission::Permission;
use leptos::prelude::*;

use super::filters::{WabaNames, filters};
use super::query::{Go, ListQuery};
use crate::components::connect_waba::ConnectWabaButton;
use crate::intl;
use crate::state::org::use_org;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, live};
use crate::{tr, tr_count};

#[component]
pub fn FirstVisit(
    /// WABAs are connected, but have no number.
    has_wabas: Signal<bool>,
    connect: Callback<()>,
) -> impl IntoView {
    let blocked = StoredValue::new(use_org().refusal(Permission::NumbersManage));
    let steps = move || {
        let current = usize::from(has_wabas.get());
        [
            ("link", tr!(first.step_connect), tr!(first.step_connect_text)),
            ("smartphone", tr!(first.step_read), tr!(first.step_read_text)),
            ("message-square-more", tr!(first.step_register), tr!(first.step_register_text)),
        ]
        .into_iter()
        .enumerate()
        .map(|(place, step)| view! { <Step place current step /> })
        .collect_view()
    };
    let words = move || {
        if has_wabas.get() {
            (tr!(first.no_number), tr!(first.no_number_text))
        } else {
            (tr!(first.title), tr!(first.text))
        }
    };
    view! {
        <section class="panel px-5 py-10" aria-labelledby="first">
            <div class="mx-auto max-w-3xl">
                <div class="text-center">
                    <span class="mx-auto mb-4 grid size-12 place-items-center rounded-box bg-act-soft text-act">
                        <Icon name="smartphone" class="size-6" />
                    </span>
                    <h2 class="text-lg" id="first">{live(move || words().0)}</h2>
                    <p class="hint mx-auto mt-1 max-w-md">{live(move || words().1)}</p>
                </div>
                <ol class="mt-6 grid gap-3 md:grid-cols-3">{live(steps)}</ol>
                <Show when=move || !has_wabas.get()>
                    <div class="mt-6 grid justify-items-center gap-2 text-center">
                        <ConnectWabaButton on_click=connect invites=true />
                        {blocked.get_value().map(|reason| view! { <p class="hint max-w-md">{reason}</p> })}
                    </div>
                </Show>
            </div>
        </section>
    }
}

/// (icon, title, text)
type StepWords = (&'static str, &'static str, &'static str);

#[component]
fn Step(place: usize, current: usize, step: StepWords) -> impl IntoView {
    let (icon, title, text) = step;
    let done = place < current;
    let class = if place == current {
        "grid content-start gap-1 rounded-box border border-act-line bg-act-soft p-4"
    } else {
        "grid content-start gap-1 rounded-box border border-line p-4"
    };
    let sign = if done {
        view! { <Icon name="circle-check" class="text-ok" /> }
    } else {
        view! { <Icon name=icon class="text-act" /> }
    };
    view! {
        <li class=class aria-current=(place == current).then_some("step")>
            <span class="flex items-center gap-2 font-semibold">
                {sign} <span class="tabular">{format!("{}. {title}", place + 1)}</span>
            </span>
            <span class="hint">{text}</span>
        </li>
    }
}

#[component]
pub fn NoMatch(query: Memo<ListQuery>, wabas: WabaNames, hidden: Signal<u64>, go: Go) -> impl IntoView {
    let filters = filters(query, wabas, go);
    let title = move || {
        let query = query.get();
        let filters: Vec<String> = filters.iter().flat_map(|(_, filter)| filter.chosen_texts()).collect();
        let filters: Vec<&str> = filters.iter().map(String::as_str).collect();
        match (query.q.is_empty(), filters.is_empty()) {
            (false, true) => tr!(no_match.search, q = query.q),
            (false, false) => tr!(no_match.search_and_filters, q = query.q, filters = intl::all_of(&filters)),
            (true, false) => tr!(no_match.filters, filters = intl::all_of(&filters)),
            (true, true) => tr!(no_match.turn).to_owned(),
        }
    };
    let text = move || {
        let count = hidden.get();
        tr_count!(count, no_match.hidden)
    };
    let clear = move |_| go.run((query.get_untracked().clear_all(), false));
    view! {
        <section class="panel grid justify-items-center gap-1 px-5 py-10 text-center">
            <span class="mb-2 text-muted"><Icon name="search-x" class="size-6" /></span>
            <h2>{title}</h2>
            <p class="hint">{text}</p>
            <button type="button" class="btn mt-3" on:click=clear>{tr!(no_match.clear)}</button>
        </section>
    }
}
