//! One WABA in the settings: what it is, its token, its sync, and what may be done with it.

use clienthub_shared::status::WabaStatus;
use clienthub_shared::waba::{TokenState, Waba};
use leptos::prelude::*;

use super::restrictions::Restrictions;
use super::sync_button::SyncButton;
use super::sync_facts::sync_facts;
use super::token_facts::token_facts;
use crate::api::ApiError;
use crate::components::number_details::fact::{Part, Parts};
use crate::components::number_details::live::LiveBadge;
use crate::state::org::use_org;
use crate::ui::button::Button;
use crate::ui::copy::CopyId;
use crate::ui::form::FailureNotice;
use crate::ui::live::live;
use crate::words::waba;
use crate::{tr, tr_count};

/// What a row asks its page for.
#[derive(Clone, Copy)]
pub struct RowActions {
    pub synced: Callback<Waba>,
    pub replace: Callback<Waba>,
    pub disconnect: Callback<Waba>,
}

#[component]
pub fn WabaRow(
    waba: Signal<Waba>,
    now: Signal<f64>,
    /// Why the person may not manage WABAs.
    refusal: Option<String>,
    actions: RowActions,
) -> impl IntoView {
    let failure = RwSignal::new(None::<ApiError>);
    let heading = crate::ui::unique_id("waba");
    let name = Memo::new(move |_| waba.with(|waba| waba.name.clone()));
    let status = Signal::derive(move || waba::status(waba.with(|waba| waba.status)));
    let (id, meta_id) = waba.with_untracked(|waba| (waba.id, waba.meta_id.clone()));
    let copy_label = tr!(settings.copy_meta_id, waba = name.get_untracked());
    let numbers = move || {
        let count = waba.with(|waba| waba.number_count);
        tr_count!(count, numbers.total)
    };
    let href = use_org().path(&format!("/numbers?waba={id}"));
    let token = Signal::derive(move || waba.with(|waba| token_facts(&waba.token)));
    let sync = Signal::derive(move || waba.with(sync_facts));
    let refused = move || failure.get().map(|failure| view! { <FailureNotice failure reads=true /> });
    view! {
        <li class="panel grid gap-4 p-4 sm:px-5" aria-labelledby=heading.clone()>
            <div class="grid gap-x-6 gap-y-4 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1.3fr)_minmax(0,1fr)_auto]">
                <div class="grid content-start justify-items-start gap-1">
                    <h2 id=heading.clone() class="break-words">{live(move || name.get())}</h2>
                    <LiveBadge badge=status />
                    <span class="flex items-center gap-1 text-sm">
                        <CopyId id=meta_id label=copy_label />
                    </span>
                    <a class="link hit text-sm" href=href>{live(numbers)}</a>
                </div>
                <Titled title=tr!(settings.token) parts=token />
                <Titled title=tr!(settings.last_sync) parts=sync />
                <div class="flex flex-wrap content-start gap-2 lg:w-40 lg:flex-col lg:flex-nowrap">
                    <SyncButton waba now failure on_synced=actions.synced />
                    <Manage waba refusal actions />
                </div>
            </div>
            <div class="empty:hidden">{live(refused)}</div>
            <Restrictions waba class="grid gap-2" />
        </li>
    }
}

#[component]
fn Titled(title: &'static str, parts: Signal<Vec<Part>>) -> impl IntoView {
    view! {
        <div class="grid content-start gap-1.5">
            <h3 class="text-xs font-medium text-muted">{title}</h3>
            <Parts parts />
        </div>
    }
}

#[component]
fn Manage(waba: Signal<Waba>, refusal: Option<String>, actions: RowActions) -> impl IntoView {
    let state = Memo::new(move |_| waba.with(|waba| (waba.token.state, waba.status == WabaStatus::Disconnected)));
    let replace = Callback::new(move |()| actions.replace.run(waba.get_untracked()));
    let disconnect = Callback::new(move |()| actions.disconnect.run(waba.get_untracked()));
    live(move || {
        let (token, disconnected) = state.get();
        let (class, text) = match token {
            TokenState::Valid => ("btn-sm lg:w-full", tr!(settings.replace)),
            TokenState::Expiring | TokenState::Expired | TokenState::Refused => {
                ("btn-sm btn-soft btn-primary lg:w-full", tr!(settings.replace))
            }
            TokenState::Missing => ("btn-sm btn-soft btn-primary lg:w-full", tr!(settings.reconnect)),
        };
        let gone = disconnected && token == TokenState::Missing;
        let no_disconnect = refusal.clone().or_else(|| gone.then(|| tr!(settings.is_disconnected).to_owned()));
        view! {
            <Button class text blocked=Signal::stored(refusal.clone()) on_click=replace />
            <Button
                class="btn-sm btn-outline btn-error lg:w-full"
                text=tr!(settings.disconnect)
                blocked=Signal::stored(no_disconnect)
                on_click=disconnect
            />
        }
    })
}
