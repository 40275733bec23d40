//! Above the list: search, filters, sort.

use clienthub_shared::status::Quality;
use clienthub_shared::template::family::TemplateSort;
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::template::word::Category;
use leptos::prelude::*;

use super::query::{Filter, Go, SORTS, Sort, TemplatesQuery, word_of};
use crate::components::listing::toolbar::{ListToolbar, Words, list_filter};
use crate::intl;
use crate::state::listing::Listed;
use crate::ui::filter::Choice;
use crate::words::{number, template};
use crate::{tr, tr_count};

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
    let filter = |filter: Filter| {
        let choices = move || choices(filter, languages);
        (filter, list_filter(filter, label(filter), tr!(templates.no_language), choices, query, go))
    };
    let words = Words {
        search: tr!(templates.search),
        search_hint: tr!(templates.search_hint),
        sorts: &SORTS,
        order,
        by: template::sort,
        show: |total| tr_count!(total, templates.show_count),
    };
    view! { <ListToolbar query go words filters=Filter::ALL.iter().copied().map(filter).collect() total wide /> }
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
