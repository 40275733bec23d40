//! The languages of the name: one tab each, and adding another, which begins as a copy that stays beside the form.

use clienthub_shared::language::languages;
use clienthub_shared::template::Template;
use clienthub_shared::template::component::Component;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::family::TemplateLanguage;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::at_hub::content;
use super::names;
use super::save;
use super::state::{Editor, use_editor};
use crate::api::template_draft;
use crate::intl;
use crate::state::way::use_visit;
use crate::tr;
use crate::ui::button::Button;
use crate::ui::dialog::{Cancel, Dialog};
use crate::ui::form::{Form, FormFailure, FormState};
use crate::ui::icon::Icon;
use crate::ui::live::{bound, keyed};
use crate::ui::panel::Panel;
use crate::ui::unique_id;
use crate::words::template;

#[component]
pub fn LanguageTabs() -> impl IntoView {
    let editor = use_editor();
    let open = RwSignal::new(false);
    let family = move || editor.details.with(|it| it.as_ref().map(|it| it.family.clone()).unwrap_or_default());
    let key = |it: &TemplateLanguage| [it.id.to_string().as_str(), it.state.as_str(), &it.language].concat();
    let tab = move |it: TemplateLanguage| {
        let id = it.id.to_string();
        let here = editor.details.with_untracked(|details| details.as_ref().is_some_and(|details| details.id == it.id));
        let href = [editor.save.base.get_value().as_str(), "/templates/", &id, "/edit"].concat();
        let name = template::language(&it.language);
        let badge = template::state(it.state, None);
        view! {
            <a
                class=if here { "btn btn-neutral max-sm:px-1" } else { "btn btn-ghost max-sm:px-1" }
                href=href
                aria-current=here.then_some("page")
            >
                <span class="max-sm:sr-only">{name}</span>
                <span class="lang" data-tone=badge.tone.as_str()>
                    <Icon name=badge.icon />
                    {it.language}
                    <span class="sr-only">", " {badge.text}</span>
                </span>
            </a>
        }
    };
    let blocked = Signal::derive(move || {
        let save = editor.save;
        let locked = editor.locked.get();
        let first = || save.collides().then(|| tr!(template_editor.conflict_first).to_owned());
        let new = || save.id.with(Option::is_none).then(|| tr!(template_editor.save_first).to_owned());
        locked.or_else(first).or_else(new)
    });
    view! {
        <div class="-m-1 mb-3 flex items-center gap-1.5 overflow-x-auto p-1 max-lg:-mx-4 max-lg:px-4 max-sm:flex-wrap">
            <nav class="flex gap-1.5 max-sm:flex-wrap sm:flex-none" aria-label=tr!(template_editor.languages)>{keyed(family, key, tab)}</nav>
            <Button
                class="btn-ghost flex-none"
                icon="plus"
                text=tr!(template_editor.add_language)
                blocked=blocked
                on_click=Callback::new(move |()| open.set(true))
            />
        </div>
        <AddLanguage open />
    }
}

#[component]
fn AddLanguage(open: RwSignal<bool>) -> impl IntoView {
    let form = FormState::new(&["language"]);
    view! {
        <Dialog open title=Signal::stored(tr!(template_editor.add_language).to_owned()) busy=form.pending>
            <AddForm open form />
        </Dialog>
    }
}

#[component]
fn AddForm(open: RwSignal<bool>, form: FormState) -> impl IntoView {
    let editor = use_editor();
    let visit = use_visit();
    form.reset();
    let taken: Vec<String> = editor.details.with_untracked(|it| {
        it.as_ref().map(|it| it.family.iter().map(|it| it.language.clone()).collect()).unwrap_or_default()
    });
    let chosen = RwSignal::new(String::new());
    let id = unique_id("language");
    let options = intl::languages(languages())
        .into_iter()
        .filter(|(code, _)| !taken.contains(code))
        .map(|(code, name)| {
            let text = [name.as_str(), " · ", &code].concat();
            view! { <option value=code>{text}</option> }
        })
        .collect_view();
    let submit = Callback::new(move |()| {
        let (language, visit) = (chosen.get_untracked(), visit.clone());
        if language.is_empty() {
            return;
        }
        let base = editor.save.base.get_value();
        let page = base.clone();
        let request = async move {
            // The copy has what was typed last.
            let Some(id) = save::now(editor).await? else { return Ok(None) };
            let made = template_draft::add_language(&base, &id, language).await?;
            Ok(Some((made, id)))
        };
        form.submit(request, move |made: Option<(TemplateDetails, String)>| {
            open.set(false);
            if let Some((made, beside)) = made {
                let address = [page.as_str(), "/templates/", &made.id.to_string(), "/edit?beside=", &beside].concat();
                visit(&address);
            }
        });
    });
    view! {
        <Form state=form class="" on_submit=submit>
            <div class="grid gap-4 px-4 pt-4 pb-5 sm:px-6">
                <p>{tr!(template_editor.add_language_hint)}</p>
                <div>
                    <label class="label mb-1.5" for=id.clone()>{tr!(template_editor.language)}</label>
                    <select id=id class="select" on:change=move |event| chosen.set(event_target_value(&event))>
                        <option value="">{tr!(template_editor.choose)}</option>
                        {options}
                    </select>
                </div>
                <FormFailure state=form />
            </div>
            <div class="modal-action">
                <Cancel />
                <Button class="btn-primary" kind="submit" icon="plus" text=tr!(template_editor.add_language) pending=form.pending />
            </div>
        </Form>
    }
}

/// The language that this one was copied from, to translate by.
#[component]
pub fn Source(id: String) -> impl IntoView {
    let editor = use_editor();
    let source = RwSignal::new(None::<TemplateDetails>);
    read(editor, id, source);
    let lines = move || {
        source
            .with(|it| it.as_ref().and_then(content).map(texts).unwrap_or_default())
            .into_iter()
            .enumerate()
            .collect::<Vec<_>>()
    };
    let title = Memo::new(move |_| {
        source.with(|it| it.as_ref().map(|it| template::language(&it.language)).unwrap_or_default())
    });
    let row = |(_, (name, text)): (usize, (&'static str, String))| {
        view! {
            <div>
                <dt class="text-xs text-muted">{name}</dt>
                <dd class="whitespace-pre-wrap wrap-anywhere" dir="auto">{text}</dd>
            </div>
        }
    };
    view! {
        <Panel title=tr!(template_editor.source) aside=move || view! { <span class="hint">{move || title.get()}</span> }>
            <dl class="fades grid max-h-96 gap-3 overflow-y-auto p-4 text-sm sm:px-5" tabindex="0" aria-busy=bound(move || source.with(Option::is_none).then_some("true"))>
                {keyed(lines, |(at, _)| *at, row)}
            </dl>
        </Panel>
    }
}

fn read(editor: Editor, id: String, source: RwSignal<Option<TemplateDetails>>) {
    let base = editor.save.base.get_value();
    spawn_local(async move {
        if let Ok(details) = template_draft::get_template(&base, &id).await {
            let _ = source.try_set(Some(details));
        }
    });
}

/// Every text of a template with the name of its part.
fn texts(template: &Template) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    collect(&template.components, &mut found);
    found
}

fn collect(components: &[Component], found: &mut Vec<(&'static str, String)>) {
    for part in components {
        let name = part.kind().map_or("", names::component);
        match part {
            Component::Header(header) if !header.text.is_empty() => found.push((name, header.text.clone())),
            Component::Body(body) if !body.text.is_empty() => found.push((name, body.text.clone())),
            Component::Footer(footer) if !footer.text.is_empty() => found.push((name, footer.text.clone())),
            Component::Offer(offer) => found.push((name, offer.text.clone())),
            Component::Buttons(group) => {
                let texts = group.buttons.iter().map(|button| button.text().to_owned()).collect::<Vec<_>>();
                found.push((name, texts.join(" · ")));
            }
            Component::Carousel(carousel) => {
                for card in &carousel.cards {
                    collect(&card.components, found);
                }
            }
            _ => {}
        }
    }
}
