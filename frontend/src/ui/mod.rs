//! Typed components over daisyUI's classes and `styles/theme.css`. They know no word of the domain and fetch nothing.

pub mod badge;
pub mod button;
pub mod check;
pub mod code_field;
pub mod copy;
pub mod countdown;
pub mod dialog;
pub mod download;
pub mod field;
pub mod filter;
pub mod form;
pub mod heading;
pub mod icon;
pub mod live;
pub mod load;
pub mod menu;
pub mod notice;
pub mod pager;
pub mod panel;
pub mod press;
pub mod search;
pub mod select;
pub mod sort;
pub mod tabs;
pub mod time;
pub mod toast;

use std::cell::Cell;

use wasm_bindgen::JsCast;

thread_local! {
    static NEXT_ID: Cell<u32> = const { Cell::new(0) };
}

/// An id that no other element of the page has, for labels and descriptions.
pub fn unique_id(prefix: &str) -> String {
    let id = NEXT_ID.get();
    NEXT_ID.set(id + 1);
    format!("{prefix}-{id}")
}

/// The focus goes to the page: another one has come, or what had it goes away.
pub fn focus_page() {
    if let Some(page) = leptos::prelude::document().get_element_by_id("main") {
        let _ = page.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// The page's title in the tab.
pub fn set_title(page: &str) {
    leptos::prelude::document().set_title(&format!("{page} · Clienthub"));
}
