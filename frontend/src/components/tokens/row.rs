//! One access token: what it is called and begins with, what it may do, when it was made, used and ends.

use clienthub_shared::access_token::AccessToken;
use leptos::prelude::*;

use crate::components::number_details::fact::{Aged, Part, Parts};
use crate::intl;
use crate::tr;
use crate::ui::badge::{Badge, StateBadge, Tone};
use crate::ui::live::live;
use crate::ui::time::track_minute;
use crate::words::permission;

#[component]
pub fn TokenRow(token: Signal<AccessToken>, revoke: Callback<AccessToken>) -> impl IntoView {
    let heading = crate::ui::unique_id("token");
    // Neither ever changes.
    let (name, prefix) = token.with_untracked(|token| (token.name.clone(), token.prefix.clone()));
    let badge = move || {
        is_over(&token.get()).then(|| {
            view! { <StateBadge badge=Badge::loud(tr!(token_state.expired), "calendar-x", Tone::Idle) /> }
        })
    };
    let does = Signal::derive(move || token.with(does));
    let times = Signal::derive(move || token.with(times));
    view! {
        <li
            class="grid gap-x-6 gap-y-3 p-4 sm:px-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_minmax(0,1.2fr)_auto]"
            aria-labelledby=heading.clone()
        >
            <div class="grid content-start justify-items-start gap-1">
                <h2 id=heading.clone() class="text-base wrap-anywhere">{name.clone()}</h2>
                <p class="mono text-muted">{prefix} "…"</p>
                {live(badge)}
            </div>
            <div class="grid content-start gap-1 text-sm">
                <h3 class="text-xs font-medium text-muted">{tr!(tokens.scopes)}</h3>
                <Parts parts=does />
            </div>
            <div class="grid content-start gap-1 text-sm">
                <h3 class="text-xs font-medium text-muted">{tr!(tokens.times)}</h3>
                <Parts parts=times />
            </div>
            <button
                type="button"
                class="btn btn-sm btn-outline btn-error self-start justify-self-start"
                aria-label=tr!(tokens.revoke_label, name = name)
                on:click=move |_| revoke.run(token.get_untracked())
            >
                {tr!(tokens.revoke)}
            </button>
        </li>
    }
}

fn is_over(token: &AccessToken) -> bool {
    track_minute();
    token.expires_at.is_some_and(|at| (at.timestamp_millis() as f64) <= intl::now_ms())
}

/// Its scopes, and why it does less.
fn does(token: &AccessToken) -> Vec<Part> {
    let mut parts = vec![Part::text(permission::labels(&token.scopes))];
    let name = token.created_by.name.as_str();
    if is_over(token) {
        return parts;
    }
    if token.permissions.is_empty() {
        parts.push(Part::Warning(tr!(tokens.nothing), tr!(tokens.nothing_text, name = name)));
    } else if token.permissions.len() < token.scopes.len() {
        let lost: Vec<_> = token.scopes.iter().copied().filter(|scope| !token.permissions.contains(scope)).collect();
        let text = tr!(tokens.less_text, name = name, scopes = permission::labels(&lost));
        parts.push(Part::Warning(tr!(tokens.less), text));
    }
    parts
}

fn times(token: &AccessToken) -> Vec<Part> {
    let ends = match token.expires_at {
        Some(at) if is_over(token) => Part::Aged(Aged::Expired, at),
        Some(at) => Part::Aged(Aged::Expires, at),
        None => Part::hint(tr!(settings.never_expires)),
    };
    let used = token.last_used_at.map_or_else(|| Part::hint(tr!(tokens.unused)), |at| Part::Aged(Aged::Used, at));
    vec![Part::Aged(Aged::Made(token.created_by.name.clone()), token.created_at), used, ends]
}
