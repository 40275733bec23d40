//! Discarding what was not sent of a template that Meta has: what Meta has is then all there is.

use clienthub_shared::template::details::TemplateDetails;
use leptos::prelude::*;

use crate::api::template_draft;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::dialog::Dialog;
use crate::ui::form::{Form, FormFailure, FormFoot, FormState};
use crate::ui::toast::Toasts;

#[component]
pub fn DiscardDialog(
    open: RwSignal<bool>,
    /// `/orgs/{org}/wabas/{waba}`.
    #[prop(into)]
    base: Signal<String>,
    /// Of the template.
    #[prop(into)]
    id: Signal<String>,
    /// Takes the template as it is now.
    on_discarded: Callback<TemplateDetails>,
) -> impl IntoView {
    let form = FormState::new(&[]);
    view! {
        <Dialog open title=tr!(templates.discard_title) busy=form.pending>
            <Question open form base id on_discarded />
        </Dialog>
    }
}

#[component]
fn Question(
    open: RwSignal<bool>,
    form: FormState,
    base: Signal<String>,
    id: Signal<String>,
    on_discarded: Callback<TemplateDetails>,
) -> impl IntoView {
    let toasts: Toasts = expect_context();
    form.reset();
    let submit = Callback::new(move |()| {
        let (base, id) = (base.get_untracked(), id.get_untracked());
        form.submit(async move { template_draft::discard_draft(&base, &id).await }, move |fresh: TemplateDetails| {
            toasts.say(Tone::Ok, tr!(templates.discarded, name = fresh.name.as_str()));
            open.set(false);
            on_discarded.run(fresh);
        });
    });
    view! {
        <Form state=form on_submit=submit>
            <div class="grid gap-4 px-4 pt-4 pb-5 sm:px-6">
                <p>{tr!(templates.discard_text)}</p>
                <FormFailure state=form />
            </div>
            <FormFoot state=form class="btn-error" submit=tr!(templates.discard) />
        </Form>
    }
}

/// There is something to go back from, and something to go back to.
pub fn can_discard(details: &TemplateDetails) -> bool {
    details.meta_id.is_some() && details.submitted.is_some() && details.draft.is_some()
}
