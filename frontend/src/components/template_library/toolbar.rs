//! Search and filters of the library.

use clienthub_shared::language::languages;
use clienthub_shared::template::library::{LibraryIndustry, LibraryTopic, LibraryUsecase};
use leptos::prelude::*;

use super::query::{By, LibraryQuery};
use crate::components::templates::toolbar::named_code;
use crate::intl;
use crate::tr;
use crate::ui::live::bound;
use crate::ui::search::Search;
use crate::words::library;

/// Changes the URL: the new state, and whether the old one stays in the history.
pub type Go = Callback<(LibraryQuery, bool)>;

#[component]
pub fn Toolbar(query: Memo<LibraryQuery>, go: Go) -> impl IntoView {
    let search = Callback::new(move |text: String| {
        let mut next = query.get_untracked();
        if next.q != text {
            next.q = text;
            go.run((next, true));
        }
    });
    let text = Signal::derive(move || query.with(|query| query.q.clone()));
    let choice = move |by: By| {
        let (label, all) = label(by);
        let option = move |(word, text): (String, String)| {
            let known = word.clone();
            let chosen = move || query.with(|query| query.word(by) == known);
            view! { <option value=word prop:selected=bound(chosen)>{text}</option> }
        };
        let options = std::iter::once((String::new(), all.to_owned())).chain(words(by)).map(option).collect_view();
        view! {
            <select
                class="select min-w-0 flex-1 basis-full sm:basis-36 lg:max-w-52"
                name=by.name()
                aria-label=label
                on:change=move |event| go.run((query.get_untracked().with(by, event_target_value(&event)), false))
            >
                {options}
            </select>
        }
    };
    view! {
        <div class="mb-4 flex flex-wrap items-center gap-2">
            <Search
                value=text
                label=tr!(template_library.search)
                hint=tr!(templates.search_hint)
                on_search=search
            />
            {By::ALL.map(choice).collect_view()}
        </div>
    }
}

fn label(by: By) -> (&'static str, &'static str) {
    match by {
        By::Topic => (tr!(template_library.topic), tr!(template_library.any_topic)),
        By::Usecase => (tr!(template_library.usecase), tr!(template_library.any_usecase)),
        By::Industry => (tr!(template_library.industry), tr!(template_library.any_industry)),
        By::Language => (tr!(templates.filter_language), tr!(template_library.any_language)),
    }
}

fn words(by: By) -> Vec<(String, String)> {
    let pair = |word: &str, text: &str| (word.to_owned(), text.to_owned());
    match by {
        By::Topic => LibraryTopic::ALL.iter().map(|word| pair(word.as_str(), library::topic(*word))).collect(),
        By::Usecase => LibraryUsecase::ALL.iter().map(|word| pair(word.as_str(), library::usecase(*word))).collect(),
        By::Industry => LibraryIndustry::ALL.iter().map(|word| pair(word.as_str(), library::industry(*word))).collect(),
        By::Language => {
            let named = intl::languages(languages()).into_iter();
            named.map(|(code, name)| (code.clone(), named_code(&name, &code))).collect()
        }
    }
}
