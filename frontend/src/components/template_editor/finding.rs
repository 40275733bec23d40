//! Findings beside the field that they are about, each with its fix.

use clienthub_shared::template::{Finding, FindingCode};
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

#[component]
pub fn FindingLines(found: Found, id: String) -> impl IntoView {
    let editor = use_editor();
    let key = |finding: &Finding| {
        [finding.code.as_str(), &finding.path, &serde_json::to_string(&finding.params).unwrap_or_default()].concat()
    };
    let line = move |finding: Finding| {
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
                    <span class="tone-text font-medium">{finding::sentence(&finding)}</span>
                    {fix}
                </span>
            </p>
        }
    };
    view! { <div id=id class="empty:hidden" aria-live="polite">{keyed(move || found.list.get(), key, line)}</div> }
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
