//! Times: what the reader wants to know as text (distance or clock), the exact moment as title. Distances move on once a
//! minute, all at once.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

use crate::intl;
use crate::ui::live::live;

/// Counts minutes since the tab was opened; distances follow it.
#[derive(Clone, Copy)]
pub struct Minute(RwSignal<u32>);

impl Minute {
    pub fn provide() {
        let minute = RwSignal::new(0);
        // For as long as the tab lives.
        let _ = set_interval_with_handle(move || minute.update(|n| *n += 1), Duration::from_secs(60));
        provide_context(Self(minute));
    }
}

/// Follows the minute; call it inside a reactive closure that prints a distance.
pub fn track_minute() {
    if let Some(Minute(minute)) = use_context() {
        minute.track();
    }
}

/// The browser's clock in milliseconds since 1970, once a second, for as long as the current owner lives.
pub fn ticking() -> RwSignal<f64> {
    let now = RwSignal::new(intl::now_ms());
    let tick = move || {
        let _ = now.try_set(intl::now_ms());
    };
    if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
    now
}

/// "2 days ago".
#[component]
pub fn RelativeTime(at: DateTime<Utc>) -> impl IntoView {
    let minute: Option<Minute> = use_context();
    let text = move || {
        if let Some(Minute(minute)) = minute {
            minute.track();
        }
        intl::relative(&at)
    };
    view! { <time datetime=iso(&at) title=intl::date_time_full(&at)>{live(text)}</time> }
}

/// "20 Nov 2026, 14:05".
#[component]
pub fn AbsoluteTime(at: DateTime<Utc>) -> impl IntoView {
    view! { <time datetime=iso(&at) title=intl::date_time_full(&at)>{intl::date_time(&at)}</time> }
}

fn iso(at: &DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
