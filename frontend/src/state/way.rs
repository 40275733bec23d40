//! Ways from page to page. A page of the other program (decision 0008) is loaded by the browser, not by the router.

use clienthub_shared::program::Program;
use leptos::prelude::window;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The page at `href` belongs to the other program.
pub fn leaves(href: &str) -> bool {
    Program::of(href) != Program::of(&window().location().pathname().unwrap_or_default())
}

/// `rel` of a link that may lead to the other program: the router leaves external ones to the browser.
pub fn rel(href: &str) -> Option<&'static str> {
    leaves(href).then_some("external")
}

/// Goes to another page in place of this one.
pub fn use_way() -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    move |path: &str| {
        if leaves(path) {
            // Refused only for addresses that are none.
            let _ = window().location().replace(path);
        } else {
            navigate(path, NavigateOptions { replace: true, ..Default::default() });
        }
    }
}
