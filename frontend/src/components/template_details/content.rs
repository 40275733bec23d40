//! What a template says, on a phone: at Meta, or in the changes that were not sent.

use clienthub_shared::template::Template;
use clienthub_shared::template::details::TemplateDetails;
use leptos::prelude::*;

use crate::api::template::media;
use crate::components::template_preview::{Preview, preset};
use crate::state::waba::use_waba;
use crate::tr;
use crate::ui::live::{Show, bound};

#[component]
pub fn Content(details: Signal<TemplateDetails>) -> impl IntoView {
    let draft = RwSignal::new(false);
    let both = Memo::new(move |_| details.with(|one| one.draft.is_some() && one.submitted.is_some()));
    let template: Signal<Template> = Signal::derive(move || {
        details.with(|one| {
            let (first, second) = if draft.get() { (&one.draft, &one.submitted) } else { (&one.submitted, &one.draft) };
            first.as_ref().or(second.as_ref()).cloned().unwrap_or_default()
        })
    });
    let choice = move |is_draft: bool, text: &'static str| {
        view! {
            <button
                type="button"
                class="btn btn-sm join-item"
                aria-pressed=bound(move || if draft.get() == is_draft { "true" } else { "false" })
                class=("btn-neutral", move || draft.get() == is_draft)
                on:click=move |_| draft.set(is_draft)
            >
                {text}
            </button>
        }
    };
    let waba = use_waba();
    let name = Signal::derive(move || waba.name());
    let media = Signal::derive(move || Some(details.with(|one| media(&waba.base(), &one.id.to_string()))));
    let authentication = preset::texts(waba.base(), template);
    view! {
        <Show when=move || both.get()>
            <div class="join mb-3" role="group" aria-label=tr!(template_details.which)>
                {choice(false, tr!(template_details.at_meta))} {choice(true, tr!(template_details.unsent))}
            </div>
        </Show>
        <Preview template name media authentication />
    }
}
