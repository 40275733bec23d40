//! Emoji to pick: a search and a grid that arrow keys move in. The words to search by are the page's language's.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, Node};

use super::state::use_editor;
use crate::intl;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, effect, keyed};
use crate::ui::unique_id;

/// Sign and words, of "😀 grin smile;😂 laugh".
fn known() -> impl Iterator<Item = (&'static str, &'static str)> {
    tr!(template_editor.emoji_words).split(';').filter_map(|entry| entry.split_once(' '))
}

#[component]
pub fn EmojiButton(on_pick: Callback<String>) -> impl IntoView {
    let editor = use_editor();
    let open = RwSignal::new(false);
    let host = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let search = NodeRef::<html::Input>::new();
    let query = RwSignal::new(String::new());
    let id = unique_id("emoji");
    effect(move || {
        if let Some(search) = search.get() {
            let _ = search.focus();
        }
    });
    let close = move || {
        open.set(false);
        query.set(String::new());
    };
    let on_key = move |event: KeyboardEvent| {
        if !open.get_untracked() {
            return;
        }
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            close();
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        } else if let Some(host) = host.get_untracked()
            && step(&host, &event.key())
        {
            event.prevent_default();
        }
    };
    let on_leave = move |event: web_sys::FocusEvent| {
        let next = event.related_target().and_then(|next| next.dyn_into::<Node>().ok());
        let inside = host.get_untracked().is_some_and(|host| next.is_some() && host.contains(next.as_ref()));
        if !inside {
            let _ = open.try_set(false);
        }
    };
    let found = move || {
        let wanted = intl::lower(query.get().trim());
        known().filter(|(_, words)| words.contains(wanted.as_str())).collect::<Vec<_>>()
    };
    let draw = move |(sign, words): (&'static str, &'static str)| {
        let name = words.split(' ').next().unwrap_or(words);
        view! {
            <button
                type="button"
                class="btn btn-ghost btn-sm btn-square text-lg"
                data-emoji=""
                aria-label=name
                title=name
                on:click=move |_| {
                    close();
                    on_pick.run(sign.to_owned());
                }
            >
                {sign}
            </button>
        }
    };
    let panel_id = id.clone();
    view! {
        // On a phone the panel lies below the whole toolbar, which has two rows there.
        <div class="sm:relative" node_ref=host on:keydown=on_key on:focusout=on_leave>
            <button
                node_ref=button
                type="button"
                class="btn btn-ghost btn-sm btn-square"
                aria-label=tr!(template_editor.emoji)
                title=tr!(template_editor.emoji)
                aria-expanded=bound(move || if open.get() { "true" } else { "false" })
                aria-controls=bound(move || open.get().then(|| id.clone()))
                disabled=bound(move || editor.is_locked())
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon name="smile" />
            </button>
            <Show when=move || open.get()>
                <div
                    id=panel_id.clone()
                    role="dialog"
                    aria-label=tr!(template_editor.emoji)
                    class="absolute left-0 top-full z-40 mt-1 w-[19rem] rounded-box bg-base-100 p-2 shadow-overlay max-sm:w-full"
                >
                    <input
                        node_ref=search
                        class="input mb-2"
                        type="search"
                        aria-label=tr!(template_editor.emoji_search)
                        placeholder=tr!(template_editor.emoji_search)
                        on:input=move |event| query.set(event_target_value(&event))
                    />
                    <div class="grid max-h-56 grid-cols-[repeat(8,minmax(0,1fr))] gap-0.5 overflow-y-auto max-sm:grid-cols-[repeat(6,minmax(0,1fr))]">
                        {keyed(found, |(sign, _)| *sign, draw)}
                    </div>
                </div>
            </Show>
        </div>
    }
}

/// Moves within the grid; false when the key is none of ours.
fn step(host: &HtmlElement, key: &str) -> bool {
    let Ok(list) = host.query_selector_all("[data-emoji]") else { return false };
    let all: Vec<HtmlElement> = (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let here = all.iter().position(|one| one.is_same_node(active.as_deref()));
    // A phone has fewer in a row.
    let top = all.first().map(HtmlElement::offset_top);
    let columns = all.iter().take_while(|one| Some(one.offset_top()) == top).count();
    let next = match (key, here) {
        ("ArrowDown", None) => Some(0),
        ("ArrowDown", Some(here)) => Some(here + columns),
        ("ArrowUp", Some(here)) => here.checked_sub(columns),
        ("ArrowRight", Some(here)) => Some(here + 1),
        ("ArrowLeft", Some(here)) => here.checked_sub(1),
        _ => return false,
    };
    if let Some(one) = next.and_then(|next| all.get(next)) {
        let _ = one.focus();
    }
    true
}
