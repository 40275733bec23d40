//! A box to tick, with its sentence beside it and its error below.

use leptos::prelude::*;

use super::field::ErrorLine;
use super::live::{bound, live};
use super::unique_id;

#[component]
pub fn CheckField(
    #[prop(into)] label: String,
    /// Its name in the form, by which it is found wanting.
    name: &'static str,
    value: RwSignal<bool>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let error_id = unique_id(name);
    let described = error_id.clone();
    view! {
        <div>
            <label class="check-row flex items-start gap-2.5 text-sm">
                <input
                    type="checkbox"
                    class="checkbox mt-px flex-none"
                    name=name
                    prop:checked=bound(move || value.get())
                    aria-invalid=bound(move || error.with(Option::is_some).then_some("true"))
                    aria-describedby=described
                    on:change=move |event| value.set(event_target_checked(&event))
                />
                {label}
            </label>
            <div id=error_id aria-live="polite">
                {live(move || error.get().map(|text| view! { <ErrorLine text /> }))}
            </div>
        </div>
    }
}
