//! The editor as a whole: the form at the left, findings and the phone at the right, keys for both.

use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::word::Category;
use clienthub_shared::template::{Template, word::ParameterFormat};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::at_hub::content;
use super::authentication::AuthenticationPanel;
use super::basics::Basics;
use super::buttons::ButtonsPanel;
use super::carousel::CarouselPanel;
use super::extras::ExtrasPanel;
use super::finding::{FindingLines, Found};
use super::follow::a_frame_later;
use super::footer::FooterPanel;
use super::header::HeaderPanel;
use super::header::is_authentication;
use super::heading::{Heading, PhoneBar};
use super::help::HelpSheet;
use super::languages::{LanguageTabs, Source};
use super::model::{Spot, place};
use super::offer::OfferPanel;
use super::panel::{FindingsPanel, go_to_next};
use super::rule::Notices;
use super::save::{self, Save};
use super::shortcut::{Command, command};
use super::state::Editor;
use super::submit::{self, SubmitDialog};
use super::text_area::BodyText;
use super::undo;
use super::unknown::UnknownPanels;
use crate::api::template_draft;
use crate::components::template_preview::{Preview, preset};
use crate::state::org::use_org;
use crate::tr;
use crate::ui::live::{Show, bound};
use crate::ui::panel::Panel;
use crate::ui::unique_id;
use clienthub_shared::stream::RESYNC;
use clienthub_shared::template::word::ComponentKind;

/// What is edited.
#[derive(Clone)]
pub enum Editing {
    /// With the name and language that the address says.
    New {
        name: String,
        language: String,
    },
    Known(Box<TemplateDetails>),
}

#[component]
pub fn EditorPage(
    /// `/orgs/{org}/wabas/{waba}`.
    base: String,
    editing: Editing,
    /// Why nothing can be changed.
    locked: Option<String>,
    #[prop(into)] waba: Signal<String>,
    /// The language that it was copied from.
    beside: Option<String>,
) -> impl IntoView {
    let (template, details) = match editing {
        Editing::New { name, language } => (fresh(name, language), None),
        Editing::Known(details) => (content(&details).cloned().unwrap_or_default(), Some(*details)),
    };
    let id = details.as_ref().map(|it| it.id.to_string());
    let version = details.as_ref().map_or(0, |it| it.version);
    let editor = Editor::new(template.clone(), details, locked, Save::new(base, id, &template, version));
    provide_context(editor);
    save::follow(editor);
    follow_stream(editor);
    let (submitting, helping) = (RwSignal::new(false), RwSignal::new(false));
    keys(editor, submitting, helping);
    let authentication = preset::texts(editor.save.base.get_value(), editor.template.into());
    let on_phone = a_frame_later(editor.template);
    let body_visited = RwSignal::new(true);
    let body = editor.path(Spot::Whole, ComponentKind::Body);
    let body_found = Found::at(editor, body.into(), false, body_visited);
    let has_body = editor.flag(|template| place::has(template, Spot::Whole, ComponentKind::Body));
    let whole = Found::at(editor, Signal::stored("components".to_owned()), false, body_visited);
    let shown = move || has_body.get() && !is_authentication(editor);
    view! {
        <div class="mx-auto max-w-[84rem] max-sm:pb-24">
            <Heading waba submitting helping />
            <LanguageTabs />
            <Notices />
            <div class="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-[minmax(0,1fr)_22.5rem]">
                <form
                    class="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-4"
                    aria-label=tr!(template_editor.form)
                    on:submit=move |event| event.prevent_default()
                >
                    <Basics />
                    <AuthenticationPanel />
                    <HeaderPanel />
                    <OfferPanel />
                    <Show when=shown>
                        <Panel title=tr!(template_editor.body)>
                            <div class="p-4 sm:px-5" data-path=bound(move || body.get())>
                                <BodyText spot=Spot::Whole />
                                <FindingLines found=body_found id=unique_id("body-e") />
                            </div>
                        </Panel>
                    </Show>
                    <FooterPanel />
                    <ButtonsPanel />
                    <CarouselPanel />
                    <UnknownPanels />
                    <ExtrasPanel />
                    <FindingLines found=whole id=unique_id("parts-e") />
                </form>
                <aside
                    class="fades grid min-w-0 content-start gap-4 self-start lg:sticky lg:top-20 lg:-mx-2 lg:max-h-[calc(100dvh-6rem)] lg:overflow-y-auto lg:px-2 lg:pb-2"
                    aria-label=tr!(template_editor.aside)
                >
                    {beside.map(|id| view! { <Source id /> })}
                    <FindingsPanel />
                    <div id="preview" class="scroll-mt-20 outline-none" tabindex="-1">
                        <Preview template=on_phone name=waba files=editor.files media=editor.media() authentication card=editor.card />
                    </div>
                </aside>
            </div>
            <PhoneBar submitting />
        </div>
        <SubmitDialog open=submitting waba authentication />
        <HelpSheet open=helping />
    }
}

fn fresh(name: String, language: String) -> Template {
    use clienthub_shared::template::word::Open;
    Template {
        name,
        language,
        category: Some(Open::Known(Category::Utility)),
        parameter_format: Some(Open::Known(ParameterFormat::Named)),
        ..Template::default()
    }
}

/// Somebody, or Meta, changed it: it is read again.
fn follow_stream(editor: Editor) {
    use_org().stream.on_change(move |events| {
        let Some(id) = editor.save.id.get_untracked() else { return };
        if events.iter().any(|event| event.kind == RESYNC || event.id == id) {
            spawn_local(async move {
                if let Ok(newer) = template_draft::get_template(&editor.save.base.get_value(), &id).await
                    && !editor.template.is_disposed()
                {
                    save::take(editor, newer);
                }
            });
        }
    });
}

fn keys(editor: Editor, submitting: RwSignal<bool>, helping: RwSignal<bool>) {
    let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let Some(command) = command(&event) else { return };
        let writing = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|target| target.matches("input, textarea, select").unwrap_or_default());
        match command {
            Command::Save => spawn_local(async move {
                // What comes of it stands in the heading.
                let _ = save::now(editor).await;
            }),
            Command::Submit if untrack(|| submit::blocked(editor)).is_none() => submitting.set(true),
            Command::Undo if !undo::is_elsewhere(&event) => editor.undo(),
            Command::Redo if !undo::is_elsewhere(&event) => editor.redo(),
            Command::NextFinding => go_to_next(editor),
            Command::Help if !writing => helping.set(true),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}
