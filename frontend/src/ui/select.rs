//! A labelled choice of one among a few words, the browser's own.

use leptos::prelude::*;

use super::unique_id;
use crate::ui::live::bound;

/// Options whose values are words of ours.
pub fn fixed(options: Vec<(&'static str, String)>) -> Vec<(String, String)> {
    options.into_iter().map(|(word, text)| (word.to_owned(), text)).collect()
}

#[component]
pub fn SelectField(
    #[prop(into)] label: String,
    name: &'static str,
    /// Value and text.
    options: Vec<(String, String)>,
    #[prop(into)] value: Signal<String>,
    on_change: Callback<String>,
) -> impl IntoView {
    let id = unique_id(name);
    let option = |(word, text): (String, String)| {
        let known = word.clone();
        let chosen = move || value.with(|value| *value == known);
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
