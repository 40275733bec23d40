//! The list with nothing in it: the first visit (how to begin) and a search that found nothing (one way out).

use leptos::prelude::*;

use super::filters::{Go, WabaNames, chosen_text};
use super::query::{Filter, ListQuery};
use crate::intl;
use crate::ui::button::Button;
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::ui::panel::Empty;
use crate::{tr, tr_count};

#[component]
pub fn FirstVisit(
    /// WABAs are connected, but have no number.
    has_wabas: Signal<bool>,
    blocked: Option<String>,
    connect: Callback<()>,
) -> impl IntoView {
    let blocked = StoredValue::new(blocked);
    live(move || {
        if has_wabas.get() {
            return view! { <Empty icon="smartphone" title=tr!(first.no_number) text=tr!(first.no_number_text) /> }
                .into_any();
        }
        let steps = [
            ("link", tr!(first.step_connect), tr!(first.step_connect_text)),
            ("refresh-cw", tr!(first.step_read), tr!(first.step_read_text)),
            ("radio", tr!(first.step_live), tr!(first.step_live_text)),
        ];
        view! {
            <section class="panel px-5 py-10">
                <div class="mx-auto max-w-3xl">
                    <div class="text-center">
                        <span class="mx-auto mb-4 grid size-12 place-items-center rounded-box bg-act-soft text-act">
                            <Icon name="smartphone" class="size-6" />
                        </span>
                        <h2 class="text-lg">{tr!(first.title)}</h2>
                        <p class="hint mx-auto mt-1 max-w-md">{tr!(first.text)}</p>
                    </div>
                    <ol class="mt-6 grid gap-3 md:grid-cols-3">
                        {steps
                            .into_iter()
                            .map(|(icon, title, text)| {
                                view! {
                                    <li class="grid content-start gap-1 rounded-box border border-line p-4">
                                        <span class="flex items-center gap-2 font-semibold">
                                            <Icon name=icon class="text-act" />
                                            {title}
                                        </span>
                                        <span class="hint">{text}</span>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ol>
                    <div class="mt-6 text-center">
                        <Button
                            class="btn-soft btn-primary"
                            icon="link"
                            text=tr!(connect.button)
                            blocked=Signal::derive(move || blocked.get_value())
                            on_click=connect
                        />
                    </div>
                </div>
            </section>
        }
        .into_any()
    })
}

#[component]
pub fn NoMatch(query: Memo<ListQuery>, wabas: WabaNames, hidden: Signal<u64>, go: Go) -> impl IntoView {
    let title = move || {
        let query = query.get();
        let filters: Vec<String> =
            Filter::ALL.into_iter().flat_map(|filter| chosen_text(&query, filter, wabas)).collect();
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
