//! The bar above a page: where one is, the organisation, language, theme, and who is signed in.

use leptos::prelude::*;

use super::controls::{LanguageMenu, ThemeToggle};
use crate::intl;
use crate::state::org::use_org;
use crate::state::session::Session;
use crate::state::way::leaves;
use crate::tr;
use crate::ui::icon::{Icon, Mark};
use crate::ui::live::live;
use crate::ui::menu::{Menu, MenuItem, MenuLink};
use crate::words::role;

#[derive(Clone, PartialEq)]
pub struct Crumb {
    text: String,
    href: Option<String>,
}

#[derive(Clone, Copy)]
pub struct Crumbs(RwSignal<Vec<Crumb>>);

impl Crumbs {
    pub fn provide() {
        provide_context(Self(RwSignal::default()));
    }
}

/// Says where the page is: the pages above it (text, address), then itself. Also the tab's title.
pub fn set_crumbs(above: &[(&str, String)], here: &str) {
    let Crumbs(crumbs) = expect_context();
    let above = above.iter().map(|(text, href)| Crumb { text: (*text).to_owned(), href: Some(href.clone()) });
    let here_crumb = Crumb { text: here.to_owned(), href: None };
    crumbs.set(above.chain([here_crumb]).collect());
    crate::ui::set_title(here);
}

#[component]
pub fn Header() -> impl IntoView {
    let org = use_org();
    let Crumbs(crumbs) = expect_context();
    let home = org.path("/dashboard");
    let trail = move || {
        crumbs
            .get()
            .into_iter()
            .map(|crumb| match crumb.href {
                Some(href) => view! { <li><a href=href>{crumb.text}</a></li> }.into_any(),
                None => view! { <li class="text-base-content" aria-current="page">{crumb.text}</li> }.into_any(),
            })
            .collect_view()
    };
    view! {
        <header class="sticky top-0 z-20 flex h-14 items-center gap-1 border-b border-line bg-base-200 px-4 lg:px-6">
            <a href=home.clone() class="hit mr-1 lg:hidden" aria-label=tr!(shell.home)>
                <Mark class="size-8 flex-none" />
            </a>
            <nav class="breadcrumbs hidden lg:block" aria-label=tr!(shell.breadcrumb)>
                <ul>{live(trail)}</ul>
            </nav>
            <div class="ml-auto flex min-w-0 items-center gap-1 max-lg:ml-0 max-lg:grow">
                <OrgSwitch />
                <span class="mx-1 hidden h-5 w-px bg-line lg:block"></span>
                <div class="hidden lg:block"><LanguageMenu /></div>
                <div class="max-lg:ml-auto"><ThemeToggle /></div>
                <Profile />
            </div>
        </header>
    }
}

/// The name alone when there is nothing to switch to.
#[component]
fn OrgSwitch() -> impl IntoView {
    let org = use_org();
    let session: Session = expect_context();
    let here = org.membership();
    let all = session.me().map(|me| me.organisations).unwrap_or_default();
    if all.len() < 2 {
        return view! {
            <span class="flex min-w-0 items-center gap-2 px-2 text-sm font-medium">
                <Icon name="building-2" class="text-muted" />
                <span class="truncate">{here.name}</span>
            </span>
        }
        .into_any();
    }
    let name = here.name.clone();
    let trigger = move || {
        view! {
            <Icon name="building-2" class="text-muted" />
            <span class="truncate">{name.clone()}</span>
            <Icon name="chevrons-up-down" class="size-3.5 text-muted" />
        }
    };
    let here_id = here.id;
    let links = move || {
        all.iter()
            .map(|org| {
                let (id, text) = (org.id, org.name.clone());
                let current = Signal::stored(id == here_id);
                let href = format!("/orgs/{id}/dashboard");
                view! {
                    <MenuLink external=leaves(&href) href current=current>
                        <Icon name="building-2" class="text-muted" />
                        {text}
                    </MenuLink>
                }
            })
            .collect_view()
    };
    view! {
        <Menu
            label=tr!(shell.organisation, name = here.name.clone())
            button_class="btn btn-ghost min-w-0 max-w-full px-2"
            place="top-full mt-1 left-0 lg:left-auto lg:right-0 min-w-56"
            trigger=trigger
        >
            {links()}
        </Menu>
    }
    .into_any()
}

#[component]
fn Profile() -> impl IntoView {
    let org = use_org();
    let session: Session = expect_context();
    let user = Memo::new(move |_| session.me().map(|me| (me.user.name, me.user.email)).unwrap_or_default());
    let name = Signal::derive(move || user.with(|(name, _)| tr!(shell.profile, name = name.as_str())));
    let role = org.membership().role.map_or_else(|| tr!(shell.operator), role::label);
    let settings = org.path("/settings/profile");
    let sign_out = Callback::new(move |()| session.leave());
    let head = move || {
        let (name, email) = user.get();
        view! {
            <span class="font-semibold">{name}</span>
            <span class="text-muted">{email}</span>
            <span class="text-muted">{role}</span>
        }
    };
    view! {
        <Menu
            label=name
            button_class="btn btn-ghost btn-square"
            place="top-full mt-1 right-0 min-w-60"
            trigger=move || {
                view! {
                    <span class="grid size-7 place-items-center rounded-full bg-primary text-xs font-semibold text-primary-content">
                        {live(move || user.with(|(name, _)| initials(name)))}
                    </span>
                }
            }
        >
            <li role="none" class="pointer-events-none border-b border-line pb-2 mb-1">
                <div class="flex flex-col items-start gap-0 px-3 py-1.5">{live(head)}</div>
            </li>
            <MenuLink external=leaves(&settings) href=settings.clone()>
                <Icon name="user-round" />
                {tr!(profile.title)}
            </MenuLink>
            <MenuItem on_select=sign_out>
                <Icon name="log-out" />
                {tr!(shell.sign_out)}
            </MenuItem>
        </Menu>
    }
}

/// "ML" of "Mara Lindt".
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    intl::upper(&first.into_iter().chain(last).collect::<String>())
}
