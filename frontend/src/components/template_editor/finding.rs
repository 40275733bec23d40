//! Findings beside the field that they are about, each with its fix.

use clienthub_shared::template::{Finding, FindingCode, Fix};
use leptos::prelude::*;

use super::state::{Editor, use_editor};
use crate::ui::badge::Tone;
use crate::ui::icon::Icon;
use crate::ui::live::{bound, keyed, live};
use crate::words::finding;

/// Which findings belong to a field.
#[derive(Clone, Copy)]
pub struct Found {
    pub list: Memo<Vec<Finding>>,
}

impl Found {
    /// At the path itself and, with `below`, at what is in it. What is only empty waits until the person was there.
    pub fn at(editor: Editor, path: Signal<String>, below: bool, visited: RwSignal<bool>) -> Self {
        let list = Memo::new(move |_| {
            path.with(|path| {
                let fits = |finding: &&Finding| belongs(&finding.path, path, below);
                let found: Vec<Finding> = editor.findings.with(|all| all.iter().filter(fits).cloned().collect());
                if visited.get() || editor.strict.get() {
                    found
                } else {
                    found.into_iter().filter(|finding| !is_empty(finding)).collect()
                }
            })
        });
        Self { list }
    }

    pub fn is_bad(self) -> bool {
        self.list.with(|list| list.iter().any(Finding::is_error))
    }
}

fn belongs(found: &str, path: &str, below: bool) -> bool {
    match found.strip_prefix(path) {
        Some("") => true,
        Some(rest) => below && rest.starts_with('.'),
        None => false,
    }
}

fn is_empty(finding: &Finding) -> bool {
    matches!(
        finding.code,
        FindingCode::Required
            | FindingCode::SampleMissing
            | FindingCode::AppsMissing
            | FindingCode::FlowSource
            | FindingCode::ZeroTapTerms
            | FindingCode::UrlFormat
    )
}

/// Each finding with its words, drawn once for as long as it is found at its place: when only its numbers change, as at each key
/// of a text that is too long, its words alone do.
pub fn each_finding<V: IntoView + 'static>(
    list: Memo<Vec<Finding>>,
    draw: impl Fn(Finding, Memo<String>) -> V + Send + Sync + 'static,
) -> AnyView {
    let items = move || {
        list.with(|all| {
            let before = |at: usize, one: &Finding| all.iter().take(at).filter(|other| is_same(other, one)).count();
            all.iter().enumerate().map(|(at, one)| (before(at, one), one.clone())).collect::<Vec<_>>()
        })
    };
    let key = |(before, one): &(usize, Finding)| {
        let fix = one.fix.map(Fix::as_str).unwrap_or_default();
        let tone = if one.is_error() { "!" } else { "" };
        [one.code.as_str(), " ", &one.path, " ", fix, tone, &before.to_string()].concat()
    };
    let row = move |(before, one): (usize, Finding)| {
        let first = one.clone();
        let words = Memo::new(move |_| {
            let now = |all: &Vec<Finding>| {
                all.iter().filter(|other| is_same(other, &first)).nth(before).map(finding::sentence)
            };
            list.with(now).unwrap_or_default()
        });
        draw(one, words)
    };
    keyed(items, key, row)
}

fn is_same(one: &Finding, other: &Finding) -> bool {
    (one.code, one.severity, one.fix) == (other.code, other.severity, other.fix) && one.path == other.path
}

#[component]
pub fn FindingLines(found: Found, id: String) -> impl IntoView {
    let editor = use_editor();
    let line = move |finding: Finding, words: Memo<String>| {
        let tone = if finding.is_error() { Tone::Bad } else { Tone::Wait };
        let icon = if finding.is_error() { "circle-alert" } else { "triangle-alert" };
        let fix = finding.fix.filter(|_| !editor.locked.with_untracked(Option::is_some)).map(|fix| {
            let finding = finding.clone();
            view! {
                " "
                <button type="button" class="link hit font-medium" on:click=move |_| editor.fix(&finding)>
                    {finding::fix(fix)}
                </button>
            }
        });
        view! {
            <p class="mt-1.5 flex items-start gap-1.5 text-sm" data-tone=tone.as_str()>
                <span class="tone-text"><Icon name=icon class="mt-px" /></span>
                <span class="min-w-0 grow wrap-anywhere">
                    <span class="tone-text font-medium">{live(move || words.get())}</span>
                    {fix}
                </span>
            </p>
        }
    };
    view! { <div id=id class="empty:hidden" aria-live="polite">{each_finding(found.list, line)}</div> }
}

/// "13 / 25", red when it is too much.
#[component]
pub fn Counter(count: Memo<usize>, #[prop(into)] max: Signal<usize>) -> impl IntoView {
    let class = move || {
        if count.get() > max.get() {
            "text-xs tabular whitespace-nowrap font-semibold text-bad"
        } else {
            "text-xs tabular whitespace-nowrap text-muted"
        }
    };
    let text = move || {
        let number = |value: usize| crate::intl::number(value as u64);
        [number(count.get()).as_str(), " / ", &number(max.get())].concat()
    };
    view! { <span class=bound(class)>{live(text)}</span> }
}
