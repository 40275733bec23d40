//! What happens when a fact changes under the reader's eyes: the badge fades in anew and glows once.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::badge::{Badge, StateBadge};
use crate::ui::live::{effect, keyed};

/// As long as the glow of `.changed` runs.
const GLOW: Duration = Duration::from_millis(1300);

/// A badge that fades and glows when it becomes another; quiet when first shown.
#[component]
pub fn LiveBadge(#[prop(into)] badge: Signal<Badge>) -> impl IntoView {
    let badge = Memo::new(move |_| badge.get());
    let first = StoredValue::new(true);
    // Keyed by what is seen: another badge is another element, whose animation starts.
    let draw = move |badge| {
        let class = if first.get_value() {
            "inline-flex"
        } else {
            "changed inline-flex rounded-selector transition-opacity duration-200 starting:opacity-0"
        };
        first.set_value(false);
        view! { <span class=class><StateBadge badge /></span> }
    };
    keyed(move || [badge.get()], |badge| format!("{} {}", badge.icon, badge.text), draw)
}

/// True for a moment after `watched` changed.
pub fn glow<T: PartialEq + Clone + Send + Sync + 'static>(watched: Memo<T>) -> RwSignal<bool> {
    let glow = RwSignal::new(false);
    let mut before = None;
    effect(move || {
        let now = watched.get();
        if before.replace(now.clone()).is_some_and(|before| before != now) {
            flash(glow);
        }
    });
    glow
}

/// True for as long as the glow runs.
pub fn flash(glow: RwSignal<bool>) {
    glow.set(true);
    let end = move || {
        let _ = glow.try_set(false);
    };
    set_timeout(end, GLOW);
}
