//! Six digits in six boxes that are one field: screen readers hear one, a message's code fills itself in, and what is
//! pasted may carry hyphens and spaces. The digits are drawn; the field above them is transparent.

use leptos::html;
use leptos::prelude::*;

use super::field::ErrorLine;
use super::unique_id;
use crate::ui::live::{bound, effect, live};

pub const DIGITS: usize = 6;

#[component]
pub fn CodeField(
    #[prop(into)] label: String,
    /// The digits alone.
    value: RwSignal<String>,
    /// Its name in the request.
    name: &'static str,
    /// "one-time-code" for what a message brings.
    #[prop(default = "off")]
    autocomplete: &'static str,
    #[prop(into)] hint: String,
    error: Signal<Option<String>>,
    /// Takes the focus when it appears.
    #[prop(optional)]
    focus: bool,
    /// Can be read and not be changed.
    #[prop(optional, into)]
    locked: Signal<bool>,
    /// A digit came or went.
    #[prop(optional)]
    on_change: Option<Callback<()>>,
) -> impl IntoView {
    let id = unique_id(name);
    let hint_id = format!("{id}-h");
    let node = NodeRef::<html::Input>::new();
    let focused = RwSignal::new(false);
    if focus {
        node.on_load(|input| {
            let _ = input.focus();
        });
    }
    let refused = Memo::new(move |_| error.with(Option::is_some));
    // The refused digits are selected: the next one replaces them all.
    effect(move || {
        if refused.get()
            && let Some(input) = node.get_untracked()
        {
            let _ = input.focus();
            input.select();
        }
    });
    let on_input = move |event| {
        let digits: String = event_target_value(&event).chars().filter(char::is_ascii_digit).take(DIGITS).collect();
        if let Some(input) = node.get_untracked() {
            input.set_value(&digits);
        }
        if value.with_untracked(|before| *before != digits) {
            value.set(digits);
            if let Some(act) = on_change {
                act.run(());
            }
        }
    };
    // The cell that is drawn as the next one is where the next digit goes.
    let place = move |enters: bool| {
        if let Some(input) = node.get_untracked()
            && let (Ok(Some(start)), Ok(Some(end))) = (input.selection_start(), input.selection_end())
            && start == end
        {
            let length = input.value().len();
            // Into a full field nothing could be typed or pasted otherwise.
            if enters && length == DIGITS {
                input.select();
            } else {
                let _ = input.set_selection_range(length as u32, length as u32);
            }
        }
    };
    let cell = move |at: usize| {
        let class = move || {
            let next = value.with(String::len);
            match focused.get() && !locked.get() {
                true if next == at => "here cursor",
                true if next == DIGITS && at + 1 == DIGITS => "here",
                true | false => "",
            }
        };
        let digit = move || value.with(|value| value.get(at..=at).map(str::to_owned));
        view! { <span aria-hidden="true" class=bound(class)>{live(digit)}</span> }
    };
    let described = hint_id.clone();
    view! {
        <div>
            <label class="label mb-1.5" for=id.clone()>{label}</label>
            <div
                class="code-field"
                data-invalid=bound(move || refused.get().then_some(""))
                data-locked=bound(move || locked.get().then_some(""))
            >
                <input
                    node_ref=node
                    id=id
                    name=name
                    type="text"
                    inputmode="numeric"
                    autocomplete=autocomplete
                    readonly=bound(move || locked.get())
                    prop:value=bound(move || value.get())
                    aria-invalid=bound(move || refused.get().then_some("true"))
                    aria-describedby=described
                    on:input=on_input
                    on:keyup=move |_| place(false)
                    on:click=move |_| place(true)
                    on:focus=move |_| focused.set(true)
                    on:blur=move |_| {
                        // Also called while the field is taken away with the focus inside.
                        let _ = focused.try_set(false);
                    }
                />
                {(0..DIGITS).map(cell).collect_view()}
            </div>
            <div id=hint_id class="mt-0.5 min-h-[1.5625rem]" aria-live="polite">
                {live(move || match error.get() {
                    Some(text) => view! { <ErrorLine text /> }.into_any(),
                    None => view! { <p class="hint mt-1.5">{hint.clone()}</p> }.into_any(),
                })}
            </div>
        </div>
    }
}
