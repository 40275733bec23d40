//! A small button that copies a text, beside every id.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::icon::Icon;
use super::toast::Toasts;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::live::live;

#[component]
pub fn CopyButton(
    #[prop(into)] text: String,
    /// What is copied, for the name: "Copy number".
    #[prop(into)]
    label: String,
    /// The label stands beside the icon.
    #[prop(optional)]
    caption: bool,
    #[prop(default = "btn btn-ghost btn-xs btn-square text-muted")] class: &'static str,
) -> impl IntoView {
    let done = RwSignal::new(false);
    let toasts: Toasts = expect_context();
    let name = label.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let written = window().navigator().clipboard().write_text(&text);
            if JsFuture::from(written).await.is_ok() {
                done.set(true);
                toasts.announce(tr!(ui.copied));
                set_timeout(
                    move || {
                        let _ = done.try_set(false);
                    },
                    Duration::from_millis(1500),
                );
            } else {
                toasts.say(Tone::Bad, tr!(ui.not_copied));
            }
        });
    };
    view! {
        <button
            type="button"
            class=class
            aria-label=name.clone()
            title=(!caption).then_some(name)
            on:click=copy
        >
            {live(move || {
                let (name, class, text) = match (done.get(), caption) {
                    (true, true) => ("check", "size-3.5", Some(tr!(ui.copied).to_owned())),
                    (true, false) => ("check", "size-3.5 text-ok", None),
                    (false, _) => ("copy", "size-3.5", caption.then(|| label.clone())),
                };
                view! { <Icon name class /> {text} }
            })}
        </button>
    }
}

/// An id in the fixed-width font with its copy button.
#[component]
pub fn CopyId(#[prop(into)] id: String, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <span class="mono break-all">{id.clone()}</span>
        <CopyButton text=id label />
    }
}
