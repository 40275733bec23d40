//! Buttons under a message: up to three as they are, of more the first two and the way to all.

use clienthub_shared::template::button::{Button, Otp};
use clienthub_shared::template::word::{ButtonKind, Open, OtpType};
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::Shown;
use crate::components::template_editor::model::{Spot, button};
use crate::components::template_editor::names;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, effect, keyed};

/// More are folded.
const SHOWN_MAX: usize = 3;

/// Icon and label, with its place.
fn labels(shown: Shown, spot: Spot) -> Vec<(usize, &'static str, String)> {
    let (copy, autofill) = shown
        .authentication
        .with(|text| text.as_ref().map(|text| (text.button.clone(), text.autofill.clone())).unwrap_or_default());
    shown.template.with(|it| {
        let of_otp = |otp: &Otp| match (label(otp), fills(otp)) {
            ("", true) => autofill.clone().unwrap_or_else(|| tr!(template_preview.autofill).to_owned()),
            ("", false) => copy.clone().unwrap_or_else(|| tr!(template_preview.copy_otp).to_owned()),
            (own, _) => own.to_owned(),
        };
        let text = |button: &Button| match button {
            Button::CopyCode(_) => tr!(template_preview.copy_code).to_owned(),
            Button::Otp(otp) => of_otp(otp),
            _ if button.text().is_empty() => tr!(template_preview.no_label).to_owned(),
            _ => button.text().to_owned(),
        };
        let icon = |button: &Button| match button.kind() {
            Some(ButtonKind::Otp) => "copy",
            kind => kind.map_or("circle-question-mark", names::button_icon),
        };
        let all = button::list(it, spot).iter().enumerate();
        all.map(|(at, button)| (at, icon(button), text(button))).collect()
    })
}

fn fills(otp: &Otp) -> bool {
    otp.otp_type.as_ref().and_then(Open::known) == Some(OtpType::OneTap)
}

/// The template's own, for what a tap does.
pub fn label(otp: &Otp) -> &str {
    if fills(otp) { &otp.autofill_text } else { &otp.text }
}

fn row((_, icon, label): (usize, &'static str, String)) -> AnyView {
    view! {
        <li class="flex items-center justify-center gap-2 px-2 py-2.5">
            <Icon name=icon />
            <span class="min-w-0 truncate">{label}</span>
        </li>
    }
    .into_any()
}

fn key((at, icon, label): &(usize, &'static str, String)) -> String {
    [at.to_string().as_str(), icon, label].concat()
}

#[component]
pub fn Buttons(shown: Shown, spot: Spot) -> impl IntoView {
    let all = Memo::new(move |_| labels(shown, spot));
    let folded = Memo::new(move |_| all.with(Vec::len) > SHOWN_MAX);
    let first = move || {
        let count = if folded.get() { SHOWN_MAX - 1 } else { SHOWN_MAX };
        all.get().into_iter().take(count).collect::<Vec<_>>()
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <ul class="grid divide-y divide-line border-t border-line text-center text-sm font-medium text-chat-link">
                {keyed(first, key, row)}
                <Show when=move || folded.get()>
                    <li class="grid">
                        <button
                            node_ref=shown.opener
                            type="button"
                            class="flex cursor-pointer items-center justify-center gap-2 px-2 py-2.5 focus-visible:-outline-offset-2"
                            aria-haspopup="dialog"
                            on:click=move |_| shown.sheet.set(true)
                        >
                            <Icon name="list" />
                            {tr!(template_preview.all_options)}
                        </button>
                    </li>
                </Show>
            </ul>
        </Show>
    }
}

/// All buttons of the message, over the chat.
#[component]
pub fn Sheet(shown: Shown) -> impl IntoView {
    let all = move || labels(shown, Spot::Whole);
    let close = NodeRef::<html::Button>::new();
    effect(move || {
        if let Some(close) = close.get() {
            let _ = close.focus();
        }
    });
    let shut = move || {
        shown.sheet.set(false);
        if let Some(opener) = shown.opener.get_untracked() {
            let _ = opener.focus();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            // It would close a dialog around the preview too.
            event.prevent_default();
            event.stop_propagation();
            shut();
        }
    };
    view! {
        <Show when=move || shown.sheet.get()>
            <div
                class="absolute inset-x-0 bottom-0 max-h-full overflow-y-auto rounded-t-box bg-base-100 shadow-overlay"
                role="dialog"
                aria-label=tr!(template_preview.all_options)
                on:keydown=on_key
            >
                <div class="flex items-center justify-between border-b border-line px-3 py-1.5">
                    <span class="text-sm font-semibold">{tr!(template_preview.all_options)}</span>
                    <button
                        node_ref=close
                        type="button"
                        class="btn btn-ghost btn-sm btn-square text-muted"
                        aria-label=tr!(ui.close)
                        on:click=move |_| shut()
                    >
                        <Icon name="x" />
                    </button>
                </div>
                <ul class="grid divide-y divide-line text-sm font-medium text-chat-link">{keyed(all, key, row)}</ul>
            </div>
        </Show>
    }
}
