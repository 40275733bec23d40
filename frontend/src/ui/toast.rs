//! Short messages at the edge of the page, read out politely: something was done. They go by themselves after eight
//! seconds, or by their button.

use std::time::Duration;

use leptos::prelude::*;

use super::badge::Tone;
use super::icon::Icon;
use crate::tr;
use crate::ui::live::{keyed, live};

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
}

#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    /// Only heard, not seen.
    spoken: RwSignal<String>,
    next: StoredValue<u32>,
}

impl Toasts {
    pub fn provide() {
        provide_context(Self { list: RwSignal::default(), spoken: RwSignal::default(), next: StoredValue::new(0) });
    }

    pub fn say(self, tone: Tone, text: impl Into<String>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.list.update(|list| list.push(Toast { id, tone, text: text.into() }));
        set_timeout(move || self.drop(id), Duration::from_secs(8));
    }

    /// For screen readers alone, such as a new count of results.
    pub fn announce(self, text: impl Into<String>) {
        self.spoken.set(text.into());
    }

    fn drop(self, id: u32) {
        self.list.update(|list| list.retain(|toast| toast.id != id));
    }
}

#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts: Toasts = expect_context();
    let row = move |toast: Toast| {
        let (tone, icon) = match toast.tone {
            Tone::Ok | Tone::Act | Tone::Idle => (toast.tone, "circle-check"),
            Tone::Wait | Tone::Bad => (toast.tone, "circle-alert"),
        };
        view! {
            <div class="flex items-start gap-2.5 rounded-box bg-base-100 px-4 py-3 shadow-overlay" data-tone=tone.as_str()>
                <span class="tone-text mt-px"><Icon name=icon /></span>
                <p class="max-w-80 grow text-sm">{toast.text}</p>
                <button
                    type="button"
                    class="btn btn-ghost btn-xs btn-square -mr-1 text-muted"
                    aria-label=tr!(ui.close)
                    on:click=move |_| toasts.drop(toast.id)
                >
                    <Icon name="x" class="size-3.5" />
                </button>
            </div>
        }
    };
    view! {
        <div class="toast toast-end z-50 max-lg:bottom-20" role="status" aria-live="polite">
            {keyed(move || toasts.list.get(), |toast| toast.id, row)}
        </div>
        <div class="sr-only" role="status" aria-live="polite">{live(move || toasts.spoken.get())}</div>
    }
}
