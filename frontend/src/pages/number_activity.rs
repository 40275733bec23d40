//! The tab *Activity* of a number: everything that happened to it, newest first, older rows on request, new ones live.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::number_details::NumberContext;
use crate::api::{self, ApiError};
use crate::components::activity::feed::Feed;
use crate::components::activity::list::ActivityList;
use crate::layouts::header::set_crumbs;
use crate::state::org::use_org;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::form::FailureNotice;
use crate::ui::live::effect;
use crate::ui::load::Load;
use crate::ui::panel::PanelSkeleton;

#[component]
pub fn NumberActivity() -> impl IntoView {
    let org = use_org();
    let number: NumberContext = expect_context();
    let name = Memo::new(move |_| number.details.with(|d| d.number.display_name.clone()));
    effect(move || {
        let page = org.path(&format!("/numbers/{}", number.id));
        let above = [(tr!(nav.numbers), org.path("/numbers")), (name.get().as_str(), page)]
            .map(|(text, href)| (text.to_owned(), href));
        let above: Vec<(&str, String)> = above.iter().map(|(text, href)| (text.as_str(), href.clone())).collect();
        set_crumbs(&above, tr!(details.tab_activity));
    });
    // What was read stays across later reads of the newest page.
    let known = StoredValue::new(Feed::default());
    let remote = Remote::new(move || {
        let org = org.id();
        async move {
            let newest = api::number::list_activity(&org, &number.id.to_string(), None).await?;
            known.try_update_value(|known| known.prepend(newest));
            Ok(known.try_get_value().unwrap_or_default())
        }
    });
    org.stream.on_change(move |events| {
        if number.concerns(events) {
            remote.refresh();
        }
    });
    let loading_more = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let load_more = Callback::new(move |()| {
        let Some(cursor) = known.with_value(|known| known.next_cursor.clone()) else {
            return;
        };
        if loading_more.get_untracked() {
            return;
        }
        loading_more.set(true);
        failure.set(None);
        let org = org.id();
        spawn_local(async move {
            let answer = api::number::list_activity(&org, &number.id.to_string(), Some(&cursor)).await;
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
    let skeleton = || view! { <PanelSkeleton rows=6 /> };
    view! {
        <div class="mx-auto mt-5 max-w-4xl">
            <Load
                remote
                failed=tr!(activity.failed)
                loading=tr!(activity.loading)
                skeleton=skeleton
                children=move |feed| {
                    let told = move || failure.get().map(|failure| view! { <FailureNotice failure /> });
                    view! { <ActivityList feed loading_more load_more failure=told /> }
                }
            />
        </div>
    }
}
