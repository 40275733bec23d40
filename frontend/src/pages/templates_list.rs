//! The templates of a WABA, a row for each name: search, filters and sort in the URL, page by page, live.

use clienthub_shared::page::Page;
use clienthub_shared::stream::{RESYNC, StreamEvent};
use clienthub_shared::template::family::TemplateFamily;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api;
use crate::components::listing::foot::{ListFoot, Range};
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
use crate::components::templates::toolbar::{Languages, Toolbar};
use crate::layouts::header::set_crumbs;
use crate::state::listing::navigator;
use crate::state::paging::Paging;
use crate::state::preferences::Preferences;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::live::{Show, live};
use crate::ui::load::Load;

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
    let paging = Paging::of(query, go);
    paging.mend(*families);

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
            (false, _) => view! { <List page current=families.current query wide paging /> }.into_any(),
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

#[component]
fn List(
    page: Signal<Page<TemplateFamily>>,
    /// The page is that of the query, not of the one before.
    current: RwSignal<bool>,
    query: Memo<TemplatesQuery>,
    wide: Signal<bool>,
    paging: Paging,
) -> impl IntoView {
    let sort = Signal::derive(move || query.with(|query| query.sort));
    let rows = Signal::derive(move || page.with(|page| page.data.clone()));
    let range: Range = |from, to, total| tr!(templates.range, from = from, to = to, total = total);
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
            <ListFoot page current paging range />
        </section>
    }
}
