//! Takes a template of the library: its name, and what its buttons need. Sent as it is, Meta approves it at once; taken as one's
//! own it opens in the editor and is reviewed like any other.

use clienthub_shared::template::Template;
use clienthub_shared::template::button::Button as TemplateButton;
use clienthub_shared::template::component::Component;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::request::LibraryTemplate;
use clienthub_shared::template::word::{Category, Open, find};
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::api;
use crate::components::templates::acts::use_acts;
use crate::components::templates::copy_dialog::is_name;
use crate::state::way::use_visit;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormFailure, FormState};
use crate::ui::live::{bound, effect, when_over};
use crate::ui::toast::Toasts;
use crate::words::template;

/// Fields of a button's inputs are told apart by these names.
const FIELDS: [&str; 10] =
    ["input_0", "input_1", "input_2", "input_3", "input_4", "input_5", "input_6", "input_7", "input_8", "input_9"];

#[component]
pub fn UseDialog(chosen: RwSignal<Option<LibraryTemplate>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let form = FormState::new(&["name"]);
    effect(move || {
        if chosen.with(Option::is_some) {
            form.failure.set(None);
            form.findings.set(Vec::new());
            open.set(true);
        }
    });
    when_over(move || open.get(), move || chosen.set(None));
    let subtitle = Signal::derive(move || {
        chosen.with(|row| {
            row.as_ref().map(|row| format!("{} · {}", row.name, template::language(&row.language))).unwrap_or_default()
        })
    });
    let fields = move || chosen.get_untracked().map(|row| view! { <Fields open form row /> });
    view! {
        <Dialog open title=tr!(template_library.take) subtitle busy=form.pending>
            {fields()}
        </Dialog>
    }
}

/// What one button asks the business for.
#[derive(Clone, Copy)]
struct Input {
    field: &'static str,
    is_url: bool,
    value: RwSignal<String>,
}

#[component]
fn Fields(open: RwSignal<bool>, form: FormState, row: LibraryTemplate) -> impl IntoView {
    let acts = use_acts();
    let toasts: Toasts = expect_context();
    let visit = use_visit();
    let name = RwSignal::new(row.name.clone());
    let security = RwSignal::new(true);
    let otp = find(&row.category) == Some(Category::Authentication);
    let inputs = inputs(&row);
    let fields = inputs
        .iter()
        .map(|(label, input)| {
            let hint = if input.is_url { tr!(template_library.url_hint) } else { tr!(template_library.phone_hint) };
            view! {
                <TextField
                    label=label.clone()
                    name=input.field
                    value=input.value
                    kind=if input.is_url { "url" } else { "tel" }
                    hint=hint.to_owned()
                    error=form.field(input.field)
                />
            }
        })
        .collect_view();
    let inputs: Vec<Input> = inputs.into_iter().map(|(_, input)| input).collect();
    let row = StoredValue::new(row);
    let named = move || {
        let good = name.with_untracked(|name| is_name(name));
        form.judge("name", (!good).then(|| tr!(templates.name_wrong).to_owned()));
        good
    };
    let go = move |made: TemplateDetails, rest: &str| {
        toasts.say(Tone::Ok, tr!(template_library.taken, name = made.name));
        open.set(false);
        visit(&acts.waba.path(&format!("/{}{rest}", made.id)));
    };
    let own = {
        let go = go.clone();
        move |_| {
            if form.pending.get_untracked() || !named() {
                return;
            }
            let own = row.with_value(|row| Template {
                name: name.get_untracked(),
                language: row.language.clone(),
                category: Some(Open::read(&row.category)),
                ..row.template.clone()
            });
            let go = go.clone();
            form.submit(api::template::create_template(acts.waba, own), move |made| go(made, "/edit"));
        }
    };
    let send = Callback::new(move |()| {
        let mut good = named();
        for input in &inputs {
            let wrong = input
                .value
                .with_untracked(|value| input.is_url != value.trim().starts_with("http") || value.trim().is_empty());
            let said = if input.is_url { tr!(template_library.url_wrong) } else { tr!(template_library.phone_wrong) };
            form.judge(input.field, wrong.then(|| said.to_owned()));
            good &= !wrong;
        }
        if good {
            let template =
                row.with_value(|row| of_library(row, name.get_untracked(), &inputs, otp, security.get_untracked()));
            let go = go.clone();
            form.submit(api::template::create_and_submit(acts.waba, template), move |made| go(made, ""));
        }
    });
    let advice = otp.then(|| {
        view! {
            <label class="check-row flex items-center gap-2.5 text-sm">
                <input
                    type="checkbox"
                    class="checkbox"
                    prop:checked=bound(move || security.get())
                    on:change=move |event| security.set(event_target_checked(&event))
                />
                {tr!(template_library.security)}
            </label>
        }
    });
    view! {
        <Form state=form on_submit=send>
            <div class="grid gap-4 px-4 pt-4 sm:px-6">
                <TextField
                    label=tr!(template_library.name)
                    name="name"
                    value=name
                    mono=true
                    hint=tr!(templates.name_hint).to_owned()
                    error=form.field("name")
                />
                {fields} {advice}
                <p class="hint">{tr!(template_library.two_ways)}</p>
                <FormFailure state=form />
            </div>
            <div class="modal-action flex-wrap">
                <button type="button" class="btn" on:click=own>{tr!(template_library.own)}</button>
                <Button class="btn-primary" kind="submit" text=tr!(template_library.send) pending=form.pending />
            </div>
        </Form>
    }
}

/// Addresses and numbers are the business's own: one for each such button, in their order.
fn inputs(row: &LibraryTemplate) -> Vec<(String, Input)> {
    let buttons = row.template.components.iter().flat_map(|component| match component {
        Component::Buttons(group) => group.buttons.as_slice(),
        _ => &[],
    });
    let asked = buttons.filter_map(|button| match button {
        TemplateButton::Url(url) => Some((tr!(template_library.url_of, button = url.text.as_str()), true)),
        TemplateButton::PhoneNumber(phone) => {
            Some((tr!(template_library.phone_of, button = phone.text.as_str()), false))
        }
        _ => None,
    });
    FIELDS
        .into_iter()
        .zip(asked)
        .map(|(field, (label, is_url))| (label, Input { field, is_url, value: RwSignal::new(String::new()) }))
        .collect()
}

/// Meta gives the components; we name the entry and answer what its buttons ask (reference 4.10).
fn of_library(row: &LibraryTemplate, name: String, inputs: &[Input], otp: bool, security: bool) -> Template {
    let answer = |input: &Input| {
        let value = input.value.with_untracked(|value| value.trim().to_owned());
        if !input.is_url {
            return json!({"type": "PHONE_NUMBER", "phone_number": value});
        }
        // A variable at the end of the address needs a sample of the whole.
        let sample = value.replace("{{1}}", "1");
        json!({"type": "URL", "url": {"base_url": value, "url_suffix_example": sample}})
    };
    let mut template = Template {
        name,
        language: row.language.clone(),
        category: Some(Open::read(&row.category)),
        ..Template::default()
    };
    let rest = &mut template.rest;
    rest.insert("library_template_name".into(), row.name.clone().into());
    if otp {
        rest.insert("library_template_button_inputs".into(), json!([{"type": "OTP", "otp_type": "COPY_CODE"}]));
        rest.insert("library_template_body_inputs".into(), json!({"add_security_recommendation": security}));
    } else if !inputs.is_empty() {
        let answers: Vec<Value> = inputs.iter().map(answer).collect();
        rest.insert("library_template_button_inputs".into(), Value::Array(answers));
    }
    template
}
