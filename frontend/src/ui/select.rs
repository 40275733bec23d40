//! A labelled choice of one among a few words, the browser's own.

use leptos::prelude::*;

use super::unique_id;
use crate::ui::live::bound;

#[component]
pub fn SelectField(
    #[prop(into)] label: String,
    name: &'static str,
    /// Value and text.
    options: Vec<(&'static str, String)>,
    #[prop(into)] value: Signal<String>,
    on_change: Callback<String>,
) -> impl IntoView {
    let id = unique_id(name);
    let option = |(word, text): (&'static str, String)| {
        let chosen = move || value.with(|value| value == word);
        view! { <option value=word prop:selected=bound(chosen)>{text}</option> }
    };
    view! {
        <div>
            <label class="label mb-1.5" for=id.clone()>{label}</label>
            <select id=id name=name class="select" on:change=move |event| on_change.run(event_target_value(&event))>
                {options.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}
