//! Short messages at the edge of the page, read out politely: something was done. They go by themselves after eight
//! seconds, or by their button. Those that stand when the browser loads another page of the hub (decision 0008) stand there too,
//! unless it comes late.

use std::time::Duration;

use leptos::prelude::*;

use super::badge::Tone;
use super::icon::Icon;
use crate::intl::now_ms;
use crate::tr;
use crate::ui::live::{keyed, live};

/// Of what is handed over.
const KEY: &str = "clienthub.toasts";
/// So long a message stands.
const STANDS: Duration = Duration::from_secs(8);

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
        let toasts = Self { list: RwSignal::default(), spoken: RwSignal::default(), next: StoredValue::new(0) };
        provide_context(toasts);
        // A moment later, when the region is there to be read out.
        set_timeout(move || toasts.take_up(), Duration::from_millis(100));
        let leaving = window_event_listener(leptos::ev::pagehide, move |_| toasts.hand_over());
        // A page that was only kept aside shows its own again.
        let back = window_event_listener(leptos::ev::pageshow, |event| {
            if event.persisted()
                && let Some(storage) = session_storage()
            {
                let _ = storage.remove_item(KEY);
            }
        });
        on_cleanup(move || {
            leaving.remove();
            back.remove();
        });
    }

    /// To the page that comes next in this tab.
    fn hand_over(self) {
        let standing = self.list.with_untracked(|list| {
            list.iter().map(|toast| (toast.tone, toast.text.clone())).collect::<Vec<(Tone, String)>>()
        });
        if let (false, Some(storage)) = (standing.is_empty(), session_storage()) {
            // A full or forbidden storage loses a message that was shown already.
            let _ = storage.set_item(KEY, &written(now_ms() as u64, &standing));
        }
    }

    fn take_up(self) {
        let Some(storage) = session_storage() else { return };
        let Ok(Some(standing)) = storage.get_item(KEY) else { return };
        let _ = storage.remove_item(KEY);
        for (tone, text) in fresh(&standing, now_ms() as u64) {
            self.say(tone, text);
        }
    }

    pub fn say(self, tone: Tone, text: impl Into<String>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.list.update(|list| list.push(Toast { id, tone, text: text.into() }));
        set_timeout(move || self.drop(id), STANDS);
    }

    /// For screen readers alone, such as a new count of results.
    pub fn announce(self, text: impl Into<String>) {
        self.spoken.set(text.into());
    }

    fn drop(self, id: u32) {
        self.list.update(|list| list.retain(|toast| toast.id != id));
    }
}

/// A line for the time, in milliseconds since 1970, and one for each message: JSON would bring a parser of its own.
fn written(at: u64, standing: &[(Tone, String)]) -> String {
    let mut text = at.to_string();
    for (tone, said) in standing {
        for part in ["\n", tone.as_str(), "\t", &said.replace('\n', " ")] {
            text.push_str(part);
        }
    }
    text
}

/// Those of a page that was left a moment ago.
fn fresh(standing: &str, now: u64) -> Vec<(Tone, String)> {
    let mut lines = standing.split('\n');
    let at: Option<u64> = lines.next().and_then(|at| at.parse().ok());
    if at.is_none_or(|at| now.saturating_sub(at) > STANDS.as_secs() * 1000) {
        return Vec::new();
    }
    lines.filter_map(|line| line.split_once('\t').map(|(tone, said)| (Tone::read(tone), said.to_owned()))).collect()
}

fn session_storage() -> Option<web_sys::Storage> {
    window().session_storage().ok()?
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
        <div
            class="toast toast-end z-50 max-lg:bottom-20 max-sm:[body:has([data-bar])_&]:bottom-34 max-sm:[body:has([data-bar]_[data-why])_&]:bottom-46"
            role="status"
            aria-live="polite"
        >
            {keyed(move || toasts.list.get(), |toast| toast.id, row)}
        </div>
        <div class="sr-only" role="status" aria-live="polite">{live(move || toasts.spoken.get())}</div>
    }
}

#[cfg(test)]
mod tests {
    use super::{fresh, written};
    use crate::ui::badge::Tone;

    #[test]
    fn a_message_is_not_taken_up_later_than_it_would_have_stood() {
        let said = vec![(Tone::Ok, "Saved".to_owned()), (Tone::Bad, "Two lines".to_owned())];
        let standing = written(1000, &[said[0].clone(), (Tone::Bad, "Two\nlines".to_owned())]);
        assert_eq!(fresh(&standing, 9000), said);
        assert_eq!(fresh(&standing, 9001), []);
        assert_eq!(fresh("[[1000,[[\"ok\",\"x\"]]]]", 1000), []);
    }
}
