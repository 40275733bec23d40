//! The one form shell: one submit at a time, the server's findings at their fields, the rest of the refusal above the
//! buttons with what the provider answered. A page that uses it cannot forget pending or failure.

use std::future::Future;
use std::pin::Pin;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::badge::Tone;
use super::button::Button;
use super::dialog::Cancel;
use super::icon::Icon;
use crate::api::{Answer, ApiError};
use crate::ui::live::{bound, live};
use crate::words::error;

/// A request without the type of its answer: what is done with it, or why there is none.
type Call = Pin<Box<dyn Future<Output = Answer<Box<dyn FnOnce()>>>>>;

/// The state of one form.
#[derive(Clone, Copy)]
pub struct FormState {
    pub pending: RwSignal<bool>,
    pub failure: RwSignal<Option<ApiError>>,
    /// Findings of our own, before anything is sent: (field, sentence).
    pub findings: RwSignal<Vec<(&'static str, String)>>,
    fields: StoredValue<&'static [&'static str]>,
}

impl FormState {
    /// `fields`: the names that have a `TextField`; findings about others are shown with the failure.
    pub fn new(fields: &'static [&'static str]) -> Self {
        Self {
            pending: RwSignal::new(false),
            failure: RwSignal::new(None),
            findings: RwSignal::default(),
            fields: StoredValue::new(fields),
        }
    }

    /// Nothing is found any more: a new beginning.
    pub fn reset(self) {
        self.failure.set(None);
        self.findings.set(Vec::new());
    }

    /// The sentence under a field.
    pub fn field(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let own = self
                .findings
                .with(|findings| findings.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone()));
            own.or_else(|| {
                self.failure.with(|failure| {
                    let finding = problem_of(failure)?.errors.iter().find(|finding| finding.path == name)?;
                    Some(error::field_sentence(finding))
                })
            })
        })
    }

    /// What is found at one field; what is found at others stays, so that nothing moves under the mouse.
    pub fn judge(self, field: &'static str, sentence: Option<String>) {
        self.findings.update(|findings| {
            findings.retain(|(known, _)| *known != field);
            findings.extend(sentence.map(|sentence| (field, sentence)));
        });
    }

    /// True when everything that was found has a field to stand under.
    pub fn placed(self, failure: &ApiError) -> bool {
        match failure {
            ApiError::Problem(problem) => {
                !problem.errors.is_empty()
                    && problem.errors.iter().all(|finding| self.fields.get_value().contains(&finding.path.as_str()))
            }
            ApiError::Network | ApiError::Timeout | ApiError::Unreadable => false,
        }
    }

    /// Sends, once at a time; `done` gets the answer when it is good.
    pub fn submit<T: 'static>(
        self,
        request: impl Future<Output = Answer<T>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.send(Box::pin(async move {
            request.await.map(|value| -> Box<dyn FnOnce()> { Box::new(move || done(value)) })
        }));
    }

    /// Without the answer's type, so that it is compiled once.
    fn send(self, request: Call) {
        if self.pending.get_untracked() {
            return;
        }
        self.pending.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let answer = request.await;
            if self.pending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(done) => done(),
                Err(failure) => {
                    self.failure.set(Some(failure));
                    focus_finding();
                }
            }
        });
    }
}

fn problem_of(failure: &Option<ApiError>) -> Option<&clienthub_shared::problem::Problem> {
    match failure {
        Some(ApiError::Problem(problem)) => Some(problem),
        Some(ApiError::Network | ApiError::Timeout | ApiError::Unreadable) | None => None,
    }
}

/// The first field of the form that was refused gets the focus; the form is the one that was just sent.
fn focus_finding() {
    request_animation_frame(|| {
        let form = document().active_element().and_then(|active| active.closest("form").ok()?);
        if let Some(form) = form.or_else(|| document().query_selector("form:has([aria-invalid=true])").ok()?)
            && let Ok(Some(field)) = form.query_selector("[aria-invalid=true]")
            && let Ok(field) = field.dyn_into::<web_sys::HtmlElement>()
        {
            let _ = field.focus();
        }
    });
}

#[component]
pub fn Form(
    state: FormState,
    #[prop(default = "grid gap-4")] class: &'static str,
    on_submit: Callback<()>,
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !state.pending.get_untracked() {
            on_submit.run(());
            // What the page itself found.
            focus_finding();
        }
    };
    // What is being mended is not found any more. Else it would be at the next blur, and move a button under the mouse.
    let mend = move |event: web_sys::Event| {
        let field = event.target().and_then(|field| field.dyn_into::<web_sys::Element>().ok());
        if let Some(name) = field.and_then(|field| field.get_attribute("name"))
            && state.findings.with_untracked(|findings| findings.iter().any(|(known, _)| *known == name))
        {
            state.findings.update(|findings| findings.retain(|(known, _)| *known != name));
        }
    };
    view! {
        <form class=class novalidate on:submit=submit on:input=mend aria-busy=bound(move || state.pending.get().then_some("true"))>
            {children()}
        </form>
    }
}

/// Below a form in a dialog: the way out, and the button that sends.
#[component]
pub fn FormFoot(
    state: FormState,
    #[prop(default = "btn-primary")] class: &'static str,
    #[prop(into)] submit: String,
) -> impl IntoView {
    view! {
        <div class="modal-action">
            <Cancel />
            <Button class kind="submit" text=submit pending=state.pending />
        </div>
    }
}

/// Where the form says what no field can say. Put it above the buttons.
#[component]
pub fn FormFailure(
    state: FormState,
    /// What was asked for only reads.
    #[prop(optional)]
    reads: bool,
) -> impl IntoView {
    live(move || {
        let failure = state.failure.get().filter(|failure| !state.placed(failure))?;
        Some(view! { <FailureNotice failure reads /> })
    })
}

/// A refusal: our sentence, the request's id, and what Meta answered.
#[component]
pub fn FailureNotice(
    failure: ApiError,
    /// What was asked for only reads.
    #[prop(optional)]
    reads: bool,
) -> impl IntoView {
    let text = if reads { error::of_read(&failure) } else { error::sentence(&failure) };
    view! {
        <div class="notice" data-tone=Tone::Bad.as_str() role="alert">
            <Icon name="circle-alert" />
            <div class="min-w-0 grow">
                <p>{text}</p>
                <ProviderAnswer failure />
            </div>
        </div>
    }
}

/// Folded: what Meta answered; nothing when Meta was not asked.
#[component]
pub fn ProviderAnswer(failure: ApiError) -> impl IntoView {
    let lines = error::provider_lines(&failure);
    (!lines.is_empty()).then(|| {
        view! {
            <details class="mt-1.5">
                <summary class="hit w-fit cursor-pointer font-medium">{crate::tr!(error.what_meta_answered)}</summary>
                <dl class="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
                    {lines
                        .into_iter()
                        .map(|(term, value)| {
                            view! {
                                <dt class="text-muted">{term}</dt>
                                <dd class="mono break-words">{value}</dd>
                            }
                        })
                        .collect_view()}
                </dl>
            </details>
        }
    })
}
