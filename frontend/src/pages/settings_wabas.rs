//! Settings, WhatsApp accounts: every WABA of the organisation with its token and its sync; connect, sync, replace the
//! token, disconnect.

use clienthub_shared::permission::Permission;
use clienthub_shared::waba::Waba;
use leptos::prelude::*;

use crate::api::{self, Answer};
use crate::components::connect_waba::{ConnectWabaButton, ConnectWabaDialog, Existing};
use crate::components::wabas::disconnect_dialog::DisconnectDialog;
use crate::components::wabas::row::{RowActions, WabaRow};
use crate::layouts::header::set_crumbs;
use crate::state::org::use_org;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::heading::PageHeading;
use crate::ui::live::{keyed, live};
use crate::ui::load::Load;
use crate::ui::panel::{Empty, PanelSkeleton};
use crate::ui::time::ticking;

#[component]
pub fn SettingsWabas() -> impl IntoView {
    set_crumbs(&[], tr!(settings.title));
    let org = use_org();
    let remote = Remote::new(move || {
        let org = org.id();
        async move { every_waba(&org).await }
    });
    org.stream.on_change(move |_| remote.refresh());
    let connect_open = RwSignal::new(false);
    let connect = Callback::new(move |()| connect_open.set(true));
    let refresh = Callback::new(move |_: Waba| remote.refresh());
    let refusal = org.refusal(Permission::NumbersManage);
    let skeleton = || {
        view! {
            <div class="grid gap-3">
                <PanelSkeleton rows=2 />
                <PanelSkeleton rows=2 />
            </div>
        }
    };
    let body = move |wabas: Signal<Vec<Waba>>| {
        let refusal = refusal.clone();
        let is_empty = Memo::new(move |_| wabas.with(Vec::is_empty));
        let nothing = move || {
            view! {
                <Empty icon="link" title=tr!(settings.empty) text=tr!(settings.empty_text)>
                    <ConnectWabaButton on_click=connect invites=true />
                </Empty>
            }
        };
        live(move || {
            if is_empty.get() {
                nothing().into_any()
            } else {
                view! { <List remote wabas refusal=refusal.clone() /> }.into_any()
            }
        })
    };
    view! {
        <PageHeading title=tr!(settings.title) hint=tr!(settings.hint)>
            <ConnectWabaButton on_click=connect />
        </PageHeading>
        <Load remote failed=tr!(settings.failed) loading=tr!(settings.loading) skeleton=skeleton children=body />
        <ConnectWabaDialog open=connect_open on_connected=refresh />
    }
}

/// All pages: an organisation with more than a hundred WABAs sees them all.
async fn every_waba(org: &str) -> Answer<Vec<Waba>> {
    let mut all = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = api::waba::list_wabas(org, cursor.as_deref()).await?;
        all.extend(page.data);
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return Ok(all),
        }
    }
}

#[component]
fn List(remote: Remote<Vec<Waba>>, wabas: Signal<Vec<Waba>>, refusal: Option<String>) -> impl IntoView {
    let now = Signal::from(ticking());
    let (replace_open, replaced) = (RwSignal::new(false), RwSignal::new(None::<Waba>));
    let (disconnect_open, disconnected) = (RwSignal::new(false), RwSignal::new(None::<Waba>));
    let actions = RowActions {
        // The answer is newer than the list: it is shown before the list is read again.
        synced: Callback::new(move |fresh: Waba| {
            remote.data.update(|wabas| {
                let row = wabas.iter_mut().flatten().find(|waba| waba.id == fresh.id);
                if let Some(row) = row {
                    *row = fresh;
                }
            });
        }),
        replace: Callback::new(move |waba| {
            replaced.set(Some(waba));
            replace_open.set(true);
        }),
        disconnect: Callback::new(move |waba| {
            disconnected.set(Some(waba));
            disconnect_open.set(true);
        }),
    };
    let refresh = Callback::new(move |_: Waba| remote.refresh());
    view! {
        <ul class="grid gap-3" aria-label=tr!(settings.list)>
            {keyed(
                move || wabas.get(),
                |waba| waba.id,
                move |waba| {
                    let refusal = refusal.clone();
                    view! { <WabaRow waba=row_signal(wabas, waba) now refusal actions /> }
                },
            )}
        </ul>
        // Kept by the WABA's id: another WABA is another dialog.
        {keyed(
            move || replaced.get(),
            |waba| waba.id,
            move |waba| {
                let existing = Existing { meta_id: waba.meta_id, name: waba.name };
                view! { <ConnectWabaDialog open=replace_open existing on_connected=refresh /> }
            },
        )}
        {keyed(
            move || disconnected.get(),
            |waba| waba.id,
            move |waba| {
                view! { <DisconnectDialog open=disconnect_open waba on_done=Callback::new(move |()| remote.refresh()) /> }
            },
        )}
    }
}

/// The row of one WABA; it keeps its last value while the list no longer has it.
fn row_signal(wabas: Signal<Vec<Waba>>, first: Waba) -> Signal<Waba> {
    let id = first.id;
    Memo::new(move |before: Option<&Waba>| {
        let found = wabas.with(|wabas| wabas.iter().find(|waba| waba.id == id).cloned());
        found.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    })
    .into()
}
