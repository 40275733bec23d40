//! Meta's template library: ready texts that Meta approves at once.

use clienthub_shared::page::Page;
use clienthub_shared::template::request::LibraryTemplate;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::api;
use crate::components::template_library::card::Card;
use crate::components::template_library::query::LibraryQuery;
use crate::components::template_library::toolbar::{Go, Toolbar};
use crate::components::template_library::use_dialog::UseDialog;
use crate::components::templates::acts::TemplateActs;
use crate::layouts::header::set_crumbs;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::button::Button;
use crate::ui::heading::PageHeading;
use crate::ui::live::{Show, effect, keyed};
use crate::ui::load::Load;
use crate::ui::panel::{Empty, PanelSkeleton};

const GRID: &str = "grid gap-4 sm:grid-cols-2 xl:grid-cols-3";

#[component]
pub fn TemplateLibrary() -> impl IntoView {
    let waba = TemplateActs::provide().waba;
    set_crumbs(&[(tr!(templates.title), waba.path(""))], tr!(templates.library));
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(LibraryQuery::parse));
    let navigate = use_navigate();
    let go: Go = Callback::new(move |(query, replace): (LibraryQuery, bool)| {
        let to = format!("{}{}", waba.path("/library"), query.to_url());
        navigate(&to, NavigateOptions { replace, scroll: false, ..Default::default() });
    });
    let pages = RwSignal::new(1);
    // Another search begins with its first page.
    effect(move || {
        query.track();
        pages.set(1);
    });
    let remote = Remote::new(move || api::template::list_library(waba, query.with(LibraryQuery::pairs), pages.get()));
    let chosen = RwSignal::new(None::<LibraryTemplate>);
    let choose = Callback::new(move |row| chosen.set(Some(row)));
    let body = move |page: Signal<Page<LibraryTemplate>>| {
        let rows = move || page.with(|page| page.data.clone());
        let key = |row: &LibraryTemplate| format!("{} {}", row.id, row.language);
        let more = Memo::new(move |_| page.with(|page| page.next_cursor.is_some()));
        let empty = Memo::new(move |_| page.with(|page| page.data.is_empty()));
        view! {
            <Show
                when=move || !empty.get()
                fallback=|| {
                    view! { <Empty icon="search-x" title=tr!(template_library.empty) text=tr!(template_library.empty_text) /> }
                }
            >
                <div class=GRID>{keyed(rows, key, move |row| view! { <Card row choose /> })}</div>
                <Show when=move || more.get()>
                    <div class="mt-4 grid justify-items-center">
                        <Button
                            text=tr!(template_library.more)
                            pending=remote.pending
                            on_click=Callback::new(move |()| pages.update(|pages| *pages += 1))
                        />
                    </div>
                </Show>
            </Show>
        }
    };
    let skeleton = || {
        let cards = (0..6).map(|_| view! { <PanelSkeleton rows=3 /> }).collect_view();
        view! { <div class=GRID>{cards}</div> }
    };
    view! {
        <PageHeading title=tr!(templates.library) hint=tr!(template_library.hint) />
        <Toolbar query go />
        <Load
            remote
            failed=tr!(template_library.failed)
            loading=tr!(template_library.loading)
            skeleton=skeleton
            children=body
        />
        <UseDialog chosen />
    }
}
