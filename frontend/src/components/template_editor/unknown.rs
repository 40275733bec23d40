//! Parts that this version does not know: shown as they came, sent back as they came.

use clienthub_shared::template::word::ComponentKind;
use leptos::prelude::*;

use super::model::{Spot, place};
use super::state::use_editor;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, keyed};
use crate::ui::panel::Panel;

/// JSON to look at.
#[component]
pub fn Json(#[prop(into)] label: String, text: String) -> impl IntoView {
    view! {
        <pre class="mono mt-2 max-h-60 overflow-auto rounded-field bg-base-200 p-3" role="group" aria-label=label tabindex="0">
            {text}
        </pre>
    }
}

/// Those of the template, or of a card.
#[component]
pub fn UnknownParts(spot: Spot) -> impl IntoView {
    let editor = use_editor();
    let parts = editor.memo(Box::new(move |template| place::unknown(template, spot)));
    let one = move |(at, text): (usize, String)| {
        let path = editor.text(move |template| [place::path(template, spot).as_str(), ".", &at.to_string()].concat());
        view! {
            <div data-path=bound(move || path.get())>
                <p class="hint">{tr!(template_editor.unknown_hint)}</p>
                <Json label=tr!(template_editor.unknown_part) text=text.clone() />
            </div>
        }
    };
    view! {
        <div class="grid grid-cols-[minmax(0,1fr)] gap-3">
            {keyed(move || parts.get(), |(at, text)| [at.to_string().as_str(), text].concat(), one)}
        </div>
    }
}

#[component]
pub fn UnknownPanels() -> impl IntoView {
    let editor = use_editor();
    let there = editor.flag(|template| !place::unknown(template, Spot::Whole).is_empty());
    let asks = editor.flag(|template| place::has(template, Spot::Whole, ComponentKind::CallPermission));
    view! {
        <Show when=move || there.get()>
            <Panel title=tr!(template_editor.unknown_part)>
                <div class="p-4 sm:px-5"><UnknownParts spot=Spot::Whole /></div>
            </Panel>
        </Show>
        <Show when=move || asks.get()>
            <Panel title=tr!(template_editor.call_permission)>
                <div class="flex items-center gap-3 p-4 sm:px-5">
                    <p class="hint grow">{tr!(template_editor.call_permission_hint)}</p>
                    <button
                        type="button"
                        class="btn btn-ghost btn-sm btn-square text-muted"
                        aria-label=tr!(template_editor.remove_call_permission)
                        aria-disabled=bound(move || editor.is_locked().then_some("true"))
                        on:click=move |_| {
                            editor
                                .change(|template| {
                                    place::remove(&mut template.components, ComponentKind::CallPermission);
                                });
                        }
                    >
                        <Icon name="trash-2" />
                    </button>
                </div>
            </Panel>
        </Show>
    }
}
