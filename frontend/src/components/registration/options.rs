//! What most people never open: an own PIN where Meta holds none, and the data region of the first registration.

use clienthub_shared::registration::DataRegion;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::flow::Flow;
use crate::intl;
use crate::tr;
use crate::ui::code_field::CodeField;
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::ui::unique_id;

#[component]
pub fn Options(flow: Flow) -> impl IntoView {
    let pin = Memo::new(move |_| flow.part(|d| !d.pin_needed && !d.pin_known));
    let region = Memo::new(move |_| flow.part(|d| d.region_open));
    view! {
        <div class="grid gap-2 empty:hidden">
            {live(move || pin.get().then(|| view! { <OwnPin flow /> }))}
            {live(move || region.get().then(|| view! { <Region flow /> }))}
        </div>
    }
}

#[component]
fn OwnPin(flow: Flow) -> impl IntoView {
    let toggled = move |event: web_sys::Event| {
        let open = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let open = open.is_some_and(|details| details.has_attribute("open"));
        let _ = flow.own_pin.try_set(open);
    };
    view! {
        <details class="fold" on:toggle=toggled>
            <summary>
                <Icon name="chevron-right" class="size-3.5" />
                {tr!(registering.own_pin)}
            </summary>
            <div class="pt-3">
                <CodeField
                    label=tr!(registering.new_pin)
                    value=flow.pin
                    name="pin"
                    hint=tr!(registering.own_pin_hint)
                    error=flow.field("pin")
                    locked=flow.locked()
                    on_change=Callback::new(move |()| flow.typed())
                />
            </div>
        </details>
    }
}

#[component]
fn Region(flow: Flow) -> impl IntoView {
    let id = unique_id("region");
    let hint_id = format!("{id}-h");
    let countries = intl::countries(DataRegion::ALL.iter().map(|region| region.as_str()));
    view! {
        <details class="fold">
            <summary>
                <Icon name="chevron-right" class="size-3.5" />
                {tr!(registering.region)}
            </summary>
            <div class="pt-3">
                <label class="label mb-1.5" for=id.clone()>{tr!(registering.region_label)}</label>
                <select
                    id=id
                    class="select"
                    aria-describedby=hint_id.clone()
                    on:change=move |event| flow.region.set(event_target_value(&event).parse().ok())
                >
                    <option value="">{tr!(registering.region_meta)}</option>
                    {countries
                        .into_iter()
                        .map(|(code, name)| view! { <option value=code>{name}</option> })
                        .collect_view()}
                </select>
                <p id=hint_id class="hint mt-2">{tr!(registering.region_hint)}</p>
            </div>
        </details>
    }
}
