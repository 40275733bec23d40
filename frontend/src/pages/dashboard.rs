//! The first page of an organisation: how its numbers are, what came last, what wants attention. Live.

use clienthub_shared::dashboard::{Dashboard, RECENT};
use clienthub_shared::number::Number;
use clienthub_shared::page::Page;
use leptos::prelude::*;

use crate::api;
use crate::components::alerts::{AlertsLine, AlertsPanel};
use crate::components::connect_waba::ConnectWabaDialog;
use crate::components::dashboard::strip::Strip;
use crate::components::numbers::cards::{CardsSkeleton, NumberCards};
use crate::components::numbers::empty::FirstVisit;
use crate::components::numbers::heading::Heading;
use crate::layouts::header::set_crumbs;
use crate::state::org::use_org;
use crate::state::preferences::Preferences;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, live};
use crate::ui::load::{Load, LoadError};

#[component]
pub fn DashboardPage() -> impl IntoView {
    set_crumbs(&[], tr!(dashboard.title));
    let org = use_org();
    let preferences: Preferences = expect_context();
    let wide = preferences.wide;
    // The counts are the menu's too: one place for both. (A type of its own for all three would cost the pages 10 KB.)
    let recent = Remote::new(move || {
        let id = org.id();
        async move {
            let Dashboard { counts, recent, .. } = api::dashboard::get_dashboard(&id).await?;
            let _ = org.counts.data.try_set(Some(counts));
            Ok(Page { data: recent, next_cursor: None, total: Some(counts.all) })
        }
    });
    org.stream.on_change(move |_| recent.refresh());
    let connect_open = RwSignal::new(false);
    let connect = Callback::new(move |()| connect_open.set(true));
    let body = move |page: Signal<Page<Number>>| {
        let rows = Signal::derive(move || page.with(|page| page.data.clone()));
        let is_empty = Memo::new(move |_| page.with(|page| page.data.is_empty()));
        let has_wabas = Signal::derive(move || org.counts.data.get().is_some_and(|counts| counts.wabas > 0));
        live(move || {
            if is_empty.get() {
                view! { <FirstVisit has_wabas connect /> }.into_any()
            } else {
                view! {
                    <div class="col-span-full"><Strip counts=org.counts.data /></div>
                    <section aria-labelledby="recent">
                        <div class="mb-2 flex flex-wrap items-center gap-x-4">
                            <h2 class="grow" id="recent">{tr!(dashboard.recent)}</h2>
                            <a class="btn btn-link" href=org.path("/numbers")>
                                {tr!(dashboard.all)}
                                <Icon name="arrow-right" />
                            </a>
                        </div>
                        <NumberCards rows />
                    </section>
                }
                .into_any()
            }
        })
    };
    view! {
        <Heading title=tr!(dashboard.title) connect />
        <Show when=move || !wide.get()>
            <AlertsLine />
        </Show>
        <div class="grid gap-4 lg:has-[>.aside]:grid-cols-[minmax(0,1fr)_20rem] xl:has-[>.aside]:grid-cols-[minmax(0,1fr)_24rem]">
            <Load
                remote=recent
                failed=tr!(dashboard.failed)
                loading=tr!(dashboard.loading)
                skeleton=|| view! { <CardsSkeleton cards=RECENT as usize /> }
                children=body
            />
            <Show when=move || wide.get()>
                <Alerts />
            </Show>
        </div>
        <ConnectWabaDialog open=connect_open on_connected=Callback::new(move |_| recent.refresh()) />
    }
}

/// Beside the numbers, and apart from them: the one may fail without the other.
#[component]
fn Alerts() -> impl IntoView {
    let alerts = use_org().alerts;
    let has_any = Memo::new(move |_| alerts.data.with(|page| page.as_ref().is_some_and(|page| !page.data.is_empty())));
    let error = move || alerts.error.get().filter(|_| alerts.data.with(Option::is_none));
    let failed = move || {
        error().map(|error| {
            let retry = Callback::new(move |()| alerts.reload());
            view! {
                <LoadError
                    title=tr!(dashboard.alerts_failed)
                    error
                    retry
                    retry_at=alerts.retry_at
                    pending=alerts.pending
                />
            }
        })
    };
    view! {
        <Show when=move || has_any.get() || error().is_some()>
            <div class="aside min-w-0">{live(failed)} <AlertsPanel /></div>
        </Show>
    }
}
