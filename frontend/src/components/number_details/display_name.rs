//! The display name with its state, and what that state means for the reader: locked while under review, declined, expired.

use clienthub_shared::number::Name;
use clienthub_shared::status::NameState;
use leptos::prelude::*;

use super::fact::Aged;
use crate::intl;
use crate::tr;
use crate::ui::badge::{StateBadge, Tone};
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::ui::notice::Notice;
use crate::ui::time::track_minute;
use crate::words::number;

#[component]
pub fn DisplayName(name: Name, shown: String) -> impl IntoView {
    view! {
        <div class="w-full">
            <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                <strong class="font-semibold break-words">{shown.clone()}</strong>
                <StateBadge badge=number::name(name.state) />
            </div>
            {meaning(&name, &shown)}
        </div>
    }
}

fn meaning(name: &Name, shown: &str) -> Option<AnyView> {
    match name.state {
        NameState::Approved | NameState::None => None,
        NameState::UnderReview => Some(under_review(name, shown)),
        NameState::Declined => {
            let strong = match &name.pending {
                Some(pending) => tr!(details.name_declined_pending, name = pending.as_str()),
                None => tr!(details.name_declined).to_owned(),
            };
            Some(told(strong, tr!(details.name_declined_text)))
        }
        NameState::Expired => Some(told(tr!(details.name_expired).to_owned(), tr!(details.name_expired_text))),
    }
}

fn told(strong: String, text: &'static str) -> AnyView {
    view! {
        <div class="mt-2.5">
            <Notice tone=Tone::Bad icon="circle-x" strong text />
        </div>
    }
    .into_any()
}

fn under_review(name: &Name, shown: &str) -> AnyView {
    let (pending, at) = (name.pending.clone(), name.since);
    let strong = tr!(details.locked, name = pending.clone().unwrap_or_else(|| shown.to_owned()));
    // Only a new name beside an old one leaves the old one with the customers.
    let text = if pending.is_some() { tr!(details.locked_text) } else { tr!(details.locked_text_first) };
    let review_since = move || {
        track_minute();
        at.map(|at| tr!(details.locked_since, since = Aged::Since.text(&at)))
    };
    let sent = at.map(|at| intl::date_time(&at));
    let running = move || {
        track_minute();
        at.map(|at| intl::relative(&at))
    };
    view! {
        <div class="notice mt-2.5" data-tone=Tone::Wait.as_str()>
            <Icon name="lock" />
            <div class="min-w-0 grow">
                <p>
                    <strong>{strong}</strong>
                    " "
                    {live(review_since)}
                    " "
                    {text}
                </p>
                <ol class="mt-2.5 grid gap-1.5 sm:grid-cols-3">
                    {step(Tone::Ok, "circle-check", tr!(details.step_sent), move || sent.clone())}
                    {step(Tone::Wait, "hourglass", tr!(details.step_review), running)}
                    {step(
                        Tone::Idle,
                        "circle-dashed",
                        tr!(details.step_decided),
                        move || Some(tr!(details.step_decided_text).to_owned()),
                    )}
                </ol>
            </div>
        </div>
    }
    .into_any()
}

fn step(
    tone: Tone,
    icon: &'static str,
    title: &'static str,
    text: impl Fn() -> Option<String> + Send + 'static,
) -> impl IntoView {
    view! {
        <li class="flex items-start gap-1.5" data-tone=tone.as_str()>
            <span class="tone-text mt-px"><Icon name=icon /></span>
            <span>
                <span class="block font-medium">{title}</span>
                <span class="block text-xs text-muted">{text}</span>
            </span>
        </li>
    }
}
