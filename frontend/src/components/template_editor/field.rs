//! A labelled text field of the template: its value is the template's, its counter Meta's, its findings stand below it. Links of
//! findings come to it by `data-path`.

use clienthub_shared::template::text::length;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::finding::{Counter, FindingLines, Found};
use super::state::use_editor;
use crate::ui::live::bound;
use crate::ui::press::set_after_press;
use crate::ui::unique_id;

#[component]
pub fn Field(
    #[prop(into)] label: String,
    /// As findings write it.
    #[prop(into)]
    path: Signal<String>,
    value: Memo<String>,
    on_input: Callback<String>,
    #[prop(optional)] max: usize,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] inputmode: &'static str,
    #[prop(optional)] placeholder: &'static str,
    /// Findings of what is inside belong to it too.
    #[prop(optional)]
    below: bool,
    /// A label that leads, as in the basics.
    #[prop(optional)]
    strong: bool,
) -> impl IntoView {
    let editor = use_editor();
    let visited = RwSignal::new(false);
    let found = Found::at(editor, path, below, visited);
    let id = unique_id("f");
    let (found_id, hint_id) = ([id.as_str(), "-e"].concat(), [id.as_str(), "-h"].concat());
    let described = match &hint {
        Some(_) => [found_id.as_str(), " ", &hint_id].concat(),
        None => found_id.clone(),
    };
    let count = Memo::new(move |_| value.with(|text| length(text)));
    let name = if strong { "label" } else { "text-sm text-muted" };
    view! {
        <div class="min-w-0">
            <div class="mb-1 flex items-baseline justify-between gap-2">
                <label class=name for=id.clone()>{label}</label>
                {(max > 0).then(|| view! { <Counter count max=max /> })}
            </div>
            <input
                id=id
                class="input"
                data-path=bound(move || path.get())
                inputmode=(!inputmode.is_empty()).then_some(inputmode)
                placeholder=placeholder
                autocomplete="off"
                dir="auto"
                prop:value=bound(move || value.get())
                readonly=bound(move || editor.is_locked())
                aria-invalid=bound(move || found.is_bad().then_some("true"))
                aria-describedby=described
                on:input=move |event| type_in(&event_target(&event), value, on_input)
                on:blur=move |_| set_after_press(visited)
            />
            <FindingLines found id=found_id />
            {hint.filter(|hint| !hint.is_empty()).map(|hint| view! { <p id=hint_id class="hint mt-1">{hint}</p> })}
        </div>
    }
}

/// What was typed may be written in another way; the caret stays where it was.
fn type_in(input: &HtmlInputElement, value: Memo<String>, on_input: Callback<String>) {
    let typed = input.value();
    let caret = input.selection_start().ok().flatten();
    on_input.run(typed.clone());
    let written = value.get_untracked();
    if written != typed {
        input.set_value(&written);
        let _ = input.set_selection_range(caret.unwrap_or_default(), caret.unwrap_or_default());
    }
}

/// A number, or nothing.
#[component]
pub fn NumberField(
    #[prop(into)] label: String,
    #[prop(into)] path: Signal<String>,
    value: Memo<Option<i64>>,
    on_input: Callback<Option<i64>>,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let text = Memo::new(move |_| value.get().map(|number| number.to_string()).unwrap_or_default());
    let typed = Callback::new(move |text: String| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        on_input.run(digits.parse().ok());
    });
    view! { <Field label path value=text on_input=typed inputmode="numeric" hint=hint.unwrap_or_default() /> }
}

/// A box to tick.
#[component]
pub fn Tick(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<bool>,
    on_change: Callback<bool>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] path: String,
) -> impl IntoView {
    let editor = use_editor();
    view! {
        <label class="check-row flex cursor-pointer items-start gap-2.5">
            <input
                type="checkbox"
                class="checkbox mt-px"
                data-path=path
                prop:checked=bound(move || value.get())
                disabled=bound(move || editor.is_locked())
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class="grid gap-0.5">
                <span>{label}</span>
                {hint.map(|hint| view! { <span class="hint">{hint}</span> })}
            </span>
        </label>
    }
}
