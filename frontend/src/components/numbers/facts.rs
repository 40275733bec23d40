//! The facts of one number as small views, the same in the table's cells and in the phone's rows.

use clienthub_shared::number::Number;
use clienthub_shared::status::{
    Attention, LimitTier, NameState, NumberStatus, OnBehalf, Quality, Verification, WabaStatus,
};
use leptos::prelude::*;

use crate::components::registration::offer::{Offer, RegisterButton};
use crate::intl;
use crate::tr;
use crate::ui::badge::StateBadge;
use crate::ui::icon::Icon;
use crate::words::{number, turn, waba};

/// What a live change may change: when these differ, the row glows.
#[derive(Clone, PartialEq)]
pub struct Fingerprint {
    number: (NumberStatus, NameState, Quality, LimitTier, Attention),
    waba: (WabaStatus, OnBehalf, Verification),
    display_name: String,
}

pub fn fingerprint(n: &Number) -> Fingerprint {
    Fingerprint {
        number: (n.status, n.name.state, n.quality, n.limit_tier, n.attention),
        waba: (n.waba.status, n.waba.on_behalf, n.waba.verification),
        display_name: n.display_name.clone(),
    }
}

#[component]
pub fn NameLink(number: Number, href: String, class: &'static str) -> impl IntoView {
    view! {
        <a href=href class=class>
            {number.display_name.clone()}
            {number
                .official
                .then(|| {
                    view! {
                        <span title=tr!(numbers.official) class="text-act">
                            <Icon name="badge-check" class="size-4" />
                            <span class="sr-only">{tr!(numbers.official)}</span>
                        </span>
                    }
                })}
        </a>
    }
}

pub fn status(n: &Number) -> impl IntoView + use<> {
    view! { <StateBadge badge=number::status(n.status, n.meta_status.as_deref()) /> }
}

/// Empty for numbers that never had a name.
pub fn name(n: &Number) -> AnyView {
    match n.name.state {
        NameState::None => {
            view! { <span class="text-muted">"—"<span class="sr-only">{tr!(name_state.none)}</span></span> }.into_any()
        }
        NameState::Approved | NameState::UnderReview | NameState::Declined | NameState::Expired => {
            view! { <StateBadge badge=number::name(n.name.state) /> }.into_any()
        }
    }
}

pub fn on_behalf(state: OnBehalf) -> AnyView {
    match waba::on_behalf(state) {
        Some(badge) => view! { <StateBadge badge /> }.into_any(),
        None => {
            view! { <span class="text-muted" title=tr!(on_behalf.not_needed_title)>{tr!(on_behalf.not_needed)}</span> }
                .into_any()
        }
    }
}

/// The next step to take; else whose turn it is, what it is about, since when; a dash when nobody's.
#[component]
pub fn Next(number: Number) -> impl IntoView {
    if let Some(offer) = next_offer(&number) {
        return view! { <RegisterButton number offer /> }.into_any();
    }
    let attention = number.attention;
    let Some(badge) = turn::badge(attention) else {
        return view! { <span class="text-muted">"—"<span class="sr-only">{tr!(turn.nothing)}</span></span> }
            .into_any();
    };
    let lines = next_lines(&number);
    view! {
        <div class="grid">
            <span class="font-medium"><StateBadge badge /></span>
            {lines
                .into_iter()
                .map(|line| view! { <span class="max-w-36 pl-[1.3125rem] text-xs whitespace-normal text-muted">{line}</span> })
                .collect_view()}
        </div>
    }
    .into_any()
}

/// What the number waits for is a step of its registration, and a person's.
pub fn next_offer(number: &Number) -> Option<Offer> {
    let check = turn::cause(&number.readiness, number.attention)?;
    Offer::of_check(number, check).filter(|offer| *offer != Offer::ShowWait)
}

/// "Review at Meta", "since 20 Nov".
fn next_lines(number: &Number) -> Vec<String> {
    let Some(check) = turn::cause(&number.readiness, number.attention) else {
        return Vec::new();
    };
    let what = check.action.map(|action| turn::action(action).to_owned());
    let since = check.since.map(|at| tr!(turn.since, time = intl::short(&at)));
    what.into_iter().chain(since).collect()
}

/// On a phone: one line at the foot of the row; nothing when it is nobody's turn.
#[component]
pub fn NextLine(number: Number) -> impl IntoView {
    if let Some(offer) = next_offer(&number) {
        return view! { <RegisterButton number offer class="btn-soft btn-primary w-full" /> }.into_any();
    }
    match number.attention {
        Attention::None => ().into_any(),
        Attention::Client | Attention::Meta | Attention::Operator => {
            let badge = turn::badge(number.attention);
            let text = next_lines(&number).join(" · ");
            view! {
                <div class="flex flex-wrap items-center justify-between gap-x-3 gap-y-0.5 text-sm">
                    <span class="font-medium">{badge.map(|badge| view! { <StateBadge badge /> })}</span>
                    <span class="text-muted">{text}</span>
                </div>
            }
            .into_any()
        }
    }
}
