//! Facts as data: a label and the parts of its value. Panels are lists of them, drawn by one piece of code, so that a panel
//! costs a function and not a screenful of view types. A fact that changes live fades in anew and glows.

use chrono::{DateTime, Utc};
use clienthub_shared::number::Name;
use leptos::prelude::*;

use super::channel_act::{Act, ActButton};
use super::display_name::DisplayName;
use crate::intl;
use crate::tr;
use crate::ui::badge::{Badge, StateBadge};
use crate::ui::copy::{CopyButton, CopyId};
use crate::ui::icon::Icon;
use crate::ui::live::keyed;
use crate::ui::time::{AbsoluteTime, RelativeTime, track_minute};

#[derive(Clone, PartialEq)]
pub struct Fact {
    pub label: &'static str,
    pub wide: bool,
    pub parts: Vec<Part>,
}

#[derive(Clone, PartialEq)]
pub enum Part {
    Text(String),
    Muted(String),
    /// Meta's raw word.
    Raw(String),
    /// A line of its own below.
    Hint(String),
    /// A line of its own that moves with the clock.
    Aged(Aged, DateTime<Utc>),
    /// Clock and distance on one line.
    Moment(DateTime<Utc>),
    Badge(Badge),
    Phone {
        shown: String,
        e164: String,
    },
    Id {
        id: String,
        label: &'static str,
    },
    Name {
        name: Name,
        shown: String,
    },
    /// Buttons on a line of their own.
    Acts(&'static [Act]),
    /// Strong clause and sentence, with the sign of a warning.
    Warning(&'static str, String),
    /// Raw words under a title, folded.
    Folded(&'static str, Vec<String>),
}

/// What happened at a time, or will.
#[derive(Clone, PartialEq)]
pub enum Aged {
    Since,
    WaitEnds,
    PinChanged,
    Given(Option<String>),
    Expires,
    Expired,
    Checked,
    SyncFailed,
    ReadFromMeta,
    /// By whom.
    Made(String),
    Used,
}

impl Aged {
    pub fn text(&self, at: &DateTime<Utc>) -> String {
        let age = intl::relative(at);
        match self {
            Self::Since => tr!(details.since, time = intl::date_time(at), age = age),
            Self::WaitEnds => tr!(details.waits_until, time = intl::clock_or_day(at), age = age),
            Self::PinChanged => tr!(details.pin_changed, time = intl::date_time(at), age = age),
            Self::Given(Some(name)) => tr!(settings.given_by, age = age, name = name.as_str()),
            Self::Given(None) => tr!(settings.given, age = age),
            Self::Expires => tr!(settings.expires, time = intl::date_time(at), age = age),
            Self::Expired => tr!(settings.expired, time = intl::date_time(at), age = age),
            Self::Checked => tr!(settings.checked, age = age),
            Self::SyncFailed => tr!(settings.sync_failed_at, age = age),
            Self::ReadFromMeta => tr!(settings.synced_numbers, age = age),
            Self::Made(name) => tr!(tokens.made, age = age, name = name.as_str()),
            Self::Used => tr!(tokens.used, age = age),
        }
    }
}

impl Fact {
    pub fn new(label: &'static str, parts: impl IntoIterator<Item = Part>) -> Self {
        Self { label, wide: false, parts: parts.into_iter().collect() }
    }

    pub fn wide(label: &'static str, parts: impl IntoIterator<Item = Part>) -> Self {
        Self { wide: true, ..Self::new(label, parts) }
    }
}

impl Part {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn hint(text: impl Into<String>) -> Self {
        Self::Hint(text.into())
    }

    /// Meta may not have told it yet.
    pub fn known(text: Option<String>) -> Self {
        text.map_or_else(|| Self::Muted(tr!(details.unknown).to_owned()), Self::Text)
    }

    pub fn id(id: Option<String>, label: &'static str) -> Self {
        id.map_or_else(|| Self::known(None), |id| Self::Id { id, label })
    }
}

/// The description list of a panel.
#[component]
pub fn Facts(#[prop(into)] facts: Signal<Vec<Fact>>) -> impl IntoView {
    let facts = Memo::new(move |_| facts.get());
    let heads = move || facts.with(|facts| facts.iter().map(|fact| (fact.label, fact.wide)).collect::<Vec<_>>());
    view! {
        <dl class="fields fields-2">
            {keyed(
                heads,
                |(label, _)| *label,
                move |(label, wide)| {
                    let parts = Signal::derive(move || {
                        facts.with(|facts| {
                            let fact = facts.iter().find(|fact| fact.label == label);
                            fact.map(|fact| fact.parts.clone()).unwrap_or_default()
                        })
                    });
                    view! {
                        <div class:wide=wide>
                            <dt>{label}</dt>
                            <dd><Parts parts /></dd>
                        </div>
                    }
                },
            )}
        </dl>
    }
    .into_any()
}

/// One value; drawn anew, with its glow, when it changes.
#[component]
pub fn Parts(parts: Signal<Vec<Part>>) -> impl IntoView {
    let parts = Memo::new(move |before: Option<&(u32, Vec<Part>)>| {
        let now = parts.get();
        match before {
            Some((version, before)) if *before == now => (*version, now),
            Some((version, _)) => (version + 1, now),
            None => (0, now),
        }
    });
    let draw = |(version, parts): (u32, Vec<Part>)| {
        let class = if version == 0 {
            "flex w-full min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1"
        } else {
            "changed flex w-full min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1 rounded-selector transition-opacity duration-200 starting:opacity-0"
        };
        view! { <div class=class>{parts.into_iter().map(part).collect_view()}</div> }
    };
    keyed(move || [parts.get()], |(version, _)| *version, draw)
}

fn part(part: Part) -> AnyView {
    match part {
        Part::Text(text) => view! { <span class="break-words">{text}</span> }.into_any(),
        Part::Muted(text) => view! { <span class="text-muted">{text}</span> }.into_any(),
        Part::Raw(text) => view! { <span class="mono break-all text-muted">{text}</span> }.into_any(),
        Part::Hint(text) => view! { <p class="hint w-full">{text}</p> }.into_any(),
        Part::Aged(what, at) => {
            let text = move || {
                track_minute();
                what.text(&at)
            };
            view! { <p class="hint w-full" title=intl::date_time_full(&at)>{text}</p> }.into_any()
        }
        Part::Moment(at) => view! { <AbsoluteTime at /> <span class="hint"><RelativeTime at /></span> }.into_any(),
        Part::Badge(badge) => view! { <StateBadge badge /> }.into_any(),
        Part::Phone { shown, e164 } => view! {
            <span class="tabular">{shown}</span>
            <CopyButton text=e164 label=tr!(details.copy_number) />
        }
        .into_any(),
        Part::Id { id, label } => view! { <CopyId id label /> }.into_any(),
        Part::Name { name, shown } => view! { <DisplayName name shown /> }.into_any(),
        Part::Acts(acts) => view! {
            <div class="flex w-full flex-wrap gap-2 py-0.5">
                {acts.iter().map(|act| view! { <ActButton act=*act /> }).collect_view()}
            </div>
        }
        .into_any(),
        Part::Warning(strong, text) => view! {
            <p class="flex w-full items-start gap-1.5 text-sm" data-tone="wait">
                <span class="tone-text mt-px"><Icon name="triangle-alert" /></span>
                <span><strong class="font-medium">{strong}</strong> " " {text}</span>
            </p>
        }
        .into_any(),
        Part::Folded(title, words) => view! {
            <details class="w-full text-sm">
                <summary class="hit w-fit cursor-pointer text-muted">{title}</summary>
                <ul class="mono mt-1 grid gap-0.5">
                    {words.into_iter().map(|word| view! { <li class="break-all">{word}</li> }).collect_view()}
                </ul>
            </details>
        }
        .into_any(),
    }
}
