//! The list with nothing in it: no template yet (three ways to some), and a search that found nothing (one way out).

use leptos::prelude::*;

use super::heading::{AddTemplate, LibraryLink};
use super::query::{Go, TemplatesQuery};
use crate::ui::icon::Icon;
use crate::ui::panel::Empty;
use crate::{tr, tr_count};

#[component]
pub fn NoTemplates() -> impl IntoView {
    view! {
        <Empty icon="layout-template" title=tr!(templates.empty) text=tr!(templates.empty_text)>
            <AddTemplate />
            <LibraryLink />
        </Empty>
    }
}

#[component]
pub fn NoMatch(query: Memo<TemplatesQuery>, hidden: Signal<u64>, go: Go) -> impl IntoView {
    let text = move || tr_count!(hidden.get(), templates.no_match_text);
    let clear = move |_| go.run((query.get_untracked().clear_all(), false));
    view! {
        <section class="panel grid justify-items-center gap-1 px-5 py-10 text-center">
            <span class="mb-2 text-muted"><Icon name="search-x" class="size-6" /></span>
            <h2>{tr!(templates.no_match)}</h2>
            <p class="hint">{text}</p>
            <button type="button" class="btn mt-3" on:click=clear>{tr!(no_match.clear)}</button>
        </section>
    }
}
