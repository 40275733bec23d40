//! Numbers as cards: who it is, its states, whose turn it is with the whole checklist, and the next step. In the list and on the
//! dashboard; one, two or three in a row, by the room there is.

use clienthub_shared::number::Number;
use clienthub_shared::readiness::{Check, CheckState};
use clienthub_shared::status::NameState;
use leptos::prelude::*;

use super::facts::NameLink;
use super::next_step::NextStep;
use super::rows::{Row, each, states};
use crate::intl;
use crate::layouts::header::initials;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::badge::{Badge, StateBadge, Tone};
use crate::ui::icon::Icon;
use crate::ui::live::{bound, live};
use crate::ui::time::RelativeTime;
use crate::words::{number, turn};

const GRID: &str = "grid gap-4 @2xl:grid-cols-2 @5xl:grid-cols-3";

#[component]
pub fn NumberCards(rows: Signal<Vec<Number>>) -> impl IntoView {
    view! {
        <div class="@container">
            <div class=GRID>{each(rows, article)}</div>
        </div>
    }
}

fn article(row: Row) -> AnyView {
    let Row { number, glow } = row;
    view! {
        <article
            class="panel flex flex-col overflow-hidden"
            class:changed=bound(move || glow.get())
            aria-label=bound(move || number.with(|number| number.display_name.clone()))
        >
            {live(move || card(&row))}
        </article>
    }
    .into_any()
}

#[component]
pub fn CardsSkeleton(cards: usize) -> impl IntoView {
    let card = || {
        view! {
            <div class="panel grid gap-4 p-4">
                <div class="flex items-center gap-3">
                    <div class="skeleton size-10"></div>
                    <div class="grid gap-1.5">
                        <div class="skeleton h-3.5 w-36"></div>
                        <div class="skeleton h-3 w-44"></div>
                    </div>
                </div>
                <div class="skeleton h-10 w-56"></div>
                <div class="skeleton h-28 w-full"></div>
                <div class="skeleton h-9 w-32"></div>
            </div>
        }
    };
    view! {
        <div class="@container" aria-hidden="true">
            <div class=GRID>{(0..cards).map(|_| card()).collect_view()}</div>
        </div>
    }
}

fn card(row: &Row) -> impl IntoView + use<> {
    let n = row.number.get();
    let href = use_org().path(&format!("/numbers/{}", n.id));
    let checks = &n.readiness.checks;
    let done = checks.iter().filter(|check| check.state != CheckState::Open).count();
    let count = tr!(card.done, done = intl::number(done as u64), all = intl::number(checks.len() as u64));
    let rail = checks.iter().map(|check| {
        let tone = turn::check(check).tone.as_str();
        view! { <i data-tone=tone></i> }
    });
    view! {
        <div class="flex items-center gap-3 border-b border-line px-4 py-3">
            <span class="avatar-text size-10" aria-hidden="true">{initials(&n.display_name)}</span>
            <div class="min-w-0 grow">
                <NameLink
                    number=n.clone()
                    href=href.clone()
                    class="hit flex w-fit items-center gap-1 font-semibold break-words hover:underline"
                />
                <p class="text-xs text-muted wrap-anywhere tabular">
                    {number::phone(&n.phone_number)} " · " {n.waba.name.clone()}
                </p>
            </div>
        </div>
        <div class="border-b border-line px-4 py-3">{states(&n)}</div>
        <div class="px-4 py-3">
            <div class="mb-2 flex items-center justify-between gap-3">
                <span class="font-semibold"><StateBadge badge=headline(&n) /></span>
                <span class="text-xs text-muted tabular">{count}</span>
            </div>
            <div class="rail mb-3" aria-hidden="true">{rail.collect_view()}</div>
            <ul class="checks">{checks.iter().map(|check| line(check, n.name.state)).collect_view()}</ul>
        </div>
        <div class="mt-auto flex flex-wrap gap-2 border-t border-line px-4 py-3">
            <NextStep number=n.clone() />
            <a class="btn" href=href>
                {tr!(card.details)}
                <span class="sr-only">{tr!(card.details_of, name = n.display_name.as_str())}</span>
            </a>
        </div>
    }
}

/// Whose turn it is; nobody's: it runs, or it is over.
fn headline(n: &Number) -> Badge {
    turn::badge(n.attention).unwrap_or_else(|| {
        if n.readiness.ready {
            Badge::quiet(tr!(turn.running), "circle-check", Tone::Ok)
        } else {
            Badge::quiet(tr!(card.over), "archive", Tone::Idle)
        }
    })
}

/// What is open says what has to happen and since when.
fn line(check: &Check, name: NameState) -> impl IntoView + use<> {
    let badge = turn::check_with_name(check, name);
    let open = check.state == CheckState::Open;
    let action = check.action.filter(|_| open).map(turn::action);
    let since = check.since.filter(|_| open);
    view! {
        <li data-tone=badge.tone.as_str()>
            <Icon name=badge.icon />
            <div class="min-w-0">
                {badge.text}
                {action.map(|text| view! { <p class="text-xs text-muted">{text}</p> })}
            </div>
            {since.map(|at| view! { <span class="text-xs text-muted tabular"><RelativeTime at /></span> })}
        </li>
    }
}
