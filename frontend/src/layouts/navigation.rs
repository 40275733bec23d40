//! The main menu: at the side of wide windows, a dock at the bottom of narrow ones. Only what exists.

use clienthub_shared::program::Program;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::controls::LanguageItems;
use crate::intl;
use crate::state::org::use_org;
use crate::ui::icon::{Icon, Mark};
use crate::ui::live::live;
use crate::ui::menu::{Menu, MenuLink};
use crate::{tr, tr_count};

struct Item {
    text: &'static str,
    icon: &'static str,
    href: String,
    /// Pages under this path belong to the item.
    under: String,
}

fn items() -> [Item; 4] {
    let org = use_org();
    [
        Item {
            text: tr!(nav.dashboard),
            icon: "layout-dashboard",
            href: org.path("/dashboard"),
            under: org.path("/dashboard"),
        },
        Item { text: tr!(nav.numbers), icon: "smartphone", href: org.path("/numbers"), under: org.path("/numbers") },
        Item {
            text: tr!(nav.templates),
            icon: "layout-template",
            href: org.path("/templates"),
            under: org.path("/templates"),
        },
        Item {
            text: tr!(nav.settings),
            icon: "settings",
            href: org.path("/settings/whatsapp-accounts"),
            under: org.path("/settings"),
        },
    ]
}

fn current(under: String) -> impl Fn() -> Option<&'static str> {
    let path = use_location().pathname;
    // The pages of templates lie under their WABA too, and all of them in programs of their own.
    let templates = Program::of(&under) == Program::Templates;
    move || {
        let here = |path: &String| {
            if templates { Program::of(path) != Program::Hub } else { path.starts_with(&under) }
        };
        path.with(here).then_some("page")
    }
}

#[component]
pub fn Sidebar() -> impl IntoView {
    let home = use_org().path("/dashboard");
    let rows = items().into_iter().map(|item| {
        let numbers = item.icon == "smartphone";
        view! {
            <li>
                <a class="nav-item" href=item.href aria-current=current(item.under)>
                    <Icon name=item.icon class="size-[1.125rem]" />
                    {item.text}
                    {numbers.then(|| view! { <NeedYou /> })}
                </a>
            </li>
        }
    });
    view! {
        <aside class="sticky top-0 hidden h-dvh flex-col gap-1 px-3 pb-4 lg:flex">
            <a
                href=home.clone()
                class="flex h-14 items-center gap-2.5 px-2 text-lg font-semibold tracking-tight"
            >
                <Mark class="size-7 flex-none" />
                "Clienthub"
            </a>
            <nav aria-label=tr!(nav.main)>
                <ul class="grid gap-0.5">{rows.collect_view()}</ul>
            </nav>
            <p class="mt-auto px-2.5 text-xs text-muted">
                "Clienthub " {env!("CARGO_PKG_VERSION")} " · "
                <a class="link" href="/api/docs" rel="external">{tr!(nav.api_docs)}</a>
            </p>
        </aside>
    }
}

/// How many numbers need the person, beside the menu's word.
#[component]
fn NeedYou() -> impl IntoView {
    let org = use_org();
    live(move || {
        let count = org.counts.data.with(|counts| counts.map_or(0, |counts| counts.client));
        (count > 0).then(|| {
            view! {
                <span class="ml-auto rounded-full bg-act-soft px-1.5 text-xs font-semibold text-act">
                    <span aria-hidden="true">{intl::number(count)}</span>
                    <span class="sr-only">{tr_count!(count, nav.need_you)}</span>
                </span>
            }
        })
    })
}

#[component]
pub fn Dock() -> impl IntoView {
    let rows = items().into_iter().map(|item| {
        view! {
            <a href=item.href aria-current=current(item.under)>
                <Icon name=item.icon class="size-5" />
                <span class="dock-label">{item.text}</span>
            </a>
        }
    });
    view! {
        <nav class="dock z-30 lg:hidden" aria-label=tr!(nav.main)>
            {rows.collect_view()}
            <div id="more">
                <Menu
                    label=tr!(nav.more)
                    button_class="flex h-full w-full cursor-pointer flex-col items-center justify-center gap-px px-6"
                    place="bottom-full mb-3 right-0 min-w-56 text-sm"
                    trigger=|| view! { <Icon name="menu" class="size-5" /><span class="dock-label">{tr!(nav.more)}</span> }
                >
                    <LanguageItems />
                    <li class="my-1 h-px bg-line p-0" role="separator"></li>
                    <MenuLink href="/api/docs" external=true>
                        <Icon name="external-link" />
                        {tr!(nav.api_docs)}
                    </MenuLink>
                </Menu>
            </div>
        </nav>
    }
}
