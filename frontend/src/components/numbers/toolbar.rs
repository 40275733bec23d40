//! Above the list: whose turn (chips with counts), search, filters, sort.

use clienthub_shared::me::{NumbersView, UserPatch};
use clienthub_shared::number::{NumberCounts, NumberSort};
use clienthub_shared::status::Attention;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::filters::{WabaNames, filters};
use super::query::{Filter, Go, ListQuery, SORTS, Sort};
use crate::components::listing::toolbar::{ListToolbar, Words};
use crate::intl;
use crate::state::session::Session;
use crate::ui::icon::Icon;
use crate::ui::live::{bound, live};
use crate::words::{number, turn};
use crate::{tr, tr_count};

#[component]
pub fn Chips(query: Memo<ListQuery>, counts: Signal<Option<NumberCounts>>, go: Go) -> impl IntoView {
    let chip = move |attention: Option<Attention>| {
        let (text, icon) = turn::chip(attention);
        let word = attention.map(Attention::as_str);
        let pressed = move || query.with(|query| query.chosen(Filter::Attention).first().map(String::as_str) == word);
        let count = move || {
            counts
                .get()
                .map(|counts| intl::number(attention.map_or(counts.all, |attention| turn::count(&counts, attention))))
        };
        let choose = move |_| {
            let words = word.into_iter().map(str::to_owned).collect();
            go.run((query.get_untracked().choose(Filter::Attention, words), false));
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
    let words = Words {
        search: tr!(numbers.search),
        search_hint: tr!(numbers.search_hint),
        sorts: &SORTS,
        order,
        by: number::sort,
        show: |total| tr_count!(total, filter.show_count),
    };
    let view_switch = || view! { <ViewSwitch /> }.into_any();
    view! { <ListToolbar query go words filters=filters(query, wabas, go) total wide aside=view_switch /> }
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
