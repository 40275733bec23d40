//! Filters of a list: a menu each in wide windows, one sheet with all of them in narrow ones. Choosing changes the list at once.

use leptos::prelude::*;

use super::badge::{Badge, Look, StateBadge};
use super::dialog::Dialog;
use super::icon::Icon;
use super::live::{Show, live};
use super::menu::{Menu, MenuItem};
use crate::tr;

#[derive(Clone, PartialEq)]
pub struct Choice {
    pub word: String,
    pub text: String,
    pub badge: Option<Badge>,
}

impl Choice {
    pub fn of(word: &str, badge: Badge) -> Self {
        Self { word: word.to_owned(), text: badge.text.clone(), badge: Some(badge) }
    }

    pub fn plain(word: String, text: String) -> Self {
        Self { word, text, badge: None }
    }
}

/// One filter: what may be chosen, what is, and how to change it.
#[derive(Clone, Copy)]
pub struct ListFilter {
    pub label: &'static str,
    /// In place of choices when there are none.
    pub nothing: &'static str,
    /// An open menu is built anew when they change.
    pub choices: Signal<Vec<Choice>>,
    /// Words of choices.
    pub chosen: Memo<Vec<String>>,
    pub toggle: Callback<String>,
    pub clear: Callback<()>,
}

impl ListFilter {
    /// "Flagged, Restricted": what is chosen, in words.
    pub fn chosen_texts(self) -> Vec<String> {
        let chosen = self.chosen.get();
        let choices = self.choices.get();
        choices.into_iter().filter(|choice| chosen.contains(&choice.word)).map(|choice| choice.text).collect()
    }

    fn is_set(self) -> bool {
        self.chosen.with(|chosen| !chosen.is_empty())
    }

    fn has(self, word: &str) -> bool {
        self.chosen.with(|chosen| chosen.iter().any(|known| known == word))
    }
}

#[component]
pub fn FilterMenu(filter: ListFilter) -> impl IntoView {
    let texts = Memo::new(move |_| filter.chosen_texts());
    let is_set = Signal::derive(move || filter.is_set());
    let name = Signal::derive(move || {
        let texts = texts.get();
        match texts.as_slice() {
            [] => filter.label.to_owned(),
            some => format!("{}: {}", filter.label, some.join(", ")),
        }
    });
    let trigger = move || {
        let value = move || {
            texts.with(|texts| match texts.as_slice() {
                [] => None,
                [one] => Some(one.clone()),
                [one, more @ ..] => Some(format!("{one} +{}", more.len())),
            })
        };
        view! {
            <Show when=move || is_set.get() fallback=|| view! { <Icon name="plus" class="size-3.5" /> }>
                <Icon name="check" class="size-3.5" />
            </Show>
            {filter.label}
            {live(move || value().map(|value| view! { <span class="max-w-40 truncate font-semibold">{value}</span> }))}
        }
    };
    let items = move || {
        let choices = filter.choices.get();
        let empty = choices.is_empty();
        view! {
            {empty.then(|| view! { <li class="hint px-3 py-2">{filter.nothing}</li> })}
            {choices
                .into_iter()
                .map(|choice| {
                    let word = choice.word.clone();
                    let toggled = choice.word.clone();
                    let checked = Signal::derive(move || filter.has(&word));
                    let toggle = Callback::new(move |()| filter.toggle.run(toggled.clone()));
                    view! {
                        <MenuItem checked stay=true on_select=toggle>
                            <ChoiceText choice />
                        </MenuItem>
                    }
                })
                .collect_view()}
            <Show when=move || is_set.get()>
                <li class="my-1 h-px bg-line p-0" role="separator"></li>
                <MenuItem on_select=filter.clear>
                    <Icon name="x" />
                    {tr!(filter.clear)}
                </MenuItem>
            </Show>
        }
    };
    view! {
        <Menu label=name button_class="btn filter-btn" place="top-full mt-1 left-0 min-w-52" set=is_set trigger=trigger>
            {items()}
        </Menu>
    }
}

#[component]
fn ChoiceText(choice: Choice) -> impl IntoView {
    match choice.badge {
        Some(mut badge) => {
            badge.look = Look::Quiet;
            view! { <StateBadge badge /> }.into_any()
        }
        None => view! { <span class="tabular">{choice.text}</span> }.into_any(),
    }
}

#[component]
pub fn FilterSheet(
    filters: Vec<ListFilter>,
    /// "Show 8 numbers".
    #[prop(into)]
    done: Signal<String>,
    clear: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let filters = StoredValue::new(filters);
    let count = move || filters.with_value(|filters| filters.iter().filter(|filter| filter.is_set()).count());
    let group = |filter: ListFilter| {
        let row = move |choice: Choice| {
            let (word, toggled) = (choice.word.clone(), choice.word.clone());
            let checked = move || filter.has(&word);
            view! {
                <label class="check-row flex items-center gap-2.5 text-sm">
                    <input
                        type="checkbox"
                        class="checkbox"
                        prop:checked=checked
                        on:change=move |_| filter.toggle.run(toggled.clone())
                    />
                    <ChoiceText choice />
                </label>
            }
        };
        view! {
            <fieldset class="grid gap-2">
                <legend class="mb-2 text-sm font-semibold">{filter.label}</legend>
                <div class="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
                    {live(move || filter.choices.get().into_iter().map(row).collect_view())}
                </div>
            </fieldset>
        }
    };
    let groups = move || filters.get_value().into_iter().map(group).collect_view();
    view! {
        <button type="button" class="btn grow lg:hidden" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            <Icon name="sliders-horizontal" />
            {tr!(filter.filters)}
            <Show when=move || count() != 0>
                <span class="rounded-full bg-act-soft px-1.5 text-xs font-semibold text-act">{live(count)}</span>
            </Show>
        </button>
        <Dialog open title=tr!(filter.filters)>
            <div class="grid max-h-[60vh] gap-5 overflow-y-auto px-4 py-4 sm:px-6">{groups()}</div>
            <div class="modal-action">
                <button type="button" class="btn btn-ghost" on:click=move |_| clear.run(())>{tr!(filter.clear_all)}</button>
                <button type="button" class="btn btn-primary grow" on:click=move |_| open.set(false)>{done}</button>
            </div>
        </Dialog>
    }
}
