//! What Meta did: rejections that wait for a person, and what the last sync found to be different.

use clienthub_shared::id::TemplateId;
use clienthub_shared::status::Quality;
use clienthub_shared::template::family::{TemplateChange, TemplateChangeKind, TemplateChanges, TemplateSummary};
use clienthub_shared::template::state::TemplateState;
use leptos::prelude::*;

use super::acts::use_acts;
use crate::intl;
use crate::state::preferences;
use crate::state::remote::Remote;
use crate::ui::badge::{Badge, StateBadge, Tone};
use crate::ui::dialog::Dialog;
use crate::ui::focus_page;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, live};
use crate::ui::notice::Notice;
use crate::words::{number, template};
use crate::{tr, tr_count};

/// Notices that are shown at once; the list has the others.
const SHOWN: usize = 2;

/// Languages of one name that were rejected for the same reason.
#[derive(Clone, PartialEq)]
struct Rejected {
    id: TemplateId,
    name: String,
    languages: Vec<String>,
    text: Option<String>,
}

#[component]
pub fn Rejections(summary: Remote<TemplateSummary>) -> impl IntoView {
    let acts = use_acts();
    let rejected = Memo::new(move |_| summary.data.with(|summary| summary.as_ref().map(grouped).unwrap_or_default()));
    let notice = move |one: &Rejected| {
        let languages: Vec<String> = one.languages.iter().map(|code| template::language(code)).collect();
        let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
        let strong = tr!(templates.rejected, name = one.name, languages = intl::all_of(&languages));
        let text = one.text.clone().unwrap_or_default();
        let href = acts.waba.path(&format!("/{}", one.id));
        let name = format!(" {}", one.name);
        view! {
            <Notice tone=Tone::Bad icon="circle-x" strong=strong text=text>
                <a class="btn btn-sm shrink-0" href=href>
                    {tr!(templates.open)}
                    <span class="sr-only">{name}</span>
                </a>
            </Notice>
        }
    };
    live(move || {
        rejected.with(|rejected| {
            let more = rejected.len() > SHOWN;
            (!rejected.is_empty()).then(|| {
                let all = acts.waba.path("?status=rejected");
                view! {
                    <div class="mb-3 grid gap-2">
                        {rejected.iter().take(SHOWN).map(notice).collect_view()}
                        {more.then(|| view! { <a class="link w-fit text-sm" href=all>{tr!(templates.rejected_all)}</a> })}
                    </div>
                }
            })
        })
    })
}

fn grouped(summary: &TemplateSummary) -> Vec<Rejected> {
    let mut groups: Vec<Rejected> = Vec::new();
    for row in &summary.rejected {
        let meta = row.text.as_ref().map(|text| tr!(templates.rejected_meta, text = text));
        let text = meta.or_else(|| template::rejection(row.reason.as_deref()));
        match groups.iter_mut().find(|group| group.name == row.name && group.text == text) {
            Some(group) => group.languages.push(row.language.clone()),
            None => {
                let languages = vec![row.language.clone()];
                groups.push(Rejected { id: row.id, name: row.name.clone(), languages, text });
            }
        }
    }
    groups
}

/// "3 changes at Meta", which opens them.
#[component]
pub fn Changes(summary: Remote<TemplateSummary>) -> impl IntoView {
    let open = RwSignal::new(false);
    let key = StoredValue::new(format!("clienthub.changes.{}", use_acts().waba.id()));
    // Milliseconds since 1970 of the sync whose changes were put away last; as texts they have one length, so that they compare.
    let put_away = RwSignal::new(preferences::read(&key.get_value()));
    let changes = Memo::new(move |_| {
        let changes = summary.data.with(|summary| summary.as_ref()?.changes.clone());
        changes.filter(|changes| changes.count > 0)
    });
    let at = move || changes.with(|changes| changes.as_ref().map(|changes| changes.at.timestamp_millis().to_string()));
    let is_new = move || at() > put_away.get();
    let dismiss = move |_| {
        let at = untrack(at);
        preferences::write(&key.get_value(), at.as_deref().unwrap_or_default());
        put_away.set(at);
        focus_page();
    };
    let text = move || {
        changes.with(|changes| {
            let changes = changes.as_ref()?;
            Some(format!("{} · {}", tr_count!(changes.count, templates.changes), intl::clock_or_day(&changes.at)))
        })
    };
    let subtitle = Signal::derive(move || changes.with(|changes| changes.as_ref().map(span).unwrap_or_default()));
    let rows = move || changes.with(|changes| changes.as_ref().map(|changes| list(changes).into_any()));
    view! {
        <Show when=is_new>
            <p class="-mt-3 mb-4 flex items-center gap-1">
                <button
                    type="button"
                    class="hit flex items-center gap-1.5 text-sm text-act hover:underline"
                    aria-haspopup="dialog"
                    on:click=move |_| open.set(true)
                >
                    <Icon name="history" class="size-3.5" />
                    {live(text)}
                </button>
                <button
                    type="button"
                    class="btn btn-ghost btn-xs btn-square text-muted"
                    title=tr!(templates.changes_dismiss)
                    aria-label=tr!(templates.changes_dismiss)
                    on:click=dismiss
                >
                    <Icon name="x" class="size-3.5" />
                </button>
            </p>
        </Show>
        <Dialog open title=tr!(templates.changes_title) subtitle width="max-w-2xl">
            {live(rows)}
        </Dialog>
    }
}

fn span(changes: &TemplateChanges) -> String {
    let at = intl::clock_or_day(&changes.at);
    match changes.since {
        Some(since) => tr!(templates.changes_between, since = intl::clock_or_day(&since), at = at),
        None => tr!(templates.changes_first, at = at),
    }
}

fn list(changes: &TemplateChanges) -> impl IntoView + use<> {
    let shown = changes.rows.len() as u64;
    let cut = (changes.count > shown)
        .then(|| tr!(templates.changes_cut, shown = intl::number(shown), count = intl::number(changes.count)));
    view! {
        <ul class="mt-3 max-h-[60vh] divide-y divide-line overflow-y-auto border-t border-line">
            {changes.rows.iter().map(|row| view! { <ChangeRow row=row.clone() /> }).collect_view()}
        </ul>
        {cut.map(|text| view! { <p class="hint px-4 py-3 sm:px-6">{text}</p> })}
    }
}

#[component]
fn ChangeRow(row: TemplateChange) -> impl IntoView {
    let href = use_acts().waba.path(&format!("/{}", row.id));
    let (icon, text) = match row.kind {
        TemplateChangeKind::Added => ("plus", tr!(templates.change_added)),
        TemplateChangeKind::Gone => ("trash-2", tr!(templates.change_gone)),
        TemplateChangeKind::Status => ("hourglass", tr!(templates.change_status)),
        TemplateChangeKind::Category => ("layout-template", tr!(templates.change_category)),
        TemplateChangeKind::Quality => ("gauge", tr!(templates.change_quality)),
        TemplateChangeKind::Content => ("pencil", tr!(templates.change_content)),
    };
    let from = value(row.kind, row.from.as_deref());
    let to = value(row.kind, row.to.as_deref());
    let arrow = (from.is_some() && to.is_some()).then(|| {
        view! {
            <Icon name="arrow-right" class="size-3.5 text-muted" />
            <span class="sr-only">{tr!(activity.became)}</span>
        }
    });
    view! {
        <li class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 px-4 py-2.5 text-sm sm:px-6">
            <span class="mt-0.5 text-muted"><Icon name=icon /></span>
            <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <a class="hit min-w-0 font-medium break-all hover:underline" href=href>
                    {row.name} " · " {row.language}
                </a>
                <span class="flex flex-wrap items-center gap-x-2 text-muted">
                    {text} {from.map(|badge| view! { <StateBadge badge /> })} {arrow}
                    {to.map(|badge| view! { <StateBadge badge /> })}
                </span>
            </div>
        </li>
    }
}

/// Our word of a state or quality, Meta's of a category. Others are texts of a template, too long for a row.
fn value(kind: TemplateChangeKind, word: Option<&str>) -> Option<Badge> {
    let word = word?;
    match kind {
        TemplateChangeKind::Status | TemplateChangeKind::Added | TemplateChangeKind::Gone => {
            word.parse::<TemplateState>().ok().map(|state| template::state(state, None))
        }
        TemplateChangeKind::Quality => word.parse::<Quality>().ok().map(number::quality),
        TemplateChangeKind::Category => {
            Some(Badge::quiet(template::category_word(word), "layout-template", Tone::Idle))
        }
        TemplateChangeKind::Content => None,
    }
}
