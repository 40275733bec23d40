//! Above the list: whose turn (chips with counts), search, filters, sort.

use clienthub_shared::me::{NumbersView, UserPatch};
use clienthub_shared::number::{NumberCounts, NumberSort};
use clienthub_shared::status::Attention;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::filters::{Go, WabaNames, list_filter};
use super::query::{Filter, ListQuery, Sort};
use crate::intl;
use crate::state::session::Session;
use crate::ui::filter::{FilterMenu, FilterSheet, ListFilter};
use crate::ui::icon::Icon;
use crate::ui::live::{bound, live};
use crate::ui::search::Search;
use crate::ui::sort::SortMenu;
use crate::words::{number, turn};
use crate::{tr, tr_count};

#[component]
pub fn Chips(query: Memo<ListQuery>, counts: Signal<Option<NumberCounts>>, go: Go) -> impl IntoView {
    let chip = move |attention: Option<Attention>| {
        let (text, icon) = turn::chip(attention);
        let pressed = move || query.with(|query| query.attention == attention);
        let count = move || {
            counts
                .get()
                .map(|counts| intl::number(attention.map_or(counts.all, |attention| turn::count(&counts, attention))))
        };
        let choose = move |_| {
            let mut next = query.get_untracked().first_page();
            next.attention = attention;
            go.run((next, false));
        };
        view! {
            <button
                type="button"
                class=bound(move || if pressed() { "btn btn-sm btn-neutral shrink-0" } else { "btn btn-sm btn-ghost shrink-0" })
                aria-pressed=bound(move || if pressed() { "true" } else { "false" })
                on:click=choose
            >
                {icon
                    .map(|(name, tone)| {
                        view! {
                            <span data-tone=tone.as_str() class=bound(move || if pressed() { "" } else { "tone-text" })>
                                <Icon name class="size-3.5" />
                            </span>
                        }
                    })}
                {text}
                <span class="tabular font-medium" class=("text-muted", move || !pressed())>{live(count)}</span>
            </button>
        }
    };
    view! {
        <div
            class="-mx-4 -mt-1 mb-2 flex gap-1 overflow-x-auto px-4 py-1 lg:-mx-1 lg:px-1"
            role="group"
            aria-label=tr!(numbers.by_turn)
        >
            {chip(None)}
            {Attention::ALL.iter().map(|attention| chip(Some(*attention))).collect_view()}
        </div>
    }
}

#[component]
pub fn Toolbar(
    query: Memo<ListQuery>,
    wabas: WabaNames,
    total: Signal<Option<u64>>,
    wide: Signal<bool>,
    go: Go,
) -> impl IntoView {
    let filters: Vec<ListFilter> =
        Filter::ALL.into_iter().map(|filter| list_filter(filter, query, wabas, go)).collect();
    let for_menus = filters.clone();
    let menus = move || {
        wide.get().then(|| {
            let menus = for_menus.iter().map(|filter| view! { <FilterMenu filter=*filter /> });
            view! { <div class="flex flex-wrap gap-2">{menus.collect_view()}</div> }
        })
    };
    let search = Callback::new(move |text: String| {
        let mut next = query.get_untracked();
        if next.q != text {
            next.q = text;
            go.run((next.first_page(), true));
        }
    });
    let done = Signal::derive(move || match total.get() {
        Some(total) => tr_count!(total, filter.show_count),
        None => tr!(filter.show).to_owned(),
    });
    let clear = Callback::new(move |()| {
        go.run((Filter::ALL.into_iter().fold(query.get_untracked(), ListQuery::clear), false));
    });
    let text = Signal::derive(move || query.with(|query| query.q.clone()));
    let orders = Sort::ALL.map(order).to_vec();
    let by = Signal::derive(move || number::sort(query.with(|query| query.sort.by)));
    let current = Memo::new(move |_| {
        query.with(|query| Sort::ALL.iter().position(|sort| *sort == query.sort)).unwrap_or_default()
    });
    let sort = Callback::new(move |at: usize| {
        let mut next = query.get_untracked().first_page();
        next.sort = Sort::ALL[at];
        go.run((next, false));
    });
    view! {
        <div class="mb-3 flex flex-wrap items-center gap-2">
            <Search value=text label=tr!(numbers.search) hint=tr!(numbers.search_hint) on_search=search />
            {live(menus)}
            <div class="ml-auto flex gap-2 max-lg:ml-0 max-lg:w-full">
                <FilterSheet filters done clear />
                <SortMenu orders by current on_choose=sort />
                <ViewSwitch />
            </div>
        </div>
    }
}

/// List or cards: the person's choice, so it is no part of the URL.
#[component]
fn ViewSwitch() -> impl IntoView {
    let session: Session = expect_context();
    let choice = move |view: NumbersView, icon: &'static str, text: &'static str| {
        view! {
            <button
                type="button"
                class="btn btn-square join-item"
                aria-label=text
                title=text
                aria-current=bound(move || if session.numbers_view() == view { "true" } else { "false" })
                on:click=move |_| {
                    let choice = UserPatch { numbers_view: Some(view), ..UserPatch::default() };
                    spawn_local(async move {
                        session.prefer(choice).await;
                    });
                }
            >
                <Icon name=icon />
            </button>
        }
    };
    view! {
        <div class="join" role="group" aria-label=tr!(view.label)>
            {choice(NumbersView::List, "rows-3", tr!(view.list))}
            {choice(NumbersView::Cards, "layout-grid", tr!(view.cards))}
        </div>
    }
}

fn order(sort: Sort) -> &'static str {
    match (sort.by, sort.descending) {
        (NumberSort::Added, true) => tr!(sort.newest),
        (NumberSort::Added, false) => tr!(sort.oldest),
        (NumberSort::Name, false) => tr!(sort.a_to_z),
        (NumberSort::Name, true) => tr!(sort.z_to_a),
        (NumberSort::Status, false) => tr!(sort.worst),
        (NumberSort::Status, true) => tr!(sort.best),
    }
}
