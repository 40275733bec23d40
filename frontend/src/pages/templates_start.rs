//! `/orgs/{org}/templates` goes on to the templates of the WABA used last; the frame of a WABA's pages of templates.

use clienthub_shared::id::WabaId;
use clienthub_shared::page::Page;
use clienthub_shared::waba::Waba;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;

use super::home::Go;
use super::not_found::NotFound;
use crate::layouts::header::set_crumbs;
use crate::state::org::use_org;
use crate::state::waba::{WabaContext, first_waba, read_wabas, templates_of};
use crate::tr;
use crate::ui::live::live;
use crate::ui::load::Load;
use crate::ui::panel::{Empty, PanelSkeleton};

#[component]
pub fn TemplatesStart() -> impl IntoView {
    set_crumbs(&[], tr!(templates.title));
    let org = use_org();
    let wabas = read_wabas(org);
    let body = move |page: Signal<Page<Waba>>| {
        let first = Memo::new(move |_| page.with(|page| first_waba(org, page)));
        live(move || match first.get() {
            Some(waba) => view! { <Go path=templates_of(org, &waba, "") /> }.into_any(),
            None => view! { <NoWaba /> }.into_any(),
        })
    };
    view! {
        <h1 class="mb-5">{tr!(templates.title)}</h1>
        <Load
            remote=wabas
            failed=tr!(templates.failed)
            loading=tr!(templates.loading)
            skeleton=|| view! { <PanelSkeleton rows=6 /> }
            children=body
        />
    }
}

/// Templates belong to a WABA: the way to connect one.
#[component]
fn NoWaba() -> impl IntoView {
    let accounts = use_org().path("/settings/whatsapp-accounts");
    view! {
        <Empty icon="layout-template" title=tr!(templates.no_waba) text=tr!(templates.no_waba_text)>
            <a class="btn btn-primary" href=accounts rel="external">{tr!(templates.to_accounts)}</a>
        </Empty>
    }
}

#[component]
pub fn TemplatesSection() -> impl IntoView {
    let params = use_params_map();
    let waba = Memo::new(move |_| params.with(|params| params.get("waba")?.parse::<WabaId>().ok()));
    live(move || match waba.get() {
        Some(waba) => {
            WabaContext::provide(&waba.to_string());
            view! { <Outlet /> }.into_any()
        }
        None => view! { <NotFound /> }.into_any(),
    })
}
