//! Takes a template of the library: its name, and what Meta asks for with it. Sent as it is, Meta approves it at once; taken as one's
//! own it opens in the editor and is reviewed like any other.

use clienthub_shared::template::Template;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::request::LibraryTemplate;
use clienthub_shared::template::word::{Category, Open, find};
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::button_inputs::{self, ButtonInputs};
use super::code_inputs::{CodeFields, CodeInputs};
use super::sentences::{self, Sentences};
use crate::api;
use crate::components::templates::acts::use_acts;
use crate::components::templates::copy_dialog::is_name;
use crate::state::way::use_visit;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, opened_by, waits};
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormFailure, FormState};
use crate::ui::toast::Toasts;
use crate::words::template;

#[component]
pub fn UseDialog(chosen: RwSignal<Option<LibraryTemplate>>) -> impl IntoView {
    let form = FormState::new(&["name"]);
    let open = opened_by(chosen, move || form.reset());
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

#[component]
fn Fields(open: RwSignal<bool>, form: FormState, row: LibraryTemplate) -> impl IntoView {
    let acts = use_acts();
    let toasts: Toasts = expect_context();
    let visit = use_visit();
    let name = RwSignal::new(row.name.clone());
    let inputs = button_inputs::of(&row);
    let sentences = sentences::of(&row);
    let code = (find(&row.category) == Some(Category::Authentication)).then(CodeInputs::new);
    let fields = view! {
        <ButtonInputs inputs=inputs.clone() form />
        <Sentences sentences=sentences.clone() />
        {code.map(|inputs| view! { <CodeFields inputs form /> })}
    };
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
        Callback::new(move |()| {
            if !named() {
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
        })
    };
    let send = Callback::new(move |()| {
        // Each says what it lacks.
        let good = [named(), code.is_none_or(|code| code.judge(form))].into_iter();
        let good = good.chain(inputs.iter().map(|input| input.judge(form))).fold(true, |all, one| all & one);
        if good {
            let (body, buttons) = match code {
                Some(code) => (code.body(), vec![code.button()]),
                None => (sentences::answers(&sentences), inputs.iter().map(|input| input.answer()).collect()),
            };
            let template = row.with_value(|row| of_library(row, name.get_untracked(), body, buttons));
            let go = go.clone();
            form.submit(api::template::create_and_submit(acts.waba, template), move |made| go(made, ""));
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
                {fields}
                <p class="hint">{tr!(template_library.two_ways)}</p>
                <FormFailure state=form />
            </div>
            <div class="modal-action flex-wrap">
                <Button text=tr!(template_library.own) blocked=waits(form.pending.into()) on_click=own />
                <Button class="btn-primary" kind="submit" text=tr!(template_library.send) pending=form.pending />
            </div>
        </Form>
    }
}

/// Meta gives the components; we name the entry and answer what it asks (reference 4.10).
fn of_library(row: &LibraryTemplate, name: String, body: Map<String, Value>, buttons: Vec<Value>) -> Template {
    let mut template = Template {
        name,
        language: row.language.clone(),
        category: Some(Open::read(&row.category)),
        ..Template::default()
    };
    let rest = &mut template.rest;
    rest.insert("library_template_name".into(), row.name.clone().into());
    if !body.is_empty() {
        rest.insert("library_template_body_inputs".into(), body.into());
    }
    if !buttons.is_empty() {
        rest.insert("library_template_button_inputs".into(), buttons.into());
    }
    template
}
