//! The first step: how and in which language Meta sends its code.

use clienthub_shared::language::{is_language, languages};
use clienthub_shared::registration::CodeMethod;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::flow::{Flow, LANGUAGE, METHOD};
use super::notices::Notices;
use super::stage::Stage;
use super::steps::Foot;
use crate::intl;
use crate::state::preferences;
use crate::tr;
use crate::ui::form::Form;
use crate::ui::icon::Icon;
use crate::ui::live::bound;
use crate::ui::unique_id;
use crate::words::number;

#[component]
pub fn RequestStep(flow: Flow) -> impl IntoView {
    let before = flow.details.with_untracked(|d| d.registration_details.code.clone());
    let method = before.as_ref().map(|code| code.method);
    let method = method.or_else(|| preferences::read(METHOD)?.parse().ok()).unwrap_or(CodeMethod::Sms);
    let method = RwSignal::new(method);
    let language = before.map(|code| code.language).or_else(|| preferences::read(LANGUAGE));
    let of_page = || intl::tag(preferences::locale()).replace('-', "_");
    let language = RwSignal::new(language.filter(|code| is_language(code)).unwrap_or_else(of_page));
    let phone = flow.details.with_untracked(|d| number::phone(&d.number.phone_number));
    let submit = Callback::new(move |()| {
        if untrack(|| flow.blocked()).is_none() {
            flow.request_code(method.get_untracked(), language.get_untracked());
        }
    });
    let back = move || flow.other_code.get().then_some(Callback::new(move |()| flow.other_code.set(false)));
    view! {
        <Form state=flow.form class="" on_submit=submit>
            <div class="grid gap-4 px-4 pb-5 sm:px-6">
                <p>{tr!(registering.request_text, phone = phone)}</p>
                <Notices flow stage=Stage::RequestCode />
                <Methods method />
                <Language language />
            </div>
            <Foot flow submit=tr!(registering.request_code) back=Signal::derive(back) />
        </Form>
    }
}

#[component]
fn Methods(method: RwSignal<CodeMethod>) -> impl IntoView {
    let name = unique_id("method");
    let group = NodeRef::<leptos::html::Fieldset>::new();
    group.on_load(|group| {
        if let Ok(Some(chosen)) = group.query_selector(":checked") {
            let _ = chosen.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
    let choices = [
        (CodeMethod::Sms, "message-square-more", tr!(registering.sms), tr!(registering.sms_hint)),
        (CodeMethod::Voice, "phone", tr!(registering.call), tr!(registering.call_hint)),
    ];
    view! {
        <fieldset node_ref=group>
            <legend class="label mb-1.5">{tr!(registering.method)}</legend>
            <div class="grid gap-2 sm:grid-cols-2">
                {choices
                    .into_iter()
                    .map(|(value, icon, text, hint)| {
                        let checked = move || method.get() == value;
                        view! {
                            <label class="choice">
                                <input
                                    type="radio"
                                    class="radio mt-px"
                                    name=name.clone()
                                    value=value.as_str()
                                    prop:checked=bound(checked)
                                    on:change=move |_| method.set(value)
                                />
                                <span class="grid gap-0.5">
                                    <span class="flex items-center gap-1.5 font-medium">
                                        <Icon name=icon />
                                        {text}
                                    </span>
                                    <span class="hint">{hint}</span>
                                </span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}

#[component]
fn Language(language: RwSignal<String>) -> impl IntoView {
    let id = unique_id("language");
    view! {
        <div>
            <label class="label mb-1.5" for=id.clone()>{tr!(registering.language)}</label>
            <select
                id=id
                class="select"
                prop:value=bound(move || language.get())
                on:change=move |event| language.set(event_target_value(&event))
            >
                {intl::languages(languages())
                    .into_iter()
                    .map(|(code, name)| {
                        let chosen = language.with_untracked(|chosen| *chosen == code);
                        view! { <option value=code selected=chosen>{name}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}
