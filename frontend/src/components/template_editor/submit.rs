//! Sending it to Meta: asked once what will happen, then Meta's answer in words.

use clienthub_shared::problem::{ErrorCode, FieldError, Problem};
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::request::AuthenticationText;
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::time;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::panel::go_to;
use super::rule::lock;
use super::save;
use super::state::{Editor, use_editor};
use crate::api::{Answer, ApiError, template_draft};
use crate::components::template_preview::Preview;
use crate::intl;
use crate::state::way::use_visit;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::dialog::{Cancel, Dialog};
use crate::ui::form::{FailureNotice, ProviderAnswer};
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::ui::toast::Toasts;
use crate::words::finding;

/// Why it cannot be sent now, whatever it says.
pub fn shut(editor: Editor) -> Option<String> {
    editor.locked.get().or_else(|| editor.details.with(|it| it.as_ref().and_then(|it| lock(&it.edit))))
}

/// Why it cannot be sent now.
pub fn blocked(editor: Editor) -> Option<String> {
    if let Some(why) = shut(editor) {
        return Some(why);
    }
    match editor.errors.get() as u64 {
        0 => {}
        count => return Some(crate::tr_count!(count, template_editor.mend_first)),
    }
    if editor.save.collides() {
        return Some(tr!(template_editor.conflict_first).to_owned());
    }
    let sent = editor.details.with(|it| it.as_ref().is_some_and(|it| it.submitted.is_some() && it.draft.is_none()));
    (sent && !editor.save.is_unsaved(editor)).then(|| tr!(template_editor.nothing_to_send).to_owned())
}

#[component]
pub fn SubmitDialog(
    open: RwSignal<bool>,
    #[prop(into)] waba: Signal<String>,
    /// What Meta writes in an authentication template.
    authentication: Signal<Option<AuthenticationText>>,
) -> impl IntoView {
    let editor = use_editor();
    let title = Signal::stored(tr!(template_editor.submit).to_owned());
    let pending = RwSignal::new(false);
    // A card can be swiped here; the form stays at its own.
    let card = RwSignal::new(0);
    view! {
        <Dialog open title busy=pending width="max-w-3xl">
            <Ask open pending>
                <Preview template=editor.template name=waba files=editor.files media=editor.media() authentication card />
            </Ask>
        </Dialog>
    }
}

#[component]
fn Ask(open: RwSignal<bool>, pending: RwSignal<bool>, children: Children) -> impl IntoView {
    let editor = use_editor();
    let toasts: Toasts = expect_context();
    let visit = use_visit();
    let failure = RwSignal::new(None::<ApiError>);
    let said = NodeRef::<html::Div>::new();
    let state = editor.details.with_untracked(|it| it.as_ref().map(|it| (it.state, it.edit.left)));
    let name = editor.template.with_untracked(|it| it.name.clone());
    let text = match state {
        None | Some((TemplateState::Draft, _)) => tr!(template_editor.submit_new, name = name),
        Some((_, Some(left))) => {
            let left = intl::number(u64::from(left.saturating_sub(1)));
            tr!(template_editor.submit_edit_left, name = name, left = left)
        }
        Some((_, None)) => tr!(template_editor.submit_edit, name = name),
    };
    let done = move |details: TemplateDetails| {
        if !untrack(|| editor.save.is_unsaved(editor)) {
            editor.save.settle(editor);
        }
        let name = details.name;
        let (tone, said) = match details.state {
            // Meta may still refuse it.
            _ if details.sending => (Tone::Wait, tr!(template_editor.sending, name = name)),
            TemplateState::Approved => (Tone::Ok, tr!(template_editor.approved_at_once, name = name)),
            TemplateState::Rejected => (Tone::Bad, tr!(template_editor.rejected_at_once, name = name)),
            _ => (Tone::Ok, tr!(template_editor.submitted, name = name)),
        };
        toasts.say(tone, said);
        let page = [editor.save.base.get_value().as_str(), "/templates/", &details.id.to_string()].concat();
        open.set(false);
        visit(&page);
    };
    let send = Callback::new(move |()| {
        let done = done.clone();
        pending.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = submit(editor).await;
            if pending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(Some(details)) => done(details),
                // The heading says what is missing.
                Ok(None) => open.set(false),
                Err(error) => {
                    refresh(editor).await;
                    let _ = failure.try_set(Some(error));
                    // On phones the preview may have been scrolled to.
                    if let Some(said) = said.get_untracked() {
                        request_animation_frame(move || said.scroll_into_view());
                    }
                }
            }
        });
    });
    view! {
        <div class="grid grid-cols-[minmax(0,1fr)] gap-5 px-4 pt-4 pb-5 sm:px-6 md:grid-cols-[minmax(0,1fr)_21.5rem]">
            <div class="grid content-start gap-4">
                <p>{text}</p>
                <p class="hint">{tr!(template_editor.submit_hint)}</p>
                <div node_ref=said class="scroll-mt-4" aria-live="assertive">
                    {live(move || failure.get().map(|error| view! { <Refusal error open /> }))}
                </div>
            </div>
            {children()}
        </div>
        <div class="modal-action sticky bottom-0">
            <Cancel />
            <Button class="btn-primary" icon="send" text=tr!(template_editor.submit) pending=pending on_click=send />
        </div>
    }
}

/// Nothing: it is not at the hub, since it lacks a name or a language.
async fn submit(editor: Editor) -> Answer<Option<TemplateDetails>> {
    let save = editor.save;
    // What was typed last goes along, and nothing is sent without it.
    while let Some(id) = save::now(editor).await? {
        match template_draft::submit_template(&save.base.get_value(), &id, save.version()).await {
            Err(error) if error.is(ErrorCode::VersionStale) => {
                if !save::catch_up(editor, error.clone()).await {
                    return Err(error);
                }
            }
            answer => return answer.map(Some),
        }
    }
    Ok(None)
}

/// The refusal stays with the template.
async fn refresh(editor: Editor) {
    let (base, id) = (editor.save.base.get_value(), editor.save.id.get_untracked());
    if let Some(id) = id
        && let Ok(details) = template_draft::get_template(&base, &id).await
        && !editor.details.is_disposed()
    {
        save::take(editor, details);
    }
}

/// What stands in the way, in words, with the field that it means.
#[component]
fn Refusal(error: ApiError, open: RwSignal<bool>) -> impl IntoView {
    let editor = use_editor();
    let ApiError::Problem(problem) = &error else {
        return view! { <FailureNotice failure=error /> }.into_any();
    };
    let Some(text) = sentence(problem) else {
        return view! { <FailureNotice failure=error /> }.into_any();
    };
    let link = |path: String, text: String| {
        let name = editor.template.with_untracked(|template| finding::place(template, &path));
        view! {
            <li>
                <button
                    type="button"
                    class="link text-left"
                    on:click=move |_| {
                        open.set(false);
                        go_to(editor, &path);
                    }
                >
                    {name}
                </button>
                " "
                {text}
            </li>
        }
    };
    let blame = editor.details.with(|it| it.as_ref().and_then(|it| it.refusal.as_ref()).and_then(|it| it.path.clone()));
    let blamed = blame.filter(|_| problem.provider.is_some()).map(|path| link(path, String::new()));
    let found = problem
        .errors
        .iter()
        .map(|one: &FieldError| link(one.path.replace('/', "."), finding::of_server(one)))
        .collect_view();
    view! {
        <div class="notice" data-tone=Tone::Bad.as_str()>
            <Icon name="circle-alert" />
            <div class="min-w-0 grow">
                <p>{text}</p>
                <ul class="mt-1 grid gap-1">{blamed}{found}</ul>
                <ProviderAnswer failure=error.clone() />
            </div>
        </div>
    }
    .into_any()
}

fn sentence(problem: &Problem) -> Option<String> {
    let time = |name: &str| {
        let at = problem.params.get(name).and_then(Value::as_str).and_then(time::parse);
        at.map(|at| intl::date_time(&at)).unwrap_or_default()
    };
    let said = || problem.provider.as_ref().and_then(|provider| provider.message.clone()).unwrap_or_default();
    let broken = |one: &FieldError| one.code == ErrorCode::TemplateRuleBroken;
    Some(match problem.code {
        ErrorCode::ValidationFailed if problem.errors.iter().any(broken) => tr!(template_editor.invalid).to_owned(),
        ErrorCode::VersionStale => tr!(template_editor.conflict_unsent).to_owned(),
        ErrorCode::ProviderInputRefused => tr!(template_editor.meta_refused, message = said()),
        ErrorCode::TemplateLocked if !time("next_at").is_empty() => {
            tr!(template_editor.locked_until, at = time("next_at"))
        }
        ErrorCode::TemplateCreationsUsedUp => {
            tr!(template_editor.creations_used_up, wait = intl::seconds(problem.retry_after_s.unwrap_or(3600)))
        }
        ErrorCode::TemplateNameBlocked if !time("until").is_empty() => {
            tr!(template_editor.name_blocked, until = time("until"))
        }
        _ => return None,
    })
}
