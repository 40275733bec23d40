//! All findings in one list: each leads to its field, and all that can be mended by a click are mended by one.

use clienthub_shared::template::Finding;
use clienthub_shared::template::state::TemplateState;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::finding::each_finding;
use super::rule::said;
use super::state::{Editor, use_editor};
use crate::intl;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, live};
use crate::words::finding;

#[component]
pub fn FindingsPanel() -> impl IntoView {
    let editor = use_editor();
    let errors = editor.errors;
    let warnings = Memo::new(move |_| editor.findings.with(Vec::len) - errors.get());
    let fixes =
        Memo::new(move |_| editor.findings.with(|all| all.iter().filter(|finding| finding.fix.is_some()).count() > 1));
    let counts = move || {
        let state = |count: usize, tone: Tone, icon: &'static str, word: String| {
            (count > 0).then(|| {
                view! {
                    <span class="state" data-tone=tone.as_str() aria-label=word role="text">
                        <Icon name=icon />
                        {intl::number(count as u64)}
                    </span>
                }
            })
        };
        view! {
            {state(errors.get(), Tone::Bad, "circle-alert", crate::tr_count!(errors.get() as u64, template_editor.errors))}
            {state(
                warnings.get(),
                Tone::Wait,
                "triangle-alert",
                crate::tr_count!(warnings.get() as u64, template_editor.warnings),
            )}
        }
    };
    let row = move |finding: Finding, words: Memo<String>| {
        let tone = if finding.is_error() { Tone::Bad } else { Tone::Wait };
        let icon = if finding.is_error() { "circle-alert" } else { "triangle-alert" };
        let place = editor.template.with_untracked(|template| finding::place(template, &finding.path));
        view! {
            <li>
                <button
                    type="button"
                    class="flex w-full items-start gap-2 px-5 py-2.5 text-left hover:bg-hover focus-visible:-outline-offset-2 max-lg:py-3.5 max-sm:px-4"
                    data-tone=tone.as_str()
                    on:click=move |_| go_to(editor, &finding.path)
                >
                    <span class="tone-text"><Icon name=icon class="mt-px" /></span>
                    <span class="min-w-0 grow wrap-anywhere">
                        <strong class="font-semibold">{place}</strong>
                        " "
                        {live(move || words.get())}
                    </span>
                    <Icon name="chevron-right" class="mt-px text-muted" />
                </button>
            </li>
        }
    };
    view! {
        <section class="panel" aria-labelledby="findings">
            <div class="panel-head">
                <h2 id="findings" class="grow">{tr!(template_editor.findings)}</h2>
                <span class="flex gap-3 text-sm">{live(counts)}</span>
            </div>
            <Show
                when=move || editor.findings.with(|all| !all.is_empty())
                fallback=move || view! { <NoFindings /> }
            >
                <ul class="fades max-h-72 divide-y divide-line overflow-y-auto text-sm">{each_finding(editor.findings, row)}</ul>
                <Show when=move || fixes.get() && !editor.is_locked()>
                    <div class="border-t border-line px-5 py-2.5 max-sm:px-4">
                        <button type="button" class="btn btn-sm" on:click=move |_| editor.fix_all()>
                            <Icon name="check" />
                            {tr!(template_editor.fix_all)}
                        </button>
                    </div>
                </Show>
            </Show>
        </section>
    }
}

/// Of a rejected template only Meta knows what is wrong; not always does it say.
#[component]
fn NoFindings() -> impl IntoView {
    let editor = use_editor();
    // Whether Meta says why it was rejected, if it was.
    let rejected = Memo::new(move |_| {
        let rejection = editor.details.with(|it| {
            it.as_ref().filter(|it| it.state == TemplateState::Rejected).and_then(|it| it.rejection.clone())
        });
        rejection.map(|rejection| !said(rejection).is_empty())
    });
    live(move || {
        let (tone, icon, text) = match rejected.get() {
            Some(true) => (Tone::Idle, "info", tr!(template_editor.no_findings_rejected)),
            Some(false) => (Tone::Idle, "info", tr!(template_editor.no_findings_no_reason)),
            None => (Tone::Ok, "circle-check", tr!(template_editor.no_findings)),
        };
        view! {
            <p class="state px-5 py-3 whitespace-normal max-sm:px-4" data-tone=tone.as_str()>
                <Icon name=icon />
                {text}
            </p>
        }
    })
}

/// Focuses the field of a path, or the nearest thing around it. A card that is not shown is shown first.
pub fn go_to(editor: Editor, path: &str) {
    editor.strict.set(true);
    editor.led.set_value(path.to_owned());
    if let Some(card) = path.split_once(".cards.").and_then(|(_, rest)| rest.split('.').next()?.parse().ok()) {
        editor.card.set(card);
    }
    let path = path.to_owned();
    request_animation_frame(move || {
        request_animation_frame(move || {
            if let Some(field) = nearest(&path) {
                let _ = field.focus();
                field.scroll_into_view_with_bool(true);
            }
        });
    });
}

fn nearest(path: &str) -> Option<HtmlElement> {
    let mut path = path;
    loop {
        let selector = ["main [data-path=\"", path, "\"]"].concat();
        if let Ok(Some(found)) = document().query_selector(&selector) {
            return within(found);
        }
        path = path.rsplit_once('.')?.0;
    }
}

fn within(found: Element) -> Option<HtmlElement> {
    let can_focus = "input, select, textarea, button";
    if found.matches(can_focus).unwrap_or_default() {
        return found.dyn_into().ok();
    }
    for selector in ["[aria-invalid=true]", can_focus] {
        if let Ok(Some(inner)) = found.query_selector(selector) {
            return inner.dyn_into().ok();
        }
    }
    // What can only be read.
    let _ = found.set_attribute("tabindex", "-1");
    found.dyn_into().ok()
}

/// To the place after the one that was led to last.
pub fn go_to_next(editor: Editor) {
    let next = editor.findings.with_untracked(|all| {
        let paths = all.iter().map(|finding| finding.path.as_str());
        editor.led.with_value(|last| after(paths, last).map(str::to_owned))
    });
    if let Some(path) = next {
        go_to(editor, &path);
    }
}

/// The place after the last one, the first when that is gone. A place with several findings is one stop.
fn after<'a>(paths: impl Iterator<Item = &'a str>, last: &str) -> Option<&'a str> {
    let mut places = Vec::new();
    for path in paths {
        if !places.contains(&path) {
            places.push(path);
        }
    }
    let next = places.iter().position(|path| *path == last).map_or(0, |at| at + 1);
    places.get(next).or(places.first()).copied()
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn each_tap_leads_to_the_next_place() {
        let paths = ["name", "components.1.example.body_text_named_params", "name", "components.2.text"];
        let next = |last| after(paths.into_iter(), last);
        assert_eq!(next(""), Some("name"));
        assert_eq!(next("name"), Some("components.1.example.body_text_named_params"));
        assert_eq!(next("components.1.example.body_text_named_params"), Some("components.2.text"));
        assert_eq!(next("components.2.text"), Some("name"));
    }

    #[test]
    fn from_a_finding_that_is_mended_it_leads_to_the_first() {
        assert_eq!(after(["name", "language"].into_iter(), "components.1.text"), Some("name"));
        assert_eq!(after(std::iter::empty(), "name"), None);
    }
}
