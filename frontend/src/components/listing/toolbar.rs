//! Above a list: search, filters, sort. Choosing changes the address at once.

use leptos::prelude::*;

use crate::state::listing::{Go, Listed, Query, Sort};
use crate::tr;
use crate::ui::filter::{Choice, FilterMenu, FilterSheet, ListFilter};
use crate::ui::live::live;
use crate::ui::search::Search;
use crate::ui::sort::SortMenu;

/// The words of one list.
pub struct Words<F: Listed> {
    pub search: &'static str,
    pub search_hint: &'static str,
    /// In the order of the menu.
    pub sorts: &'static [Sort<F::By>],
    pub order: fn(Sort<F::By>) -> &'static str,
    /// What is sorted by, in a word.
    pub by: fn(F::By) -> &'static str,
    /// "Show 8 numbers".
    pub show: fn(u64) -> String,
}

/// As the menus and the sheet show it.
pub fn list_filter<F: Listed>(
    filter: F,
    label: &'static str,
    nothing: &'static str,
    choices: impl Fn() -> Vec<Choice> + Send + Sync + 'static,
    query: Memo<Query<F>>,
    go: Go<F>,
) -> ListFilter {
    ListFilter {
        label,
        nothing,
        choices: Signal::derive(choices),
        chosen: Memo::new(move |_| query.with(|query| query.chosen(filter).to_vec())),
        toggle: Callback::new(move |word: String| go.run((query.get_untracked().toggle(filter, &word), false))),
        clear: Callback::new(move |()| go.run((query.get_untracked().clear(filter), false))),
    }
}

#[component]
pub fn ListToolbar<F: Listed>(
    query: Memo<Query<F>>,
    go: Go<F>,
    words: Words<F>,
    /// Each with its filter.
    filters: Vec<(F, ListFilter)>,
    /// Rows that fit; `None` until they are counted.
    total: Signal<Option<u64>>,
    /// There is room for a menu for each filter.
    wide: Signal<bool>,
    /// At the end.
    #[prop(optional, into)]
    aside: ViewFn,
) -> impl IntoView {
    let Words { search, search_hint, sorts, order, by, show } = words;
    let all: Vec<F> = filters.iter().map(|(filter, _)| *filter).collect();
    let filters: Vec<ListFilter> = filters.into_iter().map(|(_, filter)| filter).collect();
    let for_menus = filters.clone();
    let menus = move || {
        wide.get().then(|| {
            let menus = for_menus.iter().map(|filter| view! { <FilterMenu filter=*filter /> });
            view! { <div class="flex flex-wrap gap-2">{menus.collect_view()}</div> }
        })
    };
    let on_search = Callback::new(move |text: String| {
        let mut next = query.get_untracked();
        if next.q != text {
            next.q = text;
            go.run((next.first_page(), true));
        }
    });
    let done = Signal::derive(move || total.get().map_or_else(|| tr!(filter.show).to_owned(), show));
    let clear = Callback::new(move |()| {
        go.run((all.iter().fold(query.get_untracked(), |query, filter| query.clear(*filter)), false));
    });
    let text = Signal::derive(move || query.with(|query| query.q.clone()));
    let orders = sorts.iter().map(|sort| order(*sort)).collect();
    let by = Signal::derive(move || by(query.with(|query| query.sort.by)));
    let current =
        Memo::new(move |_| query.with(|query| sorts.iter().position(|sort| *sort == query.sort)).unwrap_or_default());
    let on_choose = Callback::new(move |at: usize| {
        let mut next = query.get_untracked().first_page();
        next.sort = sorts[at];
        go.run((next, false));
    });
    view! {
        <div class="mb-3 flex flex-wrap items-center gap-2">
            <Search value=text label=search hint=search_hint on_search=on_search />
            {live(menus)}
            <div class="ml-auto flex gap-2 max-lg:ml-0 max-lg:w-full">
                <FilterSheet filters done clear />
                <SortMenu orders by current on_choose=on_choose />
                {aside.run()}
            </div>
        </div>
    }
}
