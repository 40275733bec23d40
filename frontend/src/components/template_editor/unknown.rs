//! Parts that this version does not know: shown as they came, sent back as they came.

use clienthub_shared::template::component::Component;
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
pub fn Json(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! {
        <pre class="mono mt-2 max-h-60 overflow-auto rounded-field bg-base-200 p-3" tabindex="0">{move || text.get()}</pre>
    }
}

#[component]
pub fn UnknownPanels() -> impl IntoView {
    let editor = use_editor();
    let texts = editor.memo(Box::new(|template| {
        let unknown = |(at, part): (usize, &Component)| match part {
            Component::Other(value) => Some((at, serde_json::to_string_pretty(value).unwrap_or_default())),
            _ => None,
        };
        template.components.iter().enumerate().filter_map(unknown).collect::<Vec<_>>()
    }));
    let one = |(at, text): (usize, String)| {
        view! {
            <div data-path=["components.", &at.to_string()].concat()>
                <p class="hint">{tr!(template_editor.unknown_hint)}</p>
                <Json text=Signal::stored(text) />
            </div>
        }
    };
    let asks = editor.flag(|template| place::has(template, Spot::Whole, ComponentKind::CallPermission));
    view! {
        <Show when=move || texts.with(|texts| !texts.is_empty())>
            <Panel title=tr!(template_editor.unknown_part)>
                <div class="grid gap-3 p-4 sm:px-5">
                    {keyed(move || texts.get(), |(at, text)| [at.to_string().as_str(), text].concat(), one)}
                </div>
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
