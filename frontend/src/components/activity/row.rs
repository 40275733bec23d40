//! One thing that happened: who made it happen, what it was, what it changed, and when by which clock.

use chrono::{DateTime, Utc};
use clienthub_shared::activity::{Activity, Outcome};
use leptos::prelude::*;

use super::change::ChangeLine;
use super::words::sentence;
use crate::intl;
use crate::tr;
use crate::ui::badge::StateBadge;
use crate::ui::icon::Icon;
use crate::words::{activity, error};

#[component]
pub fn ActivityRow(row: Activity, fresh: bool) -> impl IntoView {
    let (kind, icon) = activity::kind(row.kind);
    let title = sentence(&row);
    let who = row.actor.clone().unwrap_or_else(|| kind.to_owned());
    let told = outcome(&row);
    let outcome_badge = match row.outcome {
        Outcome::Applied | Outcome::Done => None,
        Outcome::Superseded | Outcome::Refused => Some(activity::outcome(row.outcome)),
    };
    let meta_time = meta_time(&row).map(|time| tr!(activity.meta_time, time = time));
    let class = if fresh { "changed flex gap-3 p-4 sm:px-5" } else { "flex gap-3 p-4 sm:px-5" };
    view! {
        <div class=class>
            <span
                class="grid size-8 flex-none place-items-center rounded-full bg-idle-soft text-idle"
                title=kind
                aria-hidden="true"
            >
                <Icon name=icon />
            </span>
            <div class="min-w-0 grow">
                <div class="flex items-baseline gap-x-3">
                    <p class="min-w-0 grow font-medium">{title}</p>
                    <Clock at=row.at />
                </div>
                <p class="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs text-muted">
                    <span>{who}</span>
                    {meta_time.map(|text| view! { <span>"· " {text}</span> })}
                    {row.field.map(|field| view! { <span class="mono break-all">{field}</span> })}
                </p>
                {(!row.changes.is_empty())
                    .then(|| {
                        view! {
                            <ul class="mt-2 grid gap-1.5 text-sm">
                                {row
                                    .changes
                                    .into_iter()
                                    .map(|change| view! { <ChangeLine change /> })
                                    .collect_view()}
                            </ul>
                        }
                    })}
                {(outcome_badge.is_some() || told.is_some())
                    .then(|| {
                        view! {
                            <p class="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
                                {outcome_badge.map(|badge| view! { <StateBadge badge /> })}
                                <span class="text-muted">{told}</span>
                            </p>
                        }
                    })}
            </div>
        </div>
    }
}

/// Why nothing changed, when nothing did.
fn outcome(row: &Activity) -> Option<String> {
    match row.outcome {
        Outcome::Superseded => Some(tr!(activity.superseded_text).to_owned()),
        Outcome::Refused => Some(row.refusal.map_or_else(|| tr!(activity.refused_text).to_owned(), error::code)),
        Outcome::Applied => row.changes.is_empty().then(|| tr!(activity.unchanged).to_owned()),
        Outcome::Done => None,
    }
}

/// Meta's time, when it is another minute than ours; with its day when that is another too.
fn meta_time(row: &Activity) -> Option<String> {
    let meta = row.meta_at?;
    if intl::date(&meta) != intl::date(&row.at) {
        return Some(intl::date_time(&meta));
    }
    let (theirs, ours) = (intl::clock(&meta), intl::clock(&row.at));
    (theirs != ours).then_some(theirs)
}

#[component]
fn Clock(at: DateTime<Utc>) -> impl IntoView {
    view! {
        <time class="shrink-0 text-sm text-muted" datetime=at.to_rfc3339() title=intl::date_time_full(&at)>
            {intl::clock(&at)}
        </time>
    }
}
