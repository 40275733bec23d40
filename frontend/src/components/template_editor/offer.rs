//! A limited-time offer: its few words and whether it ends.

use clienthub_shared::template::limits::OFFER_MAX;
use clienthub_shared::template::word::ComponentKind;
use leptos::prelude::*;

use super::field::{Field, Tick};
use super::finding::{FindingLines, Found};
use super::model::shelf::remove_offer;
use super::model::{Spot, place};
use super::state::use_editor;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound};
use crate::ui::panel::Panel;
use crate::ui::unique_id;

#[component]
pub fn OfferPanel() -> impl IntoView {
    let editor = use_editor();
    let there = editor.flag(|template| place::has(template, Spot::Whole, ComponentKind::Offer));
    let component = editor.path(Spot::Whole, ComponentKind::Offer);
    let path = Signal::derive(move || [component.get().as_str(), ".limited_time_offer.text"].concat());
    let value = editor.text(|it| place::offer(it, Spot::Whole).map(|offer| offer.text.clone()).unwrap_or_default());
    let ends = editor.flag(|it| place::offer(it, Spot::Whole).is_some_and(|offer| offer.has_expiration == Some(true)));
    let typed = Callback::new(move |text: String| {
        editor.change(|template| {
            if let Some(offer) = place::offer_mut(template, Spot::Whole) {
                offer.text = text;
            }
        });
    });
    let toggle = Callback::new(move |wanted: bool| {
        editor.change(|template| {
            if let Some(offer) = place::offer_mut(template, Spot::Whole) {
                offer.has_expiration = Some(wanted);
            }
        });
    });
    let visited = RwSignal::new(true);
    let found = Found::at(editor, component.into(), false, visited);
    let aside = move || {
        view! {
            <button
                type="button"
                class="btn btn-ghost btn-sm btn-square text-muted"
                aria-label=tr!(template_editor.remove_offer)
                aria-disabled=bound(move || editor.is_locked().then_some("true"))
                on:click=move |_| {
                    editor.change_shelf(|template, shelf| remove_offer(template, shelf));
                }
            >
                <Icon name="trash-2" />
            </button>
        }
    };
    view! {
        <Show when=move || there.get()>
            <Panel title=tr!(template_editor.offer) aside=aside>
                <div class="grid gap-3 p-4 sm:px-5" data-path=bound(move || component.get())>
                    <Field label=tr!(template_editor.offer_text) path value on_input=typed max=OFFER_MAX />
                    <Tick
                        label=tr!(template_editor.offer_ends)
                        hint=tr!(template_editor.offer_ends_hint).to_owned()
                        value=ends
                        on_change=toggle
                    />
                    <FindingLines found id=unique_id("offer-e") />
                </div>
            </Panel>
        </Show>
    }
}
