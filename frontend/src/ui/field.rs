//! A labelled text field with its hint and its error below. Secrets are hidden until asked for.

use leptos::html;
use leptos::prelude::*;

use super::icon::Icon;
use super::unique_id;
use crate::tr;
use crate::ui::live::{bound, live};

#[component]
pub fn TextField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    /// Its name in the request, where the server's findings point.
    name: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional)] inputmode: &'static str,
    #[prop(optional)] mono: bool,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(into)] error: Signal<Option<String>>,
    #[prop(optional)] on_blur: Option<Callback<()>>,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let id = unique_id(name);
    let (error_id, hint_id) = (format!("{id}-e"), format!("{id}-h"));
    let secret = kind == "password";
    let shown = RwSignal::new(false);
    let described = {
        let (error_id, hint_id) = (error_id.clone(), hint.as_ref().map(|_| hint_id.clone()));
        move || {
            let error = error.with(Option::is_some).then(|| error_id.clone());
            let ids: Vec<String> = error.into_iter().chain(hint_id.clone()).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let toggle = secret.then(|| {
        view! {
            <button
                type="button"
                class="btn btn-ghost btn-sm btn-square text-muted"
                aria-label=bound(move || if shown.get() { tr!(ui.hide_secret) } else { tr!(ui.show_secret) })
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {live(move || if shown.get() { view! { <Icon name="eye-off" /> } } else { view! { <Icon name="eye" /> } })}
            </button>
        }
    });
    view! {
        <div>
            <label class="label mb-1.5" for=id.clone()>{label}</label>
            <div class="input" class=("pr-1", secret)>
                <input
                    node_ref=node_ref
                    id=id.clone()
                    name=name
                    type=bound(move || if secret && shown.get() { "text" } else { kind })
                    class=("mono", mono)
                    autocomplete=autocomplete
                    inputmode=(!inputmode.is_empty()).then_some(inputmode)
                    spellcheck="false"
                    prop:value=bound(move || value.get())
                    aria-invalid=bound(move || error.with(Option::is_some).then_some("true"))
                    aria-describedby=bound(described)
                    on:input=move |event| value.set(event_target_value(&event))
                    on:blur=move |_| {
                        if let Some(act) = on_blur {
                            // A focused field that is removed with its dialog blurs after its owner is gone.
                            act.try_run(());
                        }
                    }
                />
                {toggle}
            </div>
            <div aria-live="polite">
                {live(move || error.get().map(|text| view! { <ErrorLine id=error_id.clone() text /> }))}
            </div>
            {hint.map(|hint| view! { <p id=hint_id class="hint mt-1.5">{hint}</p> })}
        </div>
    }
}

/// What is wrong, under the field that it is about.
#[component]
pub fn ErrorLine(text: String, #[prop(optional)] id: Option<String>) -> impl IntoView {
    view! {
        <p id=id class="mt-1.5 flex items-start gap-1.5 text-sm font-medium text-bad">
            <Icon name="circle-alert" class="mt-px" />
            <span>{text}</span>
        </p>
    }
}
