//! The numbers of an organisation: chips, search, filters and sort in the URL, page by page, live.

use clienthub_shared::me::NumbersView;
use clienthub_shared::number::{Number, NumberCounts};
use clienthub_shared::page::Page;
use clienthub_shared::waba::Waba;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api;
use crate::components::alerts::AlertsLine;
use crate::components::connect_waba::ConnectWabaDialog;
use crate::components::listing::foot::{ListFoot, Range};
use crate::components::numbers::cards::{CardsSkeleton, NumberCards};
use crate::components::numbers::empty::{FirstVisit, NoMatch};
use crate::components::numbers::filters::WabaNames;
use crate::components::numbers::heading::Heading;
use crate::components::numbers::query::ListQuery;
use crate::components::numbers::rows::NumbersRows;
use crate::components::numbers::skeleton::TableSkeleton;
use crate::components::numbers::table::NumbersTable;
use crate::components::numbers::toolbar::{Chips, Toolbar};
use crate::layouts::header::set_crumbs;
use crate::state::listing::navigator;
use crate::state::org::use_org;
use crate::state::paging::Paging;
use crate::state::preferences::Preferences;
use crate::state::remote::Remote;
use crate::state::session::Session;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, live};
use crate::ui::load::Load;

#[component]
pub fn NumbersList() -> impl IntoView {
    set_crumbs(&[], tr!(numbers.title));
    let org = use_org();
    let preferences: Preferences = expect_context();
    let wide = Signal::from(preferences.wide);
    let session: Session = expect_context();
    let cards = Signal::derive(move || session.numbers_view() == NumbersView::Cards);
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(ListQuery::parse));
    let go = navigator(org.path("/numbers"));

    let numbers = Remote::new(move || {
        let (org, query) = (org.id(), query.get().to_api());
        async move { api::number::list_numbers(&org, &query).await }
    });
    let wabas_page = Remote::new(move || {
        let org = org.id();
        async move { api::waba::list_wabas(&org, None).await }
    });
    org.stream.on_change(move |events| {
        numbers.refresh();
        if events.iter().any(|event| !event.kind.starts_with("number.")) {
            wabas_page.refresh();
        }
    });
    let paging = Paging::of(query, go);
    paging.mend(*numbers);

    let wabas: WabaNames = Memo::new(move |_| {
        let names = |page: &Page<Waba>| page.data.iter().map(|waba| (waba.id.to_string(), waba.name.clone())).collect();
        wabas_page.data.with(|page| page.as_ref().map(names).unwrap_or_default())
    });
    let counts: Signal<Option<NumberCounts>> = org.counts.data.into();
    let total = Signal::derive(move || numbers.data.with(|page| page.as_ref().and_then(|page| page.total)));
    let connect_open = RwSignal::new(false);
    let connect = Callback::new(move |()| connect_open.set(true));
    let connected = Callback::new(move |_| {
        numbers.refresh();
        wabas_page.refresh();
    });

    // Nothing to search in on the first visit.
    let has_list =
        Memo::new(move |_| counts.get().is_none_or(|counts| counts.all > 0) || !query.with(ListQuery::is_plain));
    let body = move |page: Signal<Page<Number>>| {
        let is_empty = Memo::new(move |_| page.with(|page| page.data.is_empty()));
        let first_visit = move || {
            let has_wabas = Signal::derive(move || wabas.with(|wabas| !wabas.is_empty()));
            view! { <FirstVisit has_wabas connect /> }
        };
        let plain = Memo::new(move |_| query.with(ListQuery::is_plain));
        let hidden = Signal::derive(move || counts.get().map_or(0, |counts| counts.all));
        live(move || match (is_empty.get(), plain.get()) {
            (true, true) => first_visit().into_any(),
            (true, false) => view! { <NoMatch query wabas hidden go /> }.into_any(),
            (false, _) => view! { <List page current=numbers.current query wide cards paging /> }.into_any(),
        })
    };
    view! {
        <Heading title=tr!(numbers.title) connect />
        <AlertsLine />
        <Show when=move || has_list.get()>
            <Chips query counts go />
            <Toolbar query wabas total wide go />
        </Show>
        <Load
            remote=numbers
            failed=tr!(numbers.failed)
            loading=tr!(numbers.loading)
            skeleton=move || {
                if cards.get() {
                    view! { <CardsSkeleton cards=6 /> }.into_any()
                } else {
                    view! { <TableSkeleton wide rows=8 /> }.into_any()
                }
            }
            children=body
        />
        <ConnectWabaDialog open=connect_open on_connected=connected />
    }
}

#[component]
fn List(
    page: Signal<Page<Number>>,
    /// The page is that of the query, not of the one before.
    current: RwSignal<bool>,
    query: Memo<ListQuery>,
    wide: Signal<bool>,
    cards: Signal<bool>,
    paging: Paging,
) -> impl IntoView {
    let org = use_org();
    let sort = Signal::derive(move || query.with(|query| query.sort));
    let rows = Signal::derive(move || page.with(|page| page.data.clone()));
    let range: Range = |from, to, total| tr!(numbers.range, from = from, to = to, total = total);
    let stream = move || {
        let (class, text) = if org.stream.live.get() {
            ("size-3.5 text-ok", tr!(numbers.live))
        } else {
            ("size-3.5 text-wait", tr!(numbers.not_live))
        };
        view! {
            <span class="hidden items-center gap-1.5 lg:flex">
                <Icon name="radio" class=class />
                {text}
            </span>
        }
    };
    let stream = move || stream.into_any();
    view! {
        <section
            class=bound(move || if cards.get() { "grid gap-4" } else { "panel overflow-hidden" })
            aria-label=tr!(numbers.title)
        >
            {live(move || match (cards.get(), wide.get()) {
                (true, _) => view! { <NumberCards rows /> }.into_any(),
                (false, true) => view! { <NumbersTable rows sort /> }.into_any(),
                (false, false) => view! { <NumbersRows rows /> }.into_any(),
            })}
            <div class=bound(move || cards.get().then_some("panel *:border-t-0"))>
                <ListFoot page current paging range aside=stream />
            </div>
        </section>
    }
}
