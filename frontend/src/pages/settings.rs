//! Settings: its tabs over the page that is open.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use super::home::Go;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::tabs::Tabs;

#[component]
pub fn SettingsPage() -> impl IntoView {
    let org = use_org();
    let tabs = vec![
        (org.path("/settings/whatsapp-accounts"), tr!(settings.title)),
        (org.path("/settings/tokens"), tr!(tokens.title)),
        (org.path("/settings/profile"), tr!(profile.title)),
    ];
    view! {
        <div class="mx-auto max-w-[80rem]">
            <div class="-mt-2 lg:-mt-4"><Tabs label=tr!(nav.settings) tabs /></div>
            <div class="mt-5"><Outlet /></div>
        </div>
    }
}

/// `/settings` alone: the first tab.
#[component]
pub fn SettingsStart() -> impl IntoView {
    view! { <Go path=use_org().path("/settings/whatsapp-accounts") /> }
}
