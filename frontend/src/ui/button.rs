//! Buttons. One that may not be used stays visible and focusable: `blocked` is the reason, shown as a tooltip and read
//! to screen readers. `disabled` exists only for empty paging.

use leptos::prelude::*;

use super::icon::Icon;
use super::unique_id;
use crate::ui::live::{Show, bound, live};

#[component]
pub fn Button(
    /// daisyUI classes besides `btn`: "btn-primary", "btn-sm", …
    #[prop(optional)]
    class: &'static str,
    #[prop(optional)] icon: Option<&'static str>,
    #[prop(into)] text: String,
    /// Why it may not be used now.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// Something runs: the button waits with it.
    #[prop(optional, into)]
    pending: Signal<bool>,
    #[prop(default = "button")] kind: &'static str,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] on_click: Option<Callback<()>>,
) -> impl IntoView {
    let reason_id = unique_id("reason");
    // Beside a button as wide as its row there is no room.
    let tip = if class.contains("w-full") {
        "tooltip w-full"
    } else if class.contains("max-sm:grow") {
        "tooltip tooltip-left max-sm:flex max-sm:grow"
    } else {
        "tooltip tooltip-left"
    };
    let described = {
        let id = reason_id.clone();
        move || blocked.with(Option::is_some).then(|| id.clone())
    };
    view! {
        <span
            class=bound(move || if blocked.with(Option::is_some) { tip } else { "contents" })
            data-tip=bound(move || blocked.get())
        >
            <button
                type=kind
                class=format!("btn {class}")
                autofocus=autofocus
                aria-disabled=bound(move || {
                    (pending.get() || blocked.with(Option::is_some)).then_some("true")
                })
                aria-describedby=bound(described)
                on:click=move |event| {
                    if pending.get_untracked() || blocked.with_untracked(Option::is_some) {
                        event.prevent_default();
                    } else if let Some(act) = on_click {
                        act.run(());
                    }
                }
            >
                {icon
                    .map(|name| {
                        view! {
                            <Show when=move || !pending.get()>
                                <Icon name />
                            </Show>
                        }
                    })}
                <Show when=move || pending.get()>
                    <Icon name="loader-circle" class="animate-spin" />
                </Show>
                {text}
            </button>
            <Show when=move || blocked.with(Option::is_some)>
                <span id=reason_id.clone() class="sr-only">{live(move || blocked.get())}</span>
            </Show>
        </span>
    }
}
