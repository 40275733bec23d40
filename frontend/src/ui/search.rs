//! The search of a list: 250 ms after the last key; `/` comes here from anywhere on the page.

use std::time::Duration;

use leptos::ev;
use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icon::Icon;
use crate::ui::live::bound;

const TYPING: Duration = Duration::from_millis(250);

#[component]
pub fn Search(
    #[prop(into)] value: Signal<String>,
    label: &'static str,
    hint: &'static str,
    on_search: Callback<String>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        timer.try_update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    };
    let typed = move |event| {
        stop();
        let text = event_target_value(&event).trim().to_owned();
        timer.set_value(set_timeout_with_handle(move || on_search.run(text), TYPING).ok());
    };
    let slash = window_event_listener(ev::keydown, move |event| {
        if event.key() == "/" && !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !is_typing() {
            event.prevent_default();
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
        }
    });
    on_cleanup(move || {
        stop();
        slash.remove();
    });
    view! {
        <label class="input w-full grow basis-60 lg:max-w-72">
            <Icon name="search" class="text-muted" />
            <input
                node_ref=field
                type="search"
                placeholder=hint
                aria-label=label
                prop:value=bound(move || value.get())
                on:input=typed
            />
            <kbd class="kbd kbd-sm hidden lg:inline-flex" aria-hidden="true">"/"</kbd>
        </label>
    }
}

/// A slash in a field is a slash; a dialog keeps the keys to itself.
fn is_typing() -> bool {
    let active = document().active_element();
    let field = active.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.unchecked_ref::<web_sys::HtmlElement>().is_content_editable()
    });
    field || matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}
