//! What stands above the form: why it cannot be sent now, how many edits are left, what Meta said when it refused.

use clienthub_shared::template::details::{EditLock, EditRule, Rejection, TemplateRefusal};
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::template::word::{Category, RejectedReason, find};
use leptos::prelude::*;

use super::names;
use super::panel::go_to;
use super::state::use_editor;
use crate::intl;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::live::live;
use crate::ui::notice::Notice;
use crate::words::{finding, template};

/// Why an edit cannot be sent.
pub fn lock(rule: &EditRule) -> Option<String> {
    let at = rule.next_at.map(|at| intl::date_time(&at)).unwrap_or_default();
    Some(match rule.lock? {
        EditLock::InReview => tr!(template_editor.lock_in_review).to_owned(),
        EditLock::State => tr!(template_editor.lock_state).to_owned(),
        EditLock::OncePerDay => tr!(template_editor.lock_day, at = at),
        EditLock::TenPerMonth => tr!(template_editor.lock_month, at = at),
    })
}

#[component]
pub fn Notices() -> impl IntoView {
    let editor = use_editor();
    let rule = Memo::new(move |_| editor.details.with(|it| it.as_ref().map(|it| (it.state, it.edit.clone()))));
    let refusal = Memo::new(move |_| editor.details.with(|it| it.as_ref().and_then(|it| it.refusal.clone())));
    let rejection = Memo::new(move |_| {
        editor
            .details
            .with(|it| it.as_ref().filter(|it| it.state == TemplateState::Rejected).and_then(|it| it.rejection.clone()))
    });
    let locked = move || {
        editor.locked.get().map(|why| {
            view! { <Notice tone=Tone::Idle icon="lock" strong=tr!(template_editor.read_only) text=why /> }
        })
    };
    view! {
        <div class="mb-4 grid gap-3 empty:hidden">
            {live(locked)}
            {live(move || rule.get().and_then(|(state, rule)| edit_notice(state, &rule)))}
            {live(move || rejection.get().map(|rejection| view! { <Rejected rejection /> }))}
            {live(move || refusal.get().map(|refusal| view! { <Refused refusal /> }))}
        </div>
    }
}

fn edit_notice(state: TemplateState, rule: &EditRule) -> Option<AnyView> {
    if state == TemplateState::Draft {
        return None;
    }
    if let Some(why) = lock(rule) {
        return Some(
            view! { <Notice tone=Tone::Wait icon="hourglass" strong=tr!(template_editor.not_now) text=why /> }
                .into_any(),
        );
    }
    let left = rule.left?;
    let text = crate::tr_count!(u64::from(left), template_editor.edits_left);
    Some(view! { <Notice tone=Tone::Act icon="info" strong=tr!(template_editor.edit_rule) text /> }.into_any())
}

/// Why, what Meta adds to it, and the way to the category when that is what has to change.
#[component]
fn Rejected(rejection: Rejection) -> impl IntoView {
    let editor = use_editor();
    let known = rejection.reason.as_deref().and_then(find::<RejectedReason>);
    let category = editor.details.with_untracked(|it| it.as_ref().and_then(|it| it.category));
    let link = is_about_category(known, category).then(|| {
        view! {
            <button type="button" class="btn btn-sm" on:click=move |_| go_to(editor, "category")>
                {tr!(template_editor.show_field, name = names::field("category"))}
            </button>
        }
    });
    let text = said(rejection);
    view! {
        <Notice tone=Tone::Bad icon="circle-x" strong=tr!(template_editor.rejected) text>
            {link}
        </Notice>
    }
}

/// What Meta wants changed; empty when it does not say.
pub fn said(rejection: Rejection) -> String {
    let reason = template::rejection(rejection.reason.as_deref());
    [reason, rejection.text, rejection.recommendation].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Advertising is what the category Marketing is for: there it is the text that has to change.
fn is_about_category(reason: Option<RejectedReason>, category: Option<Category>) -> bool {
    matches!(reason, Some(RejectedReason::IncorrectCategory | RejectedReason::CategoryNotAvailable))
        || (reason == Some(RejectedReason::Promotional) && category != Some(Category::Marketing))
}

/// Meta's words, and the way to the field that they mean.
#[component]
fn Refused(refusal: TemplateRefusal) -> impl IntoView {
    let editor = use_editor();
    let message = refusal.provider.message.unwrap_or_default();
    let code = match (refusal.provider.code, refusal.provider.subcode) {
        (Some(code), Some(subcode)) => format!("({code} / {subcode})"),
        (Some(code), None) => format!("({code})"),
        (None, _) => String::new(),
    };
    let text = [message.as_str(), " ", &code].concat();
    let strong = tr!(template_editor.refused_at, at = intl::clock_or_day(&refusal.at));
    let link = refusal.path.map(|path| {
        let name = editor.template.with_untracked(|template| finding::place(template, &path));
        view! {
            <button type="button" class="btn btn-sm" on:click=move |_| go_to(editor, &path)>
                {tr!(template_editor.show_field, name = name)}
            </button>
        }
    });
    view! {
        <Notice tone=Tone::Bad icon="circle-alert" strong text>
            {link}
        </Notice>
    }
}

#[cfg(test)]
mod tests {
    use clienthub_shared::template::word::{Category, RejectedReason};

    use super::is_about_category;

    #[test]
    fn advertising_leads_to_the_category_except_in_marketing() {
        let promotional = Some(RejectedReason::Promotional);
        assert!(is_about_category(promotional, Some(Category::Utility)));
        assert!(!is_about_category(promotional, Some(Category::Marketing)));
        assert!(is_about_category(Some(RejectedReason::IncorrectCategory), Some(Category::Marketing)));
        assert!(!is_about_category(Some(RejectedReason::Scam), Some(Category::Utility)));
    }
}
