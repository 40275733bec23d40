//! Ways from page to page. A page of another program (decision 0008) is loaded by the browser, not by the router.

use clienthub_shared::program::Program;
use leptos::prelude::{document, window};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event};

/// The page at `href` belongs to another program.
pub fn leaves(href: &str) -> bool {
    Program::of(href) != Program::of(&window().location().pathname().unwrap_or_default())
}

/// Marks links to other programs when they are clicked, before the router sees the click: it leaves external ones to the browser.
pub fn leave_to_browser() {
    let mark = Closure::<dyn Fn(Event)>::new(|event: Event| {
        let link = event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("a[href]").ok()?);
        if let Some(link) = link {
            let href = link.get_attribute("href").unwrap_or_default();
            if href.starts_with('/') && leaves(&href) {
                let _ = link.set_attribute("rel", "external");
            }
        }
    });
    let _ = document().add_event_listener_with_callback_and_bool("click", mark.as_ref().unchecked_ref(), true);
    // As long as the tab.
    mark.forget();
}

/// Goes to another page in place of this one.
pub fn use_way() -> impl Fn(&str) + Clone + Send + Sync + 'static {
    way(true)
}

/// Goes to another page; Back leads here.
pub fn use_visit() -> impl Fn(&str) + Clone + Send + Sync + 'static {
    way(false)
}

fn way(replace: bool) -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    move |path: &str| {
        // Refused only for addresses that are none.
        let _ = match (leaves(path), replace) {
            (false, _) => return navigate(path, NavigateOptions { replace, ..Default::default() }),
            (true, true) => window().location().replace(path),
            (true, false) => window().location().assign(path),
        };
    }
}
