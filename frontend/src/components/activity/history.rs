//! What happened to something, newest first: older rows on request, new ones live.

use std::pin::Pin;

use clienthub_shared::activity::Activity;
use clienthub_shared::page::Page;
use clienthub_shared::stream::StreamEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::feed::Feed;
use super::list::ActivityList;
use crate::api::{Answer, ApiError};
use crate::state::org::use_org;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::form::FailureNotice;
use crate::ui::load::Load;
use crate::ui::panel::PanelSkeleton;

type Reading = Pin<Box<dyn Future<Output = Answer<Page<Activity>>>>>;
type Read = Box<dyn Fn(Option<String>) -> Reading>;
type Concerns = Box<dyn Fn(&[StreamEvent]) -> bool>;

#[component]
pub fn ActivityHistory(
    /// The newest page, or the one behind a cursor. Called again when a signal changes that it reads at once.
    read: Read,
    /// Whether events of the stream are about it.
    concerns: Concerns,
    /// How many seem to come while it is read.
    rows: usize,
) -> impl IntoView {
    let read = StoredValue::new_local(read);
    let page = move |cursor: Option<String>| read.with_value(|read| read(cursor));
    // What was read stays across later reads of the newest page.
    let known = StoredValue::new(Feed::default());
    let remote = Remote::new(move || {
        let newest = page(None);
        async move {
            let newest = newest.await?;
            known.try_update_value(|known| known.prepend(newest));
            Ok(known.try_get_value().unwrap_or_default())
        }
    });
    use_org().stream.on_change(move |events| {
        if concerns(events) {
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
        let older = untrack(|| page(cursor));
        spawn_local(async move {
            let answer = older.await;
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
        <Load
            remote
            failed=tr!(activity.failed)
            loading=tr!(activity.loading)
            skeleton=move || view! { <PanelSkeleton rows /> }
            children=move |feed| {
                let told = move || failure.get().map(|failure| view! { <FailureNotice failure /> });
                view! { <ActivityList feed loading_more load_more failure=told /> }
            }
        />
    }
}
