//! Deleting: what goes, which names Meta blocks for 30 days then, and what Meta kept.

use clienthub_shared::template::request::{TemplateKept, TemplatesDelete, TemplatesDeleted};
use clienthub_shared::template::state::TemplateState;
use leptos::prelude::*;

use super::acts::{Doomed, use_acts};
use crate::api::{self, Answer};
use crate::intl;
use crate::state::waba::WabaContext;
use crate::ui::badge::Tone;
use crate::ui::check::CheckField;
use crate::ui::dialog::Dialog;
use crate::ui::form::{Form, FormFailure, FormFoot, FormState};
use crate::ui::icon::Icon;
use crate::ui::notice::Notice;
use crate::ui::toast::Toasts;
use crate::words::{error, template};
use crate::{tr, tr_count};

/// The API takes so many templates at once.
const BATCH: usize = 100;

/// The box without which no name is given up.
const CONSENT: &str = "understood";

#[component]
pub fn DeleteDialog(
    /// Something was deleted.
    on_deleted: Callback<()>,
) -> impl IntoView {
    let acts = use_acts();
    let open = RwSignal::new(false);
    let form = FormState::new(&[CONSENT]);
    // The acts say what, the dialog says when it is closed.
    crate::ui::live::effect(move || {
        if acts.doomed.with(|doomed| !doomed.is_empty()) {
            form.reset();
            open.set(true);
        }
    });
    crate::ui::live::when_over(move || open.get(), move || acts.doomed.set(Vec::new()));
    let title = Signal::derive(move || {
        acts.doomed.with(|doomed| {
            let count = doomed.iter().map(|one| one.languages.len()).sum::<usize>() as u64;
            tr_count!(count, templates.delete_title)
        })
    });
    view! {
        <Dialog open title busy=form.pending>
            <Question open form on_deleted />
        </Dialog>
    }
}

#[component]
fn Question(open: RwSignal<bool>, form: FormState, on_deleted: Callback<()>) -> impl IntoView {
    let acts = use_acts();
    let toasts: Toasts = expect_context();
    let doomed = acts.doomed.get_untracked();
    let blocked: Vec<String> = doomed.iter().filter(|one| one.blocks_name()).map(|one| one.name.clone()).collect();
    let warns = !blocked.is_empty();
    let understood = RwSignal::new(false);
    let rows = doomed.iter().map(row).collect_view();
    let submit = Callback::new(move |()| {
        if warns && !understood.get_untracked() {
            form.judge(CONSENT, Some(tr!(templates.consent_missing).to_owned()));
            return;
        }
        let doomed = acts.doomed.get_untracked();
        form.submit(delete(acts.waba, doomed), move |answer: TemplatesDeleted| {
            let gone = answer.deleted.len() as u64;
            if gone > 0 {
                toasts.say(Tone::Ok, tr_count!(gone, templates.deleted));
            }
            for kept in &answer.kept {
                toasts.say(Tone::Bad, reason(kept));
            }
            acts.selected.set(Vec::new());
            open.set(false);
            on_deleted.run(());
        });
    });
    let consent = warns.then(|| {
        let names = blocked.iter().map(String::as_str).collect::<Vec<_>>();
        let shown = if names.len() > 4 { tr_count!(names.len() as u64, templates.names) } else { intl::all_of(&names) };
        view! {
            <Notice
                tone=Tone::Wait
                icon="triangle-alert"
                strong=tr!(templates.blocked_strong)
                text=tr!(templates.blocked_text, names = shown)
            />
            <CheckField
                label=tr!(templates.blocked_consent)
                name=CONSENT
                value=understood
                error=form.field(CONSENT)
            />
        }
    });
    view! {
        <Form state=form on_submit=submit>
            <div class="grid gap-4 px-4 pt-4 sm:px-6">
                <ul class="grid max-h-[40vh] gap-2 overflow-y-auto text-sm">{rows}</ul>
                {consent}
                <FormFailure state=form />
            </div>
            <FormFoot state=form class="btn-error" submit=tr!(templates.delete_submit) />
        </Form>
    }
}

fn row(one: &Doomed) -> impl IntoView + use<> {
    let chip = |language: &clienthub_shared::template::family::TemplateLanguage| {
        let badge = template::state(language.state, None);
        view! {
            <span class="lang" data-tone=badge.tone.as_str()>
                <Icon name=badge.icon />
                {language.language.clone()}
                <span class="sr-only">{format!(", {}", badge.text)}</span>
            </span>
        }
    };
    let drafts = one.languages.iter().all(|language| language.state == TemplateState::Draft);
    let hint = match (one.some_stay, drafts) {
        (true, _) => tr!(templates.disabled_stays),
        (false, true) => tr!(templates.only_draft),
        (false, false) => "",
    };
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <span class="font-semibold break-all">{one.name.clone()}</span>
            <span class="flex flex-wrap gap-1.5">{one.languages.iter().map(chip).collect_view()}</span>
            <span class="hint empty:hidden">{hint}</span>
        </li>
    }
}

fn reason(kept: &TemplateKept) -> String {
    let meta = kept.provider.as_ref().and_then(|provider| provider.message.clone());
    tr!(templates.kept, reason = meta.unwrap_or_else(|| error::code(kept.code)))
}

/// As many requests as it takes, one after another.
async fn delete(waba: WabaContext, doomed: Vec<Doomed>) -> Answer<TemplatesDeleted> {
    let mut all = TemplatesDeleted::default();
    for batch in batches(doomed) {
        let answer = api::template::delete_templates(waba, batch).await?;
        all.deleted.extend(answer.deleted);
        all.kept.extend(answer.kept);
    }
    Ok(all)
}

fn batches(doomed: Vec<Doomed>) -> Vec<TemplatesDelete> {
    let mut batches = vec![TemplatesDelete::default()];
    let mut size = 0;
    for one in doomed.into_iter().filter(|one| !one.languages.is_empty()) {
        if size > 0 && size + one.languages.len() > BATCH {
            batches.push(TemplatesDelete::default());
            size = 0;
        }
        size += one.languages.len();
        // There is one from the start.
        if let Some(batch) = batches.last_mut() {
            if one.whole {
                batch.names.push(one.name);
            } else {
                batch.ids.extend(one.languages.iter().map(|language| language.id));
            }
        }
    }
    batches
}
