//! What a template says, on a phone: at Meta, or in the changes that were not sent. What no phone of ours can show stands below it.

use clienthub_shared::template::Template;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::word::ComponentKind;
use leptos::prelude::*;

use super::member;
use crate::api::template::media;
use crate::components::template_editor::model::{Spot, button, place};
use crate::components::template_editor::unknown::Json;
use crate::components::template_preview::{Preview, preset};
use crate::state::waba::use_waba;
use crate::tr;
use crate::ui::live::{Show, bound, live};
use crate::ui::panel::Panel;

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
        <Unknown template />
    }
}

#[component]
fn Unknown(template: Signal<Template>) -> impl IntoView {
    let part = |(name, json): (String, String)| {
        view! {
            <div>
                <h3>{name.clone()}</h3>
                <Json label=name text=json />
            </div>
        }
    };
    live(move || {
        let parts = template.with(unknown);
        if parts.is_empty() {
            return None;
        }
        Some(view! {
            <div class="mt-4">
                <Panel title=tr!(template_details.other)>
                    <div class="grid grid-cols-[minmax(0,1fr)] gap-3 p-4 sm:px-5">
                        <p class="hint">{tr!(template_editor.unknown_hint)}</p>
                        {parts.into_iter().map(part).collect_view()}
                    </div>
                </Panel>
            </div>
        })
    })
}

/// Parts and buttons that this version does not know, of the template and of its cards: name and JSON.
fn unknown(template: &Template) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut add = |list: &str, parts: Vec<(usize, String)>| {
        for (at, json) in parts {
            let path = [list, ".", &at.to_string()].concat();
            found.push((member::name(&path, template, template), json));
        }
    };
    for at in 0..=place::cards(template).len() {
        let spot = at.checked_sub(1).map_or(Spot::Whole, Spot::Card);
        add(&place::path(template, spot), place::unknown(template, spot));
        let buttons = [place::path_of(template, spot, ComponentKind::Buttons).as_str(), ".buttons"].concat();
        add(&buttons, button::unknown(template, spot));
    }
    found
}
