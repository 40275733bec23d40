//! Title of the list: which WABA, how many templates of how many, when they were synced; sync, import and export, library, add.

use clienthub_shared::page::Page;
use clienthub_shared::template::family::TemplateSummary;
use clienthub_shared::waba::Waba;
use leptos::prelude::*;

use super::acts::use_acts;
use super::export::export;
use super::items::{ChangeItem, ChangeRefusal};
use super::sync::SyncButton;
use crate::intl;
use crate::state::remote::Remote;
use crate::state::waba::{WabaContext, templates_of};
use crate::ui::button::Button;
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::ui::menu::{Menu, MenuItem, MenuLink};
use crate::ui::time::track_minute;
use crate::ui::toast::Toasts;
use crate::{tr, tr_count};

#[component]
pub fn Heading(
    summary: Remote<TemplateSummary>,
    /// Opens the import.
    import: Callback<()>,
) -> impl IntoView {
    let acts = use_acts();
    let waba = acts.waba;
    let said = move || {
        track_minute();
        summary.data.with(|summary| summary.as_ref().map(sentence))
    };
    view! {
        <div class="mb-5 flex flex-wrap items-center gap-x-4 gap-y-3">
            <div class="min-w-0 grow">
                <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                    <h1>{tr!(templates.title)}</h1>
                    <WabaPicker waba />
                </div>
                <p class="hint mt-1 min-h-[1.1875rem] tabular">{live(said)}</p>
            </div>
            <div class="flex flex-wrap gap-2 max-sm:w-full">
                <SyncButton summary />
                <More import />
                <LibraryLink />
                <AddTemplate />
            </div>
        </div>
    }
}

/// "8 families, 22 of 250 templates used · synced with Meta 14:19".
fn sentence(summary: &TemplateSummary) -> String {
    let families = tr_count!(summary.families, templates.families);
    let used = intl::number(summary.used);
    let counts = match summary.limit {
        Some(limit) => tr!(templates.used_of, families = families, used = used, limit = intl::number(limit)),
        None => tr!(templates.used, families = families, used = used),
    };
    let synced = match summary.synced_at {
        Some(at) => tr!(templates.synced, time = intl::clock_or_day(&at)),
        None => tr!(templates.never_synced).to_owned(),
    };
    format!("{counts} · {synced}")
}

/// The name alone when there is nothing to choose.
#[component]
fn WabaPicker(waba: WabaContext) -> impl IntoView {
    let others = Memo::new(move |_| {
        let pair = |waba: &Waba| (waba.id.to_string(), waba.name.clone());
        let pairs = |page: &Page<Waba>| page.data.iter().map(pair).collect::<Vec<_>>();
        waba.wabas.data.with(|page| page.as_ref().map(pairs).unwrap_or_default())
    });
    let name = Memo::new(move |_| waba.name());
    let label = Signal::derive(move || tr!(templates.waba, name = name.get()));
    let links = move || {
        let current = waba.id();
        others
            .get()
            .into_iter()
            .map(|(id, name)| {
                let here = Signal::stored(id == current);
                view! {
                    <MenuLink href=templates_of(waba.org, &id, "") current=here>
                        <Icon name="building-2" class="text-muted" />
                        {name}
                    </MenuLink>
                }
            })
            .collect_view()
    };
    live(move || {
        if others.with(Vec::len) < 2 {
            return view! { <span class="text-muted">{live(move || name.get())}</span> }.into_any();
        }
        view! {
            <Menu
                label=label
                button_class="btn min-w-0 max-w-full"
                place="top-full mt-1 left-0 min-w-56"
                trigger=move || {
                    view! {
                        <Icon name="building-2" class="text-muted" />
                        <span class="truncate">{live(move || name.get())}</span>
                        <Icon name="chevrons-up-down" class="size-3.5 text-muted" />
                    }
                }
            >
                {links()}
            </Menu>
        }
        .into_any()
    })
}

#[component]
fn More(import: Callback<()>) -> impl IntoView {
    let acts = use_acts();
    let toasts: Toasts = expect_context();
    let export_all = Callback::new(move |()| export(acts.waba, toasts, Vec::new()));
    view! {
        <Menu
            label=tr!(templates.more)
            button_class="btn btn-square"
            place="top-full mt-1 right-0 min-w-52"
            trigger=|| view! { <Icon name="ellipsis" /> }
        >
            <ChangeItem icon="upload" text=tr!(templates.import) on_select=import />
            <MenuItem on_select=export_all>
                <Icon name="download" />
                {tr!(templates.export_all)}
            </MenuItem>
            <ChangeRefusal />
        </Menu>
    }
}

#[component]
pub fn LibraryLink() -> impl IntoView {
    let href = use_acts().waba.path("/library");
    view! {
        <a class="btn max-sm:grow" href=href>
            <Icon name="library" />
            {tr!(templates.library)}
        </a>
    }
}

/// A link, unless it may not be used.
#[component]
pub fn AddTemplate() -> impl IntoView {
    let acts = use_acts();
    live(move || {
        if acts.refusal.with(Option::is_some) {
            return view! { <Button class="btn-primary max-sm:grow" icon="plus" text=tr!(templates.add) blocked=acts.refusal /> }
                .into_any();
        }
        view! {
            <a class="btn btn-primary max-sm:grow" href=acts.waba.path("/new")>
                <Icon name="plus" />
                {tr!(templates.add)}
            </a>
        }
        .into_any()
    })
}
