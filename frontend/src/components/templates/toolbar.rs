//! Above the list: search, filters, sort.

use clienthub_shared::status::Quality;
use clienthub_shared::template::family::TemplateSort;
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::template::word::Category;
use leptos::prelude::*;

use super::query::{Filter, Sort, TemplatesQuery, word_of};
use crate::intl;
use crate::ui::filter::{Choice, FilterMenu, FilterSheet, ListFilter};
use crate::ui::live::live;
use crate::ui::search::Search;
use crate::ui::sort::SortMenu;
use crate::words::{number, template};
use crate::{tr, tr_count};

/// Changes the list's URL: the new state, and whether the old one stays in the history.
pub type Go = Callback<(TemplatesQuery, bool)>;

/// Codes of the languages in use.
pub type Languages = Memo<Vec<String>>;

#[component]
pub fn Toolbar(
    query: Memo<TemplatesQuery>,
    languages: Languages,
    total: Signal<Option<u64>>,
    wide: Signal<bool>,
    go: Go,
) -> impl IntoView {
    let filters: Vec<ListFilter> =
        Filter::ALL.into_iter().map(|filter| list_filter(filter, query, languages, go)).collect();
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
        Some(total) => tr_count!(total, templates.show_count),
        None => tr!(filter.show).to_owned(),
    });
    let clear = Callback::new(move |()| {
        go.run((Filter::ALL.into_iter().fold(query.get_untracked(), TemplatesQuery::clear), false));
    });
    let text = Signal::derive(move || query.with(|query| query.q.clone()));
    let orders = Sort::ALL.map(order).to_vec();
    let by = Signal::derive(move || template::sort(query.with(|query| query.sort.by)));
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
            <Search value=text label=tr!(templates.search) hint=tr!(templates.search_hint) on_search=search />
            {live(menus)}
            <div class="ml-auto flex gap-2 max-lg:ml-0 max-lg:w-full">
                <FilterSheet filters done clear />
                <SortMenu orders by current on_choose=sort />
            </div>
        </div>
    }
}

fn list_filter(filter: Filter, query: Memo<TemplatesQuery>, languages: Languages, go: Go) -> ListFilter {
    ListFilter {
        label: label(filter),
        nothing: tr!(templates.no_language),
        choices: Signal::derive(move || choices(filter, languages)),
        chosen: Memo::new(move |_| query.with(|query| query.chosen(filter))),
        toggle: Callback::new(move |word: String| go.run((query.get_untracked().toggle(filter, &word), false))),
        clear: Callback::new(move |()| go.run((query.get_untracked().clear(filter), false))),
    }
}

fn label(filter: Filter) -> &'static str {
    match filter {
        Filter::Status => tr!(templates.filter_status),
        Filter::Category => tr!(templates.filter_category),
        Filter::Language => tr!(templates.filter_language),
        Filter::Quality => tr!(templates.filter_quality),
    }
}

fn choices(filter: Filter, languages: Languages) -> Vec<Choice> {
    match filter {
        Filter::Status => {
            let all = TemplateState::ALL.iter();
            all.map(|state| Choice::of(state.as_str(), template::state(*state, None))).collect()
        }
        Filter::Category => {
            let all = Category::ALL.iter();
            all.map(|category| Choice::of(&word_of(*category), template::category(Some(*category)))).collect()
        }
        Filter::Language => languages.with(|codes| {
            let named = intl::languages(codes.iter().map(String::as_str)).into_iter();
            named.map(|(code, name)| Choice::plain(code.clone(), named_code(&name, &code))).collect()
        }),
        Filter::Quality => {
            Quality::ALL.iter().map(|quality| Choice::of(quality.as_str(), number::quality(*quality))).collect()
        }
    }
}

/// "German (de)": several codes may have one name.
pub fn named_code(name: &str, code: &str) -> String {
    format!("{name} ({code})")
}

fn order(sort: Sort) -> &'static str {
    match (sort.by, sort.descending) {
        (TemplateSort::Edited, true) => tr!(templates.newest),
        (TemplateSort::Edited, false) => tr!(templates.oldest),
        (TemplateSort::Name, false) => tr!(sort.a_to_z),
        (TemplateSort::Name, true) => tr!(sort.z_to_a),
    }
}
