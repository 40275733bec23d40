//! Everything that happened to a template.

use clienthub_shared::stream::{RESYNC, StreamEvent};
use leptos::prelude::*;

use crate::api;
use crate::components::activity::history::ActivityHistory;
use crate::state::waba::use_waba;
use crate::tr;

#[component]
pub fn Timeline(
    id: StoredValue<String>,
    /// Read again when it changes.
    version: Memo<i64>,
) -> impl IntoView {
    let waba = use_waba();
    let read = Box::new(move |cursor| {
        version.track();
        Box::pin(api::template::list_activity(waba, id.get_value(), cursor)) as _
    });
    let concerns = Box::new(move |events: &[StreamEvent]| {
        events.iter().any(|event| event.kind == RESYNC || id.try_with_value(|id| event.id == *id) == Some(true))
    });
    view! {
        <section class="mt-6" aria-labelledby="timeline">
            <h2 class="mb-3" id="timeline">{tr!(template_details.timeline)}</h2>
            <ActivityHistory read concerns rows=4 />
        </section>
    }
}
