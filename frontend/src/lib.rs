//! Clienthub's pages, in the browser: three programs of one crate (decision 0008). Start reading at `app.rs` (routes); a page
//! loads through `api/`, keeps what several pages need in `state/`, and is laid out with `components/` (domain) and `ui/` (no
//! domain word).

mod api;
mod app;
mod components;
mod intl;
mod layouts;
mod pages;
mod state;
mod texts;
mod ui;
mod words;

use leptos::prelude::{AnyView, IntoAny};

/// A text of the chosen language: `tr!(numbers.title)`, `tr!(details.since, time = t, age = a)`. A plain text is a
/// `&'static str`, one with values a `String`. Not reactive: when the language changes, `App` builds the page anew.
macro_rules! tr {
    ($($key:ident).+) => { $crate::texts::keys::$($key)::+.text() };
    ($($key:ident).+, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::texts::keys::$($key)::+ { $($name: &$value),+ }.text()
    };
}
pub(crate) use tr;

/// A text that counts, in the plural form of the count, which it has as `n`: `tr_count!(all, numbers.total)`.
macro_rules! tr_count {
    ($count:expr, $($key:ident).+ $(, $name:ident = $value:expr)*) => {{
        let count = $count;
        let n = $crate::intl::number(count);
        if $crate::intl::is_one(count) {
            $crate::tr!($($key).+.one, n = n $(, $name = $value)*)
        } else {
            $crate::tr!($($key).+.other, n = n $(, $name = $value)*)
        }
    }};
}
pub(crate) use tr_count;

/// Everything but message templates; `src/main.rs`.
pub fn run_hub() {
    run(|| app::Hub().into_any());
}

/// Message templates but their editor; `src/bin/templates.rs`.
pub fn run_templates() {
    run(|| app::Templates().into_any());
}

/// The editor of message templates; `src/bin/editor.rs`.
pub fn run_editor() {
    run(|| app::Editor().into_any());
}

fn run(app: fn() -> AnyView) {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(start(app));
}

/// The static first paint of index.html stays when there are no texts, and says so.
async fn start(app: fn() -> AnyView) {
    let part = |id| leptos::prelude::document().get_element_by_id(id);
    if !texts::load(state::preferences::first_locale()).await {
        if let Some(failed) = part("shell-failed") {
            let _ = failed.remove_attribute("hidden");
        }
        return;
    }
    leptos::mount::mount_to_body(app);
    if let Some(shell) = part("shell") {
        shell.remove();
    }
}
