//! Theme and language: chosen by the person and kept in the browser, else the system's. `assets/boot.js` reads the same
//! keys before the first paint. Also whether the window is wide enough for tables.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::intl;
use crate::texts::{self, Locale};

const THEME: &str = "clienthub.theme";
const LANGUAGE: &str = "clienthub.language";

thread_local! {
    static LOCALE: Cell<Locale> = const { Cell::new(Locale::en) };
}

/// The language of texts, dates and numbers. Not reactive; see `App`.
pub fn locale() -> Locale {
    LOCALE.get()
}

#[derive(Clone, Copy)]
pub struct Preferences {
    pub locale: RwSignal<Locale>,
    pub dark: RwSignal<bool>,
    /// At least 64rem: tables and side menu; below: lists and dock.
    pub wide: RwSignal<bool>,
}

impl Preferences {
    pub fn provide() -> Self {
        let root = document().document_element();
        let lang = root.as_ref().and_then(|root| root.get_attribute("lang"));
        let start = lang.and_then(|lang| by_tag(&lang)).unwrap_or(Locale::en);
        LOCALE.set(start);
        texts::load(start);
        let theme = root.and_then(|root| root.get_attribute("data-theme"));
        let preferences = Self {
            locale: RwSignal::new(start),
            dark: RwSignal::new(theme.as_deref() == Some("clienthub-dark")),
            wide: RwSignal::new(true),
        };
        follow("(min-width: 64rem)", move |wide| preferences.wide.set(wide));
        follow("(prefers-color-scheme: dark)", move |dark| {
            if read(THEME).is_none() {
                preferences.paint(dark);
            }
        });
        provide_context(preferences);
        preferences
    }

    pub fn set_locale(self, locale: Locale) {
        write(LANGUAGE, intl::tag(locale));
        LOCALE.set(locale);
        texts::load(locale);
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", intl::tag(locale));
        }
        self.locale.set(locale);
    }

    pub fn toggle_theme(self) {
        let dark = !self.dark.get_untracked();
        write(THEME, if dark { "dark" } else { "light" });
        self.paint(dark);
    }

    fn paint(self, dark: bool) {
        if let Some(root) = document().document_element() {
            let theme = if dark { "clienthub-dark" } else { "clienthub-light" };
            let _ = root.set_attribute("data-theme", theme);
        }
        self.dark.set(dark);
    }
}

fn by_tag(wanted: &str) -> Option<Locale> {
    [Locale::en, Locale::de, Locale::pt_BR, Locale::es].into_iter().find(|locale| intl::tag(*locale) == wanted)
}

/// A value that the browser keeps; `None` also where storage is forbidden.
pub fn read(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

pub fn write(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full or forbidden storage only means that the choice is not remembered.
        let _ = storage.set_item(key, value);
    }
}

/// Calls now and at every change, for as long as the tab lives.
fn follow(query: &str, act: impl Fn(bool) + 'static) {
    let Ok(Some(list)) = window().match_media(query) else {
        return;
    };
    // Theme before the first paint is boot.js's; here only the width needs its first value.
    act(list.matches());
    let watched = list.clone();
    let listener = Closure::<dyn Fn()>::new(move || act(watched.matches()));
    let _ = list.add_event_listener_with_callback("change", listener.as_ref().unchecked_ref());
    listener.forget();
}
