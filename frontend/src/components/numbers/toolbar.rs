//! Above the list: whose turn (chips with counts), search, filters, sort.

use std::time::Duration;

use clienthub_shared::me::{NumbersView, UserPatch};
use clienthub_shared::number::{NumberCounts, NumberSort};
use clienthub_shared::status::Attention;
use leptos::ev;
use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::filters::{FilterMenu, FilterSheet, Go, WabaNames};
use super::query::{Filter, ListQuery, Sort};
use crate::intl;
use crate::state::session::Session;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{bound, live};
use crate::ui::menu::{Menu, MenuItem};
use crate::words::{number, turn};

const TYPING: Duration = Duration::from_millis(250);

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
    let filters = move || {
        wide.get().then(|| {
            let menus = Filter::ALL.into_iter().map(|filter| view! { <FilterMenu filter query wabas go /> });
            view! { <div class="flex flex-wrap gap-2">{menus.collect_view()}</div> }
        })
    };
    view! {
        <div class="mb-3 flex flex-wrap items-center gap-2">
            <Search query go />
            {live(filters)}
            <div class="ml-auto flex gap-2 max-lg:ml-0 max-lg:w-full">
                <FilterSheet query wabas total go />
                <SortMenu query go />
                <ViewSwitch />
            </div>
        </div>
    }
}

/// Searches 250 ms after the last key; `/` comes here from anywhere on the page.
#[component]
fn Search(query: Memo<ListQuery>, go: Go) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        timer.try_update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    };
    let search = move |text: String| {
        let mut next = query.get_untracked();
        if next.q != text {
            next.q = text;
            go.run((next.first_page(), true));
        }
    };
    let typed = move |event| {
        stop();
        let text = event_target_value(&event).trim().to_owned();
        timer.set_value(set_timeout_with_handle(move || search(text), TYPING).ok());
    };
    let slash = window_event_listener(ev::keydown, move |event| {
        if event.key() == "/" && !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !is_typing() {
            event.prevent_default();
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
        }
    });
    on_cleanup(move || {
        stop();
        slash.remove();
    });
    view! {
        <label class="input w-full grow basis-60 lg:max-w-72">
            <Icon name="search" class="text-muted" />
            <input
                node_ref=field
                type="search"
                placeholder=tr!(numbers.search_hint)
                aria-label=tr!(numbers.search)
                prop:value=bound(move || query.with(|query| query.q.clone()))
                on:input=typed
            />
            <kbd class="kbd kbd-sm hidden lg:inline-flex" aria-hidden="true">"/"</kbd>
        </label>
    }
}

/// A slash in a field is a slash; a dialog keeps the keys to itself.
fn is_typing() -> bool {
    let active = document().active_element();
    let field = active.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.unchecked_ref::<web_sys::HtmlElement>().is_content_editable()
    });
    field || matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

#[component]
fn SortMenu(query: Memo<ListQuery>, go: Go) -> impl IntoView {
    let current = Memo::new(move |_| query.with(|query| query.sort));
    let name = Signal::derive(move || tr!(sort.label, order = order(current.get())));
    let items = move || {
        Sort::ALL
            .into_iter()
            .map(|sort| {
                let checked = Signal::derive(move || current.get() == sort);
                let choose = Callback::new(move |()| {
                    let mut next = query.get_untracked().first_page();
                    next.sort = sort;
                    go.run((next, false));
                });
                view! { <MenuItem checked on_select=choose>{order(sort)}</MenuItem> }
            })
            .collect_view()
    };
    let items = StoredValue::new(items);
    view! {
        <div class="max-lg:grow">
            <Menu
                label=name
                button_class="btn w-full"
                trigger=move || {
                    view! {
                        <Icon name="arrow-down-wide-narrow" />
                        <span>{live(move || number::sort(current.get().by))}</span>
                        <Icon name="chevron-down" class="size-3.5 text-muted" />
                    }
                }
            >
                {items.with_value(|items| items())}
            </Menu>
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
