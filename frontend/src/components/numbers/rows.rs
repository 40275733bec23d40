//! One row of the list as a signal (kept by id, so that a live change moves nothing else), and the list in narrow
//! windows.

use clienthub_shared::id::NumberId;
use clienthub_shared::number::Number;
use clienthub_shared::status::{NameState, OnBehalf, Quality};
use leptos::prelude::*;

use super::facts::{self, NameLink, NextLine};
use crate::components::number_details::live::flash;
use crate::layouts::header::initials;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::badge::StateBadge;
use crate::ui::live::{bound, effect, keyed, live};
use crate::words::{number, waba};

#[derive(Clone, Copy)]
pub struct Row {
    pub number: Signal<Number>,
    /// True for a moment after a fact changed.
    pub glow: RwSignal<bool>,
}

/// The row of `id`. It keeps its last value while the list no longer has it.
fn row_signal(rows: Signal<Vec<Number>>, id: NumberId) -> Row {
    let found = Memo::new(move |before: Option<&Option<Number>>| {
        rows.with(|rows| rows.iter().find(|row| row.id == id).cloned()).or_else(|| before.cloned().flatten())
    });
    // `For` makes a row only for an id that the list has.
    let first = rows.with_untracked(|rows| rows.iter().find(|row| row.id == id).cloned());
    let number = Signal::derive(move || found.get().or_else(|| first.clone()).unwrap_or_else(|| unreachable_row(rows)));
    let glow = RwSignal::new(false);
    let mut before = None;
    effect(move || {
        let now = found.with(|row| row.as_ref().map(facts::fingerprint));
        if before.replace(now.clone()).is_some_and(|before| before != now) {
            flash(glow);
        }
    });
    Row { number, glow }
}

/// A row without data cannot be made; any other row keeps the page alive if it is.
fn unreachable_row(rows: Signal<Vec<Number>>) -> Number {
    rows.with_untracked(|rows| rows.first().cloned()).expect("`keyed` gives ids of rows only")
}

/// Each row, kept by its id. `draw` is a plain function, so that table, list and cards share one program.
pub fn each(rows: Signal<Vec<Number>>, draw: fn(Row) -> AnyView) -> AnyView {
    let ids = move || rows.with(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>());
    keyed(ids, |id| *id, move |id| draw(row_signal(rows, id)))
}

#[component]
pub fn NumbersRows(rows: Signal<Vec<Number>>) -> impl IntoView {
    view! {
        <ul class="divide-y divide-line" aria-label=tr!(numbers.title)>
            {each(
                rows,
                |row| {
                    let glow = row.glow;
                    view! {
                        <li class="grid gap-2.5 p-4" class:changed=bound(move || glow.get())>
                            {live(move || facts_of(&row))}
                        </li>
                    }
                    .into_any()
                },
            )}
        </ul>
    }
}

fn facts_of(row: &Row) -> impl IntoView + use<> {
    let n = row.number.get();
    let href = use_org().path(&format!("/numbers/{}", n.id));
    view! {
        <div class="flex items-start gap-3">
            <span class="avatar-text size-10" aria-hidden="true">{initials(&n.display_name)}</span>
            <div class="min-w-0 grow">
                <NameLink number=n.clone() href class="hit flex items-center gap-1 font-semibold break-words" />
                <p class="text-sm text-muted tabular">{number::phone(&n.phone_number)}</p>
            </div>
        </div>
        {states(&n)}
        <NextLine number=n />
    }
}

/// The states of the WABA and of the number; the name's only when there is something to say.
pub fn states(n: &Number) -> impl IntoView + use<> {
    let behalf = match n.waba.on_behalf {
        OnBehalf::NotNeeded | OnBehalf::Approved => None,
        OnBehalf::Unset | OnBehalf::Pending | OnBehalf::Declined => {
            waba::on_behalf(n.waba.on_behalf).map(|mut badge| {
                badge.text = tr!(on_behalf.phrase, state = badge.text);
                badge
            })
        }
    };
    let name = match n.name.state {
        NameState::Approved | NameState::None => None,
        NameState::UnderReview | NameState::Declined | NameState::Expired => Some(number::name(n.name.state)),
    };
    let line = "flex flex-wrap items-center gap-x-3 gap-y-1";
    view! {
        <dl class="grid grid-cols-[4.5rem_1fr] items-center gap-x-3 gap-y-1.5 text-sm">
            <dt class="text-muted">{tr!(numbers.waba)}</dt>
            <dd class=line>
                <StateBadge badge=waba::status(n.waba.status) />
                {behalf.map(|badge| view! { <StateBadge badge /> })}
            </dd>
            <dt class="text-muted">{tr!(numbers.number)}</dt>
            <dd class=line>
                {facts::status(n)}
                {(n.quality != Quality::Unknown).then(|| view! { <StateBadge badge=number::quality(n.quality) /> })}
                <span class="tabular text-muted">{number::limit_a_day(n.limit_tier)}</span>
            </dd>
            {name
                .map(|badge| {
                    view! {
                        <dt class="text-muted">{tr!(numbers.col_name)}</dt>
                        <dd><StateBadge badge /></dd>
                    }
                })}
        </dl>
    }
}
