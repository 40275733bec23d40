//! One template: where it stands, what it says, its versions and everything that happened to it.

use clienthub_shared::id::TemplateId;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::details::TemplateDetails;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::not_found::NotFound;
use super::templates_list::concerns_templates;
use crate::api;
use crate::components::template_details::content::Content;
use crate::components::template_details::facts::FactsPanel;
use crate::components::template_details::header::TemplateHeader;
use crate::components::template_details::notices::Notices;
use crate::components::template_details::timeline::Timeline;
use crate::components::template_details::versions::Versions;
use crate::components::templates::acts::TemplateActs;
use crate::components::templates::copy_dialog::CopyDialog;
use crate::components::templates::delete_dialog::DeleteDialog;
use crate::components::templates::discard_dialog::DiscardDialog;
use crate::layouts::header::set_crumbs;
use crate::state::remote::Remote;
use crate::state::way::use_visit;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::form::{FormFailure, FormState};
use crate::ui::live::{Show, effect, live};
use crate::ui::load::Load;
use crate::ui::panel::PanelSkeleton;
use crate::ui::toast::Toasts;

#[component]
pub fn TemplatePage() -> impl IntoView {
    let params = use_params_map();
    let wanted = Memo::new(move |_| {
        let text = params.with(|params| params.get("template"));
        text.and_then(|text| text.parse::<TemplateId>().ok())
    });
    live(move || match wanted.get() {
        Some(id) => view! { <OneTemplate id /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    })
}

#[component]
fn OneTemplate(id: TemplateId) -> impl IntoView {
    let acts = TemplateActs::provide();
    let waba = acts.waba;
    let name = StoredValue::new(id.to_string());
    set_crumbs(&[(tr!(templates.title), waba.path(""))], tr!(template_details.crumb));
    let remote = Remote::new(move || api::template::get_template(waba, name.get_value()));
    waba.org.stream.on_change(move |events| {
        // Another language of the family changes the chips.
        if events.iter().any(concerns_templates) {
            remote.refresh();
        }
    });
    let missing = Memo::new(move |_| {
        remote.error.with(|error| error.as_ref().is_some_and(|error| error.is(ErrorCode::NotFound)))
    });
    let skeleton = || {
        view! {
            <div class="grid gap-4">
                <div class="skeleton h-7 w-56"></div>
                <div class="skeleton h-5 w-72"></div>
                <PanelSkeleton rows=5 />
            </div>
        }
    };
    view! {
        <Show when=move || !missing.get() fallback=|| view! { <NotFound /> }>
            <div class="mx-auto max-w-[80rem]">
                <Load
                    remote
                    failed=tr!(template_details.failed)
                    loading=tr!(template_details.loading)
                    skeleton=skeleton
                    children=move |details| view! { <Frame id=name remote details /> }
                />
            </div>
        </Show>
        <Deleted remote />
        <CopyDialog />
    }
}

/// After the last of it is gone there is nothing to look at; a template at Meta goes on being shown until Meta has deleted it.
#[component]
fn Deleted(remote: Remote<TemplateDetails>) -> impl IntoView {
    let acts: TemplateActs = expect_context();
    let visit = use_visit();
    let list = acts.waba.path("");
    let gone = Callback::new(move |()| {
        if remote.data.with_untracked(|details| details.as_ref().is_some_and(|one| one.meta_id.is_some())) {
            remote.refresh();
        } else {
            visit(&list);
        }
    });
    view! { <DeleteDialog on_deleted=gone /> }
}

#[component]
fn Frame(id: StoredValue<String>, remote: Remote<TemplateDetails>, details: Signal<TemplateDetails>) -> impl IntoView {
    let acts: TemplateActs = expect_context();
    let waba = acts.waba;
    let toasts: Toasts = expect_context();
    let crumb = Memo::new(move |_| details.with(|one| one.name.clone()));
    effect(move || set_crumbs(&[(tr!(templates.title), waba.path(""))], &crumb.get()));
    let version = Memo::new(move |_| details.with(|one| one.version));
    let syncing = FormState::new(&[]);
    let sync = Callback::new(move |()| {
        syncing.submit(api::template::sync_template(waba, id.get_value()), move |fresh: TemplateDetails| {
            toasts.say(Tone::Ok, tr!(template_details.sync_done, name = fresh.name.as_str()));
            remote.put(fresh);
        });
    });
    let discarding = RwSignal::new(false);
    let lifting = FormState::new(&[]);
    let unpause = Callback::new(move |()| {
        lifting.submit(api::template::unpause_template(waba, id.get_value()), move |fresh: TemplateDetails| {
            toasts.say(Tone::Ok, tr!(template_details.unpaused, name = fresh.name.as_str()));
            remote.put(fresh);
        });
    });
    view! {
        <TemplateHeader details syncing=syncing.pending sync discard=Callback::new(move |()| discarding.set(true)) />
        <div class="mt-3 empty:hidden"><FormFailure state=syncing reads=true /></div>
        <Notices details form=lifting unpause />
        <div class="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <div class="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 max-lg:order-2">
                <FactsPanel details />
                <Versions id version />
                <Timeline id version />
            </div>
            <div class="min-w-0 lg:sticky lg:top-18">
                <Content details />
            </div>
        </div>
        <DiscardDialog
            open=discarding
            base=Signal::stored(waba.base())
            id=Signal::stored(id.get_value())
            on_discarded=Callback::new(move |fresh| remote.put(fresh))
        />
    }
}
