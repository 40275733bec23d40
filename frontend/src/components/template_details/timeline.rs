//! Everything that happened to a template, newest first, older rows on request, new ones live.

use clienthub_shared::stream::RESYNC;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, ApiError};
use crate::components::activity::feed::Feed;
use crate::components::activity::list::ActivityList;
use crate::state::remote::Remote;
use crate::state::waba::use_waba;
use crate::tr;
use crate::ui::form::FailureNotice;
use crate::ui::load::Load;
use crate::ui::panel::PanelSkeleton;

#[component]
pub fn Timeline(
    id: StoredValue<String>,
    /// Read again when it changes.
    version: Memo<i64>,
) -> impl IntoView {
    let waba = use_waba();
    // What was read stays across later reads of the newest page.
    let known = StoredValue::new(Feed::default());
    let remote = Remote::new(move || {
        version.track();
        async move {
            let newest = api::template::list_activity(waba, id.get_value(), None).await?;
            known.try_update_value(|known| known.prepend(newest));
            Ok(known.try_get_value().unwrap_or_default())
        }
    });
    waba.org.stream.on_change(move |events| {
        if events.iter().any(|event| event.kind == RESYNC || id.try_with_value(|id| event.id == *id) == Some(true)) {
            remote.refresh();
        }
    });
    let loading_more = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let load_more = Callback::new(move |()| {
        let cursor = known.with_value(|known| known.next_cursor.clone());
        if cursor.is_none() || loading_more.get_untracked() {
            return;
        }
        loading_more.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = api::template::list_activity(waba, id.get_value(), cursor).await;
            // The person may have left the page meanwhile.
            if loading_more.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(older) => {
                    known.update_value(|known| known.append(older));
                    remote.data.set(Some(known.get_value()));
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    });
    view! {
        <section class="mt-6" aria-labelledby="timeline">
            <h2 class="mb-3" id="timeline">{tr!(template_details.timeline)}</h2>
            <Load
                remote
                failed=tr!(activity.failed)
                loading=tr!(activity.loading)
                skeleton=|| view! { <PanelSkeleton rows=4 /> }
                children=move |feed| {
                    let told = move || failure.get().map(|failure| view! { <FailureNotice failure /> });
                    view! { <ActivityList feed loading_more load_more failure=told /> }
                }
            />
        </section>
    }
}
