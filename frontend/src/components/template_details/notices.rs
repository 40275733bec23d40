//! What a person should know or do about a template: a rejection, a pause, another category, a refused submission, findings.

use clienthub_shared::template::details::{Pause, Rejection, TemplateDetails, TemplateRefusal};
use clienthub_shared::template::word::{Category, find};
use leptos::prelude::*;

use crate::components::templates::acts::use_acts;
use crate::components::templates::edit_link::EditLink;
use crate::intl;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::form::{FormFailure, FormState};
use crate::ui::live::live;
use crate::ui::notice::Notice;
use crate::ui::time::ticking;
use crate::words::template;
use crate::{tr, tr_count};

#[component]
pub fn Notices(
    details: Signal<TemplateDetails>,
    /// Of lifting the pause.
    form: FormState,
    unpause: Callback<()>,
) -> impl IntoView {
    let rejection = Memo::new(move |_| details.with(|one| one.rejection.clone()));
    let pause = Memo::new(move |_| details.with(|one| one.pause.clone()));
    let refusal = Memo::new(move |_| details.with(|one| one.refusal.clone()));
    let errors =
        Memo::new(move |_| details.with(|one| one.findings.iter().filter(|finding| finding.is_error()).count() as u64));
    view! {
        <div class="mt-4 grid gap-2 empty:hidden">
            {live(move || {
                details
                    .with(|one| one.sending)
                    .then(|| {
                        let (strong, text) = (tr!(template_details.sending), tr!(template_details.sending_text));
                        view! { <Notice tone=Tone::Act icon="hourglass" strong=strong text=text /> }
                    })
            })}
            {live(move || rejection.get().map(|rejection| rejected(rejection, details)))}
            {live(move || pause.get().map(|pause| view! { <Paused pause form unpause /> }))}
            {live(move || details.with(category))}
            {live(move || refusal.get().map(refused))}
            {live(move || {
                (errors.get() > 0 && details.with(|one| one.draft.is_some()))
                    .then(|| {
                        view! {
                            <Notice
                                tone=Tone::Wait
                                icon="circle-alert"
                                strong=tr_count!(errors.get(), template_details.findings)
                                text=tr!(template_details.findings_text)
                            />
                        }
                    })
            })}
        </div>
    }
}

/// The reason, what Meta adds to it, and the way on.
fn rejected(rejection: Rejection, details: Signal<TemplateDetails>) -> impl IntoView {
    let acts = use_acts();
    let ours = template::rejection(rejection.reason.as_deref());
    let meta = rejection.text.map(|text| tr!(templates.rejected_meta, text = text));
    let href = Signal::derive(move || acts.waba.path(&format!("/{}/edit", details.with(|one| one.id))));
    let said: Vec<String> = ours.into_iter().chain(meta).chain(rejection.recommendation).collect();
    view! {
        <Notice
            tone=Tone::Bad
            icon="circle-x"
            strong=tr!(template_details.rejected)
            text=format!("{} {}", said.join(" "), tr!(template_details.rejected_next))
        >
            <EditLink class="btn-sm shrink-0" href blocked=acts.refusal />
        </Notice>
    }
}

#[component]
fn Paused(pause: Pause, form: FormState, unpause: Callback<()>) -> impl IntoView {
    let acts = use_acts();
    let now = ticking();
    let Pause { until, liftable_at, title, .. } = pause;
    let text = match until {
        Some(until) => tr!(template_details.paused_until, time = intl::clock_or_day(&until)),
        None => tr!(template_details.paused_by_hand).to_owned(),
    };
    let text = match title {
        Some(title) => format!("{text} ({title})"),
        None => text,
    };
    let early = Memo::new(move |_| {
        let left = liftable_at.map_or(0.0, |at| at.timestamp_millis() as f64 - now.get());
        (left > 0.0).then_some((left / 1000.0).ceil() as u64)
    });
    let blocked = Memo::new(move |_| {
        let early = early.get().map(|left| tr!(template_details.unpause_in, wait = intl::seconds(left)));
        acts.refusal.get().or(early)
    });
    view! {
        <Notice tone=Tone::Wait icon="pause" strong=tr!(template_details.paused) text=text>
            {until
                .is_none()
                .then(|| {
                    view! {
                        <Button
                            class="btn-sm"
                            icon="play"
                            text=tr!(template_details.unpause)
                            blocked=blocked
                            pending=form.pending
                            on_click=unpause
                        />
                    }
                })}
        </Notice>
        <FormFailure state=form />
    }
}

/// Marketing messages cost more than others; which is new is said first.
fn category(details: &TemplateDetails) -> Option<AnyView> {
    let now = template::category(details.category).text;
    let costs = |word: Option<Category>| {
        if word == Some(Category::Marketing) { tr!(template_details.marketing_costs) } else { "" }
    };
    if let Some(coming) = &details.category_coming {
        let to = template::category_word(&coming.category);
        let strong = match coming.at {
            Some(at) => tr!(template_details.category_coming_at, from = now, to = to, time = intl::date_time(&at)),
            None => tr!(template_details.category_coming, from = now, to = to),
        };
        let text = costs(find(&coming.category));
        return Some(view! { <Notice tone=Tone::Wait icon="megaphone" strong=strong text=text /> }.into_any());
    }
    let before = details.category_before.as_deref()?;
    if find(before) == details.category {
        return None;
    }
    let strong = tr!(template_details.category_changed, from = template::category_word(before), to = now);
    let text = costs(details.category);
    Some(view! { <Notice tone=Tone::Wait icon="megaphone" strong=strong text=text /> }.into_any())
}

/// Meta's own words; the editor marks the place.
fn refused(refusal: TemplateRefusal) -> impl IntoView {
    let said = refusal.provider.message.unwrap_or_default();
    let code = refusal.provider.subcode.or(refusal.provider.code).map(|code| format!(" ({code})")).unwrap_or_default();
    view! {
        <Notice
            tone=Tone::Bad
            icon="circle-x"
            strong=tr!(template_details.refused, time = intl::clock_or_day(&refusal.at))
            text=format!("{said}{code}")
        />
    }
}
