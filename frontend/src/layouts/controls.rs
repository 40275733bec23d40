//! The two controls that every layout has: language, and light or dark.

use clienthub_shared::me::{Theme, UserPatch};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use crate::intl;
use crate::state::preferences::{LOCALES, Preferences};
use crate::state::session::Session;
use crate::texts::Locale;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::icon::Icon;
use crate::ui::menu::{Menu, MenuItem};
use crate::ui::toast::Toasts;

/// In its own language, always.
pub fn name(locale: Locale) -> &'static str {
    match locale {
        Locale::en => tr!(language.en),
        Locale::de => tr!(language.de),
        Locale::pt_BR => tr!(language.pt_br),
        Locale::es => tr!(language.es),
    }
}

#[component]
pub fn LanguageMenu(
    /// The whole name, not the two letters.
    #[prop(optional)]
    long: bool,
) -> impl IntoView {
    let current = crate::state::preferences::locale();
    let trigger = move || {
        let text = if long { name(current).to_owned() } else { intl::tag(current)[..2].to_ascii_uppercase() };
        let class = if long { "" } else { "text-xs" };
        view! {
            <Icon name="languages" />
            <span class=class>{text}</span>
        }
    };
    view! {
        <div id="language">
            <Menu
                label=tr!(shell.language, language = name(current))
                button_class="btn btn-ghost px-2"
                trigger=trigger
            >
                <LanguageItems />
            </Menu>
        </div>
    }
}

/// The four languages as items of a menu.
#[component]
pub fn LanguageItems() -> impl IntoView {
    let preferences: Preferences = expect_context();
    let session: Session = expect_context();
    let toasts: Toasts = expect_context();
    LOCALES
        .into_iter()
        .map(|locale| {
            let chosen = Signal::derive(move || preferences.locale.get() == locale);
            let choose = Callback::new(move |()| {
                let choice = UserPatch { language: Some(intl::tag(locale).parse().ok()), ..UserPatch::default() };
                spawn_local(async move {
                    if session.prefer(choice).await {
                        focus_language();
                    } else {
                        toasts.say(Tone::Bad, tr!(error.network));
                    }
                });
            });
            view! {
                <MenuItem checked=chosen on_select=choose>
                    <span lang=intl::tag(locale)>{name(locale)}</span>
                </MenuItem>
            }
        })
        .collect_view()
}

/// The page was built anew; the focus goes back to where it was.
fn focus_language() {
    request_animation_frame(|| {
        if let Ok(Some(button)) = document().query_selector("#language button, #more button")
            && let Ok(button) = button.dyn_into::<web_sys::HtmlElement>()
        {
            let _ = button.focus();
        }
    });
}

#[component]
pub fn ThemeToggle() -> impl IntoView {
    let preferences: Preferences = expect_context();
    let session: Session = expect_context();
    let toggle = move |_| {
        let theme = if preferences.dark.get_untracked() { Theme::Light } else { Theme::Dark };
        let choice = UserPatch { theme: Some(Some(theme)), ..UserPatch::default() };
        spawn_local(async move {
            session.prefer(choice).await;
        });
    };
    view! {
        <button
            type="button"
            class="btn btn-ghost btn-square"
            aria-label=tr!(shell.theme)
            title=tr!(shell.theme)
            on:click=toggle
        >
            <Icon name="moon" class="dark:hidden" />
            <Icon name="sun" class="hidden dark:block" />
        </button>
    }
}
