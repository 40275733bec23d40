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
use crate::ui::live::{Show, bound, keyed};
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
    let parts = Memo::new(move |_| template.with(unknown));
    let part = |(path, name, json): (String, String, String)| {
        view! {
            <div data-path=path>
                <h3>{name.clone()}</h3>
                <Json label=name text=Signal::stored(json) />
            </div>
        }
    };
    view! {
        <Show when=move || parts.with(|parts| !parts.is_empty())>
            <div class="mt-4">
                <Panel title=tr!(template_details.other)>
                    <div class="grid grid-cols-[minmax(0,1fr)] gap-3 p-4 sm:px-5">
                        <p class="hint">{tr!(template_editor.unknown_hint)}</p>
                        {keyed(move || parts.get(), |(path, _, json)| [path.as_str(), json].concat(), part)}
                    </div>
                </Panel>
            </div>
        </Show>
    }
}

/// Parts and buttons that this version does not know, of the template and of its cards: path, name, JSON.
fn unknown(template: &Template) -> Vec<(String, String, String)> {
    let cards = (0..place::cards(template).len()).map(Spot::Card);
    let of_spot = |spot| {
        let list = place::path(template, spot);
        let parts = place::unknown(template, spot).into_iter().map(move |(at, json)| (path(&list, at), json));
        let list = [place::path_of(template, spot, ComponentKind::Buttons).as_str(), ".buttons"].concat();
        let buttons = button::unknown(template, spot).into_iter().map(move |(at, json)| (path(&list, at), json));
        parts.chain(buttons)
    };
    let named = |(path, json): (String, String)| {
        let name = member::name(&path, template, template);
        (path, name, json)
    };
    std::iter::once(Spot::Whole).chain(cards).flat_map(of_spot).map(named).collect()
}

fn path(list: &str, at: usize) -> String {
    [list, ".", &at.to_string()].concat()
}
