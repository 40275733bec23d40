//! Name, category, language and kind of variables; all but the category are fixed once Meta has the template.

use clienthub_shared::language::languages;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::limits::NAME_MAX;
use clienthub_shared::template::word::{Category, ParameterFormat};
use leptos::prelude::*;

use super::field::Field;
use super::finding::{FindingLines, Found};
use super::model::{category, format, text::gentle_name};
use super::names;
use super::state::{Editor, use_editor};
use crate::intl;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, live};
use crate::ui::panel::Panel;
use crate::ui::unique_id;

const CATEGORIES: [Category; 3] = [Category::Utility, Category::Marketing, Category::Authentication];

#[component]
pub fn Basics() -> impl IntoView {
    let editor = use_editor();
    let sent = Memo::new(move |_| editor.details.with(|it| it.as_ref().is_some_and(|it| it.meta_id.is_some())));
    view! {
        <Panel title=tr!(template_editor.basics)>
            <div class="grid gap-4 p-4 sm:grid-cols-2 sm:px-5">
                <Name sent />
                <Language sent />
                <CategoryField />
                <Format />
            </div>
        </Panel>
    }
}

#[component]
fn Name(sent: Memo<bool>) -> impl IntoView {
    let editor = use_editor();
    let value = editor.text(|template| template.name.clone());
    let typed = Callback::new(move |text: String| {
        editor.change(|template| template.name = gentle_name(&text));
    });
    live(move || {
        if sent.get() {
            view! { <Fixed label=tr!(template_editor.name) value /> }.into_any()
        } else {
            view! {
                <Field
                    label=tr!(template_editor.name)
                    path=Signal::stored("name".to_owned())
                    value
                    on_input=typed
                    max=NAME_MAX
                    strong=true
                    hint=tr!(template_editor.name_hint).to_owned()
                />
            }
            .into_any()
        }
    })
}

/// What Meta does not let change any more.
#[component]
fn Fixed(label: &'static str, #[prop(into)] value: Signal<String>) -> impl IntoView {
    let (id, hint) = (unique_id("fixed"), unique_id("fixed-h"));
    view! {
        <div class="min-w-0">
            <label class="label mb-1.5 block" for=id.clone()>{label}</label>
            <input id=id class="input" readonly prop:value=bound(move || value.get()) aria-describedby=hint.clone() />
            <p id=hint class="hint mt-1">{tr!(template_editor.fixed)}</p>
        </div>
    }
}

#[component]
fn Language(sent: Memo<bool>) -> impl IntoView {
    let editor = use_editor();
    let value = editor.text(|template| template.language.clone());
    let visited = RwSignal::new(false);
    let found = Found::at(editor, Signal::stored("language".to_owned()), false, visited);
    let names = StoredValue::new(intl::languages(languages()));
    let name = Signal::derive(move || {
        value.with(|code| {
            let name =
                names.with_value(|all| all.iter().find(|(known, _)| known == code).map(|(_, name)| name.clone()));
            name.map_or_else(|| code.clone(), |name| [name.as_str(), " · ", code].concat())
        })
    });
    live(move || {
        if sent.get() {
            return view! { <Fixed label=tr!(template_editor.language) value=name /> }.into_any();
        }
        let (id, found_id) = (unique_id("language"), unique_id("language-e"));
        let options = names.with_value(|all| {
            all.iter()
                .map(|(code, name)| {
                    let here = code.clone();
                    let chosen = move || value.with(|value| *value == here);
                    let text = [name.as_str(), " · ", code].concat();
                    view! { <option value=code.clone() prop:selected=bound(chosen)>{text}</option> }
                })
                .collect_view()
        });
        view! {
            <div class="min-w-0">
                <label class="label mb-1.5 block" for=id.clone()>{tr!(template_editor.language)}</label>
                <select
                    id=id
                    class="select"
                    data-path="language"
                    aria-describedby=found_id.clone()
                    disabled=bound(move || editor.is_locked())
                    on:change=move |event| {
                        let code = event_target_value(&event);
                        editor.change(|template| template.language = code);
                    }
                >
                    <option value="" prop:selected=bound(move || value.with(String::is_empty))>
                        {tr!(template_editor.choose)}
                    </option>
                    {options}
                </select>
                <FindingLines found id=found_id />
                <p class="hint mt-1">{tr!(template_editor.language_hint)}</p>
            </div>
        }
        .into_any()
    })
}

/// What a category is for.
fn purpose(category: Category) -> &'static str {
    match category {
        Category::Utility => tr!(template_editor.utility_for),
        Category::Marketing => tr!(template_editor.marketing_for),
        Category::Authentication => tr!(template_editor.authentication_for),
    }
}

fn examples(category: Category) -> &'static str {
    match category {
        Category::Utility => tr!(template_editor.utility_examples),
        Category::Marketing => tr!(template_editor.marketing_examples),
        Category::Authentication => tr!(template_editor.authentication_examples),
    }
}

#[component]
fn CategoryField() -> impl IntoView {
    let editor = use_editor();
    let id = unique_id("category");
    let value = editor.memo(Box::new(clienthub_shared::template::Template::known_category));
    let fixed = move || editor.details.with(|it| it.as_ref().is_some_and(|it| it.edit.category_fixed));
    let visited = RwSignal::new(false);
    let found = Found::at(editor, Signal::stored("category".to_owned()), false, visited);
    let found_id = unique_id("category-e");
    let options = CATEGORIES.map(|category| {
        let chosen = move || value.get() == Some(category);
        view! { <option value=category.as_str() prop:selected=bound(chosen)>{names::category(category)}</option> }
    });
    let help = CATEGORIES.map(|category| {
        view! {
            <div>
                <dt class="font-medium">{names::category(category)}</dt>
                <dd class="hint">{purpose(category)} " " <em>{examples(category)}</em></dd>
            </div>
        }
    });
    view! {
        <div class="min-w-0">
            <label class="label mb-1.5 block" for=id.clone()>{tr!(template_editor.category)}</label>
            <select
                id=id
                class="select"
                data-path="category"
                aria-describedby=found_id.clone()
                disabled=bound(move || editor.is_locked() || fixed())
                on:change=move |event| {
                    if let Ok(wanted) = event_target_value(&event).parse() {
                        editor.change_shelf(|template, shelf| category::set(template, wanted, shelf));
                    }
                }
            >
                <Show when=move || value.get().is_none()>
                    <option value="" selected>{tr!(template_editor.choose)}</option>
                </Show>
                {options}
            </select>
            <FindingLines found id=found_id />
            <p class="hint mt-1">
                {live(move || if fixed() { tr!(template_editor.category_fixed) } else { value.get().map_or("", purpose) })}
            </p>
            <details class="fold mt-1">
                <summary class="hit"><Icon name="chevron-right" class="size-3.5" />{tr!(template_editor.category_help)}</summary>
                <dl class="grid gap-2 rounded-field bg-base-200 p-3 text-sm">{help}</dl>
                <p class="hint mt-1.5">{tr!(template_editor.category_note)}</p>
            </details>
        </div>
    }
}

#[component]
fn Format() -> impl IntoView {
    let editor = use_editor();
    let id = unique_id("format");
    let value = editor.memo(Box::new(clienthub_shared::template::Template::format));
    let authentication = editor.flag(|template| template.known_category() == Some(Category::Authentication));
    // Meta never changes it; a draft that has it otherwise must find back.
    let at_meta = Memo::new(move |_| {
        let template = |it: &TemplateDetails| it.meta_id.is_some().then(|| it.submitted.clone()).flatten();
        editor.details.with(|it| it.as_ref().and_then(template).and_then(|template| template.format()))
    });
    let fixed = move || at_meta.get().is_some() && at_meta.get() == value.get();
    let choices = [
        (ParameterFormat::Positional, tr!(template_editor.numbered)),
        (ParameterFormat::Named, tr!(template_editor.named)),
    ];
    let options = move || {
        choices.map(|(format, text)| {
            let chosen = move || value.get() == Some(format);
            view! { <option value=format.as_str() prop:selected=bound(chosen)>{text}</option> }
        })
    };
    view! {
        <Show when=move || !authentication.get()>
            <div class="min-w-0">
                <label class="label mb-1.5 block" for=id.clone()>{tr!(template_editor.variables)}</label>
                <select
                    id=id.clone()
                    class="select"
                    data-path="parameter_format"
                    disabled=bound(move || editor.is_locked() || fixed())
                    on:change=move |event| switch(editor, &event_target_value(&event))
                >
                    {options()}
                </select>
                <p class="hint mt-1">
                    {live(move || if fixed() { tr!(template_editor.fixed) } else { tr!(template_editor.variables_hint) })}
                </p>
            </div>
        </Show>
    }
}

fn switch(editor: Editor, word: &str) {
    if let Ok(to) = word.parse() {
        editor.change(|template| format::switch(template, to));
    }
}
