//! Beside the panels on wide pages: links to them; the one that is being read is marked.

use clienthub_shared::number::NumberDetails;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::intl;
use crate::tr;
use crate::ui::live::{bound, live};
use crate::ui::time::track_minute;

/// (id of the panel, its short name), in the order of the page.
pub fn sections() -> [(&'static str, &'static str); 4] {
    [
        ("account", tr!(details.account)),
        ("channel", tr!(details.channel)),
        ("health", tr!(details.health)),
        ("waba", tr!(details.waba_short)),
    ]
}

#[component]
pub fn SectionNav(details: Signal<NumberDetails>) -> impl IntoView {
    let here = RwSignal::new(sections()[0].0);
    let follow = window_event_listener_untyped("scroll", move |_| {
        let now = section_in_view();
        if here.try_get_untracked().is_some_and(|here| here != now) {
            let _ = here.try_set(now);
        }
    });
    on_cleanup(move || follow.remove());
    let synced = move || {
        track_minute();
        match details.with(|d| d.number.synced_at) {
            Some(at) => tr!(details.synced, age = intl::relative(&at)),
            None => tr!(details.never_synced).to_owned(),
        }
    };
    let link = move |(id, text): (&'static str, &'static str)| {
        let current = move || here.get() == id;
        let class = move || {
            if current() {
                "-ml-px block border-l-2 border-primary py-1 pl-3 font-semibold"
            } else {
                "-ml-px block border-l-2 border-transparent py-1 pl-3 text-muted hover:text-base-content"
            }
        };
        view! {
            <li>
                <a href=format!("#{id}") class=bound(class) aria-current=bound(move || current().then_some("location"))>
                    {text}
                </a>
            </li>
        }
    };
    view! {
        <nav class="sticky top-20 hidden self-start xl:block" aria-label=tr!(details.on_this_page)>
            <ul class="grid gap-0.5 border-l border-line text-sm">
                {sections().into_iter().map(link).collect_view()}
            </ul>
            <p class="mt-4 pl-3 text-xs text-muted">{live(synced)}</p>
        </nav>
    }
}

/// The last panel whose head has passed the upper third of the window; at the end of the page, the last of all.
fn section_in_view() -> &'static str {
    let window = window();
    let top = window.scroll_y().unwrap_or_default();
    let height = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let whole = document().document_element().map_or(0.0, |root| f64::from(root.scroll_height()));
    let ids = sections().map(|(id, _)| id);
    if top > 0.0 && top + height >= whole - 2.0 {
        return ids[ids.len() - 1];
    }
    let passed = |id: &&&'static str| {
        let panel = document().get_element_by_id(id).and_then(|panel| panel.dyn_into::<HtmlElement>().ok());
        panel.is_some_and(|panel| f64::from(panel.offset_top()) <= top + height / 3.0)
    };
    ids.iter().rev().find(passed).copied().unwrap_or(ids[0])
}
