//! What would move the page waits until the mouse button is up: a button that moves between press and release is not clicked.

use std::time::Duration;

use leptos::prelude::*;

/// Sets it now, or as soon as no button and no link is pressed.
pub fn set_after_press(shown: RwSignal<bool>) {
    let is_pressed = document().query_selector("button:active, a:active").is_ok_and(|found| found.is_some());
    if is_pressed {
        set_timeout(move || set_after_press(shown), Duration::from_millis(50));
    } else {
        // A focused field that is removed blurs after its owner is gone.
        let _ = shown.try_set(true);
    }
}
