//! A number: the frame that all its tabs share (read once, followed live), and the tab *Details*. The other tab is
//! `number_activity.rs`.

use std::time::Duration;

use clienthub_shared::health::Health;
use clienthub_shared::id::NumberId;
use clienthub_shared::number::NumberDetails;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::stream::{RESYNC, StreamEvent};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;

use super::not_found::NotFound;
use crate::api;
use crate::components::number_details::channel::ChannelPanel;
use crate::components::number_details::fact::{Fact, Facts, Part};
use crate::components::number_details::header::{HeaderSkeleton, NumberHeader, NumberTabs};
use crate::components::number_details::health::HealthPanel;
use crate::components::number_details::readiness::ReadinessPanel;
use crate::components::number_details::section_nav::SectionNav;
use crate::components::number_details::stale::StaleAtMeta;
use crate::components::number_details::waba::WabaPanel;
use crate::layouts::header::set_crumbs;
use crate::state::org::use_org;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::form::{FormFailure, FormState};
use crate::ui::live::{Show, effect, live};
use crate::ui::load::Load;
use crate::ui::panel::{Panel, PanelSkeleton};
use crate::ui::toast::Toasts;

/// The number whose page is open, for its tabs.
#[derive(Clone, Copy)]
pub struct NumberContext {
    pub id: NumberId,
    pub details: Signal<NumberDetails>,
    /// Takes the answer to a change of it.
    pub changed: Callback<NumberDetails>,
}

impl NumberContext {
    /// Something happened to the number or to its WABA.
    pub fn concerns(self, events: &[StreamEvent]) -> bool {
        let waba = self.details.with_untracked(|d| d.waba_details.id.to_string());
        events.iter().any(|event| concerns(event, self.id) || event.id == waba)
    }
}

fn concerns(event: &StreamEvent, id: NumberId) -> bool {
    event.kind == RESYNC || event.id == id.to_string()
}

#[component]
pub fn NumberPage() -> impl IntoView {
    let params = use_params_map();
    let wanted = Memo::new(move |_| {
        let text = params.with(|params| params.get("number"));
        text.and_then(|text| text.parse::<NumberId>().ok())
    });
    live(move || match wanted.get() {
        Some(id) => view! { <OneNumber id /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    })
}

#[component]
fn OneNumber(id: NumberId) -> impl IntoView {
    let org = use_org();
    set_crumbs(&[(tr!(nav.numbers), org.path("/numbers"))], tr!(details.crumb));
    let remote = Remote::new(move || {
        let org = org.id();
        async move { api::number::get_number(&org, &id.to_string()).await }
    });
    org.stream.on_change(move |events| {
        let waba = remote.data.with_untracked(|data| data.as_ref().map(|d| d.waba_details.id.to_string()));
        if events.iter().any(|event| concerns(event, id) || Some(&event.id) == waba.as_ref()) {
            remote.refresh();
        }
    });
    let missing = Memo::new(move |_| {
        remote.error.with(|error| error.as_ref().is_some_and(|error| error.is(ErrorCode::NotFound)))
    });
    let skeleton = || {
        view! {
            <HeaderSkeleton />
            <div class="grid gap-4">
                <PanelSkeleton rows=2 />
                <PanelSkeleton rows=6 />
            </div>
        }
    };
    view! {
        <Show when=move || !missing.get() fallback=|| view! { <NotFound /> }>
            <div class="mx-auto max-w-[80rem]">
                <Load
                    remote
                    failed=tr!(details.failed)
                    loading=tr!(details.loading)
                    skeleton=skeleton
                    children=move |details| view! { <Frame id remote details /> }
                />
            </div>
        </Show>
    }
}

/// The hub reads a number that often.
const SYNC_PAUSE: Duration = Duration::from_secs(30);

#[component]
fn Frame(id: NumberId, remote: Remote<NumberDetails>, details: Signal<NumberDetails>) -> impl IntoView {
    let org = use_org();
    let toasts: Toasts = expect_context();
    let changed = Callback::new(move |fresh| remote.put(fresh));
    provide_context(NumberContext { id, details, changed });
    let form = FormState::new(&[]);
    let pauses = RwSignal::new(false);
    let sync = Callback::new(move |()| {
        let org = org.id();
        form.submit(
            async move { api::number::sync_number(&org, &id.to_string()).await },
            move |fresh: NumberDetails| {
                toasts.say(Tone::Ok, tr!(details.sync_done, number = fresh.number.display_name.as_str()));
                remote.put(fresh);
                pauses.set(true);
                let go_on = move || {
                    let _ = pauses.try_set(false);
                };
                set_timeout(go_on, SYNC_PAUSE);
            },
        );
    });
    view! {
        <NumberHeader details syncing=form.pending pauses sync />
        <div class="mt-3 empty:hidden"><FormFailure state=form reads=true /></div>
        <NumberTabs base=org.path(&format!("/numbers/{id}")) />
        <StaleAtMeta details />
        <Outlet />
    }
}

#[component]
pub fn NumberDetailsPage() -> impl IntoView {
    let org = use_org();
    let number: NumberContext = expect_context();
    let details = number.details;
    let name = Memo::new(move |_| details.with(|d| d.number.display_name.clone()));
    effect(move || set_crumbs(&[(tr!(nav.numbers), org.path("/numbers"))], &name.get()));
    // Asking for the health makes the hub ask Meta when its own answer is old.
    let asked = Remote::new(move || {
        let org = org.id();
        async move { api::number::get_health(&org, &number.id.to_string()).await }
    });
    org.stream.on_change(move |events| {
        if number.concerns(events) {
            asked.refresh();
        }
    });
    let health = Signal::derive(move || {
        let known = details.with(|d| d.health.clone());
        asked.data.get().map_or(known.clone(), |asked| newer(asked, known))
    });
    view! {
        <div class="mt-5 grid gap-6 xl:grid-cols-[10.5rem_minmax(0,1fr)]">
            <SectionNav details />
            <div class="grid min-w-0 gap-4">
                <ReadinessPanel details />
                <AccountPanel details />
                <ChannelPanel details changed=number.changed />
                <HealthPanel health failure=asked.error retry=Callback::new(move |()| asked.refresh()) />
                <WabaPanel details />
            </div>
        </div>
    }
}

fn newer(a: Health, b: Health) -> Health {
    if b.checked_at > a.checked_at { b } else { a }
}

#[component]
fn AccountPanel(details: Signal<NumberDetails>) -> impl IntoView {
    let facts = move || {
        let account = details.with(|d| d.account.clone());
        let email = match account.contact_email {
            Some(email) => Part::Text(email),
            None => Part::Muted(tr!(details.no_email).to_owned()),
        };
        vec![
            Fact::new(tr!(details.organisation), [Part::Text(account.organisation)]),
            Fact::new(tr!(details.contact_email), [email]),
        ]
    };
    view! {
        <Panel title=tr!(details.account) id="account">
            <Facts facts=Signal::derive(facts) />
        </Panel>
    }
}
