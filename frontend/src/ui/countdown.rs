//! The seconds until something is allowed again: seen as digits and as a ring, silent while they run, told to screen
//! readers at 60, 10 and 0.

use leptos::prelude::*;

use super::icon::Icon;
use crate::intl;
use crate::tr;
use crate::ui::live::{bound, live};

/// Whole seconds until then; 0 when it is over or never was. Both in milliseconds since 1970.
pub fn left_s(until: Option<f64>, now: f64) -> u64 {
    until.map_or(0, |until| ((until - now) / 1000.0).ceil().max(0.0) as u64)
}

/// "0:38", "11:42:08".
fn digits(left: u64) -> String {
    let (hours, minutes, seconds) = (left / 3600, left / 60 % 60, left % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[component]
pub fn Countdown(left: Signal<u64>) -> impl IntoView {
    let spoken = Memo::new(move |before: Option<&(u64, String)>| {
        let now = left.get();
        let Some((was, text)) = before else {
            return (now, String::new());
        };
        let passed = |mark: u64| *was > mark && now <= mark;
        let text = if passed(0) {
            tr!(ui.wait_over).to_owned()
        } else if passed(10) || passed(60) {
            tr!(ui.wait_left, wait = intl::seconds(now))
        } else {
            text.clone()
        };
        (now, text)
    });
    view! {
        <strong class="tabular" role="timer" aria-live="off">{live(move || digits(left.get()))}</strong>
        <span class="sr-only" role="status">{live(move || spoken.with(|(_, text)| text.clone()))}</span>
    }
}

/// How much of the wait is left, drawn.
#[component]
pub fn CountdownRing(left: Signal<u64>, whole: Signal<u64>) -> impl IntoView {
    // The way around the circle; whole numbers, since printing others is kilobytes of program.
    const LENGTH: u64 = 101;
    let offset = move || LENGTH - (LENGTH * left.get() / whole.get().max(1)).min(LENGTH);
    view! {
        <span class="relative grid size-9 flex-none place-items-center" aria-hidden="true">
            <svg class="dial absolute inset-0 -rotate-90" viewBox="0 0 36 36">
                <circle cx="18" cy="18" r="16" class="stroke-base-300" />
                <circle
                    cx="18"
                    cy="18"
                    r="16"
                    class="stroke-primary"
                    stroke-linecap="round"
                    stroke-dasharray=LENGTH
                    stroke-dashoffset=bound(offset)
                />
            </svg>
            <Icon name="timer" class="text-act" />
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::{digits, left_s};

    #[test]
    fn a_countdown_reads_as_a_clock() {
        assert_eq!(digits(0), "0:00");
        assert_eq!(digits(38), "0:38");
        assert_eq!(digits(42_128), "11:42:08");
    }

    #[test]
    fn what_is_over_has_no_seconds_left() {
        assert_eq!(left_s(None, 5.0), 0);
        assert_eq!(left_s(Some(1_000.0), 9_000.0), 0);
        assert_eq!(left_s(Some(9_001.0), 8_000.0), 2);
    }
}
