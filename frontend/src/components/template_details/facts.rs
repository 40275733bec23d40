//! What Meta has, when it was sent and read, and when the next edit is possible.

use chrono::{DateTime, Utc};
use clienthub_shared::template::details::{EditLock, EditRule, TemplateDetails};
use leptos::prelude::*;

use crate::intl;
use crate::ui::badge::StateBadge;
use crate::ui::copy::CopyId;
use crate::ui::live::live;
use crate::ui::panel::Panel;
use crate::ui::time::{AbsoluteTime, RelativeTime};
use crate::words::{number, template};
use crate::{tr, tr_count};

/// Edits that Meta takes of an approved template in 30 days.
const EDITS: u64 = 10;

#[component]
pub fn FactsPanel(details: Signal<TemplateDetails>) -> impl IntoView {
    let rows = move || {
        let row = |(label, value): (&'static str, AnyView)| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd class="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">{value}</dd>
                </div>
            }
        };
        details.with(facts).into_iter().map(row).collect_view()
    };
    view! {
        <Panel title=tr!(template_details.standing)>
            <dl class="fields">{live(rows)}</dl>
        </Panel>
    }
}

fn facts(details: &TemplateDetails) -> Vec<(&'static str, AnyView)> {
    let state = template::state(details.state, details.meta_status.as_deref());
    let meta_status = details.meta_status.clone();
    let left = details
        .edit
        .left
        .map(|left| tr!(template_details.edits_left, left = intl::number(u64::from(left)), all = intl::number(EDITS)));
    let fixed = details.edit.category_fixed.then(|| tr!(template_details.category_fixed));
    let mut facts = vec![
        (
            tr!(templates.filter_status),
            view! {
                <StateBadge badge=state />
                <span class="mono break-all text-muted">{meta_status}</span>
                <span class="hint w-full">{moment(details.state_since)}</span>
            }
            .into_any(),
        ),
        (
            tr!(templates.filter_category),
            view! { <StateBadge badge=template::category(details.category) /> }.into_any(),
        ),
        (tr!(templates.filter_quality), view! { <StateBadge badge=number::quality(details.quality) /> }.into_any()),
        (
            tr!(template_details.next_edit),
            view! {
                <span>{rule(&details.edit)}</span>
                <span class="hint w-full empty:hidden">{left}</span>
                <span class="hint w-full empty:hidden">{fixed}</span>
            }
            .into_any(),
        ),
    ];
    if let Some(at) = details.draft_saved_at {
        let by = details.draft_saved_by.clone();
        let value = view! { {moment(at)} <span class="text-muted">{by}</span> };
        facts.push((tr!(template_details.draft_saved), value.into_any()));
    }
    let never = || view! { <span class="text-muted">{tr!(template_details.never_sent)}</span> }.into_any();
    facts.push((tr!(template_details.sent), details.submitted_at.map_or_else(never, moment)));
    if let Some(at) = details.synced_at {
        facts.push((tr!(template_details.synced), moment(at)));
    }
    if let Some(id) = details.meta_id.clone() {
        facts.push((tr!(template_details.meta_id), view! { <CopyId id label=tr!(details.copy_meta_id) /> }.into_any()));
    }
    let id = details.id.to_string();
    facts.push((tr!(details.our_id), view! { <CopyId id label=tr!(details.copy_our_id) /> }.into_any()));
    facts
}

fn moment(at: DateTime<Utc>) -> AnyView {
    view! { <AbsoluteTime at /> " " <span class="hint"><RelativeTime at /></span> }.into_any()
}

fn rule(edit: &EditRule) -> String {
    let until = |at: Option<DateTime<Utc>>| at.map(|at| intl::date_time(&at));
    match (edit.lock, until(edit.next_at)) {
        (None, _) => tr!(template_details.edit_now).to_owned(),
        (Some(EditLock::InReview), _) => tr!(template_details.edit_in_review).to_owned(),
        (Some(EditLock::State), _) => tr!(template_details.edit_state).to_owned(),
        (Some(EditLock::OncePerDay), Some(at)) => tr!(template_details.edit_once_a_day, time = at),
        (Some(EditLock::TenPerMonth), Some(at)) => tr!(template_details.edit_ten_a_month, time = at),
        (Some(EditLock::OncePerDay | EditLock::TenPerMonth), None) => tr_count!(EDITS, template_details.edit_used_up),
    }
}
