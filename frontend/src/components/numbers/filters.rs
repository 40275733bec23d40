//! The filters: a menu each in wide windows, one sheet with all of them in narrow ones. Choosing changes the URL at once.

use clienthub_shared::status::{LimitTier, NumberStatus, Quality, WabaStatus};
use leptos::prelude::*;

use super::query::{Filter, ListQuery};
use crate::ui::badge::{Badge, StateBadge};
use crate::ui::dialog::Dialog;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, live};
use crate::ui::menu::{Menu, MenuItem};
use crate::words::{number, waba};
use crate::{tr, tr_count};

/// A WABA to choose: id and name. An open menu must not be built anew because a WABA changed otherwise.
pub type WabaNames = Memo<Vec<(String, String)>>;

/// Changes the list's URL: the new state, and whether the old one stays in the history.
pub type Go = Callback<(ListQuery, bool)>;

#[derive(Clone)]
struct Choice {
    word: String,
    text: String,
    badge: Option<Badge>,
}

impl Choice {
    fn of(word: &str, badge: Badge) -> Self {
        Self { word: word.to_owned(), text: badge.text.clone(), badge: Some(badge) }
    }
}

pub fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::Status => tr!(filter.status),
        Filter::WabaStatus => tr!(filter.waba_status),
        Filter::Quality => tr!(filter.quality),
        Filter::LimitTier => tr!(filter.limit),
        Filter::Waba => tr!(filter.waba),
    }
}

fn choices(filter: Filter, wabas: WabaNames) -> Vec<Choice> {
    match filter {
        Filter::Status => {
            let all = NumberStatus::ALL.iter();
            all.map(|word| Choice::of(word.as_str(), number::status(*word, None))).collect()
        }
        Filter::WabaStatus => {
            WabaStatus::ALL.iter().map(|word| Choice::of(word.as_str(), waba::status(*word))).collect()
        }
        Filter::Quality => Quality::ALL.iter().map(|word| Choice::of(word.as_str(), number::quality(*word))).collect(),
        Filter::LimitTier => LimitTier::ALL
            .iter()
            .map(|word| Choice { word: word.to_string(), text: number::limit(*word), badge: None })
            .collect(),
        Filter::Waba => {
            wabas.get().into_iter().map(|(id, name)| Choice { word: id, text: name, badge: None }).collect()
        }
    }
}

/// "Flagged, Restricted": what is chosen, in words.
pub fn chosen_text(query: &ListQuery, filter: Filter, wabas: WabaNames) -> Vec<String> {
    let chosen = query.chosen(filter);
    choices(filter, wabas)
        .into_iter()
        .filter(|choice| chosen.contains(&choice.word))
        .map(|choice| choice.text)
        .collect()
}

#[component]
pub fn FilterMenu(filter: Filter, query: Memo<ListQuery>, wabas: WabaNames, go: Go) -> impl IntoView {
    let texts = Memo::new(move |_| query.with(|query| chosen_text(query, filter, wabas)));
    let is_set = Signal::derive(move || query.with(|query| !query.chosen(filter).is_empty()));
    let name = Signal::derive(move || {
        let texts = texts.get();
        match texts.as_slice() {
            [] => label(filter).to_owned(),
            some => format!("{}: {}", label(filter), some.join(", ")),
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
            {label(filter)}
            {live(move || value().map(|value| view! { <span class="max-w-40 truncate font-semibold">{value}</span> }))}
        }
    };
    let items = move || {
        let choices = choices(filter, wabas);
        let empty = choices.is_empty();
        view! {
            {empty.then(|| view! { <li class="hint px-3 py-2">{tr!(filter.no_waba)}</li> })}
            {choices
                .into_iter()
                .map(|choice| {
                    let word = choice.word.clone();
                    let toggled = choice.word.clone();
                    let checked = Signal::derive(move || query.with(|query| query.chosen(filter).contains(&word)));
                    let toggle = Callback::new(move |()| {
                        go.run((query.get_untracked().toggle(filter, &toggled), false));
                    });
                    view! {
                        <MenuItem checked stay=true on_select=toggle>
                            <ChoiceText choice />
                        </MenuItem>
                    }
                })
                .collect_view()}
            <Show when=move || is_set.get()>
                <li class="my-1 h-px bg-line p-0" role="separator"></li>
                <MenuItem on_select=Callback::new(move |()| go.run((query.get_untracked().clear(filter), false)))>
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
            badge.look = crate::ui::badge::Look::Quiet;
            view! { <StateBadge badge /> }.into_any()
        }
        None => view! { <span class="tabular">{choice.text}</span> }.into_any(),
    }
}

#[component]
pub fn FilterSheet(query: Memo<ListQuery>, wabas: WabaNames, total: Signal<Option<u64>>, go: Go) -> impl IntoView {
    let open = RwSignal::new(false);
    let count = move || query.with(ListQuery::filters_set);
    let groups = move || {
        Filter::ALL
            .into_iter()
            .map(|filter| {
                let boxes = move || {
                    choices(filter, wabas)
                        .into_iter()
                        .map(|choice| {
                            let (word, toggled) = (choice.word.clone(), choice.word.clone());
                            let checked = move || query.with(|query| query.chosen(filter).contains(&word));
                            let toggle = move |_| {
                                go.run((query.get_untracked().toggle(filter, &toggled), false));
                            };
                            view! {
                                <label class="check-row flex items-center gap-2.5 text-sm">
                                    <input type="checkbox" class="checkbox" prop:checked=checked on:change=toggle />
                                    <ChoiceText choice />
                                </label>
                            }
                        })
                        .collect_view()
                };
                view! {
                    <fieldset class="grid gap-2">
                        <legend class="mb-2 text-sm font-semibold">{label(filter)}</legend>
                        <div class="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">{live(boxes)}</div>
                    </fieldset>
                }
            })
            .collect_view()
    };
    let done = move || match total.get() {
        Some(total) => tr_count!(total, filter.show_count),
        None => tr!(filter.show).to_owned(),
    };
    let clear = move |_| {
        let cleared = Filter::ALL.into_iter().fold(query.get_untracked(), ListQuery::clear);
        go.run((cleared, false));
    };
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
                <button type="button" class="btn btn-ghost" on:click=clear>{tr!(filter.clear_all)}</button>
                <button type="button" class="btn btn-primary grow" on:click=move |_| open.set(false)>{done}</button>
            </div>
        </Dialog>
    }
}
