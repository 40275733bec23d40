//! Tabs that are links: each is a page of its own. In narrow windows they scroll in their own box.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::ui::live::bound;

#[component]
pub fn Tabs(
    /// What the tabs are of, for screen readers.
    label: &'static str,
    /// Address and text.
    tabs: Vec<(String, &'static str)>,
) -> impl IntoView {
    let path = use_location().pathname;
    let tab = |(href, text): (String, &'static str)| {
        let here = href.clone();
        let current = move || path.with(|path| path.trim_end_matches('/') == here).then_some("page");
        view! {
            <a class="tab whitespace-nowrap" href=href aria-current=bound(current)>
                {text}
            </a>
        }
    };
    view! {
        <nav class="tabs -mx-4 px-4 lg:mx-0 lg:px-0" aria-label=label>
            {tabs.into_iter().map(tab).collect_view()}
        </nav>
    }
}
