//! The phone follows the form in a frame of its own: the frame of a key draws what was typed and what is found in it, and never
//! waits for the preview.

use std::time::Duration;

use clienthub_shared::template::Template;
use leptos::prelude::*;

use crate::ui::live::effect;

/// The same a frame later. Of changes that come quicker, the last.
pub fn a_frame_later(source: RwSignal<Template>) -> Signal<Template> {
    let shown = RwSignal::new(source.get_untracked());
    let waiting = StoredValue::new(false);
    let follow = move || {
        // Neither is there once the page was left.
        if waiting.try_set_value(false).is_none() && !source.is_disposed() {
            shown.set(source.get_untracked());
        }
    };
    effect(move || {
        source.track();
        if !waiting.get_value() {
            waiting.set_value(true);
            // A task after the callbacks of the next frame, thus after that frame.
            request_animation_frame(move || set_timeout(follow, Duration::ZERO));
        }
    });
    shown.into()
}
