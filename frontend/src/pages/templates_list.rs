//! The templates of a WABA, a row for each name: search, filters and sort in the URL, page by page, live.

use clienthub_shared::page::{LIMIT_DEFAULT, Page};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::stream::{RESYNC, StreamEvent};
use clienthub_shared::template::family::TemplateFamily;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::api;
use crate::components::templates::acts::TemplateActs;
use crate::components::templates::copy_dialog::CopyDialog;
use crate::components::templates::delete_dialog::DeleteDialog;
use crate::components::templates::empty::{NoMatch, NoTemplates};
use crate::components::templates::heading::Heading;
use crate::components::templates::import_dialog::ImportDialog;
use crate::components::templates::news::{Changes, Rejections};
use crate::components::templates::preview_dialog::PreviewDialog;
use crate::components::templates::query::TemplatesQuery;
use crate::components::templates::rows::FamilyRows;
use crate::components::templates::selection::SelectionBar;
use crate::components::templates::skeleton::ListSkeleton;
use crate::components::templates::sync::SyncFailure;
use crate::components::templates::table::FamilyTable;
use crate::components::templates::toolbar::{Go, Languages, Toolbar};
use crate::intl;
use crate::layouts::header::set_crumbs;
use crate::state::preferences::Preferences;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::live::{Show, effect, live};
use crate::ui::load::Load;
use crate::ui::pager::Pager;

#[component]
pub fn TemplatesList() -> impl IntoView {
    set_crumbs(&[], tr!(templates.title));
    let acts = TemplateActs::provide();
    let waba = acts.waba;
    let preferences: Preferences = expect_context();
    let wide = Signal::from(preferences.wide);
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(TemplatesQuery::parse));
    let go = navigator(waba.path(""));

    let families = Remote::new(move || api::template::list_templates(waba, query.get().to_api()));
    let summary = Remote::new(move || api::template::get_summary(waba));
    let refresh = Callback::new(move |()| {
        families.refresh();
        summary.refresh();
    });
    waba.org.stream.on_change(move |events| {
        if events.iter().any(concerns_templates) {
            refresh.run(());
        }
    });
    // A cursor of an older list: from the start.
    effect(move || {
        if families.error.with(|error| error.as_ref().is_some_and(|error| error.is(ErrorCode::CursorStale))) {
            go.run((query.get_untracked().first_page(), true));
        }
    });

    let languages: Languages = Memo::new(move |_| {
        summary.data.with(|summary| summary.as_ref().map(|summary| summary.languages.clone()).unwrap_or_default())
    });
    let total = Signal::derive(move || families.data.with(|page| page.as_ref().and_then(|page| page.total)));
    let count = Memo::new(move |_| summary.data.with(|summary| summary.as_ref().map(|summary| summary.families)));
    // Nothing to search in as long as there is nothing.
    let has_list = Memo::new(move |_| count.get() != Some(0) || !query.with(TemplatesQuery::is_plain));
    let import_open = RwSignal::new(false);
    let body = move |page: Signal<Page<TemplateFamily>>| {
        let is_empty = Memo::new(move |_| page.with(|page| page.data.is_empty()));
        let plain = Memo::new(move |_| query.with(TemplatesQuery::is_plain));
        let hidden = Signal::derive(move || count.get().unwrap_or_default());
        live(move || match (is_empty.get(), plain.get()) {
            (true, true) => view! { <NoTemplates /> }.into_any(),
            (true, false) => view! { <NoMatch query hidden go /> }.into_any(),
            (false, _) => view! { <List page current=families.current query wide go /> }.into_any(),
        })
    };
    view! {
        <Heading summary import=Callback::new(move |()| import_open.set(true)) />
        <Changes summary />
        <SyncFailure summary />
        <Show when=move || has_list.get()>
            <Toolbar query languages total wide go />
        </Show>
        <Rejections summary />
        <Load
            remote=families
            failed=tr!(templates.failed)
            loading=tr!(templates.loading)
            skeleton=move || view! { <ListSkeleton wide /> }
            children=body
        />
        <DeleteDialog on_deleted=refresh />
        <CopyDialog />
        <PreviewDialog />
        <ImportDialog open=import_open on_imported=refresh />
    }
}

/// Something happened to a template, or all is stale.
pub fn concerns_templates(event: &StreamEvent) -> bool {
    event.kind == RESYNC || event.kind.starts_with("template")
}

fn navigator(path: String) -> Go {
    let navigate = use_navigate();
    Callback::new(move |(query, replace): (TemplatesQuery, bool)| {
        let to = format!("{path}{}", query.to_url());
        navigate(&to, NavigateOptions { replace, scroll: false, ..Default::default() });
    })
}

#[component]
fn List(
    page: Signal<Page<TemplateFamily>>,
    /// The page is that of the query, not of the one before.
    current: RwSignal<bool>,
    query: Memo<TemplatesQuery>,
    wide: Signal<bool>,
    go: Go,
) -> impl IntoView {
    let sort = Signal::derive(move || query.with(|query| query.sort));
    // The cursors of the pages that were walked through. A link into the middle has none: Previous is the first page.
    let walked = StoredValue::new(Vec::<(u64, String)>::new());
    let number = Memo::new(move |before| match before {
        Some(before) if !current.get() => *before,
        _ => query.with(|query| query.page),
    });
    let rows = Signal::derive(move || page.with(|page| page.data.clone()));
    let range = Signal::derive(move || {
        let from = number.get() * u64::from(LIMIT_DEFAULT);
        page.with(|page| {
            let to = from + page.data.len() as u64;
            let total = page.total.map_or_else(String::new, intl::number);
            tr!(templates.range, from = intl::number(from + 1), to = intl::number(to), total = total)
        })
    });
    let has_previous = Signal::derive(move || query.with(|query| query.cursor.is_some()));
    let has_next = Signal::derive(move || page.with(|page| page.next_cursor.is_some()));
    let turn = move |to: u64, cursor: Option<String>| {
        let mut next = query.get_untracked();
        if let Some(cursor) = &next.cursor {
            walked.update_value(|walked| walked.push((next.page, cursor.clone())));
        }
        next.page = if cursor.is_some() { to } else { 0 };
        next.cursor = cursor;
        go.run((next, false));
        window().scroll_to_with_x_and_y(0.0, 0.0);
    };
    let on_next = Callback::new(move |()| {
        let cursor = page.with_untracked(|page| page.next_cursor.clone());
        turn(query.with_untracked(|query| query.page) + 1, cursor);
    });
    let on_previous = Callback::new(move |()| {
        let to = query.with_untracked(|query| query.page).saturating_sub(1);
        let known = |walked: &Vec<(u64, String)>| {
            walked.iter().rfind(|(page, _)| *page == to).map(|(_, cursor)| cursor.clone())
        };
        turn(to, walked.with_value(known));
    });
    view! {
        <section class="panel overflow-hidden" aria-label=tr!(templates.title)>
            <SelectionBar />
            {live(move || {
                if wide.get() {
                    view! { <FamilyTable rows sort /> }.into_any()
                } else {
                    view! { <FamilyRows rows /> }.into_any()
                }
            })}
            <Pager range has_previous has_next on_previous on_next />
        </section>
    }
}
