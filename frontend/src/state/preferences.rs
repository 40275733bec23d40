//! Theme and language. Whoever is signed in has them in the profile, which wins and is copied into the browser, so that
//! `assets/boot.js`, which reads the same keys, paints right at once. What is chosen before signing in stays the browser's own
//! and counts where the profile has no wish; after it comes the system's. Also whether the window is wide enough for tables.

use std::cell::Cell;

use clienthub_shared::me::{Language, Theme, UserPatch};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::intl;
use crate::texts::{self, Locale};

/// The browser's own choice, and the copy of the profile's.
const THEME: [&str; 2] = ["clienthub.theme", "clienthub.profile.theme"];
const LANGUAGE: [&str; 2] = ["clienthub.language", "clienthub.profile.language"];

const DARK: &str = "(prefers-color-scheme: dark)";

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
        let start = first_locale();
        LOCALE.set(start);
        let theme = document().document_element().and_then(|root| root.get_attribute("data-theme"));
        let preferences = Self {
            locale: RwSignal::new(start),
            dark: RwSignal::new(theme.as_deref() == Some("clienthub-dark")),
            wide: RwSignal::new(true),
        };
        follow("(min-width: 64rem)", move |wide| preferences.wide.set(wide));
        follow(DARK, move |dark| {
            if THEME.iter().all(|key| read(key).is_none()) {
                preferences.paint(dark);
            }
        });
        provide_context(preferences);
        preferences
    }

    /// What the profile of who is signed in says. In the language as it was when the texts of the wanted one do not come.
    pub async fn follow_profile(self, language: Option<Language>, theme: Option<Theme>) {
        let (language, theme) = (language.map(Language::as_str), theme.map(Theme::as_str));
        keep(LANGUAGE[1], language);
        keep(THEME[1], theme);
        self.wear(theme.map(str::to_owned).or_else(|| read(THEME[0])).as_deref());
        self.speak(language.map(str::to_owned).or_else(|| read(LANGUAGE[0])).as_deref()).await;
    }

    /// Chosen by hand: while nobody is signed in it is this browser's, else the profile says it from now on. False when the
    /// texts of the language could not be loaded; then nothing changes.
    pub async fn choose(self, choice: &UserPatch, signed_in: bool) -> bool {
        let keep = |keys: [&str; 2], word: Option<&str>| {
            keep(keys[0], word.filter(|_| !signed_in));
            keep(keys[1], word.filter(|_| signed_in));
        };
        if let Some(language) = choice.language {
            let word = language.map(Language::as_str);
            if !self.speak(word).await {
                return false;
            }
            keep(LANGUAGE, word);
        }
        if let Some(theme) = choice.theme {
            let word = theme.map(Theme::as_str);
            keep(THEME, word);
            self.wear(word);
        }
        true
    }

    /// `None`: the first language of the browser that we speak. False when its texts could not be loaded.
    async fn speak(self, tag: Option<&str>) -> bool {
        let locale = tag.and_then(by_tag).or_else(|| said_by_root("data-speaks")).unwrap_or(Locale::en);
        if locale == self.locale.get_untracked() {
            return true;
        }
        if !texts::load(locale).await {
            return false;
        }
        LOCALE.set(locale);
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", intl::tag(locale));
        }
        self.locale.set(locale);
        true
    }

    /// `None`: the system's.
    fn wear(self, theme: Option<&str>) {
        let dark = match theme {
            Some(word) => word == "dark",
            None => matches!(window().match_media(DARK), Ok(Some(list)) if list.matches()),
        };
        if dark != self.dark.get_untracked() {
            self.paint(dark);
        }
    }

    fn paint(self, dark: bool) {
        if let Some(root) = document().document_element() {
            let theme = if dark { "clienthub-dark" } else { "clienthub-light" };
            let _ = root.set_attribute("data-theme", theme);
        }
        self.dark.set(dark);
    }
}

pub const LOCALES: [Locale; 4] = [Locale::en, Locale::de, Locale::pt_BR, Locale::es];

/// As `assets/boot.js` found it.
pub fn first_locale() -> Locale {
    said_by_root("lang").unwrap_or(Locale::en)
}

fn said_by_root(attribute: &str) -> Option<Locale> {
    by_tag(&document().document_element()?.get_attribute(attribute)?)
}

fn by_tag(wanted: &str) -> Option<Locale> {
    LOCALES.into_iter().find(|locale| intl::tag(*locale) == wanted)
}

/// A value that the browser keeps; `None` also where storage is forbidden.
pub fn read(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// False where storage is full or forbidden: a choice is not remembered then.
pub fn write(key: &str, value: &str) -> bool {
    matches!(window().local_storage(), Ok(Some(storage)) if storage.set_item(key, value).is_ok())
}

fn keep(key: &str, value: Option<&str>) {
    match (value, window().local_storage()) {
        (Some(value), _) => drop(write(key, value)),
        (None, Ok(Some(storage))) => drop(storage.remove_item(key)),
        (None, _) => {}
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
