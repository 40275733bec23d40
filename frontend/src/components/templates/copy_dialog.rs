//! *Add language* and *Duplicate*: a draft with the same content under another language, name or WABA, opened in the editor; another
//! language beside the one that it is translated from.

use clienthub_shared::id::WabaId;
use clienthub_shared::language::languages;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::request::TemplateDuplicate;
use leptos::prelude::*;

use super::acts::{CopyKind, CopyOf, use_acts};
use super::preview_dialog::language_option;
use super::toolbar::named_code;
use crate::api;
use crate::intl;
use crate::state::waba::templates_of;
use crate::state::way::use_visit;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::dialog::{Dialog, opened_by};
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormFailure, FormFoot, FormState};
use crate::ui::live::live;
use crate::ui::select::SelectField;
use crate::ui::toast::Toasts;

/// Meta takes so many characters.
const NAME_LONGEST: usize = 512;

#[component]
pub fn CopyDialog() -> impl IntoView {
    let acts = use_acts();
    let form = FormState::new(&["name", "language"]);
    let open = opened_by(acts.copied, move || form.reset());
    let title = Signal::derive(move || match acts.copied.with(|copied| copied.as_ref().map(|copied| copied.kind)) {
        Some(CopyKind::Language) => tr!(templates.add_language_title).to_owned(),
        Some(CopyKind::Duplicate) | None => tr!(templates.duplicate_title).to_owned(),
    });
    let subtitle = Signal::derive(move || {
        acts.copied.with(|copied| copied.as_ref().map(|copied| copied.name.clone()).unwrap_or_default())
    });
    let fields = move || {
        let copied = acts.copied.get_untracked()?;
        Some(view! { <Fields open form copied /> })
    };
    view! {
        <Dialog open title subtitle busy=form.pending>
            {fields()}
        </Dialog>
    }
}

#[component]
fn Fields(open: RwSignal<bool>, form: FormState, copied: CopyOf) -> impl IntoView {
    let acts = use_acts();
    let toasts: Toasts = expect_context();
    let visit = use_visit();
    let adds = copied.kind == CopyKind::Language;
    let name = RwSignal::new(if adds { copied.name.clone() } else { format!("{}_copy", copied.name) });
    let from = RwSignal::new(copied.id.to_string());
    let here = acts.waba.id();
    let waba = RwSignal::new(here.clone());
    let of_copied = |id: &str| {
        let found = copied.languages.iter().find(|language| language.id.to_string() == id);
        found.map(|language| language.language.clone()).unwrap_or_default()
    };
    let language = RwSignal::new(if adds { String::new() } else { of_copied(&from.get_untracked()) });
    let taken: Vec<String> = copied.languages.iter().map(|language| language.language.clone()).collect();
    let free = languages().filter(|code| !adds || !taken.iter().any(|taken| taken == code));
    let mut codes: Vec<(String, String)> =
        intl::languages(free).into_iter().map(|(code, text)| (code.clone(), named_code(&text, &code))).collect();
    if adds {
        codes.insert(0, (String::new(), tr!(templates.choose_language).to_owned()));
    }
    let sources: Vec<(String, String)> = copied.languages.iter().map(language_option).collect();
    let wabas: Vec<(String, String)> = acts.waba.wabas.data.with_untracked(|page| {
        page.iter().flat_map(|page| &page.data).map(|waba| (waba.id.to_string(), waba.name.clone())).collect()
    });
    let send = {
        let old_name = copied.name.clone();
        Callback::new(move |()| {
            let (name, language, waba) = (name.get_untracked(), language.get_untracked(), waba.get_untracked());
            let named = is_name(&name);
            form.judge("name", (!named).then(|| tr!(templates.name_wrong).to_owned()));
            form.judge("language", language.is_empty().then(|| tr!(templates.language_missing).to_owned()));
            if !named || language.is_empty() {
                return;
            }
            let elsewhere = waba != here;
            let duplicate = TemplateDuplicate {
                name: (name != old_name).then_some(name),
                language: Some(language),
                waba: elsewhere.then(|| waba.parse::<WabaId>().ok()).flatten(),
            };
            let (visit, from) = (visit.clone(), from.get_untracked());
            let beside = if adds { format!("?beside={from}") } else { String::new() };
            form.submit(api::template::duplicate_template(acts.waba, from, duplicate), move |made: TemplateDetails| {
                toasts.say(Tone::Ok, tr!(templates.copied, name = made.name, language = made.language));
                open.set(false);
                let page = format!("/{}/edit{beside}", made.id);
                visit(&templates_of(acts.waba.org, &made.waba_id.to_string(), &page));
            });
        })
    };
    let name_field = (!adds).then(|| {
        view! {
            <TextField
                label=tr!(templates.new_name)
                name="name"
                value=name
                mono=true
                hint=tr!(templates.name_hint).to_owned()
                error=form.field("name")
            />
        }
    });
    let source_field = (copied.languages.len() > 1).then(|| {
        view! {
            <SelectField
                label=tr!(templates.copy_from)
                name="from"
                options=sources.clone()
                value=from
                on_change=Callback::new(move |id| from.set(id))
            />
        }
    });
    let waba_field = (!adds && wabas.len() > 1).then(|| {
        view! {
            <SelectField
                label=tr!(templates.into_waba)
                name="waba"
                options=wabas.clone()
                value=waba
                on_change=Callback::new(move |id| waba.set(id))
            />
        }
    });
    let error = form.field("language");
    view! {
        <Form state=form on_submit=send>
            <div class="grid gap-4 px-4 pt-4 sm:px-6">
                {name_field} {source_field}
                <div>
                    <SelectField
                        label=tr!(templates.new_language)
                        name="language"
                        options=codes
                        value=language
                        on_change=Callback::new(move |code| language.set(code))
                    />
                    {live(move || {
                        error.get().map(|text| view! { <crate::ui::field::ErrorLine text /> })
                    })}
                </div>
                {waba_field}
                <FormFailure state=form />
            </div>
            <FormFoot state=form submit=tr!(templates.make_draft) />
        </Form>
    }
}

/// As Meta wants it; the hub's own rule says the same.
pub fn is_name(name: &str) -> bool {
    (1..=NAME_LONGEST).contains(&name.len())
        && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_digit() || byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_have_small_letters_digits_and_underscores() {
        assert!(is_name("order_ready_2"));
        for wrong in ["", "Order", "order ready", "größe", &"a".repeat(513)] {
            assert!(!is_name(wrong), "{wrong}");
        }
    }
}
