//! The tab *Activity* of a number: everything that happened to it.

use clienthub_shared::stream::StreamEvent;
use leptos::prelude::*;

use super::number_details::NumberContext;
use crate::api;
use crate::components::activity::history::ActivityHistory;
use crate::layouts::header::set_crumbs;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::live::effect;

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
    let read = Box::new(move |cursor: Option<String>| {
        let org = org.id();
        Box::pin(async move { api::number::list_activity(&org, &number.id.to_string(), cursor.as_deref()).await }) as _
    });
    let concerns = Box::new(move |events: &[StreamEvent]| number.concerns(events));
    view! {
        <div class="mx-auto mt-5 max-w-4xl"><ActivityHistory read concerns rows=6 /></div>
    }
}
